//! What Apache would not start with: directives that decide, misspelt or with a value that they cannot have.

use super::super::OriginError;
use super::super::reader::Reader;
use super::super::spelling::{meant, question};
use super::modelled::is_known;
use super::tree::Node;
use crate::finding::excerpt;

/// The directives that decide about client certificates, as people write them.
const OURS: [(&str, &str); 9] = [
    ("sslcacertificatefile", "SSLCACertificateFile"),
    ("sslcacertificatepath", "SSLCACertificatePath"),
    ("sslcarevocationcheck", "SSLCARevocationCheck"),
    ("sslcarevocationfile", "SSLCARevocationFile"),
    ("sslengine", "SSLEngine"),
    ("sslrequire", "SSLRequire"),
    ("sslverifyclient", "SSLVerifyClient"),
    ("sslverifydepth", "SSLVerifyDepth"),
    ("sslvhostsnipolicy", "SSLVHostSNIPolicy"),
];

/// What `SSLVerifyClient` takes, in any case, and what that means.
const METHODS: [(&str, &str); 6] = [
    ("none", "none"),
    ("off", "none"),
    ("optional", "optional"),
    ("optional_no_ca", "optional_no_ca"),
    ("require", "require"),
    ("on", "require"),
];

/// What an `SSLVerifyClient` says, in the words of the manual: `on` is `require` and `off` is `none`. What hangs on a variable
/// stays as it is.
pub(super) fn method(verify: &Node) -> String {
    let given = verify.arg(0).to_ascii_lowercase();
    METHODS.iter().find(|(word, _)| *word == given).map_or(given.clone(), |(_, method)| (*method).to_owned())
}

/// Refuses what Apache refuses. Where a condition that is not decided here keeps it from being read, it is told and taken out:
/// an Apache that runs has not read it.
pub(super) fn check(reader: &mut Reader<'_>, nodes: &mut Vec<Node>) -> Result<(), OriginError> {
    let mut wrong = None;
    nodes.retain_mut(|one| {
        if wrong.is_some() || one.name == "macro" {
            return true;
        }
        match refused(one) {
            Err(message) if one.unsure => {
                reader.unresolved(&one.place, message);
                return false;
            }
            Err(message) => wrong = Some(one.place.syntax(message)),
            Ok(()) => wrong = one.section.as_mut().and_then(|inside| check(reader, inside).err()),
        }
        true
    });
    wrong.map_or(Ok(()), Err)
}

/// What is wrong with a directive by itself.
fn refused(one: &Node) -> Result<(), String> {
    let names = OURS.map(|(name, _)| name);
    if let Some(name) = meant(&one.name, &names).filter(|_| !is_known(&one.name)) {
        let written = OURS.iter().find(|(lower, _)| *lower == name).map(|(_, written)| *written);
        return Err(format!("Apache has no directive `{}`{}", excerpt(&one.name), question(written)));
    }
    match one.name.as_str() {
        "sslverifyclient" => value(one, "SSLVerifyClient", &METHODS.map(|(word, _)| word)),
        "sslengine" => value(one, "SSLEngine", &["on", "off", "optional"]),
        _ => Ok(()),
    }
}

fn value(one: &Node, name: &str, words: &[&str]) -> Result<(), String> {
    let takes = format!("`{name}` takes one of {}", words.join(", "));
    let [given] = one.args.as_slice() else {
        return Err(format!("{takes}, and here {} words stand", one.args.len()));
    };
    if given.contains("${") || words.iter().any(|word| given.eq_ignore_ascii_case(word)) {
        return Ok(());
    }
    let lower = given.to_ascii_lowercase();
    let begins =
        |word: &&str| lower.len() > 2 && (lower.starts_with(word) || word.starts_with(lower.as_str()));
    let near =
        meant(given, words).or_else(|| words.iter().copied().filter(|word| word.len() > 3).find(begins));
    Err(format!("{takes}, and not `{}`{}", excerpt(given), question(near)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_apache_knows_is_none_of_ours_misspelt() {
        let nearby = ["sslcertificatefile", "sslcadnrequestfile", "sslrequiressl", "sslproxyverifydepth"];
        for name in nearby {
            assert!(is_known(name), "{name}");
        }
    }
}

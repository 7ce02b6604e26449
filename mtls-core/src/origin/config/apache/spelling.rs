//! What Apache would not start with: directives that decide, misspelt or with a value that they cannot have.

use super::super::OriginError;
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

/// Refuses what Apache refuses.
pub(super) fn check(nodes: &[Node]) -> Result<(), OriginError> {
    let names = OURS.map(|(name, _)| name);
    let mut open: Vec<&Node> = nodes.iter().rev().collect();
    while let Some(one) = open.pop() {
        if one.name == "macro" {
            continue;
        }
        if let Some(name) = meant(&one.name, &names).filter(|_| !is_known(&one.name)) {
            let written = OURS.iter().find(|(lower, _)| *lower == name).map(|(_, written)| *written);
            let message = format!("Apache has no directive `{}`{}", excerpt(&one.name), question(written));
            return Err(one.place.syntax(message));
        }
        match one.name.as_str() {
            "sslverifyclient" => value(one, "SSLVerifyClient", &METHODS.map(|(word, _)| word))?,
            "sslengine" => value(one, "SSLEngine", &["on", "off", "optional"])?,
            _ => {}
        }
        open.extend(one.children().iter().rev());
    }
    Ok(())
}

fn value(one: &Node, name: &str, words: &[&str]) -> Result<(), OriginError> {
    let takes = format!("`{name}` takes one of {}", words.join(", "));
    let [given] = one.args.as_slice() else {
        return Err(one.place.syntax(format!("{takes}, and here {} words stand", one.args.len())));
    };
    if given.contains("${") || words.iter().any(|word| given.eq_ignore_ascii_case(word)) {
        return Ok(());
    }
    let lower = given.to_ascii_lowercase();
    let begins =
        |word: &&str| lower.len() > 2 && (lower.starts_with(word) || word.starts_with(lower.as_str()));
    let near =
        meant(given, words).or_else(|| words.iter().copied().filter(|word| word.len() > 3).find(begins));
    Err(one.place.syntax(format!("{takes}, and not `{}`{}", excerpt(given), question(near))))
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

//! What nginx would not start with: directives that decide, misspelt or with a value that they cannot have.

use super::super::OriginError;
use super::super::spelling::{meant, question};
use super::tree::Directive;
use crate::finding::excerpt;

/// The directives that decide who is let in, with what each of them takes.
const OURS: &[(&str, Takes)] = &[
    ("error_page", Takes::Several),
    ("listen", Takes::Several),
    ("location", Takes::Several),
    ("recursive_error_pages", Takes::OneOf(SWITCH)),
    ("return", Takes::Several),
    ("rewrite", Takes::Several),
    ("satisfy", Takes::OneOf(&["all", "any"])),
    ("server_name", Takes::Several),
    ("ssl", Takes::OneOf(SWITCH)),
    ("ssl_certificate", Takes::One),
    ("ssl_client_certificate", Takes::One),
    ("ssl_crl", Takes::One),
    ("ssl_reject_handshake", Takes::OneOf(SWITCH)),
    ("ssl_trusted_certificate", Takes::One),
    ("ssl_verify_client", Takes::OneOf(&["on", "off", "optional", "optional_no_ca"])),
    ("ssl_verify_depth", Takes::Number),
];

const SWITCH: &[&str] = &["on", "off"];

/// What stands behind the address of `listen`, of that which decides.
const PARAMETERS: [&str; 5] = ["default_server", "http2", "http3", "quic", "ssl"];

#[derive(Clone, Copy)]
enum Takes {
    /// These, in any case.
    OneOf(&'static [&'static str]),
    /// A number.
    Number,
    /// One word.
    One,
    /// Not looked at here.
    Several,
}

/// Refuses what nginx refuses, in the blocks that hold such directives; others have words of their own.
pub(super) fn check(block: &[Directive]) -> Result<(), OriginError> {
    let names: Vec<&str> = OURS.iter().map(|(name, _)| *name).collect();
    let mut open: Vec<&Directive> = block.iter().rev().collect();
    while let Some(one) = open.pop() {
        if let Some(name) = meant(&one.name, &names) {
            return Err(unknown(one, name));
        }
        if let Some((_, takes)) = OURS.iter().find(|(name, _)| *name == one.name) {
            value(one, *takes)?;
        }
        if one.name == "listen" {
            parameters(one)?;
        }
        if matches!(one.name.as_str(), "http" | "stream" | "server" | "location" | "if" | "limit_except") {
            open.extend(one.children().iter().rev());
        }
    }
    Ok(())
}

fn unknown(one: &Directive, name: &str) -> OriginError {
    one.place.syntax(format!("nginx has no directive `{}`{}", excerpt(&one.name), question(Some(name))))
}

fn value(one: &Directive, takes: Takes) -> Result<(), OriginError> {
    if matches!(takes, Takes::Several) {
        return Ok(());
    }
    let [given] = one.args.as_slice() else {
        let (name, count) = (&one.name, one.args.len());
        let ending = if count > 1 { "; is the `;` missing?" } else { "" };
        return Err(one.place.syntax(format!("`{name}` takes one value, and {count} are given{ending}")));
    };
    let (known, what) = match takes {
        Takes::OneOf(words) => (words, format!("takes {}", words.join(", "))),
        Takes::Number if !is_number(given) => (&[][..], "takes a number".to_owned()),
        _ => return Ok(()),
    };
    if known.iter().any(|word| given.eq_ignore_ascii_case(word)) {
        return Ok(());
    }
    let message =
        format!("`{}` {what}, and not `{}`{}", one.name, excerpt(given), question(said(given, known)));
    Err(one.place.syntax(message))
}

/// As nginx reads them: digits alone, and no more than its integers hold.
fn is_number(given: &str) -> bool {
    given.bytes().all(|byte| byte.is_ascii_digit()) && given.parse::<i64>().is_ok()
}

/// The value that other programs have such a word for, or that it is near to.
fn said<'k>(given: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = match given.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" | "enable" | "enabled" | "require" | "required" => "on",
        "no" | "false" | "0" | "disable" | "disabled" | "none" => "off",
        _ => return meant(given, known),
    };
    known.iter().copied().find(|one| *one == word)
}

fn parameters(listen: &Directive) -> Result<(), OriginError> {
    for word in listen.args.iter().skip(1) {
        if let Some(name) = meant(word, &PARAMETERS) {
            let message = format!("`listen` takes no `{}`{}", excerpt(word), question(Some(name)));
            return Err(listen.place.syntax(message));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::known::NAMES;
    use super::*;

    #[test]
    fn what_nginx_knows_is_none_of_ours_misspelt() {
        let names: Vec<&str> = OURS.iter().map(|(name, _)| *name).collect();
        let others = ["http", "events", "stream", "error_log", "rewrite_log", "server_names_hash_max_size"];
        let tls =
            ["ssl_certificate_key", "ssl_ocsp", "ssl_certificate_cache", "ssl_conf_command", "ssl_stapling"];
        for name in NAMES.iter().chain(&others).chain(&tls) {
            assert_eq!(meant(name, &names), None, "{name}");
        }
    }
}

//! The catalog's promises.

use std::collections::BTreeSet;

use super::{CertificateRef, Finding, Severity, Subject, catalog, rule_named, rules, rules_page};

#[test]
fn names_are_unique_and_kebab_case() {
    let mut seen = BTreeSet::new();
    for rule in catalog() {
        assert!(seen.insert(rule.name), "{} stands twice", rule.name);
        assert!(
            rule.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{} is not kebab case",
            rule.name
        );
        for text in [rule.trigger, rule.why, rule.help, rule.source] {
            assert!(!text.is_empty(), "{} has an empty text", rule.name);
        }
    }
}

#[test]
fn every_rule_is_found_by_name_and_stands_on_the_page() {
    let page = rules_page();
    for rule in catalog() {
        assert_eq!(rule_named(rule.name), Some(rule));
        assert!(page.contains(&format!("### `{}`", rule.name)));
    }
    assert_eq!(rule_named("no-such-rule"), None);
}

#[test]
fn a_finding_reads_as_one_line_and_a_next_step() {
    let at = Subject::Certificate(CertificateRef::new(Some(0), "CN=cart", "01:02"));
    let finding = Finding::new(rules::identity::SPIFFE_ID_SCHEME, at, "scheme is `https`");
    let text = finding.to_string();
    assert!(
        text.starts_with(
            "error[spiffe-id-scheme] certificate 0 (leaf, CN=cart, serial 01:02): scheme is `https`"
        ),
        "{text}"
    );
    assert!(text.contains("\n  help: Write the ID as"), "{text}");
    assert!(Severity::Info < Severity::Warning && Severity::Warning < Severity::Error);
}

#[test]
fn json_has_the_five_fields() {
    let finding = Finding::new(rules::identity::SPIFFE_ID_SCHEME, Subject::Key, "m")
        .with_severity(Severity::Warning)
        .with_help("h");
    let json = serde_json::to_value(&finding).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"rule": "spiffe-id-scheme", "severity": "warning", "subject": {"kind": "key"}, "message": "m", "help": "h"})
    );
}

#[test]
fn what_others_wrote_is_cut_and_escaped() {
    use std::path::Path;

    use super::excerpt::{MESSAGE, NAME, VALUE, excerpt, excerpt_of, path};
    assert_eq!(excerpt("plain, with a space and ü"), "plain, with a space and ü");
    assert_eq!(excerpt("a\r\n\u{1b}[2J\u{202E}b\u{7f}"), "a\\u{d}\\u{a}\\u{1b}[2J\\u{202e}b\\u{7f}");
    assert_eq!(excerpt(&"ü".repeat(VALUE)), "ü".repeat(VALUE));
    assert_eq!(excerpt(&"x".repeat(VALUE + 1)), "x".repeat(VALUE) + "…");
    // An escape is written whole or not at all.
    assert_eq!(excerpt_of("ab\n", 4), "ab…");
    assert_eq!(excerpt_of("ab\n", 7), "ab\\u{a}");
    let key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END PRIVATE KEY-----\n";
    assert_eq!(excerpt(key), "(a private key)");
    assert_eq!(excerpt(&key.replace('\n', "")), "(a private key)", "on one line");
    assert_eq!(excerpt(&format!("key: {key}")), "(a private key)", "with something before it");
    assert_eq!(path(Path::new(key)), "(a private key)");
    assert_eq!(excerpt("-----BEGIN PRIVATE KEY-----"), "-----BEGIN PRIVATE KEY-----");
    let finding = Finding::new(
        rules::identity::SPIFFE_ID_SCHEME,
        Subject::Input,
        "a\nb".to_owned() + &"x".repeat(5000),
    );
    assert!(finding.message.starts_with("a\\u{a}bxx") && finding.message.ends_with("x…"));
    assert_eq!(finding.message.chars().count(), MESSAGE + 1);
    let named = CertificateRef::new(None, "CN=a\nb", "ab:".repeat(500));
    assert_eq!((named.subject.as_str(), named.serial.chars().count()), ("CN=a\\u{a}b", NAME + 1));
}

#[test]
fn what_is_left_of_a_key_is_not_shown() {
    use super::excerpt::{MESSAGE, excerpt, excerpt_of};
    const KEY: &str = include_str!("../../tests/data/recipes/mesh/root.key");
    let (_, unopened) = KEY.split_once('\n').unwrap();
    let (lines, _) = unopened.split_once("-----END").unwrap();
    let body: String = lines.split_whitespace().collect();
    let veil = format!("{}… ({} characters)", &body[..16], body.len());

    // The END line alone tells it, too.
    let tail = &unopened[unopened.len() - 60..];
    for key in [unopened, tail, &unopened.replace('\n', ""), &unopened.replace('\n', " ")] {
        assert_eq!(excerpt(key), "(a private key)", "{key}");
    }
    assert_eq!(
        excerpt("line 7: `-----END PRIVATE KEY-----` ends nothing"),
        "line 7: `-----END PRIVATE KEY-----` ends nothing"
    );

    for key in [
        &body,
        lines.trim_end(),
        &lines.trim_end().replace('\n', " "),
        &lines.trim_end().replace('\n', "\r\n  "),
    ] {
        assert_eq!(excerpt_of(key, MESSAGE), veil, "{key}");
        let message = format!("`{key}` is no name, as {key} is");
        assert_eq!(excerpt_of(&message, MESSAGE), format!("`{veil}` is no name, as {veil} is"));
        assert_eq!(CertificateRef::new(None, key.to_owned(), "").subject, veil);
        let at = super::DocumentRef::new(format!("Secret a/{body}"), format!("a[{body:?}]"));
        assert!(!at.resource.contains(&body[..24]) && !at.field.contains(&body[..24]), "{at:?}");
    }
    let finding =
        Finding::new(rules::identity::SPIFFE_ID_SCHEME, Subject::Key, format!("ö `{body}`, `{body}`"));
    assert_eq!(finding.message, format!("ö `{veil}`, `{veil}`"));

    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let pairs = digest.as_bytes().chunks(2).map(|two| std::str::from_utf8(two).unwrap()).collect::<Vec<_>>();
    let colons = pairs.join(":").to_uppercase();
    for text in [
        digest,
        &digest.to_uppercase(),
        &colons,
        "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
        "spiffe://cluster.local/ns/a-namespace-of-the-shop-2/sa/an-account-with-a-very-long-name-number-2-of-9",
        "spiffe://x/ns/anamespaceoftheshop2/sa/anaccountwithaverylongnamenumber2of9/andmore/andmore/andmore",
        "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222-3333-4444-5555-666677778888",
        "/home/Anna/projects/2027/certificates/of/the/mesh/clusters/eastern/intermediate/authority/key",
        &"a1B.".repeat(40),
        "CN=A Certificate Of Long Words 2027,OU=Department Of Still More Words 12,O=Example",
    ] {
        assert_eq!(excerpt_of(text, MESSAGE), text);
        let finding =
            Finding::new(rules::identity::SPIFFE_ID_SCHEME, Subject::Key, format!("`{text}` is seen"));
        assert_eq!(finding.message, format!("`{text}` is seen"));
    }
}

/// The constants of rules that the sources below a folder of `origin` name, but for tests and what is in `apart`.
fn named_in(folder: &str, apart: &str) -> std::collections::BTreeSet<String> {
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/origin").join(folder)];
    let mut named = std::collections::BTreeSet::new();
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let is_test =
                path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests");
            if is_test || path.ends_with(apart) {
                continue;
            }
            let code = text.split("#[cfg(test)]").next().unwrap();
            let word = |after: &str| -> String {
                after
                    .chars()
                    .take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '_')
                    .collect()
            };
            named.extend(code.split("::").skip(1).map(word).filter(|word| word.len() > 1));
        }
    }
    named
}

/// The page says of each rule about origins who says it: as the sources do.
#[test]
fn who_says_a_rule_about_origins_is_what_the_sources_name() {
    let constants = |source: &str| -> Vec<(String, String)> {
        let all =
            source.lines().filter_map(|line| line.trim().split_once(" = ").filter(|_| line.ends_with('{')));
        all.map(|(constant, rest)| (constant.to_owned(), rest.split('"').nth(1).unwrap().to_owned()))
            .collect()
    };
    // What a rule means for the verdict is no saying of it.
    let (check, probe) = (named_in("config", "config/verdict.rs"), named_in("probe", "none"));
    let page = rules_page();
    let all = [
        (rules::origin_config::ALL, include_str!("rules/origin_config.rs")),
        (rules::origin_probe::ALL, include_str!("rules/origin_probe.rs")),
    ];
    for (list, source) in all {
        let constants = constants(source);
        assert_eq!(constants.len(), list.len());
        for (constant, name) in constants {
            let who = match (check.contains(&constant), probe.contains(&constant)) {
                (true, true) => "the check of configurations and the live probe",
                (true, false) => "the check of configurations alone",
                (false, true) => "the live probe alone",
                (false, false) => panic!("nobody says {name}"),
            };
            let (_, entry) = page.split_once(&format!("### `{name}`\n")).unwrap();
            let entry = entry.split("\n#").next().unwrap();
            assert!(entry.ends_with(&format!("**Said by:** {who}\n")), "{name}: {who}\n{entry}");
        }
    }
}

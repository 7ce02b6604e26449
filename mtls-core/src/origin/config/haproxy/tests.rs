//! Reading HAProxy's syntax, also where it is hostile. What configurations come to stands in the shared cases.

use super::*;
use crate::finding::Refusal as _;

fn code(text: &str) -> &'static str {
    let files = ConfigFiles::new("haproxy.cfg", text);
    check(&files, &ConfigOptions::default())
        .map_or_else(|refused| refused.code(), |report| report.verdict().as_str())
}

#[test]
fn words_are_quoted_and_escaped_as_haproxy_does_it() {
    let place = Place { file: "a".into(), line: 1 };
    let words = |line: &str| sections::words(line, &place).unwrap();
    assert_eq!(words(r#"a "b c" 'd"e' f\ g h\#i # j"#), ["a", "b c", "d\"e", "f g", "h#i"]);
    assert_eq!(words(r#"x"y z"w '\' "\x41" "" "#), ["xy zw", "\\", "A", ""]);
    assert_eq!(words(r"a\.b \\"), ["a\\.b", "\\"]);
    assert!(words("   # nothing").is_empty());
}

#[test]
fn broken_syntax_is_refused_with_its_line() {
    for text in ["bind :443", "global\n a \"b", "global\n a 'b", "global\n a \\", "global\n a \\xzz"] {
        assert_eq!(code(text), "origin-config-syntax", "{text}");
    }
    let refused =
        check(&ConfigFiles::new("haproxy.cfg", "global\n\n a 'b"), &ConfigOptions::default()).unwrap_err();
    assert_eq!(refused.to_string(), "haproxy.cfg:3: a quoted text has no end");
}

#[test]
fn what_haproxy_would_not_start_with_is_told() {
    for (words, message) in [
        (
            "verify require",
            "`verify` takes none, optional or required, and not `require`; did you mean `required`?",
        ),
        (
            "verify Optional",
            "`verify` takes none, optional or required, and not `Optional`; did you mean `optional`?",
        ),
        ("verify never", "`verify` takes none, optional or required, and not `never`"),
        ("verify", "`verify` takes none, optional or required, and nothing stands there"),
        ("verify=required", "`bind` has no setting `verify=required`; did you mean `verify required`?"),
        ("verfiy required", "`bind` has no setting `verfiy`; did you mean `verify`?"),
        ("SSL", "`bind` has no setting `SSL`; did you mean `ssl`?"),
    ] {
        let text = format!("frontend a\n bind :443 ssl crt a {words}\n");
        let refused = check(&ConfigFiles::new("haproxy.cfg", text), &ConfigOptions::default()).unwrap_err();
        assert_eq!(refused.code(), "origin-config-syntax");
        assert_eq!(refused.to_string(), format!("haproxy.cfg:2: {message}"));
    }
}

/// Whatever the environment may add is not known, and neither is what stands under a condition.
#[test]
fn settings_from_the_environment_prove_nothing() {
    let text = |words: &str| {
        format!(
            "frontend a\n mode http\n bind :443 ssl crt a ca-file c {words}\n default_backend b\nbackend b\n server s 1\n"
        )
    };
    assert_eq!(code(&text("verify required")), "enforced");
    for words in [
        "verify required \"${OPTS[*]}\"",
        "verify required \"$A\" none",
        "verify required name \"${OPTS[*]}\"",
        "verify none \"$MORE\"",
        "verify \"$HOW\"",
    ] {
        assert_eq!(code(&text(words)), "unproven", "{words}");
    }
    assert_eq!(code(&text("\"$TLS\"").replace(" ssl ", " ")), "unproven");
    for words in ["verify Required", "verify=required"] {
        let bind = format!(" bind :443 ssl crt a ca-file c {words}\n");
        let conditional = format!(
            "frontend a\n mode http\n.if version_atleast(9.0)\n{bind}.else\n bind :443 ssl crt a ca-file c verify required\n.endif\n default_backend b\nbackend b\n server s 1\n"
        );
        assert_eq!(code(&conditional), "unproven", "{words}");
        assert_eq!(code(&format!("frontend a\n.if defined(X)\n.endif\n{bind}")), "origin-config-syntax");
    }
}

#[test]
fn what_is_long_or_wide_is_refused() {
    assert_eq!(code(&"global\n".repeat(200_001)), "origin-config-limit");
    let wide = format!("frontend a\n bind {}\n", vec![":1-60000"; 20].join(","));
    assert_eq!(code(&wide), "origin-config-limit");
    let list = ConfigFiles::new("haproxy.cfg", "frontend a\n bind :443 ssl crt-list a.list\n")
        .with("a.list", "a.pem\n".repeat(9000));
    assert_eq!(check(&list, &ConfigOptions::default()).unwrap_err().code(), "origin-config-limit");
}

#[test]
fn rules_without_end_cost_little_and_prove_nothing() {
    let list: String = (0..4000).map(|index| format!("c.pem h{index}\n")).collect();
    let rules = " http-request set-header a b if { src 192.0.2.1 }\n".repeat(5_000);
    let text = format!(
        "frontend a\n mode http\n bind :443 ssl crt-list a.list verify optional ca-file ca\n{rules} \
         http-request deny unless {{ ssl_c_used }}\n default_backend b\n"
    );
    let files = ConfigFiles::new("haproxy.cfg", text).with("a.list", list);
    let begun = crate::trust::source::now();
    let report = check(&files, &ConfigOptions::default()).unwrap();
    assert_eq!(report.verdict().as_str(), "unproven");
    assert!(crate::trust::source::now().1.as_secs() - begun.1.as_secs() < 20);
}

#[test]
fn any_bytes_give_an_answer() {
    let seed = "frontend a\n mode http\n bind [::1]:443,quic4@:443 ssl crt a verify optional\n acl x hdr(host) -m reg ^a$\n http-request set-var(txn.a) req.hdr(host),lower\n http-request deny unless x { ssl_c_used } || !{ ssl_c_verify 0 }\n use_backend b if x\nbackend b\n server s 1\n";
    for cut in 0..seed.len() {
        let _ = code(&seed[..cut]);
        let _ = code(&format!("{}\u{1F600}\"{}", &seed[..cut], &seed[cut..]));
    }
    assert_eq!(code(""), "unproven");
}

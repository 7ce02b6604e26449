//! Building and judging a `RequestAuthentication`.

use super::*;
use crate::finding::Refusal as _;
use crate::finding::Subject;
use crate::resources::{build, check_yaml, read_yaml, write_yaml};

fn judged(spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {{name: p, namespace: shop}}\nspec: {spec}\n"
    );
    let line = |finding: crate::finding::Finding| match finding.subject {
        Subject::Document(at) => format!("{} {}", finding.rule, at.field),
        other => panic!("{other}"),
    };
    check_yaml(&text, None).into_iter().map(line).collect()
}

/// What is found in a rule for tokens, by rule and field.
fn judged_rule(rule: &str) -> Vec<String> {
    judged(&format!("{{jwtRules: [{rule}]}}"))
}

#[test]
fn who_issues_and_where_the_keys_are() {
    for good in [
        "{issuer: a}",
        "{jwksUri: 'https://a.example/keys'}",
        "{issuer: a, jwks_uri: 'http://a.example:8080/keys'}",
        "{issuer: a, jwks_uri: 'http://[::1]/keys:a'}",
        "{issuer: a, jwks_uri: 'http://a:b@a.example:/keys'}",
        r#"{issuer: a, jwks: '{"keys": []}'}"#,
        r#"{issuer: a, jwks: '{"keys": [{"kty": "RSA", "n": "x", "e": "AQAB"}, {"kty": "OKP", "crv": "Ed25519", "x": "y"}]}'}"#,
        r#"{issuer: a, jwks: '{"kty": "EC", "crv": "P-256", "x": "x", "y": "y"}'}"#,
    ] {
        assert!(judged_rule(good).is_empty(), "{good}: {:?}", judged_rule(good));
    }
    for (bad, rule, field) in [
        ("{}", "request-authentication-issuer", ""),
        ("{issuer: ''}", "request-authentication-issuer", ".issuer"),
        ("{issuer: a, jwksUri: 'ftp://a'}", "request-authentication-keys", ".jwksUri"),
        ("{issuer: a, jwksUri: 'a.example'}", "request-authentication-keys", ".jwksUri"),
        ("{issuer: a, jwksUri: 'https://a.example:80a/keys'}", "request-authentication-keys", ".jwksUri"),
        ("{issuer: a, jwksUri: 'https://[::1]:x'}", "request-authentication-keys", ".jwksUri"),
        ("{issuer: a, jwksUri: ''}", "request-authentication-keys", ".jwksUri"),
        ("{issuer: a, jwks: '{'}", "request-authentication-keys", ".jwks"),
        ("{issuer: a, jwks: '[]'}", "request-authentication-keys", ".jwks"),
        (r#"{issuer: a, jwks: '{"keys": {}}'}"#, "request-authentication-keys", ".jwks"),
        (r#"{issuer: a, jwks: '{"keys": [{}]}'}"#, "request-authentication-keys", ".jwks"),
        (
            r#"{issuer: a, jwks: '{"keys": [{"kty": "RSA", "n": "x"}]}'}"#,
            "request-authentication-keys",
            ".jwks",
        ),
        (r#"{issuer: a, jwks: '{"kty": "DSA"}'}"#, "request-authentication-keys", ".jwks"),
        (
            r#"{issuer: a, jwks: '{"keys": [{"kty": "EC", "crv": "P-256", "x": "x", "y": "y", "d": "z"}]}'}"#,
            "request-authentication-secret-key",
            ".jwks",
        ),
        (
            r#"{issuer: a, jwks: '{"kty": "RSA", "n": "x", "e": "AQAB", "p": "y", "q": "z"}'}"#,
            "request-authentication-secret-key",
            ".jwks",
        ),
        (r#"{issuer: a, jwks: '{"kty": "oct", "k": "x"}'}"#, "request-authentication-secret-key", ".jwks"),
        (
            r#"{issuer: a, jwks: '{"keys": []}', jwksUri: 'https://a.example'}"#,
            "request-authentication-keys-twice",
            "",
        ),
        ("{jwksUri: 'https://a.example', jwks_uri: 'https://a.example'}", "yaml-duplicate-key", ".jwks_uri"),
    ] {
        assert_eq!(judged_rule(bad), [format!("{rule} spec.jwtRules[0]{field}")], "{bad}");
    }
}

#[test]
fn values() {
    let good = "{issuer: a, audiences: [b], fromHeaders: [{name: x-token, prefix: 'Token '}], fromParams: [t], fromCookies: [c], outputPayloadToHeader: x-claims, forwardOriginalToken: true, outputClaimToHeaders: [{header: x_sub, claim: sub}], spaceDelimitedClaims: [scope], timeout: 2s}";
    assert!(judged_rule(good).is_empty());
    for (bad, field) in [
        ("audiences: [b, '']", "audiences[1]"),
        ("fromParams: ['']", "fromParams[0]"),
        ("fromCookies: ['']", "fromCookies[0]"),
        ("spaceDelimitedClaims: ['']", "spaceDelimitedClaims[0]"),
        ("fromHeaders: [{prefix: a}]", "fromHeaders[0].name"),
        ("outputClaimToHeaders: [{claim: a}]", "outputClaimToHeaders[0].header"),
        ("outputClaimToHeaders: [{header: x.y, claim: a}]", "outputClaimToHeaders[0].header"),
        ("outputClaimToHeaders: [{header: x}]", "outputClaimToHeaders[0].claim"),
        ("timeout: 500us", "timeout"),
        ("timeout: 1500us", "timeout"),
        ("timeout: soon", "timeout"),
        ("timeout: -1s", "timeout"),
    ] {
        let expected = [format!("request-authentication-value spec.jwtRules[0].{field}")];
        assert_eq!(judged_rule(&format!("{{issuer: a, {bad}}}")), expected, "{bad}");
    }
}

#[test]
fn where_it_is_attached() {
    let gateway = "{group: gateway.networking.k8s.io, kind: Gateway, name: g}";
    for good in [
        "{selector: {matchLabels: {app: a}}}".to_owned(),
        format!("{{targetRef: {gateway}}}"),
        format!(
            "{{targetRefs: [{gateway}, {{kind: Service, name: s}}, {{group: core, kind: Service, name: s}}]}}"
        ),
        "{targetRefs: [{group: networking.istio.io, kind: ServiceEntry, name: s}]}".to_owned(),
    ] {
        assert!(judged(&good).is_empty(), "{good}: {:?}", judged(&good));
    }
    let seventeen = vec![gateway; 17].join(", ");
    for (bad, rule, field) in [
        (
            format!("{{selector: {{matchLabels: {{app: a}}}}, targetRefs: [{gateway}]}}"),
            "istio-policy-attached-twice",
            "spec",
        ),
        (format!("{{targetRef: {gateway}, targetRefs: []}}"), "istio-policy-attached-twice", "spec"),
        (
            "{targetRef: {kind: Gateway, name: g}}".to_owned(),
            "istio-target-ref-invalid",
            "spec.targetRef.kind",
        ),
        ("{targetRef: {kind: Service}}".to_owned(), "istio-target-ref-invalid", "spec.targetRef.name"),
        (
            "{targetRefs: [{kind: Service, name: s, namespace: other}]}".to_owned(),
            "istio-target-ref-invalid",
            "spec.targetRefs[0].namespace",
        ),
        (format!("{{targetRefs: [{seventeen}]}}"), "istio-target-ref-invalid", "spec.targetRefs"),
        ("{selector: {}}".to_owned(), "istio-selector-empty", "spec.selector"),
    ] {
        assert_eq!(judged(&bad), [format!("{rule} {field}")], "{bad}");
    }
}

#[test]
fn setters_and_options_say_the_same() {
    let set = RequestAuthentication::new("jwt", "shop")
        .target(PolicyTargetReference::gateway("public"))
        .jwt("https://a.example/", "https://a.example/keys")
        .audiences(["api"])
        .from_header("x-token", "")
        .forward_original_token()
        .manifest()
        .unwrap();
    for uri in ["jwks_uri", "jwksUri"] {
        let options = serde_json::json!({
            "name": "jwt", "namespace": "shop",
            "target_refs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "public"}],
            "jwt_rules": [{
                "issuer": "https://a.example/", uri: "https://a.example/keys", "audiences": ["api"],
                "from_headers": [{"name": "x-token"}], "forward_original_token": true,
            }],
        });
        assert_eq!(build("security.istio.io/RequestAuthentication", options).unwrap(), set);
    }
    let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
    assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set);
}

#[test]
fn no_audience_is_not_any_audience() {
    let none: [&str; 0] = [];
    let refused =
        RequestAuthentication::new("jwt", "shop").jwt("a", "https://a/keys").audiences(none).build();
    assert_eq!(refused.unwrap_err().findings()[0].rule, "istio-policy-list-empty");
    assert_eq!(
        judged_rule("{issuer: a, audiences: []}"),
        ["istio-policy-list-empty spec.jwtRules[0].audiences"]
    );
}

#[test]
fn an_audience_is_of_an_issuer() {
    let refused = RequestAuthentication::new("jwt", "shop").audiences(["api"]).build().unwrap_err();
    assert!(refused.to_string().contains("none was given before it"), "{refused}");
}

#[test]
fn durations_are_read_as_go_reads_them() {
    use super::super::duration::nanoseconds;
    for (text, expected) in [
        ("5s", Some(5_000_000_000)),
        ("1h30m", Some(5_400_000_000_000)),
        ("1.5s", Some(1_500_000_000)),
        (".5s", Some(500_000_000)),
        ("1.s", Some(1_000_000_000)),
        ("-2ms", Some(-2_000_000)),
        ("1m1ns", Some(60_000_000_001)),
        ("0", Some(0)),
        ("+0", Some(0)),
        ("", None),
        ("-", None),
        ("5", None),
        ("s", None),
        (".s", None),
        ("1.2.3s", None),
        ("5 s", None),
        ("5d", None),
        ("3000000h", None),
        ("9999999999999999999999999999999999999999999999h", None),
    ] {
        assert_eq!(nanoseconds(text), expected, "{text}");
    }
}

//! Building and judging a `PeerAuthentication`.

use super::*;
use crate::finding::{Finding, Severity, Subject};
use crate::resources::{ResourceError, Value, build, read_yaml, validate, write_yaml};

fn field_of(finding: &Finding) -> &str {
    match &finding.subject {
        Subject::Document(at) => &at.field,
        other => panic!("{other}"),
    }
}

fn judged(spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {{name: p, namespace: shop}}\nspec: {spec}\n"
    );
    let manifest = read_yaml(&text).remove(0).unwrap();
    validate(&manifest).iter().map(|f| format!("{} {}", f.rule, field_of(f))).collect()
}

#[test]
fn istios_rules() {
    assert!(
        judged("{selector: {matchLabels: {app: cart}}, portLevelMtls: {8080: {mode: DISABLE}}}").is_empty()
    );
    assert!(judged("{selector: {matchLabels: {app: a b}}}").is_empty(), "Istio takes it");
    let long = format!("{{selector: {{matchLabels: {{app: {}}}}}}}", "a".repeat(64));
    assert_eq!(judged(&long), ["istio-selector-invalid spec.selector.matchLabels.app"]);
    let at = |rule: &str, field: &str| format!("{rule} {field}");
    for (spec, expected) in [
        ("{selector: {}}", vec![at("istio-selector-empty", "spec.selector")]),
        (
            "{selector: {matchLabels: {app: 'c*'}}}",
            vec![at("istio-selector-invalid", "spec.selector.matchLabels.app")],
        ),
        (
            "{portLevelMtls: {8080: {mode: STRICT}}}",
            vec![at("peer-authentication-ports-without-selector", "spec.portLevelMtls")],
        ),
        (
            "{selector: {matchLabels: {app: cart}}, portLevelMtls: {0: {mode: STRICT}, x: {}}}",
            vec![
                at("peer-authentication-ports", "spec.portLevelMtls.0"),
                at("peer-authentication-ports", "spec.portLevelMtls.x"),
            ],
        ),
        (
            "{selector: {matchLabels: {app: cart}}, portLevelMtls: {}}",
            vec![at("peer-authentication-ports", "spec.portLevelMtls")],
        ),
        ("{mtls: {mode: DISABLED}}", vec![at("field-value-unknown", "spec.mtls.mode")]),
    ] {
        assert_eq!(judged(spec), expected, "{spec}");
    }
}

#[test]
fn setters_and_options_say_the_same() {
    let set = PeerAuthentication::new("cart", "shop")
        .selector("app", "cart")
        .mode(MtlsMode::Strict)
        .port_mode(8080, MtlsMode::Permissive)
        .label("team", "a")
        .manifest()
        .unwrap();
    for (key, ports) in [("port_level_mtls", "match_labels"), ("portLevelMtls", "matchLabels")] {
        let options = serde_json::json!({
            "name": "cart", "namespace": "shop", "labels": {"team": "a"}, "mtls": {"mode": "STRICT"},
            "selector": {ports: {"app": "cart"}}, key: {"8080": {"mode": "PERMISSIVE"}},
        });
        assert_eq!(build("security.istio.io/PeerAuthentication", options).unwrap(), set);
    }
    let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
    assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set);
}

#[test]
fn options_are_refused_with_all_that_is_wrong() {
    let options = serde_json::json!({
        "mtls": {"mod": "STRICT"}, "selector": {"matchLabels": {"app": 1}}, "portLevelMtls": [], "mtsl": {},
        "spec": {"mtls": {"mode": "MUTUAL"}},
    });
    let Err(ResourceError::Options { what, findings }) =
        build("security.istio.io/PeerAuthentication", options)
    else {
        panic!("taken")
    };
    assert_eq!(what, "PeerAuthentication");
    assert!(findings.iter().all(|f| f.severity == Severity::Error));
    let said: Vec<String> =
        findings.iter().map(|f| format!("{} {}: {}", f.rule, f.subject, f.message)).collect();
    assert_eq!(
        said,
        [
            "option-unknown mtls.mod: there is no option `mod` here; did you mean `mode`?",
            "option-unknown mtsl: there is no option `mtsl` here; did you mean `mtls`?",
            "option-type portLevelMtls: expected map, found list",
            "option-type selector.matchLabels.app: expected string, found integer",
            "option-value mtls: this option is given twice",
            "option-value mtls.mode: `MUTUAL` is not one of UNSET, DISABLE, PERMISSIVE, STRICT",
            "option-missing name: the option `name` is missing",
        ]
    );
}

#[test]
fn new_fields_get_through() {
    let options = serde_json::json!({"name": "p", "extra": {"newField": {"a": 1}}, "merge_patch": {"metadata": {"labels": {"x": "y"}}}});
    let manifest = build("security.istio.io/PeerAuthentication", options).unwrap();
    assert_eq!(
        manifest.body().get("spec").and_then(|s| s.get("newField")).and_then(|f| f.get("a")),
        Some(&Value::UInt(1))
    );
    let set = PeerAuthentication::new("p", "").extra("newField", serde_json::json!({"a": 1})).label("x", "y");
    assert_eq!(set.manifest().unwrap(), manifest);
}

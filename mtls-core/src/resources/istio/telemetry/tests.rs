//! Building and judging a `Telemetry`.

use super::*;
use crate::finding::Subject;
use crate::resources::{build, read_yaml, validate};

fn judged(spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: telemetry.istio.io/v1\nkind: Telemetry\nmetadata: {{name: t, namespace: shop}}\nspec: {spec}\n"
    );
    let findings = validate(&read_yaml(&text).remove(0).unwrap());
    let field = |subject: &Subject| match subject {
        Subject::Document(at) => at.field.clone(),
        other => panic!("{other}"),
    };
    findings.iter().map(|finding| format!("{} {}", finding.rule, field(&finding.subject))).collect()
}

#[test]
fn istios_rules() {
    let target = "{kind: Gateway, group: gateway.networking.k8s.io, name: a}";
    for (spec, expected) in [
        ("{accessLogging: [{providers: [{name: envoy}]}], metrics: [{}], tracing: [{}]}".to_owned(), None),
        (format!("{{targetRefs: [{target}]}}"), None),
        ("{selector: {matchLabels: {app: a}}}".to_owned(), None),
        (
            format!("{{selector: {{matchLabels: {{app: a}}}}, targetRef: {target}}}"),
            Some("istio-policy-attached-twice spec"),
        ),
        ("{selector: {}}".to_owned(), Some("istio-selector-empty spec.selector")),
        (
            "{targetRefs: [{kind: Service, name: ''}]}".to_owned(),
            Some("istio-target-ref-invalid spec.targetRefs[0].name"),
        ),
        ("{tracing: {}}".to_owned(), Some("field-type spec.tracing")),
    ] {
        assert_eq!(judged(&spec), Vec::from_iter(expected), "{spec}");
    }
}

#[test]
fn setters_and_options_say_the_same() {
    let kind = "telemetry.istio.io/Telemetry";
    let set = Telemetry::new("t", "shop").selector("app", "a").manifest().unwrap();
    let options =
        serde_json::json!({"name": "t", "namespace": "shop", "selector": {"match_labels": {"app": "a"}}});
    assert_eq!(build(kind, options).unwrap(), set);
    let set = Telemetry::new("t", "shop").target(PolicyTargetReference::gateway("a")).manifest().unwrap();
    let options = serde_json::json!({
        "name": "t", "namespace": "shop",
        "target_refs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "a"}],
    });
    assert_eq!(build(kind, options).unwrap(), set);
}

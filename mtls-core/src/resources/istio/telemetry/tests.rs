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
        (
            "{metrics: [{}, {providers: [{}]}]}".to_owned(),
            Some("telemetry-provider-unnamed spec.metrics[1].providers[0].name"),
        ),
        (
            "{accessLogging: [{providers: [{name: ''}]}]}".to_owned(),
            Some("telemetry-provider-unnamed spec.accessLogging[0].providers[0].name"),
        ),
        ("{tracing: [{}, {}]}".to_owned(), Some("telemetry-tracing-twice spec.tracing")),
        (
            "{tracing: [{providers: [{name: a}, {name: b}]}]}".to_owned(),
            Some("telemetry-tracing-twice spec.tracing[0].providers"),
        ),
        ("{tracing: [{randomSamplingPercentage: 0.01}]}".to_owned(), None),
        (
            "{tracing: [{randomSamplingPercentage: 101}]}".to_owned(),
            Some("telemetry-sampling spec.tracing[0].randomSamplingPercentage"),
        ),
        ("{tracing: [{customTags: {a: {}, b: {header: {name: c}}}}]}".to_owned(), None),
        (
            "{tracing: [{customTags: {a: {header: {}}}}]}".to_owned(),
            Some("telemetry-tag-invalid spec.tracing[0].customTags.a.header.name"),
        ),
        (
            "{tracing: [{customTags: {a: {header: {name: b}, literal: {value: c}}}}]}".to_owned(),
            Some("telemetry-tag-invalid spec.tracing[0].customTags.a"),
        ),
        (
            "{metrics: [{overrides: [{tagOverrides: {a: {value: b}, c: {operation: REMOVE}}}]}]}".to_owned(),
            None,
        ),
        (
            "{metrics: [{overrides: [{tagOverrides: {a: {}}}]}]}".to_owned(),
            Some("telemetry-tag-invalid spec.metrics[0].overrides[0].tagOverrides.a"),
        ),
        (
            "{metrics: [{overrides: [{match: {metric: REQUEST_COUNT, customMetric: a}}]}]}".to_owned(),
            Some("telemetry-metric-invalid spec.metrics[0].overrides[0].match"),
        ),
        ("{metrics: [{reportingInterval: 1ms}]}".to_owned(), None),
        (
            "{metrics: [{reportingInterval: 1us}]}".to_owned(),
            Some("istio-duration-invalid spec.metrics[0].reportingInterval"),
        ),
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

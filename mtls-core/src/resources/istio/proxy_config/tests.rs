//! Building and judging a `ProxyConfig`.

use super::*;
use crate::finding::Subject;
use crate::resources::{build, read_yaml, validate};

fn judged(spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: networking.istio.io/v1beta1\nkind: ProxyConfig\nmetadata: {{name: p, namespace: shop}}\nspec: {spec}\n"
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
    for (spec, expected) in [
        ("{concurrency: 0, environmentVariables: {A: b}, image: {imageType: debug}}", None),
        ("{concurrency: -1}", Some("proxy-config-concurrency spec.concurrency")),
        (
            "{selector: {matchLabels: {app: '*'}}}",
            Some("istio-selector-invalid spec.selector.matchLabels.app"),
        ),
        ("{environmentVariables: {A: 1}}", Some("field-type spec.environmentVariables.A")),
    ] {
        assert_eq!(judged(spec), Vec::from_iter(expected), "{spec}");
    }
}

#[test]
fn setters_and_options_say_the_same() {
    let set = ProxyConfig::new("p", "shop")
        .selector("app", "a")
        .concurrency(2)
        .environment_variable("A", "b")
        .image_type("distroless")
        .manifest()
        .unwrap();
    let options = serde_json::json!({
        "name": "p", "namespace": "shop", "selector": {"matchLabels": {"app": "a"}}, "concurrency": 2,
        "environment_variables": {"A": "b"}, "image": {"image_type": "distroless"},
    });
    assert_eq!(build("networking.istio.io/ProxyConfig", options).unwrap(), set);
}

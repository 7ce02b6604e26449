//! Building and judging a `WorkloadGroup`.

use super::*;
use crate::finding::Subject;
use crate::resources::{build, read_yaml, validate, write_yaml};

fn judged(spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: networking.istio.io/v1\nkind: WorkloadGroup\nmetadata: {{name: w, namespace: shop}}\nspec: {spec}\n"
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
    let label = "{metadata: {labels: {'a b': c}}, template: {}}";
    for (spec, expected) in [
        ("{template: {}}", None),
        ("{template: {address: a_b, serviceAccount: db, ports: {tcp: 1}, network: vpc}}", None),
        ("{metadata: {labels: {app: db}, annotations: {a: b}}, template: {labels: {app: db}}}", None),
        ("{}", Some("workload-group-template-missing spec.template")),
        ("{metadata: {}}", Some("workload-group-template-missing spec.template")),
        (label, Some("label-invalid spec.metadata.labels[\"a b\"]")),
        ("{template: {ports: {tcp: 0}}}", Some("workload-entry-port-invalid spec.template.ports.tcp")),
        ("{template: {address: 'unix://a'}}", Some("workload-entry-address-invalid spec.template.address")),
    ] {
        assert_eq!(judged(spec), Vec::from_iter(expected), "{spec}");
    }
}

#[test]
fn probes() {
    let probe = |probe: &str| judged(&format!("{{template: {{}}, probe: {probe}}}"));
    for good in [
        "{httpGet: {port: 80, path: /ready, host: 127.0.0.1, scheme: HTTPS, httpHeaders: [{name: X-A_b, value: c}]}}",
        "{tcpSocket: {port: 80, host: a}, periodSeconds: 5, initialDelaySeconds: 0, timeoutSeconds: 1}",
        "{exec: {command: [ready]}, successThreshold: 1, failureThreshold: 3}",
        "{grpc: {port: 80, service: a}}",
        "{grpc: {}}",
    ] {
        assert!(probe(good).is_empty(), "{good}");
    }
    for (bad, field) in [
        ("{}", ""),
        ("{httpGet: {port: 80}, tcpSocket: {port: 80}}", ""),
        ("{httpGet: {path: /}}", ".httpGet.port"),
        ("{httpGet: {port: 70000}}", ".httpGet.port"),
        ("{httpGet: {port: 80, scheme: https}}", ".httpGet.scheme"),
        ("{httpGet: {port: 80, httpHeaders: [{name: a}, {name: 'a b'}]}}", ".httpGet.httpHeaders[1].name"),
        ("{tcpSocket: {}}", ".tcpSocket.port"),
        ("{grpc: {port: 0}}", ".grpc.port"),
        ("{exec: {}}", ".exec.command"),
        ("{exec: {command: [a, '']}}", ".exec.command"),
        ("{exec: {command: [a]}, periodSeconds: -1}", ".periodSeconds"),
    ] {
        assert_eq!(probe(bad), [format!("workload-group-probe-invalid spec.probe{field}")], "{bad}");
    }
}

#[test]
fn setters_and_options_say_the_same() {
    let set = WorkloadGroup::new("db", "shop")
        .workload_label("app", "db")
        .port("tcp", 5432)
        .network("vpc")
        .service_account("db")
        .mutual_tls()
        .template(|template| template.weight = Some(3))
        .manifest()
        .unwrap();
    let options = serde_json::json!({
        "name": "db", "namespace": "shop", "metadata": {"labels": {"app": "db"}},
        "template": {
            "ports": {"tcp": 5432}, "network": "vpc", "serviceAccount": "db", "weight": 3,
            "labels": {"security.istio.io/tlsMode": "istio"},
        },
    });
    assert_eq!(build("networking.istio.io/WorkloadGroup", options).unwrap(), set);
    let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
    assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set);
}

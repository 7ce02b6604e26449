//! Building and judging a `WorkloadEntry`.

use super::*;
use crate::finding::Subject;
use crate::resources::{build, read_yaml, validate, write_yaml};

fn judged(spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: networking.istio.io/v1\nkind: WorkloadEntry\nmetadata: {{name: w, namespace: shop}}\nspec: {spec}\n"
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
    for good in [
        "{address: 10.0.0.1, serviceAccount: db}",
        "{address: vm.example, serviceAccount: db, ports: {http: 8080}, weight: 1, locality: r/z/s}",
        "{address: 'unix:///run/db.sock', serviceAccount: db}",
        "{address: 10.0.0.1, labels: {security.istio.io/tlsMode: istio, Shop.Example/app: db}}",
        "{address: 10.0.0.1, labels: {security.istio.io/tlsMode: disabled}}",
    ] {
        assert!(judged(good).is_empty(), "{good}");
    }
    for (spec, rule, field) in [
        ("{serviceAccount: db}", "workload-entry-address-invalid", "spec.address"),
        ("{address: a_b, serviceAccount: db}", "workload-entry-address-invalid", "spec.address"),
        ("{address: 'unix://run', serviceAccount: db}", "workload-entry-address-invalid", "spec.address"),
        ("{network: vpc, serviceAccount: db}", "workload-entry-address-missing", "spec.address"),
        (
            "{address: 10.0.0.1, serviceAccount: db, ports: {http: 0}}",
            "workload-entry-port-invalid",
            "spec.ports.http",
        ),
        (
            "{address: 10.0.0.1, serviceAccount: db, ports: {a_b: 1}}",
            "workload-entry-port-invalid",
            "spec.ports.a_b",
        ),
        (
            "{address: 'unix:///a', serviceAccount: db, ports: {a: 1}}",
            "workload-entry-port-invalid",
            "spec.ports",
        ),
        ("{address: 10.0.0.1, serviceAccount: db, labels: {app: -db}}", "label-invalid", "spec.labels.app"),
        ("{address: 10.0.0.1}", "workload-entry-plaintext", "spec.serviceAccount"),
    ] {
        assert_eq!(judged(spec), [format!("{rule} {field}")], "{spec}");
    }
    let name = "a".repeat(62);
    assert!(judged(&format!("{{address: 10.0.0.1, serviceAccount: db, ports: {{{name}: 1}}}}")).is_empty());
    let longer = judged(&format!("{{address: 10.0.0.1, serviceAccount: db, ports: {{{name}a: 1}}}}"));
    assert_eq!(longer, [format!("workload-entry-port-invalid spec.ports.{name}a")]);
}

#[test]
fn setters_and_options_say_the_same() {
    let set = WorkloadEntry::new("db-1", "shop")
        .address("10.0.0.7")
        .port("tcp", 5432)
        .workload_label("app", "db")
        .network("vpc")
        .service_account("db")
        .mutual_tls()
        .label("team", "a")
        .manifest()
        .unwrap();
    let options = serde_json::json!({
        "name": "db-1", "namespace": "shop", "labels": {"team": "a"},
        "spec": {
            "address": "10.0.0.7", "ports": {"tcp": 5432}, "network": "vpc", "service_account": "db",
            "labels": {"app": "db", "security.istio.io/tlsMode": "istio"},
        },
    });
    assert_eq!(build("networking.istio.io/WorkloadEntry", options).unwrap(), set);
    let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
    assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set);
    let typed = WorkloadEntry::try_from(&set).unwrap();
    assert_eq!(typed.spec.unwrap().labels.unwrap().get(TLS_MODE).map(String::as_str), Some("istio"));
}

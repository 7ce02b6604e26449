//! Building an `AuthorizationPolicy`.

use super::super::*;
use crate::identity::WorkloadIdentity;
use crate::resources::{Manifest, build, read_yaml, write_yaml};

fn all_of_it() -> Manifest {
    let cart: WorkloadIdentity = "spiffe://cluster.local/ns/shop/sa/cart".parse().unwrap();
    AuthorizationPolicy::new("prices", "shop")
        .selector("app", "prices")
        .allow()
        .rule(
            AuthorizationRule::new()
                .from_workloads([&cart])
                .from_principals(["td/ns/a/sa/b"])
                .or_from(AuthorizationSource::default().namespaces(["admin"]))
                .from_ip_blocks(["10.0.0.0/8"])
                .to_methods(["GET"])
                .to_paths(["/prices/*"])
                .to_ports([8080])
                .or_to(AuthorizationOperation::default().hosts(["a.example"]))
                .when("request.auth.claims[groups]", ["staff"])
                .when_not("source.ip", ["10.9.0.0/16"]),
        )
        .rule(
            AuthorizationRule::new()
                .from_request_principals(["https://a.example/*"])
                .from_remote_ip_blocks(["1.2.3.4"])
                .to_hosts(["b.example"]),
        )
        .rule(AuthorizationRule::new().from_service_accounts(["shop/stock"]))
        .rule(AuthorizationRule::new().from_namespaces(["edge"]))
        .manifest()
        .unwrap()
}

#[test]
fn setters_and_options_say_the_same() {
    let options = serde_json::json!({
        "name": "prices", "namespace": "shop", "selector": {"match_labels": {"app": "prices"}}, "action": "ALLOW",
        "rules": [
            {
                "from": [
                    {"source": {"principals": ["cluster.local/ns/shop/sa/cart", "td/ns/a/sa/b"]}},
                    {"source": {"namespaces": ["admin"], "ip_blocks": ["10.0.0.0/8"]}},
                ],
                "to": [
                    {"operation": {"methods": ["GET"], "paths": ["/prices/*"], "ports": ["8080"]}},
                    {"operation": {"hosts": ["a.example"]}},
                ],
                "when": [
                    {"key": "request.auth.claims[groups]", "values": ["staff"]},
                    {"key": "source.ip", "not_values": ["10.9.0.0/16"]},
                ],
            },
            {
                "from": [{"source": {"requestPrincipals": ["https://a.example/*"], "remoteIpBlocks": ["1.2.3.4"]}}],
                "to": [{"operation": {"hosts": ["b.example"]}}],
            },
            {"from": [{"source": {"service_accounts": ["shop/stock"]}}]},
            {"from": [{"source": {"namespaces": ["edge"]}}]},
        ],
    });
    let set = all_of_it();
    assert_eq!(build("security.istio.io/AuthorizationPolicy", options).unwrap(), set);
    let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
    assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set);
    assert_eq!(AuthorizationPolicy::try_from(&set).unwrap().to_manifest(), set);
}

#[test]
fn an_empty_list_widens_nothing() {
    let none: [&str; 0] = [];
    let workloads: [&WorkloadIdentity; 0] = [];
    let post = || AuthorizationRule::new().from_namespaces(["shop"]).to_methods(["POST"]);
    for (rule, field) in [
        (post().from_principals(none), "from[0].source.principals"),
        (post().from_workloads(workloads), "from[0].source.principals"),
        (post().from_request_principals(none), "from[0].source.requestPrincipals"),
        (post().from_ip_blocks(none), "from[0].source.ipBlocks"),
        (post().from_remote_ip_blocks(none), "from[0].source.remoteIpBlocks"),
        (post().to_ports([]), "to[0].operation.ports"),
        (post().to_hosts(none), "to[0].operation.hosts"),
        (post().to_paths(none), "to[0].operation.paths"),
    ] {
        let refused = AuthorizationPolicy::new("p", "n").rule(rule).build().unwrap_err();
        let crate::resources::ResourceError::Invalid { findings, .. } = refused else {
            panic!("{refused:?}")
        };
        let said: Vec<String> =
            findings.iter().map(|f| format!("{} {} {}", f.severity, f.rule, f.subject)).collect();
        let at = format!("AuthorizationPolicy n/p, spec.rules[0].{field}");
        assert_eq!(said, [format!("error istio-policy-list-empty {at}")]);
    }
    let source = serde_json::json!({"principals": [], "namespaces": ["shop"]});
    let options =
        serde_json::json!({"name": "p", "namespace": "n", "rules": [{"from": [{"source": source}]}]});
    assert!(build("AuthorizationPolicy", options).is_err());
    let text = "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: p, namespace: shop}, spec: {rules: [{from: [{source: {principals: [], namespaces: [a]}}], when: [{key: source.ip, values: [], notValues: [10.0.0.1]}]}]}}";
    let read = crate::resources::validate(&read_yaml(text).remove(0).unwrap());
    let said: Vec<String> = read.iter().map(|f| format!("{} {}", f.severity, f.rule)).collect();
    assert_eq!(said, ["warning istio-policy-list-empty"; 2], "Istio takes it");
}

#[test]
fn actions_replace_each_other() {
    let nothing = AuthorizationPolicy::new("p", "shop").custom("opa").allow_nothing().build().unwrap();
    let expected = AuthorizationPolicySpec::default().action(AuthorizationAction::Allow);
    assert_eq!(nothing.spec.unwrap(), expected);
    let custom = AuthorizationPolicy::new("p", "shop")
        .target(PolicyTargetReference::service("s"))
        .target(PolicyTargetReference::service_entry("e"))
        .target(PolicyTargetReference::gateway_class("istio-waypoint"))
        .rule(AuthorizationRule::new())
        .custom("opa")
        .build()
        .unwrap();
    assert_eq!(custom.spec.unwrap().provider.unwrap().name.unwrap(), "opa");
    let audit = AuthorizationPolicy::new("p", "shop").custom("opa").audit().build().unwrap();
    assert_eq!(audit.spec.unwrap().provider, None);
}

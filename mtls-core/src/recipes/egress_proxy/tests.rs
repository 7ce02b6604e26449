//! What the recipe refuses, and that options say the same as the builder.

use super::*;
use crate::finding::Refusal;
use crate::recipes::egress_proxy as from_document;
use crate::resources::istio::AuthorizationPolicy;

fn proxy() -> EgressProxy {
    let identity = WorkloadIdentity::parse("spiffe://cluster.local/ns/egress/sa/proxy").unwrap();
    EgressProxy::new("egress.mesh.internal", identity).address("192.0.2.7".parse().unwrap())
}

fn rule() -> EgressRule {
    EgressRule::namespace("trusted").allow(["*.partner.example"], [443])
}

#[test]
fn rules_that_fit_nothing_are_refused_by_name() {
    let no_address = EgressProxy { addresses: Vec::new(), ..proxy().rule(rule()) };
    for (recipe, expected) in [
        (no_address, &["addresses"] as &[&str]),
        (proxy(), &["rules"]),
        (proxy().rule(rule()).rule(rule()), &["rules[1].name"]),
        (proxy().rule(EgressRule::namespace("Trusted").allow(["a.example"], [443])), &["rules[0].namespace"]),
        (
            proxy().rule(EgressRule::workload("t", "no account").allow(["a.example"], [443])),
            &["rules[0].namespace"],
        ),
        (proxy().rule(EgressRule::namespace("t").allow([] as [&str; 0], [443])), &["rules[0].hosts"]),
        (proxy().rule(EgressRule::namespace("t").allow(["a.example"], [])), &["rules[0].ports"]),
        (proxy().rule(EgressRule::namespace("t").refuse(["a.example"], [0])), &["rules[0].ports"]),
        (
            proxy().rule(
                EgressRule::namespace("t")
                    .inspect(["*", "a.*.example", "https://a", "a.example", "192.0.2.1"], [1]),
            ),
            &["rules[0].hosts[0]", "rules[0].hosts[1]", "rules[0].hosts[2]"],
        ),
    ] {
        let error = recipe.build().unwrap_err();
        let said: Vec<String> = error.findings().iter().map(|f| f.subject.to_string()).collect();
        assert_eq!(said, expected);
        assert!(error.findings().iter().all(|f| f.rule == "egress-rule-invalid"));
    }
}

#[test]
fn clients_see_the_proxy_and_nobody_else_does() {
    let output = proxy()
        .rule(rule())
        .rule(EgressRule::workload("shop", "cart").inspect(["a.example"], [443]))
        .rule(EgressRule::workload("shop", "till").refuse(["b.example"], [443]))
        .build()
        .unwrap();
    assert_eq!(output.findings, []);
    for manifest in &output.manifests[..2] {
        let seen_by = manifest.body().get("spec").unwrap().get("exportTo").unwrap();
        assert_eq!(seen_by, &["shop", "trusted"].into_iter().collect::<crate::resources::Value>());
    }
    let kinds: Vec<String> = output.manifests.iter().map(Manifest::resource).collect();
    assert_eq!(kinds[2..], ["Sidecar shop/default", "Sidecar trusted/default"]);
}

#[test]
fn a_guard_lets_in_whom_a_rule_lets_go() {
    let output = proxy()
        .rule(rule())
        .rule(EgressRule::workload("shop", "cart").inspect(["a.example"], [443]))
        .rule(EgressRule::workload("shop", "till").refuse(["b.example"], [443]))
        .pods("app", "egress-proxy")
        .build()
        .unwrap();
    let policy = AuthorizationPolicy::try_from(&output.manifests[0]).unwrap().spec.unwrap();
    let rule = &policy.rules.unwrap()[0];
    let source = rule.from.as_ref().unwrap()[0].source.as_ref().unwrap();
    assert_eq!(
        source.principals.as_deref().unwrap(),
        ["cluster.local/ns/trusted/sa/*", "cluster.local/ns/shop/sa/cart"]
    );
    // Namesakes of other trust domains, where there are aliases, are not meant.
    let when = rule.when.as_ref().unwrap();
    assert_eq!(when.len(), 1);
    assert_eq!(when[0].key.as_deref(), Some("source.principal"));
    assert_eq!(when[0].values.as_deref().unwrap(), ["cluster.local/*"]);
}

/// The policy is applied first, stands where the proxy's pods are, and allows nothing where every rule refuses.
#[test]
fn a_guard_stands_where_the_pods_are() {
    let refuse = || EgressRule::namespace("shop").refuse(["a.example"], [443]);
    let output = proxy().rule(refuse()).named("way-out", "edge").pods("app", "egress").build().unwrap();
    assert_eq!(output.findings, []);
    let kinds: Vec<String> = output.manifests.iter().map(Manifest::resource).collect();
    assert_eq!(
        kinds,
        [
            "AuthorizationPolicy egress/way-out",
            "ServiceEntry edge/way-out",
            "DestinationRule edge/way-out",
            "Sidecar shop/default"
        ]
    );
    let policy = serde_json::to_value(&output.manifests[0]).unwrap();
    let nothing = serde_json::json!({"selector": {"matchLabels": {"app": "egress"}}, "action": "ALLOW"});
    assert_eq!(policy["spec"], nothing);
    assert!(output.files["egress-proxy.yaml"].contains("action: refuse"));
    let open = proxy().rule(refuse()).build().unwrap();
    assert_eq!(open.manifests.len(), 3);
}

/// The Sidecar of a client's namespace keeps its workloads from all else outside.
#[test]
fn a_proxy_is_not_cut_off_by_its_clients_sidecar() {
    let beside = || proxy().rule(EgressRule::namespace("egress").allow(["a.example"], [443]));
    assert!(beside().build().is_ok());
    let error = beside().pods("app", "egress").build().unwrap_err();
    let said: Vec<String> = error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    assert_eq!(said, ["egress-rule-invalid rules[0].namespace"]);
}

#[test]
fn options_build_the_same_as_the_builder() {
    let built = proxy()
        .port(8888)
        .listen(9443)
        .named("way-out", "edge")
        .system_namespace("mesh")
        .pods("app", "x")
        .rule(EgressRule::namespace("a").allow(["a.example"], [80, 443]))
        .rule(EgressRule::workload("b", "c").named("n").refuse(["192.0.2.1"], [443]))
        .rule(EgressRule::namespace("d").inspect(["*.d.example"], [443]))
        .build()
        .unwrap();
    for (account, namespace) in
        [("service_account", "system_namespace"), ("serviceAccount", "systemNamespace")]
    {
        let options = serde_json::json!({
            "host": "egress.mesh.internal", "identity": "spiffe://cluster.local/ns/egress/sa/proxy", "addresses": ["192.0.2.7"],
            "port": 8888, "listen": 9443, "name": "way-out", "namespace": "edge", namespace: "mesh", "pods": {"app": "x"},
            "rules": [
                {"namespace": "a", "hosts": ["a.example"], "ports": [80, 443], "action": "allow"},
                {"namespace": "b", account: "c", "name": "n", "hosts": ["192.0.2.1"], "ports": [443], "action": "refuse"},
                {"namespace": "d", "hosts": ["*.d.example"], "ports": [443], "action": "inspect"},
            ],
        });
        assert_eq!(from_document(options).unwrap(), built);
    }
    let error = from_document(serde_json::json!({
        "identity": "x", "addresses": ["a"], "port": 0, "rules": [{"action": "let", "ports": [70000]}],
    }))
    .unwrap_err();
    let said: Vec<String> = error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    for expected in [
        "option-missing host",
        "option-value addresses[0]",
        "option-value port",
        "option-value rules[0].action",
        "option-value rules[0].ports[0]",
        "option-missing rules[0].namespace",
        "option-missing rules[0].hosts",
    ] {
        assert!(said.contains(&expected.to_owned()), "{expected} is not in {said:#?}");
    }
    // What is missing or wrong is named in the caller's manner, and said once.
    let error = from_document(serde_json::json!({
        "systemNamespace": 5, "rules": [{"serviceAccount": "c"}],
    }))
    .unwrap_err();
    let said: Vec<String> = error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    assert!(said.contains(&"option-type systemNamespace".to_owned()), "{said:#?}");
    assert!(!error.to_string().contains("system_namespace"), "{error}");
    let error = from_document(serde_json::json!({
        "host": "h.example", "identity": "spiffe://cluster.local/proxy", "addresses": ["192.0.2.7"], "rules": [],
    }))
    .unwrap_err();
    assert!(matches!(error, RecipeError::Identity { .. }), "{error:?}");
}

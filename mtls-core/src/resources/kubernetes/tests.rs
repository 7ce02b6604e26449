//! Building and judging the plain kinds: what the API server refuses, and nothing more.

use super::*;
use crate::finding::{Finding, Refusal, Subject};
use crate::resources::{
    Manifest, ResourceError, Scope, build, kinds, read_yaml, schema, validate, write_yaml,
};

/// What is found in a text, each as `rule field`.
pub(super) fn found(text: &str) -> Vec<String> {
    let manifest = read_yaml(text).remove(0).unwrap();
    let field = |f: &Finding| match &f.subject {
        Subject::Document(at) => at.field.clone(),
        other => panic!("{other}"),
    };
    validate(&manifest).iter().map(|f| format!("{} {}", f.rule, field(f))).collect()
}

/// The same of a Service with this `spec`.
fn service(spec: &str) -> Vec<String> {
    found(&format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: cart, namespace: shop}}\nspec: {spec}\n"
    ))
}

#[test]
fn services_follow_the_api_server() {
    let ok: [&str; 0] = [];
    for (spec, expected) in [
        ("{ports: [{port: 80}]}", &ok[..]),
        ("{ports: [{port: 80, targetPort: 8080, name: http-web, appProtocol: kubernetes.io/h2c}]}", &ok),
        ("{ports: [{name: a, port: 53, protocol: UDP}, {name: b, port: 53, targetPort: dns}]}", &ok),
        ("{clusterIP: None, selector: {app: cart}}", &ok),
        ("{type: ExternalName, externalName: db.partner.example.}", &ok),
        ("{type: NodePort, ports: [{port: 80, nodePort: 30080}]}", &ok),
        (
            "{type: LoadBalancer, clusterIP: 10.0.0.1, externalTrafficPolicy: Local, ports: [{port: 443}]}",
            &ok,
        ),
        ("{}", &["service-ports-missing spec.ports"]),
        ("{ports: []}", &["service-ports-missing spec.ports"]),
        ("{ports: [{port: 80}, {port: 81, name: b}]}", &["service-port-name spec.ports[0].name"]),
        ("{ports: [{port: 80, name: Web}]}", &["service-port-name spec.ports[0].name"]),
        (
            "{ports: [{port: 80, name: a}, {port: 81, name: a}]}",
            &["service-port-duplicate spec.ports[1].name"],
        ),
        (
            "{ports: [{port: 80, name: a}, {port: 80, name: b, protocol: TCP}]}",
            &["service-port-duplicate spec.ports[1].port"],
        ),
        ("{ports: [{name: a}]}", &["service-port-invalid spec.ports[0].port"]),
        ("{ports: [{port: 70000}]}", &["service-port-invalid spec.ports[0].port"]),
        ("{ports: [{port: 80, targetPort: 70000}]}", &["service-port-invalid spec.ports[0].targetPort"]),
        ("{ports: [{port: 80, targetPort: '8080'}]}", &["service-port-invalid spec.ports[0].targetPort"]),
        ("{ports: [{port: 80, targetPort: a-name-of-16-ch}]}", &ok),
        (
            "{ports: [{port: 80, targetPort: a-name-of-16-chr}]}",
            &["service-port-invalid spec.ports[0].targetPort"],
        ),
        ("{ports: [{port: 80, targetPort: [1]}]}", &["field-type spec.ports[0].targetPort"]),
        ("{ports: [{port: 80, nodePort: 30080}]}", &["service-port-invalid spec.ports[0].nodePort"]),
        ("{ports: [{port: 80, appProtocol: a b}]}", &["service-port-invalid spec.ports[0].appProtocol"]),
        ("{ports: [{port: 80, protocol: HTTP}]}", &["field-value-unknown spec.ports[0].protocol"]),
        ("{ports: [{port: 80}], clusterIP: headless}", &["service-cluster-ip spec.clusterIP"]),
        ("{ports: [{port: 80}], type: NodePort, clusterIP: None}", &["service-cluster-ip spec.clusterIP"]),
        (
            "{type: ExternalName, externalName: a.example, clusterIP: None}",
            &["service-cluster-ip spec.clusterIP"],
        ),
        ("{type: ExternalName}", &["service-external-name spec.externalName"]),
        ("{type: ExternalName, externalName: 'https://a'}", &["service-external-name spec.externalName"]),
        ("{ports: [{port: 80}], selector: {app: 'a b'}}", &["label-invalid spec.selector.app"]),
    ] {
        assert_eq!(service(spec), expected, "{spec}");
    }
    let named = |name: &str| {
        found(&format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{ports: [{{port: 1}}]}}\n"
        ))
    };
    assert_eq!(named("cart.v1"), ["metadata-name-no-label metadata.name"]);
    assert_eq!(named("Cart"), ["metadata-name-invalid metadata.name"]);
}

#[test]
fn config_maps_follow_the_api_server() {
    let map =
        |rest: &str| found(&format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: m}}\n{rest}\n"));
    assert!(map("data: {ca.crt: x, mesh: ''}\nbinaryData: {b: AAE=}\nimmutable: true").is_empty());
    assert_eq!(map("data: {a/b: x}"), ["config-map-key data[\"a/b\"]"]);
    assert_eq!(map("data: {a: x}\nbinaryData: {a: AAE=}"), ["config-map-key binaryData.a"]);
    assert_eq!(map("binaryData: {a: '?'}"), ["config-map-not-base64 binaryData.a"]);
    assert_eq!(map("data: {a: 1}"), ["field-type data.a"]);
    let half = "x".repeat(600 << 10);
    assert!(map(&format!("data: {{a: {half}}}")).is_empty());
    assert_eq!(map(&format!("data: {{a: {half}, b: {half}}}")), ["config-map-too-large data"]);
}

#[test]
fn selectors_by_label_follow_the_api_server() {
    let labels = |text: &str| {
        let pairs = text.split_whitespace().filter_map(|pair| pair.split_once('='));
        pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    };
    let condition = |operator: SelectorOperator, values: &[&str]| {
        let condition = LabelRequirement::default().key("app").operator(operator);
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        LabelSelector::default().match_expressions([condition.values(values)])
    };
    for (selector, carried, expected) in [
        (LabelSelector::default(), "", true),
        (LabelSelector::default().match_labels([("app", "cart")]), "app=cart v=1", true),
        (LabelSelector::default().match_labels([("app", "cart")]), "app=shop", false),
        (condition(SelectorOperator::In, &["cart", "shop"]), "app=shop", true),
        (condition(SelectorOperator::In, &["cart"]), "", false),
        (condition(SelectorOperator::NotIn, &["cart"]), "app=cart", false),
        (condition(SelectorOperator::NotIn, &["cart"]), "", true),
        (condition(SelectorOperator::Exists, &[]), "app=x", true),
        (condition(SelectorOperator::DoesNotExist, &[]), "app=x", false),
        (condition("Gt".into(), &["1"]), "app=2", false),
    ] {
        assert_eq!(selector.matches(&labels(carried)), expected, "{selector:?} {carried}");
    }
    let bad = "matchLabels: {a b: x}, matchExpressions: [{key: '', operator: Exists}, {key: a, operator: In}, \
               {key: a, operator: Exists, values: [x]}, {key: a}, {key: a, operator: NotIn, values: ['a b']}]";
    let text = format!(
        "apiVersion: trust.cert-manager.io/v1alpha1\nkind: Bundle\nmetadata: {{name: b}}\nspec: {{sources: \
         [{{useDefaultCAs: true}}], target: {{configMap: {{key: a}}, namespaceSelector: {{{bad}}}}}}}\n"
    );
    let at = "spec.target.namespaceSelector.match";
    assert_eq!(
        found(&text),
        [
            format!("label-invalid {at}Labels[\"a b\"]"),
            format!("label-selector-invalid {at}Expressions[0].key"),
            format!("label-selector-invalid {at}Expressions[1].values"),
            format!("label-selector-invalid {at}Expressions[2].values"),
            format!("label-selector-invalid {at}Expressions[3].operator"),
            format!("label-selector-invalid {at}Expressions[4].values[0]"),
        ]
    );
}

#[test]
fn a_namespace_joins_the_mesh_in_one_way() {
    let labels = |builder: crate::resources::Builder<Namespace>| {
        let labels = builder.build().unwrap().metadata.labels.unwrap();
        labels.into_iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>()
    };
    assert_eq!(labels(Namespace::new("shop").inject()), ["istio-injection=enabled"]);
    assert_eq!(labels(Namespace::new("shop").inject().revision("1-30")), ["istio.io/rev=1-30"]);
    assert_eq!(labels(Namespace::new("shop").revision("a").ambient()), ["istio.io/dataplane-mode=ambient"]);
    let error = Namespace::new("shop.eu").build().unwrap_err();
    assert_eq!(error.findings()[0].rule, "metadata-name-no-label");
}

#[test]
fn kinds_of_the_cluster_have_no_namespace() {
    let text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, namespace: default}\n";
    assert_eq!(found(text), ["metadata-namespace-ignored metadata.namespace"]);
    assert!(found(&text.replace(", namespace: default", "")).is_empty());
    assert!(found(&text.replace("default", "''")).is_empty());

    let error = build("Namespace", serde_json::json!({"name": "shop", "namespace": "default"})).unwrap_err();
    let ResourceError::Options { findings, .. } = error else { panic!("{error}") };
    assert_eq!(findings[0].rule, "option-unknown");
    assert_eq!(
        build("Namespace", serde_json::json!({"name": "shop", "labels": {"istio-injection": "enabled"}})),
        Namespace::new("shop").inject().manifest()
    );

    let cluster: Vec<&str> = kinds().filter(|k| k.scope == Scope::Cluster).map(|k| k.kind).collect();
    for kind in ["AWSPCAClusterIssuer", "Bundle", "ClusterBundle", "ClusterIssuer", "Namespace"] {
        assert!(cluster.contains(&kind), "{kind}");
    }
    let written = serde_json::to_value(schema()).unwrap();
    for kind in written.as_array().unwrap() {
        let takes = kind["options"].as_array().unwrap().iter().any(|option| option["name"] == "namespace");
        let name = kind["kind"].as_str().unwrap();
        assert_eq!(takes, !cluster.contains(&name), "{name}");
    }
}

#[test]
fn setters_and_options_say_the_same() {
    let pairs: [(&str, serde_json::Value, Result<Manifest, ResourceError>); 4] = [
        (
            "Service",
            serde_json::json!({
                "name": "cart", "namespace": "shop", "selector": {"app": "cart"}, "type": "ClusterIP",
                "ports": [
                    {"name": "http", "port": 80, "target_port": 8080},
                    {"name": "tls", "port": 443, "targetPort": "secure", "app_protocol": "tls"},
                ],
            }),
            Service::new("cart", "shop")
                .selector("app", "cart")
                .port("http", 80, 8080)
                .port("tls", 443, "secure")
                .app_protocol("tls")
                .with_spec(|spec| spec.service_type = Some(ServiceType::ClusterIp))
                .manifest(),
        ),
        (
            "Service",
            serde_json::json!({"name": "p", "type": "ExternalName", "external_name": "p.example"}),
            Service::new("p", "").external_name("p.example").manifest(),
        ),
        (
            "ConfigMap",
            serde_json::json!({"name": "m", "data": {"a": "b"}, "binary_data": {"c": "AA=="}, "immutable": true}),
            ConfigMap::new("m", "").entry("a", "b").binary_entry("c", [0]).immutable().manifest(),
        ),
        (
            "ServiceAccount",
            serde_json::json!({"name": "cart", "automount_service_account_token": false}),
            ServiceAccount::new("cart", "")
                .with(|a| a.automount_service_account_token = Some(false))
                .manifest(),
        ),
    ];
    for (kind, options, set) in pairs {
        let set = set.unwrap();
        assert_eq!(build(kind, options).unwrap(), set, "{kind}");
        let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
        assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set, "{yaml}");
    }
    assert!(Service::new("h", "").headless().build().is_ok());
}

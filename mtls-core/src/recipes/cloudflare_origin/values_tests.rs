//! What the values for Big Bang carry, what stands beside them, and what they cannot take.

use super::tests::{ORIGIN, PULL_CA, TAG, recipe};
use super::*;
use crate::finding::Refusal;
use crate::resources::read_yaml;

#[test]
fn versions_of_big_bang_are_told_apart() {
    for (version, form) in [
        ("2.2", Some(BigBang::V2_2)),
        ("2.5.0", Some(BigBang::V2_2)),
        ("v2.8.1", Some(BigBang::V2_2)),
        ("2.9.0", Some(BigBang::V2_9)),
        ("2.54", Some(BigBang::V2_9)),
        ("3", Some(BigBang::V3)),
        ("3.30.0", Some(BigBang::V3)),
        ("2", None),
        ("2.1", None),
        ("2.55", None),
        ("4.0", None),
        ("2.5.x", None),
        ("2.5.0.1", None),
        ("", None),
        ("latest", None),
    ] {
        assert_eq!(version.parse::<BigBang>().ok(), form, "{version}");
    }
}

#[test]
fn values_carry_what_the_version_takes() {
    let build = |version| recipe().big_bang(version).build().unwrap();
    let tree = |output: &RecipeOutput| {
        let text = format!("apiVersion: v1\nkind: Values\n{}", output.values.as_ref().unwrap().as_str());
        serde_json::to_value(read_yaml(&text).remove(0).unwrap()).unwrap()
    };
    let old = build(BigBang::V2_2);
    let tls = tree(&old)["istio"]["gateways"]["public"]["tls"].clone();
    assert_eq!((&tls["mode"], &tls["cert"], tls.get("ca")), (&"MUTUAL".into(), &ORIGIN.into(), None));
    let beside: Vec<String> = old.beside_values.iter().map(Manifest::resource).collect();
    assert_eq!(beside, ["Secret istio-system/public-cert-cacert"]);
    let newer = build(BigBang::V2_9);
    assert_eq!(tree(&newer)["istio"]["gateways"]["public"]["tls"]["ca"], PULL_CA);
    let newest = build(BigBang::V3);
    let gateway = tree(&newest)["istioGateway"]["values"]["gateways"]["public"].clone();
    assert_eq!(gateway["gatewayCerts"][0]["tls"]["ca"], PULL_CA);
    assert_eq!(gateway["gateway"]["servers"][1]["tls"]["mode"], "MUTUAL");
    for output in [newer, newest] {
        assert!(output.beside_values.is_empty());
    }
}

fn tree(output: &RecipeOutput) -> serde_json::Value {
    let text = format!("apiVersion: v1\nkind: Values\n{}", output.values.as_ref().unwrap().as_str());
    serde_json::to_value(read_yaml(&text).remove(0).unwrap()).unwrap()
}

/// The options at fault.
fn refused(recipe: CloudflareOrigin) -> Vec<String> {
    let error = recipe.build().unwrap_err();
    assert_eq!(error.code(), "options-invalid", "{error}");
    error.findings().iter().map(|f| f.subject.to_string()).collect()
}

#[test]
fn what_the_chart_has_no_value_for_is_refused_by_name() {
    let two = || recipe().big_bang(BigBang::V2_9);
    let three = || recipe().big_bang(BigBang::V3);
    for (recipe, expected) in [
        (recipe().big_bang(BigBang::V2_2).gateway("public", "istio-gateway"), ["namespace"].as_slice()),
        (three().gateway("public", "istio-system"), &["namespace"]),
        (two().credential("mine"), &["credential"]),
        (two().port(8443), &["port"]),
        (three().port(8443), &["port"]),
        (two().selector("istio", "ingressgateway"), &["selector"]),
        (two().selector("app", "edge").selector("team", "a"), &["selector"]),
        (three().selector("istio", "ingressgateway"), &["selector"]),
        (three().selector("app", "edge"), &["selector"]),
        (
            two().gateway("edge", "edge").credential("mine").port(1).selector("a", "b"),
            &["namespace", "credential", "port", "selector"],
        ),
    ] {
        assert_eq!(refused(recipe), expected);
    }
    for recipe in [
        two().gateway("edge", "istio-system").credential("edge-cert").selector("app", "edge"),
        three().gateway("edge", "istio-gateway").credential("mine").selector("app", "edge-ingressgateway"),
        three().selector("app", "public-ingressgateway").selector("istio", "ingressgateway"),
    ] {
        assert_eq!(recipe.build().unwrap().findings, []);
    }
}

#[test]
fn what_the_chart_has_a_value_for_is_carried() {
    let two = recipe()
        .big_bang(BigBang::V2_9)
        .gateway("edge", "istio-system")
        .selector("app", "edge-pods")
        .build()
        .unwrap();
    let edge = &tree(&two)["istio"]["gateways"]["edge"];
    assert_eq!(edge["ingressGateway"], "edge-pods");
    assert_eq!(edge["hosts"], serde_json::json!(["*.shop.example"]));
    assert!(two.assumptions.iter().any(|a| a.contains("`istio.ingressGateways` has an entry")));
    let public = recipe().big_bang(BigBang::V2_9).build().unwrap();
    assert_eq!(tree(&public)["istio"]["gateways"]["public"].get("ingressGateway"), None);

    let three =
        recipe().big_bang(BigBang::V3).gateway("edge", "istio-gateway").credential("mine").build().unwrap();
    let edge = &tree(&three)["istioGateway"]["values"]["gateways"]["edge"];
    assert_eq!(edge["gatewayCerts"][0]["name"], "mine");
    assert_eq!(edge["gateway"]["servers"][1]["tls"]["credentialName"], "mine");
    assert_eq!(edge["upstream"]["labels"], serde_json::json!({"istio": "ingressgateway"}));
}

#[test]
fn a_ca_apart_stands_beside_the_values() {
    for (version, beside) in [
        (BigBang::V2_2, "Secret istio-system/public-cert-cacert"),
        (BigBang::V2_9, "Secret istio-system/public-cert-cacert"),
        (BigBang::V3, "Secret istio-gateway/public-cert-cacert"),
    ] {
        let output = recipe().big_bang(version).ca_apart().label("team", "a").build().unwrap();
        let names: Vec<String> = output.beside_values.iter().map(Manifest::resource).collect();
        assert_eq!(names, [beside]);
        assert!(!output.values.unwrap().contains(" ca:"), "{version}");
        assert!(output.assumptions.iter().any(|a| a.starts_with("The labels are")), "{version}");
    }
}

/// Policies hold where the gateway's pods are, and for the pods of this gateway alone: all of them carry
/// `istio: ingressgateway`, and one that passes TLS on would be closed by a policy about tokens.
#[test]
fn tokens_are_demanded_of_this_gateway_alone() {
    for (version, namespace) in
        [(BigBang::V2_2, "istio-system"), (BigBang::V2_9, "istio-system"), (BigBang::V3, "istio-gateway")]
    {
        let access = CloudflareAccess::team("cosmology").audience(TAG);
        let output = recipe().big_bang(version).access(access).build().unwrap();
        let policies: Vec<&Manifest> = output.beside_values.iter().filter(|m| m.kind() != "Secret").collect();
        assert_eq!(policies.len(), 2);
        for policy in policies {
            assert_eq!(policy.namespace(), namespace, "{version}");
            let selector = &serde_json::to_value(policy).unwrap()["spec"]["selector"]["matchLabels"];
            assert_eq!(*selector, serde_json::json!({"app": "public-ingressgateway"}), "{version}");
        }
        assert!(output.manifests.iter().all(|m| m.namespace() == namespace), "{version}");
    }
}

#[test]
fn gateways_that_are_not_covered_are_named() {
    for (version, gateway, other, routes) in [
        (BigBang::V2_9, "public", "Gateway passthrough of", "istio-system/public;"),
        (BigBang::V3, "public", "Gateway passthrough of", "istio-gateway/public-ingressgateway;"),
        (BigBang::V3, "passthrough", "Gateway public of", "istio-gateway/passthrough-ingressgateway;"),
    ] {
        let output = recipe().big_bang(version).gateway(gateway, version.namespace()).build().unwrap();
        for words in [other, routes] {
            assert!(
                output.assumptions.iter().any(|a| a.contains(words)),
                "{words}: {:?}",
                output.assumptions
            );
        }
    }
}

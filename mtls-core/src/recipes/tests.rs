//! What no recipe may make: manifests that take each other's place, and such as hold for more than was said.

use serde_json::json;

use super::*;
use crate::finding::Refusal;
use crate::identity::WorkloadIdentity;
use crate::pki::issue::CertificateAuthority;

const CERTIFICATE: &str = include_str!("../../tests/data/recipes/mesh/gateway.pem");
const KEY: &str = include_str!("../../tests/data/recipes/mesh/gateway.key");
const CALLER: &str = "a.example/ns/x/sa/y";

fn root() -> CertificateAuthority {
    CertificateAuthority::root("Mesh Root").build().unwrap()
}

fn mesh(root: &CertificateAuthority) -> MultiClusterMesh<'_> {
    MultiClusterMesh::new("m").cluster(MeshCluster::new("a", "a.example")).own_ca(root)
}

fn access(namespace: &str, app: &str) -> MeshAccess {
    MeshAccess::to("a", namespace).workload("app", app).from(CALLER)
}

fn ingress(name: &str) -> MeshIngress {
    MeshIngress::new("a", ["api.ew.example"]).gateway(name, "istio-ingress").certificate(CERTIFICATE, KEY)
}

/// What is said, as `rule subject`.
fn said<T: std::fmt::Debug>(built: Result<T, RecipeError>) -> Vec<String> {
    let error = built.unwrap_err();
    error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect()
}

#[test]
fn two_manifests_of_one_name_are_refused() {
    let root = root();
    let error = mesh(&root).access(access("app", "one")).access(access("app", "two")).build().unwrap_err();
    let findings = error.findings();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].rule, "recipe-manifest-twice");
    assert_eq!(
        findings[0].message,
        "AuthorizationPolicy app/callers would be made twice, as manifests 3 and 4: applied, the second takes the place of the first"
    );
    let named = mesh(&root).access(access("app", "one")).access(access("app", "two").named("callers-two"));
    assert!(named.access(access("shop", "one")).build().is_ok());

    let error = mesh(&root).ingress(ingress("one")).ingress(ingress("one")).build().unwrap_err();
    let twice: Vec<String> = error.findings().iter().map(|f| f.subject.to_string()).collect();
    assert_eq!(twice.len(), 2, "its Secret and its Gateway: {twice:?}");
    assert!(error.findings().iter().all(|f| f.rule == "recipe-manifest-twice"));
    assert!(mesh(&root).ingress(ingress("one")).ingress(ingress("two")).build().is_ok());

    let twice = said(mesh(&root).permissive_in("legacy").permissive_in("legacy").build());
    assert_eq!(twice.len(), 1, "{twice:?}");
    assert!(twice[0].starts_with("recipe-manifest-twice"), "{twice:?}");
}

#[test]
fn nothing_for_one_namespace_stands_in_the_root_namespace() {
    let root = root();
    assert_eq!(
        said(mesh(&root).access(access("app", "one")).access(access("istio-system", "one")).build()),
        ["recipe-root-namespace access[1].namespace"]
    );
    assert_eq!(
        said(mesh(&root).system_namespace("mesh").permissive_in("mesh").build()),
        ["recipe-root-namespace permissive_namespaces[0]"]
    );
    assert!(mesh(&root).system_namespace("mesh").access(access("istio-system", "one")).build().is_ok());

    let identity = |namespace: &str| {
        WorkloadIdentity::parse(&format!("spiffe://a.example/ns/{namespace}/sa/proxy")).unwrap()
    };
    let rule = |namespace: &str| EgressRule::namespace(namespace).allow(["a.example"], [443]);
    let of = |namespace: &str| {
        EgressProxy::new("egress.mesh.internal", identity(namespace)).address("192.0.2.7".parse().unwrap())
    };
    let proxy = || of("egress");
    assert_eq!(
        said(proxy().rule(rule("shop")).rule(rule("istio-system")).build()),
        ["recipe-root-namespace rules[1].namespace"]
    );
    let there = || of("mesh").rule(rule("shop")).named("egress-proxy", "egress").system_namespace("mesh");
    assert_eq!(said(there().pods("app", "egress-proxy").build()), ["recipe-root-namespace identity"]);
    assert!(there().build().is_ok());
    // The policy stands with the pods, whatever the namespace of the rest.
    let apart = proxy().rule(rule("shop")).named("egress-proxy", "mesh").system_namespace("mesh");
    let output = apart.pods("app", "egress-proxy").build().unwrap();
    assert_eq!(output.manifests[0].resource(), "AuthorizationPolicy egress/egress-proxy");
}

#[test]
fn an_environment_is_not_the_root_namespace() {
    let of = |namespace: &str| {
        virtual_clusters(json!({
            "domain": "ew.example", "certificate": CERTIFICATE, "key": KEY, "gateway_namespace": "edge",
            "routes": [{"prefix": "/", "service": "web", "port": 80}],
            "clusters": [{"namespace": namespace, "host": "api.ew.example"}],
        }))
    };
    assert_eq!(said(of("istio-system")), ["recipe-root-namespace clusters[0].namespace"]);
    assert!(of("shop").is_ok(), "{:?}", of("shop"));
}

//! Options say the same as the builder.

use super::*;
use crate::finding::Refusal;
use crate::pki::CertificateChain;
use crate::recipes::multi_cluster_mesh as from_document;

#[test]
fn options_build_the_same_as_the_builder() {
    let root = root();
    let own = |name: &str| {
        let domain = format!("{name}.example").parse().unwrap();
        root.intermediate(name).trust_domain(domain).at(time(NOW)).build().unwrap()
    };
    let (a, b) = (own("a"), own("b"));
    let entries = |ca: &CertificateAuthority| {
        ca.secret_cacerts().iter().map(|(k, v)| (k.to_owned(), v.into())).collect::<serde_json::Map<_, _>>()
    };
    let gateway = [
        include_str!("../../../../tests/data/recipes/mesh/gateway.pem"),
        include_str!("../../../../tests/data/recipes/mesh/gateway.key"),
        include_str!("../../../../tests/data/recipes/mesh/customers.pem"),
    ];
    let options = |snake: bool| {
        let name = |name: &'static str, camel: &'static str| if snake { name } else { camel };
        serde_json::json!({
            "mesh": "m",
            "clusters": [
                {"name": "a", "network": "n1", name("trust_domain", "trustDomain"): "a.example", "cacerts": entries(&a),
                 name("api_server", "apiServer"): {"server": "https://a.example", "ca": ROOT, "token": "t"}},
                {"name": "b", "network": "n2", name("trust_domain", "trustDomain"): "b.example", "cacerts": entries(&b)},
            ],
            name("system_namespace", "systemNamespace"): "mesh",
            name("permissive_namespaces", "permissiveNamespaces"): ["legacy", "older"],
            "access": [{"cluster": "b", "namespace": "shop", "name": "p", "labels": {"app": "x"}, "ports": [8080],
                        "principals": ["a.example/ns/shop/sa/cart"]}],
            "ingress": [{"cluster": "a", "hosts": ["api.ew.example"], "certificate": gateway[0], "key": gateway[1],
                         name("client_ca", "clientCa"): gateway[2], "gateway": "g", "namespace": "edge", "port": 8443,
                         "selector": {"istio": "edge"}}],
            "at": NOW,
        })
    };
    let built = MultiClusterMesh::new("m")
        .cluster(
            MeshCluster::new("a", "a.example")
                .network("n1")
                .api_server("https://a.example", ROOT, "t")
                .authority(own_again(&a)),
        )
        .cluster(MeshCluster::new("b", "b.example").network("n2").authority(own_again(&b)))
        .system_namespace("mesh")
        .permissive_in("legacy")
        .permissive_in("older")
        .access(
            MeshAccess::to("b", "shop")
                .named("p")
                .workload("app", "x")
                .port(8080)
                .from("a.example/ns/shop/sa/cart"),
        )
        .ingress(
            MeshIngress::new("a", ["api.ew.example"])
                .certificate(gateway[0], gateway[1])
                .client_ca(gateway[2])
                .gateway("g", "edge")
                .port(8443)
                .selector("istio", "edge"),
        )
        .at(time(NOW))
        .build()
        .unwrap();
    for snake in [true, false] {
        assert_eq!(from_document(options(snake)).unwrap(), built);
    }
    let own_ca = serde_json::json!({"mesh": "m", "at": NOW, "root": entries(&root), "intermediate_days": 30,
        "clusters": [{"name": "a", "trust_domain": "a.example"}]});
    let clusters = from_document(own_ca).unwrap();
    let secret = Secret::try_from(&clusters[0].output.manifests[0]).unwrap();
    let chain = CertificateChain::from_pem(&secret.value("ca-cert.pem").unwrap()).unwrap();
    assert_eq!(chain.leaf().not_after().as_secs(), NOW + 30 * 86_400);
}

fn own_again(ca: &CertificateAuthority) -> CertificateAuthority {
    CertificateAuthority::from_cacerts(ca.secret_cacerts().iter()).unwrap()
}

#[test]
fn options_are_refused_with_all_that_is_wrong() {
    let error = from_document(serde_json::json!({
        "clusters": [{"name": 1}, {"name": "b", "api_server": {}}], "aws_pca": {"arn": "x"}, "at": -1,
        "access": [{"ports": [0]}], "ingress": [{"port": 70000}], "intermediate_days": 0, "mash": "m",
    }))
    .unwrap_err();
    let said: Vec<String> = error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    for expected in [
        "option-missing mesh",
        "option-unknown mash",
        "option-type clusters[0].name",
        "option-missing clusters[0].trust_domain",
        "option-missing clusters[1].api_server.server",
        "option-missing clusters[1].api_server.token",
        "option-missing aws_pca.root",
        "option-value at",
        "option-missing access[0].cluster",
        "option-value access[0].ports[0]",
        "option-value ingress[0].port",
        "option-missing ingress[0].key",
        "option-value intermediate_days",
    ] {
        assert!(said.contains(&expected.to_owned()), "{expected} is not in {said:#?}");
    }
    let error = from_document(serde_json::json!({
        "mesh": "m", "clusters": [{"name": "a", "trust_domain": "a.example"}], "root": {"ca-cert.pem": ROOT},
    }))
    .unwrap_err();
    assert!(matches!(error, RecipeError::Issue { .. }), "{error:?}");
}

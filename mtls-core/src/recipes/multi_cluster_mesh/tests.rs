//! What a mesh refuses, how it lets callers in, and that options say the same as the builder.

use super::*;
use crate::finding::Refusal;
use crate::pki::CertificateChain;
use crate::recipes::multi_cluster_mesh as from_document;
use crate::resources::istio::AuthorizationPolicy;
use crate::resources::kubernetes::Secret;

const ROOT: &str = include_str!("../../../tests/data/recipes/mesh/root.pem");
const ARN: &str = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222";
/// 2027-01-15.
const NOW: u64 = 1_800_000_000;

fn time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn root() -> CertificateAuthority {
    CertificateAuthority::root("Mesh Root").at(time(NOW)).build().unwrap()
}

fn mesh(root: &CertificateAuthority) -> MultiClusterMesh<'_> {
    MultiClusterMesh::new("m")
        .cluster(MeshCluster::new("a", "a.example").network("n1"))
        .cluster(MeshCluster::new("b", "b.example").network("n2"))
        .own_ca(root)
        .at(time(NOW))
}

/// What is said, as `rule field`.
fn refused(mesh: MultiClusterMesh<'_>) -> Vec<String> {
    let error = mesh.build().unwrap_err();
    error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect()
}

fn kinds(output: &RecipeOutput) -> Vec<String> {
    output.manifests.iter().map(Manifest::resource).collect()
}

#[test]
fn every_cluster_gets_an_intermediate_and_no_cluster_the_root() {
    let root = root();
    let clusters = mesh(&root).build().unwrap();
    let mut keys = Vec::new();
    for (cluster, name) in clusters.iter().zip(["a", "b"]) {
        assert_eq!(cluster.output.findings, []);
        let secret = cluster.output.manifests.iter().find(|m| m.name() == "cacerts").unwrap();
        let secret = Secret::try_from(secret).unwrap();
        let entry = |name: &str| secret.value(name).unwrap();
        let own = CertificateAuthority::from_cacerts(
            ["ca-cert.pem", "ca-key.pem", "root-cert.pem", "cert-chain.pem"]
                .map(|name| (name, entry(name).to_vec())),
        )
        .unwrap();
        assert_eq!(own.trust_domain().unwrap().as_str(), format!("{name}.example"));
        assert_eq!(own.roots(), [root.certificate().clone()]);
        assert_eq!(own.path_len(), Some(0));
        assert_eq!(own.certificate().not_after().as_secs(), NOW + 365 * 86_400);
        keys.push(entry("ca-key.pem").to_vec());
        let everything = cluster.output.to_yaml().unwrap();
        let secret_of_root = root.private_key().secret_pkcs8_pem();
        let line = secret_of_root.lines().nth(1).unwrap();
        use base64::Engine as _;
        let hidden = base64::engine::general_purpose::STANDARD.encode(secret_of_root.as_bytes());
        assert!(!everything.contains(line) && !everything.contains(&hidden));
        crate::recipes::hidden::assert_hides_secrets(&format!("{cluster:?}"), &cluster.output);
    }
    assert_ne!(keys[0], keys[1]);
}

#[test]
fn names_that_istio_refuses_are_refused_with_the_reason() {
    let root = root();
    for (domain, taken) in [
        ("cluster-a.ew.bp", true),
        ("cluster.local", true),
        ("10.0.0.1", true),
        ("cluster_a.ew.bp", false),
        ("-a.example", false),
        ("a..example", false),
        ("A.example", false),
        ("spiffe://a.example", false),
        ("", false),
    ] {
        let built = MultiClusterMesh::new("m")
            .cluster(MeshCluster::new("a", domain))
            .own_ca(&root)
            .at(time(NOW))
            .build();
        match built {
            Ok(_) => assert!(taken, "{domain}"),
            Err(error) => {
                assert!(!taken, "{domain}: {error}");
                assert_eq!(error.findings()[0].rule, "mesh-trust-domain-refused", "{domain}");
            }
        }
    }
    let error = MultiClusterMesh::new("m")
        .cluster(MeshCluster::new("a", "cluster_a.ew.bp"))
        .own_ca(&root)
        .at(time(NOW))
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "SPIFFE allows `cluster_a.ew.bp`, Istio does not: `cluster_a` is no DNS label of letters, digits and inner hyphens; `cluster-a.ew.bp` would do"
    );
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let root = root();
    let other = CertificateAuthority::root("Other").at(time(NOW)).build().unwrap();
    let own = |issuer: &CertificateAuthority, domain: &str| {
        issuer.intermediate("x").trust_domain(domain.parse().unwrap()).at(time(NOW)).build().unwrap()
    };
    let server = |url: &str, token: &str| MeshCluster::new("c", "c.example").api_server(url, ROOT, token);
    let leaf = include_str!("../../../tests/data/recipes/mesh/gateway.pem");
    let cases: Vec<(MultiClusterMesh<'_>, &[&str])> = vec![
        (MultiClusterMesh::new("m").own_ca(&root).at(time(NOW)), &["mesh-cluster-invalid clusters"]),
        (
            mesh(&root)
                .cluster(MeshCluster::new("a", "c.example"))
                .cluster(MeshCluster::new("c d", "d.example")),
            &["mesh-cluster-invalid clusters[2].name", "mesh-cluster-invalid clusters[3].name"],
        ),
        (
            MultiClusterMesh::new("m").cluster(MeshCluster::new("a", "a.example")),
            &["mesh-root-unfit clusters[0].cacerts"],
        ),
        (
            mesh(&root).cluster(MeshCluster::new("c", "c.example").authority(own(&other, "c.example"))),
            &["mesh-root-unfit clusters[2].cacerts"],
        ),
        (
            mesh(&root).cluster(MeshCluster::new("c", "c.example").authority(own(&root, "d.example"))),
            &["mesh-root-unfit clusters[2].cacerts"],
        ),
        (
            MultiClusterMesh::new("m").cluster(
                MeshCluster::new("a", "a.example")
                    .authority(CertificateAuthority::root("R").at(time(NOW)).build().unwrap()),
            ),
            &["mesh-root-unfit clusters[0].cacerts"],
        ),
        (
            MultiClusterMesh::new("m")
                .cluster(MeshCluster::new("a", "a.example"))
                .aws_pca(AwsPca::new(ARN, leaf)),
            &["mesh-root-unfit "],
        ),
        (
            mesh(&root).cluster(server("http://c.example", "t")),
            &["mesh-api-server-invalid clusters[2].api_server.server"],
        ),
        (
            mesh(&root).cluster(server("https://", "t")),
            &["mesh-api-server-invalid clusters[2].api_server.server"],
        ),
        (
            mesh(&root).cluster(server("https://c.example", "")),
            &["mesh-api-server-invalid clusters[2].api_server.token"],
        ),
        (
            mesh(&root).cluster(server("https://c.example", "two words")),
            &["mesh-api-server-invalid clusters[2].api_server.token"],
        ),
        (
            mesh(&root).cluster(MeshCluster::new("c", "c.example").api_server(
                "https://c.example",
                leaf,
                "t",
            )),
            &["mesh-api-server-invalid clusters[2].api_server.ca"],
        ),
        (
            mesh(&root).access(MeshAccess::to("c", "shop").from("a.example/ns/shop/sa/cart")),
            &["mesh-cluster-invalid access[0].cluster"],
        ),
        (mesh(&root).access(MeshAccess::to("a", "shop")), &["mesh-principal-unknown access[0].principals"]),
        (
            mesh(&root).access(
                MeshAccess::to("a", "shop")
                    .from("spiffe://a.example/ns/shop/sa/cart")
                    .from("c.example/ns/shop/sa/cart")
                    .from("a.example/ns/shop/sa/cart")
                    .from("a.example/ns/shop/*"),
            ),
            &[
                "mesh-principal-unknown access[0].principals[0]",
                "mesh-principal-unknown access[0].principals[1]",
                "mesh-principal-unknown access[0].principals[3]",
            ],
        ),
        (
            mesh(&root).ingress(MeshIngress::new("c", ["h.example"])),
            &["mesh-cluster-invalid ingress[0].cluster"],
        ),
    ];
    for (mesh, expected) in cases {
        let said = refused(mesh);
        assert_eq!(said.len(), expected.len(), "{said:?}, not {expected:?}");
        for (said, expected) in said.iter().zip(expected) {
            assert!(said.starts_with(expected), "{said}, not {expected}");
        }
    }
}

#[test]
fn a_root_of_one_trust_domain_issues_for_no_other() {
    let root = CertificateAuthority::root("R")
        .trust_domain("a.example".parse().unwrap())
        .at(time(NOW))
        .build()
        .unwrap();
    let error = mesh(&root).build().unwrap_err();
    let RecipeError::Issue { what, .. } = &error else { panic!("{error:?}") };
    assert_eq!((what.as_str(), error.code()), ("b", "issue-outside-trust-domain"));
}

#[test]
fn dates_are_judged_where_a_time_is_given() {
    let root = root();
    let late = time(NOW + 20 * 365 * 86_400);
    assert_eq!(
        refused(mesh(&root).at(late)).iter().map(|s| s.split(' ').next().unwrap()).collect::<Vec<_>>(),
        ["authority-expired"]
    );
    let own = root.intermediate("a").at(time(NOW)).valid_for(Duration::from_secs(86_400)).build().unwrap();
    let told = MultiClusterMesh::new("m").cluster(MeshCluster::new("a", "a.example").authority(own));
    assert_eq!(told.at(time(NOW + 2 * 86_400)).build().unwrap_err().code(), "recipe-material-refused");
}

#[test]
fn a_principal_is_held_to_its_trust_domain_where_there_are_aliases() {
    let root = root();
    let access = || {
        MeshAccess::to("a", "shop")
            .port(8080)
            .from("b.example/ns/shop/sa/cart")
            .from("a.example/ns/shop/sa/cart")
            .from("b.example/ns/shop/sa/till")
    };
    let policy = |clusters: Vec<ClusterOutput>| {
        let manifest =
            clusters[0].output.manifests.iter().find(|m| m.kind() == "AuthorizationPolicy").unwrap().clone();
        AuthorizationPolicy::try_from(&manifest).unwrap().spec.unwrap().rules.unwrap()
    };
    let rules = policy(mesh(&root).access(access()).build().unwrap());
    assert_eq!(rules.len(), 2);
    for (rule, domain) in rules.iter().zip(["a.example", "b.example"]) {
        let source = rule.from.as_ref().unwrap()[0].source.as_ref().unwrap();
        assert!(source.principals.as_ref().unwrap().iter().all(|p| p.starts_with(&format!("{domain}/"))));
        let when = &rule.when.as_ref().unwrap()[0];
        assert_eq!(when.key.as_deref(), Some("source.principal"));
        assert_eq!(when.values.as_deref(), Some([format!("{domain}/*")].as_slice()));
    }
    let one =
        MultiClusterMesh::new("m").cluster(MeshCluster::new("a", "b.example")).own_ca(&root).at(time(NOW));
    let rules =
        policy(one.access(MeshAccess::to("a", "shop").from("b.example/ns/shop/sa/cart")).build().unwrap());
    assert!(rules[0].when.is_none(), "one trust domain has no namesakes");
}

#[test]
fn clusters_of_one_network_need_no_gateway_between_them() {
    let root = root();
    let clusters = MultiClusterMesh::new("m")
        .cluster(MeshCluster::new("a", "cluster.local"))
        .cluster(MeshCluster::new("b", "cluster.local"))
        .own_ca(&root)
        .at(time(NOW))
        .build()
        .unwrap();
    for cluster in &clusters {
        assert_eq!(
            kinds(&cluster.output),
            ["Secret istio-system/cacerts", "PeerAuthentication istio-system/default"]
        );
        assert!(!cluster.output.files["istiod-values.yaml"].contains("trustDomainAliases"));
    }
}

#[test]
fn remote_secrets_hold_what_kubectl_would_be_told() {
    let root = root();
    let c = MeshCluster::new("c", "c.example").api_server("https://c.example:6443", ROOT, "secret-token");
    let shown = format!("{c:?}");
    assert!(!shown.contains("secret-token"), "{shown}");
    let clusters = mesh(&root).cluster(c).build().unwrap();
    let of = |i: usize| {
        clusters[i]
            .output
            .manifests
            .iter()
            .filter(|m| m.name().starts_with("istio-remote-secret"))
            .collect::<Vec<_>>()
    };
    assert!(of(2).is_empty(), "a cluster needs no way to itself");
    let secret = of(0)[0];
    assert_eq!(secret.name(), "istio-remote-secret-c");
    let read = Secret::try_from(secret).unwrap();
    assert_eq!(read.metadata.labels.as_ref().unwrap()["istio/multiCluster"], "true");
    let text = String::from_utf8(read.value("c").unwrap().to_vec()).unwrap();
    let kubeconfig = crate::resources::read_yaml(&text).remove(0).unwrap();
    let body = kubeconfig.body();
    let first =
        |list: &str, key: &str| body.get(list).unwrap().as_list().unwrap()[0].get(key).unwrap().clone();
    assert_eq!(first("clusters", "cluster").get("server").unwrap().as_str(), Some("https://c.example:6443"));
    assert_eq!(first("users", "user").get("token").unwrap().as_str(), Some("secret-token"));
    assert_eq!(body.get("current-context").unwrap().as_str(), Some("c"));
}

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
        include_str!("../../../tests/data/recipes/mesh/gateway.pem"),
        include_str!("../../../tests/data/recipes/mesh/gateway.key"),
        include_str!("../../../tests/data/recipes/mesh/customers.pem"),
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

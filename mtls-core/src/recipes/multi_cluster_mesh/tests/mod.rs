//! What a mesh is made of, and how it lets callers in.

mod options;
mod refused;

use super::*;
use crate::resources::istio::AuthorizationPolicy;
use crate::resources::kubernetes::Secret;

const ROOT: &str = include_str!("../../../../tests/data/recipes/mesh/root.pem");
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

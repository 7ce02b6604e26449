//! What the recipes of meshes give, byte for byte: `tests/data/recipes/<recipe>/*.yaml`; and what becomes of the manifests
//! that the articles write out.
//!
//! After a wanted change, run with `UPDATE_GOLDEN=1` and read the difference.
#![cfg(all(feature = "resources", feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use mtls_core::finding::Refusal;
use mtls_core::identity::WorkloadIdentity;
use mtls_core::pki::Certificate;
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::recipes::{
    AwsPca, CloudflareAccess, CloudflareOrigin, ClusterOutput, EgressProxy, EgressRule, MeshAccess,
    MeshCluster, MeshIngress, MultiClusterMesh, OriginPull, RecipeOutput, RootRotation, RotationCluster,
    RotationStage,
};
use mtls_core::resources::istio::read_mesh_config;
use mtls_core::resources::{Manifest, check_yaml, read_yaml, write_yaml};
use mtls_core::trust::{RotationBuilder, RotationPlan, TrustBundle};
use rustls_pki_types::UnixTime;

/// 2027-01-15.
const NOW: u64 = 1_800_000_000;
const ARN: &str =
    "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222-3333-4444-5555-666677778888";

fn time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/recipes").join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(data(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

#[allow(clippy::disallowed_methods, reason = "whether to write golden files anew is the developer's choice")]
fn compare(name: &str, text: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(data(name), text).unwrap();
    }
    assert_eq!(text, read(name), "{name} differs");
}

/// The manifests as the golden file has them; our own validation has nothing to say of them.
fn compare_manifests(name: &str, output: &RecipeOutput) {
    let text = output.to_yaml().unwrap();
    compare(name, &text);
    assert_eq!(check_yaml(&text, None), [], "{name}");
    assert_eq!(output.findings, [], "{name}");
    let again: Vec<Manifest> = read_yaml(&text).into_iter().map(Result::unwrap).collect();
    assert_eq!(again, output.manifests, "{name}");
}

/// A CA of tests/data/recipes/mesh.
fn authority(name: &str, root: &str) -> CertificateAuthority {
    let mesh = |file: String| read(&format!("mesh/{file}"));
    CertificateAuthority::from_cacerts([
        ("ca-cert.pem", mesh(format!("{name}.pem"))),
        ("ca-key.pem", mesh(format!("{name}.key"))),
        ("cert-chain.pem", mesh(format!("{name}.pem"))),
        ("root-cert.pem", mesh(format!("{root}.pem"))),
    ])
    .unwrap()
}

fn certificate(name: &str) -> Certificate {
    Certificate::from_pem(read(&format!("mesh/{name}.pem")).as_bytes()).unwrap()
}

fn cluster(letter: &str) -> MeshCluster {
    MeshCluster::new(format!("cluster-{letter}"), format!("cluster-{letter}.ew.bp"))
        .network(format!("vpc-{letter}"))
        .api_server(
            format!("https://{letter}.eks.example:443"),
            read("mesh/root.pem"),
            format!("reader-of-{letter}"),
        )
}

/// The article's caller, with the hyphen that Istio wants.
fn access() -> MeshAccess {
    MeshAccess::to("cluster-b", "app-b")
        .named("app-b-authz-rw")
        .workload("app.kubernetes.io/instance", "app-b")
        .workload("app.kubernetes.io/name", "app-b")
        .from("cluster-a.ew.bp/ns/app-a/sa/sa-a")
}

fn ingress() -> MeshIngress {
    MeshIngress::new("cluster-b", ["api.ew.example"])
        .certificate(read("mesh/gateway.pem"), read("mesh/gateway.key"))
        .client_ca(read("mesh/customers.pem"))
}

fn compare_clusters(directory: &str, clusters: &[ClusterOutput]) {
    for ClusterOutput { cluster, output, .. } in clusters {
        let values: serde_json::Value = serde_saphyr::from_str(&output.files["istiod-values.yaml"]).unwrap();
        let settings = read_mesh_config(&values.into()).expect("settings of a mesh");
        assert_eq!(settings.findings, [], "{cluster}");
        assert_eq!(settings.settings.accepted_trust_domains.len(), 2, "its own and the other's");
        compare_manifests(&format!("{directory}/{cluster}.yaml"), output);
        for (name, text) in &output.files {
            compare(&format!("{directory}/{cluster}-{name}"), text);
        }
    }
}

#[test]
fn a_mesh_with_cas_of_its_own() {
    let clusters = MultiClusterMesh::new("bitpanda")
        .cluster(cluster("a").authority(authority("cluster-a", "root")))
        .cluster(cluster("b").authority(authority("cluster-b", "root")))
        .permissive_in("legacy")
        .access(access())
        .ingress(ingress())
        .at(time(NOW))
        .build()
        .unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(clusters.iter().map(|c| c.cluster.as_str()).collect::<Vec<_>>(), ["cluster-a", "cluster-b"]);
    compare_clusters("multi_cluster_mesh", &clusters);
}

#[test]
fn a_mesh_under_aws_private_ca() {
    let clusters = MultiClusterMesh::new("bitpanda")
        .cluster(cluster("a"))
        .cluster(cluster("b"))
        .aws_pca(AwsPca::new(ARN, read("mesh/root.pem")).role("arn:aws:iam::123456789012:role/mesh-ca"))
        .access(access())
        .at(time(NOW))
        .build()
        .unwrap_or_else(|e| panic!("{e}"));
    std::fs::create_dir_all(data("multi_cluster_mesh/aws")).unwrap();
    compare_clusters("multi_cluster_mesh/aws", &clusters);
}

/// From these roots to those.
fn course(before: &[&str], after: &[&str]) -> RotationBuilder {
    let roots = |names: &[&str]| names.iter().map(|name| certificate(name)).collect::<Vec<_>>();
    let bundle = TrustBundle::new("cluster-a.ew.bp".parse().unwrap(), roots(before));
    RotationPlan::builder(&bundle, roots(after)).start(time(NOW)).switch_window(Duration::from_secs(600))
}

fn switching(letter: &str) -> RotationCluster {
    RotationCluster::new(format!("cluster-{letter}"))
        .current(authority(&format!("cluster-{letter}"), "root"))
        .next(authority(&format!("next-cluster-{letter}"), "next-root"))
}

fn compare_stages(directory: &str, stages: &[RotationStage]) {
    std::fs::create_dir_all(data(directory)).unwrap();
    let mut story = String::new();
    for stage in stages {
        let day = |time: UnixTime| time.as_secs().saturating_sub(NOW);
        story.push_str(&format!("{} +{} s to +{} s\n", stage.kind, day(stage.not_before), day(stage.until)));
        for restart in &stage.restarts {
            story.push_str(&format!("  then {restart}\n"));
        }
        for ClusterOutput { cluster, output, .. } in &stage.clusters {
            for manifest in &output.manifests {
                story.push_str(&format!("  {cluster}: {}\n", manifest.resource()));
            }
            if !output.manifests.is_empty() {
                compare_manifests(&format!("{directory}/{}-{cluster}.yaml", stage.kind), output);
            }
            for (name, text) in &output.files {
                compare(&format!("{directory}/{name}"), text);
            }
        }
    }
    compare(&format!("{directory}/stages.txt"), &story);
}

#[test]
fn a_root_is_rotated() {
    let plan = course(&["root"], &["next-root"])
        .svid_lifetime(Duration::from_secs(86_400))
        .switch_window(Duration::from_secs(3600))
        .build()
        .unwrap();
    let rotation = RootRotation::new(&plan).bundle("mesh-roots");
    let stages = rotation.cluster(switching("a")).cluster(switching("b")).build();
    compare_stages("root_rotation", &stages.unwrap_or_else(|e| panic!("{e}")));
}

/// The old bundle stays in force until the last SVID under the root that goes has expired.
#[test]
fn a_root_goes_without_a_successor() {
    let plan = course(&["root", "next-root"], &["next-root"]);
    let plan = plan.svid_lifetime(Duration::from_secs(86_400)).build().unwrap();
    let stages = RootRotation::new(&plan).cluster(switching("a")).build();
    compare_stages("root_rotation/goes", &stages.unwrap_or_else(|e| panic!("{e}")));
}

#[test]
fn a_root_is_rotated_under_aws_private_ca() {
    let hour = Duration::from_secs(3600);
    let plan = course(&["root"], &["next-root"]).svid_lifetime(hour).refresh_hint(hour).build().unwrap();
    let stages = RootRotation::new(&plan)
        .cluster(RotationCluster::new("cluster-a"))
        .aws_pca(AwsPca::new(ARN, read("mesh/next-root.pem")))
        .build();
    compare_stages("root_rotation/aws", &stages.unwrap_or_else(|e| panic!("{e}")));
}

fn egress() -> EgressProxy {
    let identity = WorkloadIdentity::parse("spiffe://cluster.local/ns/egress/sa/egress-proxy").unwrap();
    EgressProxy::new("egress.mesh.internal", identity)
        .address("192.0.2.7".parse().unwrap())
        .rule(
            EgressRule::namespace("trusted")
                .named("trusted-services")
                .allow(["bank.example", "*.partner.example"], [80, 443]),
        )
        .rule(
            EgressRule::workload("untrusted", "sleep")
                .named("untrusted-sleep")
                .inspect(["*.partner.example"], [443]),
        )
}

#[test]
fn the_mesh_side_of_an_egress_proxy() {
    for (name, recipe) in [("", egress()), ("-pods", egress().pods("app", "egress-proxy"))] {
        let output = recipe.build().unwrap_or_else(|e| panic!("{e}"));
        compare_manifests(&format!("egress_proxy/manifests{name}.yaml"), &output);
        compare("egress_proxy/egress-proxy.yaml", &output.files["egress-proxy.yaml"]);
    }
}

#[test]
fn tokens_of_cloudflare_access() {
    let recipe = || {
        CloudflareOrigin::new(["*.shop.example"])
            .certificate(read("cloudflare_origin/origin.pem"))
            .key(read("cloudflare_origin/origin.key"))
            .client_ca(OriginPull::Zone, read("cloudflare_origin/pull-ca.pem"))
            .access(
                CloudflareAccess::team("cosmology")
                    .audience("4714c1358e65fe4b408ad6d432a5f878f08194bdb4752441fd56faefa9b2b6f2")
                    .service_token("88bf3b6d86161464f6509f7219099e57.access"),
            )
    };
    compare_manifests("cloudflare_origin/manifests-access.yaml", &recipe().build().unwrap());
    for version in ["2.5.0", "2.9.0", "3.30.0"] {
        let output = recipe().big_bang(version.parse().unwrap()).build().unwrap();
        let beside = write_yaml(&output.beside_values).unwrap();
        assert_eq!(check_yaml(&beside, None), []);
        let kinds: Vec<&str> = output.beside_values.iter().map(Manifest::kind).collect();
        assert!(kinds.ends_with(&["RequestAuthentication", "AuthorizationPolicy"]), "{version}: {kinds:?}");
    }
}

/// The policy that the article on a mesh over several clusters writes out. Istio's webhook takes it, and so do we; but no
/// cluster can have the trust domain that it names.
#[test]
fn the_articles_policy() {
    let text = read("articles/multi-cluster-authorization-policy.yaml");
    assert_eq!(check_yaml(&text, None), []);
    let article = read_yaml(&text).remove(0).unwrap();

    let refused = |trust_domain: &str, principal: &str| {
        MultiClusterMesh::new("bitpanda")
            .cluster(MeshCluster::new("cluster-a", trust_domain).authority(authority("cluster-a", "root")))
            .cluster(cluster("b").authority(authority("cluster-b", "root")))
            .access(MeshAccess::to("cluster-b", "app-b").from(principal))
            .build()
            .unwrap_err()
    };
    let error = refused("cluster_a.ew.bp", "cluster_a.ew.bp/ns/app-a/sa/sa-a");
    let said: Vec<String> = error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    assert!(said.contains(&"mesh-trust-domain-refused clusters[0].trust_domain".to_owned()), "{said:?}");
    assert!(error.to_string().contains("`cluster-a.ew.bp` would do"), "{error}");
    let error = refused("cluster-a.ew.bp", "cluster_a.ew.bp/ns/app-a/sa/sa-a");
    assert_eq!(error.findings()[0].rule, "mesh-principal-unknown");

    // With a hyphen for the underscore it is what the recipe makes, up to the version and the trust domain that is demanded.
    let clusters = MultiClusterMesh::new("bitpanda")
        .cluster(cluster("a").authority(authority("cluster-a", "root")))
        .cluster(cluster("b").authority(authority("cluster-b", "root")))
        .access(access())
        .build()
        .unwrap();
    let ours = clusters[1].output.manifests.iter().find(|m| m.kind() == "AuthorizationPolicy").unwrap();
    let text = write_yaml(&[article]).unwrap().replace("cluster_a", "cluster-a");
    let mended = text.replace("security.istio.io/v1beta1", "security.istio.io/v1");
    let pin = "    when:\n    - key: source.principal\n      values:\n      - cluster-a.ew.bp/*\n";
    assert_eq!(write_yaml(std::slice::from_ref(ours)).unwrap().replace(pin, ""), mended);
}

/// The Secret of the Big Bang article is a template for Helm, and lost lines on its way: no reader of YAML takes it.
#[test]
fn the_articles_template_is_no_manifest() {
    let text = read("articles/big-bang-secret-template.yaml");
    let read: Vec<_> = read_yaml(&text);
    assert_eq!(read.len(), 1);
    assert!(read[0].is_err());
    assert_eq!(check_yaml(&text, Some("secret-tls.yaml")).len(), 1);
}

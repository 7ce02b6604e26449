//! What a rotation refuses, and what each step does to a cluster.

use super::*;
use crate::finding::Refusal;
use crate::recipes::root_rotation as from_document;
use crate::resources::kubernetes::{ConfigMap, Secret};
use crate::trust::TrustBundle;
use crate::verify::ChainVerifier;
use rustls_pki_types::UnixTime;

/// 2027-01-15.
const NOW: u64 = 1_800_000_000;
const DAY: u64 = 86_400;
const ARN: &str = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222";

fn time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn root(name: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).at(time(NOW)).build().unwrap()
}

fn below(root: &CertificateAuthority) -> CertificateAuthority {
    root.intermediate("a").trust_domain("a.example".parse().unwrap()).at(time(NOW)).build().unwrap()
}

fn plan(old: &CertificateAuthority, new: &CertificateAuthority) -> RotationPlan {
    let bundle = TrustBundle::new("a.example".parse().unwrap(), [old.certificate().clone()]);
    RotationPlan::builder(&bundle, [new.certificate().clone()])
        .start(time(NOW))
        .svid_lifetime(Duration::from_secs(DAY))
        .build()
        .unwrap()
}

/// The CA and the roots that a Secret `cacerts` gives istiod.
fn given(stage: &RotationStage) -> (CertificateAuthority, Vec<Certificate>) {
    let secret = Secret::try_from(&stage.clusters[0].output.manifests[0]).unwrap();
    let entries: Vec<(&str, Vec<u8>)> =
        secret.keys().map(|k| (k, secret.value(k).unwrap().to_vec())).collect();
    let ca = CertificateAuthority::from_cacerts(entries).unwrap();
    let roots = crate::pki::CertificateChain::from_pem(&secret.value("root-cert.pem").unwrap()).unwrap();
    (ca, roots.certificates().to_vec())
}

#[test]
fn at_every_step_what_a_cluster_issues_is_trusted_by_what_it_publishes() {
    let (old, new) = (root("Old"), root("New"));
    let plan = plan(&old, &new);
    let current = below(&old);
    let before = current.certificate().clone();
    let stages = RootRotation::new(&plan)
        .cluster(RotationCluster::new("a").current(current))
        .own_ca(&new)
        .build()
        .unwrap();
    let steps: Vec<&str> = stages.iter().map(|stage| stage.kind.as_str()).collect();
    assert_eq!(steps, ["publish", "await-bundles", "switch", "await-svids", "retire"]);
    let both = [old.certificate().clone(), new.certificate().clone()];
    let mut trusted = vec![old.certificate().clone()];
    for (stage, step) in stages.iter().zip(plan.steps()) {
        assert_eq!((stage.not_before, stage.until), (step.starts_at, step.ends_at));
        let Some(manifest) = stage.clusters[0].output.manifests.first() else {
            assert!(stage.restarts.is_empty());
            continue;
        };
        assert_eq!(manifest.resource(), "Secret istio-system/cacerts");
        let (ca, roots) = given(stage);
        // Others have the roots of the step before: a workload of now is accepted by them and by itself.
        let id = "spiffe://a.example/ns/shop/sa/cart".parse().unwrap();
        let at = time(stage.not_before.as_secs() + 60);
        let svid = ca.svid(&id).at(at).issue().unwrap();
        for authorities in [trusted.clone(), roots.clone()] {
            let bundle = TrustBundle::new("a.example".parse().unwrap(), authorities);
            let bundles = crate::trust::BundleSet::new([bundle]).unwrap();
            let verifier = ChainVerifier::builder(bundles).build().unwrap();
            verifier.verify_chain(&svid.chain, at).unwrap_or_else(|e| panic!("{}: {e}", stage.kind));
        }
        let expected = match stage.kind {
            Kind::Retire => &both[1..],
            _ => &both[..],
        };
        assert_eq!(roots, expected, "{}", stage.kind);
        assert_eq!(ca.certificate() == &before, stage.kind == Kind::Publish, "{}", stage.kind);
        assert!(stage.restarts[0].contains("deployment/istiod"));
        trusted = roots;
    }
    let values = stages[0].clusters[0].output.files["istiod-values.yaml"].as_str();
    assert!(
        values.contains("ISTIO_MULTIROOT_MESH: \"true\"")
            && values.contains("PROXY_CONFIG_XDS_AGENT: \"true\"")
    );
}

#[test]
fn cas_that_do_not_fit_the_plan_are_refused() {
    let (old, new, other) = (root("Old"), root("New"), root("Other"));
    let plan = plan(&old, &new);
    let rotation = || RootRotation::new(&plan);
    let cluster = |name: &str| RotationCluster::new(name);
    let elsewhere =
        new.intermediate("a").trust_domain("b.example".parse().unwrap()).at(time(NOW)).build().unwrap();
    let short = new.intermediate("a").at(time(NOW)).valid_for(Duration::from_secs(60)).build().unwrap();
    let new_pem = new.certificate().to_pem();
    let other_pem = other.certificate().to_pem();
    for (rotation, expected) in [
        (rotation(), &["clusters"] as &[&str]),
        (rotation().cluster(cluster("a").current(below(&old))), &["clusters[0].next"]),
        (rotation().cluster(cluster("a").next(below(&new))), &["clusters[0].current"]),
        (rotation().cluster(cluster("a")), &["clusters[0].current"]),
        (rotation().cluster(cluster("a").current(below(&other)).next(below(&new))), &["clusters[0].current"]),
        (rotation().cluster(cluster("a").current(below(&old)).next(below(&old))), &["clusters[0].next"]),
        (rotation().cluster(cluster("a").current(below(&old)).next(elsewhere)), &["clusters[0].next"]),
        (rotation().cluster(cluster("a").current(below(&old)).next(short)), &[""]),
        (
            rotation().cluster(cluster("a")).cluster(cluster("a")).aws_pca(AwsPca::new(ARN, &new_pem)),
            &["clusters[1].name"],
        ),
        (rotation().cluster(cluster("a")).aws_pca(AwsPca::new(ARN, &other_pem)), &["aws_pca.root"]),
    ] {
        let error = rotation.build().unwrap_err();
        let rules: Vec<&str> = error.findings().iter().map(|f| f.rule).collect();
        assert!(
            rules.iter().all(|rule| ["rotation-cluster-unfit", "authority-expired"].contains(rule)),
            "{rules:?}"
        );
        let said: Vec<String> = error.findings().iter().map(|f| f.subject.to_string()).collect();
        assert_eq!(said.len(), expected.len(), "{said:?}, not {expected:?}");
        for (said, expected) in said.iter().zip(expected) {
            assert!(said.starts_with(expected), "{said:?}, not {expected:?}");
        }
    }
    let roots = CertificateAuthority::from_cacerts(new.secret_cacerts().iter()).unwrap();
    let error = rotation().cluster(cluster("a").current(below(&old)).next(roots)).build().unwrap_err();
    assert!(error.to_string().contains("its key would lie in a cluster"), "{error}");
}

#[test]
fn clusters_of_cert_manager_get_root_and_issuer() {
    let (old, new) = (root("Old"), root("New"));
    let plan = plan(&old, &new);
    let stages = RootRotation::new(&plan)
        .cluster(RotationCluster::new("a"))
        .aws_pca(AwsPca::new(ARN, new.certificate().to_pem()))
        .bundle("mesh-roots")
        .build()
        .unwrap();
    let made: Vec<Vec<String>> = stages
        .iter()
        .map(|stage| stage.clusters[0].output.manifests.iter().map(Manifest::resource).collect())
        .collect();
    let trusting = ["ConfigMap cert-manager/istio-root-ca", "Bundle mesh-roots"];
    assert_eq!(made[0], trusting);
    assert_eq!(made[2], ["AWSPCAIssuer istio-system/mesh-root"]);
    assert_eq!(made[4], trusting);
    let map = |stage: &RotationStage| {
        let map = ConfigMap::try_from(&stage.clusters[0].output.manifests[0]).unwrap();
        map.data.unwrap()["ca.pem"].clone()
    };
    assert_eq!(map(&stages[0]), [&old, &new].map(|ca| ca.certificate().to_pem()).concat());
    assert_eq!(map(&stages[4]), new.certificate().to_pem());
    assert!(stages[2].restarts[0].starts_with("cmctl renew istio-ca"));
}

#[test]
fn options_build_the_same_as_the_builder() {
    let (old, new) = (root("Old"), root("New"));
    let plan = plan(&old, &new);
    let (current, next) = (below(&old), below(&new));
    let entries = |ca: &CertificateAuthority| {
        ca.secret_cacerts().iter().map(|(k, v)| (k.to_owned(), v.into())).collect::<serde_json::Map<_, _>>()
    };
    for namespace in ["system_namespace", "systemNamespace"] {
        let built = RootRotation::new(&plan)
            .cluster(
                RotationCluster::new("a")
                    .current(CertificateAuthority::from_cacerts(current.secret_cacerts().iter()).unwrap())
                    .next(CertificateAuthority::from_cacerts(next.secret_cacerts().iter()).unwrap()),
            )
            .bundle("b")
            .system_namespace("mesh")
            .build()
            .unwrap();
        let options = serde_json::json!({
            "clusters": [{"name": "a", "current": entries(&current), "next": entries(&next)}], "bundle": "b", namespace: "mesh",
        });
        assert_eq!(from_document(&plan, options).unwrap(), built);
    }
    let issued = serde_json::json!({
        "clusters": [{"name": "a", "current": entries(&current), "trust_domain": "a.example"}], "root": entries(&new),
        "intermediate_days": 10,
    });
    let stages = from_document(&plan, issued).unwrap();
    assert_eq!(given(&stages[2]).0.certificate().not_after().as_secs(), NOW + 10 * DAY);
    let error =
        from_document(&plan, serde_json::json!({"clusters": [{}], "aws_pca": {}, "intermediate_days": 0}))
            .unwrap_err();
    let said: Vec<String> = error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    assert_eq!(said.len(), 4, "{said:?}");
    assert_eq!(error.code(), "options-invalid");
}

//! What a rotation gives clusters of cert-manager, and that options say the same as the builder.

mod refused;
mod stages;

use super::*;
use crate::finding::Refusal;
use crate::recipes::root_rotation as from_document;
use crate::resources::kubernetes::{ConfigMap, Secret};
use crate::trust::{RotationBuilder, TrustBundle};
use rustls_pki_types::UnixTime;

/// 2027-01-15.
const NOW: u64 = 1_800_000_000;
const DAY: u64 = 86_400;
/// As long as one cluster needs to switch.
const WINDOW: Duration = Duration::from_secs(600);
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

/// From these roots to those, by certificates of a day.
fn course(before: &[&CertificateAuthority], after: &[&CertificateAuthority]) -> RotationBuilder {
    let roots = |these: &[&CertificateAuthority]| {
        these.iter().map(|root| root.certificate().clone()).collect::<Vec<_>>()
    };
    let bundle = TrustBundle::new("a.example".parse().unwrap(), roots(before));
    let plan = RotationPlan::builder(&bundle, roots(after)).start(time(NOW));
    plan.svid_lifetime(Duration::from_secs(DAY)).switch_window(WINDOW)
}

fn plan(old: &CertificateAuthority, new: &CertificateAuthority) -> RotationPlan {
    course(&[old], &[new]).build().unwrap()
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
fn clusters_of_cert_manager_get_root_and_issuer() {
    let (old, new) = (root("Old"), root("New"));
    let lifetime = Duration::from_secs(DAY);
    let plan = course(&[&old], &[&new]).refresh_hint(lifetime).publish_lead(3).build().unwrap();
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
    // Proxies know the roots when their certificate is a new one; and those of the old CA are gone when its root is.
    assert!(stages[2].not_before.as_secs() >= stages[0].not_before.as_secs() + DAY);
    assert!(stages[4].not_before.as_secs() >= stages[2].until.as_secs() + DAY);
    // istiod reads the roots of its peers when it starts; its own certificate it follows.
    let istiod = |stage: &RotationStage| stage.restarts.iter().any(|one| one.contains("deployment/istiod"));
    assert_eq!(stages.iter().map(istiod).collect::<Vec<_>>(), [true, false, false, false, true]);
    assert!(
        stages.iter().all(|stage| stage.clusters[0].output.files.is_empty()),
        "they are istiod's as a CA"
    );
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

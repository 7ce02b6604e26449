//! What each step does to a cluster, for plans of every shape.

use super::*;
use crate::pki::CertificateChain;
use crate::trust::BundleSet;
use crate::verify::ChainVerifier;

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
        assert_eq!(stage.clusters[0].output.files.len(), usize::from(stage.kind == Kind::Publish));
        trusted = roots;
    }
    let values = stages[0].clusters[0].output.files["istiod-values.yaml"].as_str();
    assert!(
        values.contains("ISTIO_MULTIROOT_MESH: \"true\"")
            && values.contains("PROXY_CONFIG_XDS_AGENT: \"true\"")
    );
}

/// What is known of a cluster while its stages are applied.
struct Cluster {
    ca: CertificateAuthority,
    roots: Vec<Certificate>,
    /// Of workloads.
    svids: Vec<CertificateChain>,
}

impl Cluster {
    fn issue(&mut self, at: u64) {
        let id = "spiffe://a.example/ns/shop/sa/cart".parse().unwrap();
        let svid = self.ca.svid(&id).at(time(at)).valid_for(Duration::from_secs(DAY)).issue().unwrap();
        self.svids.push(svid.chain);
    }

    /// Every workload that has a certificate then is accepted by everyone with these roots.
    fn all_trusted(&self, roots: &[Certificate], at: u64, kind: Kind) {
        let bundle = TrustBundle::new("a.example".parse().unwrap(), roots.to_vec());
        let verifier = ChainVerifier::builder(BundleSet::new([bundle]).unwrap()).build().unwrap();
        let now = time(at + 1);
        for chain in self.svids.iter().filter(|chain| chain.leaf().is_valid_at(now)) {
            verifier.verify_chain(chain, now).unwrap_or_else(|e| panic!("{kind}: {e}"));
        }
    }

    /// Applies the stages in order, each when it may be, or `late`, when the next one may begin. Certificates are issued as
    /// late as they can be.
    fn goes_through(&mut self, stages: &[RotationStage], plan: &RotationPlan, late: bool) {
        assert_eq!(stages.len(), plan.steps().len());
        for (stage, step) in stages.iter().zip(plan.steps()) {
            assert_eq!((stage.not_before, stage.until), (step.starts_at, step.ends_at));
            let (from, until) = (stage.not_before.as_secs(), stage.until.as_secs());
            let applied = if late { until } else { from };
            for at in [from, applied] {
                self.issue(at);
                self.all_trusted(&self.roots, at, stage.kind);
            }
            if !stage.clusters[0].output.manifests.is_empty() {
                let before = std::mem::take(&mut self.roots);
                (self.ca, self.roots) = given(stage);
                self.issue(applied);
                self.all_trusted(&before, applied, stage.kind);
            }
            self.issue(until);
            for at in [applied, until] {
                self.all_trusted(&self.roots, at, stage.kind);
            }
        }
    }
}

fn subjects(roots: &[Certificate]) -> Vec<&str> {
    roots.iter().map(Certificate::subject).collect()
}

/// The roots that each stage gives, or none.
fn told(stages: &[RotationStage]) -> Vec<(&'static str, Vec<String>)> {
    let roots = |stage: &RotationStage| {
        let some = !stage.clusters[0].output.manifests.is_empty();
        let roots = if some { given(stage).1 } else { Vec::new() };
        subjects(&roots).into_iter().map(|name| name.trim_start_matches("CN=").to_owned()).collect()
    };
    stages.iter().map(|stage| (stage.kind.as_str(), roots(stage))).collect()
}

#[test]
fn no_workload_is_refused_at_any_stage_of_any_plan() {
    let (old, new, kept) = (root("Old"), root("New"), root("Kept"));
    let renewed =
        CertificateAuthority::root("Old").key(old.private_key().clone_key()).at(time(NOW + 1)).build();
    let renewed = renewed.unwrap();
    let window = Duration::from_secs(3600);
    let none = Vec::<&str>::new;
    let (both, all) = (vec!["Old", "New"], vec!["Old", "Kept", "New"]);
    for (before, after, expected) in [
        // One for the other.
        (
            vec![&old],
            vec![&new],
            vec![
                ("publish", both.clone()),
                ("await-bundles", none()),
                ("switch", both.clone()),
                ("await-svids", none()),
                ("retire", vec!["New"]),
            ],
        ),
        // One only goes: the old bundle stays in force until the last SVID under it is gone.
        (
            vec![&old, &new],
            vec![&new],
            vec![("switch", both.clone()), ("await-svids", none()), ("retire", vec!["New"])],
        ),
        // One only comes: nothing goes.
        (
            vec![&old],
            vec![&old, &new],
            vec![("publish", both.clone()), ("await-bundles", none()), ("switch", both.clone())],
        ),
        // One stays.
        (
            vec![&old, &kept],
            vec![&kept, &new],
            vec![
                ("publish", all.clone()),
                ("await-bundles", none()),
                ("switch", all),
                ("await-svids", none()),
                ("retire", vec!["Kept", "New"]),
            ],
        ),
        // One is renewed.
        (vec![&old], vec![&renewed], vec![("publish", vec!["Old"])]),
    ] {
        let plan = course(&before, &after).switch_window(window).build().unwrap();
        let current = below(&old);
        let again = below_again(&current);
        let stages = RootRotation::new(&plan)
            .cluster(RotationCluster::new("a").current(current))
            .own_ca(after.last().unwrap())
            .build()
            .unwrap_or_else(|e| panic!("{expected:?}: {e}"));
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(kind, roots)| (kind, roots.into_iter().map(str::to_owned).collect::<Vec<_>>()))
            .collect();
        assert_eq!(told(&stages), expected);
        for late in [false, true] {
            let (ca, roots) = (below_again(&again), roots_of(&before));
            let mut cluster = Cluster { ca, roots, svids: Vec::new() };
            cluster.goes_through(&stages, &plan, late);
            let switched = plan.steps().iter().find(|step| step.kind == Kind::Switch);
            if let (Some(switch), Some(last)) = (switched, plan.steps().last())
                && last.kind == Kind::Retire
            {
                assert_eq!(switch.ends_at.as_secs() - switch.starts_at.as_secs(), window.as_secs());
                assert!(last.starts_at.as_secs() >= switch.ends_at.as_secs() + DAY, "{expected:?}");
            }
        }
        let first: Vec<bool> = stages.iter().map(|stage| stage.clusters[0].output.files.is_empty()).collect();
        assert!(!first[0] && first[1..].iter().all(|empty| *empty), "istiod is told before the first change");
    }
}

fn roots_of(authorities: &[&CertificateAuthority]) -> Vec<Certificate> {
    authorities.iter().map(|root| root.certificate().clone()).collect()
}

fn below_again(ca: &CertificateAuthority) -> CertificateAuthority {
    CertificateAuthority::from_cacerts(ca.secret_cacerts().iter()).unwrap()
}

#[test]
fn a_cluster_under_a_root_that_stays_keeps_its_ca() {
    let (old, new) = (root("Old"), root("New"));
    let plan = course(&[&old, &new], &[&new]).build().unwrap();
    let stages =
        RootRotation::new(&plan).cluster(RotationCluster::new("a").current(below(&new))).build().unwrap();
    assert_eq!(
        told(&stages),
        [("switch", vec![]), ("await-svids", vec![]), ("retire", vec!["New".to_owned()]),]
    );
    let said = &stages[0].clusters[0].output.assumptions;
    assert!(said.iter().any(|one| one.contains("nothing new was published")), "{said:?}");
    // Where a root is new, it is for something.
    let plan = course(&[&old], &[&old, &new]).build().unwrap();
    let added = RootRotation::new(&plan).cluster(RotationCluster::new("a").current(below(&old)));
    assert_eq!(added.build().unwrap_err().findings()[0].rule, "rotation-cluster-unfit");
}

#[test]
fn a_renewed_root_needs_no_other_ca() {
    let old = root("Old");
    let renewed = CertificateAuthority::root("Old")
        .key(old.private_key().clone_key())
        .at(time(NOW + 1))
        .build()
        .unwrap();
    let plan = course(&[&old], &[&renewed]).build().unwrap();
    for rotation in [
        RootRotation::new(&plan).cluster(RotationCluster::new("a").current(below(&old))),
        RootRotation::new(&plan).cluster(RotationCluster::new("a").current(below(&old)).next(below(&old))),
    ] {
        let stages = rotation.build().unwrap();
        let (_, roots) = given(&stages[0]);
        assert_eq!((stages.len(), roots), (1, vec![renewed.certificate().clone()]));
    }
    let by_csr = RootRotation::new(&plan).cluster(RotationCluster::new("a")).build().unwrap();
    let made: Vec<String> = by_csr[0].clusters[0].output.manifests.iter().map(Manifest::resource).collect();
    assert_eq!(made, ["ConfigMap cert-manager/istio-root-ca"]);
}

#[test]
fn a_ca_of_a_root_that_is_not_valid_yet_begins_with_it() {
    let old = root("Old");
    let begins = NOW + 30 * DAY;
    let new = CertificateAuthority::root("New").at(time(begins)).backdate(Duration::ZERO).build().unwrap();
    let plan = plan(&old, &new);
    let stages = RootRotation::new(&plan)
        .cluster(RotationCluster::new("a").current(below(&old)))
        .own_ca(&new)
        .build()
        .unwrap();
    let (next, _) = given(&stages[2]);
    assert_eq!((stages[2].not_before, next.certificate().not_before()), (time(begins), time(begins)));
}

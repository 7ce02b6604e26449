//! Whether the CAs lead to the roots that the plan has for their steps.

use super::{RootRotation, RotationCluster};
use crate::finding::rules::recipes as rules;
use crate::finding::{DocumentRef, Finding, Subject};
use crate::pki::issue::CertificateAuthority;
use crate::pki::{Certificate, CertificateChain};
use crate::recipes::RecipeError;
use crate::recipes::material::{check_authority_dates, name};
use crate::trust::RotationStepKind as Kind;

pub(super) fn check(rotation: &RootRotation<'_>) -> Result<Vec<Finding>, RecipeError> {
    let mut findings = Vec::new();
    let bundles: Vec<&[Certificate]> = rotation
        .plan
        .steps()
        .iter()
        .filter_map(|step| step.bundle.as_ref())
        .map(|b| b.authorities())
        .collect();
    let mut check =
        Check { findings: &mut findings, first: bundles.first().copied(), last: bundles.last().copied() };
    if rotation.clusters.is_empty() {
        check.say("clusters", "there is no cluster".to_owned());
    }
    let switch =
        rotation.plan.steps().iter().find(|step| step.kind == Kind::Switch).map(|step| step.starts_at);
    for (i, cluster) in rotation.clusters.iter().enumerate() {
        check.cluster(rotation, i, cluster);
        if let (Some(next), Some(switch)) = (&cluster.next, switch) {
            check_authority_dates([next.certificate()], false, switch, check.findings);
        }
    }
    if let Some(pca) = &rotation.aws_pca {
        let roots = CertificateChain::from_pem(&pca.root)
            .map_err(|error| RecipeError::Input { input: "root", error })?;
        check.leads(roots.leaf(), check.last, "aws_pca.root", "the plan ends with");
    }
    Ok(findings)
}

struct Check<'c> {
    findings: &'c mut Vec<Finding>,
    /// The roots of the first bundle that is published.
    first: Option<&'c [Certificate]>,
    /// Those of the last.
    last: Option<&'c [Certificate]>,
}

impl Check<'_> {
    fn say(&mut self, field: &str, message: String) {
        let at = Subject::Document(DocumentRef::new("", field));
        self.findings.push(Finding::new(rules::ROTATION_CLUSTER, at, message));
    }

    fn cluster(&mut self, rotation: &RootRotation<'_>, i: usize, cluster: &RotationCluster) {
        let field = |name: &str| format!("clusters[{i}].{name}");
        if cluster.name.is_empty() || rotation.clusters.iter().take(i).any(|other| other.name == cluster.name)
        {
            self.say(&field("name"), format!("`{}` is the name of no cluster, or of two", cluster.name));
        }
        match (&cluster.current, &cluster.next) {
            (Some(current), Some(next)) => {
                self.authority(current, self.first, &field("current"), "the plan publishes first");
                self.authority(next, self.last, &field("next"), "the plan ends with");
                let domains = (current.trust_domain(), next.trust_domain());
                if let (Some(before), Some(after)) = domains
                    && before != after
                {
                    let message = format!(
                        "the trust domain would change from {before} to {after}, and every identity with it"
                    );
                    self.say(&field("next"), message);
                }
            }
            (Some(_), None) => {
                let message =
                    format!("cluster `{}` has no next CA, and no root is there to issue one", cluster.name);
                self.say(&field("next"), message);
            }
            (None, Some(_)) => {
                self.say(&field("current"), "the CA as it is is missing: publishing must keep it".to_owned());
            }
            (None, None) if rotation.aws_pca.is_none() => {
                let message = format!(
                    "cluster `{}` has no CA, and no CA in AWS is given for cert-manager",
                    cluster.name
                );
                self.say(&field("current"), message);
            }
            (None, None) => {}
        }
    }

    fn authority(
        &mut self,
        authority: &CertificateAuthority,
        roots: Option<&[Certificate]>,
        field: &str,
        which: &str,
    ) {
        if authority.is_root() {
            let message =
                format!("{} is a root: its key would lie in a cluster", name(authority.certificate()));
            self.say(field, message);
        }
        if let Some(root) = authority.roots().first() {
            self.leads(root, roots, field, which);
        }
    }

    fn leads(&mut self, root: &Certificate, roots: Option<&[Certificate]>, field: &str, which: &str) {
        if let Some(roots) = roots
            && !roots.contains(root)
        {
            let message = format!(
                "{} is not among the roots that {which}: chains under it would be refused",
                name(root)
            );
            self.say(field, message);
        }
    }
}

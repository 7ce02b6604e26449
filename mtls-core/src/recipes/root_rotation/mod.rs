//! The manifests of a root's rotation, step by step.
//!
//! A [`RotationPlan`] says what happens when; this says by which manifests in clusters whose CA is Istio's Secret `cacerts`, or
//! an intermediate of AWS Private CA by cert-manager and istio-csr.

mod check;
pub(super) mod options;
mod stage;
mod words;

use std::fmt;
use std::time::Duration;

use super::cacerts::{self, pem_of};
use super::multi_cluster_mesh::{AwsPca, aws};
use super::{ClusterOutput, RecipeError, RecipeOutput};
use crate::finding::excerpt;
use crate::identity::TrustDomain;
use crate::pki::Certificate;
use crate::pki::issue::CertificateAuthority;
use crate::resources::cert_manager::Bundle;
use crate::resources::{Manifest, refuses};
use crate::trust::{RotationPlan, RotationStep, RotationStepKind as Kind};

pub(super) use options::{OPTIONS, from_options};
pub use stage::RotationStage;

/// A year.
const INTERMEDIATE_LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// The entry of the Bundle's ConfigMap.
const BUNDLE_KEY: &str = "root-cert.pem";

/// Builds the steps: [`build`](Self::build) gives the manifests of each, and the date before which they are not applied.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use mtls_core::pki::issue::CertificateAuthority;
/// use mtls_core::recipes::{RootRotation, RotationCluster};
/// use mtls_core::trust::{RotationPlan, TrustBundle};
/// use rustls_pki_types::UnixTime;
///
/// let at = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
/// let (old, new) = (CertificateAuthority::root("Old").at(at).build()?, CertificateAuthority::root("New").at(at).build()?);
/// let plan = RotationPlan::builder(
///     &TrustBundle::new("cluster-a.example".parse()?, [old.certificate().clone()]),
///     [new.certificate().clone()],
/// )
/// .start(at)
/// .svid_lifetime(Duration::from_secs(86_400))
/// .switch_window(Duration::from_secs(600))
/// .build()?;
/// let current = old.intermediate("cluster-a").at(at).build()?;
/// let stages = RootRotation::new(&plan).cluster(RotationCluster::new("cluster-a").current(current)).own_ca(&new).build()?;
/// let steps: Vec<_> = stages.iter().map(|stage| (stage.kind.as_str(), stage.clusters[0].output.manifests.len())).collect();
/// assert_eq!(steps, [("publish", 1), ("await-bundles", 0), ("switch", 1), ("await-svids", 0), ("retire", 1)]);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is built before `build`"]
pub struct RootRotation<'a> {
    plan: &'a RotationPlan,
    clusters: Vec<RotationCluster>,
    root: Option<&'a CertificateAuthority>,
    aws_pca: Option<AwsPca>,
    bundle: Option<String>,
    system_namespace: String,
    lifetime: Duration,
}

/// A cluster whose CA changes.
///
/// `Debug` shows no key.
#[must_use = "it is part of no rotation yet"]
pub struct RotationCluster {
    name: String,
    trust_domain: Option<TrustDomain>,
    current: Option<CertificateAuthority>,
    next: Option<CertificateAuthority>,
}

impl RotationCluster {
    /// A cluster by its name. Without a CA of its own it has one by cert-manager.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), trust_domain: None, current: None, next: None }
    }

    /// Its CA as it is, from the Secret `cacerts` (`CertificateAuthority::from_cacerts`).
    pub fn current(mut self, authority: CertificateAuthority) -> Self {
        self.current = Some(authority);
        self
    }

    /// Its CA under the new root. Without it one is issued. Where no root is new, a cluster whose CA is under one that stays
    /// needs none.
    pub fn next(mut self, authority: CertificateAuthority) -> Self {
        self.next = Some(authority);
        self
    }

    /// The trust domain that an issued CA is bound to, where it is not that of the one as it is.
    pub fn trust_domain(mut self, trust_domain: TrustDomain) -> Self {
        self.trust_domain = Some(trust_domain);
        self
    }
}

impl fmt::Debug for RotationCluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RotationCluster").field("name", &excerpt(&self.name)).finish_non_exhaustive()
    }
}

impl<'a> RootRotation<'a> {
    /// The rotation that the plan describes.
    pub fn new(plan: &'a RotationPlan) -> Self {
        Self {
            plan,
            clusters: Vec::new(),
            root: None,
            aws_pca: None,
            bundle: None,
            system_namespace: "istio-system".to_owned(),
            lifetime: INTERMEDIATE_LIFETIME,
        }
    }

    /// Adds a cluster. They switch in this order.
    pub fn cluster(mut self, cluster: RotationCluster) -> Self {
        self.clusters.push(cluster);
        self
    }

    /// Issues CAs for clusters that have no next one, under this CA: the new root, or one below it.
    pub fn own_ca(mut self, root: &'a CertificateAuthority) -> Self {
        self.root = Some(root);
        self
    }

    /// The new root in AWS Private CA, for clusters whose CA is cert-manager's.
    pub fn aws_pca(mut self, root: AwsPca) -> Self {
        self.aws_pca = Some(root);
        self
    }

    /// Publishes the roots by a Bundle of trust-manager of this name too, for workloads that judge chains themselves.
    pub fn bundle(mut self, name: impl Into<String>) -> Self {
        self.bundle = Some(name.into());
        self
    }

    /// How long an issued CA is valid, instead of a year.
    pub fn intermediate_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// The namespace of the control plane, instead of `istio-system`.
    pub fn system_namespace(mut self, name: impl Into<String>) -> Self {
        self.system_namespace = name.into();
        self
    }

    /// Checks and builds: a stage for each step of the plan, in order. Until a step publishes others, the roots are those that
    /// were in force before the plan.
    ///
    /// # Errors
    /// [`RecipeError::Material`] where a CA does not lead to the root that the plan has for its step or does not last as long as
    /// it is needed, where the plan switches before the proxies of istio-csr know the new root, and where it has no switch
    /// window although several clusters or cert-manager's switch (with everything that was found), [`RecipeError::Issue`] where one cannot be issued, [`RecipeError::Resource`] for names that make no manifest.
    pub fn build(mut self) -> Result<Vec<RotationStage>, RecipeError> {
        self.issue()?;
        let mut findings = check::check(&self)?;
        if refuses(&findings) {
            return Err(RecipeError::Material { findings });
        }
        findings.extend(self.plan.findings().iter().cloned());
        let mut switched = false;
        let mut roots = self.plan.before().authorities();
        let mut stages = Vec::new();
        for step in self.plan.steps() {
            switched |= step.kind == Kind::Switch;
            if let Some(bundle) = &step.bundle {
                roots = bundle.authorities();
            }
            let first = stages.is_empty();
            let mut clusters = Vec::new();
            for cluster in &self.clusters {
                let manifests = match step.kind {
                    Kind::Publish | Kind::Retire => self.trusting(cluster, switched, roots)?,
                    Kind::Switch => self.issuing(cluster, roots)?,
                    _ => Vec::new(),
                };
                let assumptions = self.assumptions(cluster, step.kind, first);
                let mut output = RecipeOutput::judged(manifests, assumptions, findings.clone())?;
                if first && cluster.current.is_some() {
                    output.files.insert("istiod-values.yaml".to_owned(), words::several_roots()?);
                }
                clusters.push(ClusterOutput { cluster: cluster.name.clone(), output });
            }
            stages.push(RotationStage {
                kind: step.kind,
                not_before: step.starts_at,
                until: step.ends_at,
                action: step.action.clone(),
                if_skipped: step.if_skipped.clone(),
                restarts: self.restarts(step.kind),
                clusters,
            });
        }
        Ok(stages)
    }

    /// Issues the CAs that are missing, valid from the first step on, or from when their root is.
    fn issue(&mut self) -> Result<(), RecipeError> {
        let (Some(root), true) = (self.root, self.step(Kind::Switch).is_some()) else { return Ok(()) };
        let start = self.plan.steps().first().map(|step| step.starts_at);
        for cluster in &mut self.clusters {
            let Some(current) = &cluster.current else { continue };
            if cluster.next.is_some() {
                continue;
            }
            let mut next = root.intermediate(&cluster.name).valid_for(self.lifetime);
            if let Some(domain) = cluster.trust_domain.as_ref().or(current.trust_domain()) {
                next = next.trust_domain(domain.clone());
            }
            if let Some(start) = start {
                next = next.at(start.max(root.certificate().not_before()));
            }
            let next = next.build().map_err(RecipeError::issue(&cluster.name))?;
            cluster.next = Some(next);
        }
        Ok(())
    }

    /// The step of this kind, where the plan has one.
    fn step(&self, kind: Kind) -> Option<&'a RotationStep> {
        self.plan.steps().iter().find(|step| step.kind == kind)
    }

    /// The manifests that make a cluster trust these roots, whoever issues in it.
    fn trusting(
        &self,
        cluster: &RotationCluster,
        switched: bool,
        roots: &[Certificate],
    ) -> Result<Vec<Manifest>, RecipeError> {
        let mut all = match (&cluster.current, &cluster.next) {
            (Some(_), Some(next)) if switched => {
                vec![cacerts::secret(next, &self.system_namespace, Some(roots))?]
            }
            (Some(current), _) => vec![cacerts::secret(current, &self.system_namespace, Some(roots))?],
            (None, _) => vec![aws::root_map(roots)?],
        };
        if let Some(name) = &self.bundle {
            let bundle = Bundle::new(name).from_pem(pem_of(roots)).to_config_map(BUNDLE_KEY);
            all.push(bundle.manifest()?);
        }
        Ok(all)
    }

    /// The manifests that make a cluster issue under its next CA, while it trusts the same roots as before. None for a
    /// cluster that issues under what stays already.
    fn issuing(
        &self,
        cluster: &RotationCluster,
        roots: &[Certificate],
    ) -> Result<Vec<Manifest>, RecipeError> {
        match (&cluster.current, &cluster.next, &self.aws_pca) {
            (_, Some(next), _) => Ok(vec![cacerts::secret(next, &self.system_namespace, Some(roots))?]),
            (None, None, Some(pca)) => Ok(vec![aws::root_issuer(pca, &self.system_namespace)?]),
            _ => Ok(Vec::new()),
        }
    }
}

impl fmt::Debug for RootRotation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RootRotation")
            .field("plan", &self.plan)
            .field("clusters", &self.clusters)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

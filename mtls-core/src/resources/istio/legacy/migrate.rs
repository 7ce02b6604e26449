//! What former policies become.

use std::collections::BTreeMap;

use serde::Serialize;

use super::peers::{self, Peers};
use super::scopes::Scopes;
use super::workloads::{Cluster, Workloads};
use super::{PolicySpec, check, is_policy, is_rbac, tokens};
use crate::finding::rules::istio_security as rules;
use crate::finding::{Finding, Refusal as _, Rule};
use crate::resources::error::{ResourceError, cut};
use crate::resources::istio::MtlsMode;
use crate::resources::istio::mesh_config::{MeshConfig, read_mesh_config};
use crate::resources::kind::refuses;
use crate::resources::{Manifest, Value};

/// What former policies became.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Migration {
    /// The PeerAuthentications, RequestAuthentications and AuthorizationPolicies, in the order of the policies.
    pub manifests: Vec<Manifest>,
    /// What could not be carried over, what works in another way now, and why a policy was not migrated at all. Each
    /// names a field of the former policy.
    pub findings: Vec<Finding>,
}

/// Migrates every `Policy` and `MeshPolicy` of `authentication.istio.io/v1alpha1` among the manifests.
///
/// Mutual TLS of peers becomes a PeerAuthentication. Tokens of origins become a RequestAuthentication and, because that
/// alone lets in requests without a token, an AuthorizationPolicy that denies those: no other policy opens it again. It
/// also closes ports that carry something else than HTTP. Health checks need a token too, unless a trigger rule left their
/// path free or they go to the proxy's own ports (15020, 15021), as the kubelet's probes do.
///
/// A former policy for services took the place of the one for their namespace, and that of the mesh's, as a whole; the
/// kinds of today add up. What is made never lets in more than what it was made of, as far as it can be told: where a
/// broader policy asks for more than the narrower one did, a finding says so. A policy that was for services needs
/// their labels and ports: give the Services along. Otherwise the label `app` is taken, every port is STRICT and needs
/// the tokens, none is PERMISSIVE, and a finding says so. A MeshPolicy goes to
/// the root namespace, which settings of the mesh among the manifests may name; it is `istio-system` otherwise.
///
/// Other manifests are read at most, and not given back. Nothing is left out in silence: see
/// [`Migration::findings`].
///
/// ```
/// use mtls_core::resources::{istio::legacy::migrate, read_yaml};
///
/// let policy = read_yaml("
/// apiVersion: authentication.istio.io/v1alpha1
/// kind: Policy
/// metadata: {name: default, namespace: shop}
/// spec: {peers: [{mtls: {}}]}
/// ").remove(0)?;
/// let migration = migrate(&[policy]);
/// assert_eq!(migration.manifests[0].resource(), "PeerAuthentication shop/default");
/// # Ok::<(), mtls_core::resources::ResourceError>(())
/// ```
pub fn migrate(manifests: &[Manifest]) -> Migration {
    let mut out = Migration::default();
    let mut all = Vec::new();
    for item in manifests.iter().cloned().flat_map(Manifest::into_items) {
        match item {
            Ok(manifest) => all.push(manifest),
            Err(error) => out.findings.extend(error.findings()),
        }
    }
    let root = all.iter().find_map(|manifest| read_mesh_config(&Value::from(manifest.clone())));
    let root_namespace =
        root.map_or_else(|| MeshConfig::default().settings(), |read| read.settings).root_namespace;
    let mut cluster = Cluster::of(&all);
    let mut wide = BTreeMap::new();
    let mut formers = Vec::new();
    let mut outcomes = Vec::new();
    for manifest in all.iter().filter(|manifest| is_policy(manifest) || is_rbac(manifest)) {
        let mut outcome = Outcome { manifest, made: Migration::default() };
        formers.push(Former::read(manifest, &root_namespace, &mut cluster, &mut wide, &mut outcome));
        outcomes.push(outcome);
    }
    let (peers, scopes) = (Peers::of(&formers), Scopes::of(&formers));
    for (at, (former, outcome)) in formers.iter().zip(&mut outcomes).enumerate() {
        if let Some(former) = former {
            former.migrate(at, &peers, &scopes, &formers, outcome);
        }
    }
    for outcome in outcomes {
        out.manifests.extend(outcome.made.manifests);
        out.findings.extend(outcome.made.findings);
    }
    out
}

/// What a policy becomes.
pub(super) struct Outcome<'a> {
    manifest: &'a Manifest,
    made: Migration,
}

impl Outcome<'_> {
    pub(super) fn note(&mut self, rule: &'static Rule, field: impl Into<String>, message: impl Into<String>) {
        self.made.findings.push(Finding::new(rule, self.manifest.subject(field), message));
    }

    /// Takes what was built, or says why it was not.
    pub(super) fn take(&mut self, built: Result<Manifest, ResourceError>) -> bool {
        match built {
            Ok(mut manifest) => {
                let labels = self.manifest.body().get("metadata").and_then(|meta| meta.get("labels"));
                if let (Some(labels), Some(meta)) =
                    (labels, manifest.body_mut().get_mut("metadata").and_then(Value::as_map_mut))
                {
                    meta.insert("labels", labels.clone());
                }
                self.made.manifests.push(manifest);
                true
            }
            Err(error) => {
                self.note(rules::LEGACY_INVALID, "spec", error.to_string());
                false
            }
        }
    }
}

/// What a policy was for, and with that what gave way to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// The mesh.
    Mesh,
    /// A namespace.
    Namespace,
    /// Services of a namespace.
    Services,
    /// Services of the root namespace: what they become selects pods of the whole mesh.
    RootServices,
}

/// A policy under migration.
pub(super) struct Former<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) spec: PolicySpec,
    pub(super) level: Level,
    /// Where what it becomes goes.
    pub(super) namespace: String,
    /// The mode of mutual TLS, where the policy had one.
    pub(super) mode: Option<MtlsMode>,
    pub(super) workloads: Vec<Workloads>,
}

impl<'a> Former<'a> {
    /// The policy; None where it is not migrated, which is said.
    fn read(
        manifest: &'a Manifest,
        root_namespace: &str,
        cluster: &mut Cluster<'_>,
        wide: &mut BTreeMap<(bool, String), String>,
        outcome: &mut Outcome<'_>,
    ) -> Option<Self> {
        if is_rbac(manifest) {
            let kind = cut(manifest.kind());
            let message = format!("{kind} has no migration; write AuthorizationPolicies in its place");
            outcome.note(rules::LEGACY_NOT_CARRIED, "", message);
            return None;
        }
        let (spec, found) = check::read(manifest);
        let invalid = refuses(&found);
        outcome.made.findings.extend(found);
        if invalid {
            return None;
        }
        let of_mesh = manifest.kind() == "MeshPolicy";
        let targets = spec.targets.as_deref().unwrap_or_default();
        let in_root = !of_mesh && manifest.namespace() == root_namespace;
        if of_mesh && !targets.is_empty() {
            let message = "a MeshPolicy is for the whole mesh and could have no targets; it is not migrated";
            outcome.note(rules::LEGACY_INVALID, "spec.targets", message);
            return None;
        }
        if in_root && targets.is_empty() {
            let message = "the policy was for this namespace alone; in the root namespace, what it would become is for the whole mesh. It is not migrated";
            outcome.note(rules::LEGACY_NOT_CARRIED, "metadata.namespace", message);
            return None;
        }
        let namespace = if of_mesh { root_namespace } else { manifest.namespace() }.to_owned();
        if targets.is_empty() {
            if let Some(other) = wide.get(&(of_mesh, namespace.clone())) {
                let message = format!(
                    "{other} is for the same workloads, and one of the two held; this one is not migrated"
                );
                outcome.note(rules::LEGACY_INVALID, "spec.targets", message);
                return None;
            }
            wide.insert((of_mesh, namespace.clone()), manifest.resource());
        }
        if namespace.is_empty() {
            let message = "the policy names no namespace: what it became goes where it is applied";
            outcome.note(rules::LEGACY_CHANGED, "metadata.namespace", message);
        }
        let level = match (of_mesh, targets.is_empty()) {
            (true, _) => Level::Mesh,
            (false, true) => Level::Namespace,
            (false, false) if in_root => Level::RootServices,
            (false, false) => Level::Services,
        };
        let mode = peers::mode(&spec, outcome);
        let workloads = cluster.workloads(manifest, targets, &namespace, outcome);
        Some(Self { manifest, spec, level, namespace, mode, workloads })
    }

    fn migrate(
        &self,
        at: usize,
        peers: &Peers<'_>,
        scopes: &Scopes,
        formers: &[Option<Former<'_>>],
        outcome: &mut Outcome<'_>,
    ) {
        for (target, workloads) in self.workloads.iter().enumerate() {
            peers.migrate(self, (at, target), workloads, outcome);
            tokens::migrate(self, workloads, scopes, formers, outcome);
        }
        if self.level == Level::RootServices {
            let message = "in the root namespace a selector means pods of every namespace: others with these labels take and demand the same";
            outcome.note(rules::LEGACY_CHANGED, "spec.targets", message);
        }
        scopes.note(self, at, formers, outcome);
        tokens::note(self, outcome);
    }
}

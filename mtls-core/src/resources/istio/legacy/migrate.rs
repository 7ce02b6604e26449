//! What former policies become.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{PolicyPeer, PolicyPort, PolicySpec, PolicyTarget, check, is_policy, is_rbac, tokens};
use crate::finding::rules::istio_security as rules;
use crate::finding::{Finding, Refusal as _, Rule};
use crate::resources::error::{ResourceError, cut};
use crate::resources::istio::mesh_config::{MeshConfig, read_mesh_config};
use crate::resources::istio::{MtlsMode, PeerAuthentication};
use crate::resources::kind::refuses;
use crate::resources::{Manifest, Value};

use super::PolicyMtlsMode;

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
/// alone lets in requests without a token, an AuthorizationPolicy that demands one. A policy that was for services needs
/// their labels: give the Services along, otherwise the label `app` is taken and a finding says so. A MeshPolicy goes to
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
    for manifest in &all {
        if is_policy(manifest) {
            Former { manifest, all: &all, root_namespace: &root_namespace, out: &mut out }.migrate();
        } else if is_rbac(manifest) {
            out.findings.push(Finding::new(
                rules::LEGACY_NOT_CARRIED,
                manifest.subject(""),
                format!(
                    "{} has no migration; write AuthorizationPolicies in its place",
                    cut(manifest.kind())
                ),
            ));
        }
    }
    out
}

/// The workloads that a part of a policy was for.
pub(super) struct Workloads {
    /// The name of what is made for them.
    pub(super) name: String,
    pub(super) namespace: String,
    /// Their labels; None for all of the namespace.
    pub(super) labels: Option<BTreeMap<String, String>>,
    /// Their own ports; None for all.
    pub(super) ports: Option<Vec<u16>>,
    /// Whether each port of the policy is among `ports`.
    pub(super) ports_known: bool,
}

/// A policy under migration.
pub(super) struct Former<'a> {
    pub(super) manifest: &'a Manifest,
    all: &'a [Manifest],
    root_namespace: &'a str,
    out: &'a mut Migration,
}

impl Former<'_> {
    pub(super) fn note(&mut self, rule: &'static Rule, field: impl Into<String>, message: impl Into<String>) {
        self.out.findings.push(Finding::new(rule, self.manifest.subject(field), message));
    }

    /// Takes what was built, or says why it was not.
    pub(super) fn take(&mut self, built: Result<Manifest, ResourceError>) {
        match built {
            Ok(mut manifest) => {
                let labels = self.manifest.body().get("metadata").and_then(|meta| meta.get("labels"));
                if let (Some(labels), Some(meta)) =
                    (labels, manifest.body_mut().get_mut("metadata").and_then(Value::as_map_mut))
                {
                    meta.insert("labels", labels.clone());
                }
                self.out.manifests.push(manifest);
            }
            Err(error) => self.note(rules::LEGACY_INVALID, "spec", error.to_string()),
        }
    }

    fn migrate(mut self) {
        let (spec, found) = check::read(self.manifest);
        let invalid = refuses(&found);
        self.out.findings.extend(found);
        if invalid {
            return;
        }
        let of_mesh = self.manifest.kind() == "MeshPolicy";
        let targets = spec.targets.as_deref().unwrap_or_default();
        let in_root = !of_mesh && self.manifest.namespace() == self.root_namespace;
        if of_mesh && !targets.is_empty() {
            let message = "a MeshPolicy is for the whole mesh and could have no targets; it is not migrated";
            return self.note(rules::LEGACY_INVALID, "spec.targets", message);
        }
        if in_root && targets.is_empty() {
            let message = "the policy was for this namespace alone; in the root namespace, what it would become is for the whole mesh. It is not migrated";
            return self.note(rules::LEGACY_NOT_CARRIED, "metadata.namespace", message);
        }
        if self.manifest.namespace().is_empty() && !of_mesh {
            let message = "the policy names no namespace: what it became goes where it is applied";
            self.note(rules::LEGACY_CHANGED, "metadata.namespace", message);
        }
        let namespace = if of_mesh { self.root_namespace } else { self.manifest.namespace() }.to_owned();
        let mode = self.mode(&spec);
        let workloads = self.workloads(targets, &namespace);
        for workloads in &workloads {
            if let Some(mode) = &mode {
                self.peers(workloads, mode.clone(), in_root);
            }
            tokens::migrate(&mut self, &spec, workloads);
        }
        if in_root {
            let message = "in the root namespace a selector means pods of every namespace";
            self.note(rules::LEGACY_CHANGED, "spec.targets", message);
        }
        tokens::note(&mut self, &spec);
    }

    /// The mode of mutual TLS, where the policy had one.
    fn mode(&mut self, spec: &PolicySpec) -> Option<MtlsMode> {
        let peers = spec.peers.as_deref().unwrap_or_default();
        if peers.is_empty() {
            let message = "without peers, plaintext alone was taken; now the PeerAuthentication of the namespace or mesh decides, PERMISSIVE where there is none";
            self.note(rules::LEGACY_NOT_CARRIED, "spec.peers", message);
            return None;
        }
        let is_tls = |peer: &PolicyPeer| peer.mtls.is_some() || peer.jwt.is_none();
        for (i, peer) in peers.iter().enumerate() {
            let field = format!("spec.peers[{i}]");
            if !is_tls(peer) {
                self.note(rules::LEGACY_NOT_CARRIED, field, "tokens of peers had no effect and have none");
            } else if peers.iter().take(i).any(is_tls) {
                self.note(
                    rules::LEGACY_NOT_CARRIED,
                    field,
                    "the first peer with mutual TLS decided; this one is left out",
                );
            }
        }
        let (at, peer) = peers.iter().enumerate().find(|(_, peer)| is_tls(peer))?;
        let mtls = peer.mtls.as_ref();
        if mtls.and_then(|mtls| mtls.allow_tls) == Some(true) {
            let message = "TLS without a client certificate was taken; there is no such mode any more, and PERMISSIVE also takes plaintext";
            self.note(rules::LEGACY_NOT_CARRIED, format!("spec.peers[{at}].mtls.allowTls"), message);
            return Some(MtlsMode::Permissive);
        }
        if spec.peer_is_optional == Some(true) {
            let message = "peers that showed nothing were let in; PERMISSIVE, which takes plaintext, is the nearest to it";
            self.note(rules::LEGACY_NOT_CARRIED, "spec.peerIsOptional", message);
            return Some(MtlsMode::Permissive);
        }
        match mtls.and_then(|mtls| mtls.mode.as_ref()) {
            Some(PolicyMtlsMode::Permissive) => Some(MtlsMode::Permissive),
            _ => Some(MtlsMode::Strict),
        }
    }

    fn workloads(&mut self, targets: &[PolicyTarget], namespace: &str) -> Vec<Workloads> {
        let name = self.manifest.name().to_owned();
        let namespace = namespace.to_owned();
        if targets.is_empty() {
            return vec![Workloads { name, namespace, labels: None, ports: None, ports_known: true }];
        }
        let mut names = BTreeSet::new();
        let mut out = Vec::new();
        for (i, target) in targets.iter().enumerate() {
            let service_name = target.name.as_deref().unwrap_or_default();
            let mut name = if targets.len() > 1 { format!("{name}-{service_name}") } else { name.clone() };
            if !names.insert(name.clone()) {
                // A service may stand among the targets again, with other ports.
                name = format!("{name}-{}", i.saturating_add(1));
                names.insert(name.clone());
            }
            let service = self.all.iter().find(|manifest| {
                manifest.kind() == "Service"
                    && manifest.group().is_empty()
                    && manifest.name() == service_name
                    && (manifest.namespace() == namespace || manifest.namespace().is_empty())
            });
            let field = format!("spec.targets[{i}]");
            let labels = self.labels(service, service_name, &field);
            let (ports, ports_known) = self.ports(target, service, &field);
            out.push(Workloads {
                name,
                namespace: namespace.clone(),
                labels: Some(labels),
                ports,
                ports_known,
            });
        }
        out
    }

    /// The labels of a service's pods.
    fn labels(&mut self, service: Option<&Manifest>, name: &str, field: &str) -> BTreeMap<String, String> {
        let selector = service
            .and_then(|service| service.body().get("spec"))
            .and_then(|spec| spec.get("selector"))
            .and_then(Value::as_map);
        let labels: BTreeMap<String, String> = selector
            .into_iter()
            .flat_map(|selector| selector.iter())
            .filter_map(|(key, value)| Some((key.to_owned(), value.as_str()?.to_owned())))
            .collect();
        if !labels.is_empty() {
            return labels;
        }
        let seen = if service.is_some() { "has no selector" } else { "is not among the manifests" };
        let message = format!(
            "Service `{0}` {seen}, so the labels of its pods are not known; `app: {0}` is taken for them. A selector that matches no pod protects nothing",
            cut(name)
        );
        self.note(rules::LEGACY_NOT_CARRIED, format!("{field}.name"), message);
        BTreeMap::from([("app".to_owned(), name.to_owned())])
    }

    /// The workload's ports behind those of a service, and whether each was found.
    fn ports(
        &mut self,
        target: &PolicyTarget,
        service: Option<&Manifest>,
        field: &str,
    ) -> (Option<Vec<u16>>, bool) {
        let Some(ports) = target.ports.as_deref().filter(|ports| !ports.is_empty()) else {
            return (None, true);
        };
        let mut known = Vec::new();
        for (i, port) in ports.iter().enumerate() {
            match workload_port(port, service) {
                Ok(port) => known.push(port),
                Err(seen) => {
                    let message =
                        format!("{seen}, and policies mean ports of the workload: the port is left out");
                    self.note(rules::LEGACY_NOT_CARRIED, format!("{field}.ports[{i}]"), message);
                }
            }
        }
        let all_known = known.len() == ports.len();
        (Some(known), all_known)
    }

    fn peers(&mut self, workloads: &Workloads, mode: MtlsMode, in_root: bool) {
        if in_root {
            let message =
                "a PeerAuthentication with a selector has no effect in the root namespace; none is made";
            return self.note(rules::LEGACY_NOT_CARRIED, "spec.peers", message);
        }
        let mut builder = PeerAuthentication::new(&workloads.name, &workloads.namespace);
        for (key, value) in workloads.labels.iter().flatten() {
            builder = builder.selector(key, value);
        }
        match &workloads.ports {
            None => builder = builder.mode(mode),
            // Each port that is missing was reported.
            Some(ports) if ports.is_empty() => return,
            Some(ports) => {
                for port in ports {
                    builder = builder.port_mode(*port, mode.clone());
                }
            }
        }
        self.take(builder.manifest());
    }
}

/// The port that a workload listens on.
///
/// # Errors
/// Why it is not known, as the beginning of a sentence.
fn workload_port(port: &PolicyPort, service: Option<&Manifest>) -> Result<u16, String> {
    let shown = match (&port.name, port.number) {
        (Some(name), _) => cut(name),
        (None, number) => number.unwrap_or_default().to_string(),
    };
    let Some(service) = service else {
        return Err(format!("what is behind port {shown} of the Service is not known without the Service"));
    };
    let ports = service.body().get("spec").and_then(|spec| spec.get("ports")).and_then(Value::as_list);
    let found = ports.unwrap_or_default().iter().find(|entry| match (&port.name, port.number) {
        (Some(name), _) => entry.get("name").and_then(Value::as_str) == Some(name),
        (None, number) => {
            number_of(entry.get("port")) == number.and_then(|number| u16::try_from(number).ok())
        }
    });
    let Some(found) = found else { return Err(format!("the Service has no port {shown}")) };
    match found.get("targetPort") {
        Some(Value::String(name)) => {
            Err(format!("port {shown} of the Service leads to the port named `{}`", cut(name)))
        }
        Some(number) if !number.is_null() => Ok(number),
        _ => found.get("port").ok_or(()).or(Err(format!("port {shown} of the Service has no number"))),
    }
    .and_then(|number| number_of(Some(number)).ok_or(format!("port {shown} of the Service leads to no port")))
}

fn number_of(value: Option<&Value>) -> Option<u16> {
    match value {
        Some(Value::UInt(number)) => u16::try_from(*number).ok().filter(|port| *port > 0),
        _ => None,
    }
}

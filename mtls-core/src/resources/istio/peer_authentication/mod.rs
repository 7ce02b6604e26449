//! The Istio `PeerAuthentication`: which workloads demand mutual TLS of their callers.

use std::collections::BTreeMap;

use super::selector::{WorkloadSelector, check_selector};
use crate::finding::rules::istio as rules;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, check_istio_annotations, kind};
use crate::resources::model::{model, spellings};
use crate::resources::{Builder, path};

kind! {
    /// An Istio `PeerAuthentication`.
    ///
    /// ```
    /// use mtls_core::resources::istio::{MtlsMode, PeerAuthentication};
    ///
    /// let policy = PeerAuthentication::new("default", "istio-system").mode(MtlsMode::Strict).build()?;
    /// assert_eq!(policy.spec.unwrap().mtls.unwrap().mode, Some(MtlsMode::Strict));
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct PeerAuthentication: "security.istio.io" [
        "security.istio.io/v1", "security.istio.io/v1beta1"
    ], check {
        /// What is asked for.
        spec: PeerAuthenticationSpec = "spec",
    }
}

built!(PeerAuthentication, spec: PeerAuthenticationSpec);

model! {
    /// What a `PeerAuthentication` asks for.
    pub struct PeerAuthenticationSpec {
        /// The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh.
        selector: WorkloadSelector = "selector",
        /// The mode of every port.
        mtls: MutualTls = "mtls",
        /// The mode of single ports, by the number that the workload listens on.
        port_level_mtls: BTreeMap<String, MutualTls> = "portLevelMtls",
    }
}

model! {
    /// A mode.
    pub struct MutualTls {
        /// The mode; absent is `UNSET`.
        mode: MtlsMode = "mode",
    }
}

spellings! {
    /// Whether callers must come by mutual TLS.
    pub enum MtlsMode {
        /// What the wider policy says; `PERMISSIVE` where there is none. What an absent mode means.
        Unset = "UNSET",
        /// Plaintext.
        Disable = "DISABLE",
        /// Mutual TLS and plaintext.
        Permissive = "PERMISSIVE",
        /// Mutual TLS alone.
        Strict = "STRICT",
    }
}

impl Builder<PeerAuthentication> {
    /// Sets the mode of every port.
    pub fn mode(self, mode: MtlsMode) -> Self {
        self.with_spec(|spec| spec.mtls = Some(MutualTls::default().mode(mode)))
    }

    /// Selects workloads with this label (and the labels of other calls).
    pub fn selector(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.selector.get_or_insert_default().add(key, value))
    }

    /// Sets the mode of one port that the workload listens on.
    pub fn port_mode(self, port: u16, mode: MtlsMode) -> Self {
        self.with_spec(|spec| {
            let ports = spec.port_level_mtls.get_or_insert_default();
            ports.insert(port.to_string(), MutualTls::default().mode(mode));
        })
    }
}

fn check(policy: &PeerAuthentication, check: &mut Checker) {
    check_istio_annotations(&policy.metadata, check);
    let Some(spec) = &policy.spec else { return };
    check_selector(spec.selector.as_ref(), "spec.selector", check);
    let Some(ports) = &spec.port_level_mtls else { return };
    let field = "spec.portLevelMtls";
    let labels = spec.selector.as_ref().and_then(|selector| selector.match_labels.as_ref());
    if labels.is_none_or(BTreeMap::is_empty) {
        check.report(
            rules::PEER_AUTHENTICATION_PORTS_WITHOUT_SELECTOR,
            field,
            "ports are given, but no selector says of which workload",
        );
    }
    if ports.is_empty() {
        check.report(rules::PEER_AUTHENTICATION_PORTS, field, "the field is there, but it names no port");
    }
    for port in ports.keys() {
        if !port.parse::<u16>().is_ok_and(|port| port > 0) {
            let mut at = field.to_owned();
            path::push_key(&mut at, port);
            check.report(rules::PEER_AUTHENTICATION_PORTS, at, "this is no port; ports are 1 to 65535");
        }
    }
}

#[cfg(test)]
mod tests;

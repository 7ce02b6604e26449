//! The edge's CAs, and those that the server names in its request for a certificate: it need not name all that it trusts.

use std::collections::BTreeSet;

use super::connect::name_text;
use super::evidence::{Evidence, ProbeKind};
use super::settings::Probe;
use crate::origin::{CloudflareCa, issues_to_the_public};
use crate::pki::Certificate;
use crate::trust::TrustAnchors;

impl Probe {
    /// Whether the edge's certificate shows whose customer the edge serves.
    pub(super) fn tenant_bound(&self) -> bool {
        let of_all = |anchors: &TrustAnchors| {
            anchors.authorities().iter().any(|authority| {
                matches!(
                    CloudflareCa::recognize(authority),
                    Some(CloudflareCa::SharedPull | CloudflareCa::StalePull)
                )
            })
        };
        let of_name =
            || CloudflareCa::shared_pull_name().is_some_and(|shared| self.edge_names().contains(&shared));
        !self.shared_ca.unwrap_or_else(|| self.edge_ca.as_ref().is_some_and(of_all) || of_name())
    }

    /// The names, in DER, of the CAs that the edge's certificate is known to be of.
    pub(super) fn edge_names(&self) -> Vec<Vec<u8>> {
        let anchors = self.edge_ca.iter().flat_map(TrustAnchors::authorities).map(Certificate::subject_der);
        let chain = self.edge.iter().flat_map(|edge| edge.chain.certificates()).map(Certificate::issuer_der);
        anchors.chain(chain).map(<[u8]>::to_vec).collect()
    }
}

/// What the server's list says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ListedAuthorities {
    /// The most names in one request.
    pub(super) count: usize,
    /// Whether one of the edge's is there.
    pub(super) own: bool,
    /// Whether Cloudflare's CA is there whose certificate all its customers share.
    pub(super) shared: bool,
    /// Those that issue certificates to the public, as text.
    pub(super) public: BTreeSet<String>,
    /// The others that are not the edge's, as text; empty where the edge's are unknown.
    pub(super) others: BTreeSet<String>,
}

impl ListedAuthorities {
    /// `edge` are the names in DER of the edge's own CAs.
    pub(super) fn of(evidence: &[Evidence], edge: &[Vec<u8>]) -> Self {
        let mut listed = Self::default();
        let shared = CloudflareCa::shared_pull_name();
        let direct = |e: &&Evidence| matches!(e.probe, ProbeKind::NoCertificate | ProbeKind::EdgeCertificate);
        for e in evidence.iter().filter(direct) {
            listed.count = listed.count.max(e.ca_count);
            for name in &e.ca_list {
                let text = name_text(name);
                if Some(name) == shared.as_ref() {
                    listed.shared = true;
                } else if issues_to_the_public(&text) {
                    listed.public.insert(text);
                } else if edge.contains(name) {
                    listed.own = true;
                } else if !edge.is_empty() {
                    listed.others.insert(text);
                }
            }
        }
        listed
    }
}

#[cfg(test)]
mod tests;

//! Authorities that are trusted for names, not for a trust domain.

use crate::finding::{Finding, Refusal as _, Subject, rules::trust as r};
use crate::pki::{Certificate, PkiError, pem};

use super::{BundleLimits, TrustError};

/// The authorities that may vouch for servers or for edge clients.
///
/// Peers that are known by DNS name, address or e-mail address have no trust domain that would pick a
/// bundle, so whoever is in here can vouch for any of these names: keep one set for each purpose. For
/// SPIFFE IDs there is [`BundleSet`](super::BundleSet).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustAnchors {
    authorities: Vec<Certificate>,
    findings: Vec<Finding>,
}

impl TrustAnchors {
    /// These authorities. Duplicates are kept once; a certificate that is not a CA is left out and
    /// reported by [`TrustAnchors::findings`].
    pub fn new(authorities: impl IntoIterator<Item = Certificate>) -> Self {
        let mut anchors = Self::default();
        for authority in authorities {
            if anchors.authorities.contains(&authority) {
                continue;
            }
            if authority.is_ca() {
                anchors.authorities.push(authority);
            } else {
                let at = Subject::Certificate(authority.reference(None));
                let message = "left out: not a CA certificate";
                anchors.findings.push(Finding::new(r::BUNDLE_AUTHORITY_NOT_CA, at, message));
            }
        }
        anchors
    }

    /// Reads concatenated PEM certificates (a `ca.crt`, a `ca-certificates.crt`).
    ///
    /// # Errors
    /// Not PEM, another kind of block (a private key, say), a damaged certificate, no certificate at
    /// all, or over the [`BundleLimits`]: the error names line and block.
    pub fn from_pem(pem: &[u8]) -> Result<Self, TrustError> {
        Self::from_pem_with(pem, &BundleLimits::default())
    }

    /// [`TrustAnchors::from_pem`] within other limits.
    ///
    /// # Errors
    /// As there.
    pub fn from_pem_with(pem: &[u8], limits: &BundleLimits) -> Result<Self, TrustError> {
        BundleLimits::check("bytes", pem.len(), limits.max_bytes)?;
        let pki = limits.pki();
        let unreadable =
            |e: PkiError| TrustError::Anchor { reason: e.to_string(), at: Box::new(e.subject()) };
        let blocks = pem::parse(pem, &pki).map_err(unreadable)?;
        let read = blocks.iter().map(|block| Certificate::from_block(block, &pki));
        Ok(Self::new(read.collect::<Result<Vec<_>, _>>().map_err(unreadable)?))
    }

    /// The authorities, in order.
    pub fn authorities(&self) -> &[Certificate] {
        &self.authorities
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.authorities.len()
    }

    /// Whether there is none: nothing would be accepted.
    pub fn is_empty(&self) -> bool {
        self.authorities.is_empty()
    }

    /// What was left out when it was read.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

//! How much of a bundle document is read before it is refused.

use crate::pki::Limits;

use super::TrustError;

/// Limits on bundle documents, so that a hostile or broken source costs little.
///
/// ```
/// use mtls_core::trust::BundleLimits;
/// let mut limits = BundleLimits::default();
/// limits.max_authorities = 4096;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BundleLimits {
    /// Bytes of a document. Default 4 MiB.
    pub max_bytes: usize,
    /// Authorities of one bundle; in SPIFFE JSON the elements of its `keys`, whatever they are. Default 1,024.
    pub max_authorities: usize,
    /// Trust domains of one map or set. Default 16,384.
    pub max_trust_domains: usize,
    /// Elements of all `keys` of one map together. Default 32,768.
    pub max_keys: usize,
    /// Findings that are kept of one document; of further ones only the number is. Default 256.
    pub max_findings: usize,
}

impl Default for BundleLimits {
    fn default() -> Self {
        Self {
            max_bytes: 4 << 20,
            max_authorities: 1024,
            max_trust_domains: 16_384,
            max_keys: 32_768,
            max_findings: 256,
        }
    }
}

impl BundleLimits {
    pub(super) fn pki(&self) -> Limits {
        let mut pki = Limits::default();
        (pki.max_bytes, pki.max_blocks) = (self.max_bytes, self.max_authorities);
        pki
    }

    pub(super) fn check(what: &'static str, size: usize, limit: usize) -> Result<(), TrustError> {
        if size > limit { Err(TrustError::TooLarge { what, size, limit }) } else { Ok(()) }
    }
}

//! Certificates that belong together: a leaf and its issuers.

mod order;

use rustls_pki_types::CertificateDer;
use serde::{Serialize, Serializer};

use super::pem;
use super::{Certificate, Limits, PkiError};
#[cfg(feature = "workload-api")]
use super::{Document, der::Reader};
use crate::finding::Finding;

/// A certificate chain as a peer presents it: the leaf first, then its issuers (RFC 8446 section 4.4.2).
///
/// Holds at least one certificate and at most [`Limits::max_chain`] of them. Reading keeps the order
/// given and judges nothing; [`CertificateChain::check_order`] says what is wrong with it. Serializes
/// as the list of its certificates' records.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CertificateChain {
    leaf: Certificate,
    /// All, the leaf among them.
    all: Vec<Certificate>,
}

impl CertificateChain {
    /// A chain of these certificates, in this order.
    ///
    /// # Errors
    /// [`PkiError::ChainEmpty`], [`PkiError::ChainTooLong`] by [`Limits::default`].
    pub fn new(certificates: impl IntoIterator<Item = Certificate>) -> Result<Self, PkiError> {
        Self::new_with(certificates, &Limits::default())
    }

    /// [`CertificateChain::new`] with other limits.
    ///
    /// # Errors
    /// [`PkiError::ChainEmpty`], [`PkiError::ChainTooLong`].
    pub fn new_with(
        certificates: impl IntoIterator<Item = Certificate>,
        limits: &Limits,
    ) -> Result<Self, PkiError> {
        Self::collect(certificates.into_iter().map(Ok), limits)
    }

    /// Reads the certificates of a PEM text.
    ///
    /// # Errors
    /// Those of [`pem::parse`](super::pem::parse); [`PkiError::WrongKind`] for a block that is no
    /// certificate (a private key in such a file may be published with it); those of
    /// [`Certificate::from_der`] within [`PkiError::InBlock`]; [`PkiError::ChainTooLong`].
    pub fn from_pem(pem: &[u8]) -> Result<Self, PkiError> {
        Self::from_pem_with(pem, &Limits::default())
    }

    /// [`CertificateChain::from_pem`] with other limits.
    ///
    /// # Errors
    /// Those of [`CertificateChain::from_pem`].
    pub fn from_pem_with(pem: &[u8], limits: &Limits) -> Result<Self, PkiError> {
        let blocks = pem::parse(pem, limits)?;
        Self::collect(blocks.iter().map(|block| Certificate::from_block(block, limits)), limits)
    }

    /// Reads certificates in DER, one an element.
    ///
    /// # Errors
    /// Those of [`Certificate::from_der`]; [`PkiError::ChainEmpty`], [`PkiError::ChainTooLong`].
    pub fn from_der<D: AsRef<[u8]>>(certificates: impl IntoIterator<Item = D>) -> Result<Self, PkiError> {
        let limits = Limits::default();
        let read = certificates.into_iter().map(|der| Certificate::from_der_with(der.as_ref(), &limits));
        Self::collect(read, &limits)
    }

    /// Reads DER certificates that stand one behind the other, as the SPIFFE Workload API sends them.
    #[cfg(feature = "workload-api")]
    pub(crate) fn from_der_run(der: &[u8]) -> Result<Self, PkiError> {
        let limits = Limits::default();
        let mut reader = Reader::new(der);
        let next = || {
            (!reader.is_empty()).then(|| match reader.next() {
                Ok(element) => Certificate::from_der_with(element.raw, &limits),
                Err(reason) => Err(PkiError::malformed(Document::Certificate, reason)),
            })
        };
        Self::collect(std::iter::from_fn(next), &limits)
    }

    /// Reads PEM, or the DER of a single certificate, whichever it is.
    ///
    /// # Errors
    /// Those of [`CertificateChain::from_pem`] and [`Certificate::from_der`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PkiError> {
        if pem::is_der(bytes) { Self::from_der([bytes]) } else { Self::from_pem(bytes) }
    }

    /// Stops at the first certificate too many, so that a long list costs no more than the limit.
    fn collect(
        certificates: impl Iterator<Item = Result<Certificate, PkiError>>,
        limits: &Limits,
    ) -> Result<Self, PkiError> {
        let mut all = Vec::new();
        for certificate in certificates {
            if all.len() >= limits.max_chain {
                return Err(PkiError::ChainTooLong { limit: limits.max_chain });
            }
            all.push(certificate?);
        }
        let leaf = all.first().cloned().ok_or(PkiError::ChainEmpty)?;
        Ok(Self { leaf, all })
    }

    /// All certificates, in the order given.
    pub fn certificates(&self) -> &[Certificate] {
        &self.all
    }

    /// The first certificate.
    pub fn leaf(&self) -> &Certificate {
        &self.leaf
    }

    /// All but the first.
    pub fn issuers(&self) -> &[Certificate] {
        self.all.get(1..).unwrap_or_default()
    }

    /// How many certificates; at least 1.
    #[allow(clippy::len_without_is_empty, reason = "a chain is never empty")]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The certificates' bytes, as TLS stacks take them.
    pub fn to_der(&self) -> Vec<CertificateDer<'static>> {
        self.all.iter().map(|certificate| certificate.der().clone()).collect()
    }

    /// The certificates as PEM blocks, one after the other.
    pub fn to_pem(&self) -> String {
        self.all.iter().map(Certificate::to_pem).collect()
    }

    /// What is wrong with the order and the set of certificates: out of order, a gap, duplicates,
    /// an issuer with another key, certificates that do not belong, a root that need not be sent.
    /// Empty for a chain that every peer takes.
    ///
    /// Looks at names, key identifiers and kinds of signature; verifies no signature and no date.
    pub fn check_order(&self) -> Vec<Finding> {
        order::check(&self.all)
    }

    /// The same certificates with the leaf first and each one's issuer behind it; duplicates are dropped.
    ///
    /// # Errors
    /// [`PkiError::ChainUnsortable`] when they form no single chain in any order.
    pub fn sorted(&self) -> Result<Self, PkiError> {
        let all = order::sorted(&self.all)?;
        let leaf = all.first().cloned().ok_or(PkiError::ChainEmpty)?;
        Ok(Self { leaf, all })
    }
}

impl Serialize for CertificateChain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.all)
    }
}

impl<'a> IntoIterator for &'a CertificateChain {
    type Item = &'a Certificate;
    type IntoIter = std::slice::Iter<'a, Certificate>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests;

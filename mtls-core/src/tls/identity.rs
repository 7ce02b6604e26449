//! What this side presents.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use rustls::crypto::{CryptoProvider, KeyProvider};
use rustls::sign::CertifiedKey;
use rustls_pki_types::UnixTime;

use crate::finding::excerpt;
use crate::identity::SpiffeId;
use crate::pki::{Certificate, CertificateChain, PrivateKey, time};

use super::{TlsError, provider};

/// A certificate chain and its private key, checked to belong together. Cheap to clone; `Debug` shows no key.
#[derive(Clone)]
pub struct Identity {
    chain: CertificateChain,
    key: Arc<PrivateKey>,
    /// What the provider that asked last has made of it.
    certified: Arc<ArcSwapOption<Certified>>,
}

struct Certified {
    by: &'static dyn KeyProvider,
    key: Arc<CertifiedKey>,
}

impl Identity {
    /// Leaf, intermediates and the leaf's key.
    ///
    /// # Errors
    /// [`TlsError::KeyMismatch`], or [`TlsError::KeyUnusable`] for a key whose public half cannot be derived.
    pub fn new(chain: CertificateChain, key: PrivateKey) -> Result<Self, TlsError> {
        let matches =
            key.matches(chain.leaf()).map_err(|e| TlsError::KeyUnusable { reason: e.to_string() })?;
        if !matches {
            return Err(TlsError::KeyMismatch { subject: title(chain.leaf()) });
        }
        Ok(Self { chain, key: Arc::new(key), certified: Arc::default() })
    }

    /// The SPIFFE ID of the leaf, where it has one.
    pub fn spiffe_id(&self) -> Option<&SpiffeId> {
        self.chain.leaf().spiffe_id()
    }

    /// Whether TLS can sign with the key, by the built-in provider.
    ///
    /// # Errors
    /// [`TlsError::KeyUnusable`] with the reason; [`TlsError::NoProvider`].
    pub fn check_key(&self) -> Result<(), TlsError> {
        self.certified(&*provider::built_in()?).map(drop)
    }

    /// When the first certificate of the chain expires.
    pub(super) fn expires_at(&self) -> UnixTime {
        let ends = self.chain.certificates().iter().map(|certificate| certificate.not_after());
        ends.min().unwrap_or_else(|| self.chain.leaf().not_after())
    }

    /// An identity that every peer would refuse is not put in the place of one that they take.
    pub(super) fn check_dates(&self, at: UnixTime) -> Result<(), TlsError> {
        match self.chain.certificates().iter().find(|certificate| !certificate.is_valid_at(at)) {
            None => Ok(()),
            Some(certificate) => Err(TlsError::IdentityDates {
                certificate: title(certificate),
                from: time::rfc3339(certificate.not_before()),
                to: time::rfc3339(certificate.not_after()),
            }),
        }
    }

    /// The chain, leaf first.
    pub fn chain(&self) -> &CertificateChain {
        &self.chain
    }

    /// The leaf's key, for another TLS stack that is to present the same.
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// Certificate and key as rustls takes them. Made once, as long as it is the same provider that asks.
    pub(super) fn certified(&self, provider: &CryptoProvider) -> Result<Arc<CertifiedKey>, TlsError> {
        let by = provider.key_provider;
        if let Some(made) = self.certified.load().as_ref().filter(|made| same(made.by, by)) {
            return Ok(Arc::clone(&made.key));
        }
        let key = by
            .load_private_key(self.key.to_pki_types())
            .map_err(|e| TlsError::KeyUnusable { reason: e.to_string() })?;
        let key = Arc::new(CertifiedKey::new(self.chain.to_der(), key));
        self.certified.store(Some(Arc::new(Certified { by, key: Arc::clone(&key) })));
        Ok(key)
    }
}

/// Providers have no size, mostly, so two may stand at one address: their types must be one too.
#[allow(
    ambiguous_wide_pointer_comparisons,
    reason = "a type with two vtables is taken for two providers, which costs one more reading of the key"
)]
fn same(a: &'static dyn KeyProvider, b: &'static dyn KeyProvider) -> bool {
    std::ptr::eq(a, b)
}

/// A certificate by what tells most of it.
fn title(certificate: &Certificate) -> String {
    let name = match certificate.spiffe_id() {
        Some(id) => id.as_str(),
        None => Some(certificate.subject())
            .filter(|subject| !subject.is_empty())
            .or_else(|| certificate.dns_names().first().map(String::as_str))
            .unwrap_or_default(),
    };
    if name.is_empty() { format!("the serial number {}", certificate.serial()) } else { excerpt(name) }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("spiffe_id", &self.spiffe_id()).finish_non_exhaustive()
    }
}

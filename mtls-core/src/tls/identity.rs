//! What this side presents.

use std::fmt;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::sign::CertifiedKey;

use crate::identity::SpiffeId;
use crate::pki::{CertificateChain, PrivateKey};

use super::TlsError;

/// A certificate chain and its private key, checked to belong together. Cheap to clone; `Debug` shows no key.
#[derive(Clone)]
pub struct Identity {
    chain: CertificateChain,
    key: Arc<PrivateKey>,
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
            let leaf = chain.leaf();
            let subject = leaf.spiffe_id().map_or_else(|| leaf.subject().to_owned(), |id| id.to_string());
            return Err(TlsError::KeyMismatch { subject });
        }
        Ok(Self { chain, key: Arc::new(key) })
    }

    /// The SPIFFE ID of the leaf, where it has one.
    pub fn spiffe_id(&self) -> Option<&SpiffeId> {
        self.chain.leaf().spiffe_id()
    }

    /// The chain, leaf first.
    pub fn chain(&self) -> &CertificateChain {
        &self.chain
    }

    pub(super) fn certified(&self, provider: &CryptoProvider) -> Result<Arc<CertifiedKey>, TlsError> {
        let key = provider
            .key_provider
            .load_private_key(self.key.to_pki_types())
            .map_err(|e| TlsError::KeyUnusable { reason: e.to_string() })?;
        Ok(Arc::new(CertifiedKey::new(self.chain.to_der(), key)))
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("spiffe_id", &self.spiffe_id()).finish_non_exhaustive()
    }
}

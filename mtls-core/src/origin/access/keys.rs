//! A team's keys, held while they change.

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;

use super::jwks::KeySet;
use crate::finding::Finding;
use crate::origin::OriginError;

/// The keys of a team of Cloudflare Access, by which its tokens are checked. Clones share one set: what one takes in, all have.
///
/// Access changes its keys every six weeks, and takes the old ones for seven days more. Feed it what
/// [`AccessPolicy::keys_url`](super::AccessPolicy::keys_url) answers; with the feature `federation` an `AccessKeysClient` does so. A
/// set that is refused changes nothing. Readers take no lock.
#[derive(Clone)]
pub struct AccessKeys(Arc<ArcSwap<KeySet>>);

impl AccessKeys {
    /// No keys yet: every token is refused.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(ArcSwap::from_pointee(KeySet::default())))
    }

    /// The keys of a JSON Web Key Set.
    ///
    /// # Errors
    /// As [`replace`](Self::replace).
    pub fn from_jwks(jwks: &[u8]) -> Result<Self, OriginError> {
        Ok(Self(Arc::new(ArcSwap::from_pointee(KeySet::read(jwks)?))))
    }

    /// Takes a new set in the place of the old one. True if it is another.
    ///
    /// Only RSA keys with a name of their own that may check RS256 count; others are passed over, and reported by
    /// [`findings`](Self::findings). Cloudflare's `public_cert` is never used.
    ///
    /// # Errors
    /// [`OriginError::AccessKeys`]: no JSON, a member that stands twice, more than 256 KiB or 64 keys, two keys of one name, a
    /// private or symmetric key, or none that can be used. What was there stays.
    pub fn replace(&self, jwks: &[u8]) -> Result<bool, OriginError> {
        let new = KeySet::read(jwks)?;
        let changed = *self.0.load_full() != new;
        if changed {
            self.0.store(Arc::new(new));
        }
        Ok(changed)
    }

    /// The names of the keys (`kid`).
    #[must_use]
    pub fn key_ids(&self) -> Vec<String> {
        self.0.load().keys.keys().cloned().collect()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.load().keys.is_empty()
    }

    /// Which keys of the set were passed over, and why.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.0.load().findings.clone()
    }

    /// The key as RSAPublicKey in DER.
    pub(super) fn key(&self, id: &str) -> Option<Vec<u8>> {
        self.0.load().keys.get(id).cloned()
    }
}

impl Default for AccessKeys {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for AccessKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AccessKeys").field(&self.key_ids()).finish()
    }
}

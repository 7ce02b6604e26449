//! An identity that is replaced while it is in use.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use rustls::client::ResolvesClientCert;
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::{Identity, TlsError};

/// A handle on the [`Identity`] in force. All clones of a handle see the same one.
///
/// Every handshake presents the identity that is in force when it needs one; connections that are there stay as they are.
/// [`IdentityFiles`](super::IdentityFiles) replaces it whenever its files hold a new one.
#[derive(Clone)]
pub struct LiveIdentity(Arc<Live>);

struct Live {
    identity: ArcSwap<Identity>,
    withdrawn: AtomicBool,
}

impl LiveIdentity {
    /// A handle on this identity.
    pub fn new(identity: Identity) -> Self {
        Self(Arc::new(Live { identity: ArcSwap::from_pointee(identity), withdrawn: AtomicBool::new(false) }))
    }

    /// The identity in force, or the one that was in force last if it is [withdrawn](Self::withdraw).
    pub fn current(&self) -> Identity {
        self.0.identity.load().as_ref().clone()
    }

    /// Puts another identity in force and gives the one that was.
    ///
    /// A configuration whose provider cannot use the new key goes on with the old one;
    /// [`Identity::check_key`] tells beforehand.
    pub fn replace(&self, identity: Identity) -> Identity {
        let before = self.0.identity.swap(Arc::new(identity)).as_ref().clone();
        self.0.withdrawn.store(false, Ordering::Release);
        before
    }

    /// Presents no identity any more, until [`replace`](Self::replace) puts one in force: a server ends every handshake with
    /// the alert `access_denied`, and a client answers a request for a certificate with none.
    ///
    /// Used when the identity is no longer this process's, as when a SPIFFE agent denies it (SPIFFE Workload API
    /// section 5.2). Connections that are there stay as they are.
    pub fn withdraw(&self) {
        self.0.withdrawn.store(true, Ordering::Release);
    }

    /// Whether no identity is presented.
    pub fn is_withdrawn(&self) -> bool {
        self.0.withdrawn.load(Ordering::Acquire)
    }
}

impl From<Identity> for LiveIdentity {
    fn from(identity: Identity) -> Self {
        Self::new(identity)
    }
}

impl From<&Identity> for LiveIdentity {
    fn from(identity: &Identity) -> Self {
        Self::new(identity.clone())
    }
}

impl fmt::Debug for LiveIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LiveIdentity").field(&self.0.identity.load()).finish()
    }
}

/// Presents the identity in force, to servers and clients alike.
pub(super) struct Presented {
    identity: LiveIdentity,
    provider: Arc<CryptoProvider>,
    /// The last that the provider could use.
    last: ArcSwap<CertifiedKey>,
}

impl Presented {
    /// The key is tried now, so that a configuration is not built over one that cannot sign.
    pub(super) fn new(
        identity: &LiveIdentity,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Arc<Self>, TlsError> {
        let last = ArcSwap::new(identity.0.identity.load().certified(provider)?);
        Ok(Arc::new(Self { identity: identity.clone(), provider: Arc::clone(provider), last }))
    }

    fn now(&self) -> Option<Arc<CertifiedKey>> {
        if self.identity.is_withdrawn() {
            return None;
        }
        let last = self.last.load_full();
        match self.identity.0.identity.load().certified(&self.provider) {
            Ok(key) if Arc::ptr_eq(&key, &last) => Some(key),
            Ok(key) => {
                self.last.store(Arc::clone(&key));
                Some(key)
            }
            Err(_) => Some(last),
        }
    }
}

impl ResolvesServerCert for Presented {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.now()
    }
}

impl ResolvesClientCert for Presented {
    // The server's hints are no reason to be silent: it may know our authority by another name.
    fn resolve(&self, _: &[&[u8]], _: &[rustls::SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.now()
    }

    fn has_certs(&self) -> bool {
        true
    }
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Presented").field(&self.identity).finish()
    }
}

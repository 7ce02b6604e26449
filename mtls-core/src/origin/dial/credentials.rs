//! What the client presents, and the sessions that it resumes.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::NamedGroup;
use rustls::SignatureScheme;
use rustls::client::{
    ClientSessionMemoryCache, ClientSessionStore, ResolvesClientCert, Tls12ClientSessionValue,
    Tls13ClientSessionValue,
};
use rustls::crypto::CryptoProvider;
use rustls::sign::CertifiedKey;
use rustls_pki_types::{CertificateDer, IpAddr, Ipv4Addr, ServerName};
use tokio::sync::{Mutex, MutexGuard};

use crate::pki::{CertificateChain, PrivateKey};
use crate::tls::{TlsError, built_in};

use super::recorder::Recorder;

/// A certificate or none, sent whatever CAs the server lists in its request. Cheap to clone; `Debug` shows no key.
#[derive(Clone)]
pub(crate) struct Credentials {
    certificate: Option<Arc<CertifiedKey>>,
    shared: Option<Arc<Shared>>,
}

/// What connections must have in common for rustls to resume the session of one in another.
struct Shared {
    parts: OnceLock<(Arc<Recorder>, Arc<dyn ResolvesClientCert>)>,
    store: Arc<dyn ClientSessionStore>,
    turn: Mutex<()>,
}

impl Credentials {
    /// No certificate; requests for one are recorded.
    pub(crate) fn none() -> Self {
        Self { certificate: None, shared: None }
    }

    /// A chain with its leaf's key. Neither dates nor usages are looked at, nor whether they belong together.
    ///
    /// # Errors
    /// [`TlsError::KeyUnusable`], [`TlsError::NoProvider`].
    pub(crate) fn new(chain: &CertificateChain, key: &PrivateKey) -> Result<Self, TlsError> {
        Self::from_der(chain.to_der(), key)
    }

    /// The same with a chain in DER, which need not be readable.
    ///
    /// # Errors
    /// [`TlsError::KeyUnusable`], [`TlsError::NoProvider`].
    pub(crate) fn from_der(chain: Vec<CertificateDer<'static>>, key: &PrivateKey) -> Result<Self, TlsError> {
        let key = built_in()?
            .key_provider
            .load_private_key(key.to_pki_types())
            .map_err(|e| TlsError::KeyUnusable { reason: e.to_string() })?;
        Ok(Self { certificate: Some(Arc::new(CertifiedKey::new(chain, key))), shared: None })
    }

    /// The same with a session store of its own, which all clones of it share: sessions are resumed whatever name and
    /// address they were made for. Handshakes with it wait for one another.
    #[must_use]
    pub(crate) fn resuming(&self) -> Self {
        let store = Arc::new(AnyName(ClientSessionMemoryCache::new(8)));
        let shared = Shared { parts: OnceLock::new(), store, turn: Mutex::new(()) };
        Self { certificate: self.certificate.clone(), shared: Some(Arc::new(shared)) }
    }

    pub(super) fn for_one(&self, provider: &CryptoProvider) -> ForOne {
        let fresh = || {
            let recorder = Recorder::new(provider);
            let resolver =
                AlwaysSend { certificate: self.certificate.clone(), recorder: Arc::clone(&recorder) };
            (recorder, Arc::new(resolver) as Arc<dyn ResolvesClientCert>)
        };
        let (recorder, resolver) = match &self.shared {
            None => fresh(),
            Some(shared) => shared.parts.get_or_init(fresh).clone(),
        };
        let store = self.shared.as_ref().map(|shared| Arc::clone(&shared.store));
        ForOne { recorder, resolver, store, shared: self.shared.clone() }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("certificate", &self.certificate.is_some())
            .field("resuming", &self.shared.is_some())
            .finish()
    }
}

/// What one connection is configured with.
pub(super) struct ForOne {
    pub(super) recorder: Arc<Recorder>,
    pub(super) resolver: Arc<dyn ResolvesClientCert>,
    pub(super) store: Option<Arc<dyn ClientSessionStore>>,
    shared: Option<Arc<Shared>>,
}

impl ForOne {
    pub(super) async fn turn(&self) -> Option<MutexGuard<'_, ()>> {
        match &self.shared {
            None => None,
            Some(shared) => Some(shared.turn.lock().await),
        }
    }
}

/// Sends its certificate whatever CAs the server names: the ones of OpenSSL and browsers keep back what does not fit,
/// and a probe by them proves nothing.
struct AlwaysSend {
    certificate: Option<Arc<CertifiedKey>>,
    recorder: Arc<Recorder>,
}

impl ResolvesClientCert for AlwaysSend {
    fn resolve(&self, ca_names: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let sent = self.certificate.as_ref().is_some_and(|own| own.key.choose_scheme(schemes).is_some());
        self.recorder.requested(ca_names, sent);
        self.certificate.clone()
    }

    fn has_certs(&self) -> bool {
        self.certificate.is_some()
    }
}

impl fmt::Debug for AlwaysSend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AlwaysSend")
    }
}

/// Sessions of all names in one place.
#[derive(Debug)]
struct AnyName(ClientSessionMemoryCache);

fn one_name() -> ServerName<'static> {
    ServerName::IpAddress(IpAddr::V4(Ipv4Addr::from([0, 0, 0, 0])))
}

impl ClientSessionStore for AnyName {
    fn set_kx_hint(&self, _: ServerName<'static>, group: NamedGroup) {
        self.0.set_kx_hint(one_name(), group);
    }

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        self.0.kx_hint(&one_name())
    }

    fn set_tls12_session(&self, _: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.0.set_tls12_session(one_name(), value);
    }

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.0.tls12_session(&one_name())
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {
        self.0.remove_tls12_session(&one_name());
    }

    fn insert_tls13_ticket(&self, _: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.0.insert_tls13_ticket(one_name(), value);
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.0.take_tls13_ticket(&one_name())
    }
}

//! An identity from files.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustls_pki_types::UnixTime;

use super::{Identity, LiveIdentity};
use crate::finding;
use crate::finding::Refusal;
use crate::pki::{CertificateChain, Limits, PrivateKey};
use crate::trust::source::{
    Contents, Keeper, Listener, Loaded, SourceError, SourceEvent, SourceState, Watch, lock, now, read,
    settled, watch,
};

/// Of files that are no part of a Kubernetes volume.
const SETTLE: Duration = Duration::from_millis(200);

/// Names the PEM files of a certificate chain and its private key.
///
/// Works for a mounted Secret, for what cert-manager's CSI driver or an agent writes, and for files that are copied by hand.
///
/// ```no_run
/// # use std::time::Duration;
/// # use mtls_core::tls::{self, IdentityFiles};
/// # use mtls_core::verify::ChainVerifier;
/// # fn set_up(verifier: ChainVerifier) -> Result<rustls::ServerConfig, Box<dyn std::error::Error>> {
/// let source = IdentityFiles::directory("/var/run/secrets/tls").open()?;
/// source.watch(Duration::from_secs(5))?;
/// let server = tls::server(source.identity(), verifier).allow_any_verified_peer().build()?;
/// # Ok(server)
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct IdentityFiles {
    chain: PathBuf,
    key: PathBuf,
    settle: Duration,
    warn_before: Option<Duration>,
    listener: Listener,
}

impl IdentityFiles {
    /// The chain, leaf first, and the leaf's key. Both may be one file.
    pub fn new(chain: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        Self {
            chain: chain.into(),
            key: key.into(),
            settle: SETTLE,
            warn_before: None,
            listener: Listener::default(),
        }
    }

    /// `tls.crt` and `tls.key` in a directory: a Secret of type `kubernetes.io/tls`, mounted.
    pub fn directory(directory: impl Into<PathBuf>) -> Self {
        let directory = directory.into();
        Self::new(directory.join("tls.crt"), directory.join("tls.key"))
    }

    /// For how long files that are no part of a Kubernetes volume must stay the same before they are taken. Default: 200 ms. A
    /// writer that pauses for longer in the middle of a file must rename a finished one into place instead.
    #[must_use]
    pub fn settle(mut self, settle: Duration) -> Self {
        self.settle = settle;
        self
    }

    /// How long before the first certificate of the chain expires to begin to warn. Default: the last quarter of the leaf's
    /// validity. Agents renew at half of it.
    #[must_use]
    pub fn warn_before(mut self, warn_before: Duration) -> Self {
        self.warn_before = Some(warn_before);
        self
    }

    /// Hears of what happens, on the thread that looks.
    #[must_use]
    pub fn on_event(mut self, listener: impl Fn(&SourceEvent) + Send + Sync + 'static) -> Self {
        self.listener = Listener::new(listener);
        self
    }

    /// Reads the files. Takes as long as the settling time where they are no part of a Kubernetes volume.
    ///
    /// # Errors
    /// A file that cannot be read or is refused, a key that is not the certificate's or that TLS cannot use, a certificate
    /// that has expired or is not valid yet.
    pub fn open(self) -> Result<IdentitySource, SourceError> {
        let name = match self.chain == self.key {
            true => finding::path(&self.chain),
            false => format!("{}, {}", finding::path(&self.chain), finding::path(&self.key)),
        };
        let mut keeper = Keeper::new(name, self.settle);
        let mut first = None;
        settled(self.settle, || {
            first = self.look(&mut keeper, now());
            self.listener.tell(&keeper.take_events());
            match (&first, &keeper.state().last_error) {
                (None, Some(e)) => Err(e.clone()),
                _ => Ok(first.is_some()),
            }
        })?;
        let identity = first.ok_or(SourceError::NoFile)?;
        Ok(IdentitySource(Arc::new(Shared {
            identity: LiveIdentity::new(identity),
            files: self,
            keeper: Mutex::new(keeper),
            watch: Mutex::default(),
        })))
    }

    fn look(&self, keeper: &mut Keeper, now: (Instant, UnixTime)) -> Option<Identity> {
        let contents = read(&[self.chain.clone(), self.key.clone()], Limits::default().max_bytes);
        keeper.offer(contents, now, |contents| self.parse(contents, now.1))
    }

    fn parse(&self, contents: &Contents, at: UnixTime) -> Result<Loaded<Identity>, SourceError> {
        let [chain, key] = contents.files.as_slice() else {
            return Err(SourceError::NoFile);
        };
        let of_chain = |e: &dyn Refusal| SourceError::content(&self.chain, e);
        let of_key = |e: &dyn Refusal| SourceError::content(&self.key, e);
        let chain = CertificateChain::from_pem(chain).map_err(|e| of_chain(&e))?;
        let key = PrivateKey::from_pem(key).map_err(|e| of_key(&e))?;
        let identity = Identity::new(chain, key).map_err(|e| of_key(&e))?;
        identity.check_key().map_err(|e| of_key(&e))?;
        identity.check_dates(at).map_err(|e| of_chain(&e))?;
        let (expires_at, warn_at) = self.expiry(&identity);
        Ok(Loaded { item: identity, expires_at: Some(expires_at), warn_at: Some(warn_at) })
    }

    /// When the first certificate of the chain expires, and when to warn of it.
    fn expiry(&self, identity: &Identity) -> (UnixTime, UnixTime) {
        let leaf = identity.chain().leaf();
        let expires = identity.expires_at().as_secs();
        let validity = expires.saturating_sub(leaf.not_before().as_secs());
        let before =
            self.warn_before.map_or(validity.checked_div(4).unwrap_or_default(), |before| before.as_secs());
        let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        (at(expires), at(expires.saturating_sub(before)))
    }
}

/// The identity of [`IdentityFiles`], kept current. Clones show the same source.
#[derive(Clone)]
pub struct IdentitySource(Arc<Shared>);

struct Shared {
    files: IdentityFiles,
    identity: LiveIdentity,
    keeper: Mutex<Keeper>,
    watch: Mutex<Option<Watch>>,
}

impl IdentitySource {
    /// The identity for [`server`](super::server) and [`client`](super::client); it follows the files.
    pub fn identity(&self) -> LiveIdentity {
        self.0.identity.clone()
    }

    /// How the files are doing.
    pub fn state(&self) -> SourceState {
        lock(&self.0.keeper).state().clone()
    }

    /// Looks at the files now. Whether a new identity was taken; [`state`](Self::state) says what went wrong.
    ///
    /// Files that are no part of a Kubernetes volume are taken at the first look after their settling time.
    pub fn poll(&self) -> bool {
        self.0.poll(now())
    }

    /// Looks at the files every `interval` from now on, until [`unwatch`](Self::unwatch) or until the last clone of this
    /// source is dropped. An interval under 10 ms counts as that.
    ///
    /// # Errors
    /// [`SourceError::NoThread`].
    pub fn watch(&self, interval: Duration) -> Result<(), SourceError> {
        watch(&self.0, &self.0.watch, interval, |shared| _ = shared.poll(now()))
    }

    /// Stops looking; a look under way is waited for, unless it is what calls.
    pub fn unwatch(&self) {
        let watch = lock(&self.0.watch).take();
        drop(watch);
    }
}

impl Shared {
    fn poll(&self, now: (Instant, UnixTime)) -> bool {
        let mut keeper = lock(&self.keeper);
        let news = self.files.look(&mut keeper, now);
        let taken = news.is_some();
        if let Some(identity) = news {
            // Under the keeper's lock, so that of two looks the later one wins.
            self.identity.replace(identity);
        }
        let events = keeper.take_events();
        drop(keeper);
        self.files.listener.tell(&events);
        taken
    }
}

impl fmt::Debug for IdentitySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentitySource")
            .field("files", &self.0.files)
            .field("identity", &self.0.identity)
            .finish_non_exhaustive()
    }
}

//! Trust bundles from files.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustls_pki_types::UnixTime;

use super::{
    BundleFeed, BundleSink, Contents, Keeper, Listener, Loaded, Sinks, SourceError, SourceEvent, SourceState,
    Watch, lock, now, read, settled, watch,
};
use crate::finding;
use crate::identity::TrustDomain;
use crate::trust::{BundleLimits, BundleSet, TrustBundle};

/// Of a file that is no part of a Kubernetes volume.
const SETTLE: Duration = Duration::from_millis(200);
/// Before the last authority of a bundle expires.
const WARN: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Names the files that trust bundles are read from: one for each trust domain, PEM or a SPIFFE bundle document.
///
/// ```no_run
/// # use std::time::Duration;
/// # use mtls_core::identity::TrustDomain;
/// # use mtls_core::trust::source::BundleFiles;
/// # use mtls_core::verify::{ChainVerifier, LiveVerifier};
/// let mesh = TrustDomain::parse("cluster.local")?;
/// let source = BundleFiles::new()
///     .file(mesh, "/var/run/secrets/istio/root-cert.pem")
///     .on_event(|event| eprintln!("{event:?}"))
///     .open()?;
/// let live = LiveVerifier::new(ChainVerifier::builder(source.bundles()).build()?);
/// live.follow(&source);
/// source.watch(Duration::from_secs(5))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct BundleFiles {
    files: Vec<(TrustDomain, PathBuf)>,
    settle: Duration,
    warn_before: Duration,
    limits: BundleLimits,
    listener: Listener,
}

impl Default for BundleFiles {
    fn default() -> Self {
        Self {
            files: Vec::new(),
            settle: SETTLE,
            warn_before: WARN,
            limits: BundleLimits::default(),
            listener: Listener::default(),
        }
    }
}

impl BundleFiles {
    /// No file yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the bundle of this trust domain from `path`. A second file for the same trust domain replaces the first.
    #[must_use]
    pub fn file(mut self, trust_domain: TrustDomain, path: impl Into<PathBuf>) -> Self {
        self.files.retain(|(known, _)| *known != trust_domain);
        self.files.push((trust_domain, path.into()));
        self
    }

    /// For how long a file that is no part of a Kubernetes volume must stay the same before it is taken. Default: 200 ms. A
    /// writer that pauses for longer in the middle of a file must rename a finished one into place instead.
    #[must_use]
    pub fn settle(mut self, settle: Duration) -> Self {
        self.settle = settle;
        self
    }

    /// How long before the last authority of a bundle expires to begin to warn. Default: 30 days.
    #[must_use]
    pub fn warn_before(mut self, warn_before: Duration) -> Self {
        self.warn_before = warn_before;
        self
    }

    /// Within other limits on the files.
    #[must_use]
    pub fn limits(mut self, limits: BundleLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Hears of what happens, on the thread that looks.
    #[must_use]
    pub fn on_event(mut self, listener: impl Fn(&SourceEvent) + Send + Sync + 'static) -> Self {
        self.listener = Listener::new(listener);
        self
    }

    /// Reads all files. Takes as long as the settling time where a file is no part of a Kubernetes volume.
    ///
    /// # Errors
    /// A file that cannot be read or is refused, or no file at all. A source begins whole or not at all; it is only later
    /// that a bad file is left out.
    pub fn open(self) -> Result<BundleSource, SourceError> {
        if self.files.is_empty() {
            return Err(SourceError::NoFile);
        }
        let mut domains: Vec<Domain> = self.files.iter().map(|file| Domain::new(file, &self)).collect();
        let mut bundles: Vec<Option<TrustBundle>> = vec![None; domains.len()];
        settled(self.settle, || {
            for (domain, bundle) in
                domains.iter_mut().zip(&mut bundles).filter(|(_, bundle)| bundle.is_none())
            {
                *bundle = domain.look(&self, now());
                self.listener.tell(&domain.keeper.take_events());
                if let (None, Some(e)) = (&bundle, &domain.keeper.state().last_error) {
                    return Err(e.clone());
                }
            }
            Ok(bundles.iter().all(Option::is_some))
        })?;
        let set =
            bundles.into_iter().flatten().fold(BundleSet::default(), |set, bundle| set.with_bundle(bundle));
        Ok(BundleSource(Arc::new(Shared {
            files: self,
            looks: Mutex::new(Looks { domains, set }),
            sinks: Sinks::default(),
            watch: Mutex::default(),
        })))
    }

    fn parse(
        &self,
        domain: &TrustDomain,
        path: &Path,
        contents: &Contents,
    ) -> Result<Loaded<TrustBundle>, SourceError> {
        let bytes = contents.files.first().map(|file| file.as_slice()).unwrap_or_default();
        let is_json = bytes.trim_ascii_start().first() == Some(&b'{');
        let bundle = if is_json {
            TrustBundle::from_spiffe_json_with(domain.clone(), bytes, &self.limits)
        } else {
            TrustBundle::from_pem_with(domain.clone(), bytes, &self.limits)
        };
        let bundle = bundle.map_err(|e| SourceError::content(path, &e))?;
        let expires_at = bundle.authorities().iter().map(crate::pki::Certificate::not_after).max();
        let warn_at = expires_at.map(|at| {
            UnixTime::since_unix_epoch(Duration::from_secs(
                at.as_secs().saturating_sub(self.warn_before.as_secs()),
            ))
        });
        Ok(Loaded { item: bundle, expires_at, warn_at })
    }
}

/// One file, from look to look.
#[derive(Debug)]
struct Domain {
    trust_domain: TrustDomain,
    path: PathBuf,
    keeper: Keeper,
}

impl Domain {
    fn new((trust_domain, path): &(TrustDomain, PathBuf), files: &BundleFiles) -> Self {
        let keeper = Keeper::new(finding::path(path), files.settle);
        Self { trust_domain: trust_domain.clone(), path: path.clone(), keeper }
    }

    fn look(&mut self, files: &BundleFiles, now: (Instant, UnixTime)) -> Option<TrustBundle> {
        let contents = read(std::slice::from_ref(&self.path), files.limits.max_bytes);
        let (domain, path) = (&self.trust_domain, &self.path);
        self.keeper.offer(contents, now, |contents| files.parse(domain, path, contents))
    }
}

struct Shared {
    files: BundleFiles,
    looks: Mutex<Looks>,
    sinks: Sinks,
    watch: Mutex<Option<Watch>>,
}

struct Looks {
    domains: Vec<Domain>,
    set: BundleSet,
}

/// The bundles of [`BundleFiles`], kept current. Clones show the same source.
///
/// Each trust domain stands for itself: a file that goes bad leaves the other bundles as they are, and its own as it was. A
/// file that is taken away withdraws nothing, since it cannot be told from one that is being replaced; a bundle document
/// with no keys does (`{"keys": []}`).
#[derive(Clone)]
pub struct BundleSource(Arc<Shared>);

impl BundleSource {
    /// The last good bundles.
    pub fn bundles(&self) -> BundleSet {
        lock(&self.0.looks).set.clone()
    }

    /// How the file of each trust domain is doing, in the order in which they were named.
    pub fn states(&self) -> Vec<(TrustDomain, SourceState)> {
        let looks = lock(&self.0.looks);
        looks.domains.iter().map(|d| (d.trust_domain.clone(), d.keeper.state().clone())).collect()
    }

    /// Gives all bundles to `sink` now, and again whenever one is new, on the thread that looks. It must be quick, and
    /// must not call the source's `poll` or `follow`.
    pub fn follow(&self, sink: impl FnMut(&BundleSet) + Send + 'static) {
        self.feed(Box::new(sink));
    }

    /// Looks at the files now. Whether a bundle was new; [`states`](Self::states) says what went wrong.
    ///
    /// A file that is no part of a Kubernetes volume is taken at the first look after its settling time.
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

impl BundleFeed for BundleSource {
    fn feed(&self, sink: BundleSink) {
        self.0.sinks.add(sink, || self.bundles());
    }
}

impl Shared {
    fn poll(&self, now: (Instant, UnixTime)) -> bool {
        let mut looks = lock(&self.looks);
        let Looks { domains, set } = &mut *looks;
        let mut news = false;
        let mut events = Vec::new();
        for domain in domains {
            if let Some(bundle) = domain.look(&self.files, now) {
                (*set, news) = (set.with_bundle(bundle), true);
            }
            events.append(&mut domain.keeper.take_events());
        }
        drop(looks);
        if news {
            self.sinks.tell(|| lock(&self.looks).set.clone());
        }
        self.files.listener.tell(&events);
        news
    }
}

impl fmt::Debug for BundleSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BundleSource").field("files", &self.0.files).finish_non_exhaustive()
    }
}

//! What the Workload API gave, kept current.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustls_pki_types::UnixTime;
use sha2::{Digest as _, Sha256};

use super::WorkloadApi;
use super::address::Address;
use super::answer::{Bundles, Judge, Judged, bundle_expiry, identity_expiry};
use super::keep::{Pace, keep};
use super::worker::Worker;
use crate::identity::TrustDomain;
use crate::tls::{Identity, LiveIdentity};
use crate::trust::BundleSet;
use crate::trust::source::{
    BundleFeed, BundleSink, Record, Sinks, SourceError, SourceEvent, SourceState, lock, now,
};

/// How long a denial lasts before it counts, where the application does not say.
const DENIAL: Duration = Duration::from_secs(10);

/// The identity and the bundles of [`WorkloadApi`], kept current. Clones show the same source; with the last one the call
/// to the Workload API ends, and what was taken stays as it was. A process that is forked has no part in it: there the source
/// stands still, and another must be opened.
#[derive(Clone)]
pub struct WorkloadSource(Arc<Shared>);

struct Shared {
    inner: Arc<Inner>,
    identity: LiveIdentity,
    /// None when it is closed.
    worker: Mutex<Option<Worker>>,
}

impl WorkloadSource {
    pub(super) fn open(api: WorkloadApi, address: Address, wait: Duration) -> Result<Self, SourceError> {
        let (first, answered) = std::sync::mpsc::channel();
        let name = address.to_string();
        let inner = Arc::new(Inner {
            judge: Judge { wanted: api.wanted.clone(), address: name.clone() },
            api,
            address,
            first,
            looks: Mutex::new(Looks::new(name)),
            sinks: Sinks::default(),
        });
        let kept = Arc::clone(&inner);
        let worker = Worker::start(move || keep(kept))?;
        match answered.recv_timeout(wait) {
            Ok(first) => {
                Ok(Self(Arc::new(Shared { inner, identity: first?, worker: Mutex::new(Some(worker)) })))
            }
            Err(_) => Err(inner.state().last_error.unwrap_or_else(|| inner.silent(wait))),
        }
    }

    /// The identity for [`server`](crate::tls::server) and [`client`](crate::tls::client); it follows the Workload API.
    ///
    /// It is [withdrawn](LiveIdentity::is_withdrawn) as long as the Workload API denies this process an identity.
    pub fn identity(&self) -> LiveIdentity {
        self.0.identity.clone()
    }

    /// The last good bundles: those of the own trust domains and of the federated ones.
    pub fn bundles(&self) -> BundleSet {
        self.0.inner.bundles()
    }

    /// How the call and the identity are doing.
    pub fn state(&self) -> SourceState {
        self.0.inner.state()
    }

    /// How the bundle of each trust domain is doing, in order of their names. A trust domain that the Workload API no longer
    /// names is not among them.
    pub fn bundle_states(&self) -> Vec<(TrustDomain, SourceState)> {
        let looks = lock(&self.0.inner.looks);
        looks.domains.iter().map(|(domain, record)| (domain.clone(), record.state().clone())).collect()
    }

    /// Whether the call is kept open: not after [`close`](Self::close).
    pub fn is_open(&self) -> bool {
        lock(&self.0.worker).is_some()
    }

    /// Ends the call to the Workload API, as dropping the last clone does; what was taken stays as it is.
    pub fn close(&self) {
        let worker = lock(&self.0.worker).take();
        // Out of the lock before it is waited for: a listener may ask for the state.
        drop(worker);
    }

    /// Gives all bundles to `sink` now, and again whenever one is new or gone, on the thread of the source. It must be quick,
    /// and must not call the source's `follow`.
    pub fn follow(&self, sink: impl FnMut(&BundleSet) + Send + 'static) {
        self.feed(Box::new(sink));
    }
}

impl BundleFeed for WorkloadSource {
    fn feed(&self, sink: BundleSink) {
        self.0.inner.sinks.add(sink, || self.bundles());
    }
}

impl fmt::Debug for WorkloadSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkloadSource")
            .field("address", &self.0.inner.address)
            .field("identity", &self.0.identity)
            .finish_non_exhaustive()
    }
}

/// What the source and its thread share.
pub(super) struct Inner {
    api: WorkloadApi,
    address: Address,
    judge: Judge,
    /// Hears of the first identity, or that there will be none.
    first: Sender<Result<LiveIdentity, SourceError>>,
    looks: Mutex<Looks>,
    sinks: Sinks,
}

struct Looks {
    /// Of the call and the identity.
    main: Record,
    domains: BTreeMap<TrustDomain, Record>,
    bundles: BundleSet,
    identity: Option<LiveIdentity>,
    /// Since the first denial after the last answer.
    denied_since: Option<Instant>,
    /// Of the last answer, if nothing was wrong with it.
    seen: Option<[u8; 32]>,
}

impl Looks {
    fn new(name: String) -> Self {
        Self {
            main: Record::new(name),
            domains: BTreeMap::new(),
            bundles: BundleSet::default(),
            identity: None,
            denied_since: None,
            seen: None,
        }
    }

    fn take_events(&mut self) -> Vec<SourceEvent> {
        let records = std::iter::once(&mut self.main).chain(self.domains.values_mut());
        records.flat_map(Record::take_events).collect()
    }
}

impl Inner {
    pub(super) fn pace(&self) -> Pace {
        self.api.pace
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    fn state(&self) -> SourceState {
        lock(&self.looks).main.state().clone()
    }

    fn bundles(&self) -> BundleSet {
        lock(&self.looks).bundles.clone()
    }

    pub(super) fn unreachable(&self, reason: &str) -> SourceError {
        SourceError::Unreachable { address: self.judge.address.clone(), reason: reason.to_owned() }
    }

    pub(super) fn silent(&self, waited: Duration) -> SourceError {
        SourceError::Silent { address: self.judge.address.clone(), millis: waited.as_millis() }
    }

    /// Takes an answer for what it is worth.
    pub(super) fn take(&self, message: &[u8]) {
        let (now, at) = now();
        let digest: [u8; 32] = Sha256::digest(message).into();
        if lock(&self.looks).seen == Some(digest) {
            return self.change(|looks| {
                looks.denied_since = None;
                looks.main.unchanged(at);
                looks.domains.values_mut().for_each(|record| record.unchanged(at));
            });
        }
        // Only this thread changes anything; whoever asks for the state meanwhile need not wait.
        let judged = self.judge.judge(message, at);
        let Judged { identity, bundles, stray } = match judged {
            Ok(judged) => judged,
            Err(e) => {
                return self.change(|looks| {
                    (looks.seen, looks.denied_since) = (None, None);
                    looks.main.failed(at, e);
                });
            }
        };
        let flawless = identity.is_ok() && stray.is_none() && bundles.values().all(Result::is_ok);
        // First, so that the new root is trusted by whoever follows when somebody sees the new leaf.
        let renewed = identity.is_ok();
        self.change(|looks| self.trust(bundles, renewed, looks, at));
        self.change(|looks| {
            looks.seen = flawless.then_some(digest);
            match identity {
                // Others are offered, and this one is denied.
                Err(e @ SourceError::NotOffered { .. }) => self.denied(e, looks, (now, at)),
                Err(e) => {
                    looks.denied_since = None;
                    looks.main.failed(at, e);
                }
                Ok(identity) => {
                    looks.denied_since = None;
                    self.put(identity, looks, at);
                }
            }
            if let Some(e) = stray {
                looks.main.failed(at, e);
            }
        });
    }

    /// Takes the bundles of an answer. What is not there any more is not trusted any more (SPIFFE Workload API section 4.4).
    /// But the identity that stays in force for want of a better one keeps its trust domain.
    fn trust(&self, judged: Bundles, renewed: bool, looks: &mut Looks, at: UnixTime) {
        let Looks { domains, bundles, main, identity, .. } = looks;
        let stays = identity.as_ref().filter(|_| !renewed).map(LiveIdentity::current);
        let stays = stays.as_ref().and_then(Identity::spiffe_id).map(|id| id.trust_domain().to_owned());
        let known: Vec<TrustDomain> = domains.keys().cloned().collect();
        let gone = |known: &TrustDomain| !judged.contains_key(known) && stays.as_ref() != Some(known);
        for domain in known.into_iter().filter(gone) {
            *bundles = bundles.without(&domain);
            if let Some(mut record) = domains.remove(&domain) {
                record.withdrawn(at, None);
                main.tell_too(record.take_events());
            }
        }
        for (domain, bundle) in judged {
            let name = || format!("{domain} of {}", self.judge.address);
            let record = domains.entry(domain.clone()).or_insert_with(|| Record::new(name()));
            match bundle {
                Err(e) => record.failed(at, e),
                Ok(bundle) if bundles.get(domain.as_ref()) == Some(&bundle) => record.unchanged(at),
                Ok(bundle) => {
                    record.taken(at, bundle_expiry(&bundle));
                    *bundles = bundles.with_bundle(bundle);
                }
            }
        }
    }

    fn put(&self, identity: Identity, looks: &mut Looks, at: UnixTime) {
        let expiry = identity_expiry(&identity, self.api.warn_before, at);
        match &looks.identity {
            Some(live) if !live.is_withdrawn() && live.current().chain() == identity.chain() => {
                looks.main.unchanged(at);
            }
            Some(live) => {
                live.replace(identity);
                looks.main.taken(at, expiry);
            }
            None => {
                let live = LiveIdentity::new(identity);
                looks.main.taken(at, expiry);
                // Unless `open` has given up by now.
                let _ = self.first.send(Ok(live.clone()));
                looks.identity = Some(live);
            }
        }
    }

    /// The call brought nothing, or is over.
    pub(super) fn fail(&self, error: SourceError) {
        let (now, at) = now();
        self.change(|looks| match error {
            SourceError::Denied { .. } => self.denied(error, looks, (now, at)),
            error => looks.main.failed(at, error),
        });
    }

    /// The identity is denied, and withdrawn if that lasts.
    fn denied(&self, error: SourceError, looks: &mut Looks, (now, at): (Instant, UnixTime)) {
        let since = *looks.denied_since.get_or_insert(now);
        let lasts = now.saturating_duration_since(since) >= self.api.withdraw_after.unwrap_or(DENIAL);
        match &looks.identity {
            Some(live) if lasts && !self.api.keep_when_denied && !live.is_withdrawn() => {
                live.withdraw();
                looks.seen = None;
                looks.main.withdrawn(at, Some(error));
            }
            _ => looks.main.failed(at, error),
        }
    }

    /// Nothing will come any more.
    pub(super) fn give_up(&self) {
        if let Some(e) = self.state().last_error {
            // Unless `open` has given up by now.
            let _ = self.first.send(Err(e));
        }
    }

    /// Tells of an expiry. Whether something newer should have come by now.
    pub(super) fn note_expiry(&self) -> bool {
        let at = now().1;
        let mut overdue = false;
        self.change(|looks| {
            looks.main.note_expiry(at);
            looks.domains.values_mut().for_each(|record| record.note_expiry(at));
            let state = looks.main.state();
            overdue = state.last_error.is_some() || state.warn_at.is_some_and(|warn| warn <= at);
        });
        overdue
    }

    /// Changes what is known, and tells who follows and who listens when no lock is held.
    fn change(&self, change: impl FnOnce(&mut Looks)) {
        let mut looks = lock(&self.looks);
        let before = looks.bundles.clone();
        change(&mut looks);
        let (events, news) = (looks.take_events(), looks.bundles != before);
        drop(looks);
        if news {
            self.sinks.tell(|| self.bundles());
        }
        self.api.listener.tell(&events);
    }
}

//! Keeping bundles fresh.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::BundleClient;
use crate::identity::TrustDomain;
use crate::trust::federation::FederatedBundle;
use crate::trust::{TrustBundle, TrustError};
use crate::verify::LiveVerifier;

/// Fetches at a time: a few servers that are silent keep nobody else waiting.
const AT_A_TIME: usize = 8;
/// The clock may be set meanwhile, and the verifier's bundles replaced; that is noticed after so long.
const NAP: Duration = Duration::from_secs(1);

/// Fetches federated bundles when they are due, on threads of its own, and puts each in force in a [`LiveVerifier`], until
/// it is closed or dropped.
///
/// The bundles stay the caller's to look at: how they fare, and what to store for the next start. The verifier's other
/// bundles stay as they are. What somebody else takes out or replaces, as a reload from files does, is put back within a
/// second: to cut a partner off, close the keeper first. A bundle that cannot be fetched stays in force as it was.
pub struct BundleKeeper {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    /// Which process has the threads: a fork has not.
    process: u32,
}

struct Shared {
    client: BundleClient,
    bundles: Vec<(TrustDomain, Arc<Mutex<FederatedBundle>>)>,
    verifier: LiveVerifier,
    clock: fn() -> UnixTime,
    turns: Mutex<Turns>,
    woken: Condvar,
}

/// Who fetches which bundle.
#[derive(Default)]
struct Turns {
    taken: BTreeSet<usize>,
    closed: bool,
}

impl BundleKeeper {
    /// Begins: bundles that are there already, as they were stored or are part of an endpoint's profile, are in force
    /// when it returns. `clock` tells the time, [`UnixTime::now`] in earnest.
    ///
    /// # Errors
    /// [`TrustError::DuplicateDomain`] for two bundles of one trust domain; [`TrustError::Fetch`] if there can be no thread.
    pub fn start(
        client: BundleClient,
        bundles: impl IntoIterator<Item = Arc<Mutex<FederatedBundle>>>,
        verifier: LiveVerifier,
        clock: fn() -> UnixTime,
    ) -> Result<Self, TrustError> {
        let (mut kept, mut domains) = (Vec::new(), BTreeSet::new());
        for bundle in bundles {
            let domain = lock(&bundle).endpoint().trust_domain().clone();
            if !domains.insert(domain.clone()) {
                return Err(TrustError::DuplicateDomain { trust_domain: domain.to_string() });
            }
            kept.push((domain, bundle));
        }
        let (turns, woken) = (Mutex::default(), Condvar::new());
        let shared = Arc::new(Shared { client, bundles: kept, verifier, clock, turns, woken });
        shared.put_in_force();
        let mut keeper = Self { shared, threads: Vec::new(), process: std::process::id() };
        for number in 0..keeper.shared.bundles.len().min(AT_A_TIME) {
            let shared = Arc::clone(&keeper.shared);
            let keep = move || shared.keep(number == 0);
            let thread = thread::Builder::new().name("bundle-keeper".to_owned()).spawn(keep);
            // On an error those that run already end with the keeper.
            keeper.threads.push(thread.map_err(|e| TrustError::Fetch { reason: format!("no thread: {e}") })?);
        }
        Ok(keeper)
    }

    /// Whether it fetches: not after [`close`](Self::close).
    pub fn is_open(&self) -> bool {
        !self.threads.is_empty()
    }

    /// Stops fetching, and gives up what is under way. It takes a fraction of a second; closing twice is once. The
    /// verifier stays as it is.
    pub fn close(&mut self) {
        let threads = std::mem::take(&mut self.threads);
        if self.process != std::process::id() {
            // They are the parent's.
            return;
        }
        lock(&self.shared.turns).closed = true;
        self.shared.woken.notify_all();
        for thread in threads {
            let _ = thread.join();
        }
    }
}

impl Drop for BundleKeeper {
    fn drop(&mut self) {
        self.close();
    }
}

impl fmt::Debug for BundleKeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let domains: Vec<&TrustDomain> = self.shared.bundles.iter().map(|(domain, _)| domain).collect();
        f.debug_struct("BundleKeeper").field("trust_domains", &domains).finish_non_exhaustive()
    }
}

impl Shared {
    /// Fetches what is due, time and again. One thread looks after the verifier too.
    fn keep(&self, puts: bool) {
        let mut turns = lock(&self.turns);
        while !turns.closed {
            if puts {
                drop(turns);
                self.put_in_force();
                turns = lock(&self.turns);
                if turns.closed {
                    return;
                }
            }
            let now = (self.clock)();
            let free = self.bundles.iter().enumerate().filter(|(index, _)| !turns.taken.contains(index));
            let next = free.map(|(index, (_, bundle))| (lock(bundle).next_at(), index)).min();
            turns = match next {
                Some((at, index)) if at <= now => {
                    turns.taken.insert(index);
                    drop(turns);
                    self.fetch(index, now);
                    let mut turns = lock(&self.turns);
                    turns.taken.remove(&index);
                    turns
                }
                // Also when all are taken: the thread that is done looks for the next itself.
                _ => {
                    let wait = next.map_or(NAP, |(at, _)| {
                        NAP.min(Duration::from_secs(at.as_secs().saturating_sub(now.as_secs())))
                    });
                    self.woken.wait_timeout(turns, wait).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    fn fetch(&self, index: usize, now: UnixTime) {
        if let Some((_, bundle)) = self.bundles.get(index) {
            // The bundle remembers why it failed.
            let _ = self.client.fetch_while(&**bundle, now, || !lock(&self.turns).closed);
            self.put_in_force();
        }
    }

    /// Every bundle that is there and that the verifier has not.
    fn put_in_force(&self) {
        for (domain, bundle) in &self.bundles {
            let Some(bundle): Option<TrustBundle> = lock(bundle).bundle().cloned() else { continue };
            // A verifier that is built anew has forgotten its peers.
            if self.verifier.current().bundles().get(domain.as_ref()) != Some(&bundle) {
                // The verifier in force was built with the same settings.
                let _ = self.verifier.put_bundle(&bundle);
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! Decides when what was read counts.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustls_pki_types::UnixTime;

use super::files::{Contents, Stamps};
use super::{Record, SourceError, SourceEvent, SourceState};

/// What was made of the files.
pub(crate) struct Loaded<T> {
    pub(crate) item: T,
    /// When it expires, and from when on to warn of it.
    pub(crate) expires_at: Option<UnixTime>,
    pub(crate) warn_at: Option<UnixTime>,
}

/// The state of one source, from look to look.
#[derive(Debug)]
pub(crate) struct Keeper {
    /// Of what is in force.
    taken: Option<[u8; 32]>,
    /// Of what was seen last and is not in force, and since when it is the same.
    pending: Option<(([u8; 32], Stamps), Instant)>,
    settle: Duration,
    record: Record,
}

impl Keeper {
    pub(crate) fn new(name: String, settle: Duration) -> Self {
        Self { taken: None, pending: None, settle, record: Record::new(name) }
    }

    pub(crate) fn state(&self) -> &SourceState {
        self.record.state()
    }

    /// What happened since the last call. To be told when no lock is held: a listener may ask for the state.
    pub(crate) fn take_events(&mut self) -> Vec<SourceEvent> {
        self.record.take_events()
    }

    /// Takes note of a look at `now`, which is `at` by the clock on the wall, and gives what is new: what was read has
    /// settled, differs from what is in force, and `parse` accepts it.
    pub(crate) fn offer<T>(
        &mut self,
        read: Result<Contents, SourceError>,
        (now, at): (Instant, UnixTime),
        parse: impl FnOnce(&Contents) -> Result<Loaded<T>, SourceError>,
    ) -> Option<T> {
        let taken = match read {
            Err(e) => {
                self.pending = None;
                Err(e)
            }
            Ok(contents) => self.judge(&contents, now, parse),
        };
        match taken {
            Ok(None) => {
                self.record.unchanged(at);
                None
            }
            Ok(Some((digest, loaded))) => {
                (self.taken, self.pending) = (Some(digest), None);
                self.record.taken(at, (loaded.expires_at, loaded.warn_at));
                Some(loaded.item)
            }
            Err(e) => {
                self.record.failed(at, e);
                None
            }
        }
    }

    #[allow(clippy::type_complexity, reason = "private, and named by its only caller")]
    fn judge<T>(
        &mut self,
        contents: &Contents,
        now: Instant,
        parse: impl FnOnce(&Contents) -> Result<Loaded<T>, SourceError>,
    ) -> Result<Option<([u8; 32], Loaded<T>)>, SourceError> {
        let digest = contents.digest;
        if self.taken == Some(digest) {
            self.pending = None;
            return Ok(None);
        }
        let seen = (digest, contents.stamps.clone());
        let since = match self.pending.take() {
            Some((before, since)) if before == seen => since,
            _ => now,
        };
        self.pending = Some((seen, since));
        if !contents.at_once && now.saturating_duration_since(since) < self.settle {
            // Not worth a word yet: most writes are over by the next look.
            return match &self.state().last_error {
                Some(e) => Err(e.clone()),
                None => Ok(None),
            };
        }
        parse(contents).map(|loaded| Some((digest, loaded)))
    }
}

/// The two clocks.
#[allow(clippy::disallowed_methods, reason = "sources are where clocks are read: files change by themselves")]
pub(crate) fn now() -> (Instant, UnixTime) {
    (Instant::now(), UnixTime::now())
}

/// A listener that panicked has left nothing half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Calls `look` until it says that it has all, as often as quiet files need to settle, and some more for files that are
/// being written.
///
/// # Errors
/// What `look` refuses; [`SourceError::Changing`] when the files do not come to rest.
pub(crate) fn settled(
    settle: Duration,
    mut look: impl FnMut() -> Result<bool, SourceError>,
) -> Result<(), SourceError> {
    const LOOKS: u32 = 40;
    let pause = settle.checked_div(4).unwrap_or(settle).max(Duration::from_millis(1));
    for _ in 0..LOOKS {
        if look()? {
            return Ok(());
        }
        std::thread::sleep(pause);
    }
    Err(SourceError::Changing { settle_millis: settle.as_millis() })
}

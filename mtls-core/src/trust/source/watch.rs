//! Looks again and again, on a thread of its own.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{SourceError, lock};

/// Between two looks; less would keep a processor busy.
const SHORTEST: Duration = Duration::from_millis(10);

/// A thread that calls something at intervals, and ends with this handle.
#[derive(Debug)]
pub(crate) struct Watch {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Calls `look` every `interval`, the first time after one.
    ///
    /// # Errors
    /// [`SourceError::NoThread`].
    fn start(interval: Duration, look: impl Fn() + Send + 'static) -> Result<Self, SourceError> {
        let interval = interval.max(SHORTEST);
        let (stop, stopped) = mpsc::channel();
        let thread = std::thread::Builder::new().name("mtls-core source".to_owned()).spawn(move || {
            while stopped.recv_timeout(interval) == Err(RecvTimeoutError::Timeout) {
                look();
            }
        });
        let thread = thread.map_err(|e| SourceError::NoThread { reason: e.to_string() })?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

/// Looks at `shared` every `interval` from now on, until its last owner drops it; the watch before it ends.
///
/// # Errors
/// [`SourceError::NoThread`].
pub(crate) fn watch<T: Send + Sync + 'static>(
    shared: &Arc<T>,
    slot: &Mutex<Option<Watch>>,
    interval: Duration,
    look: impl Fn(&T) + Send + 'static,
) -> Result<(), SourceError> {
    let weak = Arc::downgrade(shared);
    let watch = Watch::start(interval, move || {
        if let Some(shared) = weak.upgrade() {
            look(&shared);
        }
    })?;
    // Out of the lock before it ends: its thread may be waiting for it.
    let old = lock(slot).replace(watch);
    drop(old);
    Ok(())
}

impl Drop for Watch {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            // A panic of a listener ended it; there is nobody to tell.
            let _ = thread.join();
        }
    }
}

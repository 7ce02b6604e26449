//! Looks again and again, on a thread of its own.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use super::SourceError;

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
    pub(crate) fn start(interval: Duration, look: impl Fn() + Send + 'static) -> Result<Self, SourceError> {
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

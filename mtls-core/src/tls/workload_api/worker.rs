//! The thread that an asynchronous client runs on.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver};
use std::task::Poll;
use std::thread::ThreadId;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::trust::source::{SourceError, lock};

/// Before a thread that a listener holds up is left to itself.
const LONGEST_FAREWELL: Duration = Duration::from_secs(2);

/// A thread with a runtime of its own. Dropping it ends the work where it waits.
#[derive(Debug)]
pub(super) struct Worker {
    stop: Option<oneshot::Sender<()>>,
    /// Hears when the thread lets go of the other end.
    ended: Mutex<Receiver<()>>,
    thread: ThreadId,
    /// Which process has the thread: a fork has not.
    process: u32,
}

impl Worker {
    /// Begins the work.
    ///
    /// # Errors
    /// [`SourceError::NoThread`].
    pub(super) fn start<F: Future<Output = ()>>(
        work: impl FnOnce() -> F + Send + 'static,
    ) -> Result<Self, SourceError> {
        let none = |e: std::io::Error| SourceError::NoThread { reason: e.to_string() };
        let (stop, stopped) = oneshot::channel();
        let (alive, ended) = mpsc::channel();
        let (tell, begun) = mpsc::channel();
        let run = move || {
            let _alive = alive;
            // Built and dropped here: neither may happen where the caller could be within a runtime itself.
            let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(e) => return drop(tell.send(Err(e))),
            };
            drop(tell.send(Ok(())));
            runtime.block_on(until(stopped, work()));
            runtime.shutdown_background();
        };
        let thread =
            std::thread::Builder::new().name("mtls-core workload".to_owned()).spawn(run).map_err(none)?;
        begun.recv().unwrap_or(Ok(())).map_err(none)?;
        let (thread, process) = (thread.thread().id(), std::process::id());
        Ok(Self { stop: Some(stop), ended: Mutex::new(ended), thread, process })
    }
}

/// Does the work until it is done or nobody wants it any more.
async fn until(stopped: oneshot::Receiver<()>, work: impl Future<Output = ()>) {
    let (mut stopped, mut work) = (pin!(stopped), pin!(work));
    poll_fn(|context| match stopped.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(()),
        Poll::Pending => work.as_mut().poll(context),
    })
    .await;
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread != std::thread::current().id() && self.process == std::process::id() {
            // Disconnected is what is waited for.
            let _ = lock(&self.ended).recv_timeout(LONGEST_FAREWELL);
        }
    }
}

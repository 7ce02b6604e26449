//! Streams that are counted, so that whoever sends nothing can be cut, and streams whose beginning was read already.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How many bytes a connection has moved, in both directions.
#[derive(Clone, Default)]
pub(crate) struct Activity(Arc<AtomicU64>);

impl Activity {
    fn add(&self, bytes: usize) {
        self.0.fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// How many so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Ends when nothing has moved for so long: between once and twice the time given.
    pub(crate) async fn ceased(&self, idle: Duration) {
        let mut seen = self.bytes();
        loop {
            tokio::time::sleep(idle).await;
            let now = self.bytes();
            if now == seen {
                return;
            }
            seen = now;
        }
    }
}

/// A stream that says how much it moves, and gives the bytes first that were read from it before.
pub(crate) struct Counted<S> {
    inner: S,
    before: Vec<u8>,
    given: usize,
    activity: Activity,
}

impl<S> Counted<S> {
    pub(crate) fn new(inner: S, activity: Activity) -> Self {
        Self::after(Vec::new(), inner, activity)
    }

    /// `before` was read from the stream already.
    pub(crate) fn after(before: Vec<u8>, inner: S, activity: Activity) -> Self {
        Self { inner, before, given: 0, activity }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let waiting = self.before.get(self.given..).unwrap_or_default();
        if !waiting.is_empty() {
            let part = waiting.get(..waiting.len().min(buf.remaining())).unwrap_or_default();
            buf.put_slice(part);
            self.given = self.given.saturating_add(part.len());
            return Poll::Ready(Ok(()));
        }
        let filled = buf.filled().len();
        let read = ready!(Pin::new(&mut self.inner).poll_read(cx, buf));
        self.activity.add(buf.filled().len().saturating_sub(filled));
        Poll::Ready(read)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.inner).poll_write(cx, bytes));
        if let Ok(count) = written {
            self.activity.add(count);
        }
        Poll::Ready(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

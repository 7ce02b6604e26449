//! TLS whose first bytes can be waited for before anything is written.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf};
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

use super::{Ending, Wire};

/// The connection. What [`Stream::read_first`] took is read again by the next read.
#[derive(Debug)]
pub(crate) struct Stream {
    tls: TlsStream<Wire>,
    taken: VecDeque<u8>,
}

/// What a server did before it was asked anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FirstRead {
    /// Nothing: it waits for the request.
    Quiet,
    /// It sent so many bytes, as HTTP/2 does.
    Spoke(usize),
    /// It ended the connection: in TLS 1.3, how it refuses a client certificate or none.
    Ended(Ending),
}

impl Stream {
    pub(super) fn new(tls: TlsStream<Wire>) -> Self {
        Self { tls, taken: VecDeque::new() }
    }

    /// Waits for what the server does by itself. In TLS 1.3 it judges the client's certificate after the client is done; a
    /// client that writes first may lose the alert to a reset.
    pub(crate) async fn read_first(&mut self, wait: Duration) -> FirstRead {
        let mut buffer = [0_u8; 1024];
        match timeout(wait, self.tls.read(&mut buffer)).await {
            Err(_) => FirstRead::Quiet,
            Ok(Ok(0)) => FirstRead::Ended(Ending::Closed { notified: true }),
            Ok(Ok(read)) => {
                self.taken.extend(buffer.iter().take(read));
                FirstRead::Spoke(read)
            }
            Ok(Err(e)) => FirstRead::Ended(self.ending(&e)),
        }
    }

    /// What the error of a later read or write means.
    pub(crate) fn ending(&self, e: &io::Error) -> Ending {
        Ending::of(e, self.tls.get_ref().0.opening())
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.taken.is_empty() {
            return Pin::new(&mut self.tls).poll_read(context, buffer);
        }
        let count = self.taken.len().min(buffer.remaining());
        let bytes: Vec<u8> = self.taken.drain(..count).collect();
        buffer.put_slice(&bytes);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tls).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tls).poll_shutdown(context)
    }
}

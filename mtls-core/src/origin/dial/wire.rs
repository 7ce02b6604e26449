//! TCP under TLS: bounded, and remembering how the server began.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How much is kept of what the server says first.
const OPENING: usize = 64;

/// A TCP connection that takes so many bytes and no more.
#[derive(Debug)]
pub(crate) struct Wire {
    tcp: TcpStream,
    left: usize,
    opening: Vec<u8>,
}

/// The read limit was met.
#[derive(Debug)]
pub(super) struct Flooded;

impl fmt::Display for Flooded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the server sent more than is taken")
    }
}

impl std::error::Error for Flooded {}

impl Wire {
    pub(super) fn new(tcp: TcpStream, read_limit: usize) -> Self {
        Self { tcp, left: read_limit, opening: Vec::new() }
    }

    /// The first bytes that came, at most 64.
    pub(crate) fn opening(&self) -> &[u8] {
        &self.opening
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Err(io::Error::other(Flooded)));
        }
        let before = buffer.filled().len();
        if buffer.remaining() <= self.left {
            ready!(Pin::new(&mut self.tcp).poll_read(context, buffer))?;
        } else {
            // The last bytes that are taken, by way of memory of their size.
            let mut last = vec![0; self.left.min(8192)];
            let mut some = ReadBuf::new(&mut last);
            ready!(Pin::new(&mut self.tcp).poll_read(context, &mut some))?;
            buffer.put_slice(some.filled());
        }
        let new = buffer.filled().get(before..).unwrap_or_default();
        let room = OPENING.saturating_sub(self.opening.len());
        self.left = self.left.saturating_sub(new.len());
        self.opening.extend(new.iter().take(room));
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.tcp).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}

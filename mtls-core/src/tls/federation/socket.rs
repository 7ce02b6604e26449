//! Sockets that nobody waits for longer than is meant.

use std::io;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How often somebody who waits looks whether it is still worth it.
pub(super) const TICK: Duration = Duration::from_millis(100);

/// Until when to wait, and whether anybody still wants the outcome.
#[derive(Clone, Copy)]
pub(super) struct Patience<'a> {
    deadline: Option<Instant>,
    wanted: &'a dyn Fn() -> bool,
}

/// For timeouts alone: certificates are judged at the caller's time.
#[allow(clippy::disallowed_methods, reason = "a socket's patience is the machine's time")]
pub(super) fn now() -> Instant {
    Instant::now()
}

impl<'a> Patience<'a> {
    /// From now on. An absurdly long one is endless.
    pub(super) fn new(timeout: Duration, wanted: &'a dyn Fn() -> bool) -> Self {
        Self { deadline: now().checked_add(timeout), wanted }
    }

    /// What is left until the next look, but no more than a tick.
    fn tick(&self) -> io::Result<Duration> {
        if !(self.wanted)() {
            return Err(given_up());
        }
        Ok(left(self.deadline)?.map_or(TICK, |left| left.min(TICK)))
    }
}

fn left(deadline: Option<Instant>) -> io::Result<Option<Duration>> {
    let Some(deadline) = deadline else { return Ok(None) };
    let left = deadline.saturating_duration_since(now());
    if left.is_zero() { Err(too_late()) } else { Ok(Some(left)) }
}

fn too_late() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the other side took too long")
}

fn given_up() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionAborted, "it was given up")
}

/// Looks a name up and connects. The operating system resolves names in its own time, which cannot be cut short: a
/// thread waits for that, and nobody for the thread, which ends by itself.
pub(super) fn dial(host: &str, port: u16, patience: Patience<'_>) -> io::Result<TcpStream> {
    let (sender, connected) = mpsc::sync_channel(1);
    let (host, deadline) = (host.to_owned(), patience.deadline);
    let connecting = move || {
        // Whoever waited may be gone; the connection is then closed.
        let _ = sender.send(connect(&host, port, deadline));
    };
    thread::Builder::new().name("bundle-dial".to_owned()).spawn(connecting)?;
    loop {
        match connected.recv_timeout(patience.tick()?) {
            Ok(result) => return result,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(io::Error::other("the connecting thread ended"));
            }
        }
    }
}

fn connect(host: &str, port: u16, deadline: Option<Instant>) -> io::Result<TcpStream> {
    let addresses: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for (index, address) in addresses.iter().enumerate() {
        let connected = match left(deadline)? {
            Some(left) => {
                TcpStream::connect_timeout(address, share(left, addresses.len().saturating_sub(index)))
            }
            None => TcpStream::connect(address),
        };
        match connected {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// What the first of so many addresses may take: one that swallows packets leaves time for the others.
pub(super) fn share(left: Duration, addresses: usize) -> Duration {
    let addresses = u32::try_from(addresses).unwrap_or(u32::MAX).max(1);
    left.checked_div(addresses).unwrap_or(left).max(Duration::from_millis(1))
}

/// A socket that gives up when patience ends, however slowly bytes come and go.
pub(super) struct Timed<'a> {
    stream: TcpStream,
    pub(super) patience: Patience<'a>,
}

impl<'a> Timed<'a> {
    pub(super) fn new(stream: TcpStream, patience: Patience<'a>) -> io::Result<Self> {
        // On some systems it has it from the listener.
        stream.set_nonblocking(false)?;
        Ok(Self { stream, patience })
    }

    /// Says that nothing more comes, and reads what the other side still sends, up to `most` bytes: closing over unread
    /// bytes would take back what was written.
    pub(super) fn linger(&mut self, most: usize) -> io::Result<()> {
        self.stream.shutdown(std::net::Shutdown::Write)?;
        let (mut buffer, mut unread) = ([0; 8192], most);
        while unread > 0 {
            match io::Read::read(self, &mut buffer)? {
                0 => return Ok(()),
                read => unread = unread.saturating_sub(read),
            }
        }
        Ok(())
    }

    fn patiently(
        &self,
        mut attempt: impl FnMut(&TcpStream, Duration) -> io::Result<usize>,
    ) -> io::Result<usize> {
        use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
        loop {
            match attempt(&self.stream, self.patience.tick()?) {
                // Which of the first two it is depends on the system.
                Err(error) if matches!(error.kind(), WouldBlock | TimedOut | Interrupted) => {}
                done => return done,
            }
        }
    }
}

impl io::Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.patiently(|mut stream, tick| {
            stream.set_read_timeout(Some(tick))?;
            stream.read(buffer)
        })
    }
}

impl io::Write for Timed<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.patiently(|mut stream, tick| {
            stream.set_write_timeout(Some(tick))?;
            stream.write(buffer)
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

//! A server on threads of its own.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::BundleServer;
use super::socket::TICK;

/// A [`BundleServer`] that answers at an address, until it is closed or dropped.
#[derive(Debug)]
pub struct BundleListener {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<io::Result<()>>>,
    /// Which process has the thread: a fork has not.
    process: u32,
}

impl BundleServer {
    /// Answers at this address from now on, on threads of its own; at port 0, at one that is free.
    ///
    /// # Errors
    /// The address is no address of this machine, is taken, or may not be used; there can be no thread.
    pub fn listen(&self, address: impl ToSocketAddrs) -> io::Result<BundleListener> {
        let listener = TcpListener::bind(address)?;
        let (address, stop) = (listener.local_addr()?, Arc::new(AtomicBool::new(false)));
        let (server, until) = (self.clone(), Arc::clone(&stop));
        let serving = move || server.serve(&listener, &until);
        let thread = thread::Builder::new().name("bundle-server".to_owned()).spawn(serving)?;
        Ok(BundleListener { address, stop, thread: Some(thread), process: std::process::id() })
    }
}

impl BundleListener {
    /// Where it answers.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether it answers: not after [`close`](Self::close).
    pub fn is_open(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// Stops answering, and closes the connections under way. It takes a fraction of a second; closing twice is once.
    pub fn close(&mut self) {
        self.stop.store(true, Ordering::Release);
        let Some(thread) = self.thread.take() else { return };
        if self.process != std::process::id() {
            // The thread is the parent's, and so is the server.
            return;
        }
        // A connection wakes it; one that cannot be made now is tried again.
        for _ in 0..20 {
            drop(TcpStream::connect_timeout(&self.nearest(), TICK));
            for _ in 0..20 {
                if thread.is_finished() {
                    let _ = thread.join();
                    return;
                }
                thread::sleep(Duration::from_millis(10));
            }
        }
        // Left to end with the next connection, rather than waited for.
    }

    /// Where this machine reaches it.
    fn nearest(&self) -> SocketAddr {
        let ip = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        SocketAddr::new(ip, self.address.port())
    }
}

impl Drop for BundleListener {
    fn drop(&mut self) {
        self.close();
    }
}

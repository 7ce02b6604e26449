//! Serving a bundle.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, mpsc};
use std::time::{Duration, Instant};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::http;
use super::socket::{Patience, TICK, Timed, now};
use crate::tls::live_identity::Presented;
use crate::tls::{Identity, LiveIdentity, TlsError, provider};
use crate::trust::federation::{BundleAnswer, BundlePublisher};
use crate::trust::{TrustBundle, TrustError};

/// How long a client may take to shake hands and ask.
const ASKING: Duration = Duration::from_secs(10);
/// How long it may take to read the answer.
const READING: Duration = Duration::from_secs(30);
/// How long, and for how many bytes, it may go on sending after its answer.
const LINGERING: (Duration, usize) = (Duration::from_secs(1), 16 << 20);
/// Connections that are answered at a time.
const AT_A_TIME: usize = 64;
/// How long a connection is safe from being closed for another that waits.
const GRACE: Duration = Duration::from_secs(1);

/// Answers HTTPS requests with the newest bundle, and asks no client for a certificate.
///
/// Cheap to clone: clones serve the same bundle and present the same identity, also what one of them is given later.
/// [`listen`](Self::listen) runs it on threads of its own.
#[derive(Clone, Debug)]
pub struct BundleServer {
    publisher: Arc<RwLock<BundlePublisher>>,
    identity: LiveIdentity,
    config: Arc<ServerConfig>,
    asking: Duration,
}

impl BundleServer {
    /// A server that presents `identity`: an SVID for `https_spiffe`, a certificate of the Web PKI for `https_web`. A
    /// [`LiveIdentity`] that is replaced, by files for instance, is presented from the next handshake on.
    ///
    /// # Errors
    /// [`TlsError::NoProvider`], [`TlsError::KeyUnusable`], or what rustls refuses.
    pub fn new(publisher: BundlePublisher, identity: impl Into<LiveIdentity>) -> Result<Self, TlsError> {
        let (identity, provider) = (identity.into(), provider::built_in()?);
        let presented = Presented::new(&identity, &provider)?;
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(rustls::ALL_VERSIONS)
            .map_err(TlsError::of_configuration)?
            .with_no_client_auth()
            .with_cert_resolver(presented);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        // A resumed session would be vouched for by what was presented before.
        config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        let publisher = Arc::new(RwLock::new(publisher));
        Ok(Self { publisher, identity, config: Arc::new(config), asking: ASKING })
    }

    /// How long a client may take to shake hands and ask, however it spreads its bytes. Default: 10 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.asking = timeout;
        self
    }

    /// The bundle that it serves now.
    pub fn bundle(&self) -> TrustBundle {
        self.publisher.read().unwrap_or_else(PoisonError::into_inner).bundle().clone()
    }

    /// Serves another bundle from now on.
    ///
    /// # Errors
    /// As [`BundlePublisher::publish`].
    pub fn publish(&self, bundle: TrustBundle) -> Result<(), TrustError> {
        self.publisher.write().unwrap_or_else(PoisonError::into_inner).publish(bundle)
    }

    /// Presents another identity from the next handshake on, as an SVID must be renewed long before its server ends.
    ///
    /// # Errors
    /// [`TlsError::NoProvider`], [`TlsError::KeyUnusable`]; the identity before it is then presented on.
    pub fn present(&self, identity: &Identity) -> Result<(), TlsError> {
        identity.check_key()?;
        self.identity.replace(identity.clone());
        Ok(())
    }

    /// Accepts connections and answers each in a thread of its own, until `stop` is set and one more connection comes
    /// (with a non-blocking listener: until `stop` is set). At most 64 are answered at a time; when more come, the oldest
    /// is closed, but none that is younger than a second. What is under way when it ends is closed.
    ///
    /// # Errors
    /// The listener does not listen. A connection that fails is dropped; when none can be accepted, for want of file
    /// descriptors perhaps, it tries again and again.
    pub fn serve(&self, listener: &TcpListener, stop: &AtomicBool) -> io::Result<()> {
        self.serve_from(|| listener.accept().map(|(stream, _)| stream), stop)
    }

    pub(super) fn serve_from(
        &self,
        mut accept: impl FnMut() -> io::Result<TcpStream>,
        stop: &AtomicBool,
    ) -> io::Result<()> {
        std::thread::scope(|scope| {
            let (ended, ends) = mpsc::channel();
            let mut slots = Slots { ends, taken: BTreeMap::new(), next: 0 };
            loop {
                let accepted = accept();
                if stop.load(Ordering::Acquire) {
                    return Ok(());
                }
                let stream = match accepted {
                    Ok(stream) => stream,
                    Err(error) if error.kind() == io::ErrorKind::InvalidInput => return Err(error),
                    Err(_) => {
                        std::thread::sleep(TICK.min(Duration::from_millis(20)));
                        continue;
                    }
                };
                let (number, leave) = slots.take(stop);
                let end = End { number, ended: ended.clone() };
                let answering = move || {
                    let _end = end;
                    let wanted = || !stop.load(Ordering::Acquire) && !leave.load(Ordering::Acquire);
                    // Who asks badly gets no answer; there is nobody to tell.
                    let _ = self.answer_while(stream, &wanted);
                };
                // Without a thread the connection is dropped, and with it its end.
                let _ = std::thread::Builder::new()
                    .name("bundle-answer".to_owned())
                    .spawn_scoped(scope, answering);
            }
        })
    }

    /// Answers one connection, and closes it.
    ///
    /// # Errors
    /// The client does not speak TLS and HTTP, takes longer than the [`timeout`](Self::timeout) to ask or 30 s to read
    /// the answer, or goes away.
    pub fn answer(&self, stream: TcpStream) -> io::Result<()> {
        self.answer_while(stream, &|| true)
    }

    fn answer_while(&self, stream: TcpStream, wanted: &dyn Fn() -> bool) -> io::Result<()> {
        let tls = ServerConnection::new(Arc::clone(&self.config)).map_err(io::Error::other)?;
        let mut stream = StreamOwned::new(tls, Timed::new(stream, Patience::new(self.asking, wanted))?);
        let answer = match http::method(&mut stream) {
            Ok(method) => self.publisher.read().unwrap_or_else(PoisonError::into_inner).answer(&method),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => BundleAnswer::bad_request(),
            Err(error) => return Err(error),
        };
        let mut head = format!("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status));
        for (name, value) in &answer.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let _ = write!(head, "content-length: {}\r\nconnection: close\r\n\r\n", answer.length);
        stream.sock.patience = Patience::new(READING, wanted);
        stream.write_all(head.as_bytes())?;
        stream.write_all(answer.body.as_bytes())?;
        stream.conn.send_close_notify();
        stream.flush()?;
        let (time, bytes) = LINGERING;
        stream.sock.patience = Patience::new(time, wanted);
        stream.sock.linger(bytes)
    }
}

/// The connections that are being answered, by number: the first is the oldest.
struct Slots {
    ends: mpsc::Receiver<u64>,
    taken: BTreeMap<u64, Slot>,
    next: u64,
}

struct Slot {
    since: Instant,
    leave: Arc<AtomicBool>,
}

/// Says that a connection ended, however it did.
struct End {
    number: u64,
    ended: mpsc::Sender<u64>,
}

impl Drop for End {
    fn drop(&mut self) {
        // Nobody listens once the server ends.
        let _ = self.ended.send(self.number);
    }
}

impl Slots {
    /// Waits for a slot, and takes it: its number, and the sign to leave it.
    fn take(&mut self, stop: &AtomicBool) -> (u64, Arc<AtomicBool>) {
        for number in self.ends.try_iter() {
            self.taken.remove(&number);
        }
        while self.taken.len() >= AT_A_TIME && !stop.load(Ordering::Acquire) {
            // Among those that wait for more than a client that is well is one that is not.
            if let Some((_, oldest)) = self.taken.first_key_value()
                && now().saturating_duration_since(oldest.since) >= GRACE
            {
                oldest.leave.store(true, Ordering::Release);
            }
            if let Ok(number) = self.ends.recv_timeout(TICK) {
                self.taken.remove(&number);
            }
        }
        let (number, leave) = (self.next, Arc::new(AtomicBool::new(false)));
        self.next = self.next.saturating_add(1);
        self.taken.insert(number, Slot { since: now(), leave: Arc::clone(&leave) });
        (number, leave)
    }
}

impl Drop for Slots {
    fn drop(&mut self) {
        for slot in self.taken.values() {
            slot.leave.store(true, Ordering::Release);
        }
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        405 => "Method Not Allowed",
        _ => "Bad Request",
    }
}

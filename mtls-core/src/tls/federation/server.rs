//! Serving a bundle.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use rustls::sign::SingleCertAndKey;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::http;
use crate::tls::{Identity, TlsError, provider};
use crate::trust::federation::{BundleAnswer, BundlePublisher};
use crate::trust::{TrustBundle, TrustError};

/// How long a client may be silent.
const PATIENCE: Duration = Duration::from_secs(10);

/// Answers HTTPS requests with the newest bundle, and asks no client for a certificate.
///
/// Cheap to clone: clones serve the same bundle, and what one [`publishes`](Self::publish) all serve.
#[derive(Clone, Debug)]
pub struct BundleServer {
    publisher: Arc<RwLock<BundlePublisher>>,
    config: Arc<ServerConfig>,
}

impl BundleServer {
    /// A server that presents `identity`: an SVID for `https_spiffe`, a certificate of the Web PKI for `https_web`.
    ///
    /// # Errors
    /// [`TlsError::NoProvider`], [`TlsError::KeyUnusable`], or what rustls refuses.
    pub fn new(publisher: BundlePublisher, identity: &Identity) -> Result<Self, TlsError> {
        let provider = provider::built_in()?;
        let certified = identity.certified(&provider)?;
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(rustls::ALL_VERSIONS)
            .map_err(TlsError::of_configuration)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { publisher: Arc::new(RwLock::new(publisher)), config: Arc::new(config) })
    }

    /// Serves another bundle from now on.
    ///
    /// # Errors
    /// As [`BundlePublisher::publish`].
    pub fn publish(&self, bundle: TrustBundle) -> Result<(), TrustError> {
        self.publisher.write().unwrap_or_else(PoisonError::into_inner).publish(bundle)
    }

    /// Accepts connections and answers each in a thread of its own, until `stop` is set and one more connection comes.
    /// At most 64 are answered at a time; further ones wait to be accepted.
    ///
    /// # Errors
    /// The listener fails. A connection that fails is dropped.
    pub fn serve(&self, listener: &TcpListener, stop: &AtomicBool) -> io::Result<()> {
        const AT_A_TIME: usize = 64;
        std::thread::scope(|scope| {
            let mut running: Vec<std::thread::ScopedJoinHandle<'_, ()>> = Vec::new();
            loop {
                let (stream, _) = listener.accept()?;
                if stop.load(Ordering::Acquire) {
                    return Ok(());
                }
                running.retain(|thread| !thread.is_finished());
                if running.len() >= AT_A_TIME {
                    // The oldest is done first: each has the same patience.
                    let _ = running.remove(0).join();
                }
                running.push(scope.spawn(move || {
                    // Who asks badly gets no answer; there is nobody to tell.
                    let _ = self.answer(stream);
                }));
            }
        })
    }

    /// Answers one connection, and closes it.
    ///
    /// # Errors
    /// The client does not speak TLS and HTTP, is silent for ten seconds, or goes away.
    pub fn answer(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        let tls = ServerConnection::new(Arc::clone(&self.config)).map_err(io::Error::other)?;
        let mut stream = StreamOwned::new(tls, stream);
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
        stream.write_all(head.as_bytes())?;
        stream.write_all(answer.body.as_bytes())?;
        stream.conn.send_close_notify();
        stream.flush()?;
        stream.sock.shutdown(Shutdown::Write)
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        405 => "Method Not Allowed",
        _ => "Bad Request",
    }
}

//! Connections that record and never decide: what the probe and the inspection look at servers through.
//!
//! The client takes every certificate, as it is the certificate that is asked about. What it checks is the signature
//! of the handshake, by which the server shows that it has the key ([`KeyProof`]). It must carry no secret and no request
//! that matters.

mod alert;
mod credentials;
mod ending;
mod facts;
mod recorder;
mod stream;
mod wire;

pub use alert::Alert;
pub use facts::{KeyProof, TlsVersion};

pub(crate) use credentials::Credentials;
pub(crate) use ending::Ending;
pub(crate) use facts::{Handshake, Presented};
pub(crate) use stream::{FirstRead, Stream};
pub(crate) use wire::Wire;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustls::client::Resumption;
use rustls::{ClientConfig, SupportedProtocolVersion};
use rustls_pki_types::{DnsName, ServerName};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::tls::built_in;

use recorder::Recorder;

/// How to connect.
#[derive(Clone, Debug)]
pub(crate) struct DialOptions {
    /// Sent as SNI; none sends no SNI.
    pub(crate) server_name: Option<DnsName<'static>>,
    /// Offered, no other; empty offers all.
    pub(crate) versions: Vec<TlsVersion>,
    /// Application protocols offered, the preferred first; at most 32 of 1 to 255 bytes.
    pub(crate) alpn: Vec<Vec<u8>>,
    /// What is presented where a certificate is requested, and whether sessions are resumed.
    pub(crate) credentials: Credentials,
    /// For TCP and TLS together.
    pub(crate) time_limit: Duration,
    /// Bytes that are taken from the wire over the connection's life.
    pub(crate) read_limit: usize,
}

impl Default for DialOptions {
    fn default() -> Self {
        Self {
            server_name: None,
            versions: Vec::new(),
            alpn: Vec::new(),
            credentials: Credentials::none(),
            time_limit: Duration::from_secs(5),
            read_limit: 1 << 20,
        }
    }
}

/// A connection whose handshake is done, as far as the client is concerned: a server of TLS 1.3 may still refuse it. Read
/// before anything is written ([`Stream::read_first`]).
#[derive(Debug)]
pub(crate) struct Dialled {
    pub(crate) stream: Stream,
    pub(crate) handshake: Handshake,
}

/// How far a connection came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DialPhase {
    /// Nothing was sent: the options cannot be used.
    Setup,
    /// TCP.
    Connect,
    /// TLS.
    Handshake,
}

/// A connection that did not come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DialFailure {
    pub(crate) phase: DialPhase,
    pub(crate) ending: Ending,
    /// What the server had presented by then.
    pub(crate) presented: Presented,
}

impl DialFailure {
    /// No connection, for this reason.
    pub(crate) fn unreachable(reason: &str) -> Self {
        Self::early(DialPhase::Connect, Ending::Unreachable(reason.to_owned()))
    }

    fn early(phase: DialPhase, ending: Ending) -> Self {
        Self { phase, ending, presented: Presented::default() }
    }
}

impl fmt::Display for DialFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let phase = match self.phase {
            DialPhase::Setup => "before connecting",
            DialPhase::Connect => "TCP",
            DialPhase::Handshake => "TLS handshake",
        };
        write!(f, "{phase}: {}", self.ending)
    }
}

/// Opens a TCP connection, within the time limit; what is read from it is bounded.
pub(crate) async fn connect(
    address: SocketAddr,
    time_limit: Duration,
    read_limit: usize,
) -> Result<Wire, DialFailure> {
    let failed = |ending| DialFailure::early(DialPhase::Connect, ending);
    match timeout(time_limit, TcpStream::connect(address)).await {
        Err(_) => Err(failed(Ending::TimedOut)),
        Ok(Err(e)) => Err(failed(Ending::of_connect(&e))),
        Ok(Ok(tcp)) => {
            // Alerts and requests are small and wait for nothing.
            let _ = tcp.set_nodelay(true);
            Ok(Wire::new(tcp, read_limit))
        }
    }
}

/// Connects and shakes hands, within the time limit.
pub(crate) async fn dial(address: SocketAddr, options: &DialOptions) -> Result<Dialled, DialFailure> {
    let provider =
        built_in().map_err(|e| DialFailure::early(DialPhase::Setup, Ending::Protocol(e.to_string())))?;
    let credentials = options.credentials.for_one(&provider);
    let recorder = Arc::clone(&credentials.recorder);
    let connected = AtomicBool::new(false);
    let attempt = async {
        // Recorder and resolver are shared where sessions are: one handshake at a time.
        let _turn = credentials.turn().await;
        recorder.clear();
        let connector = TlsConnector::from(Arc::new(config(options, &credentials, provider)?));
        let wire = connect(address, options.time_limit, options.read_limit).await?;
        connected.store(true, Ordering::Relaxed);
        let name = match &options.server_name {
            Some(name) => ServerName::DnsName(name.clone()),
            None => ServerName::IpAddress(address.ip().into()),
        };
        match connector.connect(name, wire).into_fallible().await {
            Ok(tls) => {
                let handshake = Handshake::read(tls.get_ref().1, recorder.presented());
                Ok(Dialled { stream: Stream::new(tls), handshake })
            }
            Err((e, wire)) => Err(DialFailure {
                phase: DialPhase::Handshake,
                ending: Ending::of(&e, wire.opening()),
                presented: recorder.presented(),
            }),
        }
    };
    match timeout(options.time_limit, attempt).await {
        Ok(done) => done,
        Err(_) => {
            let at_handshake = connected.load(Ordering::Relaxed);
            let phase = if at_handshake { DialPhase::Handshake } else { DialPhase::Connect };
            Err(DialFailure { phase, ending: Ending::TimedOut, presented: recorder.presented() })
        }
    }
}

/// Runs this work to its end on a thread and a runtime of its own, so that it may be called from anywhere. What the runtime
/// still waits for then (the system's look-up of a name) is left to itself.
///
/// # Errors
/// The system gives no thread or no runtime.
pub(crate) fn blocking<T: Send>(work: impl Future<Output = T> + Send) -> Result<T, String> {
    let on_own_thread = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| format!("no runtime: {e}"))?;
        let done = runtime.block_on(work);
        runtime.shutdown_background();
        Ok(done)
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("mtls-core dial".to_owned());
        let running = thread.spawn_scoped(scope, on_own_thread).map_err(|e| format!("no thread: {e}"))?;
        running.join().unwrap_or_else(|_| Err("the thread ended early".to_owned()))
    })
}

fn config(
    options: &DialOptions,
    credentials: &credentials::ForOne,
    provider: Arc<rustls::crypto::CryptoProvider>,
) -> Result<ClientConfig, DialFailure> {
    let fault = |reason: String| DialFailure::early(DialPhase::Setup, Ending::Protocol(reason));
    if options.alpn.len() > 32 || options.alpn.iter().any(|name| name.is_empty() || name.len() > 255) {
        return Err(fault("application protocols: at most 32, of 1 to 255 bytes".to_owned()));
    }
    let versions: Vec<&'static SupportedProtocolVersion> = match options.versions.as_slice() {
        [] => rustls::ALL_VERSIONS.to_vec(),
        some => some.iter().map(|version| version.rustls()).collect(),
    };
    let verifier: Arc<Recorder> = Arc::clone(&credentials.recorder);
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&versions)
        .map_err(|e| fault(e.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_client_cert_resolver(Arc::clone(&credentials.resolver));
    config.alpn_protocols.clone_from(&options.alpn);
    config.enable_sni = options.server_name.is_some();
    config.resumption = match &credentials.store {
        Some(store) => Resumption::store(Arc::clone(store)),
        None => Resumption::disabled(),
    };
    Ok(config)
}

#[cfg(all(test, any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

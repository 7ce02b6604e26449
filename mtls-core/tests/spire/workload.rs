//! Workloads of ours that live by SPIRE's Workload API, and a server that greets who calls.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use mtls_core::finding::Refusal as _;
use mtls_core::identity::{IdentityPattern, SpiffeId};
use mtls_core::pki::Certificate;
use mtls_core::tls::{self, LiveIdentity, TlsError, WorkloadApi, WorkloadSource};
use mtls_core::verify::{ChainVerifier, LiveVerifier};
use rustls::{ClientConfig, ClientConnection, ServerConfig, ServerConnection};
use rustls_pki_types::ServerName;

use super::spire::{PATIENCE, Spire};

/// A process that the agent knows, by the hint of its entry.
pub(crate) struct Workload {
    pub(crate) source: WorkloadSource,
    pub(crate) verifier: LiveVerifier,
}

impl Workload {
    pub(crate) fn open(spire: &Spire, hint: &str) -> Self {
        let api = WorkloadApi::at(&spire.workload_api()).unwrap();
        let source = api.hint(hint).open(PATIENCE).unwrap();
        let verifier = LiveVerifier::new(ChainVerifier::builder(source.bundles()).build().unwrap());
        verifier.follow(&source);
        Self { source, verifier }
    }

    /// The leaf that is presented now.
    pub(crate) fn leaf(&self) -> Certificate {
        self.source.identity().current().chain().leaf().clone()
    }

    pub(crate) fn client(&self, server: &SpiffeId) -> Arc<ClientConfig> {
        self.client_as(self.source.identity(), server)
    }

    /// With another identity, but what this one trusts.
    pub(crate) fn client_as(
        &self,
        identity: impl Into<LiveIdentity>,
        server: &SpiffeId,
    ) -> Arc<ClientConfig> {
        client(identity, &self.verifier, server)
    }
}

pub(crate) fn client(
    identity: impl Into<LiveIdentity>,
    verifier: &LiveVerifier,
    server: &SpiffeId,
) -> Arc<ClientConfig> {
    Arc::new(tls::client(identity, verifier.clone()).expect_peer(server.clone()).build().unwrap())
}

/// Says hello, and gives what the server answers or why there is no answer.
pub(crate) fn call(address: SocketAddr, config: &Arc<ClientConfig>) -> Result<String, String> {
    let socket = TcpStream::connect(address).map_err(|e| e.to_string())?;
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let name = ServerName::try_from("not-asked.example").unwrap();
    let connection = ClientConnection::new(Arc::clone(config), name).unwrap();
    let mut stream = rustls::StreamOwned::new(connection, socket);
    stream.write_all(b"hello\n").map_err(|e| e.to_string())?;
    let mut line = String::new();
    BufReader::new(&mut stream).read_line(&mut line).map_err(|e| e.to_string())?;
    stream.conn.send_close_notify();
    let _ = stream.flush();
    match line.strip_suffix('\n') {
        Some(line) => Ok(line.to_owned()),
        None => Err("the server said nothing".to_owned()),
    }
}

/// Greets every caller by name. Ends with the value.
pub(crate) struct Server {
    address: SocketAddr,
    refusals: Arc<Mutex<Vec<&'static str>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(workload: &Workload, whom: IdentityPattern) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, refusals) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let told = Arc::clone(&refusals);
        let config = tls::server(workload.source.identity(), workload.verifier.clone())
            .authorize(whom)
            .on_refusal(move |refused| told.lock().unwrap().push(cause(&refused.error)))
            .build();
        let (config, stopped) = (Arc::new(config.unwrap()), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::SeqCst) {
                let (socket, _) = listener.accept().unwrap();
                let config = Arc::clone(&config);
                std::thread::spawn(move || greet(socket, config));
            }
        });
        Self { address, refusals, stop, thread: Some(thread) }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The codes of all refusals so far.
    pub(crate) fn refusals(&self) -> Vec<&'static str> {
        self.refusals.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What is wrong with the chain, or with who it is.
fn cause(error: &TlsError) -> &'static str {
    match error {
        TlsError::PeerRejected(rejection) => rejection.code(),
        other => other.code(),
    }
}

/// A connection that fails is the client's to tell of.
fn greet(socket: TcpStream, config: Arc<ServerConfig>) {
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let connection = ServerConnection::new(config).unwrap();
    let mut stream = rustls::StreamOwned::new(connection, socket);
    let mut line = String::new();
    if BufReader::new(&mut stream).read_line(&mut line).is_err() || line.is_empty() {
        return;
    }
    let peer = tls::presented_identity(&stream.conn).unwrap();
    if stream.write_all(format!("{peer} says {line}").as_bytes()).is_ok() {
        let _ = stream.flush();
        // Until the client has gone, so that the answer is not lost with the socket.
        let _ = BufReader::new(&mut stream).read_line(&mut String::new());
    }
}

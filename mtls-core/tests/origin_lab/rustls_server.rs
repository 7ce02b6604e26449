//! Servers on rustls, in this process: every way to ask for a certificate, and to choose by name.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use mtls_core::pki::issue::CertificateAuthority;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{Acceptor, NoClientAuth, ServerSessionMemoryCache, WebPkiClientVerifier};
use rustls::{
    DigitallySignedStruct, DistinguishedName, Error, RootCertStore, ServerConfig, ServerConnection,
    SignatureScheme, SupportedProtocolVersion,
};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer, UnixTime};

use super::case::{BROKEN, EDGE_NETWORK_ONLY, ENFORCED, OPEN, OPEN_TO_ANY_CERT, UNFIT};
use super::client::provider;
use super::material::{HOST, Material};

const PATIENCE: Duration = Duration::from_secs(20);

/// What it asks of clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    Nothing,
    Optional,
    Required,
    /// Of a CA that the edge's certificate is not of.
    OfAnother,
    /// One that `former.crl` does not revoke.
    Unrevoked,
    /// One of the edge's CA, and never mind its dates.
    Dateless,
    /// One, and never mind whose.
    Any,
}

/// A row: what the host asks, what the other names ask, and whether a request's host must be the handshake's name.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) live: &'static str,
    host: Asks,
    others: Asks,
    compares_names: bool,
    versions: &'static [&'static SupportedProtocolVersion],
    pub(crate) shared: bool,
    /// Whether the probe is given a certificate that was revoked.
    pub(crate) revoked: bool,
}

const ALL: &[&SupportedProtocolVersion] = &[&rustls::version::TLS12, &rustls::version::TLS13];

const fn row(name: &'static str, live: &'static str, host: Asks) -> Row {
    Row {
        name,
        live,
        host,
        others: host,
        compares_names: false,
        versions: ALL,
        shared: false,
        revoked: false,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("a certificate is required", ENFORCED, Asks::Required),
    row("nothing is said of clients", OPEN, Asks::Nothing),
    row("unauthenticated clients are allowed", OPEN, Asks::Optional),
    row("any certificate does", OPEN_TO_ANY_CERT, Asks::Any),
    row("the CA is another", BROKEN, Asks::OfAnother),
    Row { shared: true, ..row("the CA is the network's", EDGE_NETWORK_ONLY, Asks::Required) },
    Row { revoked: true, ..row("others are revoked", ENFORCED, Asks::Unrevoked) },
    Row { revoked: true, ..row("others are revoked, and no list is looked at", UNFIT, Asks::Required) },
    row("dates do not matter", UNFIT, Asks::Dateless),
    Row { others: Asks::Nothing, ..row("other names are open", "bypass sni", Asks::Required) },
    Row {
        others: Asks::Nothing,
        compares_names: true,
        ..row("other names are open, and stay among themselves", ENFORCED, Asks::Required)
    },
    Row { versions: &[&rustls::version::TLS12], ..row("required, TLS 1.2 alone", ENFORCED, Asks::Required) },
    Row { versions: &[&rustls::version::TLS13], ..row("required, TLS 1.3 alone", ENFORCED, Asks::Required) },
];

/// One that runs until it is dropped.
pub(crate) struct Running {
    pub(crate) at: SocketAddr,
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn start(row: &'static Row) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let at = listener.local_addr().unwrap();
        let over = Arc::new(AtomicBool::new(false));
        // Both have one memory of sessions: what a name resumes must be its own.
        let sessions = ServerSessionMemoryCache::new(64);
        let [host, others] = [row.host, row.others].map(|asks| {
            let mut config = config(asks, row.versions);
            config.session_storage = Arc::clone(&sessions) as _;
            Arc::new(config)
        });
        let stop = Arc::clone(&over);
        let thread = std::thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((socket, _)) => {
                        let (host, others) = (Arc::clone(&host), Arc::clone(&others));
                        std::thread::spawn(move || serve(socket, host, others, row.compares_names));
                    }
                    Err(e) if e.kind() == ErrorKind::WouldBlock => {
                        std::thread::sleep(Duration::from_millis(5))
                    }
                    Err(e) => panic!("{e}"),
                }
            }
        });
        Self { at, over, thread: Some(thread) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// One connection; whoever is refused or leaves ends it.
fn serve(
    mut socket: TcpStream,
    host: Arc<ServerConfig>,
    others: Arc<ServerConfig>,
    compares_names: bool,
) -> Option<()> {
    socket.set_nonblocking(false).ok()?;
    socket.set_read_timeout(Some(PATIENCE)).ok()?;
    let mut acceptor = Acceptor::default();
    let accepted = loop {
        acceptor.read_tls(&mut socket).ok().filter(|&n| n > 0)?;
        match acceptor.accept() {
            Ok(Some(accepted)) => break accepted,
            Ok(None) => {}
            Err((_, mut alert)) => {
                let _ = alert.write_all(&mut socket);
                return None;
            }
        }
    };
    let name = accepted.client_hello().server_name().map(str::to_owned);
    let config = if name.as_deref() == Some(HOST) { host } else { others };
    let mut connection = match accepted.into_connection(config) {
        Ok(connection) => connection,
        Err((_, mut alert)) => {
            let _ = alert.write_all(&mut socket);
            return None;
        }
    };
    let request = read_request(&mut connection, &mut socket)?;
    let host = request
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("host: ").map(str::to_owned))?;
    let host = host.trim();
    let (status, body) = match (compares_names, name) {
        (true, name) if name.as_deref() != Some(host) => ("421 Misdirected Request", ""),
        // Where hosts are told apart, each has a page of its own.
        (true, _) => ("200 OK", host),
        (false, _) => ("200 OK", "in"),
    };
    let mut stream = rustls::Stream::new(&mut connection, &mut socket);
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
        .ok()?;
    connection.send_close_notify();
    connection.complete_io(&mut socket).ok()?;
    Some(())
}

fn read_request(connection: &mut ServerConnection, socket: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    let mut buffer = [0; 2048];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match rustls::Stream::new(connection, socket).read(&mut buffer) {
            Ok(n) if n > 0 && request.len() < 65_536 => request.extend_from_slice(&buffer[..n]),
            // The alert that says why is on its way out already.
            _ => return None,
        }
    }
    String::from_utf8(request).ok()
}

fn config(asks: Asks, versions: &[&'static SupportedProtocolVersion]) -> ServerConfig {
    let material = Material::get();
    let (certificate, key) = material.served();
    let provider = Arc::new(provider());
    let roots = |ca: &CertificateAuthority| {
        let mut roots = RootCertStore::empty();
        roots.add(ca.certificate().der().clone()).unwrap();
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::new(super::client::provider()))
    };
    let verifier: Arc<dyn ClientCertVerifier> = match asks {
        Asks::Nothing => Arc::new(NoClientAuth),
        Asks::Optional => roots(&material.edge_ca).allow_unauthenticated().build().unwrap(),
        Asks::Required => roots(&material.edge_ca).build().unwrap(),
        Asks::OfAnother => roots(&CertificateAuthority::root("Other CA").build().unwrap()).build().unwrap(),
        Asks::Unrevoked => {
            let list =
                CertificateRevocationListDer::from_pem_slice(material.former_crl().as_bytes()).unwrap();
            roots(&material.edge_ca).with_crls([list]).build().unwrap()
        }
        Asks::Dateless => Arc::new(Dateless(roots(&material.edge_ca).build().unwrap())),
        Asks::Any => Arc::new(Anyone),
    };
    ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(
            CertificateDer::pem_slice_iter(certificate.as_bytes()).map(Result::unwrap).collect(),
            PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap(),
        )
        .unwrap()
}

/// Verifies the chain, and forgives what is wrong with its dates alone.
#[derive(Debug)]
struct Dateless(Arc<dyn ClientCertVerifier>);

impl ClientCertVerifier for Dateless {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.0.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        use rustls::CertificateError as Fault;
        match self.0.verify_client_cert(leaf, others, now) {
            Err(Error::InvalidCertificate(
                Fault::Expired
                | Fault::ExpiredContext { .. }
                | Fault::NotValidYet
                | Fault::NotValidYetContext { .. },
            )) => Ok(ClientCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// Demands a certificate and looks at nothing in it.
#[derive(Debug)]
struct Anyone;

impl ClientCertVerifier for Anyone {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = provider().signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}

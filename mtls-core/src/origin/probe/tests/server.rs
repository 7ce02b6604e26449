//! An origin of rustls with virtual hosts, as well or as badly set up as a test needs it.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use rustls::crypto::CryptoProvider;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{Acceptor, WebPkiClientVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, ServerConfig, SignatureScheme};
use rustls_pki_types::{CertificateDer, UnixTime};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use crate::pki::Certificate;
use crate::pki::issue::CertificateAuthority;
use crate::tls::built_in;

/// What is asked of clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Auth {
    None,
    Optional,
    Required,
    /// Required, and anyone's.
    Any,
    /// Required, and of the CA, whatever its dates and purposes.
    Signed,
    /// Required, and of the CA; of a CA of another name too where the chain is of so many certificates.
    Strange(usize),
    /// As nginx: the handshake takes all, and the answer refuses.
    Nginx,
}

/// What decides between hosts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hosts {
    /// Another `Host` than the server name is misdirected.
    Compared,
    /// The `Host` of HTTP/1.1 is compared, and that of HTTP/2 is not.
    ComparedInOne,
    /// The page is of the `Host`.
    ByHost,
    /// The page is of the server name.
    ByName,
}

#[derive(Clone)]
pub(super) struct Origin {
    pub(super) ca: Arc<CertificateAuthority>,
    pub(super) target: Auth,
    /// `open.test`, beside the target.
    pub(super) sibling: Option<Auth>,
    /// What takes every other server name, and none.
    pub(super) default: Option<Auth>,
    pub(super) hosts: Hosts,
    pub(super) versions: &'static [&'static rustls::SupportedProtocolVersion],
    pub(super) http2: bool,
    /// Whether HTTP is served on the port without TLS.
    pub(super) plaintext: bool,
    /// Whether a claim in a header is as good as a certificate.
    pub(super) headers: bool,
    pub(super) alt_svc: Option<String>,
}

impl Origin {
    pub(super) fn new(ca: &Arc<CertificateAuthority>, target: Auth) -> Self {
        Self {
            ca: Arc::clone(ca),
            target,
            sibling: None,
            default: None,
            hosts: Hosts::Compared,
            versions: rustls::ALL_VERSIONS,
            http2: false,
            plaintext: false,
            headers: false,
            alt_svc: None,
        }
    }

    pub(super) async fn serve(self: Arc<Self>, socket: TcpStream) {
        let mut first = [0];
        if self.plaintext && socket.peek(&mut first).await.is_ok() && first != [0x16] {
            return self.answer(socket, None, Auth::None, false).await;
        }
        let Ok(start) = LazyConfigAcceptor::new(Acceptor::default(), socket).await else { return };
        let name = start.client_hello().server_name().map(str::to_owned);
        let auth = match name.as_deref() {
            Some("origin.test") => Some(self.target),
            Some("open.test") => self.sibling.or(self.default),
            _ => self.default,
        };
        // Nobody of this name: the connection ends.
        let Some(auth) = auth else { return };
        let Ok(stream) = start.into_stream(self.config(auth)).await else { return };
        let (_, connection) = stream.get_ref();
        let known = match (auth, connection.peer_certificates()) {
            (Auth::None, _) => true,
            (_, Some(chain)) => self.verifies(&chain[0]) || auth != Auth::Nginx,
            (auth, None) => auth == Auth::Optional,
        };
        let presented = connection.peer_certificates().is_some();
        if connection.alpn_protocol() == Some(b"h2") {
            self.answer_two(stream, name, auth, known).await;
        } else if !known && auth == Auth::Nginx && !self.headers {
            let words =
                if presented { "The SSL certificate error" } else { "No required SSL certificate was sent" };
            let page = format!(
                "<center><h1>400 Bad Request</h1></center><center>{words}</center><hr><center>nginx</center>"
            );
            reply(stream, 400, &page, None).await;
        } else {
            self.answer(stream, name, auth, known).await;
        }
    }

    fn verifies(&self, leaf: &CertificateDer<'_>) -> bool {
        let leaf = Certificate::from_der(leaf).unwrap();
        let algorithms = built_in().unwrap().signature_verification_algorithms;
        leaf.verify_signed_by(self.ca.certificate(), algorithms.all).is_ok()
    }

    fn page(&self, name: Option<&str>, host: &str, two: bool) -> (u16, String) {
        let misdirected = name.is_some_and(|name| name != host) || name.is_none();
        match self.hosts {
            Hosts::Compared if misdirected => (421, "misdirected".to_owned()),
            Hosts::ComparedInOne if misdirected && !two => (421, "misdirected".to_owned()),
            Hosts::ByName => (200, format!("page of {}", name.unwrap_or("the default"))),
            _ => (200, format!("page of {host}")),
        }
    }

    async fn answer(
        &self,
        mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
        name: Option<String>,
        auth: Auth,
        known: bool,
    ) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => return,
            }
        }
        let head = String::from_utf8(head).unwrap().to_lowercase();
        let host = head.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or("none").to_owned();
        let claims = self.headers && head.contains("\r\nx-forwarded-client-cert: ");
        if !known && !claims && auth != Auth::None {
            return reply(stream, 403, "forbidden", None).await;
        }
        let (status, page) = if name.is_none() && self.plaintext && auth == Auth::None {
            (200, "plain".to_owned())
        } else {
            self.page(name.as_deref(), &host, false)
        };
        reply(stream, status, &page, self.alt_svc.as_deref()).await;
    }

    async fn answer_two(&self, stream: TlsStream<TcpStream>, name: Option<String>, auth: Auth, known: bool) {
        let Ok(mut server) = h2::server::handshake(stream).await else { return };
        while let Some(Ok((asked, mut reply))) = server.accept().await {
            let host = asked.uri().host().unwrap_or("none").to_owned();
            let (status, page) = if known || auth == Auth::None {
                self.page(name.as_deref(), &host, true)
            } else {
                (403, "forbidden".to_owned())
            };
            let head = http::Response::builder().status(status).body(()).unwrap();
            let mut body = reply.send_response(head, false).unwrap();
            body.send_data(Bytes::from(page), true).unwrap();
        }
    }

    fn config(&self, auth: Auth) -> Arc<ServerConfig> {
        let provider = built_in().unwrap();
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(self.versions)
            .unwrap();
        let webpki = || {
            let mut roots = rustls::RootCertStore::empty();
            roots.add(self.ca.certificate().der().clone()).unwrap();
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        };
        let lax = |mandatory: bool, signed: bool| {
            let ca = signed.then(|| self.ca.certificate().clone());
            let strange = if let Auth::Strange(length) = auth { Some(length) } else { None };
            Arc::new(Lax { provider: Arc::clone(&provider), mandatory, ca, strange, hints: Vec::new() })
        };
        let builder = match auth {
            Auth::None => builder.with_no_client_auth(),
            Auth::Optional => {
                builder.with_client_cert_verifier(webpki().allow_unauthenticated().build().unwrap())
            }
            Auth::Required => builder.with_client_cert_verifier(webpki().build().unwrap()),
            Auth::Any => builder.with_client_cert_verifier(lax(true, false)),
            Auth::Signed | Auth::Strange(_) => builder.with_client_cert_verifier(lax(true, true)),
            Auth::Nginx => builder.with_client_cert_verifier(lax(false, false)),
        };
        let issued = self.ca.server(["origin.test", "open.test"]).issue().unwrap();
        let mut config = builder.with_single_cert(issued.chain.to_der(), issued.key.to_pki_types()).unwrap();
        let alpn: &[&[u8]] = if self.http2 { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] };
        config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
        Arc::new(config)
    }
}

pub(super) async fn reply(
    mut stream: impl tokio::io::AsyncWrite + Unpin,
    status: u16,
    page: &str,
    alt_svc: Option<&str>,
) {
    let alt_svc = alt_svc.map(|value| format!("Alt-Svc: {value}\r\n")).unwrap_or_default();
    let length = page.len();
    let text = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{alt_svc}Connection: close\r\n\r\n{page}"
    );
    let _ = stream.write_all(text.as_bytes()).await;
    let _ = stream.shutdown().await;
}

/// Takes certificates that it should not.
struct Lax {
    provider: Arc<CryptoProvider>,
    mandatory: bool,
    ca: Option<Certificate>,
    strange: Option<usize>,
    hints: Vec<DistinguishedName>,
}

impl fmt::Debug for Lax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lax")
    }
}

impl ClientCertVerifier for Lax {
    fn client_auth_mandatory(&self) -> bool {
        self.mandatory
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        behind: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        if let Some(ca) = &self.ca {
            let leaf = Certificate::from_der(end_entity).unwrap();
            let algorithms = self.provider.signature_verification_algorithms;
            let strange = leaf.issuer_der() != ca.subject_der() && self.strange == Some(behind.len() + 1);
            if !strange && leaf.verify_signed_by(ca, algorithms.all).is_err() {
                return Err(rustls::CertificateError::UnknownIssuer.into());
            }
        }
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, cert, dss, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
        let algorithms = self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, cert, dss, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

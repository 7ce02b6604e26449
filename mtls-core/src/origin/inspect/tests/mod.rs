//! Inspections of servers of rustls, and of hosts that are none, on loopback.

mod chains;
mod hostile;
mod walk;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::server::WebPkiClientVerifier;
use rustls::sign::CertifiedKey;
use rustls_pki_types::CertificateDer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::finding::Refusal as _;
use crate::pki::issue::{CertificateAuthority, IssuedCertificate};
use crate::tls::built_in;

pub(super) fn on_loopback<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// Starts a listener that hands each connection to `serve`.
pub(super) async fn listen<F, S>(serve: F) -> SocketAddr
where
    F: Fn(TcpStream) -> S + Send + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(serve(socket));
        }
    });
    address
}

pub(super) fn ca(name: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).build().unwrap()
}

pub(super) fn anchors(ca: &CertificateAuthority) -> TrustAnchors {
    TrustAnchors::new([ca.certificate().clone()])
}

struct Always(Arc<CertifiedKey>);

impl std::fmt::Debug for Always {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Always")
    }
}

impl rustls::server::ResolvesServerCert for Always {
    fn resolve(&self, _: rustls::server::ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

/// What a server of the tests does.
pub(super) struct Serving<'a> {
    pub(super) issued: &'a IssuedCertificate,
    /// What is presented in the place of the issued chain.
    pub(super) chain: Option<Vec<CertificateDer<'static>>>,
    pub(super) clients: Option<&'a CertificateAuthority>,
    pub(super) only: Option<&'static rustls::SupportedProtocolVersion>,
    pub(super) staple: bool,
    pub(super) answer: &'static str,
}

impl<'a> Serving<'a> {
    pub(super) fn new(issued: &'a IssuedCertificate) -> Self {
        let answer = "HTTP/1.1 204 No Content\r\n\r\n";
        Self { issued, chain: None, clients: None, only: None, staple: false, answer }
    }

    fn config(&self) -> ServerConfig {
        let provider = built_in().unwrap();
        let key = provider.key_provider.load_private_key(self.issued.key.to_pki_types()).unwrap();
        let versions = self.only.map_or(rustls::ALL_VERSIONS.to_vec(), |only| vec![only]);
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(&versions)
            .unwrap();
        let builder = match self.clients {
            None => builder.with_no_client_auth(),
            Some(ca) => {
                let mut roots = rustls::RootCertStore::empty();
                roots.add(ca.certificate().der().clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        let chain = self.chain.clone().unwrap_or_else(|| self.issued.chain.to_der());
        let mut certified = CertifiedKey::new(chain, key);
        certified.ocsp = self.staple.then(|| b"an answer".to_vec());
        let mut config = builder.with_cert_resolver(Arc::new(Always(Arc::new(certified))));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        config
    }

    /// Serves, and inspects that.
    pub(super) fn inspect(self, set_up: impl FnOnce(Inspection) -> Inspection) -> ServerReport {
        let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(self.config()));
        let answer = self.answer;
        on_loopback(async {
            let address = listen(move |socket| {
                let acceptor = acceptor.clone();
                async move {
                    let Ok(mut tls) = acceptor.accept(socket).await else { return };
                    let mut request = [0; 4096];
                    if matches!(tls.read(&mut request).await, Ok(read) if read > 0) {
                        let _ = tls.write_all(answer.as_bytes()).await;
                        let _ = tls.shutdown().await;
                    }
                }
            })
            .await;
            let inspection =
                Inspection::new(&address.to_string()).unwrap().server_name("shop.example").unwrap();
            set_up(inspection).run().await.unwrap()
        })
    }
}

pub(super) fn rules_of(report: &ServerReport) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn targets_are_read_or_refused() {
    for (text, shown, named) in [
        ("shop.example", "shop.example:443", true),
        ("shop.example:8443", "shop.example:8443", true),
        ("shop.example.", "shop.example.:443", true),
        ("192.0.2.1", "192.0.2.1:443", false),
        ("192.0.2.1:8443", "192.0.2.1:8443", false),
        ("[2001:db8::1]:8443", "[2001:db8::1]:8443", false),
        ("[2001:db8::1]", "[2001:db8::1]:443", false),
        ("2001:db8::1", "[2001:db8::1]:443", false),
    ] {
        let inspection = Inspection::new(text).unwrap();
        assert_eq!(inspection.target.to_string(), shown);
        assert_eq!(inspection.server_name.is_some(), named, "{text}");
    }
    for text in [
        "",
        ":443",
        "shop.example:",
        "shop.example:0",
        "192.0.2.1:0",
        "shop.example:+443",
        "a b",
        "https://shop.example",
        "shop.example:70000",
    ] {
        let refused = Inspection::new(text).unwrap_err();
        assert_eq!(refused.code(), "origin-probe-impossible", "{text}");
    }
}

#[test]
fn options_that_cannot_be_used_are_refused() {
    let new = || Inspection::new("192.0.2.1").unwrap();
    assert_eq!(new().server_name("a b").unwrap_err().code(), "origin-probe-impossible");
    for limit in [Duration::ZERO, Duration::from_secs(301)] {
        assert_eq!(new().time_limit(limit).unwrap_err().code(), "origin-option-invalid");
    }
    for path in ["", "x", "/a b", "/\r\nX: y", "/é"] {
        assert_eq!(new().request(path).unwrap_err().code(), "origin-option-invalid", "{path}");
    }
    assert_eq!(new().alpn([""]).unwrap_err().code(), "origin-option-invalid");
    assert_eq!(new().alpn(vec!["h2"; 33]).unwrap_err().code(), "origin-option-invalid");
}

#[test]
fn a_name_that_leads_nowhere_is_refused() {
    let inspection = Inspection::new("no-such-host.invalid:443").unwrap();
    let refused = inspection.time_limit(Duration::from_secs(5)).unwrap().run_blocking().unwrap_err();
    assert_eq!(refused.code(), "origin-probe-impossible");
    assert!(refused.to_string().contains("no-such-host.invalid"), "{refused}");
}

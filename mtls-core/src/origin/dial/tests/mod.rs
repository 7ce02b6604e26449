//! The dialler against servers of rustls, and against hosts that are none, on loopback.

mod hostile;
mod servers;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::server::WebPkiClientVerifier;
use rustls::sign::CertifiedKey;
use rustls_pki_types::{CertificateDer, DnsName};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};

use crate::pki::issue::{CertificateAuthority, IssuedCertificate};

use super::*;

pub(super) fn on_loopback<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// Starts a listener that hands each connection to `serve`.
pub(super) async fn listen<F, S>(serve: F) -> SocketAddr
where
    F: Fn(TcpStream) -> S + Send + 'static,
    S: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let address = SocketAddr::from(([127, 0, 0, 1], listener.local_addr().unwrap().port()));
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

pub(super) struct Always(pub(super) Arc<CertifiedKey>);

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

/// A server's configuration that presents `chain` with the key of `issued`; with a CA for clients, it requires a certificate.
pub(super) fn server_config(
    issued: &IssuedCertificate,
    chain: Vec<CertificateDer<'static>>,
    clients: Option<&CertificateAuthority>,
) -> ServerConfig {
    let provider = built_in().unwrap();
    let key = provider.key_provider.load_private_key(issued.key.to_pki_types()).unwrap();
    let builder =
        ServerConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
    let builder = match clients {
        None => builder.unwrap().with_no_client_auth(),
        Some(ca) => {
            let mut roots = rustls::RootCertStore::empty();
            roots.add(ca.certificate().der().clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.unwrap().with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let mut config = builder.with_cert_resolver(Arc::new(Always(Arc::new(CertifiedKey::new(chain, key)))));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config
}

/// Serves TLS by this configuration: shakes hands, says hello, and waits until the client is gone.
pub(super) async fn serve(config: ServerConfig) -> SocketAddr {
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    listen(move |socket| {
        let acceptor = acceptor.clone();
        async move {
            // A client that is refused has the alert by now.
            let Ok(mut tls) = acceptor.accept(socket).await else { return };
            let mut request = [0; 64];
            let _ = tokio::io::AsyncReadExt::read(&mut tls, &mut request).await;
            let _ = tls.write_all(b"hello").await;
            let _ = tls.shutdown().await;
        }
    })
    .await
}

pub(super) fn named(name: &'static str) -> Option<DnsName<'static>> {
    Some(DnsName::try_from(name).unwrap())
}

pub(super) fn options(version: TlsVersion) -> DialOptions {
    DialOptions {
        server_name: named("shop.example"),
        versions: vec![version],
        time_limit: Duration::from_secs(5),
        ..DialOptions::default()
    }
}

pub(super) const WAIT: Duration = Duration::from_millis(300);

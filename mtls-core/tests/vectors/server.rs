//! An HTTPS server on rustls, for the cases that probe and inspect one.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
#[cfg(feature = "aws-lc-rs")]
use rustls::crypto::aws_lc_rs as backend;
#[cfg(not(feature = "aws-lc-rs"))]
use rustls::crypto::ring as backend;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// The host that it has a certificate for.
pub(crate) const HOST: &str = "shop.example";

/// A server that asks for certificates of `ca` in this way: `required`, `optional`, `none`. It ends with the process.
pub(crate) fn serve(ca: &CertificateAuthority, clients: &str) -> SocketAddr {
    let config = Arc::new(config(ca, clients));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for socket in listener.incoming().flatten() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            thread::spawn(move || answer(connection, socket));
        }
    });
    address
}

fn config(ca: &CertificateAuthority, clients: &str) -> ServerConfig {
    let IssuedCertificate { chain, key, .. } = ca.server([HOST]).issue().unwrap();
    let provider = Arc::new(backend::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(ca.certificate().der().clone()).unwrap();
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let verifier = match clients {
        "required" => verifier.build().unwrap(),
        "optional" => verifier.allow_unauthenticated().build().unwrap(),
        _ => WebPkiClientVerifier::no_client_auth(),
    };
    let chain = chain.certificates().iter().map(|one| one.der().clone()).collect();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.secret_pkcs8_der().to_vec()));
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain, key)
        .unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config
}

/// One request; whatever fails ends the connection.
fn answer(connection: ServerConnection, socket: TcpStream) -> Option<()> {
    socket.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let mut stream = StreamOwned::new(connection, socket);
    let (mut head, mut buffer) = (Vec::new(), [0; 2048]);
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        head.extend_from_slice(&buffer[..read]);
    }
    let status = match head.starts_with(b"GET /old ") {
        true => "301 Moved Permanently\r\nlocation: https://shop.example/new",
        false => "200 OK",
    };
    write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello").ok()?;
    stream.conn.send_close_notify();
    stream.flush().ok()
}

//! What a client sends that means harm: records by hand, and connections of rustls's whose keys are laid open.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;

use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use mtls_core::tls::{ClientBuilder, TlsError};
use rustls::client::ResolvesClientCert;
use rustls::crypto::aws_lc_rs as provider;
use rustls::crypto::aws_lc_rs::cipher_suite::{
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 as SUITE_12, TLS13_CHACHA20_POLY1305_SHA256 as SUITE_13,
};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, ClientConnection, ConnectionTrafficSecrets, SignatureScheme};
use rustls_pki_types::CertificateDer;

use super::server::Server;

pub(crate) const ALERT: u8 = 21;
pub(crate) const HANDSHAKE: u8 = 22;
pub(crate) const CHANGE_CIPHER_SPEC: u8 = 20;
pub(crate) const VERSIONS: [Version; 2] = [Version::Tls12, Version::Tls13];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    Tls12,
    Tls13,
}

/// A record that nobody encrypted.
pub(crate) fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).unwrap().to_be_bytes();
    [&[kind, 3, 3], &length[..], body].concat()
}

/// A handshake message's header.
pub(crate) fn message(kind: u8, length: u32) -> Vec<u8> {
    [&[kind], &length.to_be_bytes()[1..]].concat()
}

/// A client's configuration for this version of TLS, with the suite whose records are easily made.
pub(crate) fn config(builder: ClientBuilder, version: Version) -> ClientConfig {
    let suite = if version == Version::Tls12 { SUITE_12 } else { SUITE_13 };
    let provider =
        rustls::crypto::CryptoProvider { cipher_suites: vec![suite], ..provider::default_provider() };
    let mut config = builder.provider(Arc::new(provider)).build().unwrap();
    config.enable_secret_extraction = true;
    config
}

/// Presents a chain of anything at all.
#[derive(Debug)]
pub(crate) struct Junk(pub(crate) Arc<CertifiedKey>);

impl Junk {
    pub(crate) fn new(config: &ClientConfig, chain: Vec<CertificateDer<'static>>) -> Arc<Self> {
        let good = config.client_auth_cert_resolver.resolve(&[], &[]).unwrap();
        Arc::new(Self(Arc::new(CertifiedKey::new(chain, Arc::clone(&good.key)))))
    }
}

impl ResolvesClientCert for Junk {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// Shakes hands, as far as the server goes along.
pub(crate) fn shake_hands(server: &Server, config: ClientConfig) -> (ClientConnection, TcpStream) {
    let name = "server".try_into().unwrap();
    let mut connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut socket = server.connect();
    // It may be refused in the middle.
    let _ = connection.complete_io(&mut socket);
    (connection, socket)
}

/// What a client sends first, without the record's header.
pub(crate) fn client_hello(server: &Server, version: Version) -> Vec<u8> {
    let config = Arc::new(config(server.client(), version));
    let mut connection = ClientConnection::new(config, "server".try_into().unwrap()).unwrap();
    let mut wire = Vec::new();
    connection.write_tls(&mut wire).unwrap();
    wire.split_off(5)
}

/// Writes records of TLS 1.2 into a connection that a client of rustls's set up.
pub(crate) struct Writer12 {
    socket: TcpStream,
    key: LessSafeKey,
    iv: [u8; 12],
    sequence: u64,
}

impl Writer12 {
    pub(crate) fn new(server: &Server) -> Self {
        let (connection, socket) = shake_hands(server, config(server.client(), Version::Tls12));
        assert!(!connection.is_handshaking());
        let (sequence, secrets) = connection.dangerous_extract_secrets().unwrap().tx;
        let ConnectionTrafficSecrets::Chacha20Poly1305 { key, iv } = secrets else {
            panic!("another suite");
        };
        let key = LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, key.as_ref()).unwrap());
        Self { socket, key, iv: iv.as_ref().try_into().unwrap(), sequence }
    }

    /// Sends a record; whether the connection still took it.
    pub(crate) fn send(&mut self, kind: u8, body: &[u8]) -> bool {
        let number = self.sequence.to_be_bytes();
        let mut nonce = self.iv;
        nonce[4..].iter_mut().zip(number).for_each(|(byte, mask)| *byte ^= mask);
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        let aad = Aad::from([&number[..], &[kind, 3, 3], &length].concat());
        let mut sealed = body.to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.key.seal_in_place_append_tag(nonce, aad, &mut sealed).unwrap();
        self.sequence += 1;
        self.socket.write_all(&record(kind, &sealed)).is_ok()
    }

    /// How many bytes the server sends until it closes.
    pub(crate) fn rest(mut self) -> usize {
        let mut rest = Vec::new();
        // Closed, or reset over what was still on its way.
        let _ = self.socket.read_to_end(&mut rest);
        rest.len()
    }
}

pub(crate) fn reason(error: Option<TlsError>) -> String {
    match error {
        Some(TlsError::Protocol { reason }) => reason,
        other => panic!("{other:?}"),
    }
}

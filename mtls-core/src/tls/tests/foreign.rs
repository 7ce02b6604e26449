//! A client that is rustls's own, trusts the server whoever it is, and presents what it is given.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, SupportedProtocolVersion,
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::tls::{Session, TlsError, provider};

/// Shakes hands with the session: how it ended for the session, and for the client.
pub(super) fn shake(
    server: &mut Session,
    version: &'static SupportedProtocolVersion,
    presents: Option<CertifiedKey>,
) -> (Result<(), TlsError>, Result<(), rustls::Error>) {
    let config = ClientConfig::builder_with_provider(provider::built_in().unwrap())
        .with_protocol_versions(&[version])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Trusting));
    let config = match presents {
        Some(pair) => config.with_client_cert_resolver(Arc::new(SingleCertAndKey::from(pair))),
        None => config.with_no_client_auth(),
    };
    let name = ServerName::try_from("x").unwrap();
    let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut ends = (Ok(()), Ok(()));
    for _ in 0..10 {
        let mut wire = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut wire).unwrap();
        }
        // Nothing at all would say that the wire was closed.
        if !wire.is_empty() && ends.0.is_ok() {
            ends.0 = server.receive_tls(&wire);
        }
        let answer = server.send_tls().unwrap();
        let mut bytes = answer.as_slice();
        while !bytes.is_empty() && ends.1.is_ok() {
            client.read_tls(&mut bytes).unwrap();
            ends.1 = client.process_new_packets().map(drop);
        }
    }
    ends
}

#[derive(Debug)]
struct Trusting;

impl ServerCertVerifier for Trusting {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider::built_in().unwrap().signature_verification_algorithms.supported_schemes()
    }
}

//! The certificate verifier that takes everything and remembers it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};
use rustls::{DigitallySignedStruct, Error, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::pki::{Certificate, KeyAlgorithm};

use super::{KeyProof, Presented};

/// Records what one handshake shows.
#[derive(Debug)]
pub(super) struct Recorder {
    algorithms: WebPkiSupportedAlgorithms,
    presented: Mutex<Presented>,
}

impl Recorder {
    pub(super) fn new(provider: &CryptoProvider) -> Arc<Self> {
        let algorithms = provider.signature_verification_algorithms;
        Arc::new(Self { algorithms, presented: Mutex::default() })
    }

    pub(super) fn presented(&self) -> Presented {
        self.lock().clone()
    }

    pub(super) fn clear(&self) {
        *self.lock() = Presented::default();
    }

    pub(super) fn requested(&self, ca_names: &[&[u8]], sent: bool) {
        let mut presented = self.lock();
        presented.certificate_requested = true;
        presented.ca_names = ca_names.iter().map(|name| name.to_vec()).collect();
        presented.certificate_sent = sent;
    }

    fn lock(&self) -> MutexGuard<'_, Presented> {
        self.presented.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn proof(&self, proof: KeyProof) -> HandshakeSignatureValid {
        self.lock().key_proof = proof;
        HandshakeSignatureValid::assertion()
    }

    /// Certificates that webpki does not read (version 1, an unknown critical extension) have their signature
    /// checked by the key alone.
    fn check(
        &self,
        by_webpki: Result<HandshakeSignatureValid, Error>,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let Err(refusal) = by_webpki else { return Ok(self.proof(KeyProof::Proved)) };
        let Ok(read) = Certificate::from_der(certificate) else {
            return Ok(self.proof(KeyProof::Unchecked));
        };
        let Ok((algorithm, key)) = read.public_key().parts() else {
            return Ok(self.proof(KeyProof::Unchecked));
        };
        let of_scheme = self.algorithms.mapping.iter().find(|(scheme, _)| *scheme == signed.scheme);
        let mut fitting = of_scheme
            .map_or(&[][..], |(_, algorithms)| algorithms)
            .iter()
            .filter(|candidate| candidate.public_key_alg_id().as_ref() == algorithm)
            .peekable();
        // Short RSA keys are refused by the algorithms, whoever signs.
        let short = matches!(read.public_key().algorithm(), KeyAlgorithm::Rsa { bits } if *bits < 2048);
        if fitting.peek().is_none() || short {
            return Ok(self.proof(KeyProof::Unchecked));
        }
        if fitting.any(|candidate| candidate.verify_signature(key, message, signed.signature()).is_ok()) {
            return Ok(self.proof(KeyProof::Proved));
        }
        Err(refusal)
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut presented = self.lock();
        let chain = std::iter::once(end_entity).chain(intermediates);
        presented.chain = chain.map(|der| der.clone().into_owned()).collect();
        presented.ocsp = ocsp_response.to_vec();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let by_webpki = rustls::crypto::verify_tls12_signature(message, cert, dss, &self.algorithms);
        self.check(by_webpki, message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let by_webpki = rustls::crypto::verify_tls13_signature(message, cert, dss, &self.algorithms);
        self.check(by_webpki, message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

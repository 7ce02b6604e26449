//! What servers and clients are both set up with.

use std::sync::Arc;

use rustls::SupportedProtocolVersion;
use rustls::crypto::CryptoProvider;
use rustls::version::TLS13;

use crate::verify::Purpose;

use super::authorization::{Authorization, PeerVerifier, Peers};
use super::refusal::Listener;
use super::{LiveIdentity, PeerRecord, TlsError, provider};

#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub(super) identity: LiveIdentity,
    verifier: PeerVerifier,
    pub(super) peers: Peers,
    pub(super) listener: Listener,
    pub(super) alpn: Vec<Vec<u8>>,
    pub(super) tls13_only: bool,
    pub(super) provider: Option<Arc<CryptoProvider>>,
}

impl Settings {
    pub(super) fn new(identity: LiveIdentity, verifier: PeerVerifier) -> Self {
        Self {
            identity,
            verifier,
            peers: Peers::default(),
            listener: Listener::default(),
            alpn: Vec::new(),
            tls13_only: false,
            provider: None,
        }
    }

    pub(super) fn provider(&self) -> Result<Arc<CryptoProvider>, TlsError> {
        self.provider.clone().map_or_else(provider::built_in, Ok)
    }

    pub(super) fn versions(&self) -> &'static [&'static SupportedProtocolVersion] {
        const ONLY_13: &[&SupportedProtocolVersion] = &[&TLS13];
        if self.tls13_only { ONLY_13 } else { rustls::ALL_VERSIONS }
    }

    /// The judgement on a peer that acts in this role.
    pub(super) fn authorization(
        &self,
        purpose: Purpose,
        record: Option<PeerRecord>,
    ) -> Result<Authorization, TlsError> {
        check_protocols(&self.alpn)?;
        Authorization::new(&self.verifier, &self.peers, purpose, &self.listener, record)
    }
}

/// Protocols that may be offered at once.
const MAX_PROTOCOLS: usize = 32;

/// rustls leaves these to the wire, where they break the handshake or end the process.
fn check_protocols(protocols: &[Vec<u8>]) -> Result<(), TlsError> {
    let refuse = |reason: String| Err(TlsError::Alpn { reason });
    if protocols.len() > MAX_PROTOCOLS {
        return refuse(format!("{} of them; the limit is {MAX_PROTOCOLS}", protocols.len()));
    }
    match protocols.iter().position(|protocol| protocol.is_empty() || protocol.len() > 255) {
        Some(place) => {
            let length = protocols.get(place).map_or(0, Vec::len);
            refuse(format!("number {} has {length} bytes; it must have 1 to 255", place.saturating_add(1)))
        }
        None => Ok(()),
    }
}

/// The setters that both builders have.
macro_rules! setters {
    () => {
        /// Takes this peer and no other.
        #[must_use]
        pub fn expect_peer(self, id: $crate::identity::SpiffeId) -> Self {
            self.authorize($crate::identity::IdentityPattern::exact(id))
        }

        /// Takes the peer whose certificate is valid for this name and no other: for an
        /// [`EdgeVerifier`](crate::verify::EdgeVerifier).
        #[must_use]
        pub fn expect_name(mut self, name: $crate::verify::PeerName) -> Self {
            self.settings.peers = $crate::tls::authorization::Peers::Named(name);
            self
        }

        /// Takes the peers that match.
        #[must_use]
        pub fn authorize(mut self, pattern: $crate::identity::IdentityPattern) -> Self {
            self.settings.peers = $crate::tls::authorization::Peers::Matching(pattern);
            self
        }

        /// Takes every peer whose chain verifies, of every trust domain in the verifier's bundles or under any of its
        /// anchors, by whatever name.
        #[must_use]
        pub fn allow_any_verified_peer(mut self) -> Self {
            self.settings.peers = $crate::tls::authorization::Peers::Verified;
            self
        }

        /// Hears of every refused peer, with the reason and its chain. Called in the handshake: be quick.
        #[must_use]
        pub fn on_refusal(mut self, listener: impl Fn($crate::tls::Refused) + Send + Sync + 'static) -> Self {
            self.settings.listener = $crate::tls::refusal::Listener::new(listener);
            self
        }

        /// Application protocols to negotiate, the preferred first (RFC 7301): `h2`, `http/1.1`. At most 32, of 1 to
        /// 255 bytes.
        #[must_use]
        pub fn alpn<P: Into<Vec<u8>>>(mut self, protocols: impl IntoIterator<Item = P>) -> Self {
            self.settings.alpn = protocols.into_iter().map(Into::into).collect();
            self
        }

        /// Speaks TLS 1.3 alone; the default is TLS 1.2 and 1.3.
        #[must_use]
        pub fn tls13_only(mut self) -> Self {
            self.settings.tls13_only = true;
            self
        }

        /// Another provider than the built-in one.
        #[must_use]
        pub fn provider(mut self, provider: std::sync::Arc<rustls::crypto::CryptoProvider>) -> Self {
            self.settings.provider = Some(provider);
            self
        }
    };
}
pub(super) use setters;

/// The signature checks of a certificate verifier, by the provider's algorithms.
macro_rules! handshake_signatures {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            cert: &rustls_pki_types::CertificateDer<'_>,
            dss: &rustls::DigitallySignedStruct,
        ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
            let algorithms = &self.provider.signature_verification_algorithms;
            let signature = rustls::crypto::verify_tls12_signature(message, cert, dss, algorithms);
            self.authorization.signed(cert, signature)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            cert: &rustls_pki_types::CertificateDer<'_>,
            dss: &rustls::DigitallySignedStruct,
        ) -> Result<rustls::client::danger::HandshakeSignatureValid, rustls::Error> {
            let algorithms = &self.provider.signature_verification_algorithms;
            let signature = rustls::crypto::verify_tls13_signature(message, cert, dss, algorithms);
            self.authorization.signed(cert, signature)
        }

        fn supported_verify_schemes(&self) -> Vec<rustls::SignatureScheme> {
            self.provider.signature_verification_algorithms.supported_schemes()
        }
    };
}
pub(super) use handshake_signatures;

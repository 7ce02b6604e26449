//! The client's side: presents a certificate, and knows the server by its SPIFFE ID.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::client::danger::{ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::verify::{Purpose, VerifiedCertificate, VerifiedPeer};

use super::authorization::{Authorization, PeerVerifier};
use super::live_identity::Presented;
use super::settings::{Settings, handshake_signatures, setters};
use super::{LiveIdentity, PeerRecord, TlsError};

/// Starts a client configuration: presents `identity`, judges servers by `verifier`: a [`ChainVerifier`](crate::verify::ChainVerifier)
/// by SPIFFE ID, an [`EdgeVerifier`](crate::verify::EdgeVerifier) under [`Server`](crate::verify::Profile::Server) by name.
///
/// With a [`LiveVerifier`](crate::verify::LiveVerifier) and a [`LiveIdentity`], every handshake has the verifier and the identity that are in force
/// then. Say which servers it takes before [`ClientBuilder::build`].
pub fn client(identity: impl Into<LiveIdentity>, verifier: impl Into<PeerVerifier>) -> ClientBuilder {
    ClientBuilder { settings: Settings::new(identity.into(), verifier.into()) }
}

/// Sets up a client.
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    pub(super) settings: Settings,
}

impl ClientBuilder {
    setters!();

    /// The rustls configuration. The name that it is given to connect to is sent as SNI. It decides nothing, but for
    /// a client with an [`EdgeVerifier`](crate::verify::EdgeVerifier) and no other expectation: there the server's
    /// certificate must be valid for it.
    ///
    /// # Errors
    /// [`TlsError::PeersNotNamed`], [`TlsError::NoProvider`], [`TlsError::KeyUnusable`], or what rustls refuses.
    pub fn build(&self) -> Result<ClientConfig, TlsError> {
        self.config(None)
    }

    /// The rustls configuration for one connection alone, and the record of whom it verifies. See [`PeerRecord`]. Takes about
    /// 3 µs, so that each connection can have its own.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`].
    pub fn build_for_one(&self) -> Result<(ClientConfig, PeerRecord), TlsError> {
        let record = PeerRecord::default();
        Ok((self.config(Some(record.clone()))?, record))
    }

    /// Judges the chain, leaf first, of a server that another TLS stack shook hands with, as the handshake here would:
    /// who it is by the verifier in force, and whether it is let in. That stack must have checked that the server signed
    /// for the connection with the leaf's key, in that very handshake: a resumed session proves nothing of the kind.
    ///
    /// # Errors
    /// [`TlsError::PeerAnonymous`] for an empty chain, [`TlsError::PeerRejected`], [`TlsError::PeerNotAuthorized`];
    /// [`TlsError::PeersNotNamed`] while nobody is let in, [`TlsError::VerifierMismatch`] with an
    /// [`EdgeVerifier`](crate::verify::EdgeVerifier).
    pub fn judge(&self, chain: &[CertificateDer<'_>], at: UnixTime) -> Result<VerifiedPeer, TlsError> {
        self.settings.authorization(Purpose::Server, None)?.judge_chain(chain, at)
    }

    /// The same for a server that an [`EdgeVerifier`](crate::verify::EdgeVerifier) judges, which has no SPIFFE ID. `server_name` is what was connected to:
    /// the certificate must be valid for it where no other expectation is set.
    ///
    /// # Errors
    /// As [`judge`](Self::judge), [`TlsError::ServerName`]; [`TlsError::VerifierMismatch`] with a verifier that knows peers by SPIFFE ID.
    pub fn judge_certificate(
        &self,
        chain: &[CertificateDer<'_>],
        server_name: &str,
        at: UnixTime,
    ) -> Result<VerifiedCertificate, TlsError> {
        let connected_to = read_server_name(server_name)?;
        let authorization = self.settings.authorization(Purpose::Server, None)?;
        authorization.judge_chain_by_name(chain, Some(&connected_to), at)
    }

    fn config(&self, record: Option<PeerRecord>) -> Result<ClientConfig, TlsError> {
        let provider = self.settings.provider()?;
        let authorization = self.settings.authorization(Purpose::Server, record)?;
        let presented = Presented::new(&self.settings.identity, &provider)?;
        let mut config = ClientConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(self.settings.versions())
            .map_err(TlsError::of_configuration)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Servers { authorization, provider }))
            .with_client_cert_resolver(presented);
        config.alpn_protocols.clone_from(&self.settings.alpn);
        config.resumption = Resumption::disabled();
        Ok(config)
    }
}

/// The name that a client connects to, as rustls has it.
pub(super) fn read_server_name(name: &str) -> Result<ServerName<'static>, TlsError> {
    ServerName::try_from(name.to_owned())
        .map_err(|_| TlsError::ServerName { name: crate::finding::excerpt(name) })
}

#[derive(Debug)]
struct Servers {
    authorization: Authorization,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Servers {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        // What an `EdgeVerifier` goes by where no name is expected; otherwise the SPIFFE ID is the name that counts.
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.authorization.judge(end_entity, intermediates, Some(server_name), now)?;
        Ok(ServerCertVerified::assertion())
    }

    handshake_signatures!();
}

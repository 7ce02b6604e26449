//! The server's side: demands a certificate of every client, unless told that it is optional.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::server::NoServerSessionStorage;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DistinguishedName, ServerConfig};
use rustls_pki_types::{CertificateDer, UnixTime};

use crate::verify::{Purpose, VerifiedCertificate, VerifiedPeer};

use super::authorization::{Authorization, PeerVerifier};
use super::live_identity::Presented;
use super::settings::{Settings, handshake_signatures, setters};
use super::{LiveIdentity, PeerRecord, TlsError};

/// Starts a server configuration: presents `identity`, judges clients by `verifier`: a [`ChainVerifier`](crate::verify::ChainVerifier)
/// by SPIFFE ID, an [`EdgeVerifier`](crate::verify::EdgeVerifier) under [`EdgeClient`](crate::verify::Profile::EdgeClient)
/// by name.
///
/// Every client must present a certificate, unless it is [optional](ServerBuilder::peer_optional). With a [`LiveVerifier`](crate::verify::LiveVerifier), every handshake is judged by the verifier that
/// is in force then. Say which clients are let in before [`ServerBuilder::build`].
pub fn server(identity: impl Into<LiveIdentity>, verifier: impl Into<PeerVerifier>) -> ServerBuilder {
    ServerBuilder { settings: Settings::new(identity.into(), verifier.into()), peer_optional: false }
}

/// Sets up a server.
#[derive(Clone, Debug)]
pub struct ServerBuilder {
    pub(super) settings: Settings,
    peer_optional: bool,
}

impl ServerBuilder {
    setters!();

    /// Lets in clients that present no certificate, too; a certificate that is presented is judged as ever. Whoever serves
    /// them must ask each connection for its peer ([`PeerRecord::peer`]) and tell apart [`TlsError::PeerAnonymous`].
    #[must_use]
    pub fn peer_optional(mut self) -> Self {
        self.peer_optional = true;
        self
    }

    /// The rustls configuration.
    ///
    /// # Errors
    /// [`TlsError::PeersNotNamed`], [`TlsError::NoProvider`], [`TlsError::KeyUnusable`], or what rustls refuses.
    pub fn build(&self) -> Result<ServerConfig, TlsError> {
        self.config(None)
    }

    /// The rustls configuration for one connection alone, and the record of whom it verifies. See [`PeerRecord`]. Takes about
    /// 3 µs, so that each connection can have its own.
    ///
    /// # Errors
    /// As [`ServerBuilder::build`].
    pub fn build_for_one(&self) -> Result<(ServerConfig, PeerRecord), TlsError> {
        let record = if self.peer_optional { PeerRecord::optional() } else { PeerRecord::default() };
        Ok((self.config(Some(record.clone()))?, record))
    }

    /// Judges the chain, leaf first, of a client that another TLS stack shook hands with, as the handshake here would:
    /// who it is by the verifier in force, and whether it is let in. That stack must have checked that the client signed
    /// for the connection with the leaf's key, in that very handshake: a resumed session proves nothing of the kind.
    ///
    /// # Errors
    /// [`TlsError::PeerAnonymous`] for an empty chain, [`TlsError::PeerRejected`], [`TlsError::PeerNotAuthorized`];
    /// [`TlsError::PeersNotNamed`] while nobody is let in, [`TlsError::VerifierMismatch`] with an
    /// [`EdgeVerifier`](crate::verify::EdgeVerifier).
    pub fn judge(&self, chain: &[CertificateDer<'_>], at: UnixTime) -> Result<VerifiedPeer, TlsError> {
        self.settings.authorization(Purpose::Client, None)?.judge_chain(chain, at)
    }

    /// The same for a client that an [`EdgeVerifier`](crate::verify::EdgeVerifier) judges, which has no SPIFFE ID.
    ///
    /// # Errors
    /// As [`judge`](Self::judge); [`TlsError::VerifierMismatch`] with a verifier that knows peers by SPIFFE ID.
    pub fn judge_certificate(
        &self,
        chain: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<VerifiedCertificate, TlsError> {
        self.settings.authorization(Purpose::Client, None)?.judge_chain_by_name(chain, None, at)
    }

    fn config(&self, record: Option<PeerRecord>) -> Result<ServerConfig, TlsError> {
        let provider = self.settings.provider()?;
        let authorization = self.settings.authorization(Purpose::Client, record)?;
        let presented = Presented::new(&self.settings.identity, &provider)?;
        let mut config = ServerConfig::builder_with_provider(provider.clone())
            .with_protocol_versions(self.settings.versions())
            .map_err(TlsError::of_configuration)?
            .with_client_cert_verifier(Arc::new(Clients {
                authorization,
                provider,
                optional: self.peer_optional,
            }))
            .with_cert_resolver(presented);
        config.alpn_protocols.clone_from(&self.settings.alpn);
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(config)
    }
}

#[derive(Debug)]
struct Clients {
    authorization: Authorization,
    provider: Arc<CryptoProvider>,
    optional: bool,
}

impl ClientCertVerifier for Clients {
    fn client_auth_mandatory(&self) -> bool {
        !self.optional
    }

    // No hints: they would tell every caller which trust domains are trusted here.
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        self.authorization.judge(end_entity, intermediates, None, now)?;
        Ok(ClientCertVerified::assertion())
    }

    handshake_signatures!();
}

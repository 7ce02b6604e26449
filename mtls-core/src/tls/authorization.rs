//! Judges a peer in the handshake: its chain, then its identity.

use std::net::IpAddr;

use rustls::client::danger::HandshakeSignatureValid;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::identity::IdentityPattern;
use crate::pki::Certificate;
use crate::trust::source;
use crate::verify::{
    ChainLimits, ChainVerifier, EdgeVerifier, ExpectedName, LiveVerifier, PeerName, Purpose, Rejection,
    VerifiedCertificate, VerifiedPeer,
};

use super::refusal::{Listener, Refused};
use super::{PeerRecord, TlsError};

/// What judges the peers of a server or client. Made from a [`ChainVerifier`] or [`LiveVerifier`], which know them by SPIFFE
/// ID, or from an [`EdgeVerifier`], which knows them by name.
#[derive(Clone, Debug)]
pub struct PeerVerifier(Verifier);

#[derive(Clone, Debug)]
enum Verifier {
    Spiffe(LiveVerifier),
    Edge(EdgeVerifier),
}

impl PeerVerifier {
    /// How much of a chain it looks at.
    pub fn limits(&self) -> ChainLimits {
        match &self.0 {
            Verifier::Spiffe(verifier) => *verifier.current().limits(),
            Verifier::Edge(verifier) => *verifier.limits(),
        }
    }
}

impl From<ChainVerifier> for PeerVerifier {
    fn from(verifier: ChainVerifier) -> Self {
        LiveVerifier::new(verifier).into()
    }
}

impl From<LiveVerifier> for PeerVerifier {
    fn from(verifier: LiveVerifier) -> Self {
        Self(Verifier::Spiffe(verifier))
    }
}

impl From<EdgeVerifier> for PeerVerifier {
    fn from(verifier: EdgeVerifier) -> Self {
        Self(Verifier::Edge(verifier))
    }
}

/// Who is let in.
#[derive(Clone, Debug, Default)]
pub(super) enum Peers {
    /// Nobody said: no configuration comes of it, but for a client that knows servers by the name that it connects to.
    #[default]
    Unnamed,
    /// Those that match.
    Matching(IdentityPattern),
    /// The one whose certificate is valid for this name.
    Named(PeerName),
    /// Everybody whose chain verifies.
    Verified,
}

/// Who was let in.
#[derive(Clone, Debug)]
pub(super) enum Judged {
    Peer(VerifiedPeer),
    Certificate(VerifiedCertificate),
}

impl Judged {
    /// What it presented as its own.
    pub(super) fn leaf(&self) -> Option<&CertificateDer<'static>> {
        match self {
            Self::Peer(peer) => peer.path().first(),
            Self::Certificate(certificate) => certificate.path().first(),
        }
    }
}

/// The judgement of one side on the other.
#[derive(Clone, Debug)]
pub(super) struct Authorization {
    verifier: Verifier,
    peers: Peers,
    purpose: Purpose,
    listener: Listener,
    /// Where the accepted peer is kept, for configurations of one connection.
    record: Option<PeerRecord>,
}

impl Authorization {
    /// Refuses a combination that could let in nobody, or not whom the caller meant.
    pub(super) fn new(
        PeerVerifier(verifier): &PeerVerifier,
        peers: &Peers,
        purpose: Purpose,
        listener: &Listener,
        record: Option<PeerRecord>,
    ) -> Result<Self, TlsError> {
        let mismatch = |reason| Err(TlsError::VerifierMismatch { reason });
        match (verifier, peers) {
            (Verifier::Spiffe(_), Peers::Named(_)) => {
                return mismatch("its verifier knows peers by SPIFFE ID, and a name is expected");
            }
            (Verifier::Edge(_), Peers::Matching(_)) => {
                return mismatch("its verifier knows peers by name, and a SPIFFE ID is expected");
            }
            (Verifier::Edge(edge), _)
                if !matches!(edge.purpose(), Purpose::Either) && edge.purpose() != purpose =>
            {
                return mismatch(match purpose {
                    Purpose::Client => "its verifier judges servers, and a server has clients to judge",
                    _ => "its verifier judges clients, and a client has servers to judge",
                });
            }
            (Verifier::Edge(_), Peers::Unnamed) if purpose == Purpose::Server => {}
            (_, Peers::Unnamed) => return Err(TlsError::PeersNotNamed),
            _ => {}
        }
        Ok(Self {
            verifier: verifier.clone(),
            peers: peers.clone(),
            purpose,
            listener: listener.clone(),
            record,
        })
    }

    /// The chain verifies and the identity is let in; otherwise the listener hears why, and rustls
    /// gets the error that sends the fitting alert. `connected_to` is the name that a client connects to.
    pub(super) fn judge(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        connected_to: Option<&ServerName<'_>>,
        at: UnixTime,
    ) -> Result<(), rustls::Error> {
        let chain: Vec<CertificateDer<'_>> = std::iter::once(leaf).chain(intermediates).cloned().collect();
        let judged = match &self.verifier {
            Verifier::Spiffe(verifier) => self.judge_identity(verifier, &chain, at).map(Judged::Peer),
            Verifier::Edge(verifier) => {
                self.judge_name(verifier, &chain, connected_to, at).map(Judged::Certificate)
            }
        };
        let judged = judged.map_err(|error| {
            let refused = self.refuse(error, &chain, at);
            rustls::Error::InvalidCertificate(refused.certificate_error())
        })?;
        if let Some(record) = &self.record {
            record.accept(judged);
        }
        Ok(())
    }

    /// The peer that a chain from elsewhere proves, if it is let in; otherwise the listener hears why, too.
    pub(super) fn judge_chain(
        &self,
        chain: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<VerifiedPeer, TlsError> {
        let Verifier::Spiffe(verifier) = &self.verifier else {
            let reason = "its verifier knows peers by name, and a SPIFFE ID is asked for";
            return Err(TlsError::VerifierMismatch { reason });
        };
        if chain.is_empty() {
            return Err(TlsError::PeerAnonymous);
        }
        self.judge_identity(verifier, chain, at).map_err(|error| self.refuse(error, chain, at).error)
    }

    /// The same for a peer that is known by name.
    pub(super) fn judge_chain_by_name(
        &self,
        chain: &[CertificateDer<'_>],
        connected_to: Option<&ServerName<'_>>,
        at: UnixTime,
    ) -> Result<VerifiedCertificate, TlsError> {
        let Verifier::Edge(verifier) = &self.verifier else {
            let reason = "its verifier knows peers by SPIFFE ID, and a name is asked for";
            return Err(TlsError::VerifierMismatch { reason });
        };
        if chain.is_empty() {
            return Err(TlsError::PeerAnonymous);
        }
        self.judge_name(verifier, chain, connected_to, at)
            .map_err(|error| self.refuse(error, chain, at).error)
    }

    fn refuse(&self, error: TlsError, chain: &[CertificateDer<'_>], at: UnixTime) -> Refused {
        let refused = Refused::new(error, chain, at, self.purpose);
        if let Some(record) = &self.record {
            record.refuse(refused.clone());
        }
        self.listener.tell(refused.clone());
        refused
    }

    fn judge_identity(
        &self,
        verifier: &LiveVerifier,
        chain: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<VerifiedPeer, TlsError> {
        let peer = verifier.verify_for(self.purpose, chain, at).map_err(rejected)?;
        let mismatch = match &self.peers {
            Peers::Verified => None,
            Peers::Matching(pattern) => pattern.mismatch(peer.spiffe_id().as_ref()),
            Peers::Unnamed | Peers::Named(_) => Some("nobody is let in".to_owned()),
        };
        match mismatch {
            Some(reason) => Err(TlsError::PeerNotAuthorized { reason }),
            None => Ok(peer),
        }
    }

    fn judge_name(
        &self,
        verifier: &EdgeVerifier,
        chain: &[CertificateDer<'_>],
        connected_to: Option<&ServerName<'_>>,
        at: UnixTime,
    ) -> Result<VerifiedCertificate, TlsError> {
        let expected = match &self.peers {
            Peers::Verified => ExpectedName::Any,
            Peers::Named(name) => ExpectedName::from(name.clone()),
            Peers::Unnamed | Peers::Matching(_) => connected_to
                .and_then(name_of)
                .map(ExpectedName::from)
                .ok_or_else(|| TlsError::PeerNotAuthorized { reason: "nobody is let in".to_owned() })?,
        };
        verifier.verify(chain, &expected, at).map_err(rejected)
    }

    /// Takes down that the peer signed for the connection, if it did; otherwise the listener hears that it has a
    /// certificate and not its key.
    pub(super) fn signed(
        &self,
        leaf: &CertificateDer<'_>,
        signature: Result<HandshakeSignatureValid, rustls::Error>,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        match &signature {
            Ok(_) => {
                if let Some(record) = &self.record {
                    record.prove(leaf);
                }
            }
            Err(_) => {
                let subject = Certificate::from_der(leaf).map(|leaf| leaf.describe()).unwrap_or_default();
                let error = TlsError::PeerKeyUnproved { subject };
                // rustls says when a chain is judged, and not when a signature is.
                let (_, at) = source::now();
                self.refuse(error, std::slice::from_ref(leaf), at);
            }
        }
        signature
    }
}

fn rejected(rejection: Rejection) -> TlsError {
    TlsError::PeerRejected(Box::new(rejection))
}

fn name_of(server: &ServerName<'_>) -> Option<PeerName> {
    match server {
        ServerName::DnsName(name) => PeerName::dns(name.as_ref()).ok(),
        ServerName::IpAddress(address) => Some(PeerName::ip(IpAddr::from(*address))),
        _ => None,
    }
}

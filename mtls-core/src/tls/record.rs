//! Who was verified in the handshake of one connection.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::CommonState;
use rustls_pki_types::CertificateDer;

use crate::verify::{VerifiedCertificate, VerifiedPeer};

use super::authorization::Judged;
use super::{Refused, TlsError};

/// The verified peer of the one connection that is made under a configuration of
/// [`ServerBuilder::build_for_one`](super::ServerBuilder::build_for_one) or
/// [`ClientBuilder::build_for_one`](super::ClientBuilder::build_for_one).
///
/// It is filled by the handshake itself: by our verifier, after it accepted the chain, and after the peer signed
/// for the connection with the leaf's key. A connection under any other configuration has no record, so nothing
/// vouches for a peer that nobody verified. Clones show the same record.
///
/// `examples/async-servers` shows it with tokio-rustls, axum and tonic.
#[derive(Clone, Debug, Default)]
pub struct PeerRecord(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    state: State,
    refused: Option<Refused>,
}

#[derive(Debug, Default)]
enum State {
    /// Nobody was accepted yet.
    #[default]
    Empty,
    /// Nor need anybody be.
    Optional,
    /// The chain was accepted.
    Accepted(Judged),
    /// And its key signed for the connection.
    Proved(Judged),
    /// There was a second handshake: it is not known which of them is asked about.
    Reused,
}

impl PeerRecord {
    /// The peer of this connection, as it was verified in the handshake: its SPIFFE ID, the path to the authority
    /// that vouched for it, and how long the path is valid.
    ///
    /// Takes `rustls::ServerConnection` and `ClientConnection`, and what tokio-rustls gives out by `get_ref().1`.
    ///
    /// # Errors
    /// [`TlsError::HandshakeNotDone`]; [`TlsError::PeerAnonymous`] when it presented no certificate and none was demanded;
    /// [`TlsError::PeerUnverified`] when the connection was made under another configuration, the configuration was used for
    /// two, or its peers are known by name ([`certificate`](Self::certificate)).
    pub fn peer(&self, connection: &CommonState) -> Result<VerifiedPeer, TlsError> {
        match self.judged(connection)? {
            Judged::Peer(peer) => Ok(peer),
            Judged::Certificate(_) => Err(TlsError::PeerUnverified {
                reason: "its verifier knows peers by name, not by SPIFFE ID: ask for the certificate",
            }),
        }
    }

    /// The same for a peer that an [`EdgeVerifier`](crate::verify::EdgeVerifier) judged, which has no SPIFFE ID.
    ///
    /// # Errors
    /// As [`peer`](Self::peer).
    pub fn certificate(&self, connection: &CommonState) -> Result<VerifiedCertificate, TlsError> {
        match self.judged(connection)? {
            Judged::Certificate(certificate) => Ok(certificate),
            Judged::Peer(_) => Err(TlsError::PeerUnverified {
                reason: "its verifier knows peers by SPIFFE ID: ask for the peer",
            }),
        }
    }

    /// The peer that was refused in the handshake, with the reason and its chain. None while nobody was.
    pub fn refused(&self) -> Option<Refused> {
        self.held().refused.clone()
    }

    /// Why the connection ended with this error: the refusal of its peer, with all findings, or what rustls says.
    ///
    /// Takes what reading, writing or shaking hands gave, by rustls's own streams or tokio-rustls's. A server that
    /// refuses this side under TLS 1.3 is heard of after the handshake, when the client first reads.
    pub fn failure(&self, error: &std::io::Error) -> TlsError {
        if let Some(refused) = self.refused() {
            return refused.error;
        }
        match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(inner) => TlsError::of_connection(inner.clone()),
            None => TlsError::Protocol { reason: error.to_string() },
        }
    }

    fn judged(&self, connection: &CommonState) -> Result<Judged, TlsError> {
        if connection.is_handshaking() {
            return Err(TlsError::HandshakeNotDone);
        }
        let presented = connection.peer_certificates().and_then(<[_]>::first);
        match &self.held().state {
            State::Proved(judged) if presented.is_some() && judged.leaf() == presented => Ok(judged.clone()),
            State::Optional if presented.is_none() => Err(TlsError::PeerAnonymous),
            State::Reused => Err(TlsError::PeerUnverified {
                reason: "its configuration was used for more than one connection",
            }),
            _ => Err(TlsError::PeerUnverified {
                reason: "the connection was made under another configuration",
            }),
        }
    }

    /// For a connection whose peer may present no certificate.
    pub(super) fn optional() -> Self {
        Self(Arc::new(Mutex::new(Held { state: State::Optional, refused: None })))
    }

    /// The chain was accepted.
    pub(super) fn accept(&self, peer: Judged) {
        let mut held = self.held();
        held.state = match held.state {
            State::Empty | State::Optional => State::Accepted(peer),
            _ => State::Reused,
        };
    }

    /// The peer signed with the key of this leaf.
    pub(super) fn prove(&self, leaf: &CertificateDer<'_>) {
        let mut held = self.held();
        if let State::Accepted(peer) = &held.state {
            held.state = if peer.leaf() == Some(leaf) { State::Proved(peer.clone()) } else { State::Reused };
        }
    }

    /// The peer was refused.
    pub(super) fn refuse(&self, refused: Refused) {
        self.held().refused = Some(refused);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

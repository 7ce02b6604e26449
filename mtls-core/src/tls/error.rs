//! Why there is no connection.

use crate::finding::{Finding, Refusal, Rule, Subject, rules};
use crate::verify::Rejection;

/// A refusal of the TLS floor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// No cryptography provider.
    #[error("no cryptography provider")]
    NoProvider,
    /// Certificate and key do not belong together.
    #[error("the private key does not belong to the certificate of {subject}")]
    KeyMismatch {
        /// The certificate's SPIFFE ID, or its subject or first name.
        subject: String,
    },
    /// The provider cannot use the key.
    #[error("the TLS provider cannot use the private key: {reason}")]
    KeyUnusable {
        /// Why; never holds key material.
        reason: String,
    },
    /// A certificate of the own chain is not valid at this time.
    #[error("the certificate of {certificate} is valid from {from} to {to}, not now")]
    IdentityDates {
        /// The certificate's SPIFFE ID, or its subject or first name.
        certificate: String,
        /// RFC 3339.
        from: String,
        /// RFC 3339.
        to: String,
    },
    /// Nobody said which peers to take.
    #[error("the configuration does not say which peers it takes")]
    PeersNotNamed,
    /// The verifier cannot judge the peers that are expected.
    #[error("the configuration contradicts itself: {reason}")]
    VerifierMismatch {
        /// How.
        reason: &'static str,
    },
    /// An application protocol that cannot be offered.
    #[error("application protocols: {reason}")]
    Alpn {
        /// What is wrong with them.
        reason: String,
    },
    /// rustls refuses the configuration.
    #[error("rustls refuses the configuration: {reason}")]
    Configuration {
        /// rustls's reason.
        reason: String,
    },
    /// Not a name for SNI.
    #[error("`{name}` is neither a DNS name nor an address")]
    ServerName {
        /// The name, cut short.
        name: String,
    },
    /// The peer's chain was refused.
    #[error("{0}")]
    PeerRejected(Box<Rejection>),
    /// The peer is known and not let in.
    #[error("not let in: {reason}")]
    PeerNotAuthorized {
        /// Who it is and what was expected.
        reason: String,
    },
    /// The peer presented a certificate and did not sign with its key.
    #[error("the peer does not hold the key of the certificate that it presents: {subject}")]
    PeerKeyUnproved {
        /// Whose certificate it is.
        subject: String,
    },
    /// There is no peer identity.
    #[error("the peer presented no certificate that names it by a SPIFFE ID")]
    PeerAnonymous,
    /// The handshake is not done.
    #[error("the handshake is not done")]
    HandshakeNotDone,
    /// Nothing vouches for the peer of this connection.
    #[error("the peer of this connection was not verified: {reason}")]
    PeerUnverified {
        /// Why not.
        reason: &'static str,
    },
    /// The peer sent an alert.
    #[error("the peer refused the connection: {alert}")]
    AlertReceived {
        /// The alert's name in RFC 8446, in rustls's spelling.
        alert: String,
    },
    /// The peer broke the protocol.
    #[error("TLS: {reason}")]
    Protocol {
        /// rustls's reason.
        reason: String,
    },
    /// This side has said goodbye.
    #[error("nothing can be sent after the goodbye")]
    Closed,
    /// A buffer is full. Nothing was taken of what was given.
    #[error("{what} has no room: it holds {limit} bytes")]
    BufferFull {
        /// Which buffer.
        what: &'static str,
        /// Its size in bytes.
        limit: usize,
    },
}

impl TlsError {
    /// What rustls reports of a connection, where no refusal of ours explains it better.
    pub(super) fn of_connection(e: rustls::Error) -> Self {
        match e {
            rustls::Error::AlertReceived(alert) => Self::AlertReceived { alert: format!("{alert:?}") },
            rustls::Error::NoCertificatesPresented => Self::PeerAnonymous,
            other => Self::Protocol { reason: other.to_string() },
        }
    }

    pub(super) fn of_configuration(e: rustls::Error) -> Self {
        Self::Configuration { reason: e.to_string() }
    }
}

impl Refusal for TlsError {
    fn rule(&self) -> &'static Rule {
        use rules::tls as r;
        match self {
            Self::NoProvider => r::TLS_NO_PROVIDER,
            Self::KeyMismatch { .. } => r::TLS_KEY_MISMATCH,
            Self::KeyUnusable { .. } => r::TLS_KEY_UNUSABLE,
            Self::IdentityDates { .. } => r::TLS_IDENTITY_DATES,
            Self::PeersNotNamed => r::TLS_PEERS_NOT_NAMED,
            Self::VerifierMismatch { .. } => r::TLS_VERIFIER_MISMATCH,
            Self::Alpn { .. } => r::TLS_ALPN_INVALID,
            Self::Configuration { .. } => r::TLS_CONFIGURATION,
            Self::ServerName { .. } => r::TLS_SERVER_NAME,
            Self::PeerRejected(_) => r::TLS_PEER_REJECTED,
            Self::PeerNotAuthorized { .. } => r::TLS_PEER_NOT_AUTHORIZED,
            Self::PeerKeyUnproved { .. } => r::TLS_PEER_KEY_UNPROVED,
            Self::PeerAnonymous => r::TLS_PEER_ANONYMOUS,
            Self::HandshakeNotDone => r::TLS_HANDSHAKE_NOT_DONE,
            Self::PeerUnverified { .. } => r::TLS_PEER_UNVERIFIED,
            Self::AlertReceived { .. } => r::TLS_ALERT_RECEIVED,
            Self::Protocol { .. } => r::TLS_PROTOCOL,
            Self::Closed => r::TLS_CLOSED,
            Self::BufferFull { .. } => r::TLS_BUFFER_FULL,
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::KeyMismatch { .. } | Self::KeyUnusable { .. } => Subject::Key,
            Self::PeerRejected(rejection) => rejection.subject(),
            _ => Subject::Input,
        }
    }

    /// For a rejected peer: that it was, and the findings about its chain.
    fn findings(&self) -> Vec<Finding> {
        let own = Finding::new(self.rule(), self.subject(), self.to_string());
        match self {
            Self::PeerRejected(rejection) => std::iter::once(own).chain(rejection.findings()).collect(),
            _ => vec![own],
        }
    }
}

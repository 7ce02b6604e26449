//! Judges a peer in the handshake: its chain, then its identity.

use rustls::client::danger::HandshakeSignatureValid;
use rustls_pki_types::{CertificateDer, UnixTime};

use crate::identity::IdentityPattern;
use crate::verify::{LiveVerifier, Purpose};

use super::refusal::{Listener, Refused};
use super::{PeerRecord, TlsError};

/// Who is let in.
#[derive(Clone, Debug, Default)]
pub(super) enum Peers {
    /// Nobody said: no configuration comes of it.
    #[default]
    Unnamed,
    /// Those that match.
    Matching(IdentityPattern),
    /// Everybody whose chain verifies.
    Verified,
}

/// The judgement of one side on the other.
#[derive(Clone, Debug)]
pub(super) struct Authorization {
    pub(super) verifier: LiveVerifier,
    pub(super) peers: Peers,
    pub(super) purpose: Purpose,
    pub(super) listener: Listener,
    /// Where the accepted peer is kept, for configurations of one connection.
    pub(super) record: Option<PeerRecord>,
}

impl Authorization {
    /// The chain verifies and the identity is let in; otherwise the listener hears why, and rustls
    /// gets the error that sends the fitting alert.
    pub(super) fn judge(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        at: UnixTime,
    ) -> Result<(), rustls::Error> {
        let chain: Vec<CertificateDer<'_>> = std::iter::once(leaf).chain(intermediates).cloned().collect();
        let refuse = |error: TlsError| {
            let refused = Refused::new(error, &chain, at, self.purpose);
            let alert = refused.certificate_error();
            self.listener.tell(refused);
            Err(rustls::Error::InvalidCertificate(alert))
        };
        let peer = match self.verifier.verify_for(self.purpose, &chain, at) {
            Ok(peer) => peer,
            Err(rejection) => return refuse(TlsError::PeerRejected(Box::new(rejection))),
        };
        let mismatch = match &self.peers {
            Peers::Verified => None,
            Peers::Matching(pattern) => pattern.mismatch(peer.spiffe_id().as_ref()),
            Peers::Unnamed => Some("nobody is let in".to_owned()),
        };
        if let Some(reason) = mismatch {
            return refuse(TlsError::PeerNotAuthorized { reason });
        }
        if let Some(record) = &self.record {
            record.accept(peer);
        }
        Ok(())
    }

    /// Takes down that the peer signed for the connection, if it did.
    pub(super) fn signed(
        &self,
        leaf: &CertificateDer<'_>,
        signature: Result<HandshakeSignatureValid, rustls::Error>,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if let (Ok(_), Some(record)) = (&signature, &self.record) {
            record.prove(leaf);
        }
        signature
    }
}

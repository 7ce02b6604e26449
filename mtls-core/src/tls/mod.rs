//! Floor 5: let these two talk.
//!
//! [`server`] and [`client`] build rustls configurations whose both sides present a certificate and
//! know the other by its SPIFFE ID: the chain is judged by a [`ChainVerifier`], the
//! identity by an [`IdentityPattern`](crate::identity::IdentityPattern). Host names play no part.
//! [`Session`] is a connection without I/O, for callers that move the bytes themselves.
//!
//! There is no session resumption: a resumed session would skip both judgements.

mod authorization;
mod client;
mod error;
mod identity;
mod provider;
mod refusal;
mod server;
mod session;
mod settings;

pub use client::{ClientBuilder, client};
pub use error::TlsError;
pub use identity::Identity;
pub use refusal::Refused;
pub use server::{ServerBuilder, server};
pub use session::Session;

use crate::identity::SpiffeId;
use crate::pki::Certificate;
use crate::verify::ChainVerifier;

/// The SPIFFE ID of a live connection's peer, after a handshake under one of our configurations.
///
/// Works on `rustls::ServerConnection` and `ClientConnection`, and on what tokio-rustls gives out by `get_ref().1`.
///
/// # Errors
/// [`TlsError::PeerAnonymous`] while the handshake is not done, or when the peer sent no certificate.
pub fn peer_identity(connection: &rustls::CommonState) -> Result<SpiffeId, TlsError> {
    if connection.is_handshaking() {
        return Err(TlsError::PeerAnonymous);
    }
    let leaf =
        connection.peer_certificates().and_then(|chain| chain.first()).ok_or(TlsError::PeerAnonymous)?;
    Certificate::from_der(leaf).ok().and_then(|leaf| leaf.spiffe_id().cloned()).ok_or(TlsError::PeerAnonymous)
}

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

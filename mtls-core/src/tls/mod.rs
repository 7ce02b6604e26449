//! Floor 5: let these two talk.
//!
//! [`server`] and [`client`] build rustls configurations whose both sides present a certificate and
//! know the other by its SPIFFE ID: the chain is judged by a [`ChainVerifier`](crate::verify::ChainVerifier), the
//! identity by an [`IdentityPattern`](crate::identity::IdentityPattern), and host names play no part.
//! With an [`EdgeVerifier`](crate::verify::EdgeVerifier) they know the other by name instead: a server its clients at the
//! edge, a client the services outside the mesh.
//! [`Session`] is a connection without I/O, for callers that move the bytes themselves.
//!
//! After the handshake, [`Session::peer`] is the [`VerifiedPeer`](crate::verify::VerifiedPeer). A connection of
//! rustls's own, tokio-rustls's included, has one by a [`PeerRecord`]:
//!
//! ```
//! # #[cfg(all(feature = "issue", feature = "aws-lc-rs"))]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use std::sync::Arc;
//! # use mtls_core::identity::{SpiffeId, TrustDomain};
//! # use mtls_core::pki::issue::CertificateAuthority;
//! # use mtls_core::tls::{self, Identity, TlsError};
//! # use mtls_core::trust::{BundleSet, TrustBundle};
//! # use mtls_core::verify::ChainVerifier;
//! # let (td, cart) = (TrustDomain::parse("td")?, SpiffeId::parse("spiffe://td/cart")?);
//! # let ca = CertificateAuthority::root("Root").trust_domain(td.clone()).build()?;
//! # let svid = ca.svid(&SpiffeId::parse("spiffe://td/till")?).issue()?;
//! # let identity = Identity::new(svid.chain, svid.key)?;
//! # let bundle = TrustBundle::new(td, [ca.certificate().clone()]);
//! # let verifier = ChainVerifier::builder(BundleSet::new([bundle])?).build()?;
//! let server = tls::server(identity, verifier).expect_peer(cart);
//! // For each socket:
//! let (config, record) = server.build_for_one()?;
//! let connection = rustls::ServerConnection::new(Arc::new(config))?;
//! // … the handshake …
//! assert_eq!(record.peer(&connection), Err(TlsError::HandshakeNotDone));
//! # Ok(())
//! # }
//! # #[cfg(not(all(feature = "issue", feature = "aws-lc-rs")))]
//! # fn main() {}
//! ```
//!
//! There is no session resumption: a resumed session would skip both judgements.

mod authorization;
mod client;
mod error;
#[cfg(feature = "federation")]
pub mod federation;
mod identity;
mod identity_files;
mod live_identity;
mod provider;
mod record;
mod refusal;
mod server;
mod session;
mod settings;
#[cfg(feature = "workload-api")]
pub mod workload_api;

pub use authorization::PeerVerifier;
pub use client::{ClientBuilder, client};
pub use error::TlsError;
pub use identity::Identity;
pub use identity_files::{IdentityFiles, IdentitySource};
pub use live_identity::LiveIdentity;
pub use record::PeerRecord;
pub use refusal::Refused;
pub use server::{ServerBuilder, server};
pub use session::Session;
#[cfg(feature = "workload-api")]
pub use workload_api::{WorkloadApi, WorkloadSource};

#[cfg(feature = "probe")]
pub(crate) use provider::built_in;

use crate::identity::SpiffeId;
use crate::pki::Certificate;

/// The SPIFFE ID in the leaf that the peer of this connection presented.
///
/// It is what the leaf says, read once more, and nothing is verified here. Under a configuration of [`ServerBuilder`]
/// or [`ClientBuilder`] the handshake has verified the leaf; under another, perhaps nobody has. To have what was
/// verified, and a proof that it was, use a [`Session`] or a [`PeerRecord`].
///
/// Takes `rustls::ServerConnection` and `ClientConnection`, and what tokio-rustls gives out by `get_ref().1`.
///
/// # Errors
/// [`TlsError::HandshakeNotDone`]; [`TlsError::PeerAnonymous`] when the peer presented no certificate, or one without
/// a SPIFFE ID.
pub fn presented_identity(connection: &rustls::CommonState) -> Result<SpiffeId, TlsError> {
    if connection.is_handshaking() {
        return Err(TlsError::HandshakeNotDone);
    }
    let leaf =
        connection.peer_certificates().and_then(|chain| chain.first()).ok_or(TlsError::PeerAnonymous)?;
    Certificate::from_der(leaf).ok().and_then(|leaf| leaf.spiffe_id().cloned()).ok_or(TlsError::PeerAnonymous)
}

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

//! Floor 4: is this chain good, for what, and if not, why?
//!
//! [`ChainVerifier`] judges X509-SVIDs against the bundle of their own trust domain, [`EdgeVerifier`]
//! servers and edge clients, which are known by DNS name, address or e-mail address. `verify` is the fast
//! path and the only judge: a chain is accepted only if rustls-webpki accepts it and none of our own
//! checks refuses. `explain` is the slow path beside it; it never decides, and says of every certificate
//! what is wrong with it.

mod anchors;
mod cache;
mod conformance;
mod constraints;
mod diagnosis;
mod edge;
mod error;
mod faults;
mod issuer;
mod known_issuer;
mod leaf;
mod live;
mod path;
mod peer;
mod peer_name;
mod profile;
mod purpose;
mod rank;
mod rejection;
mod report;
mod revocation;
mod settings;
mod snapshot;
mod validity;
mod verifier;

pub use cache::CacheLimits;
pub use edge::{EdgeVerifier, EdgeVerifierBuilder};
pub use error::VerifierError;
pub use live::LiveVerifier;
pub use peer::{VerifiedCertificate, VerifiedPeer};
pub use peer_name::{ExpectedName, PeerName};
pub use profile::Profile;
pub use purpose::Purpose;
pub use rejection::Rejection;
pub use report::{CertificateReport, ChainReport};
pub use revocation::{RevocationDepth, RevocationPolicy};
pub use settings::ChainLimits;
pub use verifier::{ChainVerifier, ChainVerifierBuilder};

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

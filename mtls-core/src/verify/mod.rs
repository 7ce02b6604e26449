//! Floor 4: is this chain good, for what, and if not, why?
//!
//! [`ChainVerifier::verify`] is the fast path and the only judge: a chain is accepted only if
//! rustls-webpki accepts it and none of our own checks refuses. [`ChainVerifier::explain`] is the
//! slow path beside it; it never decides, and says of every certificate what is wrong with it.

mod diagnosis;
mod error;
mod faults;
mod issuer;
mod leaf;
mod path;
mod peer;
mod profile;
mod purpose;
mod rank;
mod rejection;
mod report;
mod validity;
mod verifier;

pub use error::VerifierError;
pub use peer::VerifiedPeer;
pub use profile::Profile;
pub use purpose::Purpose;
pub use rejection::Rejection;
pub use report::{CertificateReport, ChainReport};
pub use verifier::{ChainLimits, ChainVerifier, ChainVerifierBuilder};

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

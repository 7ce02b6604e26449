//! Floor 3: whom do we trust?
//!
//! A [`TrustBundle`] holds the signing authorities of one trust domain; a [`BundleSet`]
//! holds one bundle for each. There is no way to make one store of all roots: a peer's
//! trust domain picks the bundle, and nothing else can vouch for it (SPIFFE Federation
//! section 4.2). A [`DistrustList`] takes back a part of it at once.

mod anchors;
mod bundle;
mod diff;
mod distrust;
mod document;
mod error;
pub mod federation;
mod istio;
mod json;
mod jwk;
mod limits;
mod rotation;
mod set;
pub mod source;
mod summary;

pub use anchors::TrustAnchors;
pub use bundle::TrustBundle;
pub use diff::{BundleDiff, BundleSetDiff, Change, Renewal};
pub use distrust::{DistrustKind, DistrustList, Distrusted, DistrustedBy};
pub use error::TrustError;
pub(crate) use json::{Bounds, Strict};
pub use limits::BundleLimits;
pub use rotation::{Dependent, RemovalCheck, RotationBuilder, RotationPlan, RotationStep, RotationStepKind};
pub use set::BundleSet;
pub use summary::AuthoritySummary;

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

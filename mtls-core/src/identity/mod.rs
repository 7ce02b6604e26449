//! Floor 1: who is this?
//!
//! SPIFFE IDs and trust domains ([`SpiffeId`], [`TrustDomain`]), the form that Istio gives them
//! ([`WorkloadIdentity`]), and patterns to authorize by ([`IdentityPattern`]). Parsing is strict:
//! a value that exists is valid. [`SpiffeId::parse_lenient`] folds case where the standard allows
//! it, and says what it changed.

mod error;
mod grammar;
mod lenient;
mod pattern;
mod pattern_document;
mod spiffe_id;
mod trust_domain;
mod workload;

pub use error::IdentityError;
pub use lenient::{Change, Lenient};
pub use pattern::IdentityPattern;
pub use spiffe_id::{SpiffeId, SpiffeIdRef};
pub use trust_domain::{TrustDomain, TrustDomainRef};
pub use workload::WorkloadIdentity;

/// Longest SPIFFE ID in bytes, SPIFFE-ID section 2.3.
pub const MAX_SPIFFE_ID: usize = 2048;
/// Longest trust domain name in bytes, SPIFFE-ID section 2.3.
pub const MAX_TRUST_DOMAIN: usize = 255;

#[cfg(test)]
mod tests;

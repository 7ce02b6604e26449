//! Floor 1: who is this?
//!
//! [`SpiffeId`] and [`TrustDomain`] are names, valid by construction and read strictly; their borrowed views
//! [`SpiffeIdRef`] and [`TrustDomainRef`] allocate nothing. [`WorkloadIdentity`] is a SPIFFE ID in the form
//! that Istio gives it. [`IdentityPattern`] says whom to let in. `parse_lenient` takes a little more, and says
//! what it changed.
//!
//! A name says who somebody claims to be. It becomes an identity only when a verified certificate carries it;
//! nothing here reads names out of headers or longer texts.

#[macro_use]
mod text;

mod error;
mod grammar;
mod lenient;
mod pattern;
mod scan;
mod spiffe_id;
mod trust_domain;
mod workload;

pub use error::IdentityError;
pub use lenient::{Change, Lenient};
pub use pattern::IdentityPattern;
pub use spiffe_id::{SpiffeId, SpiffeIdRef};
pub use trust_domain::{TrustDomain, TrustDomainRef};
pub use workload::WorkloadIdentity;

/// The most bytes a SPIFFE ID may have, scheme included (SPIFFE-ID 2.3).
pub const MAX_SPIFFE_ID: usize = 2048;
/// The most bytes the name of a trust domain may have (SPIFFE-ID 2.3).
pub const MAX_TRUST_DOMAIN: usize = 255;

#[cfg(test)]
mod tests;

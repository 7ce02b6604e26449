//! Bundles of other trust domains, fetched from their endpoints: SPIFFE Federation, without the I/O.
//!
//! A [`FederatedBundle`] says when to fetch from where, what the server must prove, and what to make of its answer; the
//! caller moves the bytes. A [`BundlePublisher`] is the other side.

mod endpoint;
mod fetch;
mod publish;
mod url;

pub use endpoint::{BundleEndpoint, EndpointProfile, ServerProof};
pub use fetch::{BundleFetch, BundleRequest, FederatedBundle, FetchOutcome, FetchStep};
pub use publish::{BundleAnswer, BundlePublisher};
pub use url::EndpointUrl;

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

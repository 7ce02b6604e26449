//! Bundles over HTTPS: a blocking client and a small server on the logic of
//! [`trust::federation`](crate::trust::federation). Present with the feature `federation`.
//!
//! [`BundleClient`] fetches once, in the calling thread; call it when
//! [`next_at`](crate::trust::federation::FederatedBundle::next_at) has come. [`BundleServer`] answers one connection at a
//! time, in as many threads as the caller gives it. Both speak HTTP/1.1 and no more of it than bundles need.

mod client;
mod http;
mod server;

pub use client::BundleClient;
pub use server::BundleServer;

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

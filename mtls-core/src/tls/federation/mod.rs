//! Bundles over HTTPS: a blocking client and a small server on the logic of
//! [`trust::federation`](crate::trust::federation). Present with the feature `federation`.
//!
//! [`BundleClient`] fetches once, in the calling thread; call it when
//! [`next_at`](crate::trust::federation::FederatedBundle::next_at) has come, or let a [`BundleKeeper`] do so and put what it
//! fetches in force. A [`BundleServer`] that
//! [`listen`](BundleServer::listen)s answers on threads of its own until its [`BundleListener`] is dropped. Both speak
//! HTTP/1.1 and no more of it than bundles need, and wait for nobody without end.

mod client;
mod http;
mod keeper;
mod listener;
mod server;
mod socket;

pub use client::BundleClient;
pub use keeper::BundleKeeper;
pub use listener::BundleListener;
pub use server::BundleServer;

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

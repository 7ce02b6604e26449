//! Mutual TLS that simply works: one engine for Rust, Python and Node.
//!
//! Platform engineers issue CA hierarchies, check why a handshake fails, rotate roots and write mesh
//! resources. This crate answers their questions, and its modules are those questions, from the
//! ground up. A module uses what stands below it, never what stands above.
//!
//! | floor | module | the question | begin with |
//! |---|---|---|---|
//! | 9 | [`recipes`] | give me the whole set-up | [`CloudflareOrigin`](recipes::CloudflareOrigin) |
//! | 7 | [`origin`] | does my origin take its edge alone? | [`OriginPolicy`](origin::OriginPolicy), [`EdgeProvider`](origin::EdgeProvider), [`check_config`](origin::check_config), [`RolloutPlan`](origin::RolloutPlan) |
//! | 6 | [`resources`] | write this resource without a mistake | [`istio::Gateway`](resources::istio::Gateway), [`kubernetes::Secret`](resources::kubernetes::Secret), [`build`](resources::build), [`read_yaml`](resources::read_yaml), [`validate`](resources::validate) |
//! | 5 | [`tls`] | let these two talk | [`tls::server`], [`tls::client`], [`Session`](tls::Session) |
//! | 4 | [`verify`] | is this chain good, for what, and if not, why? | [`ChainVerifier`](verify::ChainVerifier), [`EdgeVerifier`](verify::EdgeVerifier) |
//! | 3 | [`trust`] | whom do we trust? | [`TrustBundle`](trust::TrustBundle), [`BundleSet`](trust::BundleSet), [`DistrustList`](trust::DistrustList) |
//! | 2 | [`pki`] | what is in these bytes? | [`Certificate`](pki::Certificate), [`CertificateChain`](pki::CertificateChain), [`PrivateKey`](pki::PrivateKey) |
//! | 2 | [`pki::issue`] | issue me one | [`CertificateAuthority`](pki::issue::CertificateAuthority) |
//! | 1 | [`identity`] | who is this? | [`SpiffeId`](identity::SpiffeId), [`TrustDomain`](identity::TrustDomain), [`IdentityPattern`](identity::IdentityPattern) |
//! | 0 | [`finding`] | say it so that a person can act | [`Finding`](finding::Finding), [`catalog`](finding::catalog()) |
//!
//! What it does not do: it installs no process-wide provider, opens no socket unless asked by the features `federation`,
//! `probe` and `workload-api`, and spawns no thread but for what goes on by itself (sources, bundle keepers and listeners) and to verify a
//! batch;
//! floors 0 to 4 read no clock, only issuing does, where no time is given. It accepts no chain that
//! rustls-webpki refuses: its own checks only ever refuse more, and explain.
//!
//! # The short job
//! ```
//! # #[cfg(all(feature = "issue", feature = "aws-lc-rs"))]
//! # fn main() -> Result<(), mtls_core::Error> {
//! use mtls_core::identity::{SpiffeId, TrustDomain};
//! use mtls_core::pki::UnixTime;
//! use mtls_core::pki::issue::CertificateAuthority;
//! use mtls_core::trust::{BundleSet, TrustBundle};
//! use mtls_core::verify::ChainVerifier;
//!
//! let ca = CertificateAuthority::root("Example Root").trust_domain(TrustDomain::parse("cluster.local")?).build()?;
//! let svid = ca.svid(&SpiffeId::parse("spiffe://cluster.local/ns/shop/sa/cart")?).issue()?;
//!
//! let bundle = TrustBundle::new(TrustDomain::parse("cluster.local")?, [ca.certificate().clone()]);
//! let verifier = ChainVerifier::builder(BundleSet::new([bundle])?).build()?;
//! let peer = verifier.verify_chain(&svid.chain, UnixTime::now())?;
//! assert_eq!(peer.spiffe_id().path(), "/ns/shop/sa/cart");
//! # Ok(())
//! # }
//! # #[cfg(not(all(feature = "issue", feature = "aws-lc-rs")))]
//! # fn main() {}
//! ```
//!
//! # Features
//! | feature | default | adds |
//! |---|---|---|
//! | `aws-lc-rs` | yes | the cryptography of aws-lc-rs |
//! | `ring` | | the cryptography of ring; with both on, aws-lc-rs is used where there is a choice |
//! | `tls` | yes | [`tls`]: rustls configurations and sessions |
//! | `federation` | | [`tls`]`::federation`: a client, a server and a keeper for bundle endpoints; a client for the keys of Access tokens |
//! | `workload-api` | | [`tls`]`::WorkloadApi`: identity and bundles from a SPIFFE agent; brings tokio and tonic |
//! | `issue` | yes | [`pki::issue`], with one of the backends |
//! | `probe` | | [`origin`]`::Probe`, the live probe of an origin, and `Inspection`; brings tokio and h2 |
//! | `resources` | yes | [`resources`] and [`recipes`] |
//!
//! Without features there remain identities, reading certificates, bundles, and verification with
//! algorithms that the caller passes in. Features only add.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "a test may fail loudly"
    )
)]

mod batch;
mod error;
pub mod finding;
pub mod identity;
pub mod origin;
pub mod pki;
#[cfg(feature = "resources")]
pub mod recipes;
#[cfg(feature = "resources")]
pub mod resources;
#[cfg(feature = "tls")]
pub mod tls;
pub mod trust;
pub mod verify;

pub use error::Error;

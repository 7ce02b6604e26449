//! Mutual TLS that simply works.
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

pub mod finding;
pub mod identity;
pub mod pki;
#[cfg(feature = "tls")]
pub mod tls;
pub mod trust;
pub mod verify;

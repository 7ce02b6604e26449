//! Makes the shared cases of the floors `trust`, `verify` and `tls`: `UPDATE_VECTORS=1 cargo test --test write_vectors`
//! writes the files anew, and without it the files must be those that it would write.
//!
//! What a case expects is written down here by hand, never taken from the engine. A certificate whose signed part stays
//! the same keeps its signature, so that only what was changed changes.
#![cfg(all(feature = "issue", feature = "aws-lc-rs"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::type_complexity,
    reason = "a test may fail loudly, and whether to write the files anew is the developer's choice"
)]

mod book;
mod edge;
mod federation;
#[path = "../forge/mod.rs"]
mod forge;
mod istio;
mod rotation;
mod tls;
mod trust;
mod verify;

/// 2026-01-01, 2030-01-01 and 2036-01-01, all at 00:00:00Z: what is valid is so from the first to the last.
const START: u64 = 1_767_225_600;
const NOW: u64 = 1_893_456_000;
const END: u64 = 2_082_758_400;
const DAY: u64 = 86_400;

#[test]
fn edge() {
    edge::write();
}

#[test]
fn federation() {
    federation::write();
}

#[test]
fn istio() {
    istio::write();
}

#[test]
fn rotation() {
    rotation::write();
}

#[test]
fn tls() {
    tls::write();
}

#[test]
fn trust() {
    trust::write();
}

#[test]
fn verify() {
    verify::write();
}

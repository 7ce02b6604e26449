//! Manifests beside bare serde-saphyr: 10,000 read, validated and written again, where it only reads and writes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a benchmark may fail loudly and documents itself"
)]

use std::hint::black_box;

use mtls_core::finding::Severity;
use mtls_core::resources::{Manifest, read_yaml, validate_all, write_yaml};

mod corpus;
#[path = "ratio/mod.rs"]
mod ratio;

use ratio::{Timed, compare_slow};

fn main() {
    let text = corpus::text();
    corpus::write(&text);
    let read = || -> Vec<Manifest> { read_yaml(black_box(&text)).into_iter().map(Result::unwrap).collect() };
    let manifests = read();
    assert_eq!(manifests.len(), corpus::COUNT);
    let errors: Vec<_> =
        validate_all(&manifests).into_iter().filter(|f| f.severity >= Severity::Error).collect();
    assert_eq!(errors, []);
    assert_eq!(read_yaml(&write_yaml(&manifests).unwrap()).len(), corpus::COUNT);

    let trees = || -> Vec<serde_json::Value> { peer_read(black_box(&text)) };
    let plain = trees();
    assert_eq!(plain.len(), corpus::COUNT);

    let ours = Timed::new("ours", || {
        let manifests = read();
        let findings = validate_all(&manifests);
        (write_yaml(&manifests).unwrap(), findings)
    });
    let peer = Timed::new("serde-saphyr", || peer_write(&trees()));
    compare_slow("manifests-rust", [(peer, ours)]);
    // Where the time goes.
    compare_slow("manifests-rust-read", [(Timed::new("serde-saphyr", trees), Timed::new("ours", read))]);
    compare_slow(
        "manifests-rust-write",
        [(
            Timed::new("serde-saphyr", || peer_write(&plain)),
            Timed::new("ours", || write_yaml(&manifests).unwrap()),
        )],
    );
    compare_slow(
        "manifests-rust-validate",
        [(Timed::new("read", read), Timed::new("ours", || validate_all(&manifests)))],
    );
}

/// A plain tree a document. Without limits, which are for the whole stream there and too narrow for this one.
fn peer_read(text: &str) -> Vec<serde_json::Value> {
    serde_saphyr::from_multiple_with_options(text, serde_saphyr::options! { budget: None }).unwrap()
}

fn peer_write(trees: &[serde_json::Value]) -> String {
    serde_saphyr::to_string_multiple(trees).unwrap()
}

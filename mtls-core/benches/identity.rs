//! SPIFFE IDs beside the `spiffe` crate: the same texts, both fully checked.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark may fail loudly and documents itself"
)]

use std::hint::black_box;

use mtls_core::identity::{SpiffeId, SpiffeIdRef};

#[path = "ratio/mod.rs"]
mod ratio;

use ratio::{Timed, compare};

fn main() {
    let short = "spiffe://cluster.local/ns/foo/sa/bar";
    let one_segment = format!("spiffe://cluster.local/{}", "a".repeat(2025));
    // 184 segments of ten bytes and their slashes, and one byte to fill up.
    let many_segments = format!("spiffe://cluster.local{}a", "/abcdefghij".repeat(184));
    let many_segments = format!("{many_segments}{}", "b".repeat(2048 - many_segments.len()));
    assert_eq!((short.len(), one_segment.len(), many_segments.len()), (36, 2048, 2048));
    assert_eq!(SpiffeId::parse(&many_segments).unwrap().segments().count(), 184);

    let owned = |text| Timed::new("ours, owned", move || SpiffeId::parse(black_box(text)).unwrap());
    let borrowed = |text| Timed::new("ours, borrowed", move || SpiffeIdRef::parse(black_box(text)).unwrap());
    compare("id-parse-owned", [(peer(short), owned(short))]);
    compare("id-parse-borrowed", [(peer(short), borrowed(short))]);
    compare(
        "id-parse-2048",
        [(peer(&one_segment), owned(&one_segment)), (peer(&many_segments), owned(&many_segments))],
    );
}

fn peer(text: &str) -> Timed<'_> {
    Timed::new("spiffe", move || spiffe::SpiffeId::new(black_box(text)).unwrap())
}

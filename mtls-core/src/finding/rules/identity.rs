//! Rules of `identity`: SPIFFE IDs, trust domains, workload identities, patterns.

rules! {
    /// Every rule of this floor.

    SPIFFE_ID_SCHEME = Error "spiffe-id-scheme" {
        trigger: "A SPIFFE ID does not begin with `spiffe://`.",
        why: "Another scheme is another kind of name; taking it for a SPIFFE ID would let names collide.",
        help: "Write the ID as `spiffe://<trust domain>/<path>`.",
        source: "SPIFFE-ID section 2",
    }
}

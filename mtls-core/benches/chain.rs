//! Chain verification beside bare rustls-webpki: leaf, intermediate, root, all P-256.
#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark may fail loudly and documents itself"
)]

use std::cell::Cell;
use std::hint::black_box;
use std::time::Duration;

use mtls_core::identity::TrustDomain;
use mtls_core::pki::default_algorithms;
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::{CacheLimits, ChainVerifier, ChainVerifierBuilder, Purpose};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{EndEntityCert, KeyUsage};

#[path = "ratio/mod.rs"]
mod ratio;

use ratio::{Timed, compare};

const NOW: u64 = 1_767_225_600;
/// Leaves that take turns where each must be new: more than a turn has repeats would need.
const LEAVES: usize = 256;
const DOMAINS: usize = 10_000;

fn main() {
    let at = UnixTime::since_unix_epoch(Duration::from_secs(NOW + 60));
    let issued_at = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    let domain = TrustDomain::parse("cluster.local").unwrap();
    let root = CertificateAuthority::root("root").trust_domain(domain.clone()).at(issued_at).build().unwrap();
    let intermediate = root.intermediate("cluster-a").path_len(0).at(issued_at).build().unwrap();
    let chains: Vec<Vec<CertificateDer<'static>>> = (0..LEAVES)
        .map(|n| {
            let id = domain.join(&format!("ns/shop/sa/cart-{n}")).unwrap();
            intermediate.svid(&id).at(issued_at).issue().unwrap().chain.to_der()
        })
        .collect();
    assert_eq!(chains[0].len(), 2);
    let anchor = webpki::anchor_from_trusted_cert(root.certificate().der()).unwrap().to_owned();
    let anchors = [anchor];
    let bundle = TrustBundle::new(domain, [root.certificate().clone()]);
    let one_domain =
        || ChainVerifier::builder(BundleSet::new([bundle.clone()]).unwrap()).purpose(Purpose::Client);

    let cold = one_domain().caches(CacheLimits::NONE).build().unwrap();
    compare("chain-cold", [(peer(&anchors, &chains[..1], at), ours("ours", &cold, &chains[..1], at))]);

    let mut issuers = CacheLimits::default();
    issuers.peer_bytes = 0;
    let known = one_domain().caches(issuers).build().unwrap();
    compare("chain-known-issuer", [(peer(&anchors, &chains, at), ours("ours", &known, &chains, at))]);

    let returning = one_domain().build().unwrap();
    compare("chain-returning", [(peer(&anchors, &chains, at), ours("ours", &returning, &chains, at))]);

    let many = many_domains(&bundle).caches(CacheLimits::NONE).purpose(Purpose::Client).build().unwrap();
    compare(
        "chain-many-domains",
        [(ours("one trust domain", &cold, &chains[..1], at), ours("10,000", &many, &chains[..1], at))],
    );
}

/// The bundle among 9,999 others.
fn many_domains(bundle: &TrustBundle) -> ChainVerifierBuilder {
    let others = (1..DOMAINS).map(|n| {
        let name = TrustDomain::parse(&format!("cluster-{n}.example")).unwrap();
        TrustBundle::new(name, bundle.authorities().iter().cloned())
    });
    ChainVerifier::builder(BundleSet::new(others.chain([bundle.clone()])).unwrap())
}

fn ours<'a>(
    name: &'a str,
    verifier: &'a ChainVerifier,
    chains: &'a [Vec<CertificateDer<'static>>],
    at: UnixTime,
) -> Timed<'a> {
    let next = Cell::new(0);
    Timed::new(name, move || verifier.verify(black_box(turn(chains, &next)), at).unwrap())
}

fn peer<'a>(
    anchors: &'a [TrustAnchor<'static>],
    chains: &'a [Vec<CertificateDer<'static>>],
    at: UnixTime,
) -> Timed<'a> {
    let next = Cell::new(0);
    Timed::new("rustls-webpki", move || {
        let chain = black_box(turn(chains, &next));
        let leaf = EndEntityCert::try_from(&chain[0]).unwrap();
        leaf.verify_for_usage(
            default_algorithms(),
            anchors,
            &chain[1..],
            at,
            KeyUsage::client_auth(),
            None,
            None,
        )
        .map(|_| ())
        .unwrap();
    })
}

/// The chains in turn.
fn turn<'a>(chains: &'a [Vec<CertificateDer<'static>>], next: &Cell<usize>) -> &'a [CertificateDer<'static>] {
    let now = next.get();
    next.set((now + 1) % chains.len());
    &chains[now]
}

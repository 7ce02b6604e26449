//! What is remembered stays within the bytes given.

use rustls_pki_types::CertificateDer;

use crate::trust::TrustAnchors;
use crate::verify::cache::{PeerLookup, Peers, Window};
use crate::verify::{EdgeVerifier, ExpectedName, PeerName, Profile, Purpose};

use super::super::forge::{Forge, ca_params, leaf_params};
use super::super::{NOW, at};

#[test]
fn a_million_chains_stay_within_the_bytes_given() {
    let resident = || {
        let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
        pages.split(' ').nth(1)?.parse::<u64>().ok().map(|pages| pages * 4096)
    };
    let bound = 4 << 20;
    let peers = Peers::<()>::new(bound);
    let insert = |n: u64| {
        let der = CertificateDer::from(n.to_be_bytes().to_vec());
        let lookup = PeerLookup { purpose: Purpose::Client, name: &ExpectedName::Any, chain: &[der] };
        peers.insert(&lookup, Window::ALWAYS, &(), 0);
    };
    (0..50_000).for_each(insert);
    let before = resident();
    (50_000..1_000_000).for_each(insert);
    assert!(peers.weight() <= bound, "{}", peers.weight());
    assert!(peers.weight() > bound / 2, "{}", peers.weight());
    if let (Some(before), Some(after)) = (before, resident()) {
        assert!(after.saturating_sub(before) < 64 << 20, "{before} {after}");
    }
}

/// Warnings and names are text that others chose the length of.
#[test]
fn warnings_and_names_have_weight() {
    let chain = [CertificateDer::from(vec![0; 1000])];
    let weigh = |name: &ExpectedName, bytes: usize| {
        let peers = Peers::<()>::new(1 << 20);
        let lookup = PeerLookup { purpose: Purpose::Client, name, chain: &chain };
        peers.insert(&lookup, Window::ALWAYS, &(), bytes);
        peers.weight()
    };
    let bare = weigh(&ExpectedName::Any, 0);
    assert!((3000..4000).contains(&bare), "{bare}");
    assert_eq!(weigh(&ExpectedName::Any, 5000), bare + 5000);
    let host = format!("{}.example", ["x"; 100].join("."));
    let names: Vec<_> = (0..20).map(|_| PeerName::dns(&host).unwrap()).collect();
    assert!(weigh(&ExpectedName::OneOf(names), 0) > bare + 4000);
}

#[test]
fn a_verdict_with_warnings_weighs_more_than_their_text() {
    let forge = Forge::new(ca_params(&"root ".repeat(40)));
    let chain = [forge.sign(&leaf_params(&["spiffe://td/w"]))];
    let root = crate::pki::Certificate::from_der(&forge.root).unwrap();
    let verifier = EdgeVerifier::builder(Profile::Server, TrustAnchors::new([root])).build().unwrap();
    let accepted = verifier.verify(&chain, &ExpectedName::Any, at(NOW)).unwrap();
    let text: usize = accepted.warnings().iter().map(|warning| warning.message.len()).sum();
    assert!(!accepted.warnings().is_empty());
    assert!(accepted.facts().bytes_of_warnings() > text, "{text}");
}

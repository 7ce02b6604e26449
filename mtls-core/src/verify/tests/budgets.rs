//! What a stranger may make us do before we refuse.

use rcgen::{Issuer, KeyPair};
use rustls_pki_types::CertificateDer;

use crate::finding::Refusal as _;
use crate::pki::{Certificate, CertificateChain};
use crate::trust::{BundleSet, TrustBundle};
use crate::verify::{ChainVerifier, Purpose};

use super::counting::{CHECKS, counting_algorithms};
use super::forge::{Forge, ca_params, leaf_params};
use super::{NOW, at, bundles, root, td};

/// webpki's own bound on a search.
const SEARCH: u32 = 100;
/// Ours on finding out why.
const DIAGNOSIS: u32 = 64;

fn verifier(authorities: impl IntoIterator<Item = Certificate>) -> ChainVerifier {
    ChainVerifier::builder(BundleSet::new([TrustBundle::new(td("td"), authorities)]).unwrap())
        .algorithms(counting_algorithms())
        .build()
        .unwrap()
}

/// The code of the refusal, and the signatures checked for it.
fn refused(verifier: &ChainVerifier, purpose: Purpose, chain: &[CertificateDer<'_>]) -> (&'static str, u32) {
    CHECKS.set(0);
    let rejection = verifier.verify_for(purpose, chain, at(NOW)).unwrap_err();
    assert!(rejection.findings().len() < 100, "{}", rejection.findings().len());
    assert!(rejection.to_string().len() < 64 << 10);
    (rejection.code(), CHECKS.get())
}

fn certificate(der: &CertificateDer<'_>) -> Certificate {
    Certificate::from_der(der).unwrap()
}

#[test]
fn a_crowd_of_issuers_of_one_name_is_not_tried_for_ever() {
    // Roots and intermediates that all bear the name of the leaf's issuer, and none made the leaf.
    let forges: Vec<_> = (0..40).map(|_| Forge::new(ca_params("i"))).collect();
    let verifier = verifier(forges.iter().take(25).map(|forge| certificate(&forge.root)));
    let stranger = Forge::new(ca_params("i"));
    let mut chain = vec![stranger.sign(&leaf_params(&["spiffe://td/w"]))];
    chain.extend(forges.iter().skip(25).map(|forge| forge.root.clone()));
    for (purpose, roles) in [(Purpose::Client, 1), (Purpose::Either, 2)] {
        let (code, checks) = refused(&verifier, purpose, &chain);
        assert_eq!(code, "authority-rotated");
        assert!(checks <= roles * SEARCH + DIAGNOSIS, "{checks}");
    }
}

#[test]
fn looping_issuers_end() {
    let root = Forge::new(ca_params("r"));
    let verifier = verifier([certificate(&root.root)]);
    // Fifteen certificates of one name and key, each a possible issuer of each.
    let key = KeyPair::generate().unwrap();
    let own = Issuer::new(ca_params("i"), KeyPair::try_from(key.serialize_der()).unwrap());
    let mut chain = vec![
        leaf_params(&["spiffe://td/w"]).signed_by(&KeyPair::generate().unwrap(), &own).unwrap().der().clone(),
    ];
    chain.extend((0..15).map(|_| ca_params("i").signed_by(&key, &own).unwrap().der().clone()));
    let (code, checks) = refused(&verifier, Purpose::Either, &chain);
    assert_eq!(code, "authority-unknown");
    assert!(checks <= 2 * SEARCH + DIAGNOSIS, "{checks}");

    // Two that vouch for each other.
    let (a, b) = (Forge::new(ca_params("a")), Forge::new(ca_params("b")));
    let a_by_b = ca_params("a").signed_by(a.issuer.key(), &b.issuer).unwrap().der().clone();
    let b_by_a = ca_params("b").signed_by(b.issuer.key(), &a.issuer).unwrap().der().clone();
    let chain = [a.sign(&leaf_params(&["spiffe://td/w"])), a_by_b, b_by_a];
    let (code, checks) = refused(&verifier, Purpose::Either, &chain);
    assert_eq!(code, "issuer-missing");
    assert!(checks <= 24, "{checks}");
}

#[test]
fn a_chain_beyond_the_limits_costs_no_signature_check() {
    let root = Forge::new(ca_params("r"));
    let verifier = verifier([certificate(&root.root)]);
    let leaf = root.sign(&leaf_params(&["spiffe://td/w"]));
    for count in [17, 200, 10_000] {
        let chain: Vec<_> =
            std::iter::once(&leaf).chain(std::iter::repeat(&root.root)).take(count).cloned().collect();
        assert_eq!(refused(&verifier, Purpose::Either, &chain), ("chain-too-long", 0), "{count}");
        let report = verifier.explain(&chain, at(NOW));
        let looked_at = verifier.limits().looked_at(count);
        assert_eq!((report.accepted, report.certificates.len()), (false, looked_at), "{count}");
        // What is not looked at need not be there.
        let mut blank = chain.clone();
        blank.iter_mut().skip(looked_at).for_each(|der| *der = CertificateDer::from(Vec::new()));
        assert_eq!(verifier.verify(&blank, at(NOW)), verifier.verify(&chain, at(NOW)), "{count}");
        assert_eq!(verifier.explain(&blank, at(NOW)).to_string(), report.to_string(), "{count}");
    }
    assert_eq!([0, 16, 17, 10_000].map(|count| verifier.limits().looked_at(count)), [0, 16, 17, 32]);
    let large = [leaf, CertificateDer::from(vec![0x30; 10 << 20])];
    assert_eq!(refused(&verifier, Purpose::Either, &large), ("chain-too-long", 0));
    assert_eq!(refused(&verifier, Purpose::Either, &[]), ("chain-empty", 0));
}

#[test]
fn large_files_are_refused_before_they_are_read() {
    let one = root("root", "td").certificate().to_pem();
    for pem in [one.repeat((10 << 20) / one.len()), one.repeat(10_000), "x".repeat(10 << 20)] {
        let refused = CertificateChain::from_pem(pem.as_bytes()).unwrap_err();
        assert!(["input-too-large", "chain-too-long"].contains(&refused.code()), "{}", refused.code());
    }
}

#[test]
fn every_truncation_is_refused_cheaply() {
    let root = root("root", "td");
    let intermediate = root.intermediate("a").path_len(0).at(at(NOW)).build().unwrap();
    let chain = intermediate.svid(&td("td").join("w").unwrap()).at(at(NOW)).issue().unwrap().chain.to_der();
    let bundles = bundles(&[("td", &root)]);
    let verifier = ChainVerifier::builder(bundles).algorithms(counting_algorithms()).build().unwrap();
    verifier.verify(&chain, at(NOW)).unwrap();
    for place in 0..chain.len() {
        for length in 0..chain[place].len() {
            let mut cut = chain.clone();
            cut[place] = CertificateDer::from(chain[place][..length].to_vec());
            let (code, checks) = refused(&verifier, Purpose::Either, &cut);
            assert!(checks <= 6, "{checks} for certificate {place} cut to {length}: {code}");
            assert!(
                ["certificate-malformed", "issuer-unknown", "intermediate-missing"].contains(&code),
                "{code}"
            );
        }
    }
}

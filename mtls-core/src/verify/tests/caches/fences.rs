//! What an issuer may vouch for is remembered with it.

use rcgen::{CertificateParams, GeneralSubtree, NameConstraints, SanType};
use rustls_pki_types::CertificateDer;

use crate::pki::Certificate;
use crate::trust::{BundleSet, TrustBundle};
use crate::verify::ChainVerifier;

use super::super::forge::{Forge, ca_params, leaf_params};
use super::super::{NOW, at, td};
use super::same;

/// The constraint of every ancestor holds for a new leaf below a known issuer.
#[test]
fn constraints_of_all_ancestors_are_remembered() {
    for carrier in 0..3 {
        let constrained = |place: usize, mut params: CertificateParams| {
            if place == carrier {
                params.name_constraints = Some(NameConstraints {
                    permitted_subtrees: vec![GeneralSubtree::DnsName("good.example".to_owned())],
                    excluded_subtrees: Vec::new(),
                });
            }
            params
        };
        let root = Forge::new(constrained(0, ca_params("r")));
        let upper = root.below(constrained(1, ca_params("i")));
        let lower = upper.below(constrained(2, ca_params("j")));
        let [good, bad] = ["good.example", "bad.example"].map(|name| {
            let mut params = leaf_params(&["spiffe://td/w"]);
            params.subject_alt_names.push(SanType::DnsName(name.try_into().unwrap()));
            [lower.sign(&params), lower.root.clone(), upper.root.clone()]
        });
        let asked = [(&good[..], NOW), (&bad, NOW), (&good, NOW)];
        assert_eq!(
            same(|| ChainVerifier::builder(root.bundles()), &asked),
            ["", "name-constraint-violated", ""]
        );
    }
}

/// webpki gives up on a path whose names are too many to compare; a shorter path has fewer of them.
#[test]
fn what_costs_too_much_to_compare_is_refused_below_a_known_issuer() {
    let mut params = ca_params("r");
    let bases = (0..500).map(|n| GeneralSubtree::DnsName(format!("b{n}.example"))).collect();
    params.name_constraints =
        Some(NameConstraints { permitted_subtrees: bases, excluded_subtrees: Vec::new() });
    let root = Forge::new(params);
    let upper = root.below(ca_params("i"));
    let lower = upper.below(ca_params("j"));
    // For each name and each subject 500 comparisons: the leaf's own 249,500 would do, with the CAs' they do not.
    let [few, many] = [1, 497].map(|count| {
        let mut params = leaf_params(&["spiffe://td/w"]);
        let name = |n: u32| SanType::DnsName(format!("n{n}.b1.example").try_into().unwrap());
        params.subject_alt_names.extend((0..count).map(name));
        [lower.sign(&params), lower.root.clone(), upper.root.clone()]
    });
    let asked = [(&few[..], NOW), (&many, NOW), (&few, NOW)];
    assert_eq!(same(|| ChainVerifier::builder(root.bundles()), &asked), ["", "chain-refused", ""]);
}

/// Where two certificates could stand for the same issuer, the leaf decides which one it is.
#[test]
fn an_issuer_with_two_certificates_is_not_remembered() {
    let root = Forge::new(ca_params("r"));
    let plain = root.below(ca_params("i"));
    let mut params = ca_params("i");
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("good.example".to_owned())],
        excluded_subtrees: Vec::new(),
    });
    let constrained = params.signed_by(plain.issuer.key(), &root.issuer).unwrap().der().clone();
    let [good, bad] = ["good.example", "bad.example"].map(|name| {
        let mut params = leaf_params(&["spiffe://td/w"]);
        params.subject_alt_names.push(SanType::DnsName(name.try_into().unwrap()));
        [plain.sign(&params), constrained.clone(), plain.root.clone()]
    });
    let asked = [(&bad[..], NOW), (&good, NOW), (&bad, NOW)];
    assert_eq!(same(|| ChainVerifier::builder(root.bundles()), &asked), ["", "", ""]);
    let path = |chain| {
        ChainVerifier::builder(root.bundles())
            .build()
            .unwrap()
            .verify(chain, at(NOW))
            .unwrap()
            .path()
            .to_vec()
    };
    assert_ne!(path(&bad)[1], path(&good)[1]);
}

/// Where two certificates could stand for the same authority, the leaf decides which one it is.
#[test]
fn an_authority_with_two_certificates_is_not_remembered() {
    let plain = Forge::new(ca_params("r"));
    let mut params = ca_params("r");
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("good.example".to_owned())],
        excluded_subtrees: Vec::new(),
    });
    let constrained = params.self_signed(plain.issuer.key()).unwrap().der().clone();
    let authorities = [&constrained, &plain.root].map(|der| Certificate::from_der(der).unwrap());
    let below = plain.below(ca_params("i"));
    let [good, bad] = ["good.example", "bad.example"].map(|name| {
        let mut params = leaf_params(&["spiffe://td/w"]);
        params.subject_alt_names.push(SanType::DnsName(name.try_into().unwrap()));
        [below.sign(&params), below.root.clone()]
    });
    let bundles = BundleSet::new([TrustBundle::new(td("td"), authorities.clone())]).unwrap();
    let asked = [(&bad[..], NOW), (&good, NOW), (&bad, NOW)];
    assert_eq!(same(|| ChainVerifier::builder(bundles.clone()), &asked), ["", "", ""]);
    let verifier = ChainVerifier::builder(bundles.clone()).build().unwrap();
    let authority =
        |chain: &[CertificateDer<'_>]| verifier.verify(chain, at(NOW)).unwrap().authority().clone();
    assert_eq!([authority(&good), authority(&bad)], authorities);
}

//! Who signed, and who should have.

use rustls_pki_types::CertificateDer;

use crate::finding::{Refusal as _, Severity};
use crate::pki::{Certificate, PrivateKey};
use crate::trust::{BundleSet, TrustBundle};
use crate::verify::ChainVerifier;

use super::super::forge::{Forge, ca_params, dates, leaf_params};
use super::super::{DAY, NOW, at, td};
use super::{Blamed, ID, Setup, check, everywhere};

#[test]
fn a_root_rotated_under_the_same_name() {
    everywhere(|world| {
        let (old, new) = (Forge::new(ca_params("root")), Forge::new(ca_params("root")));
        let low = new.below(ca_params("low"));
        let says: &[&str] = &["an authority named CN=root", "another key made this signature"];
        let direct = [new.sign(&world.leaf())];
        world.blames(
            Setup::trusting(&[&old.root]),
            &direct,
            NOW,
            ("authority-rotated", Blamed::Sent(0), says),
        );
        let through = [low.sign(&world.leaf()), low.root.clone()];
        world.blames(
            Setup::trusting(&[&old.root]),
            &through,
            NOW,
            ("authority-rotated", Blamed::Sent(1), says),
        );
        // Expired or not: a new leaf from the old root would not help.
        world.blames(
            Setup::trusting(&[&old.root]),
            &direct,
            NOW + 30 * DAY,
            ("authority-rotated", Blamed::Sent(0), says),
        );
    });
}

#[test]
fn an_intermediate_rotated_under_the_same_name() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let old = root.below(ca_params("low"));
        let mut newer = ca_params("low");
        dates(&mut newer, NOW - 60, NOW + 30 * DAY);
        let new = root.below(newer);
        let chain = [old.sign(&world.leaf()), new.root.clone()];
        let says: &[&str] = &["certificate 1 is named CN=low", "another key", "the intermediate was rotated"];
        world.blames(
            Setup::trusting(&[&root.root]),
            &chain,
            NOW,
            ("issuer-key-mismatch", Blamed::Sent(0), says),
        );
        let chain = [new.sign(&world.leaf()), old.root.clone()];
        let report = world.blames(
            Setup::trusting(&[&root.root]),
            &chain,
            NOW,
            ("issuer-key-mismatch", Blamed::Sent(0), &["another key made this signature"]),
        );
        assert!(!report.findings[0].message.contains("rotated"), "{report}");
    });
}

#[test]
fn an_intermediate_that_is_missing() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let middle = root.below(ca_params("middle"));
        let low = middle.below(ca_params("low"));
        let leaf = low.sign(&world.leaf());
        let says: &[&str] = &["its issuer CN=low was not sent"];
        let chain = [leaf.clone(), middle.root.clone()];
        world.blames(Setup::trusting(&[&root.root]), &chain, NOW, ("issuer-missing", Blamed::Sent(0), says));
        let says: &[&str] = &["its issuer CN=middle was not sent"];
        let chain = [leaf, low.root.clone()];
        world.blames(Setup::trusting(&[&root.root]), &chain, NOW, ("issuer-missing", Blamed::Sent(1), says));
    });
}

#[test]
fn a_chain_that_is_out_of_order() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let low = root.below(ca_params("low"));
        let leaf = low.sign(&world.leaf());
        let says: &[&str] = &["a CA stands first", "the leaf is certificate 1 (CN=leaf)"];
        let chain = [low.root.clone(), leaf.clone()];
        world.blames(
            Setup::trusting(&[&root.root]),
            &chain,
            NOW,
            ("chain-out-of-order", Blamed::Sent(0), says),
        );
        let chain = [root.root.clone(), low.root.clone(), leaf.clone()];
        world.blames(
            Setup::trusting(&[&root.root]),
            &chain,
            NOW,
            ("chain-out-of-order", Blamed::Sent(0), &["certificate 2"]),
        );
        // Behind the leaf any order will do.
        let below = low.below(ca_params("below"));
        let chain = [below.sign(&world.leaf()), root.root.clone(), low.root.clone(), below.root.clone()];
        let (report, _) = world.explain(Setup::trusting(&[&root.root]), &chain, NOW);
        assert!(report.accepted || report.findings[0].rule != "chain-out-of-order", "{report}");
        assert_eq!(report.path[..3], [0, 3, 2], "{report}");
    });
}

#[test]
fn a_signature_that_the_named_key_did_not_make() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let low = root.below(ca_params("low"));
        let mut params = world.leaf();
        params.use_authority_key_identifier_extension = true;
        let altered = |der: CertificateDer<'_>| {
            let mut bytes = der.to_vec();
            *bytes.last_mut().unwrap() ^= 1;
            CertificateDer::from(bytes)
        };
        let chain = [altered(low.sign(&params)), low.root.clone()];
        let says: &[&str] = &["the key of certificate 1", "did not make this signature", "altered"];
        world.blames(
            Setup::trusting(&[&root.root]),
            &chain,
            NOW,
            ("signature-invalid", Blamed::Sent(0), says),
        );
        let chain = [altered(root.sign(&params))];
        let says: &[&str] = &["the key of the trust anchor", "altered"];
        world.blames(
            Setup::trusting(&[&root.root]),
            &chain,
            NOW,
            ("signature-invalid", Blamed::Sent(0), says),
        );
    });
}

#[test]
fn a_root_that_nobody_trusts() {
    everywhere(|world| {
        let (root, stranger) = (Forge::new(ca_params("root")), Forge::new(ca_params("stranger")));
        let chain = [stranger.sign(&world.leaf()), stranger.root.clone()];
        world.blames(
            Setup::trusting(&[&root.root]),
            &chain,
            NOW,
            ("authority-unknown", Blamed::Sent(1), &["CN=stranger is self-signed"]),
        );
    });
}

#[test]
fn a_trust_domain_without_a_bundle_or_another_one() {
    let (a, b) = (Forge::new(ca_params("root a")), Forge::new(ca_params("root b")));
    let bundle =
        |name: &str, forge: &Forge| TrustBundle::new(td(name), [Certificate::from_der(&forge.root).unwrap()]);
    let both = BundleSet::new([bundle("a", &a), bundle("b", &b)]).unwrap();
    let verifier = ChainVerifier::builder(both).build().unwrap();
    let forged = [b.sign(&leaf_params(&["spiffe://a/x"]))];
    check(
        &verifier.explain(&forged, at(NOW)),
        "signed-by-other-trust-domain",
        Blamed::Sent(0),
        &["it claims a", "an authority of b signed it"],
    );
    let low = b.below(ca_params("low"));
    let forged = [low.sign(&leaf_params(&["spiffe://a/x"])), low.root.clone()];
    check(
        &verifier.explain(&forged, at(NOW)),
        "signed-by-other-trust-domain",
        Blamed::Sent(1),
        &["an authority of b signed it"],
    );
    // Both are told, where there is no bundle and the authority is known.
    let nobody = [b.sign(&leaf_params(&["spiffe://c/x"]))];
    let report = verifier.explain(&nobody, at(NOW));
    check(&report, "trust-domain-unknown", Blamed::None, &["there is no bundle for c", "spiffe://c/x"]);
    assert!(report.findings.iter().any(|f| f.rule == "signed-by-other-trust-domain"), "{report}");
}

#[test]
fn a_leaf_in_the_bundle() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let chain = [root.sign(&world.leaf())];
        let says: &[&str] = &["the leaf itself where the CA that issued it belongs"];
        // Alone, or beside another root.
        let other = Forge::new(ca_params("other"));
        for roots in [vec![&chain[0]], vec![&other.root, &chain[0]]] {
            let expected = ("bundle-authority-not-ca", Blamed::Anchor, says);
            world.blames(Setup::trusting(&roots), &chain, NOW, expected);
        }
        let neighbour = root.sign(&leaf_params(&["spiffe://td/other"]));
        let says: &[&str] = &["a leaf, and no CA"];
        let expected = ("bundle-authority-not-ca", Blamed::Anchor, says);
        world.blames(Setup::trusting(&[&neighbour]), &chain, NOW, expected);
        // A stray leaf beside the right root does no harm, and is not blamed for what is.
        let expected = ("leaf-expired", Blamed::Sent(0), &["expired"][..]);
        world.blames(Setup::trusting(&[&root.root, &neighbour]), &chain, NOW + 30 * DAY, expected);
    });
}

#[test]
fn a_ca_used_as_a_leaf() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let mut params = world.leaf();
        params.is_ca = ca_params("x").is_ca;
        let chain = [root.sign(&params)];
        world.blames(Setup::trusting(&[&root.root]), &chain, NOW, ("leaf-is-ca", Blamed::Sent(0), &["CA"]));
    });
}

#[test]
fn certificates_that_no_path_needs_hide_nothing() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let leaf = root.sign(&world.leaf());
        let low = root.below(ca_params("low"));
        let mut odd = low.root.to_vec();
        // A version that strict readers do not know.
        let version = odd.windows(5).position(|w| w == [0xa0, 3, 2, 1, 2]).unwrap();
        odd[version + 4] = 1;
        for spare in [CertificateDer::from(odd), CertificateDer::from(vec![0x30, 0x80, 0])] {
            let chain = [leaf.clone(), spare.clone()];
            let expected = ("leaf-expired", Blamed::Sent(0), &["expired"][..]);
            let report = world.blames(Setup::trusting(&[&root.root]), &chain, NOW + 30 * DAY, expected);
            let last = report.findings.last().unwrap();
            let malformed = report.findings.iter().find(|f| f.rule == "certificate-malformed").unwrap();
            assert_eq!(
                (last.severity, malformed.severity),
                (Severity::Warning, Severity::Warning),
                "{report}"
            );
        }
        // What cannot be read at all may be just what is missing.
        let chain = [low.sign(&world.leaf()), CertificateDer::from(low.root[..200].to_vec())];
        let expected = ("certificate-malformed", Blamed::Sent(1), &[][..]);
        let report = world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
        assert!(!report.findings.iter().any(|f| f.rule == "issuer-missing"), "{report}");
    });
}

#[test]
fn every_path_is_tried_and_the_nearest_is_told_first() {
    everywhere(|world| {
        // An intermediate under two roots: one is trusted and the certificate has expired, one is unknown.
        let (root, stranger) = (Forge::new(ca_params("root")), Forge::new(ca_params("stranger")));
        let mut stale = ca_params("low");
        dates(&mut stale, NOW - 30 * DAY, NOW - DAY);
        let low = root.below(stale);
        let cross = ca_params("low").signed_by(low.issuer.key(), &stranger.issuer).unwrap().der().clone();
        for (chain, blamed) in [
            ([low.sign(&world.leaf()), low.root.clone(), cross.clone()], 1),
            ([low.sign(&world.leaf()), cross.clone(), low.root.clone()], 2),
        ] {
            let expected = ("issuer-expired", Blamed::Sent(blamed), &["1 day"][..]);
            let report = world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
            assert_eq!(report.path, [0, blamed, 3], "{report}");
            let other = report.findings.iter().find(|f| f.rule == "issuer-missing").unwrap();
            assert_eq!(other.severity, Severity::Warning, "{report}");
        }
    });
}

#[test]
fn certificates_that_sign_each_other_are_told_within_bounds() {
    // One name, and seven keys that certify each other: more ways than could be walked.
    let forge = Forge::new(ca_params("x"));
    let mut chain = vec![forge.sign(&leaf_params(&[ID]))];
    for _ in 0..7 {
        let twin = Forge::new(ca_params("x"));
        chain.push(ca_params("x").signed_by(forge.issuer.key(), &twin.issuer).unwrap().der().clone());
        chain.push(ca_params("x").signed_by(twin.issuer.key(), &forge.issuer).unwrap().der().clone());
    }
    let other = Forge::new(ca_params("other"));
    let verifier = ChainVerifier::builder(other.bundles()).build().unwrap();
    let rejection = verifier.verify(&chain, at(NOW)).unwrap_err();
    assert!(rejection.findings().iter().any(|f| f.severity == Severity::Error));
    assert!(rejection.findings().len() < 200, "{}", rejection.findings().len());
}

#[test]
fn a_key_that_is_not_the_leafs() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let low = root.below(ca_params("low"));
        let key = rcgen::KeyPair::generate().unwrap();
        let leaf = world.leaf().signed_by(&key, &low.issuer).unwrap().der().clone();
        let chain = [leaf, low.root.clone()];
        let read = |key: &rcgen::KeyPair| PrivateKey::from_der(&key.serialize_der()).unwrap();
        let report = |seconds| world.explain(Setup::trusting(&[&root.root]), &chain, seconds).0;
        assert_eq!(report(NOW).with_key(&read(&key)), report(NOW));
        // Expired or not: a renewed certificate would not fit this key either.
        for seconds in [NOW, NOW + 30 * DAY] {
            let other = report(seconds).with_key(&read(&rcgen::KeyPair::generate().unwrap()));
            let says: &[&str] = &["the private key (ECDSA P-256) is not the leaf's"];
            check(&other, "leaf-key-mismatch", Blamed::Sent(0), says);
            assert_eq!(other.accepted, report(seconds).accepted);
            let issuers = report(seconds).with_key(&read(low.issuer.key()));
            let says: &[&str] = &["is not the leaf's; it is the key of certificate 1"];
            check(&issuers, "leaf-key-mismatch", Blamed::Sent(0), says);
        }
    });
}

/// Whoever reads that another key made the signature looks for an impostor.
#[test]
fn an_issuer_whose_key_is_too_short_is_no_impostor() {
    let read = |pem: &[u8]| Certificate::from_pem(pem).unwrap();
    let root = read(include_bytes!("../../../../tests/data/pki/short-root.pem"));
    let leaf = read(include_bytes!("../../../../tests/data/pki/under-short-root.pem"));
    let bundle = TrustBundle::new(td("cluster-a.example"), [root.clone()]);
    let verifier = ChainVerifier::builder(BundleSet::new([bundle]).unwrap()).build().unwrap();
    let says: &[&str] = &["no backend checks a signature `sha256WithRSAEncryption`", "RSA 1024"];
    // 2027-01-15, in the bundle and beside it.
    for chain in [&[leaf.der().clone()][..], &[leaf.der().clone(), root.der().clone()]] {
        let report = verifier.explain(chain, at(1_800_000_000));
        check(&report, "signature-unsupported", Blamed::Sent(0), says);
        assert!(report.findings[0].help.contains("2048"), "{report}");
    }
}

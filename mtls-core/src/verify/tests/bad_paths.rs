//! Chains whose leaf is in order and whose path is not.

use std::time::Duration;

use rcgen::{BasicConstraints, GeneralSubtree, IsCa, NameConstraints};
use rustls_pki_types::CertificateDer;

use crate::finding::{Refusal as _, Subject};
use crate::pki::Certificate;
use crate::pki::issue::CertificateAuthority;
use crate::trust::{BundleSet, TrustBundle};
use crate::verify::{ChainVerifier, Profile, Rejection};

use super::forge::{Forge, ca_params, dates, leaf_params};
use super::{DAY, NOW, at, bundles, refusal, root, td, verifier};

const ID: &str = "spiffe://td/ns/a/sa/b";

/// The code, and the position of the certificate that is blamed; none for a trust anchor.
fn cause(rejection: &Rejection) -> (&'static str, Option<usize>) {
    match rejection.subject() {
        Subject::Certificate(certificate) => (rejection.code(), certificate.index),
        other => panic!("about {other}: {rejection}"),
    }
}

fn svid(ca: &CertificateAuthority) -> Vec<CertificateDer<'static>> {
    ca.svid(&td("td").join("w").unwrap()).at(at(NOW)).issue().unwrap().chain.to_der()
}

#[test]
fn nothing_or_too_much_is_presented() {
    let ca = root("root", "td");
    let verifier = verifier(Profile::SpiffeInterop, &[("td", &ca)]);
    assert_eq!(refusal(&verifier, &[], NOW).code(), "chain-empty");
    let leaf = svid(&ca).remove(0);
    assert_eq!(refusal(&verifier, &vec![leaf.clone(); 200], NOW).code(), "chain-too-long");
    assert_eq!(refusal(&verifier, &[vec![0x30; 300 << 10].into()], NOW).code(), "chain-too-long");
    assert_eq!(refusal(&verifier, &[Vec::new().into(), leaf], NOW).code(), "certificate-malformed");
}

#[test]
fn expired_and_not_yet_valid_say_which_and_by_how_long() {
    let ca = root("root", "td");
    let short = ca.intermediate("short").at(at(NOW)).valid_for(Duration::from_secs(2 * DAY)).build().unwrap();
    let chain = svid(&short);
    let verifier = verifier(Profile::SpiffeInterop, &[("td", &ca)]);
    let late = refusal(&verifier, &chain, NOW + DAY + 3_600 * 5);
    assert_eq!(late.code(), "leaf-expired");
    assert!(late.to_string().contains("hours"), "{late}");
    assert!(matches!(late.subject(), Subject::Certificate(c) if c.index == Some(0) && !c.serial.is_empty()));
    let later = refusal(&verifier, &chain, NOW + 3 * DAY);
    assert_eq!(later.code(), "issuer-expired");
    assert!(later.findings().iter().any(|f| f.rule == "leaf-expired"));
    assert!(matches!(later.subject(), Subject::Certificate(c) if c.index == Some(1)));
    let early = refusal(&verifier, &chain, NOW - 7200);
    assert_eq!(early.code(), "issuer-not-yet-valid");
    assert_eq!(refusal(&verifier, &chain, NOW - 30 * DAY).code(), "clock-skew");
    assert_eq!(refusal(&verifier, &chain, 0).code(), "clock-skew");
    assert_eq!(refusal(&verifier, &chain, u64::MAX).code(), "clock-skew");
}

#[test]
fn an_expired_authority_is_refused_where_webpki_would_not_look() {
    let mut params = ca_params("root");
    dates(&mut params, NOW - 10 * DAY, NOW - DAY);
    let forge = Forge::new(params);
    let verifier = ChainVerifier::builder(forge.bundles()).build().unwrap();
    let rejection = refusal(&verifier, &[forge.sign(&leaf_params(&[ID]))], NOW);
    assert_eq!(cause(&rejection), ("authority-expired", None));
}

#[test]
fn a_root_rotated_under_the_same_name_is_told_from_an_unknown_one() {
    let (old, new) = (root("root", "td"), root("root", "td"));
    let under_new = new.intermediate("a").path_len(0).at(at(NOW)).build().unwrap();
    let verifier = verifier(Profile::SpiffeInterop, &[("td", &old)]);
    assert_eq!(cause(&refusal(&verifier, &svid(&new), NOW)), ("authority-rotated", Some(0)));
    let rejection = refusal(&verifier, &svid(&under_new), NOW);
    assert_eq!(rejection.code(), "authority-rotated");
    assert!(matches!(rejection.subject(), Subject::Certificate(c) if c.index == Some(1)));
    // Both in the bundle: rotation without an outage.
    let both = TrustBundle::new(td("td"), [old.certificate().clone(), new.certificate().clone()]);
    let both = ChainVerifier::builder(BundleSet::new([both]).unwrap()).build().unwrap();
    for chain in [svid(&old), svid(&new), svid(&under_new)] {
        assert!(both.verify(&chain, at(NOW)).is_ok());
    }
}

#[test]
fn missing_mixed_up_and_unknown_issuers_are_told_apart() {
    let ca = root("root", "td");
    let (one, same_name) = (
        ca.intermediate("a").path_len(0).at(at(NOW)).build().unwrap(),
        ca.intermediate("a").path_len(0).at(at(NOW)).build().unwrap(),
    );
    let verifier = verifier(Profile::SpiffeInterop, &[("td", &ca)]);
    let chain = svid(&one);
    assert_eq!(cause(&refusal(&verifier, &chain[..1], NOW)), ("issuer-missing", Some(0)));
    let mixed = [chain[0].clone(), same_name.certificate().der().clone()];
    assert_eq!(cause(&refusal(&verifier, &mixed, NOW)), ("issuer-key-mismatch", Some(0)));
    let stranger = root("stranger", "td");
    let mut unknown = svid(&stranger);
    unknown.push(stranger.certificate().der().clone());
    assert_eq!(cause(&refusal(&verifier, &unknown, NOW)), ("authority-unknown", Some(1)));
}

#[test]
fn an_authority_cannot_vouch_for_another_trust_domain() {
    let (a, b) = (root("root a", "a"), Forge::new(ca_params("root b")));
    let forged = b.sign(&leaf_params(&["spiffe://a/ns/x/sa/y"]));
    let b_bundle = TrustBundle::new(td("b"), [Certificate::from_der(&b.root).unwrap()]);
    let verifier = ChainVerifier::builder(bundles(&[("a", &a)]).with_bundle(b_bundle)).build().unwrap();
    let rejection = refusal(&verifier, &[forged], NOW);
    assert_eq!(rejection.code(), "signed-by-other-trust-domain");
    assert!(rejection.to_string().contains("authority of b"), "{rejection}");
    assert_eq!(rejection.claimed_id(), Some("spiffe://a/ns/x/sa/y"));
}

#[test]
fn the_same_other_trust_domain_is_named_each_time() {
    let (claimed, forge) = (root("root of a", "a"), Forge::new(ca_params("shared")));
    let forged = [forge.sign(&leaf_params(&["spiffe://a/ns/x/sa/y"]))];
    let shared = Certificate::from_der(&forge.root).unwrap();
    // Maps of their own have each an order of their own.
    for _ in 0..8 {
        let others = ["z", "q", "c", "x", "m"].map(|name| TrustBundle::new(td(name), [shared.clone()]));
        let set = others.into_iter().fold(bundles(&[("a", &claimed)]), |set, bundle| set.with_bundle(bundle));
        let verifier = ChainVerifier::builder(set).build().unwrap();
        let rejection = refusal(&verifier, &forged, NOW);
        assert!(rejection.to_string().contains("an authority of c signed it"), "{rejection}");
    }
}

#[test]
fn no_bundle_and_an_empty_bundle_are_two_things() {
    let ca = root("root", "td");
    let none = ChainVerifier::builder(BundleSet::default()).build().unwrap();
    assert_eq!(refusal(&none, &svid(&ca), NOW).code(), "trust-domain-unknown");
    let empty = BundleSet::new([TrustBundle::new(td("td"), [])]).unwrap();
    let empty = ChainVerifier::builder(empty).build().unwrap();
    assert_eq!(refusal(&empty, &svid(&ca), NOW).code(), "trust-bundle-empty");
}

#[test]
fn issuers_must_be_allowed_to_issue() {
    let forge = Forge::new(ca_params("root"));
    let verifier = ChainVerifier::builder(forge.bundles()).build().unwrap();
    let mut no_ca = ca_params("not a CA");
    no_ca.is_ca = IsCa::ExplicitNoCa;
    let mut no_sign = ca_params("no keyCertSign");
    no_sign.key_usages = vec![rcgen::KeyUsagePurpose::CrlSign];
    for (params, rule) in [(no_ca, "issuer-not-ca"), (no_sign, "issuer-key-usage")] {
        let below = forge.below(params);
        let chain = [below.sign(&leaf_params(&[ID])), below.root.clone()];
        assert_eq!(cause(&refusal(&verifier, &chain, NOW)), (rule, Some(1)));
    }
}

#[test]
fn path_lengths_count_the_anchors_own_too() {
    for (of_root, of_intermediate, blamed) in [(Some(0), None, None), (None, Some(0), Some(2))] {
        let length = |n: Option<u8>| {
            IsCa::Ca(n.map_or(BasicConstraints::Unconstrained, BasicConstraints::Constrained))
        };
        let mut top = ca_params("root");
        top.is_ca = length(of_root);
        let forge = Forge::new(top);
        let mut middle = ca_params("middle");
        middle.is_ca = length(of_intermediate);
        let middle = forge.below(middle);
        let low = middle.below(ca_params("low"));
        let chain = [low.sign(&leaf_params(&[ID])), low.root.clone(), middle.root.clone()];
        let verifier = ChainVerifier::builder(forge.bundles()).build().unwrap();
        let rejection = refusal(&verifier, &chain, NOW);
        assert_eq!(cause(&rejection), ("path-length-exceeded", blamed), "{rejection}");
    }
}

#[test]
fn name_constraints_refuse() {
    let forge = Forge::new(ca_params("root"));
    let mut fenced = ca_params("fenced");
    fenced.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("in.example".to_owned())],
        excluded_subtrees: vec![],
    });
    let fenced = forge.below(fenced);
    let mut leaf = leaf_params(&[ID]);
    leaf.subject_alt_names.push(rcgen::SanType::DnsName("out.example".try_into().unwrap()));
    let chain = [fenced.sign(&leaf), fenced.root.clone()];
    let verifier = ChainVerifier::builder(forge.bundles()).build().unwrap();
    assert_eq!(cause(&refusal(&verifier, &chain, NOW)), ("name-constraint-violated", Some(1)));
}

//! The parts that issuing is made of.

use std::time::Duration;

use super::key::serial;
use super::names::{self, Names};
use super::validity::{Timing, Window, unix};
use super::{CsrPolicy, IssueError};
use crate::identity::{SpiffeId, TrustDomain};
use crate::pki::issue::CertificateAuthority;
use crate::pki::{Certificate, CertificateRequest, PrivateKey};

const ISSUER: Window = Window { not_before: unix(1_000), not_after: unix(9_000) };

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

fn at(n: u64) -> Timing {
    Timing { at: Some(unix(n)), ..Timing::default() }
}

#[test]
fn a_window_is_backdated_but_never_before_the_issuer() {
    let window = at(5_000).window(seconds(100), Some(ISSUER)).unwrap();
    assert_eq!(window, Window { not_before: unix(4_940), not_after: unix(5_100) });
    let window = at(1_010).window(seconds(100), Some(ISSUER)).unwrap();
    assert_eq!(window.not_before, unix(1_000));
    let exact = Timing { not_before: Some(unix(2_000)), ..at(5_000) };
    let window = exact.window(seconds(100), Some(ISSUER)).unwrap();
    assert_eq!(window, Window { not_before: unix(2_000), not_after: unix(2_100) });
    let wide = Timing { backdate: seconds(u64::MAX), ..at(5_000) };
    assert_eq!(wide.window(seconds(1), None).unwrap().not_before, unix(0));
}

#[test]
fn a_lifetime_asked_for_shrinks_on_request_alone() {
    let asked = Timing { valid_for: Some(seconds(8_000)), ..at(5_000) };
    let refused = asked.window(seconds(1), Some(ISSUER)).unwrap_err();
    assert_eq!(refused, IssueError::OutlivesIssuer { asked: unix(13_000), limit: unix(9_000) });
    let clipped = Timing { clip: true, ..asked }.window(seconds(1), Some(ISSUER)).unwrap();
    assert_eq!(clipped.not_after, unix(9_000));
    let default = at(5_000).window(seconds(8_000), Some(ISSUER)).unwrap();
    assert_eq!(default.not_after, unix(9_000));
    let to_the_second = Timing { valid_for: Some(seconds(4_000)), ..at(5_000) };
    assert_eq!(to_the_second.window(seconds(1), Some(ISSUER)).unwrap().not_after, unix(9_000));
}

#[test]
fn times_that_cannot_be_are_refused() {
    for time in [999, 9_001, 0, u64::MAX] {
        let refused = at(time).window(seconds(1), Some(ISSUER)).unwrap_err();
        assert!(matches!(refused, IssueError::IssuerNotValid { .. }), "{refused}");
    }
    for (begin, length) in [(5_000, 0), (u64::MAX, 1), (253_402_300_799, 1), (5, u64::MAX)] {
        let timing = Timing { valid_for: Some(seconds(length)), ..at(begin) };
        let refused = timing.window(seconds(1), None).unwrap_err();
        assert_eq!(refused, IssueError::Validity { begin: unix(begin), seconds: length });
    }
    // Less than a second is nothing.
    let timing = Timing { valid_for: Some(Duration::from_millis(999)), ..at(5_000) };
    assert!(timing.window(seconds(1), None).is_err());
}

#[test]
fn serials_are_twenty_bytes_and_positive() {
    let serials: Vec<_> = (0..200).map(|_| serial().unwrap().to_bytes()).collect();
    for (n, bytes) in serials.iter().enumerate() {
        assert_eq!(bytes.len(), 20);
        assert_eq!(bytes[0] & 0xC0, 0x40, "positive, and not a byte shorter");
        assert!(!serials[..n].contains(bytes));
    }
}

#[test]
fn dns_names_are_checked() {
    for good in
        ["a", "cart.shop.svc", "*.shop.example", "x_y.example", "xn--bcher-kva.example", "Shop.example"]
    {
        assert_eq!(names::dns(good).unwrap(), good);
    }
    let long = format!("{}.example", "a".repeat(64));
    for bad in [
        "",
        ".",
        "a.",
        "*",
        "*.example",
        "a.*.example",
        "10.0.0.1",
        "::1",
        "bücher.example",
        "a b",
        &long,
        "-a.b",
        "a\0",
    ] {
        let refused = names::dns(bad).unwrap_err();
        assert!(matches!(refused, IssueError::Name { what: "DNS name", .. }), "{bad}: {refused}");
    }
}

#[test]
fn subjects_are_checked() {
    assert!(names::attribute("common name", &"ü".repeat(64)).is_ok());
    for bad in ["", "  ", "a\nb", "a\0b", &"x".repeat(65)] {
        assert!(names::attribute("common name", bad).is_err(), "{bad:?}");
    }
}

#[test]
fn names_stand_once() {
    let names = Names {
        dns: ["a.example", "A.example", "b.example"].map(str::to_owned).to_vec(),
        ips: vec!["10.0.0.1".parse().unwrap(), "10.0.0.1".parse().unwrap()],
        ..Names::default()
    };
    assert_eq!(names.alternative().unwrap().len(), 3);
}

#[test]
fn debug_shows_no_key() {
    let ca = CertificateAuthority::root("Example Root").build().unwrap();
    let cart: SpiffeId = "spiffe://cluster-a.example/ns/shop/sa/cart".parse().unwrap();
    let svid = ca.svid(&cart).issue().unwrap();
    let pem = ca.private_key().secret_pkcs8_pem();
    let secret_line = pem.lines().nth(1).unwrap();
    let builder = CertificateAuthority::root("x").key(ca.private_key().clone_key());
    for text in
        [format!("{ca:?}"), format!("{svid:?}"), format!("{builder:?}"), format!("{:?}", ca.svid(&cart))]
    {
        assert!(!text.contains(secret_line) && !text.to_lowercase().contains("private key-----"), "{text}");
    }
    assert!(format!("{ca:?}").contains("[elided]"));
}

#[test]
fn a_ca_keeps_to_its_trust_domain() {
    let domain: TrustDomain = "cluster-a.example".parse().unwrap();
    let root = CertificateAuthority::root("Example Root").trust_domain(domain.clone()).build().unwrap();
    assert_eq!(root.certificate().uris(), ["spiffe://cluster-a.example"]);
    let child = root.intermediate("a").build().unwrap();
    assert_eq!(child.trust_domain(), Some(&domain));
    let foreign: SpiffeId = "spiffe://cluster-b.example/x".parse().unwrap();
    let refused = child.svid(&foreign).issue().unwrap_err();
    assert!(matches!(refused, IssueError::OutsideTrustDomain { .. }), "{refused}");
    let refused =
        root.intermediate("b").trust_domain("cluster-b.example".parse().unwrap()).build().unwrap_err();
    assert!(matches!(refused, IssueError::OutsideTrustDomain { .. }), "{refused}");
    let refused = child.svid(&domain.id()).issue().unwrap_err();
    assert!(matches!(refused, IssueError::SvidWithoutPath { .. }), "{refused}");
}

/// A root may be renewed with a SPIFFE ID, under the same name and key.
#[test]
fn a_loaded_ca_is_bound_by_any_id_up_to_its_root() {
    let (a, b): (TrustDomain, TrustDomain) = ("a.example".parse().unwrap(), "b.example".parse().unwrap());
    let plain = CertificateAuthority::root("Root").build().unwrap();
    let renewed = |domain: &TrustDomain| {
        let key = plain.private_key().clone_key();
        let root = CertificateAuthority::root("Root").key(key).trust_domain(domain.clone()).build().unwrap();
        root.certificate().clone()
    };
    let middle = plain.intermediate("Middle").path_len(1).build().unwrap();
    let issuing = middle.intermediate("Issuing").build().unwrap();
    let load = |ca: &CertificateAuthority, root: Certificate| {
        let pool = [middle.certificate().clone(), root.clone()];
        CertificateAuthority::from_parts(ca.certificate().clone(), ca.private_key().clone_key(), pool, [root])
    };
    assert_eq!(load(&issuing, plain.certificate().clone()).unwrap().trust_domain(), None);
    let bound = load(&issuing, renewed(&a)).unwrap();
    assert_eq!(bound.trust_domain(), Some(&a));
    let refused = bound.svid(&b.join("x").unwrap()).issue().unwrap_err();
    assert!(matches!(refused, IssueError::OutsideTrustDomain { .. }), "{refused}");
    assert_eq!(bound.svid(&a.join("x").unwrap()).issue().unwrap().chain.len(), 3);
    // A CA in another trust domain than its root.
    let strayed = plain.intermediate("Strayed").trust_domain(b.clone()).build().unwrap();
    assert_eq!(load(&strayed, renewed(&b)).unwrap().trust_domain(), Some(&b));
    let refused = load(&strayed, renewed(&a)).unwrap_err();
    assert!(matches!(refused, IssueError::CaChainBroken { .. }), "{refused}");
    assert!(refused.to_string().contains("`a.example`, a CA below it in `b.example`"), "{refused}");
}

#[test]
fn a_request_for_the_key_of_any_ca_above_is_refused() {
    let root = CertificateAuthority::root("Root").build().unwrap();
    let middle = root.intermediate("Middle").path_len(1).build().unwrap();
    let issuing = middle.intermediate("Issuing").build().unwrap();
    let cart: SpiffeId = "spiffe://cluster-a.example/ns/shop/sa/cart".parse().unwrap();
    let policy = CsrPolicy::exact(&cart).ignore_subject();
    let request = |key: &PrivateKey| {
        let key = key.to_pki_types();
        let pair = rcgen::KeyPair::from_der_and_sign_algo(&key, &rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
        let params = rcgen::CertificateParams::new(Vec::new()).unwrap();
        CertificateRequest::from_der(params.serialize_request(&pair).unwrap().der()).unwrap()
    };
    for ca in [&root, &middle, &issuing] {
        let refused = issuing.sign_csr(&request(ca.private_key()), &policy).unwrap_err();
        assert_eq!(refused, IssueError::CsrKeyOfCa);
    }
    let other = CertificateAuthority::root("Other").build().unwrap();
    assert_eq!(issuing.sign_csr(&request(other.private_key()), &policy).unwrap().len(), 3);
}

#[test]
fn path_lengths_are_kept_over_all_levels() {
    let root = CertificateAuthority::root("Root").path_len(2).build().unwrap();
    assert_eq!(root.path_len(), Some(2));
    let refused = root.intermediate("a").path_len(2).build().unwrap_err();
    assert!(matches!(refused, IssueError::PathLength { has: 2, .. }), "{refused}");
    let one = root.intermediate("a").path_len(1).build().unwrap();
    let zero = one.intermediate("b").build().unwrap();
    assert_eq!(zero.path_len(), Some(0));
    let refused = zero.intermediate("c").build().unwrap_err();
    assert!(matches!(refused, IssueError::PathLength { has: 0, .. }), "{refused}");
    // Without a limit above, any is possible, and the default stays 0.
    let free = CertificateAuthority::root("Free").build().unwrap();
    assert_eq!(free.path_len(), None);
    assert_eq!(free.intermediate("a").build().unwrap().path_len(), Some(0));
    assert_eq!(free.intermediate("a").path_len(9).build().unwrap().path_len(), Some(9));
}

#[test]
fn a_name_of_the_issuer_is_refused() {
    let root = CertificateAuthority::root("Root").build().unwrap();
    for refused in [root.intermediate("Root").build().unwrap_err(), root.client("Root").issue().unwrap_err()]
    {
        assert!(matches!(refused, IssueError::NameOfIssuer { .. }), "{refused}");
    }
}

#[test]
fn what_the_backend_refuses_is_told_as_such() {
    use crate::finding::Refusal as _;
    let refused = super::key::backend(&rcgen::Error::RemoteKeyError);
    assert_eq!(refused.code(), "issue-backend");
    assert!(refused.to_string().contains(&rcgen::Error::RemoteKeyError.to_string()), "{refused}");
}

//! Servers and edge clients, known by name.

use rustls_pki_types::CertificateDer;

use crate::finding::Refusal as _;
use crate::pki::issue::CertificateAuthority;
use crate::pki::{Certificate, CertificateChain};
use crate::trust::TrustAnchors;
use crate::verify::{ChainVerifier, EdgeVerifier, ExpectedName, PeerName, Profile, VerifierError};

use super::forge::{Forge, ca_params, dates, extension, leaf_params};
use super::{DAY, NOW, at, bundles, root};

fn verifier(profile: Profile, ca: &CertificateAuthority) -> EdgeVerifier {
    EdgeVerifier::builder(profile, TrustAnchors::new([ca.certificate().clone()])).build().unwrap()
}

fn name(text: &str) -> ExpectedName {
    text.parse().unwrap()
}

fn server(ca: &CertificateAuthority) -> CertificateChain {
    let names = ["shop.example", "*.shop.example"];
    ca.server(names).ip_addresses(["192.0.2.1".parse().unwrap()]).at(at(NOW)).issue().unwrap().chain
}

#[test]
fn a_server_is_known_by_its_names_alone() {
    let ca = root("root", "td");
    let chain = server(&ca);
    for profile in [Profile::Server, Profile::ServerStrict] {
        let verifier = verifier(profile, &ca);
        for good in ["shop.example", "SHOP.example", "www.shop.example", "192.0.2.1"] {
            let verified = verifier.verify_chain(&chain, &name(good), at(NOW + 60)).unwrap();
            assert_eq!(verified.name().unwrap(), &good.parse::<PeerName>().unwrap());
            assert_eq!((verified.profile(), verified.path().len()), (profile, chain.len()));
        }
        for bad in ["shop.example.org", "a.www.shop.example", "192.0.2.2", "2001:db8::1", "me@shop.example"] {
            let refused = verifier.verify_chain(&chain, &name(bad), at(NOW + 60)).unwrap_err();
            assert_eq!(refused.code(), "peer-name-mismatch", "{bad}");
            assert!(refused.to_string().contains("shop.example"), "{refused}");
        }
        let any = ExpectedName::OneOf(vec!["x.example".parse().unwrap(), "shop.example".parse().unwrap()]);
        let found = verifier.verify_chain(&chain, &any, at(NOW + 60)).unwrap();
        assert_eq!(found.to_string().split(' ').next(), Some("shop.example"));
        assert!(verifier.verify_chain(&chain, &ExpectedName::OneOf(vec![]), at(NOW + 60)).is_err());
        assert_eq!(verifier.verify_chain(&chain, &ExpectedName::Any, at(NOW + 60)).unwrap().name(), None);
    }
}

#[test]
fn a_workload_without_other_names_is_named_by_its_id() {
    let ca = root("root", "td");
    let svid = ca.svid(&super::td("td").join("w").unwrap()).at(at(NOW)).issue().unwrap().chain;
    let server = verifier(Profile::Server, &ca);
    let refused = server.verify_chain(&svid, &name("shop.example"), at(NOW + 60)).unwrap_err();
    assert_eq!(refused.code(), "peer-name-mismatch");
    assert!(refused.to_string().contains("it is for spiffe://td/w"), "{refused}");
    server.verify_chain(&svid, &ExpectedName::Any, at(NOW + 60)).unwrap();
}

#[test]
fn the_role_counts() {
    let ca = root("root", "td");
    let client = ca.client("edge").dns_names(["edge.example"]).at(at(NOW)).issue().unwrap().chain;
    let edge = verifier(Profile::EdgeClient, &ca);
    edge.verify_chain(&client, &name("edge.example"), at(NOW + 60)).unwrap();
    let refused = edge.verify_chain(&server(&ca), &ExpectedName::Any, at(NOW + 60)).unwrap_err();
    assert_eq!(refused.code(), "purpose-mismatch");
    let refused = verifier(Profile::Server, &ca)
        .verify_chain(&client, &name("edge.example"), at(NOW + 60))
        .unwrap_err();
    assert_eq!(refused.code(), "purpose-mismatch");
}

#[test]
fn the_anchors_alone_vouch() {
    let (ca, other) = (root("root", "td"), root("root", "td"));
    let chain = server(&ca);
    let rotated = verifier(Profile::Server, &other);
    let refused = rotated.verify_chain(&chain, &name("shop.example"), at(NOW + 60)).unwrap_err();
    assert_eq!(refused.code(), "authority-rotated");
    assert!(refused.to_string().contains("the trust anchors have"), "{refused}");
    let report = rotated.explain(&chain.to_der(), &name("shop.example"), at(NOW + 60));
    assert!(!report.accepted);
    assert_eq!(report.name.as_deref(), Some("shop.example"));
    assert!(report.to_string().starts_with("REFUSED shop.example at "), "{report}");
    assert_eq!(report.findings, refused.findings());
    let nobody = EdgeVerifier::builder(Profile::Server, TrustAnchors::default()).build().unwrap();
    let refused = nobody.verify_chain(&chain, &ExpectedName::Any, at(NOW + 60)).unwrap_err();
    assert_eq!(refused.code(), "trust-bundle-empty");
    // An intermediate may be an anchor.
    let intermediate = ca.intermediate("sub").at(at(NOW)).build().unwrap();
    let chain = server(&intermediate);
    verifier(Profile::Server, &intermediate)
        .verify_chain(&chain, &name("shop.example"), at(NOW + 60))
        .unwrap();
}

#[test]
fn a_root_issued_anew_under_the_same_key_counts_beside_the_expired_one() {
    let mut params = ca_params("root");
    dates(&mut params, NOW - 10 * DAY, NOW - DAY);
    let forge = Forge::new(params);
    let renewed = ca_params("root").self_signed(forge.issuer.key()).unwrap().der().clone();
    let mut leaf = leaf_params(&[]);
    leaf.subject_alt_names.push(rcgen::SanType::DnsName("shop.example".try_into().unwrap()));
    let chain = [forge.sign(&leaf)];
    let read = |der: &CertificateDer<'_>| Certificate::from_der(der).unwrap();
    let verify = |anchors: Vec<Certificate>| {
        EdgeVerifier::builder(Profile::Server, TrustAnchors::new(anchors)).build().unwrap().verify(
            &chain,
            &name("shop.example"),
            at(NOW),
        )
    };
    assert_eq!(verify(vec![read(&forge.root)]).unwrap_err().code(), "authority-expired");
    for anchors in [vec![read(&forge.root), read(&renewed)], vec![read(&renewed), read(&forge.root)]] {
        assert_eq!(verify(anchors).unwrap().authority(), &read(&renewed));
    }
}

#[test]
fn profiles_belong_to_their_verifiers() {
    let ca = root("root", "td");
    for profile in Profile::ALL {
        let spiffe = ChainVerifier::builder(bundles(&[("td", &ca)])).profile(profile).build();
        let edge = EdgeVerifier::builder(profile, TrustAnchors::new([ca.certificate().clone()])).build();
        assert_eq!(spiffe.is_ok(), profile.is_spiffe());
        assert_eq!(edge.is_ok(), !profile.is_spiffe());
        let refused = spiffe.err().or(edge.err()).unwrap();
        assert!(matches!(refused, VerifierError::ProfileMismatch { .. }));
        assert!(refused.to_string().contains(profile.as_str()));
    }
}

#[test]
fn names_that_no_certificate_can_have_are_refused() {
    for bad in
        ["", "https://shop.example", "shop.example:443", "*.shop.example", "a@b@c", "@b", "a@", "é.example"]
    {
        assert_eq!(bad.parse::<PeerName>().unwrap_err().code(), "peer-name-invalid", "{bad}");
    }
    let id = "spiffe://td/a".parse::<PeerName>().unwrap_err();
    assert_eq!(id.code(), "peer-name-invalid");
    assert!(id.to_string().contains("ChainVerifier"), "{id}");
}

#[test]
fn a_leaf_that_webpki_does_not_take_is_told_as_such_beside_its_name() {
    let forge = Forge::new(ca_params("root"));
    let mut leaf = leaf_params(&[]);
    leaf.subject_alt_names.push(rcgen::SanType::DnsName("shop.example".try_into().unwrap()));
    leaf.custom_extensions = vec![extension(&[1, 2, 3, 4], true, &[5, 0])];
    let chain = [forge.sign(&leaf)];
    let anchors = TrustAnchors::new([Certificate::from_der(&forge.root).unwrap()]);
    let verifier = EdgeVerifier::builder(Profile::Server, anchors).build().unwrap();
    for expected in [name("shop.example"), name("bank.example"), ExpectedName::Any] {
        let refused = verifier.verify(&chain, &expected, at(NOW)).unwrap_err();
        assert_eq!(refused.code(), "critical-extension-unknown", "{expected:?}: {refused}");
        assert!(refused.findings().iter().all(|finding| finding.rule != "certificate-malformed"));
    }
}

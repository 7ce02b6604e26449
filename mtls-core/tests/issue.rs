//! What we issue, judged by rustls-webpki; and what we refuse to issue.
#![cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::net::IpAddr;
use std::time::Duration;

use mtls_core::finding::Refusal as _;
use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::issue::{CertificateAuthority, IssuedCertificate};
use mtls_core::pki::{Certificate, KeyAlgorithm, KeyUsage, PrivateKey, RevocationReason, default_algorithms};
use mtls_core::trust::{BundleSet, TrustBundle};
use mtls_core::verify::{ChainVerifier, Profile};
use proptest::prelude::*;
use rustls_pki_types::UnixTime;
use webpki::{EndEntityCert, KeyUsage as Purpose, RevocationOptionsBuilder, anchor_from_trusted_cert};

const NOW: u64 = 1_800_000_000;

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn now() -> UnixTime {
    at(NOW)
}

fn cart() -> SpiffeId {
    "spiffe://cluster-a.example/ns/shop/sa/cart".parse().unwrap()
}

fn root() -> CertificateAuthority {
    CertificateAuthority::root("Example Root")
        .trust_domain("cluster-a.example".parse().unwrap())
        .at(now())
        .build()
        .unwrap()
}

/// webpki's word on a chain, for one purpose at one time.
fn accepts(
    ca: &CertificateAuthority,
    issued: &IssuedCertificate,
    purpose: Purpose,
    when: UnixTime,
    crls: &[&webpki::CertRevocationList<'_>],
) -> Result<(), webpki::Error> {
    let anchors = [anchor_from_trusted_cert(ca.roots()[0].der()).unwrap()];
    let chain = issued.chain.to_der();
    let revocation = match crls {
        [] => None,
        crls => Some(
            RevocationOptionsBuilder::new(crls)
                .unwrap()
                .with_depth(webpki::RevocationCheckDepth::EndEntity)
                .build(),
        ),
    };
    EndEntityCert::try_from(&chain[0])?
        .verify_for_usage(
            webpki::ALL_VERIFICATION_ALGS,
            &anchors,
            &chain[1..],
            when,
            purpose,
            revocation,
            None,
        )
        .map(|_| ())
}

fn algorithms() -> Vec<KeyAlgorithm> {
    let mut all = vec![KeyAlgorithm::P256, KeyAlgorithm::P384, KeyAlgorithm::Ed25519];
    if cfg!(feature = "aws-lc-rs") {
        all.extend([KeyAlgorithm::P521, KeyAlgorithm::Rsa { bits: 2048 }, KeyAlgorithm::Rsa { bits: 4096 }]);
    }
    all
}

#[test]
fn webpki_accepts_every_key_algorithm_below_every_other() {
    for above in algorithms() {
        let root = CertificateAuthority::root("Root").key_algorithm(above.clone()).at(now()).build().unwrap();
        for below in algorithms() {
            let ca = root.intermediate("Issuing").key_algorithm(below.clone()).at(now()).build().unwrap();
            let svid = ca.svid(&cart()).at(now()).issue().unwrap();
            for purpose in [Purpose::client_auth(), Purpose::server_auth()] {
                accepts(&ca, &svid, purpose, now(), &[]).unwrap_or_else(|e| panic!("{above} {below}: {e}"));
            }
            assert!(svid.key.matches(svid.chain.leaf()).unwrap());
        }
        // Leaves of every kind, too.
        let leaf = root.server(["shop.example"]).key_algorithm(above.clone()).at(now()).issue().unwrap();
        accepts(&root, &leaf, Purpose::server_auth(), now(), &[]).unwrap();
        assert_eq!(*leaf.key.algorithm(), above);
    }
}

#[test]
#[cfg(not(feature = "aws-lc-rs"))]
fn ring_says_what_it_cannot_create() {
    for algorithm in [KeyAlgorithm::P521, KeyAlgorithm::Rsa { bits: 2048 }] {
        let refused = CertificateAuthority::root("Root").key_algorithm(algorithm).build().unwrap_err();
        assert_eq!(refused.code(), "issue-key-unsupported");
        assert!(refused.to_string().ends_with("cannot be created with ring"), "{refused}");
    }
}

#[test]
fn keys_that_verifiers_refuse_are_refused() {
    let refused = CertificateAuthority::root("Root").key_algorithm(KeyAlgorithm::Rsa { bits: 1024 }).build();
    assert_eq!(refused.unwrap_err().code(), "issue-key-unsupported");
    // An existing RSA key works in both backends.
    let rsa = PrivateKey::from_pem(&fs::read("tests/data/pki/rsa.key").unwrap()).unwrap();
    let ca = CertificateAuthority::root("RSA Root").key(rsa).at(now()).build().unwrap();
    let svid = ca.svid(&cart()).at(now()).issue().unwrap();
    accepts(&ca, &svid, Purpose::client_auth(), now(), &[]).unwrap();
    assert_eq!(svid.chain.leaf().signature_algorithm(), "sha256WithRSAEncryption");
}

#[test]
fn an_svid_holds_what_the_standard_asks_for() {
    let ca = root().intermediate("cluster-a").at(now()).build().unwrap();
    let svid = ca.svid(&cart()).dns_names(["cart.shop.svc"]).at(now()).issue().unwrap();
    let leaf = svid.chain.leaf();
    assert_eq!(leaf.uris(), ["spiffe://cluster-a.example/ns/shop/sa/cart"]);
    assert_eq!(leaf.dns_names(), ["cart.shop.svc"]);
    assert_eq!(leaf.subject(), "");
    assert_eq!(leaf.key_usage(), Some(&[KeyUsage::DigitalSignature][..]));
    let critical: Vec<_> = leaf.extensions().iter().filter(|e| e.critical).map(|e| e.name).collect();
    assert_eq!(critical, ["subjectAltName", "keyUsage", "basicConstraints"]);
    assert!(leaf.basic_constraints().is_some_and(|basic| !basic.ca));
    assert_eq!(leaf.authority_key_id(), ca.certificate().subject_key_id());
    assert!(leaf.subject_key_id().is_some());
    assert_eq!(leaf.serial_bytes().len(), 20);
    assert_eq!((leaf.not_before(), leaf.not_after()), (at(NOW - 60), at(NOW + 86_400)));
    // With a subject the names need not be critical.
    let named = ca.svid(&cart()).common_name("cart").at(now()).issue().unwrap();
    assert!(!named.chain.leaf().extensions().iter().any(|e| e.name == "subjectAltName" && e.critical));
}

/// What we issue breaks no rule of our strictest profile, not even as a warning.
#[test]
fn our_strictest_profile_finds_nothing() {
    let domain: TrustDomain = "cluster-a.example".parse().unwrap();
    for algorithm in algorithms() {
        let root = CertificateAuthority::root("Example Root")
            .trust_domain(domain.clone())
            .key_algorithm(algorithm.clone())
            .at(now())
            .build()
            .unwrap();
        let middle = root
            .intermediate("region")
            .path_len(1)
            .key_algorithm(algorithm.clone())
            .at(now())
            .build()
            .unwrap();
        let ca = middle.intermediate("cluster-a").at(now()).build().unwrap();
        let bundle = TrustBundle::from_pem(domain.clone(), root.certificate().to_pem().as_bytes()).unwrap();
        assert_eq!(bundle.findings(), [], "{algorithm}");
        let verifier = ChainVerifier::builder(BundleSet::new([bundle]).unwrap())
            .profile(Profile::SpiffeStrict)
            .build()
            .unwrap();
        let plain = ca.svid(&cart()).key_algorithm(algorithm.clone()).at(now()).issue().unwrap();
        let named =
            ca.svid(&cart()).dns_names(["cart.shop.svc"]).common_name("cart").at(now()).issue().unwrap();
        let direct = root.svid(&cart()).at(now()).issue().unwrap();
        for issued in [plain, named, direct] {
            let peer =
                verifier.verify_chain(&issued.chain, now()).unwrap_or_else(|e| panic!("{algorithm}: {e}"));
            assert_eq!(peer.warnings(), [], "{algorithm}");
            assert_eq!(*peer.spiffe_id(), cart());
            assert_eq!(issued.chain.check_order(), [], "{algorithm}");
        }
    }
}

#[test]
fn revoked_certificates_are_refused_by_webpki() {
    let ca = root().intermediate("cluster-a").at(now()).build().unwrap();
    let good = ca.svid(&cart()).at(now()).issue().unwrap();
    let lost = ca.svid(&cart()).at(now()).issue().unwrap();
    let crl = ca.crl(7).at(now()).revoke(lost.chain.leaf(), RevocationReason::KeyCompromise).build().unwrap();
    crl.verify_signed_by(ca.certificate(), default_algorithms()).unwrap();
    assert_eq!((crl.number().as_deref(), crl.next_update()), (Some("07"), Some(at(NOW + 7 * 86_400))));
    let list =
        webpki::CertRevocationList::from(webpki::OwnedCertRevocationList::from_der(crl.der()).unwrap());
    accepts(&ca, &good, Purpose::client_auth(), now(), &[&list]).unwrap();
    let refused = accepts(&ca, &lost, Purpose::client_auth(), now(), &[&list]).unwrap_err();
    assert_eq!(refused, webpki::Error::CertRevoked);
}

#[test]
fn a_crl_holds_what_is_revoked_and_no_more() {
    let ca = root();
    let lost = ca.client("partner").at(now()).issue().unwrap();
    let code = |builder: mtls_core::pki::issue::CrlBuilder<'_>| builder.at(now()).build().unwrap_err().code();
    let other = CertificateAuthority::root("Example Root").at(now()).build().unwrap();
    let foreign = other.client("partner").at(now()).issue().unwrap();
    let (reason, leaf) = (RevocationReason::Superseded, lost.chain.leaf());
    assert_eq!(code(ca.crl(1).revoke(foreign.chain.leaf(), reason)), "crl-foreign-certificate");
    assert_eq!(code(ca.crl(1).revoke(leaf, reason).revoke(leaf, reason)), "crl-serial");
    assert_eq!(code(ca.crl(1).revoke(leaf, RevocationReason::RemoveFromCrl)), "crl-serial");
    for bad in ["", "0", "00:00", "xyz", "+1", "é", &"7f".repeat(21)] {
        assert_eq!(code(ca.crl(1).revoke_serial(bad, reason, now())), "crl-serial", "{bad}");
    }
    assert_eq!(code(ca.crl(1).valid_for(Duration::ZERO)), "issue-validity");
    assert_eq!(code(ca.crl(1).valid_for(Duration::MAX)), "issue-validity");
    assert_eq!(ca.crl(1).at(at(1)).build().unwrap_err().code(), "issue-issuer-not-valid");

    let first = ca.crl(1).at(now()).revoke_serial("0A:bc", reason, at(NOW - 5)).build().unwrap();
    let second = ca.crl(2).at(at(NOW + 9)).carry_over(&first).revoke(leaf, reason).build().unwrap();
    let entries: Vec<_> = second.entries().iter().map(|e| (e.serial(), e.revoked_at(), e.reason())).collect();
    assert_eq!(entries[0], ("0a:bc".to_owned(), at(NOW - 5), Some(reason)));
    assert_eq!(entries[1], (leaf.serial().to_owned(), at(NOW + 9), Some(reason)));
    assert_eq!(code(ca.crl(2).carry_over(&second)), "crl-number");
    assert_eq!(code(other.crl(2).carry_over(&first)), "crl-foreign-certificate");
    // An empty list is a list.
    assert!(ca.crl(1).at(now()).build().unwrap().entries().is_empty());
}

#[test]
fn names_outside_constraints_are_not_issued() {
    let outer = root()
        .intermediate("Outer")
        .path_len(1)
        .permitted_dns_names(["shop.example"])
        .at(now())
        .build()
        .unwrap();
    let inner =
        outer.intermediate("Inner").excluded_dns_names(["admin.shop.example"]).at(now()).build().unwrap();
    for good in ["shop.example", "API.shop.example", "*.shop.example.shop.example", "*.eu.shop.example"] {
        let issued = inner.server([good]).at(now()).issue().unwrap();
        accepts(&inner, &issued, Purpose::server_auth(), now(), &[])
            .unwrap_or_else(|e| panic!("{good}: {e}"));
    }
    // The wildcard could stand for admin.shop.example.
    for bad in [
        "example",
        "xshop.example",
        "other.example",
        "admin.shop.example",
        "a.admin.shop.example",
        "*.shop.example",
    ] {
        let refused = inner.server([bad]).at(now()).issue().unwrap_err();
        assert_eq!(refused.code(), "issue-name-constrained", "{bad}");
    }
    // Names of other kinds are not constrained.
    assert!(inner.svid(&cart()).at(now()).issue().is_ok());
    assert!(inner.server(["10.0.0.1"]).at(now()).issue().is_ok());
    // Constraints that are no names.
    for bad in ["*.shop.example", ".shop.example", "", "10.0.0.1"] {
        let refused = root().intermediate("x").permitted_dns_names([bad]).at(now()).build().unwrap_err();
        assert_eq!(refused.code(), "issue-name", "{bad}");
    }
}

#[test]
fn a_server_needs_a_name() {
    assert_eq!(root().server::<&str>([]).at(now()).issue().unwrap_err().code(), "issue-no-name");
}

#[test]
fn nothing_is_issued_outside_the_life_of_the_ca() {
    let ca =
        CertificateAuthority::root("Short").at(now()).valid_for(Duration::from_secs(1_000)).build().unwrap();
    let issue = |when, lifetime| ca.client("x").at(at(when)).valid_for(Duration::from_secs(lifetime)).issue();
    assert_eq!(issue(NOW, 1_001).unwrap_err().code(), "issue-outlives-issuer");
    assert_eq!(issue(NOW + 1_001, 1).unwrap_err().code(), "issue-issuer-not-valid");
    assert_eq!(issue(NOW - 61, 1).unwrap_err().code(), "issue-issuer-not-valid");
    let last = issue(NOW + 1_000, 1);
    assert_eq!(last.unwrap_err().code(), "issue-outlives-issuer");
    let clipped =
        ca.client("x").at(now()).valid_for(Duration::from_secs(5_000)).clip_to_issuer().issue().unwrap();
    assert_eq!(clipped.chain.leaf().not_after(), ca.certificate().not_after());
    // The default lifetime is no wish and shrinks by itself.
    assert_eq!(
        ca.client("x").at(now()).issue().unwrap().chain.leaf().not_after(),
        ca.certificate().not_after()
    );
}

#[test]
fn a_chain_is_found_in_any_order_and_by_signature() {
    let root = root();
    let middle = root.intermediate("Middle").at(now()).path_len(1).build().unwrap();
    let imposter = CertificateAuthority::root("Middle").at(now()).build().unwrap();
    let ca = middle.intermediate("Issuing").at(now()).build().unwrap();
    let pool: Vec<Certificate> =
        [imposter.certificate(), root.certificate(), ca.certificate(), middle.certificate()]
            .map(Clone::clone)
            .to_vec();
    let key = ca.private_key().clone_key();
    let other = CertificateAuthority::root("Other").at(now()).build().unwrap();
    let roots = [other.certificate().clone(), root.certificate().clone()];
    let again = CertificateAuthority::from_parts(ca.certificate().clone(), key, pool, roots).unwrap();
    assert_eq!(again.intermediates(), [middle.certificate().clone()]);
    assert_eq!(again.roots()[0], *root.certificate());
    assert_eq!(again.path_len(), Some(0));
    assert_eq!(again.trust_domain().map(TrustDomain::as_str), Some("cluster-a.example"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a builder is given, it issues what webpki accepts at every moment of its life, or says why not.
    #[test]
    fn what_is_issued_is_accepted(
        common_name in "\\PC{0,70}",
        organization in proptest::option::of("\\PC{1,70}"),
        dns in proptest::collection::vec("[a-z*.A-Z0-9-]{0,20}|[a-z]{1,9}\\.[a-z]{1,9}", 0..4),
        ips in proptest::collection::vec(any::<IpAddr>(), 0..3),
        lifetime in 0..200_u64,
        begin in 0..200_u64,
        backdate in 0..500_u64,
        clip in any::<bool>(),
        moment in 0..=100_u64,
    ) {
        let ca = CertificateAuthority::root("Root").at(now()).valid_for(Duration::from_secs(150)).build().unwrap();
        let mut builder = ca.server(&dns).ip_addresses(ips).at(at(NOW + begin))
            .backdate(Duration::from_secs(backdate)).valid_for(Duration::from_secs(lifetime)).common_name(common_name);
        if let Some(organization) = organization {
            builder = builder.organization(organization);
        }
        if clip {
            builder = builder.clip_to_issuer();
        }
        match builder.issue() {
            Ok(issued) => {
                let leaf = issued.chain.leaf();
                let own = ca.certificate();
                prop_assert!(leaf.not_before() >= own.not_before() && leaf.not_after() <= own.not_after());
                let (from, to) = (leaf.not_before().as_secs(), leaf.not_after().as_secs());
                let inside = at(from + (to - from) * moment / 100);
                prop_assert!(accepts(&ca, &issued, Purpose::server_auth(), inside, &[]).is_ok());
                let end_entity = EndEntityCert::try_from(leaf.der()).unwrap();
                for name in leaf.dns_names() {
                    let name = name.replace("*.", "x.");
                    let name = rustls_pki_types::ServerName::try_from(name.as_str()).unwrap();
                    prop_assert!(end_entity.verify_is_valid_for_subject_name(&name).is_ok());
                }
            }
            Err(refused) => prop_assert!(
                ["issue-name", "issue-no-name", "issue-validity", "issue-outlives-issuer", "issue-issuer-not-valid", "issue-name-of-issuer"]
                    .contains(&refused.code()),
                "{}", refused
            ),
        }
    }
}

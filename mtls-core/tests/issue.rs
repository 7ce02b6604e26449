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
use std::path::Path;
use std::time::Duration;

use mtls_core::finding::Refusal as _;
use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::issue::{CertificateAuthority, IssueError, IssuedCertificate};
use mtls_core::pki::{Certificate, KeyAlgorithm, KeyUsage, PrivateKey, RevocationReason, default_algorithms};
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

fn cacerts(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn saving_keeps_other_cas_and_loading_changes_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let directory = temp.path().join("deep/cacerts");
    let (ca, other) = (root(), root());
    ca.save(&directory).unwrap();
    let saved = cacerts(&directory);
    let names: Vec<_> = saved.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["ca-cert.pem", "ca-key.pem", "cert-chain.pem", "root-cert.pem"]);
    // Nothing is left beside it.
    assert_eq!(fs::read_dir(temp.path().join("deep")).unwrap().count(), 1);

    let refused = other.save(&directory).unwrap_err();
    assert_eq!(refused.code(), "ca-exists");
    assert!(refused.to_string().contains("another CA, CN=Example Root"), "{refused}");
    assert_eq!(cacerts(&directory), saved);
    ca.save(&directory).unwrap();
    assert_eq!(cacerts(&directory), saved);
    other.replace(&directory).unwrap();
    assert_eq!(CertificateAuthority::load(&directory).unwrap().certificate(), other.certificate());

    // A file under one of our names that is no CA stays too.
    let strange = temp.path().join("strange");
    fs::create_dir(&strange).unwrap();
    fs::write(strange.join("ca-key.pem"), "precious").unwrap();
    assert_eq!(ca.save(&strange).unwrap_err().code(), "ca-exists");
    fs::write(strange.join("ca-cert.pem"), "not a certificate").unwrap();
    assert_eq!(ca.save(&strange).unwrap_err().code(), "ca-exists");
    assert_eq!(fs::read(strange.join("ca-key.pem")).unwrap(), b"precious");
    // A file in place of the directory.
    assert_eq!(ca.save(strange.join("ca-key.pem")).unwrap_err().code(), "ca-file");
    // Foreign files are no reason to refuse.
    let busy = temp.path().join("busy");
    fs::create_dir(&busy).unwrap();
    fs::write(busy.join("README"), "hello").unwrap();
    ca.save(&busy).unwrap();
    assert_eq!(cacerts(&busy).len(), 5);
    // An empty directory, as `mktemp -d` makes it.
    let empty = temp.path().join("empty");
    fs::create_dir(&empty).unwrap();
    ca.save(&empty).unwrap();
    assert_eq!(cacerts(&empty), saved);
}

#[test]
fn damaged_directories_are_refused_and_left_alone() {
    let temp = tempfile::tempdir().unwrap();
    let middle = root().intermediate("Middle").at(now()).path_len(1).build().unwrap();
    let ca = middle.intermediate("Issuing").at(now()).build().unwrap();
    let leaf = ca.client("x").at(now()).issue().unwrap();
    let stranger = root();
    let good = temp.path().join("good");
    ca.save(&good).unwrap();
    let files = cacerts(&good);
    let key = stranger.private_key().to_pkcs8_pem().as_bytes().to_vec();
    let cases: Vec<(&str, Option<Vec<u8>>, &str)> = vec![
        ("ca-key.pem", Some(key), "ca-key-mismatch"),
        ("ca-key.pem", None, "ca-file"),
        ("ca-key.pem", Some(Vec::new()), "pem-not-found"),
        ("ca-cert.pem", None, "ca-file"),
        ("ca-cert.pem", Some(leaf.chain.leaf().to_pem().into_bytes()), "ca-unfit"),
        ("cert-chain.pem", Some(Vec::new()), "ca-chain-broken"),
        ("cert-chain.pem", None, "ca-chain-broken"),
        ("root-cert.pem", Some(stranger.certificate().to_pem().into_bytes()), "ca-chain-broken"),
        ("root-cert.pem", None, "ca-file"),
    ];
    for (name, contents, code) in cases {
        let bad = temp.path().join("bad");
        fs::create_dir(&bad).unwrap();
        for (name, contents) in &files {
            fs::write(bad.join(name), contents).unwrap();
        }
        match contents {
            Some(contents) => fs::write(bad.join(name), contents).unwrap(),
            None => fs::remove_file(bad.join(name)).unwrap(),
        }
        let before = cacerts(&bad);
        let refused = CertificateAuthority::load(&bad).unwrap_err();
        assert_eq!(refused.code(), code, "{name}: {refused}");
        assert_eq!(cacerts(&bad), before);
        fs::remove_dir_all(&bad).unwrap();
    }
    // Cut anywhere, a file is refused, and no key material is repeated in the message.
    for (name, contents) in &files {
        for cut in [1, contents.len() / 3, contents.len() / 2, contents.len() - 2] {
            let path = good.join(name);
            fs::write(&path, &contents[..cut]).unwrap();
            let refused = CertificateAuthority::load(&good).unwrap_err();
            assert!(
                refused.to_string().contains(name.as_str())
                    || matches!(refused, IssueError::CaChainBroken { .. })
            );
            fs::write(&path, contents).unwrap();
        }
    }
    CertificateAuthority::load(&good).unwrap();
}

/// A file that a crash left half written beside the good one is not the CA.
#[test]
fn a_partial_file_of_a_crash_replaces_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let directory = temp.path().join("cacerts");
    let ca = root();
    ca.save(&directory).unwrap();
    fs::write(directory.join(".mtls-core-crash"), &ca.private_key().to_pkcs8_pem().as_bytes()[..40]).unwrap();
    assert_eq!(CertificateAuthority::load(&directory).unwrap().certificate(), ca.certificate());
    ca.save(&directory).unwrap();
    // Half of a first save: the directory that was to be renamed.
    fs::create_dir(temp.path().join(".mtls-core-half")).unwrap();
    let fresh = temp.path().join("fresh");
    ca.save(&fresh).unwrap();
    assert_eq!(CertificateAuthority::load(&fresh).unwrap().certificate(), ca.certificate());
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

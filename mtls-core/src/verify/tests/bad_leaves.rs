//! Leaves that break one rule each, under both profiles.

use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose};

use crate::finding::{Refusal as _, Severity};
use crate::verify::{ChainVerifier, Profile, Purpose};

use super::forge::{Forge, ca_params, extension, leaf_params};
use super::{NOW, at, refusal};

const ID: &str = "spiffe://td/ns/a/sa/b";
const SAN: &[u64] = &[2, 5, 29, 17];

fn spoilt(spoil: impl Fn(&mut CertificateParams)) -> CertificateParams {
    let mut params = leaf_params(&[ID]);
    spoil(&mut params);
    params
}

/// A leaf whose subjectAltName is these bytes.
fn raw_san(value: &[u8]) -> CertificateParams {
    let mut params = leaf_params(&[]);
    params.custom_extensions = vec![extension(SAN, false, value)];
    params
}

fn names(list: &[(u8, &[u8])]) -> Vec<u8> {
    let inner: Vec<u8> =
        list.iter().flat_map(|(tag, v)| [&[*tag, u8::try_from(v.len()).unwrap()], *v].concat()).collect();
    [&[0x30, u8::try_from(inner.len()).unwrap()], inner.as_slice()].concat()
}

#[test]
fn each_refused_by_both_profiles() {
    let forge = Forge::new(ca_params("root"));
    let id = ID.as_bytes();
    #[rustfmt::skip]
    let table = [
        ("no URI", "leaf-spiffe-id-missing", leaf_params(&[])),
        ("DNS alone", "leaf-spiffe-id-missing", raw_san(&names(&[(0x82, b"a.example")]))),
        ("two URIs", "leaf-uri-names-multiple", leaf_params(&[ID, "spiffe://td/other"])),
        ("the same URI twice", "leaf-uri-names-multiple", leaf_params(&[ID, ID])),
        ("another scheme beside it", "leaf-uri-names-multiple", leaf_params(&[ID, "https://td"])),
        ("another scheme", "leaf-spiffe-id-invalid", leaf_params(&["https://td/a"])),
        ("uppercase trust domain", "leaf-spiffe-id-invalid", leaf_params(&["spiffe://TD/a"])),
        ("trailing slash", "leaf-spiffe-id-invalid", leaf_params(&["spiffe://td/"])),
        ("query", "leaf-spiffe-id-invalid", leaf_params(&["spiffe://td/a?b"])),
        ("no path", "leaf-spiffe-id-without-path", leaf_params(&["spiffe://td"])),
        ("a CA", "leaf-is-ca", spoilt(|p| p.is_ca = IsCa::Ca(BasicConstraints::Unconstrained))),
        ("keyCertSign", "leaf-key-usage-signs", spoilt(|p| p.key_usages.push(KeyUsagePurpose::KeyCertSign))),
        ("cRLSign", "leaf-key-usage-signs", spoilt(|p| p.key_usages.push(KeyUsagePurpose::CrlSign))),
        ("no digitalSignature", "leaf-key-usage-no-signature",
            spoilt(|p| p.key_usages = vec![KeyUsagePurpose::KeyEncipherment])),
        ("a constructed URI tag", "certificate-malformed", raw_san(&names(&[(0xa6, id)]))),
        ("a URI that is not ASCII", "certificate-malformed", raw_san(&names(&[(0x86, "spiffe://td/é".as_bytes())]))),
        ("bytes after the names", "certificate-malformed", raw_san(&[names(&[(0x86, id)]), vec![0]].concat())),
        ("an empty list of names", "certificate-malformed", raw_san(&[0x30, 0])),
        ("a second subjectAltName", "certificate-malformed", spoilt(|p| {
            p.custom_extensions = vec![extension(SAN, false, &names(&[(0x86, b"spiffe://td/x")]))];
        })),
        ("an unknown critical extension", "critical-extension-unknown",
            spoilt(|p| p.custom_extensions = vec![extension(&[1, 2, 3, 4], true, &[5, 0])])),
        ("another trust domain", "trust-domain-unknown", leaf_params(&["spiffe://other/a"])),
    ];
    for (name, rule, params) in table {
        let chain = [forge.sign(&params)];
        for profile in [Profile::SpiffeInterop, Profile::SpiffeStrict] {
            let verifier = ChainVerifier::builder(forge.bundles()).profile(profile).build().unwrap();
            let rejection = refusal(&verifier, &chain, NOW);
            assert!(
                rejection.findings().iter().any(|f| f.rule == rule && f.severity == Severity::Error),
                "{name}: {:?}",
                rejection.findings()
            );
            assert_eq!(rejection.code(), rule, "{name}: {rejection}");
        }
    }
}

#[test]
fn what_is_asked_of_issuers_warns_or_refuses_by_profile() {
    let forge = Forge::new(ca_params("root"));
    let table = [
        ("no key usage", "leaf-key-usage-missing", spoilt(|p| p.key_usages.clear())),
        (
            "serverAuth alone",
            "leaf-eku-incomplete",
            spoilt(|p| p.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth]),
        ),
        (
            "clientAuth alone",
            "leaf-eku-incomplete",
            spoilt(|p| p.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]),
        ),
    ];
    for (name, rule, params) in table {
        let chain = [forge.sign(&params)];
        let build = |profile| ChainVerifier::builder(forge.bundles()).profile(profile).build().unwrap();
        let peer = build(Profile::SpiffeInterop).verify(&chain, at(NOW)).unwrap();
        let warnings: Vec<_> = peer.warnings().iter().map(|f| (f.rule, f.severity)).collect();
        assert_eq!(warnings, [(rule, Severity::Warning)], "{name}");
        assert_eq!(refusal(&build(Profile::SpiffeStrict), &chain, NOW).code(), rule, "{name}");
    }
}

#[test]
fn a_leaf_for_one_role_is_refused_in_the_other() {
    let forge = Forge::new(ca_params("root"));
    let chain = [forge.sign(&spoilt(|p| p.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth]))];
    let verifier = ChainVerifier::builder(forge.bundles()).build().unwrap();
    assert!(verifier.verify_for(Purpose::Server, &chain, at(NOW)).is_ok());
    assert!(verifier.verify_for(Purpose::Either, &chain, at(NOW)).is_ok());
    let rejection = verifier.verify_for(Purpose::Client, &chain, at(NOW)).unwrap_err();
    assert_eq!(rejection.code(), "purpose-mismatch");
    let neither =
        [forge.sign(&spoilt(|p| p.extended_key_usages = vec![ExtendedKeyUsagePurpose::CodeSigning]))];
    assert_eq!(refusal(&verifier, &neither, NOW).code(), "purpose-mismatch");
}

#[test]
fn a_leaf_for_one_role_is_refused_for_what_is_wrong_with_it_in_that_role() {
    let (forge, stranger) = (Forge::new(ca_params("root")), Forge::new(ca_params("stranger")));
    let verifier = ChainVerifier::builder(forge.bundles()).build().unwrap();
    for usage in [ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth] {
        let params = spoilt(|p| p.extended_key_usages = vec![usage.clone()]);
        let rejection = refusal(&verifier, &[stranger.sign(&params)], NOW);
        assert_eq!(rejection.code(), "issuer-missing", "{usage:?}");
        assert!(
            !rejection.findings().iter().any(|f| f.rule == "purpose-mismatch"),
            "{usage:?}: {rejection:?}"
        );
    }
}

#[test]
fn every_truncation_of_a_chain_is_refused_by_a_typed_error() {
    let forge = Forge::new(ca_params("root"));
    let leaf = forge.sign(&leaf_params(&[ID]));
    let verifier = ChainVerifier::builder(forge.bundles()).build().unwrap();
    for end in 0..leaf.len() {
        let cut = rustls_pki_types::CertificateDer::from(leaf[..end].to_vec());
        let rejection = verifier.verify(&[cut], at(NOW)).unwrap_err();
        assert_eq!(rejection.code(), "certificate-malformed");
    }
    for index in 0..leaf.len() {
        let mut bytes = leaf.to_vec();
        bytes[index] ^= 0x01;
        let rejection = verifier.verify(&[bytes.into()], at(NOW)).unwrap_err();
        assert!(!rejection.findings().is_empty());
    }
}

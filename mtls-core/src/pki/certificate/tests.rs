use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use proptest::prelude::*;
use rustls_pki_types::UnixTime;

use super::Certificate;
use crate::finding::Refusal as _;
use crate::pki::{ExtendedKeyUsage, KeyAlgorithm, KeyUsage, Limits, PkiError, default_algorithms, pem};

const SVID: &[u8] = include_bytes!("../../../tests/data/pki/svid.pem");
const INTERMEDIATE: &[u8] = include_bytes!("../../../tests/data/pki/intermediate.pem");
const ROOT: &[u8] = include_bytes!("../../../tests/data/pki/root.pem");
const OTHER_ROOT: &[u8] = include_bytes!("../../../tests/data/pki/other-root.pem");
const KEY: &[u8] = include_bytes!("../../../tests/data/pki/svid.key");

fn der(pem: &[u8]) -> Vec<u8> {
    pem::parse(pem, &Limits::default()).unwrap()[0].der().to_vec()
}

#[test]
fn an_algorithm_is_read_by_the_name_it_is_written_with() {
    use KeyAlgorithm::{Ed25519, P256, P384, P521, Rsa};
    for algorithm in [P256, P384, P521, Ed25519, Rsa { bits: 3072 }] {
        assert_eq!(algorithm.to_string().parse(), Ok(algorithm.clone()));
        if let Some(curve) = algorithm.curve() {
            assert_eq!(curve.parse(), Ok(algorithm));
        }
    }
    for wrong in ["", "P256", "ECDSA", "ECDSA Ed25519", "RSA", "RSA -1", "RSA 99999999999999999999"] {
        assert_eq!(wrong.parse::<KeyAlgorithm>().unwrap_err().code(), "private-key-unsupported", "{wrong:?}");
    }
}

#[test]
fn the_facts_of_an_svid() {
    let svid = Certificate::from_pem(SVID).unwrap();
    assert_eq!(svid.subject(), "CN=cart,O=Example Shop");
    assert_eq!(svid.issuer(), "CN=Intermediate,O=Example Shop");
    assert_eq!(
        (svid.version(), svid.serial(), svid.serial_bytes()),
        (3, "7a:3b:9c", &[0x7A, 0x3B, 0x9C][..])
    );
    assert!(!svid.is_self_issued() && !svid.is_ca());
    assert_eq!((svid.basic_constraints().map(|b| b.ca), svid.path_length()), (Some(false), None));
    assert_eq!(svid.public_key().algorithm(), &KeyAlgorithm::P256);
    assert_eq!(svid.signature_algorithm(), "ecdsa-with-SHA256");
    assert_eq!(svid.key_usage(), Some(&[KeyUsage::DigitalSignature][..]));
    assert_eq!(
        svid.extended_key_usage(),
        Some(&[ExtendedKeyUsage::ServerAuth, ExtendedKeyUsage::ClientAuth][..])
    );
    assert_eq!(svid.uris(), ["spiffe://cluster-a.example/ns/shop/sa/cart"]);
    assert_eq!(svid.spiffe_id().unwrap().as_str(), svid.uris()[0]);
    assert_eq!(svid.dns_names(), ["cart.shop.svc"]);
    assert_eq!(
        svid.ip_addresses().iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["192.0.2.7", "2001:db8::7"]
    );
    assert_eq!(svid.emails(), ["cart@example.com"]);
    assert_eq!(svid.policies(), ["1.2.3.4"]);
    assert_eq!(svid.crl_urls(), ["http://crl.example/a.crl"]);
    assert_eq!(svid.ocsp_urls(), ["http://ocsp.example/"]);
    assert_eq!(svid.issuer_urls(), ["http://ca.example/a.cer"]);
    assert_eq!(svid.fingerprint_sha256(), crate::pki::name::hex(&svid.fingerprint()));
    assert_eq!(svid.extensions().iter().filter(|e| e.critical).count(), 2);
    assert_eq!(svid.reference(Some(0)).serial, "7a:3b:9c");
}

#[test]
fn the_facts_of_issuers() {
    let (root, intermediate) =
        (Certificate::from_pem(ROOT).unwrap(), Certificate::from_pem(INTERMEDIATE).unwrap());
    assert!(root.is_self_issued() && root.is_ca() && intermediate.is_ca());
    assert_eq!((root.path_length(), intermediate.path_length()), (None, Some(0)));
    assert_eq!(intermediate.serial(), "ff:02", "the sign byte is no part of the number");
    assert_eq!(intermediate.serial_bytes(), [0, 0xFF, 2]);
    assert_eq!(root.key_usage(), Some(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign][..]));
    assert_eq!(root.extended_key_usage(), None);
    assert_eq!(intermediate.authority_key_id(), root.subject_key_id());
    assert_eq!(root.public_key().algorithm(), &KeyAlgorithm::P384);
}

#[test]
fn who_issued_whom() {
    let [svid, intermediate, root, other] =
        [SVID, INTERMEDIATE, ROOT, OTHER_ROOT].map(|pem| Certificate::from_pem(pem).unwrap());
    assert!(svid.names_as_issuer(&intermediate) && intermediate.names_as_issuer(&root));
    assert!(!svid.names_as_issuer(&root));
    assert_eq!(root.subject(), other.subject());
    assert!(!intermediate.names_as_issuer(&other), "the key identifiers differ");

    if cfg!(any(feature = "aws-lc-rs", feature = "ring")) {
        let algorithms = default_algorithms();
        assert_eq!(svid.verify_signed_by(&intermediate, algorithms), Ok(()));
        assert_eq!(root.verify_signed_by(&root, algorithms), Ok(()));
        let error = intermediate.verify_signed_by(&other, algorithms).unwrap_err();
        assert_eq!(error.code(), "signature-invalid");
    }
    let error = svid.verify_signed_by(&intermediate, &[]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no backend checks a signature `ecdsa-with-SHA256` by a key of kind ECDSA P-256"
    );
}

#[test]
fn validity_includes_both_ends() {
    let svid = Certificate::from_pem(SVID).unwrap();
    let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let (from, to) = (svid.not_before().as_secs(), svid.not_after().as_secs());
    let answers = [from - 1, from, to, to + 1].map(|seconds| svid.is_valid_at(at(seconds)));
    assert_eq!(answers, [false, true, true, false]);
}

#[test]
fn pem_and_der_give_the_same_certificate() {
    let from_pem = Certificate::from_pem(SVID).unwrap();
    let from_der = Certificate::from_der(&der(SVID)).unwrap();
    assert_eq!(from_pem, from_der);
    assert_eq!(Certificate::from_bytes(SVID).unwrap(), Certificate::from_bytes(from_der.der()).unwrap());
    assert_eq!(from_der.to_pem().as_bytes(), SVID);
    let root = Certificate::from_pem(ROOT).unwrap();
    let all = [&from_pem, &from_der, &root];
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 2);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 2);
}

#[test]
fn the_record_and_the_text_say_the_same() {
    let svid = Certificate::from_pem(SVID).unwrap();
    let record = serde_json::to_value(&svid).unwrap();
    assert_eq!(record["names"]["uri"][0], "spiffe://cluster-a.example/ns/shop/sa/cart");
    assert_eq!(record["key_usage"], serde_json::json!(["digitalSignature"]));
    assert_eq!(record["extended_key_usage"], serde_json::json!(["serverAuth", "clientAuth"]));
    assert_eq!(record["key_curve"], "P-256");
    assert_eq!(record["spiffe_id"], record["names"]["uri"][0]);
    assert_eq!(record["extensions"][0]["name"], "basicConstraints");
    let text = svid.describe();
    for part in [
        "subject      CN=cart,O=Example Shop\n",
        "SPIFFE ID    spiffe://cluster-a.example/ns/shop/sa/cart\n",
        "ECDSA P-256",
        "end entity",
        "192.0.2.7, 2001:db8::7",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    let text = Certificate::from_pem(INTERMEDIATE).unwrap().describe();
    assert!(text.contains("CA, no intermediate below; keyCertSign, cRLSign\n"), "{text}");
    assert_eq!(format!("{svid:?}"), "Certificate(\"CN=cart,O=Example Shop\", serial 7a:3b:9c)");
}

#[test]
fn wrong_inputs_are_named() {
    let csr = der(include_bytes!("../../../tests/data/pki/svid.csr"));
    let crl = der(include_bytes!("../../../tests/data/pki/intermediate.crl"));
    let key = der(KEY);
    for (input, found) in [
        (SVID, "PEM text"),
        (&csr, "a certificate request in DER"),
        (&crl, "a CRL in DER"),
        (&key, "a private key in DER"),
        (b"<html>", "an HTML page"),
        (b"", "an empty input"),
    ] {
        let error = Certificate::from_der(input).unwrap_err();
        assert_eq!(error, PkiError::WrongKind { expected: "a certificate in DER", found: found.to_owned() });
    }
    let error = Certificate::from_pem(KEY).unwrap_err();
    assert_eq!(error.to_string(), "block 1 (line 1): this is a private key where a certificate is expected");
    let error = Certificate::from_pem(&[SVID, ROOT].concat()).unwrap_err();
    assert_eq!(error, PkiError::Several { expected: "a certificate", count: 2 });
}

#[test]
fn bytes_behind_the_end_are_refused() {
    let mut long = der(SVID);
    long.push(0);
    let error = Certificate::from_der(&long).unwrap_err();
    assert_eq!(error.to_string(), "1 bytes stand behind the end of the certificate");
    let in_pem = pem::encode("CERTIFICATE", &long);
    let error = Certificate::from_pem(in_pem.as_bytes()).unwrap_err();
    assert_eq!(
        (error.code(), error.subject().to_string().as_str()),
        ("certificate-malformed", "line 1, block 1")
    );
}

#[test]
fn extensions_that_decide_must_decode() {
    // Each edit keeps the lengths, so that the extension alone is damaged.
    let good = der(SVID);
    let edit = |from: &[u8], to: &[u8]| {
        let at = good.windows(from.len()).position(|w| w == from).unwrap();
        let mut bad = good.clone();
        bad[at..at + to.len()].copy_from_slice(to);
        Certificate::from_der(&bad).unwrap_err()
    };
    let error = edit(b"cart.shop.svc", b"cart\0shop.svc");
    assert_eq!(
        error.to_string(),
        "the extension subjectAltName cannot be read: the DNS name `cart\\u{0}shop.svc` holds more than printable ASCII"
    );
    assert_eq!(error.code(), "extension-malformed");
    // keyUsage: OID, critical, octets of a BIT STRING that claims to be longer.
    let error =
        edit(&[0x55, 0x1D, 0x0F, 1, 1, 0xFF, 4, 4, 3, 2], &[0x55, 0x1D, 0x0F, 1, 1, 0xFF, 4, 4, 3, 3]);
    assert_eq!(error.code(), "extension-malformed");
    // The policies' OID turned into that of the key usage: twice the same.
    let error = edit(&[0x55, 0x1D, 0x20, 4], &[0x55, 0x1D, 0x11, 4]);
    assert_eq!(error, PkiError::ExtensionDuplicate { name: "subjectAltName".to_owned() });
    // A URI that is no SPIFFE ID is a name like any other.
    let mut upper = good.clone();
    let at = good.windows(9).position(|w| w == b"spiffe://").unwrap();
    upper[at..at + 9].copy_from_slice(b"https:://");
    let other = Certificate::from_der(&upper).unwrap();
    assert_eq!((other.spiffe_id(), other.uris().len()), (None, 1));
    // IP address of 4 bytes made 2, the rest another name.
    let error = edit(&[0x87, 4, 192, 0, 2, 7], &[0x87, 2, 192, 0, 0x87, 0]);
    assert!(error.to_string().contains("an IP address of 2 bytes"), "{error}");
}

#[test]
fn every_truncation_is_refused() {
    for pem in [SVID, INTERMEDIATE, ROOT] {
        let whole = der(pem);
        for end in 0..whole.len() {
            let error = Certificate::from_der(&whole[..end]).unwrap_err();
            assert!(["certificate-malformed", "wrong-kind"].contains(&error.code()), "{end}: {error}");
        }
    }
}

#[test]
fn large_certificates_are_refused() {
    let error = Certificate::from_der(&vec![0x30; (64 << 10) + 1]).unwrap_err();
    assert_eq!(error.code(), "input-too-large");
}

proptest! {
    #[test]
    fn a_damaged_certificate_is_read_or_refused(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = der(SVID);
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        match Certificate::from_der(&bytes) {
            Ok(certificate) => {
                prop_assert_eq!(certificate.der().as_ref(), &bytes[..]);
                let _ = (certificate.describe(), serde_json::to_string(&certificate).unwrap());
            }
            Err(error) => prop_assert!(!error.findings().is_empty()),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = Certificate::from_der(&bytes);
        let _ = Certificate::from_bytes(&bytes);
        let mut sequence = vec![0x30, 0x82, (bytes.len() >> 8) as u8, bytes.len() as u8];
        sequence.extend(&bytes);
        prop_assert!(Certificate::from_der(&sequence).is_err());
    }
}

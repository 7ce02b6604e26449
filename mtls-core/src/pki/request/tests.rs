use proptest::prelude::*;

use super::CertificateRequest;
use crate::finding::Refusal as _;
use crate::pki::{
    ExtendedKeyUsage, KeyAlgorithm, KeyUsage, Limits, PkiError, PrivateKey, default_algorithms, pem,
};

const CSR: &[u8] = include_bytes!("../../../tests/data/pki/svid.csr");

fn der() -> Vec<u8> {
    pem::parse(CSR, &Limits::default()).unwrap()[0].der().to_vec()
}

#[test]
fn what_is_asked_for_is_read() {
    let request = CertificateRequest::from_pem(CSR).unwrap();
    assert_eq!(request.subject(), "CN=cart,O=Example Shop");
    assert_eq!(request.names().uri, ["spiffe://cluster-a.example/ns/shop/sa/cart"]);
    assert_eq!(request.spiffe_id().unwrap().as_str(), request.names().uri[0]);
    assert_eq!(request.names().dns, ["cart.shop.svc"]);
    assert_eq!(request.key_usage(), Some(&[KeyUsage::DigitalSignature][..]));
    assert_eq!(request.extended_key_usage(), Some(&[ExtendedKeyUsage::ClientAuth][..]));
    assert_eq!(request.basic_constraints(), None);
    assert_eq!(request.public_key().algorithm(), &KeyAlgorithm::P256);
    let key = PrivateKey::from_pem(include_bytes!("../../../tests/data/pki/svid.key")).unwrap();
    assert_eq!(request.public_key(), &key.public_key().unwrap());
    assert_eq!(request.to_pem().as_bytes(), CSR);
    assert_eq!(CertificateRequest::from_bytes(&der()).unwrap(), request);
    let record = serde_json::to_value(&request).unwrap();
    assert_eq!(record["names"]["dns"][0], "cart.shop.svc");
    assert_eq!(record["ca"], false);
    assert_eq!(format!("{request:?}"), "CertificateRequest(\"CN=cart,O=Example Shop\", ECDSA P-256)");
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
#[test]
fn the_signature_proves_that_the_asker_holds_the_key() {
    let request = CertificateRequest::from_pem(CSR).unwrap();
    assert_eq!(request.verify(default_algorithms()), Ok(()));
    assert_eq!(request.verify(&[]).unwrap_err().code(), "signature-unsupported");
    let mut other = der();
    let at = other.windows(4).position(|w| w == b"cart").unwrap();
    other[at] = b'k';
    let changed = CertificateRequest::from_der(&other).unwrap();
    assert_eq!(changed.verify(default_algorithms()).unwrap_err().code(), "signature-invalid");
}

#[test]
fn wrong_inputs_are_named() {
    let error = CertificateRequest::from_pem(include_bytes!("../../../tests/data/pki/svid.pem")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "block 1 (line 1): this is a certificate where a certificate request is expected"
    );
    let error = CertificateRequest::from_der(CSR).unwrap_err();
    assert_eq!(error.to_string(), "this is PEM text where a certificate request in DER is expected");
    let mut long = der();
    long.push(0);
    let error = CertificateRequest::from_der(&long).unwrap_err();
    assert_eq!(error.code(), "certificate-request-malformed");
    let mut version = der();
    let at = version.windows(3).position(|w| w == [2, 1, 0]).unwrap();
    version[at + 2] = 1;
    let error = CertificateRequest::from_der(&version).unwrap_err();
    assert_eq!(error.to_string(), "certificate request cannot be read: its version is not 0");
}

#[test]
fn every_truncation_is_refused() {
    let whole = der();
    for end in 0..whole.len() {
        let error = CertificateRequest::from_der(&whole[..end]).unwrap_err();
        assert!(matches!(error, PkiError::Malformed { .. } | PkiError::WrongKind { .. }), "{end}: {error}");
    }
}

proptest! {
    #[test]
    fn a_damaged_request_is_read_or_refused(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = der();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        match CertificateRequest::from_der(&bytes) {
            Ok(request) => {
                let _ = (request.verify(default_algorithms()), serde_json::to_string(&request).unwrap());
            }
            Err(error) => prop_assert!(!error.findings().is_empty()),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = CertificateRequest::from_bytes(&bytes);
        let _ = CertificateRequest::from_der(&crate::pki::der::write(0x30, &[&bytes]));
    }
}

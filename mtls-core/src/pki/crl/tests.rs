use std::time::Duration;

use proptest::prelude::*;
use rustls_pki_types::UnixTime;

use super::{Crl, RevocationReason};
use crate::finding::Refusal as _;
use crate::pki::{Certificate, Limits, PkiError, pem};

const CRL: &[u8] = include_bytes!("../../../tests/data/pki/intermediate.crl");
const SVID: &[u8] = include_bytes!("../../../tests/data/pki/svid.pem");
const INTERMEDIATE: &[u8] = include_bytes!("../../../tests/data/pki/intermediate.pem");

/// 2026-01-01T00:00:00Z
const NEW_YEAR: u64 = 1_767_225_600;
const DAY: u64 = 86_400;

fn der() -> Vec<u8> {
    pem::parse(CRL, &Limits::default()).unwrap()[0].der().to_vec()
}

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

#[test]
fn what_stands_in_a_list_is_read() {
    let crl = Crl::from_pem(CRL).unwrap();
    assert_eq!(crl.issuer(), "CN=Intermediate,O=Example Shop");
    assert_eq!(crl.number().as_deref(), Some("2a"));
    assert_eq!(crl.this_update(), at(NEW_YEAR + 2 * DAY));
    assert_eq!(crl.next_update(), Some(at(NEW_YEAR + 33 * DAY)));
    let entries: Vec<_> =
        crl.entries().iter().map(|entry| (entry.serial(), entry.revoked_at(), entry.reason())).collect();
    assert_eq!(
        entries,
        [
            ("ff:03".to_owned(), at(NEW_YEAR + DAY), None),
            ("7a:3b:9c".to_owned(), at(NEW_YEAR), Some(RevocationReason::KeyCompromise))
        ]
    );
    let issuer = Certificate::from_pem(INTERMEDIATE).unwrap();
    assert_eq!(crl.authority_key_id(), issuer.subject_key_id());
    assert!(!crl.is_delta() && !crl.is_partial());
    assert_eq!(crl.to_pem().as_bytes(), CRL);
    assert_eq!(Crl::from_bytes(&der()).unwrap(), crl);
    assert_eq!(format!("{crl:?}"), "Crl(\"CN=Intermediate,O=Example Shop\", 2 entries)");
    let record = serde_json::to_value(&crl).unwrap();
    assert_eq!(record["this_update"], "2026-01-03T00:00:00Z");
    assert_eq!(
        record["entries"][1],
        serde_json::json!({"serial": "7a:3b:9c", "revoked_at": "2026-01-01T00:00:00Z", "reason": "keyCompromise"})
    );
}

#[test]
fn a_certificate_is_found_on_its_issuers_list_alone() {
    let crl = Crl::from_pem(CRL).unwrap();
    let svid = Certificate::from_pem(SVID).unwrap();
    assert_eq!(crl.entry_of(&svid).unwrap().reason(), Some(RevocationReason::KeyCompromise));
    assert_eq!(crl.entry_of(&Certificate::from_pem(INTERMEDIATE).unwrap()), None);
    assert_eq!(crl.entry(&[0, 0xFF, 3]).unwrap().serial(), "ff:03");
    assert_eq!(crl.entry(&[0, 0, 0xFF, 3]).unwrap().serial(), "ff:03", "a loose encoding of the same number");
    assert_eq!(crl.entry(&[0xFF, 3]), None, "a negative number");
    assert_eq!(crl.entry(&[1]), None);
}

#[test]
fn currency_includes_both_ends() {
    let crl = Crl::from_pem(CRL).unwrap();
    let (from, to) = (NEW_YEAR + 2 * DAY, NEW_YEAR + 33 * DAY);
    assert_eq!([from - 1, from, to, to + 1].map(|t| crl.is_current_at(at(t))), [false, true, true, false]);
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
#[test]
fn the_signature_is_the_issuers() {
    use crate::pki::default_algorithms;
    let crl = Crl::from_pem(CRL).unwrap();
    let issuer = Certificate::from_pem(INTERMEDIATE).unwrap();
    assert_eq!(crl.verify_signed_by(&issuer, default_algorithms()), Ok(()));
    let error =
        crl.verify_signed_by(&Certificate::from_pem(SVID).unwrap(), default_algorithms()).unwrap_err();
    assert_eq!(error.to_string(), "the signature of the CRL does not verify");
}

#[test]
fn bounds_hold_and_wrong_inputs_are_named() {
    let limits = Limits { max_crl_entries: 1, ..Limits::default() };
    assert_eq!(Crl::from_der_with(&der(), &limits).unwrap_err(), PkiError::TooManyEntries { limit: 1 });
    let limits = Limits { max_crl_bytes: 100, ..Limits::default() };
    assert_eq!(Crl::from_pem_with(CRL, &limits).unwrap_err().code(), "input-too-large");
    let error = Crl::from_pem(SVID).unwrap_err();
    assert_eq!(error.to_string(), "block 1 (line 1): this is a certificate where a CRL is expected");
    let mut long = der();
    long.extend([0, 0]);
    assert_eq!(Crl::from_der(&long).unwrap_err().to_string(), "2 bytes stand behind the end of the CRL");
}

#[test]
fn entries_that_cannot_be_followed_are_refused() {
    let edit = |from: &[u8], to: &[u8]| {
        let mut bytes = der();
        let at = bytes.windows(from.len()).position(|w| w == from).unwrap();
        bytes[at..at + to.len()].copy_from_slice(to);
        Crl::from_der(&bytes).unwrap_err().to_string()
    };
    assert_eq!(
        edit(&[0x0A, 1, 1], &[0x0A, 1, 7]),
        "CRL cannot be read: an entry has a reason code that means nothing"
    );
    assert_eq!(
        edit(&[0x55, 0x1D, 0x15], &[0x55, 0x1D, 0x1D]),
        "CRL cannot be read: an entry speaks of a certificate of another issuer, which is not supported"
    );
    assert_eq!(edit(b"260102000000Z", b"269902000000Z"), "CRL cannot be read: invalid date");
}

#[test]
fn reasons_keep_their_codes() {
    for code in 0..=255 {
        if let Some(reason) = RevocationReason::from_code(code) {
            assert_eq!(reason.code(), code);
        } else {
            assert!(code == 7 || code > 10);
        }
    }
}

#[test]
fn every_truncation_is_refused() {
    let whole = der();
    for end in 0..whole.len() {
        let error = Crl::from_der(&whole[..end]).unwrap_err();
        assert!(matches!(error, PkiError::Malformed { .. } | PkiError::WrongKind { .. }), "{end}: {error}");
    }
}

#[test]
fn a_reason_is_read_by_the_name_it_is_written_with() {
    for code in 0..=u8::MAX {
        if let Some(reason) = RevocationReason::from_code(code) {
            assert_eq!(reason.as_str().parse(), Ok(reason));
        }
    }
    let error = "keycompromise".parse::<RevocationReason>().unwrap_err();
    assert_eq!(error.code(), "revocation-reason-unknown");
}

proptest! {
    #[test]
    fn a_damaged_list_is_read_or_refused(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = der();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        match Crl::from_der(&bytes) {
            Ok(crl) => prop_assert!(!serde_json::to_string(&crl).unwrap().is_empty()),
            Err(error) => prop_assert!(!error.findings().is_empty()),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Crl::from_bytes(&bytes);
        let _ = Crl::from_der(&crate::pki::der::write(0x30, &[&bytes]));
    }
}

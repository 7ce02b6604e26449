//! CRLs that no issuer should make, written by hand.

use rcgen::SigningKey as _;

use crate::finding::{Refusal as _, Severity};
use crate::pki::der::{BIT_STRING, INTEGER, OCTET_STRING, OID, SEQUENCE, context, write};
use crate::pki::{Certificate, Crl};
use crate::verify::{ChainVerifier, Profile, VerifierError};

use super::forge::{Forge, ca_params, leaf_params};
use super::{NOW, at};

const CRL_NUMBER: &[u8] = &[0x55, 0x1d, 0x14];
const DELTA_CRL_INDICATOR: &[u8] = &[0x55, 0x1d, 0x1b];
const ECDSA_WITH_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const UTC_TIME: u8 = 0x17;

/// An extension: identifier, critical or not, value.
type Extension<'a> = (&'a [u8], bool, &'a [u8]);

/// An empty list of this CA over 2026, with these extensions.
fn crl(forge: &Forge, extensions: &[Extension<'_>]) -> Crl {
    crl_with(forge, extensions, None)
}

/// The same with an entry for a certificate of nobody, and an extension in it.
fn crl_with(forge: &Forge, extensions: &[Extension<'_>], entry: Option<Extension<'_>>) -> Crl {
    let sequence = |parts: &[&[u8]]| write(SEQUENCE, parts).to_vec();
    let algorithm = sequence(&[&write(OID, &[ECDSA_WITH_SHA256])]);
    let issuer = Certificate::from_der(&forge.root).unwrap();
    let extension = |(oid, critical, value): &Extension<'_>| {
        let critical: &[u8] = if *critical { &[1, 1, 0xff] } else { &[] };
        sequence(&[&write(OID, &[oid]), critical, &write(OCTET_STRING, &[value])])
    };
    let extensions: Vec<Vec<u8>> = extensions.iter().map(extension).collect();
    let extensions = sequence(&extensions.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let entries = entry.map_or_else(Vec::new, |entry| {
        let when = write(UTC_TIME, &[b"251231000000Z"]);
        sequence(&[&sequence(&[&write(INTEGER, &[&[9]]), &when, &sequence(&[&extension(&entry)])])])
    });
    let signed = sequence(&[
        &write(INTEGER, &[&[1]]),
        &algorithm,
        issuer.subject_der(),
        &write(UTC_TIME, &[b"251231000000Z"]),
        &write(UTC_TIME, &[b"261231000000Z"]),
        &entries,
        &write(context(0), &[&extensions]),
    ]);
    let signature = forge.issuer.key().sign(&signed).unwrap();
    let whole = sequence(&[&signed, &algorithm, &write(BIT_STRING, &[&[0], &signature])]);
    Crl::from_der(&whole).unwrap()
}

fn verifier(forge: &Forge, profile: Profile, crl: Crl) -> Result<ChainVerifier, VerifierError> {
    ChainVerifier::builder(forge.bundles()).profile(profile).crls([crl]).build()
}

#[test]
fn a_list_without_a_number_or_with_a_critical_one_warns_or_refuses_by_profile() {
    let forge = Forge::new(ca_params("root"));
    let chain = [forge.sign(&leaf_params(&["spiffe://td/a"]))];
    let good = crl(&forge, &[(CRL_NUMBER, false, &[INTEGER, 1, 7])]);
    let peer = verifier(&forge, Profile::SpiffeStrict, good).unwrap().verify(&chain, at(NOW)).unwrap();
    assert_eq!(peer.warnings(), []);
    // A list has at least one extension, or none of them: here an invalidity date, which nobody asks for.
    let other: (&[u8], bool, &[u8]) = (&[0x55, 0x1d, 0x63], false, &[5, 0]);
    for (extension, says) in [
        (other, "the CRL of CN=root has no CRL number"),
        ((CRL_NUMBER, true, &[INTEGER, 1, 7]), "a CRL number that is critical"),
    ] {
        let list = crl(&forge, &[extension]);
        let soft = verifier(&forge, Profile::SpiffeInterop, list.clone()).unwrap();
        let peer = soft.verify(&chain, at(NOW)).unwrap();
        let [warning] = peer.warnings() else { panic!("{:?}", peer.warnings()) };
        assert_eq!((warning.rule, warning.severity), ("crl-number-unusable", Severity::Warning));
        assert!(warning.message.contains(says), "{}", warning.message);
        let strict = verifier(&forge, Profile::SpiffeStrict, list).unwrap();
        assert_eq!(strict.verify(&chain, at(NOW)).unwrap_err().code(), "crl-number-unusable");
    }
}

#[test]
fn a_list_that_says_nothing_reliable_builds_no_verifier() {
    let forge = Forge::new(ca_params("root"));
    let number: (&[u8], bool, &[u8]) = (CRL_NUMBER, false, &[INTEGER, 1, 7]);
    let delta = crl(&forge, &[number, (DELTA_CRL_INDICATOR, true, &[INTEGER, 1, 6])]);
    let unknown = crl(&forge, &[number, (&[0x2a, 3, 4], true, &[5, 0])]);
    for (list, says) in [(delta, "delta CRL"), (unknown, "rustls-webpki: UnsupportedCriticalExtension")] {
        let refused = verifier(&forge, Profile::SpiffeInterop, list).unwrap_err();
        assert_eq!(refused.code(), "crl-unusable");
        assert!(refused.to_string().starts_with("the CRL of CN=root cannot be used: "), "{refused}");
        assert!(refused.to_string().contains(says), "{refused}");
    }
}

/// RFC 5280 section 5.3: such a list says nothing of any certificate, on it or not.
#[test]
fn a_list_with_an_entry_that_nobody_understands_builds_no_verifier() {
    let forge = Forge::new(ca_params("root"));
    let chain = [forge.sign(&leaf_params(&["spiffe://td/a"]))];
    let number: Extension<'_> = (CRL_NUMBER, false, &[INTEGER, 1, 7]);
    let list = |entry| verifier(&forge, Profile::SpiffeInterop, crl_with(&forge, &[number], Some(entry)));
    let reason: Extension<'_> = (&[0x55, 0x1d, 0x15], false, &[0x0a, 1, 1]);
    let unknown: Extension<'_> = (&[0x2a, 3, 4], false, &[5, 0]);
    for entry in [reason, unknown] {
        list(entry).unwrap().verify(&chain, at(NOW)).unwrap();
    }
    let refused = list((unknown.0, true, unknown.2)).unwrap_err();
    assert_eq!(refused.code(), "crl-unusable");
    assert!(refused.to_string().contains("UnsupportedCriticalExtension"), "{refused}");
}

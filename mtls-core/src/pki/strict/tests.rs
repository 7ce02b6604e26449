use crate::pki::Certificate;
use crate::pki::der::{self, write};

use super::attributes::attributes;
use super::names::general_names;
use super::{CertificateFields, Extensions, GeneralName, KeyKind};

const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

fn spki(oid: &[u8], parameters: &[u8], key: &[u8]) -> Vec<u8> {
    let identifier = write(der::SEQUENCE, &[&write(der::OID, &[oid]), parameters]);
    write(der::SEQUENCE, &[&identifier, &write(der::BIT_STRING, &[&[0], key])]).to_vec()
}

fn extension(oid: &[u8], critical: bool, value: &[u8]) -> Vec<u8> {
    let flag: &[u8] = if critical { &[1, 1, 0xff] } else { &[] };
    write(der::SEQUENCE, &[&write(der::OID, &[oid]), flag, &write(der::OCTET_STRING, &[value])]).to_vec()
}

fn list(extensions: &[Vec<u8>]) -> Vec<u8> {
    write(der::SEQUENCE, &extensions.iter().map(Vec::as_slice).collect::<Vec<_>>()).to_vec()
}

#[test]
fn keys_are_told_by_kind_and_length() {
    use crate::pki::public_key::{OID_EC, OID_ED25519, OID_RSA};
    let named = write(der::OID, &[P256]);
    let null = write(der::NULL, &[]);
    let rsa = |modulus: &[u8]| {
        write(der::SEQUENCE, &[&der::write_magnitude(modulus), &der::write_magnitude(&[1, 0, 1])]).to_vec()
    };
    let kind = |spki: &[u8]| KeyKind::read(spki).map_err(|e| e.to_string()).map(|kind| format!("{kind:?}"));
    assert_eq!(KeyKind::read(&spki(OID_EC, &named, &[4])), Ok(KeyKind::NamedCurve(P256)));
    assert_eq!(KeyKind::read(&spki(OID_EC, &write(der::SEQUENCE, &[]), &[4])), Ok(KeyKind::UnnamedCurve));
    assert_eq!(KeyKind::read(&spki(OID_EC, &[], &[4])), Ok(KeyKind::UnnamedCurve));
    assert_eq!(KeyKind::read(&spki(OID_ED25519, &[], &[4; 32])), Ok(KeyKind::Ed25519));
    assert_eq!(KeyKind::read(&spki(&[0x2a], &[], &[4])), Ok(KeyKind::Other(&[0x2a])));
    assert_eq!(KeyKind::read(&spki(OID_RSA, &null, &rsa(&[0x0f; 256]))), Ok(KeyKind::Rsa { bits: 2044 }));
    assert_eq!(KeyKind::read(&spki(OID_RSA, &null, &rsa(&[0xff; 256]))), Ok(KeyKind::Rsa { bits: 2048 }));
    assert!(kind(&spki(OID_RSA, &named, &rsa(&[0xff; 256]))).is_err());
    assert!(kind(&spki(OID_RSA, &null, &[0x30, 0])).is_err());
    assert!(kind(&[spki(OID_ED25519, &[], &[4; 32]), vec![0]].concat()).is_err());
}

#[test]
fn attributes_are_read_through_every_relative_name() {
    let attribute = |oid: &[u8], text: &[u8]| {
        write(der::SEQUENCE, &[&write(der::OID, &[oid]), &write(0x0c, &[text])]).to_vec()
    };
    let (cn, o) = (attribute(&[0x55, 4, 3], b"a"), attribute(&[0x55, 4, 10], b"b"));
    let name = write(der::SEQUENCE, &[&write(der::SET, &[&cn, &o]), &write(der::SET, &[&cn])]);
    let seen: Vec<_> =
        attributes(&name).map(|a| a.map(|a| (a.is_common_name(), a.value.content.to_vec()))).collect();
    assert_eq!(seen, [Ok((true, b"a".to_vec())), Ok((false, b"b".to_vec())), Ok((true, b"a".to_vec()))]);
    assert_eq!(attributes(&[der::SEQUENCE, 0]).count(), 0);
    // What follows a fault is not looked at: the iterator ends.
    let broken = write(der::SEQUENCE, &[&write(der::SET, &[&cn]), &[der::SET, 0], &write(der::SET, &[&cn])]);
    let seen: Vec<bool> = attributes(&broken).map(|a| a.is_ok()).collect();
    assert_eq!(seen, [true, false]);
    assert_eq!(attributes(&[der::SEQUENCE, 2, 0]).map(|a| a.is_ok()).collect::<Vec<_>>(), [false]);
}

#[test]
fn general_names_end_at_the_first_that_is_none() {
    let names = [&[0x82, 1, b'a'][..], &[0x81, 1, b'b'], &[0xa0, 0], &[0x87, 1, 0]].concat();
    let seen: Vec<_> = general_names(&names).map(Result::unwrap).collect();
    assert_eq!(
        seen,
        [GeneralName::Dns(b"a"), GeneralName::Email(b"b"), GeneralName::Other(0xa0), GeneralName::Ip(&[0])]
    );
    let names = [&[0x82, 1, b'a'][..], &[0x30, 0], &[0x82, 1, b'a']].concat();
    assert_eq!(general_names(&names).map(|n| n.is_ok()).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn extensions_that_nothing_acts_on_are_remembered_where_critical() {
    let (first, second) = (&[0x2a, 1][..], &[0x2a, 2][..]);
    type Listed<'a> = &'a [(&'a [u8], bool)];
    let cases: &[(Listed<'_>, Option<&[u8]>)] = &[
        (&[(first, false)], None),
        (&[(first, false), (second, true)], Some(second)),
        (&[(first, true), (second, true)], Some(first)),
        // certificatePolicies, policyMappings, inhibitAnyPolicy.
        (&[(&[0x55, 0x1d, 0x20], true), (&[0x55, 0x1d, 0x21], true), (&[0x55, 0x1d, 0x36], true)], None),
        // policyConstraints may demand a policy.
        (&[(&[0x55, 0x1d, 0x24], true)], Some(&[0x55, 0x1d, 0x24])),
        (&[(&[0x55, 0x1d, 0x24], false)], None),
    ];
    for (given, expected) in cases {
        let given: Vec<_> = given.iter().map(|(oid, critical)| extension(oid, *critical, &[5, 0])).collect();
        assert_eq!(Extensions::read(&list(&given)).unwrap().unknown_critical, *expected);
    }
    let twice = [extension(first, false, &[5, 0]), extension(first, false, &[5, 0])];
    assert_eq!(Extensions::read(&list(&twice)).unwrap_err().to_string(), "an extension: it stands twice");
}

#[test]
fn usages_and_constraints_keep_their_criticality() {
    let usage = write(der::SEQUENCE, &[&write(der::OID, &[&[0x55, 0x1d, 0x25, 0x00]])]);
    for critical in [true, false] {
        let given = list(&[
            extension(&[0x55, 0x1d, 0x13], critical, &[0x30, 3, 1, 1, 0xff]),
            extension(&[0x55, 0x1d, 0x25], critical, &usage),
            extension(&[0x55, 0x1d, 0x1e], critical, b"raw"),
        ]);
        let read = Extensions::read(&given).unwrap();
        assert_eq!(read.basic_constraints.unwrap().critical, critical);
        let usage = read.extended_key_usage.unwrap();
        assert_eq!((usage.critical, usage.any, usage.server_auth), (critical, true, false));
        let raw = read.name_constraints.unwrap();
        assert_eq!((raw.critical, raw.value), (critical, &b"raw"[..]));
    }
}

#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
#[test]
fn the_fields_are_those_of_the_certificate() {
    use crate::identity::TrustDomain;
    let ca = crate::pki::issue::CertificateAuthority::root("Example Root")
        .trust_domain(TrustDomain::parse("td").unwrap())
        .build()
        .unwrap();
    let certificate: &Certificate = ca.certificate();
    let fields = CertificateFields::read(certificate.der()).unwrap();
    let serial: Vec<String> = fields.serial.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(serial.join(":").ends_with(certificate.serial()));
    assert_eq!(fields.public_key, certificate.public_key().spki_der());
    assert_eq!(fields.key_kind(), Ok(KeyKind::NamedCurve(P256)));
    let names: Vec<_> = fields.subject_attributes().map(Result::unwrap).collect();
    assert_eq!(
        names.last().map(|a| (a.is_common_name(), a.value.content)),
        Some((true, &b"Example Root"[..]))
    );
    assert!(!fields.issuer_is_empty());
    let names = fields.extensions.subject_alt_name.unwrap();
    assert_eq!(names.names().collect::<Vec<_>>(), [GeneralName::Uri(b"spiffe://td")]);
}

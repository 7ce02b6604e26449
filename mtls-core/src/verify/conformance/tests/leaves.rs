//! The leaf's key, usages, serial number and other extensions.

use crate::finding::rules::conformance as c;
use crate::pki::der::{BIT_STRING, NULL, OID, write_magnitude};

use super::draft::*;
use super::{Bad, Good, Softly};

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P192: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 1];
const P384: &[u8] = &[0x2b, 0x81, 4, 0, 0x22];
const P521: &[u8] = &[0x2b, 0x81, 4, 0, 0x23];
const SECP256K1: &[u8] = &[0x2b, 0x81, 4, 0, 0x0a];
const DSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];
const X25519: &[u8] = &[0x2b, 0x65, 0x6e];
const ML_DSA_44: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 0x11];
const ANY_USAGE: &[u8] = &[0x55, 0x1d, 0x25, 0];
const CA_ISSUERS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 2];

fn key(algorithm: &[u8], parameters: &[u8], key: &[u8]) -> Vec<u8> {
    sequence(&[&sequence(&[&tlv(OID, &[algorithm]), parameters]), &tlv(BIT_STRING, &[&[0], key])])
}

/// An RSA key whose modulus has `bits` bits.
fn rsa(bits: usize) -> Vec<u8> {
    let mut modulus = vec![0xa5; bits.div_ceil(8)];
    if !bits.is_multiple_of(8) {
        modulus[0] = 1 << (bits % 8 - 1);
    }
    let numbers = sequence(&[&write_magnitude(&modulus), &write_magnitude(&[1, 0, 1])]);
    key(RSA, &tlv(NULL, &[]), &numbers)
}

fn curve(oid: &[u8]) -> Vec<u8> {
    key(EC, &tlv(OID, &[oid]), &[4; 49])
}

/// AuthorityInfoAccess of one URI.
pub(super) fn access() -> Vec<u8> {
    sequence(&[&sequence(&[&tlv(OID, &[CA_ISSUERS]), &tlv(0x86, &[b"http://ca.example/ca.crt"])])])
}

/// Keys that no profile takes.
pub(super) fn weak_keys() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("RSA of 1024 bits", rsa(1024)),
        ("RSA of 2047 bits", rsa(2047)),
        ("P-192", curve(P192)),
        ("secp256k1", curve(SECP256K1)),
        ("a curve that is written out", key(EC, &sequence(&[&[2, 1, 1]]), &[4; 49])),
        ("DSA", key(DSA, &[], &[2, 1, 5])),
        ("X25519, which signs nothing", key(X25519, &[], &[7; 32])),
    ]
}

/// Keys that are good, if not for the public web.
pub(super) fn good_keys() -> Vec<(&'static str, Vec<u8>)> {
    let mut keys = vec![
        ("RSA of 2048 bits", rsa(2048)),
        ("RSA of 2049 bits", rsa(2049)),
        ("P-521", curve(P521)),
        ("Ed25519", key(ED25519, &[], &[7; 32])),
    ];
    if cfg!(feature = "aws-lc-rs") {
        keys.push(("ML-DSA-44", key(ML_DSA_44, &[], &[7; 1312])));
    }
    keys
}

pub(super) const GOOD: &[Good] = &[
    ("RSA of 2048 bits", |d| d.leaf.key = rsa(2048)),
    ("RSA of 3072 bits", |d| d.leaf.key = rsa(3072)),
    ("P-384", |d| d.leaf.key = curve(P384)),
    ("P-521", |d| d.leaf.key = curve(P521)),
    ("a serial number of 20 bytes", |d| d.leaf.serial = vec![0x7f; 20]),
    ("a serial number of one", |d| d.leaf.serial = vec![1]),
    ("basicConstraints without a path length", |d| d.leaf.put(BASIC_CONSTRAINTS, true, &sequence(&[]))),
    ("a subjectKeyIdentifier", |d| d.leaf.put(SUBJECT_KEY_ID, false, &[4, 1, 1])),
    ("authorityInfoAccess", |d| d.leaf.put(AUTHORITY_INFO_ACCESS, false, &access())),
    ("an extension that nobody knows", |d| d.leaf.put(&[0x2a, 3], false, &[5, 0])),
];

pub(super) const BAD: &[Bad] = &[
    ("RSA of 1024 bits", c::CERTIFICATE_KEY_WEAK, Softly::Refused, |d| d.leaf.key = rsa(1024)),
    ("RSA of 2047 bits", c::CERTIFICATE_KEY_WEAK, Softly::Refused, |d| d.leaf.key = rsa(2047)),
    ("P-192", c::CERTIFICATE_KEY_WEAK, Softly::Refused, |d| d.leaf.key = curve(P192)),
    ("secp256k1", c::CERTIFICATE_KEY_WEAK, Softly::Refused, |d| d.leaf.key = curve(SECP256K1)),
    ("a curve that is written out", c::CERTIFICATE_KEY_WEAK, Softly::Refused, |d| {
        d.leaf.key = key(EC, &sequence(&[&[2, 1, 1]]), &[4; 65]);
    }),
    ("DSA", c::CERTIFICATE_KEY_WEAK, Softly::Refused, |d| {
        d.leaf.key = key(DSA, &sequence(&[&[2, 1, 7]]), &[2, 1, 7]);
    }),
    ("RSA of 2052 bits", c::CERTIFICATE_KEY_LENGTH, Softly::Warned, |d| d.leaf.key = rsa(2052)),
    ("Ed25519", c::CERTIFICATE_KEY_NOT_OF_THE_WEB, Softly::Warned, |d| {
        d.leaf.key = key(ED25519, &[], &[7; 32]);
    }),
    ("serial number zero", c::SERIAL_NUMBER_INVALID, Softly::Warned, |d| d.leaf.serial = vec![0]),
    ("a negative serial number", c::SERIAL_NUMBER_INVALID, Softly::Warned, |d| d.leaf.serial = vec![0x80]),
    ("a serial number of 21 bytes", c::SERIAL_NUMBER_INVALID, Softly::Warned, |d| {
        d.leaf.serial = vec![1; 21];
    }),
    ("no authorityKeyIdentifier", c::AUTHORITY_KEY_ID_INVALID, Softly::Warned, |d| {
        d.leaf.leave_out(AUTHORITY_KEY_ID);
    }),
    ("a critical authorityKeyIdentifier", c::AUTHORITY_KEY_ID_INVALID, Softly::Warned, |d| {
        d.root.put(AUTHORITY_KEY_ID, true, &key_id("root"));
    }),
    ("authorityKeyIdentifier without a key", c::AUTHORITY_KEY_ID_INVALID, Softly::Warned, |d| {
        d.leaf.put(AUTHORITY_KEY_ID, false, &sequence(&[]));
    }),
    ("authorityKeyIdentifier with a serial number", c::AUTHORITY_KEY_ID_INVALID, Softly::Warned, |d| {
        let issuer = tlv(0xa1, &[&tlv(0xa4, &[&name("Root")])]);
        d.leaf.put(AUTHORITY_KEY_ID, false, &sequence(&[&[0x80, 1, 7], &issuer, &[0x82, 1, 2]]));
    }),
    ("authorityKeyIdentifier that ends early", c::AUTHORITY_KEY_ID_INVALID, Softly::Warned, |d| {
        d.leaf.put(AUTHORITY_KEY_ID, false, &[0x30, 5, 0x80]);
    }),
    ("a critical subjectKeyIdentifier", c::SUBJECT_KEY_ID_INVALID, Softly::Warned, |d| {
        d.root.put(SUBJECT_KEY_ID, true, &d.root.value(SUBJECT_KEY_ID));
    }),
    ("subjectKeyIdentifier that is no octet string", c::SUBJECT_KEY_ID_INVALID, Softly::Warned, |d| {
        d.leaf.put(SUBJECT_KEY_ID, false, &[5, 0]);
    }),
    ("a path length in the leaf", c::BASIC_CONSTRAINTS_INVALID, Softly::Warned, |d| {
        d.leaf.put(BASIC_CONSTRAINTS, true, &sequence(&[&[2, 1, 0]]));
    }),
    ("no extended key usage", c::LEAF_EKU_NOT_OF_THE_WEB, Softly::Warned, |d| {
        d.leaf.leave_out(EXTENDED_KEY_USAGE);
    }),
    ("a critical extended key usage", c::LEAF_EKU_NOT_OF_THE_WEB, Softly::Warned, |d| {
        d.leaf.put(EXTENDED_KEY_USAGE, true, &d.leaf.value(EXTENDED_KEY_USAGE));
    }),
    ("anyExtendedKeyUsage", c::LEAF_EKU_NOT_OF_THE_WEB, Softly::Warned, |d| {
        let usages = [SERVER_AUTH, ANY_USAGE].map(|usage| tlv(OID, &[usage]));
        d.leaf.put(EXTENDED_KEY_USAGE, false, &sequence(&[&usages[0], &usages[1]]));
    }),
    ("a critical authorityInfoAccess", c::AUTHORITY_INFO_ACCESS_INVALID, Softly::Warned, |d| {
        d.root.put(AUTHORITY_INFO_ACCESS, true, &access());
    }),
    ("an empty authorityInfoAccess", c::AUTHORITY_INFO_ACCESS_INVALID, Softly::Warned, |d| {
        d.leaf.put(AUTHORITY_INFO_ACCESS, false, &sequence(&[]));
    }),
    ("authorityInfoAccess without a place", c::AUTHORITY_INFO_ACCESS_INVALID, Softly::Warned, |d| {
        d.leaf.put(AUTHORITY_INFO_ACCESS, false, &sequence(&[&sequence(&[&tlv(OID, &[CA_ISSUERS])])]));
    }),
];

//! CAs: what an intermediate and the trust anchor must have, and must not.

use rcgen::KeyPair;

use crate::finding::rules::{conformance as c, verify as r};
use crate::pki::der::OID;

use super::draft::*;
use super::{Bad, Good, Softly};

/// BasicConstraints of a CA with a path length.
fn ca_with_length(length: u8) -> Vec<u8> {
    sequence(&[&[1, 1, 0xff], &[2, 1, length]])
}

pub(super) const GOOD: &[Good] = &[
    ("a root without authorityKeyIdentifier", |d| d.root.leave_out(AUTHORITY_KEY_ID)),
    ("an anchor of another name that its own key signed", |d| {
        d.root.issuer = name("Root, formerly");
        d.root.leave_out(AUTHORITY_KEY_ID);
    }),
    ("an anchor that another CA signed", |d| {
        d.root.issuer = name("Another");
        d.root.put(AUTHORITY_KEY_ID, false, &key_id("another"));
        d.above = Some(KeyPair::generate().unwrap());
    }),
    ("a root without key usage", |d| d.root.leave_out(KEY_USAGE)),
    ("a root with serial number zero", |d| d.root.serial = vec![0]),
    ("a path length in an intermediate", |d| d.intermediate.put(BASIC_CONSTRAINTS, true, &ca_with_length(0))),
    ("an intermediate for servers alone", |d| {
        d.intermediate.put(EXTENDED_KEY_USAGE, false, &sequence(&[&tlv(OID, &[SERVER_AUTH])]));
    }),
    ("an intermediate for DNS names below one", |d| {
        d.intermediate.put(NAME_CONSTRAINTS, true, &permitted(&[general_name("shop.example")]));
    }),
    ("a root for DNS names, and for no address", |d| {
        let range = tlv(0x87, &[&[0; 8]]);
        let excluded = tlv(0xa1, &[&sequence(&[&range])]);
        let permitted = tlv(0xa0, &[&sequence(&[&general_name("example")])]);
        d.root.put(NAME_CONSTRAINTS, true, &sequence(&[&permitted, &excluded]));
    }),
    ("a range of addresses", |d| {
        let range = tlv(0x87, &[&[10, 0, 0, 0, 255, 254, 0, 0]]);
        d.intermediate.put(NAME_CONSTRAINTS, true, &permitted(&[range]));
    }),
];

pub(super) const BAD: &[Bad] = &[
    ("a critical extension in the root", c::CRITICAL_EXTENSION_UNKNOWN, Softly::Refused, |d| {
        d.root.put(&[0x2a, 3], true, &[5, 0]);
    }),
    ("policyConstraints that are not critical", c::POLICY_CONSTRAINTS_NOT_CRITICAL, Softly::Warned, |d| {
        d.intermediate.put(POLICY_CONSTRAINTS, false, &sequence(&[&[0x80, 1, 0]]));
    }),
    ("a leaf of a nameless issuer", c::ISSUER_NAME_EMPTY, Softly::Warned, |d| {
        d.intermediate.subject = name("");
        d.leaf.issuer = name("");
    }),
    ("a CA without subjectKeyIdentifier", c::SUBJECT_KEY_ID_INVALID, Softly::Warned, |d| {
        d.intermediate.leave_out(SUBJECT_KEY_ID);
    }),
    ("a root without subjectKeyIdentifier", c::SUBJECT_KEY_ID_INVALID, Softly::Warned, |d| {
        d.root.leave_out(SUBJECT_KEY_ID);
    }),
    ("an intermediate without authorityKeyIdentifier", c::AUTHORITY_KEY_ID_INVALID, Softly::Warned, |d| {
        d.intermediate.leave_out(AUTHORITY_KEY_ID);
    }),
    ("a root that says another key signed it", c::AUTHORITY_KEY_ID_INVALID, Softly::Warned, |d| {
        d.root.put(AUTHORITY_KEY_ID, false, &key_id("other"));
    }),
    ("a cross-signed anchor without its key's signer", c::AUTHORITY_KEY_ID_INVALID, Softly::Warned, |d| {
        d.root.issuer = name("Another");
        d.root.leave_out(AUTHORITY_KEY_ID);
        d.above = Some(KeyPair::generate().unwrap());
    }),
    ("basicConstraints that is not critical", c::BASIC_CONSTRAINTS_INVALID, Softly::Warned, |d| {
        d.intermediate.put(BASIC_CONSTRAINTS, false, &d.intermediate.value(BASIC_CONSTRAINTS));
    }),
    ("an intermediate without key usage", r::ISSUER_KEY_USAGE_MISSING, Softly::Warned, |d| {
        d.intermediate.leave_out(KEY_USAGE);
    }),
    ("an extended key usage in the root", c::AUTHORITY_EKU_PRESENT, Softly::Warned, |d| {
        d.root.put(EXTENDED_KEY_USAGE, false, &sequence(&[&tlv(OID, &[SERVER_AUTH])]));
    }),
    ("name constraints that are not critical", c::NAME_CONSTRAINTS_INVALID, Softly::Warned, |d| {
        d.intermediate.put(NAME_CONSTRAINTS, false, &permitted(&[general_name("shop.example")]));
    }),
    ("name constraints in the leaf", c::NAME_CONSTRAINTS_INVALID, Softly::Warned, |d| {
        d.leaf.put(NAME_CONSTRAINTS, true, &permitted(&[general_name("shop.example")]));
    }),
    ("name constraints without any", c::NAME_CONSTRAINTS_INVALID, Softly::Warned, |d| {
        d.intermediate.put(NAME_CONSTRAINTS, true, &sequence(&[]));
    }),
    ("a mailbox constraint with two hosts", c::NAME_CONSTRAINTS_INVALID, Softly::Warned, |d| {
        d.intermediate.put(NAME_CONSTRAINTS, true, &permitted(&[general_name("mail:a@b@c.example")]));
    }),
    ("a DNS constraint with a wildcard", c::NAME_CONSTRAINTS_INVALID, Softly::Warned, |d| {
        d.leaf.name_as(&["ip:192.0.2.1"]);
        d.intermediate.put(NAME_CONSTRAINTS, true, &permitted(&[general_name("*.shop.example")]));
    }),
    ("a DNS constraint with a leading dot", c::NAME_CONSTRAINTS_INVALID, Softly::Warned, |d| {
        d.leaf.name_as(&["www.shop.example"]);
        d.leaf.subject = name("www.shop.example");
        d.intermediate.put(NAME_CONSTRAINTS, true, &permitted(&[general_name(".shop.example")]));
    }),
    ("an address whose mask has a hole", c::NAME_CONSTRAINTS_INVALID, Softly::Warned, |d| {
        let range = tlv(0x87, &[&[10, 0, 0, 0, 255, 0, 255, 0]]);
        d.intermediate.put(NAME_CONSTRAINTS, true, &permitted(&[range]));
    }),
];

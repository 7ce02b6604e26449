//! The leaf's names: their form, wildcards, the common name, constraints on mailboxes in the subject.

use crate::finding::rules::{conformance as c, verify as r};

use super::draft::*;
use super::{Bad, Drafts, Good, Softly};

/// Gives the leaf these names, and no subject.
fn named(drafts: &mut Drafts, names: &[&str]) {
    drafts.leaf.subject = name("");
    drafts.leaf.put(SUBJECT_ALT_NAME, true, &general_names(names));
}

fn called(drafts: &mut Drafts, common_name: &str, names: &[&str]) {
    drafts.leaf.subject = name(common_name);
    drafts.leaf.name_as(names);
}

/// The root permits such mailboxes alone, and the subject holds one.
fn fenced(drafts: &mut Drafts, fence: &str, mailbox: &str) {
    drafts.root.put(NAME_CONSTRAINTS, true, &permitted(&[general_name(fence)]));
    drafts.leaf.subject = mailbox_name(mailbox);
}

pub(super) const GOOD: &[Good] = &[
    ("no subject", |d| named(d, &["shop.example"])),
    ("digits, hyphens, capitals, punycode", |d| named(d, &["a-1.Xn--bcher-kva.example", "1.2.3.4.example"])),
    ("labels of 63 bytes", |d| named(d, &[&format!("{}.example", "a".repeat(63))])),
    ("a mailbox", |d| named(d, &["mail:first.last+tag@shop.example", "mail:\"two words\"@shop.example"])),
    ("a wildcard below a registered domain", |d| named(d, &["*.shop.com", "*.shop.co.uk"])),
    ("a wildcard below a domain of no list", |d| named(d, &["*.internal"])),
    ("a private suffix, by its owner", |d| named(d, &["*.s3.amazonaws.com", "s3.amazonaws.com"])),
    ("a wildcard below a customer's name", |d| named(d, &["*.bucket.s3.amazonaws.com"])),
    ("a common name that is a wildcard of the list", |d| {
        called(d, "*.shop.example", &["shop.example", "*.shop.example"]);
    }),
    ("a common name above the names", |d| called(d, "shop.example", &["*.shop.example"])),
    ("a common name beside addresses alone", |d| called(d, "shop.example", &["ip:192.0.2.1"])),
    ("a common name that is an address", |d| called(d, "192.0.2.1", &["ip:192.0.2.1"])),
    ("a common name that is an IPv6 address", |d| called(d, "2001:db8::1", &["ip:2001:db8::1"])),
    ("a mailbox of the permitted host", |d| fenced(d, "mail:shop.example", "me@SHOP.example")),
    ("the permitted mailbox", |d| fenced(d, "mail:me@shop.example", "me@SHOP.example")),
    ("a mailbox below the permitted domain", |d| fenced(d, "mail:.example", "me@shop.example")),
];

pub(super) const BAD: &[Bad] = &[
    ("no subjectAltName", c::LEAF_SAN_MISSING, Softly::Warned, |d| {
        d.leaf.subject = mailbox_name("me@shop.example");
        d.leaf.leave_out(SUBJECT_ALT_NAME);
    }),
    ("a subject and a critical subjectAltName", c::LEAF_SAN_CRITICAL, Softly::Warned, |d| {
        d.leaf.put(SUBJECT_ALT_NAME, true, &d.leaf.value(SUBJECT_ALT_NAME));
    }),
    ("no subject and a subjectAltName that is not critical", r::LEAF_SAN_NOT_CRITICAL, Softly::Warned, |d| {
        d.leaf.subject = name("");
    }),
    ("an underscore", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| named(d, &["a_b.shop.example"])),
    ("an empty label", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| named(d, &["a..shop.example"])),
    ("a name that begins with a dot", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| {
        named(d, &[".shop.example"])
    }),
    ("a name that ends with a dot", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| {
        named(d, &["shop.example."])
    }),
    ("a label of 64 bytes", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| {
        named(d, &[&format!("{}.example", "a".repeat(64))]);
    }),
    ("a name of 254 bytes", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| {
        named(d, &[&format!("{}example", "a.".repeat(124))])
    }),
    ("a label that ends with a hyphen", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| {
        named(d, &["a-.shop.example"])
    }),
    ("an address as a DNS name", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| named(d, &["192.0.2.1"])),
    ("an address in hexadecimal", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| named(d, &["0xc0000201"])),
    ("a wildcard within a label", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| {
        named(d, &["w*.shop.example"])
    }),
    ("a wildcard that is not leftmost", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| {
        named(d, &["www.*.example"])
    }),
    ("two wildcards", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| named(d, &["*.*.example"])),
    ("nothing but a wildcard", c::SAN_DNS_NAME_INVALID, Softly::Warned, |d| named(d, &["*"])),
    ("a mailbox without a host", c::SAN_EMAIL_INVALID, Softly::Warned, |d| named(d, &["mail:me"])),
    ("a mailbox with an empty atom", c::SAN_EMAIL_INVALID, Softly::Warned, |d| {
        named(d, &["mail:a..b@shop.example"])
    }),
    ("a mailbox with an open quote", c::SAN_EMAIL_INVALID, Softly::Warned, |d| {
        named(d, &["mail:\"me\\\"@shop.example"])
    }),
    ("a mailbox at a wildcard", c::SAN_EMAIL_INVALID, Softly::Warned, |d| {
        named(d, &["mail:me@*.shop.example"])
    }),
    ("all of com", c::WILDCARD_PUBLIC_SUFFIX, Softly::Warned, |d| named(d, &["*.COM"])),
    ("all of co.uk", c::WILDCARD_PUBLIC_SUFFIX, Softly::Warned, |d| named(d, &["shop.example", "*.co.uk"])),
    ("a private suffix, by a customer", c::WILDCARD_PUBLIC_SUFFIX, Softly::Warned, |d| {
        named(d, &["*.s3.amazonaws.com", "bucket.s3.amazonaws.com"]);
    }),
    ("a common name in other capitals", c::COMMON_NAME_NOT_IN_SAN, Softly::Warned, |d| {
        called(d, "Shop.example", &["shop.example"]);
    }),
    ("a common name of another host", c::COMMON_NAME_NOT_IN_SAN, Softly::Warned, |d| {
        called(d, "shop.example", &["other.example"]);
    }),
    ("a common name that the names only end in", c::COMMON_NAME_NOT_IN_SAN, Softly::Warned, |d| {
        called(d, "shop.example", &["workshop.example"]);
    }),
    ("a common name that is no host", c::COMMON_NAME_NOT_IN_SAN, Softly::Warned, |d| {
        called(d, "Shop Frontend", &["shop.example"]);
    }),
    ("an address that is not listed", c::COMMON_NAME_NOT_IN_SAN, Softly::Warned, |d| {
        called(d, "192.0.2.2", &["ip:192.0.2.1"]);
    }),
    ("an address written otherwise", c::COMMON_NAME_NOT_IN_SAN, Softly::Warned, |d| {
        called(d, "192.0.2.01", &["ip:192.0.2.1"]);
    }),
    ("an IPv6 address written otherwise", c::COMMON_NAME_NOT_IN_SAN, Softly::Warned, |d| {
        called(d, "2001:DB8::1", &["ip:2001:db8::1"]);
    }),
    ("two common names", c::COMMON_NAME_NOT_IN_SAN, Softly::Warned, |d| {
        d.leaf.subject = two_common_names("shop.example", "shop.example");
    }),
    ("a mailbox of another host", r::NAME_CONSTRAINT_VIOLATED, Softly::Refused, |d| {
        fenced(d, "mail:shop.example", "me@other.example");
    }),
    ("another mailbox of the host", r::NAME_CONSTRAINT_VIOLATED, Softly::Refused, |d| {
        fenced(d, "mail:me@shop.example", "you@shop.example");
    }),
    (
        "a mailbox of the domain that only hosts below it may have",
        r::NAME_CONSTRAINT_VIOLATED,
        Softly::Refused,
        |d| {
            fenced(d, "mail:.shop.example", "me@shop.example");
        },
    ),
];

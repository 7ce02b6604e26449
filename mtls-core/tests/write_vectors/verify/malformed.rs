//! Certificates that readers may understand in two ways, and signatures of other kinds (RFC 5280 section 4.1).

use super::{GOOD, LOW, World, bad, bad_above};
use crate::forge::der::{oid, sequence, tlv};
use crate::forge::extension::{
    BASIC_CONSTRAINTS, DNS, EXTENDED_KEY_USAGE, Extension, IP, KEY_USAGE, UNKNOWN, URI, anything,
    general_names, subject_alt_name, undecodable,
};
use crate::forge::{Authority, Key, Spoil};
use crate::{END, START};

const ECDSA_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1];
const ECDSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4];

impl World {
    pub(super) fn malformed(&mut self) {
        let table: [(&str, Spoil<'_>); 22] = [
            ("no version", &|t| t.version.clear()),
            ("version 2", &|t| t.version = vec![0xa0, 3, 2, 1, 1]),
            ("version 4", &|t| t.version = vec![0xa0, 3, 2, 1, 3]),
            ("two signature algorithms", &|t| t.outer_algorithm = Some(oid(ECDSA_SHA512))),
            ("a byte behind it", &|t| t.trailing = vec![0]),
            ("another certificate behind it", &|t| t.trailing = sequence(&[])),
            ("subjectAltName twice", &|t| {
                let names = subject_alt_name(&[(URI, b"spiffe://td/other")]);
                t.extensions.push(names);
            }),
            ("key usage twice", &|t| {
                let usage = t.extensions[1].clone();
                t.extensions.push(usage);
            }),
            ("an unknown extension twice", &|t| {
                t.extensions.extend([anything(UNKNOWN, false), anything(UNKNOWN, false)]);
            }),
            ("no name in subjectAltName", &|t| t.raw_names(sequence(&[]))),
            ("bytes behind the names", &|t| {
                t.raw_names([sequence(&[&general_names(&[(URI, b"spiffe://td/a")])]), vec![0]].concat());
            }),
            ("a URI that is not ASCII", &|t| t.uris(&["spiffe://td/é"])),
            ("a DNS name that is not ASCII", &|t| {
                t.set(subject_alt_name(&[(URI, b"spiffe://td/a"), (DNS, "é.example".as_bytes())]));
            }),
            ("an IP address of five bytes", &|t| {
                t.set(subject_alt_name(&[(URI, b"spiffe://td/a"), (IP, &[1, 2, 3, 4, 5])]));
            }),
            ("a name of no kind", &|t| {
                t.set(subject_alt_name(&[(URI, b"spiffe://td/a"), (0x89, b"a")]));
            }),
            ("a key usage that nothing decodes", &|t| t.set(undecodable(KEY_USAGE))),
            ("a key usage with an unused bit set", &|t| {
                t.set(Extension::new(KEY_USAGE, true, vec![3, 2, 1, 0x81]));
            }),
            ("basicConstraints that nothing decodes", &|t| t.set(undecodable(BASIC_CONSTRAINTS))),
            ("basicConstraints with a truth of 1", &|t| {
                t.set(Extension::new(BASIC_CONSTRAINTS, true, vec![0x30, 3, 1, 1, 1]));
            }),
            ("an extended key usage without a purpose", &|t| {
                t.set(Extension::new(EXTENDED_KEY_USAGE, false, sequence(&[])));
            }),
            ("a date that does not exist", &|t| t.validity = dates(b"260230000000Z", b"360101000000Z")),
            ("a date without seconds", &|t| t.validity = dates(b"2601010000Z", b"360101000000Z")),
        ];
        for (what, spoil) in table {
            let leaf = self.leaf(what, spoil);
            self.verify(format!("a leaf with {what}"), &[&leaf])
                .twin(GOOD)
                .refused(&[bad("certificate-malformed", 0)]);
        }
        let root = self.root.cert.clone();
        let bits = self.leaf("a truth of ff", |t| t.extensions.push(anything(UNKNOWN, false)));
        self.keeps("a leaf with an extension that nobody knows", &[&bits], &[&root]);
        let serial = self.leaf("long serial", |t| t.serial = Some([&[0x7f][..], &[0xff; 19]].concat()));
        self.keeps("a leaf with a serial number of twenty bytes", &[&serial], &[&root]);
        self.no_certificates();
        self.malformed_above();
        self.critical();
        self.critical_in_authorities();
        self.algorithms();
    }

    fn no_certificates(&mut self) {
        let bytes =
            |label: &str, der: &[u8]| crate::forge::Cert { label: label.to_owned(), der: der.to_vec() };
        let leaf = self.leaf.der.clone();
        for (name, der) in [
            ("no bytes in place of the leaf", &[][..]),
            ("an empty sequence in place of the leaf", &[0x30, 0]),
            ("a text in place of the leaf", b"spiffe://td/a"),
            ("a leaf without its last byte", &leaf[..leaf.len() - 1]),
            ("a leaf without its first byte", &leaf[1..]),
            ("a leaf of half its bytes", &leaf[..leaf.len() / 2]),
        ] {
            let cert = bytes(name, der);
            self.verify(name, &[&cert]).twin(GOOD).refused(&[bad("certificate-malformed", 0)]);
        }
    }

    fn malformed_above(&mut self) {
        let root = self.root.cert.clone();
        let twice = self.below(&self.root, "twice", "twice", |t| {
            t.extensions.push(anything(UNKNOWN, false));
            t.extensions.push(anything(UNKNOWN, false));
        });
        let under = self.leaf_of(&twice, "leaf of twice", |_| ());
        self.verify("an intermediate with an extension twice", &[&under, &twice.cert])
            .twin(LOW)
            .refused(&[bad("certificate-malformed", 1)]);
        let once = self.below(&self.root, "once", "once", |t| t.extensions.push(anything(UNKNOWN, false)));
        let under = self.leaf_of(&once, "leaf of once", |_| ());
        self.keeps("an intermediate with an extension that nobody knows", &[&under, &once.cert], &[&root]);
        let leaf = self.leaf.clone();
        let path = [&leaf, &twice.cert];
        self.verify("an intermediate with an extension twice that nothing needs", &path)
            .path(&[0])
            .accepted();
    }

    fn critical(&mut self) {
        let critical = self.leaf("unknown critical", |t| t.extensions.push(anything(UNKNOWN, true)));
        self.verify("a leaf with a critical extension that nobody knows", &[&critical])
            .twin("a leaf with an extension that nobody knows")
            .refused(&[bad("critical-extension-unknown", 0)]);
        let above = self.below(&self.root, "critical", "critical", |t| {
            t.extensions.push(anything(UNKNOWN, true));
        });
        let under = self.leaf_of(&above, "leaf of critical", |_| ());
        self.verify("an intermediate with a critical extension that nobody knows", &[&under, &above.cert])
            .twin("an intermediate with an extension that nobody knows")
            .refused(&[bad("critical-extension-unknown", 1)]);
        let leaf = self.leaf.clone();
        self.verify("a critical extension that nobody knows where nothing needs it", &[&leaf, &above.cert])
            .path(&[0])
            .accepted();
    }

    fn critical_in_authorities(&mut self) {
        let (name, twin) = (
            "an authority with a critical extension that nobody knows",
            "an authority with an extension that nobody knows",
        );
        let fenced = self.authority(name, name, |t| t.extensions.push(anything(UNKNOWN, true)));
        let free = self.authority(twin, twin, |t| t.extensions.push(anything(UNKNOWN, false)));
        let (in_fence, outside) = (
            self.leaf_of(&fenced, "leaf of a fenced root", |_| ()),
            self.leaf_of(&free, "leaf of a free root", |_| ()),
        );
        self.keeps(twin, &[&outside], &[&free.cert]);
        let case = self.verify(name, &[&in_fence]).trusts("td", &[&fenced.cert]).twin(twin);
        case.refused(&[bad_above("critical-extension-unknown")]);
    }

    fn algorithms(&mut self) {
        for (name, key) in [
            ("a leaf under an authority with a P-384 key", Key::p384("p384 root")),
            ("a leaf under an authority with an Ed25519 key", Key::ed25519("ed25519 root")),
        ] {
            let template = super::ca_template(name, &key);
            let authority: Authority = self.book.forge.self_signed(&format!("over {name}"), &template, key);
            let leaf = self.leaf_of(&authority, name, |_| ());
            self.keeps(name, &[&leaf], &[&authority.cert]);
        }
        let mut template = super::leaf_template();
        template.valid(START, END);
        let leaf = self.book.forge.issue("ed25519 leaf", &template, &Key::ed25519("leaf"), &self.root);
        let root = self.root.cert.clone();
        self.keeps("a leaf with an Ed25519 key", &[&leaf], &[&root]);
        let old = self.leaf("SHA-1", |t| t.algorithm = Some(oid(ECDSA_SHA1)));
        self.verify("a leaf signed with SHA-1", &[&old])
            .twin(GOOD)
            .refused(&[bad("signature-unsupported", 0)]);
        let unknown = self.leaf("unknown algorithm", |t| t.algorithm = Some(oid(UNKNOWN)));
        self.verify("a leaf signed with an algorithm that nobody knows", &[&unknown])
            .twin(GOOD)
            .refused(&[bad("signature-unsupported", 0)]);
        let forged = self.leaf("forged", |t| t.signature_of_other_bytes = true);
        self.verify("a leaf whose signature is of other bytes", &[&forged])
            .twin(GOOD)
            .refused(&[bad("signature-invalid", 0)]);
        let forged = self.leaf_of(&self.middle, "forged below", |t| t.signature_of_other_bytes = true);
        let middle = self.middle.cert.clone();
        self.verify("a leaf below an intermediate whose signature is of other bytes", &[&forged, &middle])
            .twin(LOW)
            .refused(&[bad("signature-invalid", 0)]);
        let above = self.below(&self.root, "forged CA", "forged CA", |t| t.signature_of_other_bytes = true);
        let under = self.leaf_of(&above, "leaf of forged CA", |_| ());
        self.verify("an intermediate whose signature is of other bytes", &[&under, &above.cert])
            .twin(LOW)
            .refused(&[bad("signature-invalid", 1)]);
        let names = self.leaf("names of others", |t| t.names_issuer_key = false);
        self.keeps("a leaf that does not say whose key signed it", &[&names], &[&root]);
    }
}

/// Both times as UTCTime of any content.
fn dates(from: &[u8], to: &[u8]) -> Vec<u8> {
    [tlv(0x17, &[from]), tlv(0x17, &[to])].concat()
}

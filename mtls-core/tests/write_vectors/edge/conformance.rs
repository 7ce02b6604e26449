//! What RFC 5280 and the CA/Browser Forum ask of certificates: refused by `server-strict`, and by `server` warned of or
//! refused as well.

use serde_json::{Value, json};

use super::{Found, SERVER, SHOP, STRICT, World};
use crate::forge::der::{name, sequence, tlv};
use crate::forge::extension::{
    ANY_PURPOSE, AUTHORITY_KEY_ID, BASIC_CONSTRAINTS, DNS, EMAIL, EXTENDED_KEY_USAGE, Extension, IP,
    NAME_CONSTRAINTS, SERVER_AUTH, SUBJECT_ALT_NAME, SUBJECT_KEY_ID, UNKNOWN, anything, basic_constraints,
    extended_key_usage, name_constraints, subject_alt_name,
};
use crate::forge::key_info::{self, rsa};
use crate::forge::{Authority, Cert, Key, Spoil, Template};

const POLICY_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x24];
const AUTHORITY_INFO_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];

/// What the profile `server` does where `server-strict` refuses.
#[derive(Clone, Copy)]
enum Soft {
    Warns,
    Refuses,
}

use Soft::{Refuses, Warns};

fn strictly(what: &str) -> String {
    format!("{what}, strictly")
}

fn names(list: &[(u8, &[u8])]) -> Extension {
    let all: Vec<(u8, &[u8])> = [&[(DNS, SHOP.as_bytes())], list].concat();
    subject_alt_name(&all)
}

impl World {
    pub(super) fn conformance(&mut self) {
        self.web_keys();
        self.web_leaves();
        self.web_names();
        self.web_issuers();
    }

    /// Both profiles on a chain that breaks rules, each at a certificate.
    fn breaks(
        &mut self,
        what: &str,
        chain: &[Cert],
        root: &Cert,
        name: &Value,
        broken: &[(&'static str, Option<usize>)],
        soft: Soft,
    ) {
        let with = |severity| broken.iter().map(|(rule, at)| (*rule, severity, *at)).collect::<Vec<Found>>();
        let case = self.judge(what, chain).trusts(&[root]).expects(name.clone());
        match soft {
            Warns => case.twin(&Self::good(SERVER)).warned(&with("warning")),
            Refuses => case.twin(&Self::good(SERVER)).refused(&with("error")),
        }
        let case = self.judge(strictly(what), chain).by(STRICT).trusts(&[root]).expects(name.clone());
        case.twin(&Self::good(STRICT)).refused(&with("error"));
    }

    fn keeps(&mut self, what: &str, chain: &[Cert]) {
        self.judge(what, chain).accepted();
        self.judge(strictly(what), chain).by(STRICT).accepted();
    }

    /// A leaf that keeps all rules.
    fn leaf_keeps(&mut self, what: &str, spoil: Spoil<'_>) {
        let chain = self.chain(&self.leaf(what, spoil));
        self.keeps(what, &chain);
    }

    /// A leaf that breaks a rule.
    fn leaf_breaks(&mut self, what: &str, spoil: Spoil<'_>, rule: &'static str, soft: Soft) {
        let root = self.root.cert.clone();
        let chain = self.chain(&self.leaf(what, spoil));
        self.breaks(what, &chain, &root, &json!(SHOP), &[(rule, Some(0))], soft);
    }

    fn leaf_of(&self, by: &Authority, label: &str) -> Cert {
        let template = super::leaf_template(&[(DNS, SHOP.as_bytes())]);
        self.book.forge.issue(label, &template, &self.leaf_key, by)
    }

    fn web_keys(&mut self) {
        for (what, info) in [
            ("an RSA key of 2048 bits", rsa(2048)),
            ("an RSA key of 4096 bits", rsa(4096)),
            ("a P-384 key", Key::p384("a server's").info()),
        ] {
            self.leaf_keeps(what, &|t| t.public_key = Some(info.clone()));
        }
        for (what, info, rule, soft) in [
            ("an RSA key of 1024 bits", rsa(1024), "certificate-key-weak", Refuses),
            ("an RSA key of 2047 bits", rsa(2047), "certificate-key-weak", Refuses),
            ("an RSA key of 2049 bits", rsa(2049), "certificate-key-length", Warns),
            ("a key on secp256k1", key_info::secp256k1(), "certificate-key-weak", Refuses),
            (
                "a key on a curve that is written out",
                key_info::unnamed_curve(),
                "certificate-key-weak",
                Refuses,
            ),
            ("a DSA key", key_info::dsa(), "certificate-key-weak", Refuses),
            ("an Ed25519 key", Key::ed25519("a server's").info(), "certificate-key-not-of-the-web", Warns),
        ] {
            self.leaf_breaks(what, &|t| t.public_key = Some(info.clone()), rule, soft);
        }
    }

    fn web_leaves(&mut self) {
        let number = |bytes: &'static [u8]| move |t: &mut Template| t.serial = Some(bytes.to_vec());
        let negative = number(&[0x80, 1]);
        let long = number(&[1; 21]);
        let table: [(&str, Spoil<'_>, &'static str, Soft); 13] = [
            ("a negative serial number", &negative, "serial-number-invalid", Warns),
            ("a serial number of 21 bytes", &long, "serial-number-invalid", Warns),
            ("no authorityKeyIdentifier", &|t| t.names_issuer_key = false, "authority-key-id-invalid", Warns),
            (
                "an authorityKeyIdentifier with a serial number",
                &|t| {
                    let id = sequence(&[&tlv(0x80, &[b"key"]), &tlv(0x82, &[&[1]])]);
                    t.names_issuer_key = false;
                    t.set(Extension::new(AUTHORITY_KEY_ID, false, id));
                },
                "authority-key-id-invalid",
                Warns,
            ),
            (
                "a path length in a leaf",
                &|t| t.set(basic_constraints(false, Some(0))),
                "basic-constraints-invalid",
                Warns,
            ),
            ("no extended key usage", &|t| t.drop(EXTENDED_KEY_USAGE), "leaf-eku-not-of-the-web", Warns),
            (
                "a critical extended key usage",
                &|t| t.critical(EXTENDED_KEY_USAGE, true),
                "leaf-eku-not-of-the-web",
                Warns,
            ),
            (
                "any purpose beside serverAuth",
                &|t| t.set(extended_key_usage(&[SERVER_AUTH, ANY_PURPOSE])),
                "leaf-eku-not-of-the-web",
                Warns,
            ),
            (
                "name constraints in a leaf",
                &|t| t.set(name_constraints(&[(DNS, b"shop.example")], &[])),
                "name-constraints-invalid",
                Warns,
            ),
            (
                "an authorityInfoAccess that is empty",
                &|t| t.set(Extension::new(AUTHORITY_INFO_ACCESS, false, sequence(&[]))),
                "authority-info-access-invalid",
                Warns,
            ),
            (
                "a critical extension that nobody knows",
                &|t| t.extensions.push(anything(UNKNOWN, true)),
                "critical-extension-unknown",
                Refuses,
            ),
            (
                "a critical subjectAltName beside a subject",
                &|t| t.critical(SUBJECT_ALT_NAME, true),
                "leaf-san-critical",
                Warns,
            ),
            (
                "no subject, and a subjectAltName that is not critical",
                &|t| t.subject = name(""),
                "leaf-san-not-critical",
                Warns,
            ),
        ];
        for (what, spoil, rule, soft) in table {
            self.leaf_breaks(what, spoil, rule, soft);
        }
        self.leaf_keeps("no subject, and a critical subjectAltName", &|t| {
            t.subject = name("");
            t.critical(SUBJECT_ALT_NAME, true);
        });
        self.leaf_keeps("an extension that nobody knows", &|t| t.extensions.push(anything(UNKNOWN, false)));
    }

    fn web_names(&mut self) {
        let root = self.root.cert.clone();
        let nameless = self.leaf("no names", |t| t.drop(SUBJECT_ALT_NAME));
        let nameless = self.chain(&nameless);
        self.breaks(
            "no subjectAltName",
            &nameless,
            &root,
            &json!(null),
            &[("leaf-san-missing", Some(0)), ("common-name-not-in-san", Some(0))],
            Warns,
        );
        let dns = |list: &'static [(u8, &'static [u8])]| move |t: &mut Template| t.set(names(list));
        let (underscore, address, inner, empty) = (
            dns(&[(DNS, b"sh_op.example")]),
            dns(&[(DNS, b"192.0.2.1")]),
            dns(&[(DNS, b"w*.shop.example")]),
            dns(&[(DNS, b"shop..example")]),
        );
        let (mailbox, suffix, two) =
            (dns(&[(EMAIL, b"nobody")]), dns(&[(DNS, b"*.com")]), dns(&[(DNS, b"*.co.uk")]));
        let table: [(&str, Spoil<'_>, &'static str, Soft); 8] = [
            ("a DNS name with an underscore", &underscore, "san-dns-name-invalid", Warns),
            ("a DNS name that is an address", &address, "san-dns-name-invalid", Warns),
            ("a wildcard inside a label", &inner, "san-dns-name-invalid", Warns),
            ("a DNS name with an empty label", &empty, "san-dns-name-invalid", Warns),
            ("an e-mail address without a host", &mailbox, "san-email-invalid", Warns),
            ("a wildcard below com", &suffix, "wildcard-public-suffix", Warns),
            ("a wildcard below co.uk", &two, "wildcard-public-suffix", Warns),
            (
                "a common name in capitals",
                &|t| t.subject = name("SHOP.example"),
                "common-name-not-in-san",
                Warns,
            ),
        ];
        for (what, spoil, rule, soft) in table {
            self.leaf_breaks(what, spoil, rule, soft);
        }
        for (what, spoil) in [
            ("a wildcard below a domain of one's own", &dns(&[(DNS, b"*.example.co.uk")]) as Spoil<'_>),
            ("an e-mail address with a host", &dns(&[(EMAIL, b"a@shop.example")])),
            ("a common name that is an address among the names", &|t: &mut Template| {
                t.subject = name("192.0.2.1");
                t.set(names(&[(IP, &[192, 0, 2, 1])]));
            }),
        ] {
            self.leaf_keeps(what, spoil);
        }
    }

    fn web_issuers(&mut self) {
        let lax_fence = name_constraints(&[(DNS, b"shop.example"), (IP, &[0; 8]), (IP, &[0; 32])], &[]);
        let fence = lax_fence.clone();
        let table: [(&str, Spoil<'_>, &'static str, Soft); 4] = [
            (
                "an intermediate without subjectKeyIdentifier",
                &|t| t.drop(SUBJECT_KEY_ID),
                "subject-key-id-invalid",
                Warns,
            ),
            (
                "an intermediate whose basicConstraints are not critical",
                &|t| t.critical(BASIC_CONSTRAINTS, false),
                "basic-constraints-invalid",
                Warns,
            ),
            (
                "policyConstraints that are not critical",
                &|t| t.set(Extension::new(POLICY_CONSTRAINTS, false, sequence(&[&[0x80, 1, 0]]))),
                "policy-constraints-not-critical",
                Warns,
            ),
            (
                "name constraints that are not critical",
                &|t| {
                    t.set(fence.clone());
                    t.critical(NAME_CONSTRAINTS, false);
                },
                "name-constraints-invalid",
                Warns,
            ),
        ];
        let root = self.root.cert.clone();
        for (what, spoil, rule, soft) in table {
            let above = self.below(&self.root, what, what, spoil);
            let low = self.leaf_of(&above, &format!("leaf below {what}"));
            self.breaks(what, &[low, above.cert], &root, &json!(SHOP), &[(rule, Some(1))], soft);
        }
        let fenced = self.below(&self.root, "fenced servers", "fenced servers", |t| t.set(lax_fence));
        let low = self.leaf_of(&fenced, "fenced server");
        self.keeps("critical name constraints that permit all names", &[low, fenced.cert]);
        let odd = self.authority("root with a purpose", "root with a purpose", |t| {
            t.set(extended_key_usage(&[SERVER_AUTH]))
        });
        let leaf = self.leaf_of(&odd, "server of a root with a purpose");
        let what = "an authority with an extended key usage";
        self.breaks(what, &[leaf], &odd.cert, &json!(SHOP), &[("authority-eku-present", None)], Warns);
        let key = Key::p256("nameless root");
        let template = super::ca_template("", &key);
        let nameless = self.book.forge.self_signed("nameless root", &template, key);
        let leaf = self.leaf_of(&nameless, "server of a nameless root");
        let what = "an authority without a name";
        let empty = |at| ("issuer-name-empty", at);
        let broken = [empty(Some(0)), empty(None), empty(None)];
        self.breaks(what, &[leaf], &nameless.cert, &json!(SHOP), &broken, Warns);
    }
}

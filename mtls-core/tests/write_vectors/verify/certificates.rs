//! What kind of certificate the leaf is: no CA, with a key usage (X4, X7, X8, X10, X12).

use super::{GOOD, ID, World, bad, strictly};
use crate::forge::der::name;
use crate::forge::extension::{
    BASIC_CONSTRAINTS, CRL_SIGN, DIGITAL_SIGNATURE, Extension, KEY_CERT_SIGN, KEY_ENCIPHERMENT, KEY_USAGE,
    SUBJECT_ALT_NAME, URI, basic_constraints, key_usage, subject_alt_name,
};

use crate::forge::key_info::{self, rsa};
use crate::forge::{Key, Spoil};

/// keyAgreement.
const KEY_AGREEMENT: u8 = 0x08;

impl World {
    pub(super) fn certificates(&mut self) {
        self.authorities_as_leaves();
        self.basic_constraints();
        self.key_usages();
        self.subjects();
        self.public_keys();
    }

    /// Of a leaf's key it is asked that it is not weak; nobody has the private halves.
    fn public_keys(&mut self) {
        let root = self.root.cert.clone();
        for (what, info) in [
            ("a leaf with an RSA key of 2048 bits", rsa(2048)),
            ("a leaf with a P-384 key", Key::p384("a workload's").info()),
        ] {
            let leaf = self.leaf(what, |t| t.public_key = Some(info.clone()));
            self.keeps(what, &[&leaf], &[&root]);
        }
        for (what, info) in [
            ("a leaf with an RSA key of 1024 bits", rsa(1024)),
            ("a leaf with an RSA key of 2047 bits", rsa(2047)),
            ("a leaf with a key on secp256k1", key_info::secp256k1()),
            ("a leaf with a key on a curve that is written out", key_info::unnamed_curve()),
            ("a leaf with a DSA key", key_info::dsa()),
        ] {
            let leaf = self.leaf(what, |t| t.public_key = Some(info.clone()));
            let weak = [bad("certificate-key-weak", 0)];
            self.verify(what, &[&leaf]).twin(GOOD).refused(&weak);
            self.verify(strictly(what), &[&leaf]).strict().twin(&strictly(GOOD)).refused(&weak);
        }
    }

    fn authorities_as_leaves(&mut self) {
        let ca = self.leaf("a CA", |t| t.set(basic_constraints(true, None)));
        self.verify("a leaf that is a CA", &[&ca]).twin(GOOD).refused(&[bad("leaf-is-ca", 0)]);
        let bound = self.leaf("a CA without room", |t| t.set(basic_constraints(true, Some(0))));
        self.verify("a leaf that is a CA which may issue leaves alone", &[&bound])
            .twin(GOOD)
            .refused(&[bad("leaf-is-ca", 0)]);
        let signs = self.leaf("a CA that signs", |t| {
            t.set(basic_constraints(true, None));
            t.set(key_usage(KEY_CERT_SIGN));
        });
        self.verify("a leaf that is a CA and signs as one", &[&signs]).twin(GOOD).refused(&[
            bad("leaf-is-ca", 0),
            bad("leaf-key-usage-signs", 0),
            bad("leaf-key-usage-no-signature", 0),
        ]);
        let root = self.root.cert.clone();
        self.verify("an authority that presents itself", &[&root]).twin(GOOD).refused(&[
            bad("leaf-is-ca", 0),
            bad("leaf-spiffe-id-missing", 0),
            bad("leaf-key-usage-signs", 0),
            bad("leaf-key-usage-no-signature", 0),
        ]);
        let named = self.authority("named root", "named root", |t| t.uris(&["spiffe://td"])).cert;
        self.verify("an authority with the ID of its trust domain that presents itself", &[&named])
            .trusts("td", &[&named])
            .twin(GOOD)
            .refused(&[
                bad("leaf-is-ca", 0),
                bad("leaf-spiffe-id-without-path", 0),
                bad("leaf-key-usage-signs", 0),
                bad("leaf-key-usage-no-signature", 0),
            ]);
    }

    fn basic_constraints(&mut self) {
        let root = self.root.cert.clone();
        let good: [(&str, Spoil<'_>); 4] = [
            ("a leaf without basicConstraints", &|t| t.drop(BASIC_CONSTRAINTS)),
            ("a leaf whose basicConstraints are not critical", &|t| t.critical(BASIC_CONSTRAINTS, false)),
            ("a leaf that says in full that it is no CA", &|t| {
                t.set(Extension::new(BASIC_CONSTRAINTS, true, vec![0x30, 3, 1, 1, 0]));
            }),
            ("a leaf that is no CA and has a path length", &|t| {
                t.set(basic_constraints(false, Some(0)));
            }),
        ];
        for (name, spoil) in good {
            let leaf = self.leaf(name, spoil);
            self.keeps(name, &[&leaf], &[&root]);
        }
    }

    fn key_usages(&mut self) {
        let root = self.root.cert.clone();
        let twin = "a leaf that signs and enciphers keys";
        let good = [
            (twin, vec![3, 2, 5, DIGITAL_SIGNATURE | KEY_ENCIPHERMENT]),
            ("a leaf with a key usage of nine bits", vec![3, 3, 7, DIGITAL_SIGNATURE | KEY_AGREEMENT, 0x80]),
            ("a leaf whose key usage has bits of zero at its end", vec![3, 2, 0, DIGITAL_SIGNATURE]),
        ];
        for (name, value) in good {
            let leaf = self.leaf(name, |t| t.set(Extension::new(KEY_USAGE, true, value)));
            self.keeps(name, &[&leaf], &[&root]);
        }
        for (name, usages) in [
            ("a leaf that may sign certificates", DIGITAL_SIGNATURE | KEY_CERT_SIGN),
            ("a leaf that may sign CRLs", DIGITAL_SIGNATURE | CRL_SIGN),
            ("a leaf that may sign certificates and CRLs", DIGITAL_SIGNATURE | KEY_CERT_SIGN | CRL_SIGN),
        ] {
            let leaf = self.leaf(name, |t| t.set(key_usage(usages)));
            self.verify(name, &[&leaf]).twin(twin).refused(&[bad("leaf-key-usage-signs", 0)]);
        }
        for (name, value) in [
            ("a leaf that enciphers keys alone", vec![3, 2, 5, KEY_ENCIPHERMENT]),
            ("a leaf that agrees on keys alone", vec![3, 2, 3, KEY_AGREEMENT]),
            ("a leaf whose key usage is empty", vec![3, 1, 0]),
        ] {
            let leaf = self.leaf(name, |t| t.set(Extension::new(KEY_USAGE, true, value)));
            self.verify(name, &[&leaf]).twin(twin).refused(&[bad("leaf-key-usage-no-signature", 0)]);
        }
        let without = self.leaf("no key usage", |t| t.drop(KEY_USAGE));
        let lax = self.leaf("a lax key usage", |t| t.critical(KEY_USAGE, false));
        let missing = [("leaf-key-usage-missing", Some(0))];
        self.duty("a leaf without key usage", &[&without], &[&root], GOOD, &missing);
        self.duty("a leaf whose key usage is not critical", &[&lax], &[&root], GOOD, &missing);
    }

    fn subjects(&mut self) {
        const NAMELESS: &str = "a leaf without subject and with a critical subjectAltName";
        let root = self.root.cert.clone();
        let names = |critical| Extension { critical, ..subject_alt_name(&[(URI, ID.as_bytes())]) };
        let critical = self.leaf(NAMELESS, |t| {
            t.subject = name("");
            t.set(names(true));
        });
        self.keeps(NAMELESS, &[&critical], &[&root]);
        let lax = self.leaf("no subject", |t| {
            t.subject = name("");
            t.set(names(false));
        });
        self.duty(
            "a leaf without subject and with a subjectAltName that is not critical",
            &[&lax],
            &[&root],
            NAMELESS,
            &[("leaf-san-not-critical", Some(0))],
        );
        let both = self.leaf("subject and critical names", |t| t.critical(SUBJECT_ALT_NAME, true));
        self.keeps("a leaf with a subject and a critical subjectAltName", &[&both], &[&root]);
        let other = self.leaf("the name of its issuer", |t| t.subject = name("root"));
        self.keeps("a leaf with the name of its issuer", &[&other], &[&root]);
    }
}

//! The three profiles, roles, anchors and limits.

use serde_json::{Value, json};

use super::{
    CLIENT, DAY, END, NEW, NOW, SERVER, SHOP, STRICT, World, bad, bad_above, basic_constraints, odd,
};
use crate::book::Case;
use crate::forge::extension::{KEY_CERT_SIGN, KEY_USAGE, key_usage};
use crate::forge::{Cert, Key};

impl World {
    pub(super) fn profiles(&mut self) {
        self.roles();
        self.times();
        self.shapes();
        self.strictness();
        self.anchors();
        self.limits();
        self.made();
    }

    pub(super) fn good(profile: &str) -> String {
        format!("a chain that keeps every rule, by {profile}")
    }

    fn roles(&mut self) {
        let (server, client) = (self.chain(&self.server.clone()), self.chain(&self.client.clone()));
        for (profile, right, wrong) in
            [(SERVER, &server, &client), (STRICT, &server, &client), (CLIENT, &client, &server)]
        {
            self.judge(Self::good(profile), right).by(profile).accepted();
            self.judge(format!("a chain of the other role, by {profile}"), wrong)
                .by(profile)
                .twin(&Self::good(profile))
                .refused(&[bad("purpose-mismatch", 0)]);
        }
        self.judge("a client where either role will do", &client).option("purpose", "either").accepted();
        self.judge("a client where a client is asked for", &client).option("purpose", "client").accepted();
        let workload = self.chain(&self.workload.clone());
        self.judge("a leaf of both roles, by edge-client", &workload)
            .by(CLIENT)
            .expects(Value::Null)
            .accepted();
    }

    fn times(&mut self) {
        for profile in [SERVER, STRICT, CLIENT] {
            let leaf = if profile == CLIENT { &self.client } else { &self.server };
            let chain = self.chain(&leaf.clone());
            let last = format!("the last second, by {profile}");
            self.judge(&*last, &chain).by(profile).at(END).accepted();
            self.judge(format!("a second late, by {profile}"), &chain)
                .by(profile)
                .at(END + 1)
                .twin(&last)
                .refused(&[bad("leaf-expired", 0)]);
            self.judge(format!("a second early, by {profile}"), &chain)
                .by(profile)
                .at(super::START - 1)
                .twin(&last)
                .refused(&[bad("leaf-not-yet-valid", 0)]);
        }
        let short = self.authority("short root", "short root", |t| t.valid(super::START - DAY, NOW + DAY));
        let leaf = super::leaf_template(&[(super::DNS, SHOP.as_bytes())]);
        let leaf = self.book.forge.issue("leaf of short root", &leaf, &self.leaf_key, &short);
        let during = "a trust anchor in its last second";
        self.judge(during, std::slice::from_ref(&leaf))
            .trusts(&[&short.cert])
            .at(NOW + DAY)
            .until(NOW + DAY)
            .accepted();
        self.judge("a trust anchor a second late", &[leaf])
            .trusts(&[&short.cert])
            .at(NOW + DAY + 1)
            .twin(during)
            .refused(&[bad_above("authority-expired")]);
    }

    fn shapes(&mut self) {
        let ca = self.leaf("CA as a leaf", |t| t.set(basic_constraints(true, None)));
        let signs = self.leaf("leaf that may sign", |t| t.set(key_usage(0x80 | KEY_CERT_SIGN)));
        let mute = self.leaf("leaf that may not shake hands", |t| t.set(key_usage(0x20)));
        for profile in [SERVER, STRICT] {
            for (what, leaf, rule) in [
                ("a CA as a leaf", &ca, "leaf-is-ca"),
                ("a leaf that may sign certificates", &signs, "leaf-key-usage-signs"),
                ("a leaf without digitalSignature", &mute, "leaf-key-usage-no-signature"),
            ] {
                let chain = self.chain(leaf);
                self.judge(format!("{what}, by {profile}"), &chain)
                    .by(profile)
                    .twin(&Self::good(profile))
                    .refused(&[bad(rule, 0)]);
            }
        }
    }

    /// What `server-strict` refuses, and the softer profiles warn of or pass over.
    fn strictness(&mut self) {
        let zero = self.leaf("serial number zero", |t| t.serial = Some(vec![0]));
        let chain = self.chain(&zero);
        let rule = "serial-number-invalid";
        self.judge("a serial number of zero", &chain).twin(&Self::good(SERVER)).warned(&[odd(rule, 0)]);
        self.judge("a serial number of zero, strictly", &chain)
            .by(STRICT)
            .twin(&Self::good(STRICT))
            .refused(&[bad(rule, 0)]);

        let other =
            self.leaf("another common name", |t| t.subject = crate::forge::der::name("till.example.org"));
        let chain = self.chain(&other);
        self.judge("a common name that is not among the names", &chain)
            .twin(&Self::good(SERVER))
            .warned(&[odd("common-name-not-in-san", 0)]);
        self.judge("a common name that is not among the names, strictly", &chain)
            .by(STRICT)
            .twin(&Self::good(STRICT))
            .refused(&[bad("common-name-not-in-san", 0)]);

        let middle =
            self.below(&self.root, "middle without usages", "middle without usages", |t| t.drop(KEY_USAGE));
        let leaf = super::leaf_template(&[(super::DNS, SHOP.as_bytes())]);
        let leaf = self.book.forge.issue("leaf below no usages", &leaf, &self.leaf_key, &middle);
        let chain = [leaf, middle.cert];
        self.judge("an intermediate without key usage", &chain)
            .twin(&Self::good(SERVER))
            .warned(&[odd("issuer-key-usage-missing", 1)]);
        self.judge("an intermediate without key usage, strictly", &chain)
            .by(STRICT)
            .twin(&Self::good(STRICT))
            .refused(&[bad("issuer-key-usage-missing", 1)]);
    }

    fn anchors(&mut self) {
        let chain = self.chain(&self.server.clone());
        let (root, middle) = (self.root.cert.clone(), self.middle.cert.clone());
        let other = self.authority("another root", "another root", |_| ()).cert;
        let namesake = self.authority("namesake", "root", |_| ()).cert;
        let good = Self::good(SERVER);
        self.judge("an anchor behind another one", &chain).trusts(&[&other, &root]).authority(1).accepted();
        self.judge("an intermediate as the anchor", &chain).trusts(&[&middle]).path(&[0]).accepted();
        self.judge("the root sent along", &[chain[0].clone(), chain[1].clone(), root.clone()])
            .path(&[0, 1])
            .accepted();
        self.judge("no anchor at all", &chain)
            .trusts(&[])
            .twin(&good)
            .refused(&[bad_above("trust-bundle-empty")]);
        self.judge("a leaf as the anchor", &chain)
            .trusts(&[&chain[0]])
            .twin(&good)
            .refused(&[bad_above("bundle-authority-not-ca"), bad_above("trust-bundle-empty")]);
        self.judge("an anchor that did not sign", &chain)
            .trusts(&[&other])
            .twin(&good)
            .refused(&[bad("issuer-missing", 1)]);
        self.judge("an anchor of the same name and another key", &chain)
            .trusts(&[&namesake])
            .twin(&good)
            .refused(&[bad("authority-rotated", 1)]);
        self.judge("the intermediate left out", &chain[..1]).twin(&good).refused(&[bad("issuer-missing", 0)]);
        let forged = self.leaf("forged", |t| t.signature_of_other_bytes = true);
        let chain = self.chain(&forged);
        self.judge("a false signature", &chain).twin(&good).refused(&[bad("signature-invalid", 0)]);
        self.judge("no certificate", &[]).twin(&good).refused(&[bad_above("chain-empty")]);
    }

    fn limits(&mut self) {
        let chain = self.chain(&self.server.clone());
        let bytes: usize = chain.iter().map(|cert| cert.der.len()).sum();
        for (option, enough) in [("max_certificates", 2), ("max_bytes", bytes), ("max_intermediates", 1)] {
            let within = format!("just within {option}");
            self.judge(&*within, &chain).option(option, enough).accepted();
            let beyond = self.judge(format!("just beyond {option}"), &chain);
            let beyond = beyond.option(option, enough - 1).twin(&within);
            match option {
                "max_intermediates" => beyond.refused(&[bad("path-length-exceeded", 0)]),
                _ => beyond.refused(&[bad_above("chain-too-long")]),
            }
        }
        let good = Self::good(SERVER);
        let leaf = super::leaf_template(&[(super::DNS, SHOP.as_bytes())]);
        for (length, depth) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let label = format!("length {length} depth {depth}");
            let upper =
                self.below(&self.root, &label, &label, |t| t.set(basic_constraints(true, Some(length))));
            let name = format!("a path length of {length} over {depth} intermediates");
            let (issuer, mut chain) = if depth == 0 {
                (upper, Vec::new())
            } else {
                let lower = format!("lower of {label}");
                (self.below(&upper, &lower, &lower, |_| ()), vec![upper.cert])
            };
            let leaf = self.book.forge.issue(&format!("leaf of {label}"), &leaf, &self.leaf_key, &issuer);
            chain.insert(0, issuer.cert);
            chain.insert(0, leaf);
            let case = self.judge(name, &chain);
            if depth > length.into() {
                case.twin(&good).refused(&[bad("path-length-exceeded", 2)]);
            } else {
                case.accepted();
            }
        }
    }

    fn made(&mut self) {
        let root = self.root.cert.clone();
        let unusable = self.unusable();
        let (root, unusable) = (self.book.put(&root), self.book.put(&unusable));
        for (profile, purpose) in [(SERVER, "server"), (STRICT, "server"), (CLIENT, "client")] {
            let args = json!({"anchors": [root], "profile": profile});
            let made = json!({"profile": profile, "purpose": purpose, "findings": []});
            self.book.add(Case::new(format!("a verifier by {profile}"), NEW, args).ok(made));
        }
        let args = json!({"anchors": [root], "profile": SERVER, "purpose": "either"});
        let made = json!({"profile": SERVER, "purpose": "either", "findings": []});
        self.book.add(Case::new("a verifier for either role", NEW, args).ok(made));
        let args = json!({"anchors": [unusable, root], "profile": SERVER});
        let left_out = json!([["verifier-authority-unusable", "error", null]]);
        let made = json!({"profile": SERVER, "purpose": "server", "findings": left_out});
        self.book.add(Case::new("an anchor that cannot be used is left out", NEW, args).ok(made));
        for (case, key, value, code) in [
            ("a profile that does not exist", "profile", "lax", "verifier-profile-unknown"),
            ("a profile for SPIFFE IDs", "profile", "spiffe-interop", "verifier-profile-mismatch"),
            ("a purpose that does not exist", "purpose", "any", "verifier-purpose-unknown"),
            ("a depth that does not exist", "revocation_depth", "root", "verifier-revocation-depth-unknown"),
        ] {
            let mut args = json!({"anchors": [root], "profile": SERVER});
            args[key] = json!(value);
            self.book.add(Case::new(case, NEW, args).error(code).with("twin", json!("a verifier by server")));
        }
        for profile in [SERVER, STRICT, CLIENT] {
            let args = json!({"anchors": [root], "trust_domain": "td", "profile": profile});
            let case = Case::new(format!("a ChainVerifier by {profile}"), "chain_verifier.new", args);
            self.book.add(case.error("verifier-profile-mismatch"));
        }
    }

    /// An authority whose form webpki does not take.
    fn unusable(&self) -> Cert {
        let key = Key::p256("unusable");
        let mut template = super::ca_template("unusable", &key);
        template.unique_ids = crate::forge::der::tlv(0x81, &[&[0, 1]]);
        self.book.forge.self_signed("unusable", &template, key).cert
    }
}

//! Bundles in and out of entries.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Case, World, entries, hashes, with};
use crate::forge::{Cert, Key};

const READ: &str = "trust_bundle.from_istio_entries";
const ROOTS: &str = "root-cert.pem";
const CA: &str = "ca.crt";
const PLAIN: &str = "the ConfigMap istio-ca-root-cert";

fn args(entries: Value) -> Value {
    json!({"trust_domain": "td", "entries": entries})
}

fn bundle(authorities: &[&Cert], findings: &[(&str, &str)]) -> Value {
    json!({"trust_domain": "td", "authorities": hashes(authorities), "findings": findings})
}

impl World {
    fn takes(&mut self, name: &str, entries: Value, authorities: &[&Cert]) {
        self.book.add(Case::new(name, READ, args(entries)).ok(bundle(authorities, &[])));
    }

    fn refuses(&mut self, name: &str, entries: Value, code: &str) {
        self.refuse(name, READ, args(entries), code, PLAIN);
    }

    pub(super) fn bundles(&mut self) {
        let (one, two) = (self.root.cert.clone(), self.other.cert.clone());
        let [root, other, cluster] =
            [one.clone(), two.clone(), self.cluster.cert.clone()].map(|cert| self.book.put(&cert));
        let key = self.book.put_text("key of cluster", &Key::p256("cluster").pem());
        self.takes(PLAIN, entries([(ROOTS, root.clone())]), &[&one]);
        let both = json!(one.pem() + &two.pem());
        self.takes("two roots while one replaces the other", entries([(ROOTS, both.clone())]), &[&one, &two]);
        self.takes("a root that stands twice", entries([(ROOTS, json!(one.pem() + &one.pem()))]), &[&one]);
        self.takes(
            "lines that end as on Windows",
            entries([(ROOTS, json!(one.pem().replace('\n', "\r\n")))]),
            &[&one],
        );
        self.takes(
            "words around a root",
            entries([(ROOTS, json!(format!("# istiod\n{}\n", one.pem())))]),
            &[&one],
        );
        let bytes = json!({"trust_domain": "td", "entries_b64": {ROOTS: STANDARD.encode(one.pem())}});
        self.book.add(Case::new("the value of a Secret, decoded", READ, bytes).ok(bundle(&[&one], &[])));
        let cacerts = entries([
            (ROOTS, root.clone()),
            ("cert-chain.pem", cluster.clone()),
            ("ca-cert.pem", cluster.clone()),
            ("ca-key.pem", key.clone()),
        ]);
        self.takes("the Secret cacerts", cacerts.clone(), &[&one]);
        let damaged = with(with(cacerts.clone(), "ca-key.pem", json!("no key")), "cert-chain.pem", json!(""));
        self.takes("other entries are not looked at", damaged, &[&one]);
        let tls = entries([(CA, root.clone()), ("tls.crt", cluster.clone()), ("tls.key", key.clone())]);
        self.takes("a Secret of type kubernetes.io/tls", tls.clone(), &[&one]);
        self.takes("trust-manager's ConfigMap", entries([(CA, both)]), &[&one, &two]);
        self.takes(
            "root-cert.pem counts before ca.crt",
            entries([(CA, other.clone()), (ROOTS, root.clone())]),
            &[&one],
        );
        let without = with(cacerts, ROOTS, Value::Null);
        let missing = "bundle-entry-missing";
        self.refuses("cacerts without root-cert.pem", without, missing);
        self.refuses(
            "a Secret of type kubernetes.io/tls without ca.crt",
            with(tls, CA, Value::Null),
            missing,
        );
        self.refuses("no entry at all", json!({}), missing);
        self.refuses(
            "the name of an entry in upper case",
            entries([("ROOT-CERT.PEM", root.clone())]),
            missing,
        );
        self.refuses(
            "the name of an entry with a space",
            entries([(" root-cert.pem", root.clone())]),
            missing,
        );
        self.refuses("the entry of another tool", entries([("ca-bundle.crt", root.clone())]), missing);
        let certificate = "bundle-certificate";
        self.refuses("an empty root-cert.pem", entries([(ROOTS, json!(""))]), certificate);
        self.refuses(
            "an empty root-cert.pem beside ca.crt",
            entries([(ROOTS, json!("")), (CA, other)]),
            certificate,
        );
        self.refuses("an empty ca.crt", entries([(CA, json!(""))]), certificate);
        self.refuses("a private key as root-cert.pem", entries([(ROOTS, key.clone())]), certificate);
        let behind = json!(one.pem() + &Key::p256("cluster").pem());
        self.refuses("a private key behind the root", entries([(ROOTS, behind)]), certificate);
        let base64 = json!(STANDARD.encode(one.pem()));
        self.refuses("the value of a Secret, still in Base64", entries([(ROOTS, base64)]), certificate);
        let der = json!({"trust_domain": "td", "entries_b64": {ROOTS: STANDARD.encode(&one.der)}});
        self.refuse("a root in DER", READ, der, certificate, PLAIN);
        let cut = json!(crate::forge::pem("CERTIFICATE", &one.der[..99]));
        self.refuses("a root that is cut off", entries([(ROOTS, cut)]), certificate);
        let leaf = self.book.put(&self.leaf);
        let case =
            Case::new("a leaf as root-cert.pem is left out, and said", READ, args(entries([(ROOTS, leaf)])));
        let case = case.ok(bundle(&[], &[("bundle-authority-not-ca", "warning")]));
        self.book.add(case.with("twin", json!(PLAIN)));
    }

    pub(super) fn written(&mut self) {
        let (one, two) = (self.root.cert.clone(), self.other.cert.clone());
        for (name, certs) in [
            ("a bundle of one authority as entries", &[&one][..]),
            ("a bundle of two authorities as entries", &[&one, &two]),
            ("an empty bundle as entries", &[]),
        ] {
            let authorities: Vec<Value> = certs.iter().map(|cert| self.book.put(cert)).collect();
            let pem: String = certs.iter().map(|cert| cert.pem()).collect();
            let args = json!({"trust_domain": "td", "authorities": authorities});
            self.book.add(
                Case::new(name, "trust_bundle.to_istio_root_cert", args).ok(entries([(ROOTS, json!(pem))])),
            );
        }
    }
}

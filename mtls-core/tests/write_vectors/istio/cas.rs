//! CAs in and out of the Secret `cacerts`: each entry missing, mismatched and damaged.

use serde_json::{Value, json};

use super::{Case, World, entries, hashes, with};
use crate::forge::extension::{CRL_SIGN, key_usage};
use crate::forge::{Authority, Cert, Key, Template};
use crate::verify::ca_template;
use crate::{DAY, END, START};

const READ: &str = "ca.from_cacerts";
const WHOLE: &str = "a CA two steps below its root";
const TLS: &str = "a CA as a Secret of type kubernetes.io/tls";

/// What is read: its subject, what is above it, and its roots.
fn ca(subject: &str, above: &[&Cert], roots: &[&Cert], domain: Option<&str>) -> Value {
    json!({
        "subject": format!("CN={subject}"), "is_root": above.is_empty() && domain.is_none(),
        "intermediates": hashes(above), "roots": hashes(roots), "trust_domain": domain,
    })
}

impl World {
    fn key(&mut self, label: &str) -> Value {
        self.book.put_text(&format!("key of {label}"), &Key::p256(label).pem())
    }

    /// The four entries of the CA that issues.
    fn cacerts(&mut self) -> Value {
        let (issuing, cluster) = (self.issuing.cert.clone(), self.cluster.cert.clone());
        entries([
            ("ca-cert.pem", self.book.put(&issuing)),
            ("ca-key.pem", self.key("issuing")),
            ("cert-chain.pem", json!(issuing.pem() + &cluster.pem())),
            ("root-cert.pem", self.book.put(&self.root.cert.clone())),
        ])
    }

    /// The same as cert-manager writes it.
    fn tls(&mut self) -> Value {
        let mut of = self.cacerts();
        entries([
            ("tls.crt", of["cert-chain.pem"].take()),
            ("tls.key", of["ca-key.pem"].take()),
            ("ca.crt", of["root-cert.pem"].take()),
        ])
    }

    fn reads(&mut self, name: &str, entries: Value, ok: Value) {
        self.book.add(Case::new(name, READ, json!({"entries": entries})).ok(ok));
    }

    fn rejects(&mut self, name: &str, entries: Value, code: &str, twin: &str) {
        self.refuse(name, READ, json!({"entries": entries}), code, twin);
    }

    pub(super) fn cas(&mut self) {
        let (root, other) = (self.root.cert.clone(), self.other.cert.clone());
        let (cluster, issuing) = (self.cluster.cert.clone(), self.issuing.cert.clone());
        let (whole, tls) = (self.cacerts(), self.tls());
        let read = ca("issuing", &[&cluster], &[&root], Some("td"));
        self.reads(WHOLE, whole.clone(), read.clone());
        let args = json!({"entries": whole});
        self.book.add(
            Case::new("the entries of a CA come out as they went in", "ca.secret_cacerts", args).ok(json!({
                "ca-cert.pem": issuing.pem(), "ca-key.pem": Key::p256("issuing").pem(),
                "cert-chain.pem": issuing.pem() + &cluster.pem(), "root-cert.pem": root.pem(),
            })),
        );
        self.book.add(
            Case::new(
                "a CA of a Secret of type kubernetes.io/tls comes out as cacerts",
                "ca.secret_cacerts",
                json!({"entries": tls}),
            )
            .ok(json!({
                "ca-cert.pem": issuing.pem(), "ca-key.pem": Key::p256("issuing").pem(),
                "cert-chain.pem": issuing.pem() + &cluster.pem(), "root-cert.pem": root.pem(),
            })),
        );
        self.reads(TLS, tls.clone(), read.clone());
        let chain = |certs: &[&Cert]| json!(certs.iter().map(|cert| cert.pem()).collect::<String>());
        let [with_root, turned, above] =
            [chain(&[&issuing, &cluster, &root]), chain(&[&cluster, &issuing]), chain(&[&cluster])];
        let changed = |value: Value| with(whole.clone(), "cert-chain.pem", value);
        self.reads("a chain that holds the root", changed(with_root), read.clone());
        self.reads("a chain that begins above the CA", changed(above), read.clone());
        self.reads("a chain in another order", changed(turned), read.clone());
        let strange = chain(&[&other, &issuing, &cluster]);
        self.reads("a chain with a stranger in it", changed(strange), read.clone());
        let more = with(with(whole.clone(), "ca.crl", json!("nonsense")), "tls.crt", json!("nonsense"));
        self.reads("other entries are passed over", more, read);
        let roots = with(whole.clone(), "root-cert.pem", chain(&[&other, &root]));
        self.reads(
            "its own root comes first",
            roots,
            ca("issuing", &[&cluster], &[&root, &other], Some("td")),
        );
        let [cluster_ref, root_ref] = [&cluster, &root].map(|cert| self.book.put(cert));
        let (cluster_key, root_key) = (self.key("cluster"), self.key("root"));
        let near = entries([
            ("ca-cert.pem", cluster_ref),
            ("ca-key.pem", cluster_key),
            ("root-cert.pem", root_ref.clone()),
        ]);
        let read = ca("cluster", &[], &[&root], Some("td"));
        self.reads("a CA below its root needs no cert-chain.pem", near.clone(), read.clone());
        for (name, empty) in
            [("an empty cert-chain.pem", ""), ("a cert-chain.pem of empty lines", "\n \r\n\t")]
        {
            self.reads(name, with(near.clone(), "cert-chain.pem", json!(empty)), read.clone());
        }
        let own = entries([
            ("ca-cert.pem", root_ref.clone()),
            ("ca-key.pem", root_key),
            ("root-cert.pem", root_ref),
        ]);
        self.reads("a root", own, ca("root", &[], &[&root], None));
        let expired = self.below_root("an expired CA", |t| t.valid(START, START + DAY));
        let (cert, key) = (self.book.put(&expired.cert), self.key("an expired CA"));
        let old = with(with(near, "ca-cert.pem", cert), "ca-key.pem", key);
        self.reads(
            "an expired CA is read, dates are judged later",
            old,
            with(ca("an expired CA", &[], &[&root], None), "is_root", json!(false)),
        );
    }

    fn below_root(&self, label: &str, spoil: impl FnOnce(&mut Template)) -> Authority {
        let key = Key::p256(label);
        let mut template = ca_template(label, &key);
        template.valid(START, END);
        spoil(&mut template);
        self.book.forge.below(label, &template, key, &self.root)
    }

    pub(super) fn mismatched(&mut self) {
        let (whole, tls) = (self.cacerts(), self.tls());
        let missing = "ca-file";
        for name in ["ca-cert.pem", "ca-key.pem", "root-cert.pem"] {
            let without = with(whole.clone(), name, Value::Null);
            self.rejects(&format!("without {name}"), without, missing, WHOLE);
        }
        for name in ["tls.key", "ca.crt", "tls.crt"] {
            self.rejects(&format!("without {name}"), with(tls.clone(), name, Value::Null), missing, TLS);
        }
        self.rejects("no entry", json!({}), missing, WHOLE);
        let mixed = with(with(whole.clone(), "root-cert.pem", Value::Null), "ca.crt", tls["ca.crt"].clone());
        self.rejects("cacerts with the root of the other form", mixed, missing, WHOLE);
        let broken = "ca-chain-broken";
        self.rejects(
            "without cert-chain.pem, two steps below the root",
            with(whole.clone(), "cert-chain.pem", Value::Null),
            broken,
            WHOLE,
        );
        self.rejects(
            "an empty cert-chain.pem, two steps below the root",
            with(whole.clone(), "cert-chain.pem", json!("")),
            broken,
            WHOLE,
        );
        let [other, cluster, issuing, leaf] =
            [&self.other.cert, &self.cluster.cert, &self.issuing.cert, &self.leaf].map(Cert::clone);
        let [other, cluster, issuing, leaf] =
            [other, cluster, issuing, leaf].map(|cert| self.book.put(&cert));
        self.rejects(
            "the root of another mesh",
            with(whole.clone(), "root-cert.pem", other.clone()),
            broken,
            WHOLE,
        );
        self.rejects(
            "the chain of another CA",
            with(whole.clone(), "cert-chain.pem", issuing.clone()),
            broken,
            WHOLE,
        );
        self.rejects(
            "the root in place of the chain",
            with(whole.clone(), "cert-chain.pem", other),
            broken,
            WHOLE,
        );
        let mut template = ca_template("root", &Key::p256("another root"));
        template.valid(START, END);
        let namesake = self.book.forge.self_signed("root, a namesake", &template, Key::p256("another root"));
        let namesake = self.book.put(&namesake.cert);
        self.rejects(
            "a root of the same name with another key",
            with(whole.clone(), "root-cert.pem", namesake),
            broken,
            WHOLE,
        );
        let key = "ca-key-mismatch";
        let cluster_key = self.key("cluster");
        self.rejects(
            "the key of the CA above",
            with(whole.clone(), "ca-key.pem", cluster_key.clone()),
            key,
            WHOLE,
        );
        self.rejects(
            "the certificate of the CA above",
            with(whole.clone(), "ca-cert.pem", cluster.clone()),
            key,
            WHOLE,
        );
        self.rejects(
            "the chain in another order as tls.crt",
            with(tls.clone(), "tls.crt", json!(self.cluster.cert.pem() + &self.issuing.cert.pem())),
            key,
            TLS,
        );
        self.rejects("another's key as tls.key", with(tls, "tls.key", cluster_key), key, TLS);
        let leaf_key = self.key("leaf");
        let unfit = "ca-unfit";
        let of_leaf = with(with(whole.clone(), "ca-cert.pem", leaf), "ca-key.pem", leaf_key);
        self.rejects("a workload's certificate and key", of_leaf, unfit, WHOLE);
        let weak = self.below_root("a CA that may sign no certificate", |t| t.set(key_usage(CRL_SIGN)));
        let (cert, key) = (self.book.put(&weak.cert), self.key("a CA that may sign no certificate"));
        let weak = with(with(whole, "ca-cert.pem", cert), "ca-key.pem", key);
        self.rejects("a CA that may sign no certificate", weak, unfit, WHOLE);
    }

    pub(super) fn damaged(&mut self) {
        let whole = self.cacerts();
        let key = self.key("issuing");
        let certificate = self.book.put(&self.issuing.cert.clone());
        for name in ["ca-cert.pem", "ca-key.pem", "cert-chain.pem", "root-cert.pem"] {
            self.rejects(
                &format!("words in place of {name}"),
                with(whole.clone(), name, json!("nonsense")),
                "pem-not-found",
                WHOLE,
            );
        }
        for name in ["ca-cert.pem", "ca-key.pem", "root-cert.pem"] {
            self.rejects(
                &format!("a CA with an empty {name}"),
                with(whole.clone(), name, json!("")),
                "pem-not-found",
                WHOLE,
            );
        }
        for name in ["ca-cert.pem", "cert-chain.pem", "root-cert.pem"] {
            self.rejects(
                &format!("a private key as {name} of a CA"),
                with(whole.clone(), name, key.clone()),
                "wrong-kind",
                WHOLE,
            );
        }
        self.rejects(
            "a certificate as ca-key.pem",
            with(whole.clone(), "ca-key.pem", certificate),
            "wrong-kind",
            WHOLE,
        );
        let pem = self.issuing.cert.pem();
        let cut = json!(pem.replace("-----END CERTIFICATE-----\n", ""));
        self.rejects(
            "a certificate without its last line",
            with(whole, "ca-cert.pem", cut),
            "pem-truncated",
            WHOLE,
        );
    }
}

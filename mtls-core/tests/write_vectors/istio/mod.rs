//! Istio's forms: the ConfigMap `istio-ca-root-cert`, the Secret `cacerts`, and a Secret of type `kubernetes.io/tls`.

mod bundles;
mod cas;

use serde_json::{Map, Value, json};
use sha2::Digest as _;

use crate::book::{Book, Case};
use crate::forge::extension::{URI, subject_alt_name};
use crate::forge::{Authority, Cert, Key};
use crate::verify::{ca_template, leaf_template};
use crate::{END, START};

const ABOUT: &str = "Bundles and CAs in the entries of Istio's ConfigMap and Secrets, made by tests/write_vectors. Values are \
    texts, or bytes in Base64 under entries_b64. Certificates are told by their SHA-256, a finding is [rule, severity]. The \
    private keys are made from their names for these cases and guard nothing.";

struct World {
    book: Book,
    root: Authority,
    other: Authority,
    /// Below the root, and below that.
    cluster: Authority,
    issuing: Authority,
    leaf: Cert,
}

pub(crate) fn write() {
    let book = Book::new("istio", ABOUT);
    let root = |label: &str| {
        let key = Key::p256(label);
        let mut template = ca_template(label, &key);
        template.valid(START, END);
        book.forge.self_signed(label, &template, key)
    };
    let below = |label: &str, by: &Authority| {
        let key = Key::p256(label);
        let mut template = ca_template(label, &key);
        template.set(subject_alt_name(&[(URI, b"spiffe://td")]));
        book.forge.below(label, &template, key, by)
    };
    let (root, other) = (root("root"), root("other root"));
    let cluster = below("cluster", &root);
    let issuing = below("issuing", &cluster);
    let leaf = book.forge.issue("leaf", &leaf_template(), &Key::p256("leaf"), &issuing);
    let mut world = World { book, root, other, cluster, issuing, leaf };
    world.bundles();
    world.written();
    world.cas();
    world.mismatched();
    world.damaged();
    assert!(world.book.len() >= 60, "{} cases", world.book.len());
    world.book.close();
}

fn sha256(cert: &Cert) -> String {
    sha2::Sha256::digest(&cert.der).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hashes(certs: &[&Cert]) -> Vec<String> {
    certs.iter().map(|cert| sha256(cert)).collect()
}

/// Entries by name.
fn entries<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

/// The entries with another value of one; null takes it away.
fn with(mut entries: Value, name: &str, value: Value) -> Value {
    if value.is_null() {
        entries.as_object_mut().unwrap().remove(name).unwrap();
    } else {
        entries[name] = value;
    }
    entries
}

impl World {
    fn refuse(&mut self, name: &str, op: &'static str, args: Value, code: &str, twin: &str) {
        let case = Case::new(name, op, args).error(code);
        self.book.add(case.with("twin", json!(twin)));
    }
}

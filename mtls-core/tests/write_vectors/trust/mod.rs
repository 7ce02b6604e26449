//! Bundles and sets: the Trust Domain and Bundle standard (TB1 to TB13) and X509-SVID section 6 (X17 to X20), each from
//! both sides.

mod certificates;
mod diffs;
mod distrusted;
mod elements;
mod sets;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::Digest as _;

use crate::book::{Book, Case};
use crate::forge::extension::{KEY_CERT_SIGN, URI, basic_constraints, key_usage, subject_alt_name};
use crate::forge::{Cert, Key, Template};
use crate::{END, START};

const ABOUT: &str = "Trust bundles and sets of them, made by tests/write_vectors. A bundle is told by the SHA-256 of its \
    authorities, its numbers as text (they go up to 2^64-1) and its findings as [rule, severity]; documents are compared as JSON.";

/// The document that breaks no rule.
const ONE: &str = "a document of one authority";

struct World {
    book: Book,
    one: Cert,
    two: Cert,
    p384: Cert,
    ed25519: Cert,
    leaf: Cert,
    foreign: Cert,
    with_path: Cert,
}

pub(crate) fn write() {
    let book = Book::new("trust", ABOUT);
    let ca = |label: &str, id: Option<&str>, key: Key| {
        let mut template =
            Template::new(label, START, END, vec![basic_constraints(true, None), key_usage(KEY_CERT_SIGN)]);
        if let Some(id) = id {
            template.set(subject_alt_name(&[(URI, id.as_bytes())]));
        }
        book.forge.self_signed(label, &template, key)
    };
    let one = ca("one", None, Key::p256("one"));
    let leaf = Template::new("leaf", START, END, vec![subject_alt_name(&[(URI, b"spiffe://td/a")])]);
    let leaf = book.forge.issue("leaf", &leaf, &Key::p256("leaf"), &one);
    let world = World {
        one: one.cert,
        two: ca("two", Some("spiffe://td"), Key::p256("two")).cert,
        p384: ca("p384", None, Key::p384("p384")).cert,
        ed25519: ca("ed25519", None, Key::ed25519("ed25519")).cert,
        leaf,
        foreign: ca("foreign", Some("spiffe://other"), Key::p256("foreign")).cert,
        with_path: ca("with a path", Some("spiffe://td/ca"), Key::p256("with a path")).cert,
        book,
    };
    world.write();
}

/// What a bundle of `td` is told as.
fn bundle(authorities: &[&Cert], findings: &[(&str, &str)]) -> Value {
    let authorities: Vec<String> = authorities.iter().map(|cert| sha256(&cert.der)).collect();
    json!({
        "trust_domain": "td", "authorities": authorities, "sequence": null, "refresh_hint": null,
        "refresh_interval": 300, "jwt_authorities": 0, "findings": findings,
    })
}

fn with(mut record: Value, fields: Value) -> Value {
    for (key, value) in fields.as_object().unwrap() {
        record[key] = value.clone();
    }
    record
}

fn sha256(der: &[u8]) -> String {
    sha2::Sha256::digest(der).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn x5c(cert: &Cert) -> String {
    STANDARD.encode(&cert.der)
}

/// A key as an issuer writes it, without the parameters that nobody reads.
fn key(cert: &Cert) -> Value {
    json!({"kty": "EC", "use": "x509-svid", "x5c": [x5c(cert)]})
}

fn keys(list: &[Value]) -> String {
    json!({"keys": list}).to_string()
}

/// A key with one member changed; null takes it away.
fn changed(cert: &Cert, member: &str, value: Value) -> Value {
    let mut key = key(cert);
    if value.is_null() {
        key.as_object_mut().unwrap().remove(member);
    } else {
        key[member] = value;
    }
    key
}

impl World {
    fn write(mut self) {
        self.documents();
        self.numbers();
        self.elements();
        self.written();
        self.certificates();
        self.changes();
        self.sets();
        self.diffs();
        self.diffs_of_sets();
        self.distrusted();
        let certs =
            [&self.one, &self.two, &self.p384, &self.ed25519, &self.leaf, &self.foreign, &self.with_path];
        for cert in certs {
            self.book.put(cert);
        }
        assert!(self.book.len() >= 160, "{} cases", self.book.len());
        self.book.close();
    }

    fn json(&mut self, name: &str, text: &str, fill: impl FnOnce(Case) -> Case) {
        let case =
            Case::new(name, "trust_bundle.from_spiffe_json", json!({"trust_domain": "td", "json": text}));
        self.book.add(fill(case));
    }

    fn refused(&mut self, name: &str, text: &str, code: &str) {
        let findings = json!([[code, "error", null]]);
        self.json(name, text, |case| case.error(code).with("findings", findings).with("twin", json!(ONE)));
    }

    fn taken(&mut self, name: &str, text: &str, ok: Value) {
        let found = ok["findings"] != json!([]);
        let twin = |case: Case| if found { case.with("twin", json!(ONE)) } else { case };
        self.json(name, text, |case| twin(case.ok(ok)));
    }

    fn documents(&mut self) {
        let (one, two) = (self.one.clone(), self.two.clone());
        self.taken(ONE, &keys(&[key(&one)]), bundle(&[&one], &[]));
        self.taken(
            "the authorities of all entries together",
            &keys(&[key(&one), key(&two)]),
            bundle(&[&one, &two], &[]),
        );
        self.taken("empty keys are a bundle that trusts nobody", r#"{"keys": []}"#, bundle(&[], &[]));
        self.refused("absent keys are no empty bundle", "{}", "bundle-keys-missing");
        self.refused("keys that are null are no empty bundle", r#"{"keys": null}"#, "bundle-keys-missing");
        self.refused("keys are a list", r#"{"keys": {}}"#, "bundle-field-type");
        self.refused("keys are not a text", r#"{"keys": "none"}"#, "bundle-field-type");
        let extra =
            json!({"keys": [key(&one)], "spiffe_new": [1], "Keys": 1, "other": {"keys": null}}).to_string();
        self.taken("members that nobody defined are passed over", &extra, bundle(&[&one], &[]));
        self.refused("a list is no document", "[]", "bundle-not-json");
        self.refused("null is no document", "null", "bundle-not-json");
        self.refused("a text is no document", r#""keys""#, "bundle-not-json");
        self.refused("nothing is no document", "", "bundle-not-json");
        self.refused("a document that is cut off", r#"{"keys": [{"kty": "EC""#, "bundle-not-json");
        self.refused("a document with something behind it", r#"{"keys": []} {}"#, "bundle-not-json");
        self.refused("PEM is no document", &one.pem(), "bundle-not-json");
        let deep = format!("{{\"keys\": {}", "[".repeat(2000));
        self.refused("lists in lists without end", &deep, "bundle-not-json");
        self.refused("keys that stand twice", r#"{"keys": [], "keys": []}"#, "bundle-duplicate-field");
        self.refused(
            "keys that stand twice, once escaped",
            r#"{"keys": [], "k\u0065ys": []}"#,
            "bundle-duplicate-field",
        );
        self.refused(
            "a sequence that stands twice",
            r#"{"spiffe_sequence": 1, "keys": [], "spiffe_sequence": 2}"#,
            "bundle-duplicate-field",
        );
        self.refused(
            "an unknown member that stands twice",
            r#"{"a": 1, "keys": [], "a": 1}"#,
            "bundle-duplicate-field",
        );
        self.refused(
            "more keys than the limit",
            &format!("{{\"keys\": [{}0]}}", "0,".repeat(1024)),
            "bundle-too-large",
        );
        let odd = format!("{{\"keys\": [{}0]}}", "0,".repeat(256));
        let mut findings = vec![("bundle-element-ignored", "info"); 256];
        findings.push(("bundle-findings-cut", "info"));
        self.taken("more findings than are kept", &odd, bundle(&[], &findings));
        for (name, bytes) in [
            ("bytes that are no text", &[0xff, 0xfe, 0x00][..]),
            ("UTF-16", &[0xff, 0xfe, b'{', 0, b'}', 0]),
            ("a byte order mark", b"\xef\xbb\xbf{\"keys\": []}"),
        ] {
            let args = json!({"trust_domain": "td", "json_b64": STANDARD.encode(bytes)});
            let case = Case::new(name, "trust_bundle.from_spiffe_json", args).error("bundle-not-json");
            self.book.add(case.with("twin", json!(ONE)));
        }
    }

    fn numbers(&mut self) {
        let sequence = |text: &str| format!(r#"{{"keys": [], "spiffe_sequence": {text}}}"#);
        for (name, number) in [
            ("a sequence of zero", "0"),
            ("a sequence that a double cannot hold", "9007199254740993"),
            ("the highest sequence", "18446744073709551615"),
        ] {
            self.taken(name, &sequence(number), with(bundle(&[], &[]), json!({"sequence": number})));
        }
        for (name, text) in [
            ("a sequence beyond 64 bits", "18446744073709551616"),
            ("a sequence of hundreds of digits", &"9".repeat(300)),
            ("a sequence as text", r#""1""#),
            ("a sequence with a fraction", "1.5"),
            ("a negative sequence", "-1"),
            ("a sequence that is null", "null"),
        ] {
            self.refused(name, &sequence(text), "bundle-field-type");
        }
        let hint = |text: &str| format!(r#"{{"keys": [], "spiffe_refresh_hint": {text}}}"#);
        for (name, text, interval) in [
            ("a refresh hint of an hour", "3600", 3600),
            ("a refresh hint of zero does not make a busy loop", "0", 10),
            ("a refresh hint just below the least", "9", 10),
            ("the least refresh hint that counts", "10", 10),
            ("a negative refresh hint", "-5", 10),
            ("the lowest refresh hint", "-9223372036854775808", 10),
            ("the highest refresh hint that counts", "86400", 86_400),
            ("a refresh hint above a day", "86401", 86_400),
            ("the highest refresh hint", "9223372036854775807", 86_400),
        ] {
            let fields = json!({"refresh_hint": text, "refresh_interval": interval});
            self.taken(name, &hint(text), with(bundle(&[], &[]), fields));
        }
        for (name, text) in [
            ("a refresh hint with a fraction", "0.5"),
            ("a refresh hint as text", r#""300""#),
            ("a refresh hint in a list", "[300]"),
        ] {
            self.refused(name, &hint(text), "bundle-field-type");
        }
    }
}

//! SPIFFE Federation without I/O, rule by rule (FD1 is `rotation`; FD6 and FD11 are the business of TLS).

mod endpoints;
mod fetches;
mod publishers;
mod redirects;
mod sequences;

use serde_json::{Value, json};
use sha2::Digest as _;

use crate::NOW;
use crate::book::{Book, Case};
use crate::forge::extension::{URI, subject_alt_name};
use crate::forge::{Cert, Key};
use crate::verify::{ca_template, leaf_template};

const ABOUT: &str = "Bundle endpoints, bundles that are fetched again and again, and bundles that are published, made by \
    tests/write_vectors. A run gives what came of each of its events, and all findings as [rule, severity], refusals among \
    them; an answer is to the request that a redirect led to, else to the usual one. Sequence numbers are texts, times are in \
    seconds, certificates are told by their SHA-256. FD2 to FD15 number the rules of SPIFFE Federation, in its order.";

const RUN: &str = "federated_bundle.run";
/// The run that breaks no rule.
const FIRST: &str = "FD2, FD3 and FD15: a first bundle, and a line for logs";
const TD: &str = "partner.example";
const URL: &str = "https://partner.example/bundle";

struct World {
    book: Book,
    one: Cert,
    two: Cert,
    /// Has an ID of another trust domain.
    foreign: Cert,
    leaf: Cert,
}

pub(crate) fn write() {
    let book = Book::new("federation", ABOUT);
    let root = |label: &str, id: Option<&str>| {
        let key = Key::p256(label);
        let mut template = ca_template(label, &key);
        if let Some(id) = id {
            template.set(subject_alt_name(&[(URI, id.as_bytes())]));
        }
        book.forge.self_signed(label, &template, key)
    };
    let (one, two, foreign) =
        (root("one", None), root("two", None), root("foreign", Some("spiffe://other.example")));
    let leaf = book.forge.issue("leaf", &leaf_template(), &Key::p256("leaf"), &one);
    let mut world = World { one: one.cert, two: two.cert, foreign: foreign.cert, leaf, book };
    world.urls();
    world.endpoints();
    world.cadence();
    world.failures();
    world.hints();
    world.sequences();
    world.trust_domains();
    world.redirects();
    world.servers();
    world.publishers();
    for cert in [&world.one, &world.two, &world.foreign, &world.leaf] {
        world.book.put(cert);
    }
    assert!(world.book.len() >= 130, "{} cases", world.book.len());
    world.book.close();
}

fn sha256(cert: &Cert) -> String {
    sha2::Sha256::digest(&cert.der).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A document with these authorities and other members.
fn document(certs: &[&Cert], members: Value) -> String {
    let key = |cert: &&Cert| json!({"kty": "EC", "use": "x509-svid", "x5c": [base64(cert)]});
    let mut document = json!({"keys": certs.iter().map(key).collect::<Vec<_>>()});
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    document.to_string()
}

fn base64(cert: &Cert) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(&cert.der)
}

/// A document with a number and a refresh hint of a minute.
fn numbered(certs: &[&Cert], sequence: u64) -> String {
    document(certs, json!({"spiffe_sequence": sequence, "spiffe_refresh_hint": 60}))
}

/// A bundle as it is told of.
fn told(certs: &[&Cert], sequence: Option<&str>) -> Value {
    json!({"sequence": sequence, "authorities": certs.iter().map(|cert| sha256(cert)).collect::<Vec<_>>()})
}

/// An answer that comes so many seconds after NOW.
fn answer(after: u64, status: u16, body: &str) -> Value {
    json!({"at": NOW + after, "status": status, "body": body})
}

fn moved(after: u64, status: u16, location: &str) -> Value {
    json!({"at": NOW + after, "status": status, "location": location, "body": ""})
}

/// A fetch that got a bundle: when the next one is, and what counts from now on.
fn fetched(outcome: &str, sequence: Option<&str>, next: u64, bundle: &Value) -> Value {
    let number = sequence
        .map_or_else(|| "without a sequence number".to_owned(), |number| format!("sequence {number}"));
    json!({
        "got": outcome, "next_at": NOW + next, "failures": 0, "failure": null, "bundle": bundle,
        "sequence": sequence,
        "log": format!("{TD} from {URL} (https_web): {outcome}, {number}"),
    })
}

/// One that did not: with which rule, how many in a row, and what counts still.
fn failed(rule: &str, failures: u32, next: u64, bundle: &Value) -> Value {
    let why = if rule == "failed" { "federation-fetch-failed" } else { rule };
    json!({"got": rule, "next_at": NOW + next, "failures": failures, "failure": why, "bundle": bundle})
}

fn web_request(url: &str, host: &str, port: u16, target: &str) -> Value {
    json!({
        "url": url, "host": host, "port": port, "target": target, "server_name": host, "endpoint_id": null,
        "endpoint_bundle": null,
    })
}

fn usual() -> Value {
    web_request(URL, TD, 443, "/bundle")
}

impl World {
    /// A bundle as an argument.
    fn bundle(&mut self, trust_domain: &str, certs: &[&Cert], sequence: &str) -> Value {
        let authorities: Vec<_> = certs.iter().map(|cert| self.book.put(cert)).collect();
        json!({"trust_domain": trust_domain, "authorities": authorities, "sequence": sequence})
    }

    /// Events at an endpoint of the Web PKI, and what comes of each.
    fn run(&mut self, name: &str, events: &[Value], states: &[Value], findings: &[(&str, &str)]) {
        let args = json!({"endpoint": {"trust_domain": TD, "url": URL}, "at": NOW, "events": events});
        self.runs(name, args, states, &usual(), findings);
    }

    fn runs(
        &mut self,
        name: &str,
        args: Value,
        states: &[Value],
        request: &Value,
        findings: &[(&str, &str)],
    ) {
        assert_eq!(args["events"].as_array().unwrap().len(), states.len(), "{name}");
        let ok = json!({"events": states, "next_request": request, "findings": findings});
        let case = Case::new(name, RUN, args).ok(ok);
        self.book.add(if findings.is_empty() { case } else { case.with("twin", json!(FIRST)) });
    }

    fn refuse(&mut self, name: &str, op: &'static str, args: Value, code: &str, twin: &str) {
        let findings = json!([[code, "error", null]]);
        let case = Case::new(name, op, args).error(code).with("findings", findings);
        self.book.add(case.with("twin", json!(twin)));
    }
}

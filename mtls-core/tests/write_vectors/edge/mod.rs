//! Servers and edge clients, known by name: RFC 9525 names, roles, CRLs (RFC 5280 sections 5 and 6.3), distrust lists;
//! and what RFC 5280 and the CA/Browser Forum ask of certificates; each from both sides.

mod conformance;
mod distrust;
mod names;
mod profiles;
mod revocation;

use serde_json::{Map, Value, json};

use crate::book::{Book, Case};
use crate::forge::crl::SignedList;
use crate::forge::extension::{
    CLIENT_AUTH, CRL_SIGN, DIGITAL_SIGNATURE, DNS, EMAIL, IP, KEY_CERT_SIGN, SERVER_AUTH, URI,
    basic_constraints, extended_key_usage, key_usage, subject_alt_name, subject_key_id,
};
use crate::forge::{Authority, Cert, Key, Template};
use crate::{DAY, END, NOW, START};

const ABOUT: &str = "Chains judged by name, by CRLs and by distrust lists, made by tests/write_vectors. `chain` is the \
    presented certificates, leaf first; `anchors` the authorities, which are the bundle of `trust_domain` where a \
    ChainVerifier judges; `name` is a name, a list of which one will do, or null for any; `distrust` lists entries as \
    [kind, certificate, reason]. `path` is the accepted certificates by position, `authority` the anchor that they end \
    at. A finding is [rule, severity, position of the certificate]. `twin` names the case that just does not break the \
    rule.";

const VERIFY: &str = "edge_verifier.verify";
const EXPLAIN: &str = "edge_verifier.explain";
const NEW: &str = "edge_verifier.new";

/// The DNS name of servers and the ID of workloads, where a case is not about names.
const SHOP: &str = "shop.example";
const ID: &str = "spiffe://td/ns/shop/sa/cart";

const SERVER: &str = "server";
const STRICT: &str = "server-strict";
const CLIENT: &str = "edge-client";

/// A finding: rule, severity, position in the chain.
type Found = (&'static str, &'static str, Option<usize>);

/// A refusal's finding about the certificate at `index`.
const fn bad(rule: &'static str, index: usize) -> Found {
    (rule, "error", Some(index))
}

/// A refusal's finding about the trust anchor, or about no certificate.
const fn bad_above(rule: &'static str) -> Found {
    (rule, "error", None)
}

const fn odd(rule: &'static str, index: usize) -> Found {
    (rule, "warning", Some(index))
}

/// A leaf that keeps every rule of every profile.
fn leaf_template(names: &[(u8, &[u8])]) -> Template {
    let extensions = vec![
        basic_constraints(false, None),
        key_usage(DIGITAL_SIGNATURE),
        extended_key_usage(&[SERVER_AUTH]),
        subject_alt_name(names),
    ];
    Template::new(SHOP, START, END, extensions)
}

/// A CA that keeps every rule. It outlives what it issues.
fn ca_template(name: &str, key: &Key) -> Template {
    let extensions =
        vec![basic_constraints(true, None), key_usage(KEY_CERT_SIGN | CRL_SIGN), subject_key_id(&key.id())];
    Template::new(name, START - DAY, END + 3650 * DAY, extensions)
}

struct World {
    book: Book,
    /// The one trust anchor, where a case is not about anchors.
    root: Authority,
    /// Two intermediates of it.
    middle: Authority,
    sibling: Authority,
    leaf_key: Key,
    /// A server, a client and a workload of `middle`.
    server: Cert,
    client: Cert,
    workload: Cert,
    /// A server of `sibling`.
    other_server: Cert,
}

pub(crate) fn write() {
    let book = Book::new("edge", ABOUT);
    let forge = &book.forge;
    let key = Key::p256("root");
    let root = forge.self_signed("root", &ca_template("root", &key), key);
    let below = |label: &str| {
        let key = Key::p256(label);
        forge.below(label, &ca_template(label, &key), key, &root)
    };
    let (middle, sibling) = (below("middle"), below("sibling"));
    let leaf_key = Key::p256("leaf");
    let shop = leaf_template(&[(DNS, SHOP.as_bytes())]);
    let mut client = shop.clone();
    client.set(extended_key_usage(&[CLIENT_AUTH]));
    let mut workload = shop.clone();
    workload.set(extended_key_usage(&[SERVER_AUTH, CLIENT_AUTH]));
    workload.set(subject_alt_name(&[(URI, ID.as_bytes())]));
    let server = forge.issue("server", &shop, &leaf_key, &middle);
    let client = forge.issue("client", &client, &leaf_key, &middle);
    let workload = forge.issue("workload", &workload, &leaf_key, &middle);
    let other_server = forge.issue("server of sibling", &shop, &leaf_key, &sibling);
    let mut world = World { book, root, middle, sibling, leaf_key, server, client, workload, other_server };
    world.profiles();
    world.names();
    world.revocation();
    world.distrust();
    world.conformance();
    assert!(world.book.len() >= 200, "{} cases", world.book.len());
    world.book.close();
}

impl World {
    /// A leaf of `middle` with these names; the first is the common name, too.
    fn named(&self, label: &str, names: &[(u8, &[u8])]) -> Cert {
        self.leaf(label, |t| *t = leaf_template(names))
    }

    fn leaf(&self, label: &str, spoil: impl FnOnce(&mut Template)) -> Cert {
        let mut template = leaf_template(&[(DNS, SHOP.as_bytes())]);
        spoil(&mut template);
        self.book.forge.issue(label, &template, &self.leaf_key, &self.middle)
    }

    /// An authority with a key of its label and a name of its own.
    fn authority(&self, label: &str, name: &str, spoil: impl FnOnce(&mut Template)) -> Authority {
        let key = Key::p256(label);
        let mut template = ca_template(name, &key);
        spoil(&mut template);
        self.book.forge.self_signed(label, &template, key)
    }

    /// An intermediate with a key of its label and a name of its own.
    fn below(&self, by: &Authority, label: &str, name: &str, spoil: impl FnOnce(&mut Template)) -> Authority {
        let key = Key::p256(label);
        let mut template = ca_template(name, &key);
        spoil(&mut template);
        self.book.forge.below(label, &template, key, by)
    }

    /// A server's chain: this leaf and its issuer.
    fn chain(&self, leaf: &Cert) -> [Cert; 2] {
        [leaf.clone(), self.middle.cert.clone()]
    }

    /// A case about a chain under the usual anchor, by the usual name.
    fn judge(&mut self, name: impl Into<String>, chain: &[Cert]) -> Judge<'_> {
        let root = self.root.cert.clone();
        let path = (0..chain.len()).collect();
        let chain: Vec<Value> = chain.iter().map(|cert| self.book.put(cert)).collect();
        Judge {
            book: &mut self.book,
            case: name.into(),
            op: VERIFY,
            chain,
            anchors: None,
            root,
            profile: Some(SERVER),
            name: json!(SHOP),
            at: NOW,
            options: Map::new(),
            twin: None,
            accepted: Verdict { name: None, path, authority: 0, until: END },
        }
    }
}

/// Who is accepted, and over which path.
struct Verdict {
    /// The name that matched, where it is not the expected one.
    name: Option<Value>,
    path: Vec<usize>,
    authority: usize,
    until: u64,
}

/// A case in the making; the verdict ends it.
struct Judge<'w> {
    book: &'w mut Book,
    case: String,
    op: &'static str,
    chain: Vec<Value>,
    anchors: Option<Vec<Value>>,
    root: Cert,
    profile: Option<&'static str>,
    name: Value,
    at: u64,
    options: Map<String, Value>,
    twin: Option<String>,
    accepted: Verdict,
}

impl Judge<'_> {
    fn by(mut self, profile: &'static str) -> Self {
        self.profile = Some(profile);
        self
    }

    /// Judged as an X509-SVID, by a ChainVerifier.
    fn svid(mut self) -> Self {
        (self.op, self.profile) = ("chain_verifier.verify", None);
        self.accepted.name = Some(json!(ID));
        self
    }

    /// A name, a list, or null.
    fn expects(mut self, name: impl Into<Value>) -> Self {
        self.name = name.into();
        self
    }

    /// The name that matched.
    fn matched(mut self, name: &str) -> Self {
        self.accepted.name = Some(json!(name));
        self
    }

    fn trusts(mut self, anchors: &[&Cert]) -> Self {
        self.anchors = Some(anchors.iter().map(|cert| self.book.put(cert)).collect());
        self
    }

    fn lists(self, lists: &[&SignedList]) -> Self {
        let lists: Vec<Value> =
            lists.iter().map(|list| self.book.put_text(&list.label, &list.pem())).collect();
        self.option("crls", lists)
    }

    fn distrusts(self, entries: &[(&str, &Cert)]) -> Self {
        let entries: Vec<Value> = entries
            .iter()
            .map(|(kind, cert)| json!([kind, self.book.put(cert), "its key was found in a backup"]))
            .collect();
        self.option("distrust", entries)
    }

    fn option(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.options.insert(key.to_owned(), value.into());
        self
    }

    fn at(mut self, seconds: u64) -> Self {
        self.at = seconds;
        self
    }

    /// The case that just does not break the rule.
    fn twin(mut self, name: &str) -> Self {
        self.twin = Some(name.to_owned());
        self
    }

    /// The accepted certificates, where it is not the chain as it stands.
    fn path(mut self, path: &[usize]) -> Self {
        self.accepted.path = path.to_vec();
        self
    }

    /// Which of the anchors vouches, where it is not the first.
    fn authority(mut self, place: usize) -> Self {
        self.accepted.authority = place;
        self
    }

    fn until(mut self, seconds: u64) -> Self {
        self.accepted.until = seconds;
        self
    }

    fn accepted(self) {
        self.warned(&[]);
    }

    fn warned(self, warnings: &[Found]) {
        let Verdict { name, path, authority, until } = &self.accepted;
        let name = name.as_ref().unwrap_or(&self.name);
        let ok = json!({
            "name": name, "path": path, "authority": authority, "valid_until": until, "warnings": warnings,
        });
        self.end(|case| case.ok(ok));
    }

    /// All that is found; the first is the code.
    fn refused(self, findings: &[Found]) {
        self.end(|case| case.error(findings[0].0).with("findings", json!(findings)));
    }

    /// A report: position, whether the path needs it, what is wrong with it.
    fn explained(
        mut self,
        accepted: bool,
        certificates: &[(Option<usize>, bool, &[&str])],
        findings: &[Found],
    ) {
        self.op = EXPLAIN;
        let ok = json!({"accepted": accepted, "certificates": certificates, "findings": findings});
        self.end(|case| case.ok(ok));
    }

    fn end(self, verdict: impl FnOnce(Case) -> Case) {
        let anchors = self.anchors.unwrap_or_else(|| vec![self.book.put(&self.root)]);
        let mut args = json!({"chain": self.chain, "anchors": anchors, "at": self.at});
        match self.profile {
            Some(profile) => (args["profile"], args["name"]) = (json!(profile), self.name),
            None => args["trust_domain"] = json!("td"),
        }
        for (key, value) in self.options {
            args[key] = value;
        }
        let mut case = verdict(Case::new(self.case, self.op, args));
        if let Some(twin) = self.twin {
            case = case.with("twin", json!(twin));
        }
        self.book.add(case);
    }
}

//! Chains and what is to be said of them: X509-SVID (X1 to X20) and RFC 5280, every rule from both sides.

mod certificates;
mod constraints;
mod distrusted;
mod explained;
mod identities;
mod issuers;
mod malformed;
mod paths;
mod revoked;
mod times;
mod trusted;
mod usages;

use serde_json::{Map, Value, json};

use crate::book::{Book, Case};
use crate::forge::extension::{
    CLIENT_AUTH, CRL_SIGN, DIGITAL_SIGNATURE, KEY_CERT_SIGN, SERVER_AUTH, basic_constraints,
    extended_key_usage, key_usage, subject_key_id,
};
use crate::forge::{Authority, Cert, Key, Template};
use crate::{DAY, END, NOW, START};

const ABOUT: &str = "Chains and their verdicts, made by tests/write_vectors. `chain` is the presented certificates, leaf \
    first; `bundles` the authorities by trust domain; `path` the accepted certificates by position, `authority` the one of \
    the bundle that they end at. A finding is [rule, severity, position of the certificate]. `twin` names the case that just \
    does not break the rule.";

/// The ID of leaves, where a case is not about IDs.
pub(crate) const ID: &str = "spiffe://td/ns/shop/sa/cart";
const GOOD: &str = "a leaf that keeps every rule";
const LOW: &str = "a leaf below an intermediate";
const STRICT: &str = "spiffe-strict";

/// A finding: rule, severity, position in the chain.
type Found = (&'static str, &'static str, Option<usize>);

/// A certificate of a report: position, whether the path needs it, what is wrong with it.
type Reported<'a> = (Option<usize>, bool, &'a [&'a str]);

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

const fn odd_above(rule: &'static str) -> Found {
    (rule, "warning", None)
}

/// The twin of a strict case is strict.
fn strictly(name: &str) -> String {
    format!("{name}, strictly")
}

/// A leaf that keeps every rule, to be spoilt.
pub(crate) fn leaf_template() -> Template {
    let mut template = Template::new(
        "cart",
        START,
        END,
        vec![
            basic_constraints(false, None),
            key_usage(DIGITAL_SIGNATURE),
            extended_key_usage(&[SERVER_AUTH, CLIENT_AUTH]),
        ],
    );
    template.uris(&[ID]);
    template
}

/// A CA that keeps every rule, to be spoilt. It outlives what it issues.
pub(crate) fn ca_template(name: &str, key: &Key) -> Template {
    let extensions =
        vec![basic_constraints(true, None), key_usage(KEY_CERT_SIGN | CRL_SIGN), subject_key_id(&key.id())];
    Template::new(name, START - DAY, END + 3650 * DAY, extensions)
}

struct World {
    book: Book,
    /// The one authority of `td`, where a case is not about authorities.
    root: Authority,
    /// An intermediate below it.
    middle: Authority,
    leaf_key: Key,
    /// A leaf of the root, and one of the intermediate, that keep every rule.
    leaf: Cert,
    low_leaf: Cert,
}

pub(crate) fn write() {
    let book = Book::new("verify", ABOUT);
    let forge = &book.forge;
    let key = Key::p256("root");
    let root = forge.self_signed("root", &ca_template("root", &key), key);
    let key = Key::p256("middle");
    let middle = forge.below("middle", &ca_template("middle", &key), key, &root);
    let leaf_key = Key::p256("leaf");
    let leaf = forge.issue("leaf", &leaf_template(), &leaf_key, &root);
    let low_leaf = forge.issue("leaf of middle", &leaf_template(), &leaf_key, &middle);
    let mut world = World { book, root, middle, leaf_key, leaf, low_leaf };
    world.identities();
    world.certificates();
    world.usages();
    world.malformed();
    world.paths();
    world.issuers();
    world.constraints();
    world.times();
    world.trusted();
    world.explained();
    world.revoked();
    world.distrusted();
    assert!(world.book.len() >= 350, "{} cases", world.book.len());
    world.book.close();
}

impl World {
    fn leaf(&self, label: &str, spoil: impl FnOnce(&mut Template)) -> Cert {
        self.leaf_of(&self.root, label, spoil)
    }

    fn leaf_of(&self, by: &Authority, label: &str, spoil: impl FnOnce(&mut Template)) -> Cert {
        let mut template = leaf_template();
        spoil(&mut template);
        self.book.forge.issue(label, &template, &self.leaf_key, by)
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

    /// A case about a chain under the one authority of `td`.
    fn verify(&mut self, name: impl Into<String>, chain: &[&Cert]) -> Verify<'_> {
        let root = self.root.cert.clone();
        let chain: Vec<Value> = chain.iter().map(|cert| self.book.put(cert)).collect();
        let path = (0..chain.len()).collect();
        Verify {
            book: &mut self.book,
            name: name.into(),
            op: "chain_verifier.verify",
            chain,
            bundles: None,
            root,
            at: NOW,
            options: Map::new(),
            twin: None,
            peer: Peer { id: ID.to_owned(), path, authority: 0, until: END },
        }
    }

    /// Accepted without a warning, also under the strict profile.
    fn keeps(&mut self, name: &str, chain: &[&Cert], authorities: &[&Cert]) {
        self.verify(name, chain).trusts("td", authorities).accepted();
        self.verify(strictly(name), chain).trusts("td", authorities).strict().accepted();
    }

    /// What the standard asks of issuers: a warning, and strictly a refusal. `twin` is of [`World::keeps`].
    fn duty(
        &mut self,
        name: &str,
        chain: &[&Cert],
        authorities: &[&Cert],
        twin: &str,
        broken: &[(&'static str, Option<usize>)],
    ) {
        let warnings: Vec<Found> = broken.iter().map(|(rule, index)| (*rule, "warning", *index)).collect();
        let errors: Vec<Found> = broken.iter().map(|(rule, index)| (*rule, "error", *index)).collect();
        self.verify(name, chain).trusts("td", authorities).twin(twin).warned(&warnings);
        let strict = self.verify(strictly(name), chain).trusts("td", authorities).strict();
        strict.twin(&strictly(twin)).refused(&errors);
    }
}

/// Who is accepted, and over which path.
struct Peer {
    id: String,
    path: Vec<usize>,
    authority: usize,
    until: u64,
}

/// A case in the making; the verdict ends it.
struct Verify<'w> {
    book: &'w mut Book,
    name: String,
    op: &'static str,
    chain: Vec<Value>,
    bundles: Option<Map<String, Value>>,
    root: Cert,
    at: u64,
    options: Map<String, Value>,
    twin: Option<String>,
    peer: Peer,
}

impl Verify<'_> {
    /// These authorities in place of the usual one; called again for another trust domain.
    fn trusts(mut self, trust_domain: &str, authorities: &[&Cert]) -> Self {
        let authorities = authorities.iter().map(|cert| self.book.put(cert)).collect();
        self.bundles.get_or_insert_default().insert(trust_domain.to_owned(), authorities);
        self
    }

    fn trusts_nobody(mut self) -> Self {
        self.bundles = Some(Map::new());
        self
    }

    fn option(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.options.insert(key.to_owned(), value.into());
        self
    }

    /// A private key beside the chain.
    fn key(self, label: &str, pem: &str) -> Self {
        let key = self.book.put_text(label, pem);
        self.option("key", key)
    }

    fn strict(self) -> Self {
        self.option("profile", STRICT)
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

    fn id(mut self, id: &str) -> Self {
        self.peer.id = id.to_owned();
        self
    }

    /// The accepted certificates, where it is not the chain as it stands.
    fn path(mut self, path: &[usize]) -> Self {
        self.peer.path = path.to_vec();
        self
    }

    /// Which authority of the bundle vouches, where it is not the first.
    fn authority(mut self, place: usize) -> Self {
        self.peer.authority = place;
        self
    }

    fn until(mut self, seconds: u64) -> Self {
        self.peer.until = seconds;
        self
    }

    fn accepted(self) {
        self.warned(&[]);
    }

    fn warned(self, warnings: &[Found]) {
        let Peer { id, path, authority, until } = &self.peer;
        let trust_domain = id.trim_start_matches("spiffe://").split('/').next();
        let ok = json!({
            "spiffe_id": id, "trust_domain": trust_domain, "path": path, "authority": authority,
            "valid_until": until, "warnings": warnings,
        });
        self.gives(ok);
    }

    /// All that is found; the first is the code.
    fn refused(self, findings: &[Found]) {
        self.end(|case| case.error(findings[0].0).with("findings", json!(findings)));
    }

    /// Refused where there are no findings to compare.
    fn refused_as(self, code: &str) {
        self.end(|case| case.error(code));
    }

    /// A report about a leaf with the usual ID.
    fn explained(self, accepted: bool, certificates: &[Reported<'_>], findings: &[Found]) {
        self.explained_as(accepted, Some(ID), certificates, findings);
    }

    /// A report about a leaf without a name.
    fn explained_nameless(self, certificates: &[Reported<'_>], findings: &[Found]) {
        self.explained_as(false, None, certificates, findings);
    }

    fn explained_as(
        mut self,
        accepted: bool,
        id: Option<&str>,
        certificates: &[Reported<'_>],
        findings: &[Found],
    ) {
        self.op = "chain_verifier.explain";
        self.gives(json!({
            "accepted": accepted, "spiffe_id": id, "certificates": certificates, "findings": findings,
        }));
    }

    fn gives(self, ok: Value) {
        self.end(|case| case.ok(ok));
    }

    fn end(self, verdict: impl FnOnce(Case) -> Case) {
        let bundles = self.bundles.unwrap_or_else(|| {
            let root = self.book.put(&self.root);
            Map::from_iter([("td".to_owned(), json!([root]))])
        });
        let mut args = json!({"chain": self.chain, "bundles": bundles, "at": self.at});
        for (key, value) in self.options {
            args[key] = value;
        }
        let mut case = verdict(Case::new(self.name, self.op, args));
        if let Some(twin) = self.twin {
            case = case.with("twin", json!(twin));
        }
        self.book.add(case);
    }
}

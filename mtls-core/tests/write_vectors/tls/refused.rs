//! Peers that are refused: what is found, and the alert that they are told (RFC 8446 section 6.2).

use serde_json::{Value, json};
use sha2::Digest as _;

use super::{CLIENT, FIRST, LAST, SERVER, World, authority, key_of, leaf, taking, told, with};
use crate::forge::crl::List;
use crate::forge::der::oid;
use crate::forge::extension::{
    CLIENT_AUTH, DNS, KEY_ENCIPHERMENT, SERVER_AUTH, SUBJECT_ALT_NAME, UNKNOWN, URI, anything,
    basic_constraints, extended_key_usage, key_usage, name_constraints, subject_alt_name,
};
use crate::forge::{Authority, Cert, Key, Spoil, Template};

/// 2020-01-01 and 9998-01-01.
const ENDED: u64 = 1_577_836_800;
const BEGINS: u64 = 253_339_228_800;

/// Rule, severity, position.
type Found = (&'static str, &'static str, Option<usize>);

/// What a side says of a peer whose chain it refused.
fn refuses(presented: usize, findings: &[Found]) -> Value {
    let first = ("tls-peer-rejected", "error", findings[0].2);
    let all: Vec<Found> = std::iter::once(first).chain(findings.iter().copied()).collect();
    json!({"error": "tls-peer-rejected", "presented": presented, "findings": all})
}

impl World {
    pub(super) fn refused(&mut self) {
        self.not_let_in();
        for is_client in [true, false] {
            self.leaves(is_client);
            self.paths(is_client);
            self.taken_back(is_client);
        }
    }

    fn not_let_in(&mut self) {
        let (client, server) = (self.client_side(), self.server_side());
        let end = json!({
            "error": "tls-peer-not-authorized", "presented": 1,
            "findings": [["tls-peer-not-authorized", "error", null]],
        });
        let other = json!("spiffe://td/ns/shop/sa/bank");
        for (name, key, value) in [
            ("a client that is not the expected one", "expect_peer", other.clone()),
            (
                "a client outside a path",
                "authorize",
                json!({"path_prefix": {"trust_domain": "td", "path": "/ns/bank"}}),
            ),
            ("a client of which all but one is let in", "authorize", json!({"not": {"exact": CLIENT}})),
            ("a client outside a trust domain", "authorize", json!({"trust_domain": "other"})),
        ] {
            let server = taking(server.clone(), key, value);
            self.handshake(name, client.clone(), server, [told("AccessDenied"), end.clone()]);
        }
        let picky = taking(client.clone(), "expect_peer", other);
        let name = "a server that is not the expected one";
        self.handshake(name, picky.clone(), server.clone(), [end.clone(), told("AccessDenied")]);
        let name = "two that do not expect each other: the client looks first";
        let server = taking(server, "authorize", json!({"trust_domain": "other"}));
        self.handshake(name, picky, server, [end, told("AccessDenied")]);
    }

    /// A handshake that one side refuses for the chain of the other.
    fn meets(
        &mut self,
        what: &str,
        is_client: bool,
        chain: &[&Cert],
        found: &[Found],
        alert: &str,
        option: Option<(&str, Value)>,
    ) {
        let bad = self.side(chain);
        let mut good = if is_client { self.server_side() } else { self.client_side() };
        if let Some((key, value)) = option {
            good = with(good, key, value);
        }
        let (refuses, told) = (refuses(chain.len(), found), told(alert));
        if is_client {
            self.handshake(format!("a client with {what}"), bad, good, [told, refuses]);
        } else {
            self.handshake(format!("a server with {what}"), good, bad, [refuses, told]);
        }
    }

    fn leaves(&mut self, is_client: bool) {
        let (whom, id) = if is_client { ("client", CLIENT) } else { ("server", SERVER) };
        let lacks = ("leaf-eku-incomplete", "warning", Some(0));
        let (own, wrong) = if is_client { (CLIENT_AUTH, SERVER_AUTH) } else { (SERVER_AUTH, CLIENT_AUTH) };
        let usage = |purpose: &'static [u8]| move |t: &mut Template| t.set(extended_key_usage(&[purpose]));
        let (for_own, for_wrong) = (usage(own), usage(wrong));
        let bad = |rule| vec![(rule, "error", Some(0))];
        let table: [(&str, Spoil<'_>, Vec<Found>, &str); 14] = [
            ("a leaf that ended", &|t| t.valid(FIRST, ENDED), bad("leaf-expired"), "CertificateExpired"),
            (
                "a leaf that has not begun",
                &|t| t.valid(BEGINS, LAST),
                bad("leaf-not-yet-valid"),
                "CertificateExpired",
            ),
            ("no name", &|t| t.drop(SUBJECT_ALT_NAME), bad("leaf-spiffe-id-missing"), "BadCertificate"),
            (
                "a DNS name alone",
                &|t| t.set(subject_alt_name(&[(DNS, b"shop.example")])),
                bad("leaf-spiffe-id-missing"),
                "BadCertificate",
            ),
            (
                "two IDs",
                &|t| t.uris(&["spiffe://td/a", "spiffe://td/b"]),
                bad("leaf-uri-names-multiple"),
                "BadCertificate",
            ),
            (
                "an ID that is none",
                &|t| t.uris(&["https://td/a"]),
                bad("leaf-spiffe-id-invalid"),
                "BadCertificate",
            ),
            (
                "the ID of its trust domain",
                &|t| t.uris(&["spiffe://td"]),
                bad("leaf-spiffe-id-without-path"),
                "BadCertificate",
            ),
            (
                "an ID of a trust domain that nobody knows",
                &|t| t.uris(&["spiffe://stranger/a"]),
                vec![
                    ("trust-domain-unknown", "error", None),
                    ("signed-by-other-trust-domain", "error", Some(0)),
                ],
                "UnknownCA",
            ),
            (
                "the certificate of a CA",
                &|t| t.set(basic_constraints(true, None)),
                bad("leaf-is-ca"),
                "BadCertificate",
            ),
            (
                "a key that does not sign",
                &|t| t.set(key_usage(KEY_ENCIPHERMENT)),
                bad("leaf-key-usage-no-signature"),
                "BadCertificate",
            ),
            (
                "a leaf for the other role",
                &for_wrong,
                vec![("purpose-mismatch", "error", Some(0)), lacks],
                "UnsupportedCertificate",
            ),
            (
                "a critical extension that nobody knows",
                &|t| t.extensions.push(anything(UNKNOWN, true)),
                bad("critical-extension-unknown"),
                "BadCertificate",
            ),
            (
                "a signature of other bytes",
                &|t| t.signature_of_other_bytes = true,
                bad("signature-invalid"),
                "BadCertificate",
            ),
            (
                "two signature algorithms",
                &|t| t.outer_algorithm = Some(oid(UNKNOWN)),
                bad("certificate-malformed"),
                "BadCertificate",
            ),
        ];
        for (what, spoil, found, alert) in table {
            let leaf = self.leaf(&format!("{whom}: {what}"), |t| {
                t.uris(&[id]);
                spoil(t);
            });
            self.meets(what, is_client, &[&leaf], &found, alert, None);
        }
        let what = "a leaf for its own role alone";
        let narrow = self.leaf(&format!("{whom}: {what}"), |t| {
            t.uris(&[id]);
            for_own(t);
        });
        let found = bad("leaf-eku-incomplete");
        self.meets(
            "a leaf for its own role alone, where that is too little",
            is_client,
            &[&narrow],
            &found,
            "UnsupportedCertificate",
            Some(("profile", json!("spiffe-strict"))),
        );
    }

    fn paths(&mut self, is_client: bool) {
        let (whom, id) = if is_client { ("client", CLIENT) } else { ("server", SERVER) };
        let bad = |rule, index| vec![(rule, "error", Some(index))];
        let below = |by: &Authority, name: &str, spoil: Spoil<'_>, book: &crate::book::Book| {
            let label = format!("{whom}: {name}");
            let key = Key::p256(&label);
            let mut template = crate::verify::ca_template(&label, &key);
            template.valid(FIRST, LAST);
            spoil(&mut template);
            book.forge.below(&label, &template, key, by)
        };
        let middle = below(&self.root, "CA", &|_| (), &self.book);
        let ended = below(&self.root, "CA that ended", &|t| t.valid(FIRST, ENDED), &self.book);
        let future = below(&self.root, "CA that has not begun", &|t| t.valid(BEGINS, LAST), &self.book);
        let no_ca = below(&self.root, "no CA", &|t| t.set(basic_constraints(false, None)), &self.book);
        let fenced = below(
            &self.root,
            "fenced CA",
            &|t| t.set(name_constraints(&[(DNS, b"shop.example")], &[])),
            &self.book,
        );
        let stranger = authority(&self.book, &format!("{whom}: stranger"));
        let rotated = {
            let key = Key::p256(&format!("{whom}: rotated"));
            let mut template = crate::verify::ca_template("root", &key);
            template.valid(FIRST, LAST);
            self.book.forge.self_signed(&format!("{whom}: rotated"), &template, key)
        };
        let under = |by: &Authority, what: &str, book: &crate::book::Book| {
            leaf(book, by, &format!("{whom} under {what}"), |t| {
                t.set(subject_alt_name(&[(URI, id.as_bytes()), (DNS, b"bank.example")]));
            })
        };
        for (what, by, sent, found, alert) in [
            ("an intermediate that it does not send", &middle, false, bad("issuer-missing", 0), "UnknownCA"),
            ("an intermediate that ended", &ended, true, bad("issuer-expired", 1), "CertificateExpired"),
            (
                "an intermediate that has not begun",
                &future,
                true,
                bad("issuer-not-yet-valid", 1),
                "CertificateExpired",
            ),
            ("an intermediate that is no CA", &no_ca, true, bad("issuer-not-ca", 1), "BadCertificate"),
            (
                "a name that its intermediate may not give",
                &fenced,
                true,
                bad("name-constraint-violated", 1),
                "BadCertificate",
            ),
            ("a root that nobody knows", &stranger, false, bad("issuer-missing", 0), "UnknownCA"),
            (
                "a root that nobody knows, and the root",
                &stranger,
                true,
                bad("authority-unknown", 1),
                "UnknownCA",
            ),
            ("a root that was rotated", &rotated, false, bad("authority-rotated", 0), "UnknownCA"),
        ] {
            let leaf = under(by, what, &self.book);
            let chain: Vec<&Cert> = std::iter::once(&leaf).chain(sent.then_some(&by.cert)).collect();
            self.meets(what, is_client, &chain, &found, alert, None);
        }
    }

    /// What lists take back; they are valid from 1970 to 9999, too.
    fn taken_back(&mut self, is_client: bool) {
        let whom = if is_client { "client" } else { "server" };
        let leaf = if is_client { self.client.clone() } else { self.server.clone() };
        let crl = |world: &mut Self, label: String, from, until, revoked: bool| {
            let mut list = List::new(1, from, until);
            if revoked {
                list = list.revoke(&leaf);
            }
            let list = world.book.forge.list(&label, &list, &world.root.subject, &world.root.key);
            world.book.put_text(&list.label, &list.pem())
        };
        let clean = crl(self, format!("{whom}: clean list"), FIRST, LAST, false);
        let full = crl(self, format!("{whom}: list with the leaf"), FIRST, LAST, true);
        let ended = crl(self, format!("{whom}: list that ended"), FIRST, ENDED, false);
        let of_other = {
            let list = List::new(1, FIRST, LAST);
            let label = format!("{whom}: list of another root");
            let list = self.book.forge.list(&label, &list, &self.other.subject, &self.other.key);
            self.book.put_text(&list.label, &list.pem())
        };
        let good = if is_client { self.server_side() } else { self.client_side() };
        let good = with(good, "crls", json!([clean]));
        let (client, server) =
            if is_client { (self.client_side(), good) } else { (good, self.server_side()) };
        let ends = [super::knows(SERVER, None), super::knows(CLIENT, None)];
        self.handshake(format!("a {whom} that no list revokes"), client, server, ends);
        let reason =
            json!({"key_sha256": hex(&sha2::Sha256::digest(key_of(&leaf.label).info())), "reason": "stolen"});
        let distrust = json!({"distrusted": [reason]});
        for (what, key, value, rule, alert) in [
            ("a leaf that is revoked", "crls", json!([full]), "certificate-revoked", "CertificateRevoked"),
            ("a leaf that no current list speaks of", "crls", json!([ended]), "crl-expired", "UnknownCA"),
            ("a leaf that no list speaks of", "crls", json!([of_other]), "revocation-unknown", "UnknownCA"),
            ("a key on the distrust list", "distrust", distrust, "certificate-distrusted", "AccessDenied"),
        ] {
            let found = [(rule, "error", Some(0))];
            self.meets(what, is_client, &[&leaf], &found, alert, Some((key, value)));
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! Who talks to whom, and what the refused side is told.

mod names;
mod refused;
mod sessions;
mod settings;

use serde_json::{Value, json};

use crate::book::{Book, Case};
use crate::forge::{Authority, Cert, Key, Template};
use crate::verify::{ca_template, leaf_template};

const ABOUT: &str = "Handshakes between two sessions in memory, and options, made by tests/write_vectors. The private keys are \
    made from their names for these cases and guard nothing. Handshakes are judged by the clock: certificates are valid from \
    1970 to 9999, or ended in 2020, or begin in 9998. `presented` counts the certificates of the refused peer; `alert` is the \
    last word of the message. A side with `anchors` judges by name, with an EdgeVerifier of its `profile`, and says `certificate` \
    (the name that the peer is valid for, null for any) in place of `peer`; `host` is what its client connects to, `localhost` \
    unless given. `session.peer` and `session.certificate` ask the server, after a handshake where there is a client. In \
    `tls.anonymous`, a client of the language's own TLS stack trusts `root`, connects to `host` and presents nothing; the answer \
    is the server's: its failure, or the code that `peer` and `certificate` raise (`unknown`). A finding is [rule, severity, position of the certificate].";

/// The first and the last second of certificates (RFC 5280 section 4.1.2.5: no end that is known).
const FIRST: u64 = 0;
const LAST: u64 = 253_402_300_799;

const SERVER: &str = "spiffe://td/ns/shop/sa/till";
const CLIENT: &str = "spiffe://td/ns/shop/sa/cart";

struct World {
    book: Book,
    root: Authority,
    /// A root of trust domain `other`.
    other: Authority,
    server: Cert,
    client: Cert,
}

pub(crate) fn write() {
    let book = Book::new("tls", ABOUT);
    let root = authority(&book, "root");
    let other = authority(&book, "other root");
    let server = leaf(&book, &root, "server", |t| t.uris(&[SERVER]));
    let client = leaf(&book, &root, "client", |t| t.uris(&[CLIENT]));
    let mut world = World { book, root, other, server, client };
    world.settings();
    world.sessions();
    world.refused();
    world.names();
    assert!(world.book.len() >= 60, "{} cases", world.book.len());
    world.book.close();
}

fn authority(book: &Book, label: &str) -> Authority {
    let key = Key::p256(label);
    let mut template = ca_template(label, &key);
    template.valid(FIRST, LAST);
    book.forge.self_signed(label, &template, key)
}

/// The key of leaves, by the certificate's label.
fn key_of(label: &str) -> Key {
    Key::p256(&format!("key of {label}"))
}

fn leaf(book: &Book, by: &Authority, label: &str, spoil: impl FnOnce(&mut Template)) -> Cert {
    let mut template = leaf_template();
    template.valid(FIRST, LAST);
    spoil(&mut template);
    book.forge.issue(label, &template, &key_of(label), by)
}

/// What a side of a handshake says of the other.
fn knows(peer: &str, alpn: Option<&str>) -> Value {
    json!({"peer": peer, "version": "TLSv1.3", "alpn": alpn})
}

fn told(alert: &str) -> Value {
    json!({"error": "tls-alert-received", "alert": alert})
}

impl World {
    fn leaf(&self, label: &str, spoil: impl FnOnce(&mut Template)) -> Cert {
        leaf(&self.book, &self.root, label, spoil)
    }

    /// A side with this chain and the key of its leaf, that trusts `td` and takes every verified peer.
    fn side(&mut self, chain: &[&Cert]) -> Value {
        let key = key_of(&chain[0].label).pem();
        let key = self.book.put_text(&format!("key of {}", chain[0].label), &key);
        let chain: Vec<Value> = chain.iter().map(|cert| self.book.put(cert)).collect();
        let root = self.book.put(&self.root.cert);
        json!({"chain": chain, "key": key, "bundles": {"td": [root]}, "allow_any_verified_peer": true})
    }

    fn server_side(&mut self) -> Value {
        let server = self.server.clone();
        self.side(&[&server])
    }

    fn client_side(&mut self) -> Value {
        let client = self.client.clone();
        self.side(&[&client])
    }

    fn handshake(&mut self, name: impl Into<String>, client: Value, server: Value, ends: [Value; 2]) {
        let args = json!({"client": client, "server": server});
        let [client, server] = ends;
        let ok = json!({"client": client, "server": server});
        self.book.add(Case::new(name, "tls.handshake", args).ok(ok));
    }
}

/// The side with another member; null takes it away.
fn with(mut side: Value, key: &str, value: Value) -> Value {
    if value.is_null() {
        side.as_object_mut().unwrap().remove(key);
    } else {
        side[key] = value;
    }
    side
}

/// The side with this in place of taking everybody.
fn taking(side: Value, key: &str, value: Value) -> Value {
    with(with(side, "allow_any_verified_peer", Value::Null), key, value)
}

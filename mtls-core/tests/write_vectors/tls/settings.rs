//! Identities, options and names that are refused before a byte is sent.

use serde_json::{Value, json};

use super::{CLIENT, SERVER, World, taking, with};
use crate::book::Case;
use crate::forge::Key;
use crate::forge::extension::SUBJECT_ALT_NAME;

impl World {
    pub(super) fn settings(&mut self) {
        self.identities();
        for (op, whom, peer) in [("tls_server.new", "server", CLIENT), ("tls_client.new", "client", SERVER)] {
            let side = if whom == "server" { self.server_side() } else { self.client_side() };
            let mut add = |name: String, side: Value, error: Option<&str>| {
                let case = Case::new(name, op, json!({"side": side}));
                self.book.add(match error {
                    Some(code) => case.error(code),
                    None => case.ok(json!(true)),
                });
            };
            add(format!("a {whom} that takes every verified peer"), side.clone(), None);
            let one = taking(side.clone(), "expect_peer", json!(peer));
            add(format!("a {whom} that takes one peer"), one, None);
            let some = taking(side.clone(), "authorize", json!({"trust_domain": "td"}));
            add(format!("a {whom} that takes a trust domain"), some, None);
            let nobody = with(side.clone(), "allow_any_verified_peer", Value::Null);
            add(format!("a {whom} that does not say whom it takes"), nobody, Some("tls-peers-not-named"));
            for (what, protocols) in [
                ("a protocol without a name", vec![String::new()]),
                ("a protocol of 256 bytes", vec!["h2".to_owned(), "x".repeat(256)]),
                ("33 protocols", vec!["h2".to_owned(); 33]),
            ] {
                let offers = with(side.clone(), "alpn", json!(protocols));
                add(format!("a {whom} that offers {what}"), offers, Some("tls-alpn-invalid"));
            }
            let no = with(side, "allow_any_verified_peer", json!(false));
            add(
                format!("a {whom} that does not take everybody, and nobody else"),
                no,
                Some("tls-peers-not-named"),
            );
        }
        let client = self.client_side();
        for (name, good) in [
            ("shop.example", true),
            ("localhost", true),
            ("127.0.0.1", true),
            ("::1", true),
            ("", false),
            ("shop example", false),
            ("https://shop.example", false),
            ("shop.example:443", false),
            ("spiffe://td/ns/shop/sa/till", false),
        ] {
            let args = json!({"client": client, "server_name": name});
            let case = Case::new(format!("a connection to `{name}`"), "tls_client.session", args);
            self.book.add(if good {
                case.ok(json!({"handshaking": true}))
            } else {
                case.error("tls-server-name")
            });
        }
    }

    fn identities(&mut self) {
        let mut add =
            |name: &str, chain: &[&crate::forge::Cert], key: (&str, &Key), id: Result<Value, &str>| {
                let chain: Vec<Value> = chain.iter().map(|cert| self.book.put(cert)).collect();
                let length = chain.len();
                let key = self.book.put_text(key.0, &key.1.pem());
                let case = Case::new(name, "tls_identity.new", json!({"chain": chain, "key": key}));
                self.book.add(match id {
                    Ok(id) => case.ok(json!({"spiffe_id": id, "length": length})),
                    Err(code) => case.error(code),
                });
            };
        let (own, other) = (super::key_of("server"), super::key_of("client"));
        let (server, root) = (self.server.clone(), self.root.cert.clone());
        add("an identity", &[&server], ("key of server", &own), Ok(json!(SERVER)));
        add("an identity with its root", &[&server, &root], ("key of server", &own), Ok(json!(SERVER)));
        add(
            "an identity with a key of somebody else",
            &[&server],
            ("key of client", &other),
            Err("tls-key-mismatch"),
        );
        let p384 = Key::p384("key of server");
        add(
            "an identity with a key of another kind",
            &[&server],
            ("P-384 key", &p384),
            Err("tls-key-mismatch"),
        );
        add(
            "an identity whose leaf is not the first",
            &[&root, &server],
            ("key of server", &own),
            Err("tls-key-mismatch"),
        );
        let label = "a leaf without name";
        let mut template = crate::verify::leaf_template();
        template.drop(SUBJECT_ALT_NAME);
        let nameless = self.book.forge.issue(label, &template, &super::key_of(label), &self.root);
        let key = super::key_of(label);
        let mut add = |cert: &crate::forge::Cert| {
            let (cert, key) =
                (self.book.put(cert), self.book.put_text("key of a leaf without name", &key.pem()));
            let args = json!({"chain": [cert], "key": key});
            let ok = json!({"spiffe_id": null, "length": 1});
            self.book.add(Case::new("an identity without SPIFFE ID", "tls_identity.new", args).ok(ok));
        };
        add(&nameless);
    }
}

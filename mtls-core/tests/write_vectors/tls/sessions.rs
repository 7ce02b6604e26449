//! Handshakes that come to an end, protocols, and what is no handshake.

use serde_json::{Value, json};

use super::{CLIENT, LAST, SERVER, World, knows, leaf, taking, told, with};
use crate::book::Case;
use crate::forge::{Cert, Key};

impl World {
    pub(super) fn sessions(&mut self) {
        let (client, server) = (self.client_side(), self.server_side());
        let both = || [knows(SERVER, None), knows(CLIENT, None)];
        self.handshake("two that take every verified peer", client.clone(), server.clone(), both());
        let narrow = taking(client.clone(), "expect_peer", json!(SERVER));
        self.handshake(
            "two that expect each other",
            narrow.clone(),
            taking(server.clone(), "expect_peer", json!(CLIENT)),
            both(),
        );
        for pattern in [
            json!({"trust_domain": "td"}),
            json!({"path_prefix": {"trust_domain": "td", "path": "/ns/shop"}}),
            json!({"istio_principal": "td/ns/shop/sa/cart"}),
            json!({"any_of": [{"exact": SERVER}, {"exact": CLIENT}]}),
            json!({"not": {"exact": SERVER}}),
        ] {
            let name = format!("a client inside {pattern}");
            self.handshake(name, narrow.clone(), taking(server.clone(), "authorize", pattern), both());
        }
        let modern = with(client.clone(), "tls13_only", json!(true));
        self.handshake("a client that speaks TLS 1.3 alone", modern, server.clone(), both());
        self.federation();
        self.chains();
        self.protocols(&client, &server);
        self.bytes(&client, &server);
    }

    fn federation(&mut self) {
        let foreign = leaf(&self.book, &self.other, "foreign client", |t| t.uris(&["spiffe://other/cart"]));
        let client = self.side(&[&foreign]);
        let server = self.server_side();
        let (root, other) = (self.book.put(&self.root.cert), self.book.put(&self.other.cert));
        let both = with(server.clone(), "bundles", json!({"td": [root], "other": [other]}));
        let name = "a client of a trust domain that the server federates with";
        self.handshake(
            name,
            client.clone(),
            both.clone(),
            [knows(SERVER, None), knows("spiffe://other/cart", None)],
        );
        let own = taking(both, "authorize", json!({"trust_domain": "td"}));
        let end = json!({"error": "tls-peer-not-authorized", "presented": 1, "findings": [["tls-peer-not-authorized", "error", null]]});
        self.handshake(
            "a client of a federated trust domain where the own one is let in",
            client,
            own,
            [told("AccessDenied"), end],
        );
    }

    fn chains(&mut self) {
        let middle = {
            let key = Key::p256("middle");
            let mut template = crate::verify::ca_template("middle", &key);
            template.valid(0, LAST);
            self.book.forge.below("middle", &template, key, &self.root)
        };
        let low = leaf(&self.book, &middle, "low server", |t| t.uris(&[SERVER]));
        let client = self.client_side();
        let server = self.side(&[&low, &middle.cert]);
        let ends = [knows(SERVER, None), knows(CLIENT, None)];
        self.handshake("a server below an intermediate", client.clone(), server, ends.clone());
        let root = self.root.cert.clone();
        let plain = self.server.clone();
        let server = self.side(&[&plain, &root]);
        self.handshake("a server that sends its root along", client, server, ends);
        for (name, key) in [
            ("a client with a P-384 key", Key::p384("P-384 client")),
            ("a client with an Ed25519 key", Key::ed25519("Ed25519 client")),
        ] {
            let mut template = crate::verify::leaf_template();
            template.valid(0, LAST);
            template.uris(&[CLIENT]);
            let cert: Cert = self.book.forge.issue(name, &template, &key, &self.root);
            let text = self.book.put_text(&format!("key of {name}"), &key.pem());
            let cert = self.book.put(&cert);
            let client = with(with(self.client_side(), "chain", json!([cert])), "key", text);
            let server = self.server_side();
            self.handshake(name, client, server, [knows(SERVER, None), knows(CLIENT, None)]);
        }
    }

    fn protocols(&mut self, client: &Value, server: &Value) {
        let speaks = |side: &Value, protocols: &[&str]| with(side.clone(), "alpn", json!(protocols));
        for (name, of_client, of_server, agreed) in [
            ("one protocol on both sides", &["h2"][..], &["h2"][..], Some("h2")),
            ("the server's favourite", &["http/1.1", "h2"], &["h2", "http/1.1"], Some("h2")),
            ("the one protocol in common", &["http/1.1"], &["h2", "http/1.1"], Some("http/1.1")),
            ("a protocol of the client alone", &["h2"], &[], None),
            ("a protocol of the server alone", &[], &["h2"], None),
        ] {
            let ends = [knows(SERVER, agreed), knows(CLIENT, agreed)];
            self.handshake(name, speaks(client, of_client), speaks(server, of_server), ends);
        }
        let broken = json!({"error": "tls-protocol", "findings": [["tls-protocol", "error", null]]});
        self.handshake(
            "no protocol in common",
            speaks(client, &["h2"]),
            speaks(server, &["http/1.1"]),
            [told("NoApplicationProtocol"), broken],
        );
    }

    fn bytes(&mut self, client: &Value, server: &Value) {
        for (name, bytes) in [
            ("a web request in place of TLS", &b"GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n"[..]),
            ("a mail greeting in place of TLS", b"EHLO shop.example\r\n"),
            ("a record of an unknown kind", &[0x7f, 3, 3, 0, 1, 0]),
            ("an alert in place of a greeting", &[0x15, 3, 3, 0, 2, 2, 40]),
        ] {
            use base64::Engine as _;
            let data = base64::engine::general_purpose::STANDARD.encode(bytes);
            for (whom, side) in [("server", server), ("client", client)] {
                let args = json!({whom: side, "bytes_b64": data});
                let code = if bytes[0] == 0x15 { "tls-alert-received" } else { "tls-protocol" };
                self.book
                    .add(Case::new(format!("{name}, to a {whom}"), "session.receive_tls", args).error(code));
            }
        }
        let args = |length: u32| json!({"client": client, "server": server, "length": length});
        for length in [0, 1, 1 << 14, 1 << 20] {
            let case = Case::new(format!("{length} bytes"), "session.write", args(length));
            self.book.add(case.ok(json!({"received": length})));
        }
        self.book.add(
            Case::new("a byte more than is sent at once", "session.write", args((1 << 20) + 1))
                .error("tls-buffer-full"),
        );
        let closed = json!({"client": client, "server": server, "length": 1, "closed": true});
        self.book.add(Case::new("a byte after the goodbye", "session.write", closed).error("tls-closed"));
        let early = json!({"client": client, "server": server, "length": 1, "early": true});
        self.book.add(
            Case::new("a byte before the handshake", "session.write", early).error("tls-handshake-not-done"),
        );
        let args = json!({"server": server});
        self.book.add(
            Case::new("a peer before the handshake", "session.peer", args).error("tls-handshake-not-done"),
        );
    }
}

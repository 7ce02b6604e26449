//! Peers that are known by name, clients that are nobody, and verifiers that cannot judge whom is expected.

use serde_json::{Value, json};

use super::{CLIENT, FIRST, LAST, SERVER, World, authority, knows, taking, told, with};
use crate::book::Case;
use crate::forge::Cert;
use crate::forge::extension::{CLIENT_AUTH, DNS, IP, SERVER_AUTH, URI, extended_key_usage, subject_alt_name};

const SHOP: &str = "shop.example";
const EDGE: &str = "edge.example";

/// What a side says of a peer that is known by name.
fn knows_name(name: Option<&str>) -> Value {
    json!({"certificate": name, "version": "TLSv1.3", "alpn": null})
}

fn refuses(findings: &[(&str, &str, Option<usize>)]) -> Value {
    let first = ("tls-peer-rejected", "error", findings[0].2);
    let all: Vec<_> = std::iter::once(first).chain(findings.iter().copied()).collect();
    json!({"error": "tls-peer-rejected", "presented": 1, "findings": all})
}

/// A side that judges by name: by these anchors in place of bundles.
fn by_name(side: Value, anchor: &Value, profile: &str) -> Value {
    let side = with(with(side, "bundles", Value::Null), "allow_any_verified_peer", Value::Null);
    with(with(side, "anchors", json!([anchor])), "profile", json!(profile))
}

impl World {
    fn named(&self, label: &str, usage: &'static [u8], names: &[(u8, &[u8])]) -> Cert {
        self.leaf(label, |t| {
            t.valid(FIRST, LAST);
            t.set(extended_key_usage(&[usage]));
            t.set(subject_alt_name(names));
        })
    }

    fn call(&mut self, name: &str, op: &'static str, args: Value, answer: Result<Value, &str>) {
        let case = Case::new(name, op, args);
        self.book.add(match answer {
            Ok(value) => case.ok(value),
            Err(code) => case.error(code),
        });
    }

    pub(super) fn names(&mut self) {
        let shop = self.named("shop", SERVER_AUTH, &[(DNS, SHOP.as_bytes()), (IP, &[192, 0, 2, 1])]);
        let edge = self.named("edge", CLIENT_AUTH, &[(DNS, EDGE.as_bytes())]);
        let root = self.book.put(&self.root.cert);
        let origin = by_name(self.side(&[&shop]), &root, "edge-client");
        let pull = by_name(self.side(&[&edge]), &root, "server");
        self.edge(&pull, &with(origin.clone(), "expect_name", json!(EDGE)), &root);
        self.mixed(&pull, &origin);
        self.mismatches(&pull, &origin);
        self.judged(&pull, &origin, &[&shop, &edge]);
        self.nobody(&[&shop], &root);
    }

    /// A handshake with what is at `host`.
    fn calls(&mut self, name: &str, host: &str, client: &Value, server: &Value, ends: [Value; 2]) {
        let [of_client, of_server] = ends;
        let args = json!({"client": client, "server": server, "host": host});
        let ok = json!({"client": of_client, "server": of_server});
        self.call(name, "tls.handshake", args, Ok(ok));
    }

    fn edge(&mut self, pull: &Value, origin: &Value, root: &Value) {
        let mismatch =
            [("peer-name-mismatch", "error", Some(0)), ("common-name-not-in-san", "warning", Some(0))];
        let wrong = || [refuses(&mismatch), told("BadCertificate")];
        let known = |name| [knows_name(name), knows_name(Some(EDGE))];
        self.calls("an edge and its origin", SHOP, pull, origin, known(Some(SHOP)));
        self.calls(
            "an origin that is known by its address",
            "192.0.2.1",
            pull,
            origin,
            known(Some("192.0.2.1")),
        );
        self.calls("an origin at another name", "www.shop.example", pull, origin, wrong());
        self.calls("an origin at another address", "192.0.2.2", pull, origin, wrong());
        let expects = |name: &str| with(pull.clone(), "expect_name", json!(name));
        let name = "an origin that is expected, at another name";
        self.calls(name, "www.shop.example", &expects(SHOP), origin, known(Some(SHOP)));
        let name = "an origin that is not the expected one, at its own name";
        self.calls(name, SHOP, &expects("www.shop.example"), origin, wrong());
        let anybody = with(pull.clone(), "allow_any_verified_peer", json!(true));
        let name = "an edge that takes every verified origin";
        self.calls(name, "www.shop.example", &anybody, origin, known(None));
        let any =
            with(with(origin.clone(), "expect_name", Value::Null), "allow_any_verified_peer", json!(true));
        let name = "an origin that takes every verified edge";
        self.calls(name, SHOP, pull, &any, [knows_name(Some(SHOP)), knows_name(None)]);
        let other = with(origin.clone(), "expect_name", json!("other.example"));
        let refused = |found| [told("BadCertificate"), refuses(&[(found, "error", Some(0))])];
        let name = "an edge that is not the expected one";
        self.calls(name, SHOP, pull, &other, refused("peer-name-mismatch"));

        let wrong_role = self.named("edge with a server's leaf", SERVER_AUTH, &[(DNS, EDGE.as_bytes())]);
        let wrong_role = by_name(self.side(&[&wrong_role]), root, "server");
        let ends = [told("UnsupportedCertificate"), refuses(&[("purpose-mismatch", "error", Some(0))])];
        self.calls("an edge with a leaf for servers", SHOP, &wrong_role, origin, ends);
        let stranger = authority(&self.book, "edge: stranger");
        let forged = super::leaf(&self.book, &stranger, "forged edge", |t| {
            t.set(extended_key_usage(&[CLIENT_AUTH]));
            t.set(subject_alt_name(&[(DNS, EDGE.as_bytes())]));
        });
        let forged = by_name(self.side(&[&forged]), root, "server");
        let ends = [told("UnknownCA"), refuses(&[("issuer-missing", "error", Some(0))])];
        self.calls("an edge below a root that nobody knows", SHOP, &forged, origin, ends);
    }

    /// Of two sides one may know the other by name, and be known by SPIFFE ID.
    fn mixed(&mut self, pull: &Value, origin: &Value) {
        let (client, server) = (self.client_side(), self.server_side());
        let both = self.leaf("workload with a name", |t| {
            t.set(subject_alt_name(&[(URI, SERVER.as_bytes()), (DNS, SHOP.as_bytes())]));
        });
        let both = self.side(&[&both]);
        let workload = with(pull.clone(), "chain", client["chain"].clone());
        let workload = with(workload, "key", client["key"].clone());
        let name = "a workload that calls a service by name, and is known by SPIFFE ID";
        self.calls(name, SHOP, &workload, &both, [knows_name(Some(SHOP)), knows(CLIENT, None)]);
        let name = "an edge in the mesh";
        let lacks =
            [("leaf-spiffe-id-missing", "error", Some(0)), ("leaf-eku-incomplete", "warning", Some(0))];
        let end = refuses(&lacks);
        self.calls(
            name,
            "localhost",
            pull,
            &server,
            [refuses(&[("peer-name-mismatch", "error", Some(0))]), told("BadCertificate")],
        );
        let trusting = with(pull.clone(), "allow_any_verified_peer", json!(true));
        self.calls(
            "an edge in the mesh that takes every server",
            "localhost",
            &trusting,
            &server,
            [told("BadCertificate"), end],
        );
        let any = with(origin.clone(), "allow_any_verified_peer", json!(true));
        let end = refuses(&lacks);
        self.calls("a workload at an origin", "localhost", &client, &any, [end, told("BadCertificate")]);
        for (name, op, client, server, answer) in [
            (
                "the ID of a client that is known by name",
                "session.peer",
                pull,
                &any,
                Err("tls-peer-unverified"),
            ),
            (
                "the name of a client that is known by name",
                "session.certificate",
                pull,
                &any,
                Ok(Value::Null),
            ),
            (
                "the name of a client that is known by its ID",
                "session.certificate",
                &client,
                &server,
                Err("tls-peer-unverified"),
            ),
            ("the ID of a client that is known by it", "session.peer", &client, &server, Ok(json!(CLIENT))),
        ] {
            let args = json!({"client": client, "server": server, "host": SHOP});
            self.call(name, op, args, answer);
        }
        let args = json!({"server": origin_that_expects(origin)});
        self.call("a name before the handshake", "session.certificate", args, Err("tls-handshake-not-done"));
    }

    fn mismatches(&mut self, pull: &Value, origin: &Value) {
        let (client, server) = (self.client_side(), self.server_side());
        let mismatch = Err("tls-verifier-mismatch");
        let unnamed = Err("tls-peers-not-named");
        let name = json!(EDGE);
        let id = json!(CLIENT);
        let prefix = json!({"trust_domain": "td"});
        let judging = |side: &Value, profile: &str| with(side.clone(), "profile", json!(profile));
        for (name, op, side, answer) in [
            (
                "a server that knows by ID and expects a name",
                SERVER_NEW,
                taking(server, "expect_name", name.clone()),
                mismatch,
            ),
            (
                "a client that knows by ID and expects a name",
                CLIENT_NEW,
                taking(client, "expect_name", name.clone()),
                mismatch,
            ),
            (
                "an origin that expects an ID",
                SERVER_NEW,
                with(origin.clone(), "expect_peer", id.clone()),
                mismatch,
            ),
            (
                "an origin that expects a trust domain",
                SERVER_NEW,
                with(origin.clone(), "authorize", prefix),
                mismatch,
            ),
            ("an edge that expects an ID", CLIENT_NEW, with(pull.clone(), "expect_peer", id), mismatch),
            (
                "an origin that judges servers",
                SERVER_NEW,
                with(judging(origin, "server"), "expect_name", name.clone()),
                mismatch,
            ),
            (
                "an origin that judges servers, strictly",
                SERVER_NEW,
                with(judging(origin, "server-strict"), "expect_name", name.clone()),
                mismatch,
            ),
            ("an edge that judges clients", CLIENT_NEW, judging(pull, "edge-client"), mismatch),
            (
                "an origin that expects a name",
                SERVER_NEW,
                with(origin.clone(), "expect_name", name.clone()),
                Ok(()),
            ),
            ("an edge that expects a name", CLIENT_NEW, with(pull.clone(), "expect_name", name), Ok(())),
            ("an edge that goes by the host", CLIENT_NEW, pull.clone(), Ok(())),
            ("an origin that does not say whom it takes", SERVER_NEW, origin.clone(), unnamed),
            (
                "an origin whose clients need no certificate, and that does not say whom it takes",
                SERVER_NEW,
                with(origin.clone(), "peer_optional", json!(true)),
                unnamed,
            ),
        ] {
            self.call(name, op, json!({"side": side}), answer.map(|()| json!(true)));
        }
    }

    /// Chains that another TLS stack was sent.
    fn judged(&mut self, pull: &Value, origin: &Value, leaves: &[&Cert; 2]) {
        let [shop, edge] = leaves.map(|cert| json!([self.book.put(cert)]));
        let cart = self.client.clone();
        let cart = json!([self.book.put(&cart)]);
        let origin = origin_that_expects(origin);
        let mesh = self.server_side();
        let client = self.client_side();
        let none = json!([]);
        let (server, of_client) = ("tls_server.judge_certificate", "tls_client.judge_certificate");
        for (name, op, side, chain, host, answer) in [
            ("the chain of an edge", server, &origin, &edge, None, Ok(json!(EDGE))),
            (
                "the chain of a server in place of an edge",
                server,
                &origin,
                &shop,
                None,
                Err("tls-peer-rejected"),
            ),
            ("no chain of an edge", server, &origin, &none, None, Err("tls-peer-anonymous")),
            ("a chain by name where IDs count", server, &mesh, &edge, None, Err("tls-verifier-mismatch")),
            ("the chain of an origin", of_client, pull, &shop, Some(SHOP), Ok(json!(SHOP))),
            (
                "the chain of an origin at another name",
                of_client,
                pull,
                &shop,
                Some(EDGE),
                Err("tls-peer-rejected"),
            ),
            (
                "the chain of an origin at no name",
                of_client,
                pull,
                &shop,
                Some("a b"),
                Err("tls-server-name"),
            ),
            ("no chain of an origin", of_client, pull, &none, Some(SHOP), Err("tls-peer-anonymous")),
            (
                "a chain by name where IDs of servers count",
                of_client,
                &client,
                &shop,
                Some(SHOP),
                Err("tls-verifier-mismatch"),
            ),
            ("the chain of a workload", "tls_server.judge", &mesh, &cart, None, Ok(json!(CLIENT))),
            ("no chain of a workload", "tls_server.judge", &mesh, &none, None, Err("tls-peer-anonymous")),
            (
                "a chain by ID where names count",
                "tls_server.judge",
                &origin,
                &edge,
                None,
                Err("tls-verifier-mismatch"),
            ),
        ] {
            let mut args = json!({"side": side, "chain": chain, "at": crate::NOW});
            if let Some(host) = host {
                args["server_name"] = json!(host);
            }
            self.call(name, op, args, answer);
        }
    }

    /// Clients of other TLS stacks that present no certificate.
    fn nobody(&mut self, shop: &[&Cert], root: &Value) {
        let demanding = taking(self.side(shop), "expect_peer", json!(CLIENT));
        let optional = with(demanding.clone(), "peer_optional", json!(true));
        let edge = with(by_name(optional.clone(), root, "edge-client"), "expect_peer", Value::Null);
        let edge = with(edge, "expect_name", json!(EDGE));
        let unknown = json!({"unknown": "tls-peer-anonymous", "version": "TLSv1.3"});
        let refused =
            json!({"error": "tls-peer-anonymous", "findings": [["tls-peer-anonymous", "error", null]]});
        for (name, side, end) in [
            ("a client without certificate, where none is needed", &optional, &unknown),
            ("a client without certificate, where none is needed at the edge", &edge, &unknown),
            ("a client without certificate", &demanding, &refused),
        ] {
            let args = json!({"server": side, "root": root, "host": SHOP});
            self.call(name, "tls.anonymous", args, Ok(end.clone()));
        }
        let (client, server) = (self.client_side(), self.server_side());
        let optional = with(server, "peer_optional", json!(true));
        let name = "a client with a certificate where none is needed";
        self.handshake(name, client.clone(), optional.clone(), [knows(SERVER, None), knows(CLIENT, None)]);
        let picky = taking(optional, "expect_peer", json!("spiffe://td/ns/shop/sa/bank"));
        let end = json!({
            "error": "tls-peer-not-authorized", "presented": 1,
            "findings": [["tls-peer-not-authorized", "error", null]],
        });
        let name = "a client with the certificate of somebody else where none is needed";
        self.handshake(name, client, picky, [told("AccessDenied"), end]);
    }
}

const SERVER_NEW: &str = "tls_server.new";
const CLIENT_NEW: &str = "tls_client.new";

fn origin_that_expects(origin: &Value) -> Value {
    with(origin.clone(), "expect_name", json!(EDGE))
}

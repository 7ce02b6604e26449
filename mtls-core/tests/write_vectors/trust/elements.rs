//! The elements of a bundle document, and how authorities are written.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{World, bundle, changed, key, keys, with, x5c};
use crate::book::Case;
use crate::forge::{Cert, Key};

impl World {
    pub(super) fn elements(&mut self) {
        const IGNORED: (&str, &str) = ("bundle-element-ignored", "info");
        const MALFORMED: (&str, &str) = ("bundle-authority-malformed", "warning");
        let (one, two, leaf) = (self.one.clone(), self.two.clone(), self.leaf.clone());
        let odd = [
            ("a kty of post-quantum keys", changed(&two, "kty", json!("AKP")), IGNORED),
            ("a kty in lower case", changed(&two, "kty", json!("ec")), IGNORED),
            ("no kty", changed(&two, "kty", Value::Null), IGNORED),
            ("a kty that is a number", changed(&two, "kty", json!(1)), IGNORED),
            ("a use of tokens to come", changed(&two, "use", json!("wit-svid")), IGNORED),
            ("a use in upper case", changed(&two, "use", json!("X509-SVID")), IGNORED),
            ("an empty use", changed(&two, "use", json!("")), IGNORED),
            ("no use", changed(&two, "use", Value::Null), IGNORED),
            ("no x5c", changed(&two, "x5c", Value::Null), IGNORED),
            ("an empty x5c", changed(&two, "x5c", json!([])), IGNORED),
            ("an element that is no object", json!("key"), IGNORED),
            ("an element that is null", json!(null), IGNORED),
            ("an x5c that is a text", changed(&two, "x5c", json!(x5c(&two))), MALFORMED),
            ("an x5c of numbers", changed(&two, "x5c", json!([1])), MALFORMED),
            ("an x5c that is no Base64", changed(&two, "x5c", json!(["not base64!"])), MALFORMED),
            (
                "an x5c in the Base64 of URLs",
                changed(&two, "x5c", json!([URL_SAFE_NO_PAD.encode(&two.der)])),
                MALFORMED,
            ),
            ("an x5c in PEM", changed(&two, "x5c", json!([two.pem()])), MALFORMED),
            ("an x5c of another thing", changed(&two, "x5c", json!([STANDARD.encode(b"hello")])), MALFORMED),
            (
                "an x5c of a certificate that is cut off",
                changed(&two, "x5c", json!([STANDARD.encode(&two.der[..100])])),
                MALFORMED,
            ),
            (
                "an x5c with a byte behind the certificate",
                changed(&two, "x5c", json!([STANDARD.encode([&two.der[..], &[0]].concat())])),
                MALFORMED,
            ),
            ("a leaf among the authorities", key(&leaf), ("bundle-authority-not-ca", "warning")),
        ];
        for (name, element, finding) in odd {
            let ok = bundle(&[&one], &[finding]);
            self.taken(
                &format!("{name} is left out, and the rest is taken"),
                &keys(&[element, key(&one)]),
                ok,
            );
        }
        let mut second = key(&one);
        second["x5c"] = json!([x5c(&one), x5c(&two)]);
        self.taken("the second value of x5c is ignored", &keys(&[second.clone()]), bundle(&[&one], &[]));
        second["x5c"] = json!([x5c(&one), "garbage", 1]);
        self.taken("the second value of x5c may be garbage", &keys(&[second]), bundle(&[&one], &[]));
        self.taken(
            "an authority that stands twice counts once",
            &keys(&[key(&one), key(&one)]),
            bundle(&[&one], &[]),
        );
        let full = with(
            key(&one),
            json!({"crv": "P-256", "x": "AA", "y": "AA", "kid": "k", "alg": "ES256", "key_ops": []}),
        );
        self.taken(
            "the certificate counts, not the parameters beside it",
            &keys(&[full]),
            bundle(&[&one], &[]),
        );
        let twice = keys(&[key(&one)]).replace(r#""use":"#, r#""use":"jwt-svid","use":"#);
        self.refused("a member that stands twice in a key", &twice, "bundle-duplicate-field");
        self.refused(
            "a member that stands twice deep within a key that is of no use",
            r#"{"keys": [{"kty": "AKP", "x": [{"a": 1, "b": {"c": 1, "c": 1}}]}]}"#,
            "bundle-duplicate-field",
        );
        self.taken(
            "a key of another kty than its certificate",
            &keys(&[changed(&one, "kty", json!("RSA"))]),
            bundle(&[&one], &[]),
        );
        let jwt = json!({"kty": "EC", "use": "jwt-svid", "kid": "k", "crv": "P-256", "x": "AA", "y": "AA"});
        let ok = with(bundle(&[&one], &[]), json!({"jwt_authorities": 1}));
        self.taken("a JWT authority is no X.509 authority", &keys(&[jwt, key(&one)]), ok);
        let (foreign, path) = (self.foreign.clone(), self.with_path.clone());
        let finding = [("bundle-authority-foreign-id", "warning")];
        self.taken(
            "an authority of another trust domain is reported",
            &keys(&[key(&foreign)]),
            bundle(&[&foreign], &finding),
        );
        self.taken(
            "an authority whose ID has a path is reported",
            &keys(&[key(&path)]),
            bundle(&[&path], &finding),
        );
        self.taken(
            "an authority with the ID of its trust domain is in order",
            &keys(&[key(&two)]),
            bundle(&[&two], &[]),
        );
        let (p384, ed) = (self.p384.clone(), self.ed25519.clone());
        self.taken(
            "authorities of other curves",
            &keys(&[key(&p384), changed(&ed, "kty", json!("OKP"))]),
            bundle(&[&p384, &ed], &[]),
        );
    }

    /// An authority as it is to be written: `x`, `y` from the point at the end of the public key.
    fn written_key(cert: &Cert, curve: &str, size: usize, point: &[u8]) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut key =
            json!({"crv": curve, "use": "x509-svid", "x5c": [x5c(cert)], "x": text(&point[..size])});
        if point.len() == size {
            key["kty"] = json!("OKP");
        } else {
            (key["kty"], key["y"]) = (json!("EC"), json!(text(&point[size..])));
        }
        key
    }

    pub(super) fn written(&mut self) {
        let (one, p384, ed) = (self.one.clone(), self.p384.clone(), self.ed25519.clone());
        let point = |key: &Key| key.public().to_vec();
        let p256_key = Self::written_key(&one, "P-256", 32, &point(&Key::p256("one"))[1..]);
        let p384_key = Self::written_key(&p384, "P-384", 48, &point(&Key::p384("p384"))[1..]);
        let ed_key = Self::written_key(&ed, "Ed25519", 32, &point(&Key::ed25519("ed25519")));
        let pem = [one.pem(), p384.pem(), ed.pem()].concat();
        let args = json!({"trust_domain": "td", "pem": pem});
        self.book.add(
            Case::new(
                "authorities are written with kty, use, key and certificate, and no kid",
                "trust_bundle.to_spiffe_json",
                args,
            )
            .ok(json!({"keys": [p256_key, p384_key, ed_key]})),
        );
        let args =
            json!({"trust_domain": "td", "pem": self.book.put(&one), "sequence": "7", "refresh_hint": 300});
        self.book.add(
            Case::new("sequence and refresh hint are written", "trust_bundle.to_spiffe_json", args)
                .ok(json!({"keys": [p256_key], "spiffe_sequence": 7, "spiffe_refresh_hint": 300})),
        );
        let mut rewritten = |name: &str, text: String, ok: Value| {
            let args = json!({"trust_domain": "td", "json": text});
            self.book.add(Case::new(name, "trust_bundle.rewritten", args).ok(ok));
        };
        rewritten("an empty bundle keeps its keys", r#"{"keys": []}"#.to_owned(), json!({"keys": []}));
        let mut odd = json!({"keys": [key(&one), {"kty": "AKP", "use": "x509-svid"}], "spiffe_sequence": 3, "other": 1});
        odd["keys"][0]["kid"] = json!("k");
        odd["keys"][0]["d"] = json!("AA");
        rewritten(
            "what nobody defined is not written, and neither are kid and private members",
            odd.to_string(),
            json!({"keys": [p256_key], "spiffe_sequence": 3}),
        );
        let jwt = json!({"kty": "EC", "use": "jwt-svid", "kid": "k", "crv": "P-256", "x": "AA", "y": "AA"});
        rewritten(
            "a JWT authority is written as it was read, behind the others",
            json!({"keys": [jwt, key(&one)]}).to_string(),
            json!({"keys": [p256_key, jwt]}),
        );
    }
}

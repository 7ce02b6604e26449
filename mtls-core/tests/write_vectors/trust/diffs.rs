//! What a new bundle, or a new set of them, changes.

use serde_json::{Value, json};
use sha2::Digest as _;

use super::{World, key, keys, sha256};
use crate::book::Case;
use crate::forge::extension::{KEY_CERT_SIGN, basic_constraints, key_usage};
use crate::forge::{Cert, Key, Template, serial};
use crate::{END, START};

const SAME: &str = "two bundles that say the same";

/// A document of `td` with these authorities and other members.
fn document(certs: &[&Cert], members: &Value) -> Value {
    let mut document: Value =
        serde_json::from_str(&keys(&certs.iter().map(|cert| key(cert)).collect::<Vec<_>>())).unwrap();
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    json!({"trust_domain": "td", "json": document.to_string()})
}

fn numbered(certs: &[&Cert], sequence: u64) -> Value {
    document(certs, &json!({"spiffe_sequence": sequence}))
}

/// A diff of `td`: what is added, removed and kept, and the sequence numbers.
fn diff([added, removed, kept]: [&[&Cert]; 3], sequence: [Value; 2], findings: &[&str]) -> Value {
    let [added, removed, kept] =
        [added, removed, kept].map(|certs| certs.iter().map(|cert| sha256(&cert.der)).collect::<Vec<_>>());
    let [old, new] = sequence;
    let changes = !added.is_empty() || !removed.is_empty() || old != new;
    let findings: Vec<_> = findings.iter().map(|rule| json!([rule, "warning"])).collect();
    json!({
        "trust_domain": "td", "added": added, "removed": removed, "renewed": [], "kept": kept,
        "sequence": {"old": old, "new": new}, "refresh_hint": {"old": null, "new": null},
        "jwt_authorities_changed": false, "changes": changes, "findings": findings,
    })
}

fn with(mut record: Value, fields: &Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        record[name] = value.clone();
    }
    record
}

/// What people tell an authority by; its name is that of its key.
fn summary(cert: &Cert, name: &str) -> Value {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
    json!({
        "subject": format!("CN={name}"), "serial": hex(&serial(&cert.label)).join(":"),
        "not_before": "2026-01-01T00:00:00Z", "not_after": "2036-01-01T00:00:00Z",
        "fingerprint_sha256": sha256(&cert.der),
        "spki_sha256": hex(&sha2::Sha256::digest(Key::p256(name).info())).concat(),
    })
}

impl World {
    /// Another certificate of the authority of this name and key.
    fn renewed(&mut self, label: &str, name: &str) -> Cert {
        self.namesake(label, name, name)
    }

    /// An authority of this name with the key of that one; kept in the file, so that it comes out again.
    fn namesake(&mut self, label: &str, name: &str, key: &str) -> Cert {
        let extensions = vec![basic_constraints(true, None), key_usage(KEY_CERT_SIGN)];
        let template = Template::new(name, START, END, extensions);
        let cert = self.book.forge.self_signed(label, &template, Key::p256(key)).cert;
        self.book.put(&cert);
        cert
    }

    fn differ(&mut self, name: &str, old: Value, new: Value, ok: Value) {
        let found = ok["findings"].as_array().is_some_and(|findings| !findings.is_empty());
        let case = Case::new(name, "trust_bundle.diff", json!({"old": old, "new": new})).ok(ok);
        self.book.add(if found { case.with("twin", json!(SAME)) } else { case });
    }

    pub(super) fn diffs(&mut self) {
        let (one, two, third) = (self.one.clone(), self.two.clone(), self.p384.clone());
        let seven = json!(7);
        let same = numbered(&[&one, &two], 7);
        let kept: &[&Cert] = &[&one, &two];
        self.differ(
            SAME,
            same.clone(),
            same.clone(),
            diff([&[], &[], kept], [seven.clone(), seven.clone()], &[]),
        );
        self.differ(
            "the order of authorities is no change",
            same.clone(),
            numbered(&[&two, &one], 7),
            diff([&[], &[], &[&two, &one]], [seven.clone(), seven.clone()], &[]),
        );
        let up = || [json!(7), json!(8)];
        let changes: [(&str, &[&Cert], &[&Cert], [&[&Cert]; 3], &[&str]); 7] = [
            ("an authority is added", &[&one], &[&one, &two], [&[&two], &[], &[&one]], &[]),
            ("an authority is removed", &[&one, &two], &[&two], [&[], &[&one], &[&two]], &[]),
            (
                "one of two authorities is replaced",
                &[&one, &two],
                &[&two, &third],
                [&[&third], &[&one], &[&two]],
                &[],
            ),
            (
                "the only authority is replaced",
                &[&one],
                &[&two],
                [&[&two], &[&one], &[]],
                &["bundle-replaced-whole"],
            ),
            (
                "all authorities are replaced",
                &[&one, &two],
                &[&third],
                [&[&third], &[&one, &two], &[]],
                &["bundle-replaced-whole"],
            ),
            ("a bundle is emptied", &[&one], &[], [&[], &[&one], &[]], &["bundle-replaced-whole"]),
            ("the first authority of an empty bundle", &[], &[&one], [&[&one], &[], &[]], &[]),
        ];
        for (name, old, new, of, findings) in changes {
            self.differ(name, numbered(old, 7), numbered(new, 8), diff(of, up(), findings));
        }
        self.renewals(&one, &two);
        self.numbers_of_diffs(&one, &two);
        let hint =
            |seconds: i64| document(&[&one], &json!({"spiffe_sequence": 7, "spiffe_refresh_hint": seconds}));
        let unmoved = diff([&[], &[], &[&one]], [seven.clone(), seven.clone()], &["bundle-sequence-reused"]);
        self.differ(
            "another refresh hint under the same number",
            hint(60),
            hint(300),
            with(unmoved.clone(), &json!({"refresh_hint": {"old": 60, "new": 300}, "changes": true})),
        );
        let jwt = json!({"kty": "EC", "use": "jwt-svid", "kid": "k", "crv": "P-256", "x": "AA", "y": "AA"});
        let mut with_jwt: Value =
            serde_json::from_str(numbered(&[&one], 7)["json"].as_str().unwrap()).unwrap();
        with_jwt["keys"].as_array_mut().unwrap().push(jwt);
        let with_jwt = json!({"trust_domain": "td", "json": with_jwt.to_string()});
        self.differ(
            "another JWT authority under the same number",
            numbered(&[&one], 7),
            with_jwt,
            with(unmoved, &json!({"jwt_authorities_changed": true, "changes": true})),
        );
        let other = with(numbered(&[&one], 8), &json!({"trust_domain": "other"}));
        let case = Case::new(
            "bundles of two trust domains",
            "trust_bundle.diff",
            json!({"old": same, "new": other}),
        );
        let findings = json!([["bundle-other-trust-domain", "error", null]]);
        let case = case.error("bundle-other-trust-domain").with("findings", findings);
        self.book.add(case.with("twin", json!(SAME)));
        self.said(&one, &two);
    }

    fn renewals(&mut self, one: &Cert, two: &Cert) {
        let renewed = self.renewed("one, renewed", "one");
        let again = self.renewed("one, renewed again", "one");
        let pair = |old: &Cert, new: &Cert| json!([sha256(&old.der), sha256(&new.der)]);
        let up = || [json!(7), json!(8)];
        let of = |ok: Value, pairs: Value| with(ok, &json!({"renewed": pairs, "changes": true}));
        self.differ(
            "an authority is renewed under its key, and that replaces nothing",
            numbered(&[one], 7),
            numbered(&[&renewed], 8),
            of(diff([&[], &[], &[]], up(), &[]), json!([pair(one, &renewed)])),
        );
        self.differ(
            "an authority is renewed, and the old certificate stays beside it",
            numbered(&[one], 7),
            numbered(&[one, &renewed], 8),
            diff([&[&renewed], &[], &[one]], up(), &[]),
        );
        self.differ(
            "two certificates of an authority become one",
            numbered(&[one, &renewed], 7),
            numbered(&[&again], 8),
            of(diff([&[], &[&renewed], &[]], up(), &[]), json!([pair(one, &again)])),
        );
        self.differ(
            "an authority is renewed under the same number",
            numbered(&[one], 7),
            numbered(&[&renewed], 7),
            of(
                diff([&[], &[], &[]], [json!(7), json!(7)], &["bundle-sequence-reused"]),
                json!([pair(one, &renewed)]),
            ),
        );
        self.differ(
            "one authority is renewed while another goes",
            numbered(&[one, two], 7),
            numbered(&[&renewed], 8),
            of(diff([&[], &[two], &[]], up(), &[]), json!([pair(one, &renewed)])),
        );
        let namesake = self.namesake("one, a namesake", "one", "another one");
        self.differ(
            "the same name with another key is no renewal",
            numbered(&[one], 7),
            numbered(&[&namesake], 8),
            diff([&[&namesake], &[one], &[]], up(), &["bundle-replaced-whole"]),
        );
    }

    fn numbers_of_diffs(&mut self, one: &Cert, two: &Cert) {
        let none = || document(&[one], &json!({}));
        let (back, reused) = ("bundle-sequence-back", "bundle-sequence-reused");
        let kept: [&[&Cert]; 3] = [&[], &[], &[one]];
        let added: [&[&Cert]; 3] = [&[two], &[], &[one]];
        let both = |sequence: u64| numbered(&[one, two], sequence);
        let high = 9_007_199_254_740_991;
        let cases: [(&str, Value, Value, Value); 10] = [
            (
                "a number that grows is enough of a change",
                numbered(&[one], 7),
                numbered(&[one], 8),
                diff(kept, [json!(7), json!(8)], &[]),
            ),
            (
                "a number that leaps",
                numbered(&[one], 7),
                both(high),
                diff(added, [json!(7), json!(high)], &[]),
            ),
            (
                "a number that goes back",
                numbered(&[one], 7),
                both(6),
                diff(added, [json!(7), json!(6)], &[back]),
            ),
            (
                "a number that goes back over the same content",
                numbered(&[one], 7),
                numbered(&[one], 0),
                diff(kept, [json!(7), json!(0)], &[back]),
            ),
            (
                "a number that stays over other content",
                numbered(&[one], 7),
                both(7),
                diff(added, [json!(7), json!(7)], &[reused]),
            ),
            ("a first number", none(), both(1), diff(added, [Value::Null, json!(1)], &[])),
            (
                "a number that is gone",
                numbered(&[one], 7),
                none(),
                diff(kept, [json!(7), Value::Null], &[back]),
            ),
            (
                "a zero that is gone",
                numbered(&[one], 0),
                none(),
                diff(kept, [json!(0), Value::Null], &[back]),
            ),
            (
                "other content without numbers",
                none(),
                document(&[one, two], &json!({})),
                diff(added, [Value::Null, Value::Null], &[]),
            ),
            (
                "the only authority is replaced under a lower number",
                numbered(&[one], 7),
                numbered(&[two], 6),
                diff([&[two], &[one], &[]], [json!(7), json!(6)], &[back, "bundle-replaced-whole"]),
            ),
        ];
        for (name, old, new, ok) in cases {
            self.differ(name, old, new, ok);
        }
        // Numbers that a double cannot tell apart: what is found is exact in every language.
        let (more, less) = (9_007_199_254_740_993, 9_007_199_254_740_992);
        for (name, from, to, findings) in [
            ("a number that goes back by one beyond 2^53", more, less, json!([[back, "warning"]])),
            ("a number that grows by one beyond 2^53", less, more, json!([])),
            ("the highest number over other content", u64::MAX, u64::MAX, json!([[reused, "warning"]])),
        ] {
            let args = json!({"old": numbered(&[one], from), "new": both(to)});
            let case = Case::new(name, "bundle_diff.findings", args).ok(json!({"findings": findings}));
            self.book.add(if findings == json!([]) { case } else { case.with("twin", json!(SAME)) });
        }
    }

    /// Records and texts.
    fn said(&mut self, one: &Cert, two: &Cert) {
        let renewed = self.renewed("two, renewed", "two");
        let third = self.renewed("third", "third");
        let old = document(&[one, two], &json!({"spiffe_sequence": 7, "spiffe_refresh_hint": 60}));
        let new = document(&[&renewed, &third], &json!({"spiffe_sequence": 9}));
        let args = json!({"old": old, "new": new});
        let told = |cert: &Cert, name: &str| summary(cert, name);
        let record = json!({
            "trust_domain": "td", "added": [told(&third, "third")], "removed": [told(one, "one")],
            "renewed": [{"old": told(two, "two"), "new": told(&renewed, "two")}], "kept": [],
            "sequence": {"old": 7, "new": 9}, "refresh_hint": {"old": 60, "new": null},
            "jwt_authorities_changed": false, "findings": [],
        });
        self.book.add(Case::new("a diff as a record", "bundle_diff.record", args.clone()).ok(record));
        let line = |sign: char, cert: &Cert, name: &str| {
            format!("\n  {sign} CN={name}, until 2036-01-01T00:00:00Z, SHA-256 {}…", &sha256(&cert.der)[..16])
        };
        let mut text = "bundle of td".to_owned();
        for (sign, cert, name) in [('+', &third, "third"), ('-', one, "one"), ('~', &renewed, "two")] {
            text.push_str(&line(sign, cert, name));
        }
        text.push_str("\n  sequence 7 -> 9\n  refresh hint 60 -> none s");
        self.book.add(Case::new("a diff as text", "bundle_diff.text", args).ok(json!(text)));
        let same = json!({"old": numbered(&[one], 7), "new": numbered(&[one], 7)});
        let text = format!("bundle of td: no change{}", line('=', one, "one"));
        self.book.add(Case::new("no change as text", "bundle_diff.text", same).ok(json!(text)));
    }

    pub(super) fn diffs_of_sets(&mut self) {
        let (one, two) = (self.one.clone(), self.two.clone());
        let map = |domains: &[(&str, &[&Cert], u64)]| {
            let inside: serde_json::Map<_, _> = domains
                .iter()
                .map(|(name, certs, sequence)| {
                    let text = numbered(certs, *sequence)["json"].as_str().unwrap().to_owned();
                    ((*name).to_owned(), serde_json::from_str(&text).unwrap())
                })
                .collect();
            json!({"trust_domains": inside}).to_string()
        };
        let nothing = || map(&[]);
        let a: (&str, &[&Cert], u64) = ("a", &[&one], 1);
        let b: (&str, &[&Cert], u64) = ("b", &[&two], 1);
        let more: (&str, &[&Cert], u64) = ("a", &[&one, &two], 2);
        let back: (&str, &[&Cert], u64) = ("a", &[&one], 0);
        let cases = [
            (
                "two sets that say the same",
                map(&[a, b]),
                map(&[a, b]),
                [json!([]), json!([]), json!([])],
                json!([]),
            ),
            ("two empty sets", nothing(), nothing(), [json!([]), json!([]), json!([])], json!([])),
            (
                "a trust domain is added",
                map(&[a]),
                map(&[a, b]),
                [json!(["b"]), json!([]), json!([])],
                json!([]),
            ),
            (
                "a trust domain is removed",
                map(&[a, b]),
                map(&[b]),
                [json!([]), json!(["a"]), json!([])],
                json!([]),
            ),
            (
                "trust domains are added in their order",
                nothing(),
                map(&[b, a]),
                [json!(["a", "b"]), json!([]), json!([])],
                json!([]),
            ),
            (
                "one trust domain of two changes",
                map(&[a, b]),
                map(&[more, b]),
                [json!([]), json!([]), json!(["a"])],
                json!([]),
            ),
            (
                "a trust domain goes back in a set",
                map(&[a, b]),
                map(&[back, b]),
                [json!([]), json!([]), json!(["a"])],
                json!([["bundle-sequence-back", "warning"]]),
            ),
        ];
        for (name, old, new, [added, removed, changed], findings) in cases {
            let changes = [&added, &removed, &changed].iter().any(|list| **list != json!([]));
            let found = findings != json!([]);
            let ok = json!({
                "added": added, "removed": removed, "changed": changed, "changes": changes, "findings": findings,
            });
            let case = Case::new(name, "bundle_set.diff", json!({"old": old, "new": new})).ok(ok);
            self.book.add(if found { case.with("twin", json!("two sets that say the same")) } else { case });
        }
    }
}

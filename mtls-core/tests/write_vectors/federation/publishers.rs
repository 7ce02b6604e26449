//! The other side: what is answered, and which bundle is served.

use serde_json::{Value, json};

use super::{TD, World, base64};
use crate::book::Case;
use crate::forge::Cert;

const RUN: &str = "bundle_publisher.run";
const GET: &str = "FD10: GET";
const DECREASED: &str = "bundle-sequence-decreased";

/// The document with these authorities, as it is served: with the keys' own members.
fn served(certs: &[&Cert], sequence: &str) -> Value {
    json!({"sequence": sequence, "x5c": certs.iter().map(|cert| base64(cert)).collect::<Vec<_>>()})
}

fn ask(method: &str) -> Value {
    json!({"method": method})
}

fn answered(status: u16, headers: Value, body: Value) -> Value {
    json!({"status": status, "headers": headers, "body": body, "length_of_get": status == 200})
}

fn ok(body: Value) -> Value {
    answered(200, json!([["content-type", "application/json"], ["cache-control", "no-cache"]]), body)
}

impl World {
    fn publisher(
        &mut self,
        name: &str,
        bundle: Value,
        events: &[Value],
        answers: &[Value],
        findings: &[&str],
    ) {
        assert_eq!(events.len(), answers.len(), "{name}");
        let args = json!({"bundle": bundle, "events": events});
        let findings: Vec<_> = findings.iter().map(|rule| json!([rule, "error"])).collect();
        let found = !findings.is_empty();
        let case = Case::new(name, RUN, args).ok(json!({"events": answers, "findings": findings}));
        self.book.add(if found { case.with("twin", json!(GET)) } else { case });
    }

    pub(super) fn publishers(&mut self) {
        let (one, two) = (self.one.clone(), self.two.clone());
        let seven = self.bundle(TD, &[&one], "7");
        let document = served(&[&one], "7");
        self.publisher(GET, seven.clone(), &[ask("GET")], &[ok(document.clone())], &[]);
        self.publisher(
            "FD10: HEAD has the headers of GET and no body",
            seven.clone(),
            &[ask("HEAD")],
            &[ok(Value::Null)],
            &[],
        );
        for method in [
            "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "Get", "GET ", "GETS", "",
        ] {
            let refused = answered(405, json!([["allow", "GET, HEAD"]]), Value::Null);
            self.publisher(
                &format!("FD10: no answer to `{method}`"),
                seven.clone(),
                &[ask(method)],
                &[refused],
                &[],
            );
        }
        let mut unnumbered = seven.clone();
        unnumbered.as_object_mut().unwrap().remove("sequence");
        self.publisher(
            "FD10: a bundle without a number gets the first",
            unnumbered.clone(),
            &[ask("GET")],
            &[ok(served(&[&one], "1"))],
            &[],
        );
        let none = self.bundle(TD, &[], "1");
        self.publisher(
            "FD10: a bundle that trusts nobody",
            none,
            &[ask("GET")],
            &[ok(served(&[], "1"))],
            &[],
        );
        self.published(&seven, &unnumbered, (&one, &two));
    }

    fn published(&mut self, seven: &Value, unnumbered: &Value, (one, two): (&Cert, &Cert)) {
        let of = |world: &mut Self, certs: &[&Cert], sequence: Option<&str>| {
            let mut bundle = world.bundle(TD, certs, sequence.unwrap_or_default());
            if sequence.is_none() {
                bundle.as_object_mut().unwrap().remove("sequence");
            }
            json!({"publish": bundle})
        };
        let publish = json!({"publish": seven});
        let same = json!({"publish": unnumbered});
        let max = "18446744073709551615";
        let (first, both) = (served(&[one], "7"), [one, two]);
        let events = [
            ("the same bundle under its number", publish, "published", first.clone()),
            ("the same bundle without a number keeps its own", same, "published", first.clone()),
            (
                "other content without a number gets the next",
                of(self, &both, None),
                "published",
                served(&both, "8"),
            ),
            (
                "other content under a higher number",
                of(self, &both, Some("9")),
                "published",
                served(&both, "9"),
            ),
            (
                "the same content under a higher number",
                of(self, &[one], Some("8")),
                "published",
                served(&[one], "8"),
            ),
            ("the highest number", of(self, &both, Some(max)), "published", served(&both, max)),
            ("other content under the same number", of(self, &both, Some("7")), DECREASED, first.clone()),
            ("other content under a lower number", of(self, &both, Some("6")), DECREASED, first.clone()),
            ("the same content under a lower number", of(self, &[one], Some("6")), DECREASED, first.clone()),
        ];
        for (name, event, got, document) in events {
            let findings: &[&str] = if got == DECREASED { &[DECREASED] } else { &[] };
            let states = [json!({"got": got}), ok(document)];
            self.publisher(&format!("FD10: {name}"), seven.clone(), &[event, ask("GET")], &states, findings);
        }
        let other = json!({"publish": self.bundle("other.example", &[one], "9")});
        let rule = "bundle-other-trust-domain";
        self.publisher(
            "FD4 and FD10: the bundle of another trust domain is not served",
            seven.clone(),
            &[other, ask("GET")],
            &[json!({"got": rule}), ok(first)],
            &[rule],
        );
        let last = self.bundle(TD, &[one], max);
        let event = of(self, &both, None);
        self.publisher(
            "FD10: there is no number after the highest",
            last,
            &[event, ask("GET")],
            &[json!({"got": DECREASED}), ok(served(&[one], max))],
            &[DECREASED],
        );
        let (second, third) = (of(self, &both, None), of(self, &[two], None));
        self.publisher(
            "FD10: every GET has the newest bundle",
            seven.clone(),
            &[ask("GET"), second, ask("GET"), third, ask("GET")],
            &[
                ok(served(&[one], "7")),
                json!({"got": "published"}),
                ok(served(&both, "8")),
                json!({"got": "published"}),
                ok(served(&[two], "9")),
            ],
            &[],
        );
    }
}

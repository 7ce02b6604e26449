//! When to fetch, and what a failure leaves.

use serde_json::{Value, json};

use super::{FIRST, World, answer, document, failed, fetched, moved, numbered, told};
use crate::NOW;

const FAILED: &str = "federation-fetch-failed";

impl World {
    pub(super) fn cadence(&mut self) {
        let one = self.one.clone();
        let (body, bundle) = (numbered(&[&one], 7), told(&[&one], Some("7")));
        self.run(FIRST, &[answer(0, 200, &body)], &[fetched("taken", Some("7"), 60, &bundle)], &[]);
        self.run(
            "FD2: the same bundle again and again",
            &[answer(0, 200, &body), answer(60, 200, &body), answer(125, 200, &body)],
            &[
                fetched("taken", Some("7"), 60, &bundle),
                fetched("unchanged", Some("7"), 120, &bundle),
                fetched("unchanged", Some("7"), 185, &bundle),
            ],
            &[],
        );
        let due = |after: u64| json!({"due": NOW + after});
        let says = |due: bool| json!({"due": due});
        self.run(
            "FD2: a fetch is due at once, and then at its time",
            &[due(0), answer(0, 200, &body), due(0), due(59), due(60), due(100_000)],
            &[
                says(true),
                fetched("taken", Some("7"), 60, &bundle),
                says(false),
                says(false),
                says(true),
                says(true),
            ],
            &[],
        );
        self.run("FD2: nothing is due before the beginning", &[json!({"due": NOW - 1})], &[says(false)], &[]);
        let fail = |after: u64| json!({"at": NOW + after, "fail": "connection refused"});
        let unreached = |failures: u32, next: u64, bundle: &Value| failed("failed", failures, next, bundle);
        self.run(
            "FD2: without a bundle the next fetch is in five minutes",
            &[fail(0), fail(300), fail(1000)],
            &[
                unreached(1, 300, &Value::Null),
                unreached(2, 600, &Value::Null),
                unreached(3, 1300, &Value::Null),
            ],
            &[],
        );
        self.run(
            "FD2: failures keep bundle and cadence, however many they are",
            &[answer(0, 200, &body), fail(60), fail(120), fail(180), fail(240), answer(300, 200, &body)],
            &[
                fetched("taken", Some("7"), 60, &bundle),
                unreached(1, 120, &bundle),
                unreached(2, 180, &bundle),
                unreached(3, 240, &bundle),
                unreached(4, 300, &bundle),
                fetched("unchanged", Some("7"), 360, &bundle),
            ],
            &[],
        );
    }

    pub(super) fn failures(&mut self) {
        let one = self.one.clone();
        let (body, bundle) = (numbered(&[&one], 7), told(&[&one], Some("7")));
        let first = || (answer(0, 200, &body), fetched("taken", Some("7"), 60, &bundle));
        let mut after_first = |name: &str, event: Value, rule: &str| {
            let (answered, state) = first();
            let states = [state, failed(rule, 1, 120, &bundle)];
            self.run(name, &[answered, event], &states, &[(rule, "error")]);
        };
        for status in
            [0, 100, 201, 204, 206, 300, 304, 305, 306, 400, 401, 403, 404, 405, 410, 429, 500, 503, 999]
        {
            after_first(&format!("FD2: status {status} is a failure"), answer(60, status, &body), FAILED);
        }
        for (what, body, rule) in [
            ("an empty answer", String::new(), "bundle-not-json"),
            ("a login page", "<html>".to_owned(), "bundle-not-json"),
            ("a bundle that is cut off", body[..body.len() - 1].to_owned(), "bundle-not-json"),
            ("a bundle without keys", "{}".to_owned(), "bundle-keys-missing"),
            (
                "a sequence number as text",
                r#"{"keys": [], "spiffe_sequence": "8"}"#.to_owned(),
                "bundle-field-type",
            ),
            (
                "a member that stands twice",
                r#"{"keys": [], "keys": []}"#.to_owned(),
                "bundle-duplicate-field",
            ),
            ("too many keys", format!("{{\"keys\": [{}0]}}", "0,".repeat(1024)), "bundle-too-large"),
            ("a certificate in PEM", one.pem(), "bundle-not-json"),
        ] {
            after_first(&format!("FD2: {what} replaces no good bundle"), answer(60, 200, &body), rule);
        }
        let mut lost = moved(60, 302, "");
        lost.as_object_mut().unwrap().remove("location");
        after_first("FD2: a redirect without a location keeps the good bundle", lost, FAILED);
        let empty = document(&[], json!({}));
        self.run(
            "FD2: failures before the first bundle",
            &[answer(0, 503, ""), answer(300, 200, "{}"), answer(600, 200, &body)],
            &[
                failed(FAILED, 1, 300, &Value::Null),
                failed("bundle-keys-missing", 2, 600, &Value::Null),
                fetched("taken", Some("7"), 660, &bundle),
            ],
            &[(FAILED, "error"), ("bundle-keys-missing", "error")],
        );
        self.run(
            "FD3: a first bundle that trusts nobody is one",
            &[answer(0, 200, &empty)],
            &[fetched("taken", None, 300, &told(&[], None))],
            &[],
        );
    }

    pub(super) fn hints(&mut self) {
        let one = self.one.clone();
        for (hint, wait) in [
            (Some(0), 10),
            (Some(-1), 10),
            (Some(i64::MIN), 10),
            (Some(9), 10),
            (Some(10), 10),
            (Some(11), 11),
            (Some(86_400), 86_400),
            (Some(86_401), 86_400),
            (Some(i64::MAX), 86_400),
            (None, 300),
        ] {
            let members = hint.map_or_else(|| json!({}), |hint| json!({"spiffe_refresh_hint": hint}));
            let (name, body) = (
                hint.map_or_else(
                    || "FD2: no refresh hint".to_owned(),
                    |hint| format!("FD2: a refresh hint of {hint}"),
                ),
                document(&[&one], members),
            );
            let bundle = told(&[&one], None);
            let down = json!({"at": NOW + wait, "fail": "connection refused"});
            self.run(
                &name,
                &[answer(0, 200, &body), down],
                &[fetched("taken", None, wait, &bundle), failed("failed", 1, 2 * wait, &bundle)],
                &[],
            );
        }
    }
}

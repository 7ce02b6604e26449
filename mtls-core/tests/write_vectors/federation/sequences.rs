//! Which of two bundles counts, and whose it may be.

use serde_json::{Value, json};

use super::{RUN, TD, URL, World, answer, document, fetched, numbered, told, usual};
use crate::NOW;
use crate::forge::Cert;

const BACK: (&str, &str) = ("bundle-sequence-back", "warning");
const REUSED: (&str, &str) = ("bundle-sequence-reused", "warning");
const WHOLE: (&str, &str) = ("bundle-replaced-whole", "warning");

impl World {
    pub(super) fn sequences(&mut self) {
        let (one, two) = (self.one.clone(), self.two.clone());
        let both: &[&Cert] = &[&one, &two];
        let first = &[&one][..];
        let text = |number: Option<u64>| number.map(|number| number.to_string());
        let of = |certs: &[&Cert], number: Option<u64>| match number {
            Some(number) => numbered(certs, number),
            None => document(certs, json!({"spiffe_refresh_hint": 60})),
        };
        let (high, higher) = (9_007_199_254_740_992, 9_007_199_254_740_993);
        // What was there, what comes, and what is made of it.
        let cases: [(&str, (&[&Cert], Option<u64>), (&[&Cert], Option<u64>), &str, &[(&str, &str)]); 17] = [
            ("a higher number", (first, Some(7)), (both, Some(8)), "taken", &[]),
            ("a number that leaps", (first, Some(7)), (both, Some(u64::MAX)), "taken", &[]),
            ("a higher number over the same content", (first, Some(7)), (first, Some(8)), "taken", &[]),
            ("a lower number", (first, Some(7)), (both, Some(6)), "older", &[BACK]),
            ("a lower number over the same content", (first, Some(7)), (first, Some(6)), "older", &[BACK]),
            ("zero after one", (first, Some(1)), (both, Some(0)), "older", &[BACK]),
            (
                "a lower number without the authority",
                (first, Some(7)),
                (&[&two], Some(6)),
                "older",
                &[BACK, WHOLE],
            ),
            ("the same number over other content", (first, Some(7)), (both, Some(7)), "taken", &[REUSED]),
            (
                "the same number without the authority",
                (first, Some(7)),
                (&[&two], Some(7)),
                "taken",
                &[REUSED, WHOLE],
            ),
            ("the same bundle", (both, Some(7)), (both, Some(7)), "unchanged", &[]),
            ("a number that is gone", (first, Some(7)), (both, None), "taken", &[BACK]),
            ("a first number", (first, None), (both, Some(0)), "taken", &[]),
            ("no numbers, the last one counts", (first, None), (both, None), "taken", &[]),
            ("no numbers and the same bundle", (first, None), (first, None), "unchanged", &[]),
            ("a bundle that trusts nobody any more", (first, Some(7)), (&[], Some(8)), "taken", &[WHOLE]),
            ("one more beyond 2^53", (first, Some(high)), (both, Some(higher)), "taken", &[]),
            ("one less beyond 2^53", (first, Some(higher)), (both, Some(high)), "older", &[BACK]),
        ];
        for (name, (old, before), (new, after), outcome, findings) in cases {
            let (before_text, after_text) = (text(before), text(after));
            let was = told(old, before_text.as_deref());
            let now = if outcome == "older" { was.clone() } else { told(new, after_text.as_deref()) };
            self.run(
                &format!("FD3: {name}"),
                &[answer(0, 200, &of(old, before)), answer(60, 200, &of(new, after))],
                &[
                    fetched("taken", before_text.as_deref(), 60, &was),
                    fetched(outcome, after_text.as_deref(), 120, &now),
                ],
                findings,
            );
        }
        let slower = document(both, json!({"spiffe_sequence": 6, "spiffe_refresh_hint": 3600}));
        let was = told(first, Some("7"));
        self.run(
            "FD2: an older bundle does not set the cadence",
            &[answer(0, 200, &numbered(first, 7)), answer(60, 200, &slower)],
            &[fetched("taken", Some("7"), 60, &was), fetched("older", Some("6"), 120, &was)],
            &[BACK],
        );
        let slower = document(first, json!({"spiffe_sequence": 8, "spiffe_refresh_hint": 3600}));
        let now = told(first, Some("8"));
        self.run(
            "FD2: a newer bundle sets the cadence",
            &[answer(0, 200, &numbered(first, 7)), answer(60, 200, &slower)],
            &[fetched("taken", Some("7"), 60, &was), fetched("taken", Some("8"), 3660, &now)],
            &[],
        );
    }

    pub(super) fn trust_domains(&mut self) {
        let (one, two, foreign, leaf) =
            (self.one.clone(), self.two.clone(), self.foreign.clone(), self.leaf.clone());
        let stored = self.bundle(TD, &[&one], "7");
        let other = self.bundle("other.example", &[&one], "7");
        let args = |stored: &Value, url: &str, events: &[Value]| json!({"endpoint": {"trust_domain": TD, "url": url}, "stored": stored, "at": NOW, "events": events});
        let was = told(&[&one], Some("7"));
        let body = numbered(&[&one, &two], 6);
        // The stored bundle has no hint.
        self.runs(
            "FD3 and FD4: what was stored counts like what was fetched",
            args(&stored, URL, &[answer(0, 200, &body)]),
            &[fetched("older", Some("6"), 300, &was)],
            &usual(),
            &[BACK],
        );
        let down = json!({"at": NOW, "fail": "connection refused"});
        self.runs(
            "FD3: what was stored stays while the endpoint is down",
            args(&stored, URL, &[down]),
            &[super::failed("failed", 1, 300, &was)],
            &usual(),
            &[],
        );
        let code = "bundle-other-trust-domain";
        self.refuse(
            "FD4: the stored bundle of another trust domain",
            RUN,
            args(&other, URL, &[]),
            code,
            super::FIRST,
        );
        let body = numbered(&[&foreign, &two], 1);
        self.run(
            "FD4: an authority of another trust domain is the partner's own, and reported",
            &[answer(0, 200, &body)],
            &[fetched("taken", Some("1"), 60, &told(&[&foreign, &two], Some("1")))],
            &[("bundle-authority-foreign-id", "warning")],
        );
        self.run(
            "FD4: a leaf among the authorities that are fetched",
            &[answer(0, 200, &numbered(&[&leaf, &two], 1))],
            &[fetched("taken", Some("1"), 60, &told(&[&two], Some("1")))],
            &[("bundle-authority-not-ca", "warning")],
        );
    }
}

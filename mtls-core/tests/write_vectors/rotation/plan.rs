//! The steps of plans, and what cannot be planned.

use serde_json::{Value, json};

use super::{Case, HOUR, LAST, World, hashes, with};
use crate::forge::Cert;
use crate::{DAY, END, NOW, START};

/// The case that breaks no rule.
const WHOLE: &str = "a rotation has five steps";

/// A step that lasts from one second after NOW to another.
fn step(kind: &str, [from, to]: [u64; 2], at_risk: &[&Cert], bundle: Option<(&str, &[&Cert])>) -> Value {
    let bundle = bundle.map(|(sequence, of)| json!({"sequence": sequence, "authorities": hashes(of)}));
    let [from, to] = [from, to].map(|seconds| NOW + seconds);
    json!({"kind": kind, "starts_at": from, "ends_at": to, "at_risk": hashes(at_risk), "bundle": bundle})
}

fn plan(steps: &[Value], done: u64, findings: &[&str]) -> Value {
    let findings: Vec<_> = findings.iter().map(|rule| json!([rule, severity(rule)])).collect();
    json!({"steps": steps, "done_at": NOW + done, "findings": findings})
}

fn severity(rule: &str) -> &'static str {
    if rule == "rotation-switch-delayed" { "info" } else { "warning" }
}

/// The five steps from `old` to `new`: so long is waited for bundles, switched, and waited for SVIDs.
fn five(old: &Cert, new: &Cert, [bundles, switch, svids]: [u64; 3]) -> [Value; 5] {
    let (switched, expired) = (bundles + switch, bundles + switch + svids);
    [
        step("publish", [0, 0], &[new], Some(("8", &[old, new]))),
        step("await-bundles", [0, bundles], &[new], None),
        step("switch", [bundles, switched], &[old], None),
        step("await-svids", [switched, expired], &[old], None),
        step("retire", [expired, expired], &[old], Some(("9", &[new]))),
    ]
}

impl World {
    /// From the bundle of `td` with sequence number 7 and these authorities to those, beginning NOW.
    pub(super) fn planned(&mut self, old: &[&Cert], new: &[&Cert]) -> Value {
        let (old, new) = (self.put(old), self.put(new));
        json!({
            "trust_domain": "td", "old": old, "old_sequence": "7", "new": new, "start": NOW, "svid_lifetime": HOUR,
        })
    }

    fn gives(&mut self, name: &str, args: Value, ok: Value) {
        let found = !ok["findings"].as_array().unwrap().is_empty();
        let case = Case::new(name, "rotation_plan.new", args).ok(ok);
        self.book.add(if found { case.with("twin", json!(WHOLE)) } else { case });
    }

    pub(super) fn plans(&mut self) {
        let (old, new, third) = (self.old.cert.clone(), self.new.cert.clone(), self.third.cert.clone());
        let args = self.planned(&[&old], &[&new]);
        self.gives(WHOLE, args.clone(), plan(&five(&old, &new, [1500, 0, HOUR]), 1500 + HOUR + 1500, &[]));
        self.spans(&args);
        self.shapes(&old, &new, &third);
        self.dates(&old, &new);
        let args = with(self.planned(&[&old], &[&new]), "old_sequence", Value::Null);
        let mut steps = five(&old, &new, [1500, 0, HOUR]);
        steps[0]["bundle"]["sequence"] = json!("1");
        steps[4]["bundle"]["sequence"] = json!("2");
        self.gives("a bundle without a sequence number gets one", args, plan(&steps, 6600, &[]));
        let (leaf, foreign) = (
            self.leaf(&self.new, "leaf among the new", |_| {}),
            self.root("foreign", "foreign", |t| t.uris(&["spiffe://other"])),
        );
        let args = self.planned(&[&old], &[&leaf, &new]);
        let ok = plan(&five(&old, &new, [1500, 0, HOUR]), 6600, &["bundle-authority-not-ca"]);
        self.gives("a leaf among the new authorities is left out, and said", args, ok);
        let args = self.planned(&[&old], &[&foreign]);
        let ok = plan(&five(&old, &foreign, [1500, 0, HOUR]), 6600, &["bundle-authority-foreign-id"]);
        self.gives("a new authority of another trust domain is reported", args, ok);
        let args = self.planned(&[&old], &[&new, &new]);
        self.gives(
            "a new authority that is given twice counts once",
            args,
            plan(&five(&old, &new, [1500, 0, HOUR]), 6600, &[]),
        );
    }

    /// What sets the length of the steps.
    fn spans(&mut self, args: &Value) {
        let (old, new) = (self.old.cert.clone(), self.new.cert.clone());
        let short = &["rotation-lead-short"][..];
        // Fields, what is waited for bundles, the switch, the SVIDs, the last wait for bundles.
        let spans: [(&str, Value, [u64; 4], &[&str]); 14] = [
            (
                "the last cluster switches ten minutes after the first",
                json!({"switch_window": 600}),
                [1500, 600, HOUR, 1500],
                &[],
            ),
            (
                "the bundle's refresh hint counts five times",
                json!({"old_refresh_hint": 60}),
                [300, 0, HOUR, 300],
                &[],
            ),
            (
                "a bundle's refresh hint of zero counts as ten seconds",
                json!({"old_refresh_hint": 0}),
                [50, 0, HOUR, 50],
                &[],
            ),
            (
                "a bundle's refresh hint of a week counts as a day",
                json!({"old_refresh_hint": 7 * DAY}),
                [5 * DAY, 0, HOUR, 5 * DAY],
                &[],
            ),
            (
                "what is said of the verifiers counts before the bundle's hint",
                json!({"old_refresh_hint": 60, "refresh_hint": HOUR}),
                [5 * HOUR, 0, HOUR, 5 * HOUR],
                &[],
            ),
            ("verifiers that look every second", json!({"refresh_hint": 1}), [5, 0, HOUR, 5], &[]),
            (
                "verifiers that look once a month",
                json!({"refresh_hint": 30 * DAY}),
                [150 * DAY, 0, HOUR, 150 * DAY],
                &[],
            ),
            ("a lead of three intervals is enough", json!({"publish_lead": 3}), [900, 0, HOUR, 900], &[]),
            ("a lead of two intervals is short", json!({"publish_lead": 2}), [600, 0, HOUR, 600], short),
            (
                "without a lead nobody is waited for, and it is said",
                json!({"publish_lead": 0}),
                [0, 0, HOUR, 0],
                short,
            ),
            ("SVIDs of a second", json!({"svid_lifetime": 1}), [1500, 0, 1, 1500], &[]),
            ("SVIDs of a year", json!({"svid_lifetime": 365 * DAY}), [1500, 0, 365 * DAY, 1500], &[]),
            (
                "SVIDs that outlive all authorities",
                json!({"svid_lifetime": 3650 * DAY}),
                [1500, 0, 3650 * DAY, 1500],
                &["rotation-authority-expires", "rotation-authority-expires"],
            ),
            (
                "the last plan that ends in the year 9999",
                json!({"svid_lifetime": LAST - NOW - 3000}),
                [1500, 0, LAST - NOW - 3000, 1500],
                &["rotation-authority-expires", "rotation-authority-expires"],
            ),
        ];
        for (name, fields, [bundles, switch, svids, last], findings) in spans {
            let mut args = args.clone();
            for (key, value) in fields.as_object().unwrap() {
                args[key] = value.clone();
            }
            let steps = five(&old, &new, [bundles, switch, svids]);
            self.gives(name, args, plan(&steps, bundles + switch + svids + last, findings));
        }
    }

    /// Steps that a rotation does not need are left out.
    fn shapes(&mut self, old: &Cert, new: &Cert, third: &Cert) {
        let args = self.planned(&[old], &[old, new]);
        let steps = [
            step("publish", [0, 0], &[new], Some(("8", &[old, new]))),
            step("await-bundles", [0, 1500], &[new], None),
            step("switch", [1500, 1500], &[new], None),
        ];
        self.gives("where nothing is retired no SVID is awaited", args, plan(&steps, 3000, &[]));
        let args = self.planned(&[old, new], &[new]);
        let retired = [
            step("switch", [0, 0], &[old], None),
            step("await-svids", [0, HOUR], &[old], None),
            step("retire", [HOUR, HOUR], &[old], Some(("8", &[new]))),
        ];
        self.gives(
            "where nothing is new no bundle is awaited",
            args.clone(),
            plan(&retired, HOUR + 1500, &[]),
        );
        let args = with(args, "publish_lead", json!(1));
        self.gives("where nothing is new no lead is short", args, plan(&retired, HOUR + 300, &[]));
        let args = self.planned(&[new, old], &[new]);
        self.gives("the retired authority may stand anywhere", args, plan(&retired, HOUR + 1500, &[]));
        let renewed = self.root("old, renewed", "old", |_| {});
        let args = self.planned(&[old], &[&renewed]);
        let steps = [step("publish", [0, 0], &[], Some(("8", &[&renewed])))];
        self.gives(
            "a renewal under the same name and key is published and done",
            args,
            plan(&steps, 1500, &[]),
        );
        let args = self.planned(&[old, third], &[&renewed]);
        let steps = [
            step("publish", [0, 0], &[], Some(("8", &[old, third, &renewed]))),
            step("switch", [0, 0], &[third], None),
            step("await-svids", [0, HOUR], &[third], None),
            step("retire", [HOUR, HOUR], &[third], Some(("9", &[&renewed]))),
        ];
        self.gives("one authority is renewed and another retired", args, plan(&steps, HOUR + 1500, &[]));
        let args = self.planned(&[old], &[&renewed, new]);
        let steps = [
            step("publish", [0, 0], &[new], Some(("8", &[&renewed, new]))),
            step("await-bundles", [0, 1500], &[new], None),
            step("switch", [1500, 1500], &[new], None),
        ];
        self.gives("one authority is renewed and another added", args, plan(&steps, 3000, &[]));
        let args = self.planned(&[old, third], &[third, new]);
        let steps = [
            step("publish", [0, 0], &[new], Some(("8", &[old, third, new]))),
            step("await-bundles", [0, 1500], &[new], None),
            step("switch", [1500, 1500], &[old], None),
            step("await-svids", [1500, 5100], &[old], None),
            step("retire", [5100, 5100], &[old], Some(("9", &[third, new]))),
        ];
        self.gives("an authority that stays is in every bundle", args, plan(&steps, 6600, &[]));
        let args = self.planned(&[], &[new]);
        let steps = [
            step("publish", [0, 0], &[new], Some(("8", &[new]))),
            step("await-bundles", [0, 1500], &[new], None),
            step("switch", [1500, 1500], &[new], None),
        ];
        self.gives("the first authority of a bundle that had none", args, plan(&steps, 3000, &[]));
        let namesake = self.root("old, another key", "third", |t| t.subject = crate::forge::der::name("old"));
        let args = self.planned(&[old], &[&namesake]);
        let steps = five(old, &namesake, [1500, 0, HOUR]);
        self.gives("the same name with another key is another authority", args, plan(&steps, 6600, &[]));
    }

    /// The validity of authorities.
    fn dates(&mut self, old: &Cert, new: &Cert) {
        let expires = "rotation-authority-expires";
        // Who ends or begins when, what is waited for bundles, and what is said.
        let news: [(&str, [u64; 2], u64, &[&str]); 7] = [
            ("a new authority that is valid when the bundles are out", [NOW + 1500, END], 1500, &[]),
            ("the switch waits for a new authority", [NOW + 1501, END], 1501, &["rotation-switch-delayed"]),
            (
                "the switch waits a year for a new authority",
                [NOW + 365 * DAY, END],
                365 * DAY,
                &["rotation-switch-delayed"],
            ),
            (
                "a new authority that ends a second after the first SVIDs",
                [START, NOW + 6600 + HOUR + 1],
                1500,
                &[],
            ),
            ("a new authority that ends with the first SVIDs", [START, NOW + 6600 + HOUR], 1500, &[expires]),
            ("a new authority that ends before it is used", [START, NOW + 10], 1500, &[expires]),
            ("a new authority that has ended", [START, NOW - 1], 1500, &[expires]),
        ];
        for (name, [from, to], wait, findings) in news {
            let dated = self.root(name, "new", |t| t.valid(from, to));
            let args = self.planned(&[old], &[&dated]);
            let steps = five(old, &dated, [wait, 0, HOUR]);
            self.gives(name, args, plan(&steps, wait + HOUR + 1500, findings));
        }
        for (name, end, findings) in [
            ("an old authority that ends with the last SVIDs", 5100, &[][..]),
            ("an old authority that ends a second before the last SVIDs", 5099, &[expires]),
        ] {
            let dated = self.root(name, "old", |t| t.valid(START, NOW + end));
            let args = self.planned(&[&dated], &[new]);
            self.gives(name, args, plan(&five(&dated, new, [1500, 0, HOUR]), 6600, findings));
        }
    }

    pub(super) fn refused(&mut self) {
        let (old, new, third) = (self.old.cert.clone(), self.new.cert.clone(), self.third.cert.clone());
        let leaf = self.leaf(&self.new, "leaf in place of an authority", |_| {});
        let whole = self.planned(&[&old], &[&new]);
        let (nothing, same) = (self.planned(&[&old], &[]), self.planned(&[&old], &[&old]));
        let (leaf, none) = (self.planned(&[&old], &[&leaf]), self.planned(&[], &[]));
        let turned = self.planned(&[&old, &third], &[&third, &old]);
        let invalid = "rotation-plan-invalid";
        let decreased = "bundle-sequence-decreased";
        let changed = |key: &str, value: Value| with(whole.clone(), key, value);
        for (name, args, code) in [
            ("SVIDs that do not live cannot be waited for", changed("svid_lifetime", json!(0)), invalid),
            ("verifiers that look every 0 s", changed("refresh_hint", json!(0)), invalid),
            ("no new authority", nothing, invalid),
            ("a leaf as the only new authority", leaf, invalid),
            ("old and new authorities are the same", same, invalid),
            ("the same authorities in another order", turned, invalid),
            ("no authority before and after", none, invalid),
            (
                "a plan that ends a second after the year 9999",
                changed("svid_lifetime", json!(LAST - NOW - 2999)),
                invalid,
            ),
            ("SVIDs of many thousand years", changed("svid_lifetime", json!((1_u64 << 53) - 1)), invalid),
            ("a switch of many thousand years", changed("switch_window", json!((1_u64 << 53) - 1)), invalid),
            (
                "verifiers that look every many thousand years",
                changed("refresh_hint", json!((1_u64 << 53) - 1)),
                invalid,
            ),
            ("the most intervals that can be said", changed("publish_lead", json!(u32::MAX)), invalid),
            (
                "a sequence number that cannot grow",
                changed("old_sequence", json!("18446744073709551615")),
                decreased,
            ),
            (
                "a sequence number that cannot grow twice",
                changed("old_sequence", json!("18446744073709551614")),
                decreased,
            ),
        ] {
            let case = Case::new(name, "rotation_plan.new", args).error(code);
            let findings = json!([[code, "error", null]]);
            self.book.add(case.with("findings", findings).with("twin", json!(WHOLE)));
        }
    }
}

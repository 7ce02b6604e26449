//! All that a plan and a check say, words included: the three kinds of plans speak of what they are about.

use serde_json::{Value, json};
use sha2::Digest as _;

use super::{Case, HOUR, World, sha256, with};
use crate::NOW;
use crate::forge::{Cert, Key, serial};

/// RFC 3339 of so many seconds after NOW, less than a day.
fn time(after: u64) -> String {
    format!("2030-01-01T{:02}:{:02}:{:02}Z", after / 3600, after / 60 % 60, after % 60)
}

/// What people tell an authority by; its name is that of its key.
fn summary(cert: &Cert, name: &str) -> Value {
    let serial: Vec<String> = serial(&cert.label).iter().map(|byte| format!("{byte:02x}")).collect();
    json!({
        "subject": format!("CN={name}"), "serial": serial.join(":"),
        "not_before": "2026-01-01T00:00:00Z", "not_after": "2036-01-01T00:00:00Z",
        "fingerprint_sha256": sha256(&cert.der),
        "spki_sha256": sha2::Sha256::digest(Key::p256(name).info()).iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
    })
}

/// How the texts name it.
fn named(cert: &Cert, name: &str) -> String {
    format!("CN={name} (SHA-256 {}…)", &sha256(&cert.der)[..16])
}

fn step(kind: &str, [from, to]: [u64; 2], words: [String; 2], at_risk: &[Value], bundle: Value) -> Value {
    let [action, if_skipped] = words;
    json!({
        "kind": kind, "starts_at": time(from), "ends_at": time(to), "action": action, "if_skipped": if_skipped,
        "at_risk": at_risk, "bundle": bundle,
    })
}

/// The plan as text.
fn text(record: &Value) -> String {
    let word = |step: &Value, key: &str| step[key].as_str().unwrap().to_owned();
    let mut lines: Vec<String> = Vec::new();
    for step in record["steps"].as_array().unwrap() {
        lines.push(format!("{}  {}: {}", word(step, "starts_at"), word(step, "kind"), word(step, "action")));
        lines.push(format!("  if skipped: {}", word(step, "if_skipped")));
    }
    lines.push(format!("{}  done", word(record, "done_at")));
    lines.join("\n")
}

impl World {
    pub(super) fn records(&mut self) {
        let (old, new) = (self.old.cert.clone(), self.new.cert.clone());
        let (was, is) = (named(&old, "old"), named(&new, "new"));
        let [told_old, told_new] = [summary(&old, "old"), summary(&new, "new")];
        let args = self.planned(&[&old], &[&new]);
        let steps = json!([
            step(
                "publish",
                [0, 0],
                [
                    format!(
                        "give every verifier of td, in other trust domains too, the bundle with {is} beside what it has"
                    ),
                    format!(
                        "from the switch on every chain under {is} is refused: no verifier has heard of it"
                    ),
                ],
                std::slice::from_ref(&told_new),
                json!({"sequence": 8, "authorities": [told_old, told_new]}),
            ),
            step(
                "await-bundles",
                [0, 1500],
                [
                    "wait until every verifier has fetched it: they look every 5 min".to_owned(),
                    format!(
                        "verifiers that have not fetched the bundle yet refuse chains under {is}, for up to 5 min and longer where a fetch fails"
                    ),
                ],
                std::slice::from_ref(&told_new),
                Value::Null,
            ),
            step(
                "switch",
                [1500, 1500],
                [
                    format!(
                        "let every issuer sign under {is}: new intermediates where there are some, then the workloads as they renew"
                    ),
                    format!(
                        "issuers go on under {was}, and from the day it is retired every chain under it is refused"
                    ),
                ],
                std::slice::from_ref(&told_old),
                Value::Null,
            ),
            step(
                "await-svids",
                [1500, 1500 + HOUR],
                [
                    format!("wait until the last SVID under {was} has expired, 1 h after the last switch"),
                    format!(
                        "workloads that have not renewed yet present chains under {was}, and they are refused for up to 1 h"
                    ),
                ],
                std::slice::from_ref(&told_old),
                Value::Null,
            ),
            step(
                "retire",
                [1500 + HOUR, 1500 + HOUR],
                [
                    format!(
                        "give every verifier the bundle without {was}; once they have it, destroy its key"
                    ),
                    format!("{was} stays trusted: whoever gets hold of its key is accepted as anyone in td"),
                ],
                std::slice::from_ref(&told_old),
                json!({"sequence": 9, "authorities": [told_new]}),
            ),
        ]);
        let record = json!({"trust_domain": "td", "steps": steps, "done_at": time(6600), "findings": []});
        self.said("what a plan says, and what breaks without each step", args, record);

        let renewed = self.root("old, renewed again", "old", |_| {});
        let told = summary(&renewed, "old");
        let args = self.planned(&[&old], &[&renewed]);
        let steps = json!([step(
            "publish",
            [0, 0],
            [
                "give every verifier of td the bundle with the renewed certificates".to_owned(),
                "verifiers keep the certificates that will expire".to_owned(),
            ],
            &[],
            json!({"sequence": 8, "authorities": [told]}),
        )]);
        let record = json!({"trust_domain": "td", "steps": steps, "done_at": time(1500), "findings": []});
        self.said("what a plan says of a renewal", args, record);

        let args = with(self.planned(&[&old, &new], &[&new]), "svid_lifetime", json!(90));
        let steps = json!([
            step(
                "switch",
                [0, 0],
                [
                    format!("let every issuer sign under what stays, none under {was}"),
                    format!(
                        "issuers go on under {was}, and from the day it is retired every chain under it is refused"
                    ),
                ],
                std::slice::from_ref(&told_old),
                Value::Null,
            ),
            step(
                "await-svids",
                [0, 90],
                [
                    format!("wait until the last SVID under {was} has expired, 90 s after the last switch"),
                    format!(
                        "workloads that have not renewed yet present chains under {was}, and they are refused for up to 90 s"
                    ),
                ],
                std::slice::from_ref(&told_old),
                Value::Null,
            ),
            step(
                "retire",
                [90, 90],
                [
                    format!(
                        "give every verifier the bundle without {was}; once they have it, destroy its key"
                    ),
                    format!("{was} stays trusted: whoever gets hold of its key is accepted as anyone in td"),
                ],
                std::slice::from_ref(&told_old),
                json!({"sequence": 8, "authorities": [told_new]}),
            ),
        ]);
        let record = json!({"trust_domain": "td", "steps": steps, "done_at": time(1590), "findings": []});
        self.said("what a plan says of an authority that goes without a successor", args, record);
        self.removal_record(&old, &new);
    }

    fn said(&mut self, name: &str, args: Value, record: Value) {
        let told = Case::new(format!("{name}, as text"), "rotation_plan.text", args.clone())
            .ok(json!(text(&record)));
        self.book.add(Case::new(name, "rotation_plan.record", args).ok(record));
        self.book.add(told);
    }

    fn removal_record(&mut self, old: &Cert, new: &Cert) {
        let leaf = self.leaf(&self.old, "leaf that is told of", |_| {});
        let [authorities, chain] = [&[old, new][..], &[&leaf]].map(|certs| self.put(certs));
        let args = json!({
            "trust_domain": "td", "authorities": authorities, "authority": self.book.put(old), "chains": [chain], "at": NOW,
        });
        let bytes: Vec<String> = serial(&leaf.label).iter().map(|byte| format!("{byte:02x}")).collect();
        let dependent = json!({
            "chain": 0, "spiffe_id": crate::verify::ID, "serial": bytes.join(":"), "until": time(HOUR),
        });
        let record = json!({
            "safe": false, "safe_from": time(HOUR + 1), "dependents": [dependent], "considered": 1,
            "rules": ["authority-in-use"],
        });
        self.book.add(Case::new("what a check says", "removal_check.record", args).ok(record));
    }
}

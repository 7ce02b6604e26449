//! Lists of what is distrusted, as documents.

use serde_json::{Value, json};

use super::World;
use crate::book::Case;

const GOOD: &str = "a list of a key and a certificate, told by kind";

impl World {
    pub(super) fn distrusted(&mut self) {
        let hash = "ab".repeat(32);
        let entry = |fields: Value| json!({"distrusted": [fields]}).to_string();
        let list = json!({"distrusted": [
            {"key_sha256": hash, "reason": "stolen", "since": "2026-11-20T00:00:00Z"},
            {"certificate_sha256": hash, "reason": "lost"},
        ]})
        .to_string();
        let mut read = |name: &str, text: &str, outcome: Option<Value>| {
            let case = Case::new(name, "distrust_list.from_json", json!({"json": text}));
            self.book.add(match outcome {
                Some(ok) => case.ok(ok),
                None => case.error("distrust-list-invalid").with("twin", json!(GOOD)),
            });
        };
        read(GOOD, &list, Some(json!([["certificate", "lost", null], ["key", "stolen", 1_795_132_800]])));
        read("a list of nobody", r#"{"distrusted": []}"#, Some(json!([])));
        for (name, text) in [
            ("an empty text is no list", ""),
            ("an object without a list", "{}"),
            ("a list without an object around it", "[]"),
            ("a list that is null", r#"{"distrusted": null}"#),
            ("a list that is cut off", r#"{"distrusted": ["#),
            ("a list with another member beside it", r#"{"distrusted": [], "trusted": []}"#),
            ("an entry that is no object", r#"{"distrusted": ["key"]}"#),
        ] {
            read(name, text, None);
        }
        for (name, fields) in [
            ("an entry that names nobody", json!({"reason": "r"})),
            ("an entry without a reason", json!({"key_sha256": hash})),
            ("an entry with an unknown member", json!({"key_sha256": hash, "reason": "r", "until": 1})),
            ("a hash that is too short", json!({"key_sha256": &hash[2..], "reason": "r"})),
            ("a hash that is no hex", json!({"key_sha256": "x".repeat(64), "reason": "r"})),
            ("a time that is none", json!({"key_sha256": hash, "reason": "r", "since": "yesterday"})),
        ] {
            read(name, &entry(fields), None);
        }
    }
}

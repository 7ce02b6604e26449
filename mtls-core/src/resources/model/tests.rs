//! Tables of fields and spellings.

use std::collections::BTreeMap;

use super::*;
use crate::finding::Finding;
use crate::resources::{Manifest, Map};

fields! {
    /// A model for these tests.
    struct Thing {
        /// Text.
        first_name: String = "firstName",
        /// A number.
        count: i64 = "count",
        /// A switch.
        on: bool = "on",
        /// Things below.
        parts: Vec<Part> = "parts",
        /// Names.
        names: BTreeMap<String, String> = "names",
        /// An enum.
        mode: Mode = "mode",
    }
}

fields! {
    /// A part.
    struct Part {
        /// A switch.
        on: bool = "on",
        /// An enum.
        mode: Mode = "mode",
    }
}

spellings! {
    /// Modes.
    enum Mode {
        /// A.
        Strict = "STRICT",
        /// B.
        Disable = "DISABLE",
    }
}

fn read(json: serde_json::Value, options: bool) -> (Option<Thing>, Vec<Finding>) {
    let manifest = Manifest::of("v1", "Thing", Map::new());
    let mut reader = if options { Reader::options() } else { Reader::manifest(&manifest) };
    let thing = Thing::read(&json.into(), &mut reader);
    (thing, reader.finish())
}

fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {}: {}", f.rule, f.subject, f.message)).collect()
}

#[test]
fn absent_is_not_zero_and_unknown_is_kept() {
    let json = serde_json::json!({"on": false, "count": 0, "parts": [], "x": {"y": 1}, "names": null});
    let (thing, findings) = read(json, false);
    let thing = thing.unwrap();
    assert_eq!((thing.on, thing.count, thing.parts.as_deref()), (Some(false), Some(0), Some([].as_slice())));
    assert_eq!((thing.names.as_ref(), thing.mode.as_ref()), (None, None));
    assert_eq!(lines(&findings), ["field-unknown Thing, x: there is no field `x` here"]);
    let written = serde_json::to_string(&thing.write()).unwrap();
    assert_eq!(written, r#"{"count":0,"on":false,"parts":[],"x":{"y":1}}"#);
}

#[test]
fn every_problem_is_found_with_its_path() {
    let json = serde_json::json!({
        "firstname": "a", "count": "1", "parts": [{"on": "yes"}, 3, {"mode": "DISABLED"}], "names": {"a/b": 1}, "mode": "mutual"
    });
    let (_, findings) = read(json, false);
    assert_eq!(
        lines(&findings),
        [
            "field-type Thing, count: expected integer, found string",
            "field-unknown Thing, firstname: there is no field `firstname` here; did you mean `firstName`?",
            "field-value-unknown Thing, mode: `mutual` is not one of STRICT, DISABLE",
            "field-type Thing, names[\"a/b\"]: expected string, found integer",
            "field-type Thing, parts[0].on: expected boolean, found string",
            "field-type Thing, parts[1]: expected map, found integer",
            "field-value-unknown Thing, parts[2].mode: `DISABLED` is not one of STRICT, DISABLE; did you mean `DISABLE`?",
        ]
    );
}

#[test]
fn whole_floats_are_integers() {
    assert_eq!(read(serde_json::json!({"count": 443.0}), false).0.unwrap().count, Some(443));
    assert_eq!(read(serde_json::json!({"count": 443.5}), false).1.len(), 1);
    assert_eq!(read(serde_json::json!({"count": u64::MAX}), false).1.len(), 1);
}

fields! {
    /// Options.
    struct Choices {
        /// Text.
        credential_name: String = "credential_name",
    }
}

#[test]
fn options_are_taken_in_both_manners() {
    for key in ["credential_name", "credentialName"] {
        let mut reader = Reader::options();
        let read = Choices::read(&Value::Map(Map::from([(key, "x")])), &mut reader).unwrap();
        assert_eq!(read.credential_name.as_deref(), Some("x"));
        assert!(reader.finish().is_empty());
    }
    let mut reader = Reader::options();
    Choices::read(&Value::Map(Map::from([("credential_name", "x"), ("credentialName", "y")])), &mut reader);
    assert_eq!(lines(&reader.finish()), ["option-value credentialName: this option is given twice"]);
    for (key, meant) in [("credentialNam", "credentialName"), ("credental_name", "credential_name")] {
        let mut reader = Reader::options();
        Choices::read(&Value::Map(Map::from([(key, "x")])), &mut reader);
        let findings = reader.finish();
        assert_eq!(findings[0].rule, "option-unknown");
        assert!(
            findings[0].message.ends_with(&format!("did you mean `{meant}`?")),
            "{}",
            findings[0].message
        );
    }
}

#[test]
fn suggestions_are_near_or_none() {
    use crate::resources::suggest::closest;
    let modes = ["SIMPLE", "MUTUAL", "ISTIO_MUTUAL", "PASSTHROUGH"];
    for (seen, meant) in [
        ("mutual", Some("MUTUAL")),
        ("MUTAUL", Some("MUTUAL")),
        ("ISTIOMUTUAL", Some("ISTIO_MUTUAL")),
        ("istio-mutual", Some("ISTIO_MUTUAL")),
        ("STRICT", None),
        ("", None),
        (&"x".repeat(1000), None),
    ] {
        assert_eq!(closest(seen, modes), meant, "{seen:.20}");
    }
}

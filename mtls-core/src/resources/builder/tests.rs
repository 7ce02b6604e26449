//! Building any kind by its name, and the schema.

use crate::finding::{Finding, Refusal, Subject};
use crate::resources::{Value, build, schema};

#[test]
fn a_kind_without_a_model_is_refused_with_a_name_that_is_near() {
    for (kind, meant) in [
        ("security.istio.io/PeerAuthentications", Some("security.istio.io/PeerAuthentication")),
        ("peerauthentication", Some("security.istio.io/PeerAuthentication")),
        ("Gatway", Some("networking.istio.io/Gateway")),
        ("Flagger", None),
    ] {
        let error = build(kind, serde_json::json!({"name": "x"})).unwrap_err();
        assert_eq!(error.code(), "kind-unknown");
        let said = error.to_string();
        match meant {
            Some(meant) => assert!(said.ends_with(&format!("did you mean `{meant}`?")), "{said}"),
            None => assert_eq!(said, "there is no model of `Flagger`"),
        }
    }
}

#[test]
fn an_option_of_a_wrong_type_is_not_called_missing() {
    for kind in ["networking.istio.io/ServiceEntry", "networking.istio.io/Gateway", "Secret"] {
        let error = build(kind, serde_json::json!({"name": 5})).unwrap_err();
        let of_name =
            |finding: &&Finding| matches!(&finding.subject, Subject::Document(at) if at.field == "name");
        let rules: Vec<_> = error.findings().iter().filter(of_name).map(|finding| finding.rule).collect();
        assert_eq!(rules, ["option-type"], "{kind}: {error}");
    }
}

#[test]
fn errors_tell_several_problems_and_help_with_the_gravest() {
    let error = build("networking.istio.io/ServiceEntry", serde_json::json!({"nmae": "a"})).unwrap_err();
    let said = error.to_string();
    assert!(said.starts_with("2 problems in the options of ServiceEntry: nmae: "), "{said}");
    assert!(said.contains("did you mean `name`?") && said.contains("`name` is missing"), "{said}");
    assert_eq!(error.help(), "Write `name` if that is what is meant.");
    let many = serde_json::json!({"a": 1, "b": 1, "c": 1, "d": 1});
    let said = build("networking.istio.io/ServiceEntry", many).unwrap_err().to_string();
    assert!(said.starts_with("5 problems") && said.ends_with("; …"), "{said}");
}

#[test]
fn the_schema_tells_every_option() {
    let schema = schema();
    let kind = |name: &str| {
        let is = |kind: &&Value| kind.get("kind").and_then(Value::as_str) == Some(name);
        schema.as_list().unwrap().iter().find(is).unwrap()
    };
    let options = |name| {
        let list = kind(name).get("options").and_then(Value::as_list).unwrap();
        list.iter().map(|option| option.get("name").and_then(Value::as_str).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(
        options("PeerAuthentication"),
        [
            "name",
            "namespace",
            "apiVersion",
            "labels",
            "annotations",
            "extra",
            "mergePatch",
            "selector",
            "mtls",
            "portLevelMtls"
        ]
    );
    // The ways out are there in kinds too whose options are not the fields of their model.
    for kind in schema.as_list().unwrap() {
        let kind = kind.get("kind").and_then(Value::as_str).unwrap();
        for name in ["extra", "mergePatch"] {
            assert!(options(kind).contains(&name), "{kind} has no {name}");
        }
    }
    assert!(options("Secret").ends_with(&["form", "cert", "key", "ca", "entries", "immutable"]));
    let ports = kind("PeerAuthentication").get("options").and_then(Value::as_list).unwrap().last().unwrap();
    let json = serde_json::to_value(ports.get("type").unwrap()).unwrap();
    assert_eq!(json["map"]["object"], "MutualTls");
    assert_eq!(
        json["map"]["fields"][0]["type"]["values"],
        serde_json::json!(["UNSET", "DISABLE", "PERMISSIVE", "STRICT"])
    );
    assert_eq!(json["map"]["fields"][0]["doc"], "The mode; absent is `UNSET`.");
}

/// The bindings declare a type a name.
#[test]
fn names_of_types_mean_one_thing() {
    fn types<'v>(value: &'v Value, found: &mut Vec<(&'v str, &'v Value)>) {
        let name = value.get("object").or_else(|| value.get("enum")).and_then(Value::as_str);
        if let Some(name) = name {
            found.push((name, value));
        }
        match value {
            Value::List(list) => list.iter().for_each(|value| types(value, found)),
            Value::Map(map) => map.iter().for_each(|(_, value)| types(value, found)),
            _ => {}
        }
    }
    let schema = schema();
    let mut found = Vec::new();
    types(&schema, &mut found);
    let mut known: std::collections::BTreeMap<&str, &Value> = std::collections::BTreeMap::new();
    for (name, value) in found {
        assert_eq!(*known.entry(name).or_insert(value), value, "{name}");
    }
    assert!(known.contains_key("MutualTls"));
}

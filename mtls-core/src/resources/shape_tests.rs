//! Manifests of every modelled kind, made from its fields: what is read is written, and reads the same.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::kind::{Kind, refuses};
use super::model::Shape;
use super::tests::{nasty, values};
use super::*;
use crate::finding::{Refusal, Severity};

const NULL: &str = "a null is an absent field, 1.0 may be 1";

/// Whether a field with this value is written as it was: a whole number may be written as one with a fraction.
fn is_kept(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Float(_))
}

/// Values of a field; now and then of no use in it.
fn field(shape: &'static Shape) -> BoxedStrategy<Value> {
    prop_oneof![12 => fit(shape), 1 => values().prop_filter(NULL, is_kept)].boxed()
}

/// Values of a field's type.
fn fit(shape: &'static Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::Any => values().prop_filter(NULL, is_kept).boxed(),
        Shape::Text | Shape::Document => text().prop_map(Value::from).boxed(),
        Shape::Bool => any::<bool>().prop_map(Value::from).boxed(),
        Shape::Integer => prop_oneof![1..65_536_i64, any::<i64>()].prop_map(Value::from).boxed(),
        Shape::Spelling { spellings, .. } => {
            prop::sample::select(spellings.to_vec()).prop_map(Value::from).boxed()
        }
        Shape::List(element) => prop::collection::vec(fit(element), 0..3).prop_map(Value::List).boxed(),
        Shape::Map(element) => prop::collection::vec((text(), fit(element)), 0..3)
            .prop_map(|pairs| Value::Map(pairs.into_iter().collect()))
            .boxed(),
        Shape::Object { fields, .. } => {
            let each: Vec<_> = fields
                .iter()
                .map(|of| prop::option::weighted(0.4, field(of.shape)).prop_map(|value| (of.wire, value)))
                .collect();
            let unknown = prop::option::weighted(0.05, ("unknown[A-Z]", values()));
            (each, unknown)
                .prop_map(|(known, unknown)| {
                    let known = known.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
                    known.chain(unknown).collect::<Vec<_>>()
                })
                .prop_shuffle()
                .prop_map(|pairs| Value::Map(pairs.into_iter().collect()))
                .boxed()
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z]{1,8}",
        1 => prop::sample::select(vec!["shop.example", "*.shop.example", "10.0.0.0/8", "443", "5s", "on", "0644"])
            .prop_map(str::to_owned),
        1 => nasty(),
    ]
}

/// Manifests of a kind, their fields in any order.
fn manifests(kind: &'static Kind) -> impl Strategy<Value = Manifest> {
    (fit(kind.shape), prop::sample::select(kind.versions.to_vec()), any::<bool>()).prop_map(
        move |(body, version, last)| {
            let Value::Map(mut body) = body else { unreachable!() };
            for (key, value) in [("kind", kind.kind), ("apiVersion", version)] {
                // In the place that it has, or at the end.
                if last {
                    body.remove(key);
                }
                body.insert(key, value);
            }
            Manifest::new(body.into()).unwrap()
        },
    )
}

fn run<T: std::fmt::Debug>(cases: u32, strategy: impl Strategy<Value = T>, check: impl Fn(T)) {
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(cases) });
    runner
        .run(&strategy, |input| {
            check(input);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

fn read_one(text: &str) -> Manifest {
    one_of(read_yaml(text), text)
}

fn one_of(mut read: Vec<Result<Manifest, ResourceError>>, text: &str) -> Manifest {
    assert_eq!(read.len(), 1, "{text}");
    read.remove(0).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// What is said, wherever it stands.
fn said(manifest: &Manifest) -> Vec<(&'static str, String)> {
    validate(manifest).into_iter().map(|finding| (finding.rule, finding.message)).collect()
}

#[test]
fn every_kind_survives_reading_and_writing() {
    for kind in kinds() {
        run(32, manifests(kind), |manifest| {
            let text = write_yaml(std::slice::from_ref(&manifest)).unwrap();
            let read = read_one(&text);
            assert_eq!(read, manifest, "{text}");
            assert_eq!(write_yaml(std::slice::from_ref(&read)).unwrap(), text, "the bytes are not stable");
            // What was written is in order, whatever the order was; so is the long way of writing.
            let ordered = canonical(&manifest);
            assert_eq!(yaml::write(&ordered), text);
            assert_eq!(write_yaml(&[Manifest::new(ordered).unwrap()]).unwrap(), text);
            let json = write_json(&manifest).unwrap();
            assert_eq!(one_of(read_json(&json), &json), manifest);
            let (before, mut after) = (said(&manifest), said(&read));
            // Findings come in the order of the fields.
            assert_eq!(before.len(), after.len());
            after.retain(|finding| !before.contains(finding));
            assert_eq!(after, []);
        });
    }
}

/// The first field that is not the same, and what it was and is.
fn change(before: &Value, after: &Value, path: String) -> Option<(String, Value, Value)> {
    if before == after {
        return None;
    }
    let (Value::Map(old), Value::Map(new)) = (before, after) else {
        return Some((path, before.clone(), after.clone()));
    };
    let keys = old.keys().chain(new.keys());
    let of = |map: &Map, key: &str| map.get(key).cloned().unwrap_or_default();
    keys.into_iter().find_map(|key| change(&of(old, key), &of(new, key), format!("{path}.{key}")))
}

/// What a model reads it writes again: all of it, where all of it is of the right types.
#[test]
fn every_kind_survives_its_model() {
    for kind in kinds() {
        let read_whole = std::cell::Cell::new(0);
        run(64, manifests(kind), |manifest| {
            let Some(mut written) = (kind.retyped)(&manifest) else { return };
            if manifest.body().get("metadata").is_none() {
                assert_eq!(written.body_mut().remove("metadata"), Some(Map::new().into()));
            }
            read_whole.set(read_whole.get() + 1);
            let changed = change(&Value::from(manifest.clone()), &written.into(), kind.kind.to_owned());
            assert_eq!(changed, None, "{}", write_yaml(std::slice::from_ref(&manifest)).unwrap());
        });
        assert!(read_whole.get() > 0, "no {} was read", kind.full_name());
    }
}

/// Options as `schema` describes them are built into what is valid and survives, or refused with findings.
#[test]
fn options_of_every_kind_are_built_or_refused() {
    for kind in kinds() {
        let fields: Vec<_> = builder::common_fields(kind.scope)
            .iter()
            .chain(kind.options.fields())
            .map(|of| {
                let likely = if of.wire == "name" { 0.95 } else { 0.25 };
                prop::option::weighted(likely, field(of.shape)).prop_map(|value| (of.wire, value))
            })
            .collect();
        let options = fields.prop_map(|fields| {
            Value::Map(fields.into_iter().filter_map(|(key, value)| Some((key, value?))).collect())
        });
        run(32, options, |options| match build(&kind.full_name(), options) {
            Ok(manifest) => {
                assert!(!refuses(&validate(&manifest)));
                let text = write_yaml(std::slice::from_ref(&manifest)).unwrap();
                assert_eq!(read_one(&text), manifest);
            }
            Err(refused) => {
                assert!(refused.findings().iter().any(|finding| finding.severity >= Severity::Error));
            }
        });
    }
}

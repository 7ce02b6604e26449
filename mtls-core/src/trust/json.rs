//! JSON objects that refuse a field standing twice; serde_json's own map keeps the last in silence.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::finding::{NAME, excerpt, excerpt_of};

use super::TrustError;

/// Marks our own error among serde_json's, which carry text alone.
const TWICE: &str = "field stands twice: ";

/// An object's fields in order, each name once.
#[derive(Debug)]
pub(super) struct Object(Vec<(String, Value)>);

impl Object {
    fn get(&self, field: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value)
    }

    /// A non-negative integer up to 2^64-1, exact.
    pub(super) fn unsigned(&self, field: &'static str) -> Result<Option<u64>, TrustError> {
        let read = |v: &Value| v.as_u64().ok_or_else(|| wrong(field, "an integer from 0 to 2^64-1", v));
        self.get(field).map(read).transpose()
    }

    /// Any integer; one beyond 64 bits signed is held at the bound.
    pub(super) fn integer(&self, field: &'static str) -> Result<Option<i64>, TrustError> {
        let read = |v: &Value| {
            v.as_i64()
                .or_else(|| v.as_u64().map(|_| i64::MAX))
                .ok_or_else(|| wrong(field, "a whole number of seconds", v))
        };
        self.get(field).map(read).transpose()
    }

    /// A list; null counts as absent.
    pub(super) fn list(&self, field: &'static str) -> Result<Option<&[Value]>, TrustError> {
        match self.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(list)) => Ok(Some(list)),
            Some(other) => Err(wrong(field, "a list", other)),
        }
    }
}

fn wrong(field: &'static str, expected: &'static str, found: &Value) -> TrustError {
    TrustError::FieldType { field, expected, found: excerpt(&found.to_string()) }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Object;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut fields = Vec::new();
                let mut names = BTreeSet::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if !names.insert(name.clone()) {
                        return Err(twice(&name));
                    }
                    fields.push((name, value));
                }
                Ok(Object(fields))
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// The error for a field that stands twice; [`parse`] knows it again.
pub(super) fn twice<E: serde::de::Error>(field: &str) -> E {
    E::custom(format_args!("{TWICE}{field}"))
}

/// Parses a whole document.
pub(super) fn parse<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, TrustError> {
    serde_json::from_slice(bytes).map_err(|e| {
        let reason = e.to_string();
        match reason.split_once(TWICE) {
            Some((_, rest)) => {
                // serde_json appends ` at line L column C`.
                let field = rest.rsplit_once(" at line ").map_or(rest, |(field, _)| field);
                TrustError::DuplicateField { field: excerpt(field) }
            }
            None => TrustError::NotJson { reason: excerpt_of(&reason, NAME) },
        }
    })
}

/// Indented, with a final newline.
pub(super) fn write(value: &Value) -> String {
    format!("{value:#}\n")
}

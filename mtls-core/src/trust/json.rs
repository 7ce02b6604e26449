//! JSON in one pass: a member that stands twice refuses the document, and what is read counts against limits.
//! serde_json's own map keeps the last of two members in silence.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::de::SliceRead;
use serde_json::{Map, Number, Value};

use crate::finding::{NAME, excerpt, excerpt_of};

use super::{BundleLimits, TrustError};

/// Values in all keys together, for each key that may be: a key has about ten.
const VALUES_A_KEY: usize = 16;

/// What a document may still hold, and why it was refused: serde's errors carry text alone.
pub(super) struct Reading<'a> {
    pub(super) limits: &'a BundleLimits,
    /// How many more findings are kept.
    pub(super) room: usize,
    keys: usize,
    values: usize,
    refusal: Option<TrustError>,
}

/// Reads a whole document; `document` takes it in through seeds that share the [`Reading`].
pub(super) fn read<'de, 'a, T>(
    bytes: &'de [u8],
    limits: &'a BundleLimits,
    document: impl FnOnce(
        &mut Reading<'a>,
        &mut serde_json::Deserializer<SliceRead<'de>>,
    ) -> serde_json::Result<T>,
) -> Result<T, TrustError> {
    BundleLimits::check("bytes", bytes.len(), limits.max_bytes)?;
    let mut reading = Reading { limits, room: limits.max_findings, keys: 0, values: 0, refusal: None };
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let read = document(&mut reading, &mut source).and_then(|value| source.end().map(|()| value));
    read.map_err(|error| {
        let not_json = || TrustError::NotJson { reason: excerpt_of(&error.to_string(), NAME) };
        reading.refusal.take().unwrap_or_else(not_json)
    })
}

impl Reading<'_> {
    /// Remembers why the document is refused; the error stops serde.
    pub(super) fn refuse<E: Error>(&mut self, refusal: TrustError) -> E {
        self.refusal.get_or_insert(refusal);
        E::custom("refused")
    }

    /// The refusal of something within `trust_domain`'s bundle, if there is one, said to be there.
    pub(super) fn within(&mut self, trust_domain: String) {
        self.refusal =
            self.refusal.take().map(|reason| TrustError::InMap { trust_domain, reason: Box::new(reason) });
    }

    pub(super) fn check<E: Error>(&mut self, what: &'static str, size: usize, limit: usize) -> Result<(), E> {
        BundleLimits::check(what, size, limit).map_err(|refusal| self.refuse(refusal))
    }

    /// One more element of `keys`, the `number`th of its bundle.
    pub(super) fn key<E: Error>(&mut self, number: usize) -> Result<(), E> {
        self.check("keys", number, self.limits.max_authorities)?;
        self.keys = self.keys.saturating_add(1);
        self.check("keys of all trust domains", self.keys, self.limits.max_keys)
    }

    /// The error for a field of the wrong type.
    pub(super) fn wrong<E: Error>(
        &mut self,
        field: &'static str,
        expected: &'static str,
        found: &Value,
    ) -> E {
        self.refuse(TrustError::FieldType { field, expected, found: excerpt(&found.to_string()) })
    }
}

impl Bounds for Reading<'_> {
    fn value<E: Error>(&mut self) -> Result<(), E> {
        self.values = self.values.saturating_add(1);
        self.check("values in keys", self.values, self.limits.max_keys.saturating_mul(VALUES_A_KEY))
    }

    fn twice<E: Error>(&mut self, name: &str) -> E {
        self.refuse(twice(name))
    }
}

/// The names met in one object.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    pub(super) fn once<E: Error>(&mut self, reading: &mut Reading<'_>, name: &str) -> Result<(), E> {
        if self.0.insert(name.to_owned()) { Ok(()) } else { Err(reading.refuse(twice(name))) }
    }
}

fn twice(name: &str) -> TrustError {
    TrustError::DuplicateField { field: excerpt(name) }
}

/// What a document that is read is held to.
pub(crate) trait Bounds {
    /// One more value; an error where that is more than there may be.
    fn value<E: Error>(&mut self) -> Result<(), E>;

    /// The error for a member that stands twice in an object.
    fn twice<E: Error>(&mut self, name: &str) -> E;
}

/// Any value, every member name of every object in it once.
pub(crate) struct Strict<'s, B>(pub(crate) &'s mut B);

impl<'de, B: Bounds> DeserializeSeed<'de> for Strict<'_, B> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.value()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de, B: Bounds> Visitor<'de> for Strict<'_, B> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(Strict(self.0))? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            if fields.contains_key(&name) {
                return Err(self.0.twice(&name));
            }
            let value = map.next_value_seed(Strict(self.0))?;
            fields.insert(name, value);
        }
        Ok(fields.into())
    }
}

/// Indented, with a final newline.
pub(super) fn write(value: &Value) -> String {
    format!("{value:#}\n")
}

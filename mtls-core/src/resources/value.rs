//! An untyped document: JSON's shapes, with maps that keep their order.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::Map;
use super::manifest::wipe_value;

/// A value of a manifest: what JSON can say, and what YAML says in Kubernetes.
///
/// Serializes and deserializes as the plain value, so that
/// `serde_json::from_str::<Value>` reads any JSON text. Two values are equal
/// when they mean the same: the order of keys does not count.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number below zero.
    Int(i64),
    /// A whole number from zero up.
    UInt(u64),
    /// A number with a fraction or exponent; never NaN or infinite.
    Float(f64),
    /// Text.
    String(String),
    /// A list.
    List(Vec<Value>),
    /// Keys and values.
    Map(Map),
}

impl Value {
    /// The text, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(s) => Some(s),
            _ => None,
        }
    }

    /// The map, where it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(m) => Some(m),
            _ => None,
        }
    }

    /// The map, where it is one, to change it.
    pub fn as_map_mut(&mut self) -> Option<&mut Map> {
        match self {
            Self::Map(m) => Some(m),
            _ => None,
        }
    }

    /// The list, where it is one.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(l) => Some(l),
            _ => None,
        }
    }

    /// The value under `key` of a map; None for a missing key and for what is no map.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map().and_then(|m| m.get(key))
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// What kind of value this is, as messages name it: `null`, `boolean`, `integer`, `number`, `string`, `list`, `map`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Int(_) | Self::UInt(_) => "integer",
            Self::Float(_) => "number",
            Self::String(_) => "string",
            Self::List(_) => "list",
            Self::Map(_) => "map",
        }
    }

    /// Changes `self` by a JSON merge patch (RFC 7396): maps are merged key by key, `null`
    /// removes a key, everything else replaces.
    ///
    /// Texts that are replaced or removed are overwritten in memory: they may be secret.
    pub fn merge_patch(&mut self, patch: Value) {
        self.merge_patch_with(patch, &mut |mut old| wipe_value(&mut old));
    }

    /// [`merge_patch`](Self::merge_patch) that hands over what no longer belongs to `self`.
    pub(super) fn merge_patch_with(&mut self, patch: Value, gone: &mut dyn FnMut(Value)) {
        let Value::Map(patch) = patch else {
            gone(std::mem::replace(self, patch));
            return;
        };
        if !matches!(self, Self::Map(_)) {
            gone(std::mem::replace(self, Self::Map(Map::new())));
        }
        if let Self::Map(target) = self {
            target.merge_patch(patch, gone);
        }
    }
}

macro_rules! from {
    ($($from:ty: $value:ident => $to:expr),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $to
            }
        })*
    };
}

from! {
    bool: v => Self::Bool(v),
    u16: v => Self::UInt(v.into()),
    u32: v => Self::UInt(v.into()),
    u64: v => Self::UInt(v),
    i64: v => u64::try_from(v).map_or(Self::Int(v), Self::UInt),
    &str: v => Self::String(v.to_owned()),
    String: v => Self::String(v),
    Vec<Value>: v => Self::List(v),
    Map: v => Self::Map(v),
}

impl<V: Into<Value>> FromIterator<V> for Value {
    fn from_iter<I: IntoIterator<Item = V>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

/// The value of the bindings and of serde_json, with the order that its map keeps.
impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match value {
            Json::Null => Self::Null,
            Json::Bool(b) => Self::Bool(b),
            Json::Number(n) => n
                .as_u64()
                .map(Self::UInt)
                .or_else(|| n.as_i64().map(Self::Int))
                .unwrap_or_else(|| n.as_f64().map_or(Self::Null, Self::Float)),
            Json::String(s) => Self::String(s),
            Json::Array(list) => Self::List(list.into_iter().map(Self::from).collect()),
            Json::Object(map) => Self::Map(map.into_iter().map(|(k, v)| (k, Self::from(v))).collect()),
        }
    }
}

/// The JSON value that means the same.
impl From<Value> for serde_json::Value {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(b) => Self::Bool(b),
            Value::Int(i) => i.into(),
            Value::UInt(u) => u.into(),
            Value::Float(f) => f.into(),
            Value::String(s) => Self::String(s),
            Value::List(list) => Self::Array(list.into_iter().map(Self::from).collect()),
            Value::Map(map) => Self::Object(map.into_iter().map(|(k, v)| (k, Self::from(v))).collect()),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(b) => to.serialize_bool(*b),
            Self::Int(i) => to.serialize_i64(*i),
            Self::UInt(u) => to.serialize_u64(*u),
            Self::Float(f) => to.serialize_f64(*f),
            Self::String(s) => to.serialize_str(s),
            Self::List(list) => {
                let mut seq = to.serialize_seq(Some(list.len()))?;
                for value in list {
                    seq.serialize_element(value)?;
                }
                seq.end()
            }
            Self::Map(map) => map.serialize(to),
        }
    }
}

impl Serialize for Map {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut out = to.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            out.serialize_entry(key, value)?;
        }
        out.end()
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(Value::from(v))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(Value::UInt(v))
    }

    // Beyond 64 bits Go, and so kubectl, falls back to a float.
    fn visit_i128<E: de::Error>(self, v: i128) -> Result<Value, E> {
        self.visit_f64(v.to_string().parse().map_err(E::custom)?)
    }

    fn visit_u128<E: de::Error>(self, v: u128) -> Result<Value, E> {
        self.visit_f64(v.to_string().parse().map_err(E::custom)?)
    }

    fn visit_f64<E: de::Error>(self, v: f64) -> Result<Value, E> {
        if v.is_finite() {
            Ok(Value::Float(v))
        } else {
            Err(E::custom("not-a-number and infinity have no place in a manifest"))
        }
    }

    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(Value::String(v.to_owned()))
    }

    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(Value::String(v))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = from.next_element()? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut pairs: Vec<(String, Value)> = Vec::new();
        while let Some(Key(key)) = from.next_key()? {
            pairs.push((key, from.next_value()?));
        }
        Map::unique(pairs)
            .map(Value::Map)
            .map_err(|key| de::Error::custom(format_args!("{DUPLICATE_KEY}{key}")))
    }
}

/// How a duplicate key found after conversion (`8080` beside `"8080"`) is told from other messages of serde.
pub(super) const DUPLICATE_KEY: &str = "duplicate key ";

/// A key, converted to text as sigs.k8s.io/yaml does.
pub(super) struct Key(pub(super) String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, number or boolean as key")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Key, E> {
        Ok(Key(v.to_string()))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Key, E> {
        Ok(Key(v.to_string()))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Key, E> {
        Ok(Key(v.to_string()))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Key, E> {
        Ok(Key(v.to_string()))
    }

    fn visit_str<E>(self, v: &str) -> Result<Key, E> {
        Ok(Key(v.to_owned()))
    }

    fn visit_string<E>(self, v: String) -> Result<Key, E> {
        Ok(Key(v))
    }
}

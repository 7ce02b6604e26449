//! The entries of a Secret.

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroizing;

use crate::resources::Value;
use crate::resources::model::{Field, Reader, Shape};

/// Names and texts; `Debug` shows the names alone, and the texts are wiped from memory on drop.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecretData(BTreeMap<String, Zeroizing<String>>);

impl SecretData {
    /// No entries.
    pub fn new() -> Self {
        Self::default()
    }

    /// The text of an entry: Base64 in `data`, plain in `stringData`.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|text| text.as_str())
    }

    /// The names of the entries.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sets an entry to a text, as it is written: Base64 for `data`.
    pub fn insert(&mut self, key: impl Into<String>, text: Zeroizing<String>) {
        self.0.insert(key.into(), text);
    }
}

impl fmt::Debug for SecretData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys()).finish()
    }
}

impl Field for SecretData {
    const SHAPE: &'static Shape = &Shape::Map(&Shape::Document);

    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        let map = reader.map(value)?;
        Some(Self(
            map.iter()
                .filter_map(|(key, value)| {
                    let text: String = reader.field(key, value)?;
                    Some((key.to_owned(), Zeroizing::new(text)))
                })
                .collect(),
        ))
    }

    fn write(&self) -> Value {
        Value::Map(self.0.iter().map(|(key, text)| (key.clone(), text.as_str())).collect())
    }
}

/// One text that `Debug` does not show and that is wiped from memory on drop.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(…)")
    }
}

impl Field for SecretText {
    const SHAPE: &'static Shape = &Shape::Document;

    fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
        reader.text(value).map(|text| Self(Zeroizing::new(text.to_owned())))
    }

    fn write(&self) -> Value {
        self.0.as_str().into()
    }
}

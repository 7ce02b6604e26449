//! JSON objects of others' making: a member that stands twice refuses the document, and values count against a limit.

use serde::de::{DeserializeSeed, Error};
use serde_json::{Map, Value};

use crate::finding::{REASON, excerpt, excerpt_of};
use crate::trust::{Bounds, Strict};

/// Reads a document that is an object, with at most so many values in it. The error is a reason in words.
pub(super) fn object(bytes: &[u8], most: usize) -> Result<Map<String, Value>, String> {
    let mut left = Left(most);
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let value = Strict(&mut left)
        .deserialize(&mut source)
        .and_then(|value| source.end().map(|()| value))
        .map_err(|error| excerpt_of(&error.to_string(), REASON))?;
    match value {
        Value::Object(fields) => Ok(fields),
        _ => Err("no JSON object".to_owned()),
    }
}

/// How many values the document may still hold.
struct Left(usize);

impl Bounds for Left {
    fn value<E: Error>(&mut self) -> Result<(), E> {
        self.0 = self.0.checked_sub(1).ok_or_else(|| E::custom("more values than any has"))?;
        Ok(())
    }

    fn twice<E: Error>(&mut self, name: &str) -> E {
        E::custom(format!("`{}` stands twice", excerpt(name)))
    }
}

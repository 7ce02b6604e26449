//! The JSON form: a list of objects.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::element::{Claims, Key};
use super::{ForwardedError, ForwardedOptions};
use crate::finding::{REASON, excerpt_of};
use crate::pki::error::cut;

pub(super) fn read(header: &str, options: &ForwardedOptions) -> Result<Vec<Claims>, ForwardedError> {
    let elements: Vec<Pairs> = serde_json::from_str(header)
        .map_err(|error| ForwardedError::Json { reason: excerpt_of(&error.to_string(), REASON) })?;
    if elements.len() > options.max_elements {
        return Err(ForwardedError::TooMany { what: "elements", limit: options.max_elements });
    }
    elements.into_iter().zip(1..).map(|(Pairs(pairs), element)| claims(pairs, element, options)).collect()
}

fn claims(
    pairs: Vec<(String, Values)>,
    element: usize,
    options: &ForwardedOptions,
) -> Result<Claims, ForwardedError> {
    let mut claims = Claims::new(element, options);
    for (name, values) in pairs {
        let unknown = || ForwardedError::UnknownKey { element, key: cut(&name) };
        let key = Key::named(&name).ok_or_else(unknown)?;
        match values {
            Values::One(value) => claims.add(key, &value)?,
            Values::List(values) => {
                if !key.repeats() {
                    let reason = format!("`{}` of element {element} is a list", key.as_str());
                    return Err(ForwardedError::Json { reason });
                }
                values.iter().try_for_each(|value| claims.add(key, value))?;
            }
        }
    }
    Ok(claims)
}

/// The members of an object in their order, those that stand twice as well.
struct Pairs(Vec<(String, Values)>);

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or a list of texts is expected")]
enum Values {
    One(String),
    List(Vec<String>),
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

//! What every modelled kind is made of: fields by their wire names, enums by their spelling.
//!
//! A kind is a table of fields ([`model!`]) and tables of spellings ([`spellings!`]). From the table come the
//! struct, reading with every problem found at once, writing in the order of the schema, the canonical order of
//! untyped manifests, and the did-you-mean for misspelt fields.

mod fields;
mod reader;

pub(crate) use reader::Reader;

use super::Value;

/// What a field of a model can hold.
pub(crate) trait Field: Sized {
    /// The fields below, for ordering and suggestions.
    const SHAPE: &'static Shape;

    /// Reads it; what is wrong goes to `reader`. None where nothing usable was there.
    fn read(value: &Value, reader: &mut Reader) -> Option<Self>;

    /// The value to write.
    fn write(&self) -> Value;
}

/// The fields that a value of a model has.
#[derive(Debug)]
pub(crate) enum Shape {
    /// No known fields below.
    Leaf,
    /// A map with these fields.
    Object(&'static [(&'static str, &'static Shape)]),
    /// A list of these.
    List(&'static Shape),
}

impl Shape {
    /// The names of the fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        match self {
            Self::Object(fields) => *fields,
            _ => &[],
        }
        .iter()
        .map(|(name, _)| *name)
    }

    /// Puts the known fields of `value` in the order of the schema, unknown ones behind in their own order.
    pub(crate) fn order(&self, value: &mut Value) {
        match (self, value) {
            (Self::Object(fields), Value::Map(map)) => {
                map.sort_by_rank(|key| {
                    fields.iter().position(|(name, _)| *name == key).unwrap_or(fields.len())
                });
                for (name, shape) in *fields {
                    if let Some(value) = map.get_mut(name) {
                        shape.order(value);
                    }
                }
            }
            (Self::List(shape), Value::List(list)) => list.iter_mut().for_each(|value| shape.order(value)),
            _ => {}
        }
    }
}

/// Declares a struct of optional fields under their wire names. None is an absent field, `Some` a written one, were
/// it written as the zero value. What it does not know stays in `extra`.
macro_rules! model {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field:ident: $type:ty = $wire:literal),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        $vis struct $name {
            $($(#[$field_meta])* #[doc = concat!("\n\nOn the wire: `", $wire, "`.")] $vis $field: Option<$type>,)*
            /// Fields that this version does not know, as they were written.
            $vis extra: $crate::resources::Map,
        }

        impl $crate::resources::model::Field for $name {
            const SHAPE: &'static $crate::resources::model::Shape =
                &$crate::resources::model::Shape::Object(&[
                    $(($wire, <$type as $crate::resources::model::Field>::SHAPE)),*
                ]);

            fn read(
                value: &$crate::resources::Value,
                reader: &mut $crate::resources::model::Reader,
            ) -> Option<Self> {
                let map = reader.map(value)?;
                let mut out = Self::default();
                for (key, value) in map.iter() {
                    match &*reader.spelling(key) {
                        $($wire => {
                            if out.$field.is_some() {
                                reader.twice(key);
                            }
                            out.$field = reader.field(key, value);
                        })*
                        _ => {
                            reader.unknown_field(key, Self::SHAPE);
                            out.extra.push(key.to_owned(), value.clone());
                        }
                    }
                }
                Some(out)
            }

            fn write(&self) -> $crate::resources::Value {
                let mut map = $crate::resources::Map::new();
                $(if let Some(value) = &self.$field {
                    map.insert($wire, $crate::resources::model::Field::write(value));
                })*
                map.append(&self.extra);
                $crate::resources::Value::Map(map)
            }
        }
    };
}
pub(crate) use model;

/// Declares an enum by the spelling of the API. Any other text is kept in `Unknown`.
macro_rules! spellings {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $wire:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$variant_meta])* #[doc = concat!("\n\nSpelt `", $wire, "`.")] $variant,)+
            /// A spelling that this version does not know.
            Unknown(String),
        }

        impl $name {
            /// Every spelling that is known.
            $vis const SPELLINGS: &'static [&'static str] = &[$($wire),+];

            /// The spelling of the API.
            $vis fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)+
                    Self::Unknown(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)+
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::resources::model::Field for $name {
            const SHAPE: &'static $crate::resources::model::Shape = &$crate::resources::model::Shape::Leaf;

            fn read(
                value: &$crate::resources::Value,
                reader: &mut $crate::resources::model::Reader,
            ) -> Option<Self> {
                let text = reader.text(value)?;
                if !Self::SPELLINGS.contains(&text) {
                    reader.unknown_spelling(text, Self::SPELLINGS);
                }
                Some(Self::from(text))
            }

            fn write(&self) -> $crate::resources::Value {
                self.as_str().into()
            }
        }
    };
}
pub(crate) use spellings;

#[cfg(test)]
mod tests;

//! What every modelled kind is made of: fields by their wire names, enums by their spelling.
//!
//! A kind is a table of fields ([`model!`]) and tables of spellings ([`spellings!`]). From the table come the
//! struct, its setters, reading with every problem found at once, writing in the order of the schema, the canonical
//! order of untyped manifests, the did-you-mean for misspelt fields, and the types that the bindings declare.

mod correct;
mod given;
mod plain;
mod reader;

pub use given::Given;
pub(crate) use reader::{Reader, camel, snake};

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
    /// Anything.
    Any,
    /// Text.
    Text,
    /// Text that may come from a file, where callers have its bytes.
    Document,
    /// True or false.
    Bool,
    /// A whole number.
    Integer,
    /// One of these texts.
    Spelling { name: &'static str, spellings: &'static [&'static str] },
    /// A map with these fields.
    Object { name: &'static str, fields: &'static [FieldShape] },
    /// A list of these.
    List(&'static Shape),
    /// Names of the author's choice, with these values.
    Map(&'static Shape),
}

/// A field of a model.
#[derive(Debug)]
pub(crate) struct FieldShape {
    pub(crate) wire: &'static str,
    pub(crate) shape: &'static Shape,
    /// Its documentation.
    pub(crate) doc: &'static str,
    /// Whether nothing is built without it; the declared types say so.
    pub(crate) required: bool,
}

impl FieldShape {
    pub(crate) const fn new(wire: &'static str, shape: &'static Shape, doc: &'static str) -> Self {
        Self { wire, shape, doc, required: false }
    }

    /// The same, without which nothing is built.
    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same as a text that may come from a file.
    pub(crate) const fn document(self) -> Self {
        Self { shape: &Shape::Document, ..self }
    }
}

impl Shape {
    /// The fields below.
    pub(crate) fn fields(&self) -> &'static [FieldShape] {
        match self {
            Self::Object { fields, .. } => fields,
            _ => &[],
        }
    }

    /// The names of the fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields().iter().map(|field| field.wire)
    }

    /// Puts the known fields of `value` in the order of the schema, unknown ones behind in their own order.
    pub(crate) fn order(&self, value: &mut Value) {
        match (self, value) {
            (Self::Object { fields, .. }, Value::Map(map)) => {
                map.sort_by_rank(|key| {
                    fields.iter().position(|field| field.wire == key).unwrap_or(fields.len())
                });
                for field in *fields {
                    if let Some(value) = map.get_mut(field.wire) {
                        field.shape.order(value);
                    }
                }
            }
            (Self::List(shape), Value::List(list)) => list.iter_mut().for_each(|value| shape.order(value)),
            (Self::Map(shape), Value::Map(map)) => map.values_mut().for_each(|value| shape.order(value)),
            _ => {}
        }
    }
}

/// Declares a struct of optional fields under their wire names. None is an absent field, `Some` a written one, were
/// it written as the zero value. What it does not know stays in `extra`. The struct has a setter a field. A second
/// name behind `|` is read like the first one, and never written. `[required]` and `[document]` behind the names are for
/// the declared types; the kind's check refuses the absent field.
macro_rules! model {
    ($(#[doc = $about:literal])* $vis:vis struct $name:ident {
        $($(#[doc = $doc:literal])* $field:ident: $type:ty = $wire:literal $(| $alias:literal)? $([$($mark:ident),+])?),* $(,)?
    }) => {
        $crate::resources::model::fields! {
            $(#[doc = $about])*
            $vis struct $name {
                $($(#[doc = $doc])* $field: $type = $wire $(| $alias)? $([$($mark),+])?),*
            }
        }

        impl $name {
            $(
                #[doc = concat!("Sets `", $wire, "`.")]
                #[must_use]
                $vis fn $field(mut self, value: impl $crate::resources::Given<$type>) -> Self {
                    self.$field = Some(value.given());
                    self
                }
            )*
        }

        impl $crate::resources::Given<$name> for $name {
            fn given(self) -> Self {
                self
            }
        }
    };
}

pub(crate) use model;

/// [`model!`] without setters, for options and for what only the reader fills.
macro_rules! fields {
    ($(#[doc = $about:literal])* $vis:vis struct $name:ident {
        $($(#[doc = $doc:literal])* $field:ident: $type:ty = $wire:literal $(| $alias:literal)? $([$($mark:ident),+])?),* $(,)?
    }) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        $vis struct $name {
            $($(#[doc = $doc])* #[doc = concat!("\n\nOn the wire: `", $wire, "`.")] $vis $field: Option<$type>,)*
            /// Fields that this version does not know, as they were written.
            $vis extra: $crate::resources::Map,
        }

        impl $crate::resources::model::Field for $name {
            const SHAPE: &'static $crate::resources::model::Shape =
                &$crate::resources::model::Shape::Object {
                    name: stringify!($name),
                    fields: &[$($crate::resources::model::FieldShape::new(
                        $wire,
                        <$type as $crate::resources::model::Field>::SHAPE,
                        concat!($($doc),*),
                    )$($(.$mark())+)?),*],
                };

            fn read(
                value: &$crate::resources::Value,
                reader: &mut $crate::resources::model::Reader,
            ) -> Option<Self> {
                let map = reader.map(value)?;
                let mut out = Self::default();
                for (key, value) in map.iter() {
                    match reader.spelling(key, Self::SHAPE) {
                        $($wire $(| $alias)? => {
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
                map.append(self.extra.clone());
                $crate::resources::Value::Map(map)
            }
        }
    };
}
pub(crate) use fields;

/// `Debug` as it is derived; none where the values are hidden.
macro_rules! shown {
    ($name:ident { $($field:ident)* }) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))*.finish()
            }
        }
    };
    ($name:ident hidden { $($field:ident)* }) => {};
}
pub(crate) use shown;

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

        impl $crate::resources::Given<$name> for $name {
            fn given(self) -> Self {
                self
            }
        }

        impl $crate::resources::Given<$name> for &str {
            fn given(self) -> $name {
                self.into()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::resources::model::Field for $name {
            const SHAPE: &'static $crate::resources::model::Shape =
                &$crate::resources::model::Shape::Spelling {
                    name: stringify!($name),
                    spellings: Self::SPELLINGS,
                };

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

//! What every kind takes, for those who declare types or complete what is typed.

use super::options::common_fields;
use crate::resources::model::{FieldShape, Shape};
use crate::resources::{Map, Value, kinds};

/// The kinds that [`build`](crate::resources::build) makes, and their options.
///
/// A list of `{kind, group, apiVersions, options: [{name, doc, required, type}]}`. A type is `string`, `document` (a
/// string that callers may hold as bytes), `boolean`, `integer`, `any`, `{list: type}`, `{map: type}`,
/// `{enum: name, values: […]}`, or `{object: name, fields: [{name, doc, required, type}]}`. The Python and Node
/// declarations are written from it.
pub fn schema() -> Value {
    let kinds = kinds().map(|kind| {
        let options = common_fields(kind.scope).iter().chain(kind.options.fields());
        Value::from(Map::from([
            ("kind", Value::from(kind.kind)),
            ("group", kind.group.into()),
            ("apiVersions", Value::List(kind.versions.iter().map(|version| Value::from(*version)).collect())),
            ("options", fields(options)),
        ]))
    });
    Value::List(kinds.collect())
}

/// Options, as [`schema`] describes those of a kind.
pub(crate) fn fields<'s>(options: impl IntoIterator<Item = &'s FieldShape>) -> Value {
    Value::List(options.into_iter().map(field).collect())
}

fn field(field: &FieldShape) -> Value {
    Map::from([
        ("name", Value::from(field.wire)),
        ("doc", field.doc.trim().into()),
        ("required", field.required.into()),
        ("type", type_of(field.shape)),
    ])
    .into()
}

fn type_of(shape: &Shape) -> Value {
    match shape {
        Shape::Any => "any".into(),
        Shape::Text => "string".into(),
        Shape::Document => "document".into(),
        Shape::Bool => "boolean".into(),
        Shape::Integer => "integer".into(),
        Shape::List(element) => Map::from([("list", type_of(element))]).into(),
        Shape::Map(element) => Map::from([("map", type_of(element))]).into(),
        Shape::Spelling { name, spellings } => Map::from([
            ("enum", Value::from(*name)),
            ("values", Value::List(spellings.iter().map(|text| Value::from(*text)).collect())),
        ])
        .into(),
        Shape::Object { name, fields } => {
            Map::from([("object", Value::from(*name)), ("fields", self::fields(*fields))]).into()
        }
    }
}

//! Options of any kind: the fields of its model by name, in snake_case or camelCase, and what all kinds take.

use super::{Builder, Resource};
use crate::finding::Finding;
use crate::resources::error::ResourceError;
use crate::resources::kind::refuses;
use crate::resources::manifest::wipe_value;
use crate::resources::model::{Field, FieldShape, Reader, Shape};
use crate::resources::options::required;
use crate::resources::{Manifest, Map, Scope, Value, suggest};

/// A kind that is built from a plain document of options.
pub(crate) trait FromOptions {
    /// The options of its own, beside [`common_fields`].
    const OPTIONS: &'static Shape;

    /// The manifest that the options describe.
    fn from_options(options: Value) -> Result<Manifest, ResourceError>;
}

const NAME: FieldShape = FieldShape::new("name", &Shape::Text, " Name of the object.").required();
const NAMESPACE: FieldShape = FieldShape::new("namespace", &Shape::Text, " Its namespace.");
const API_VERSION: FieldShape =
    FieldShape::new("apiVersion", &Shape::Text, " The version of the API to write; the newest unless given.");
const LABELS: FieldShape = FieldShape::new("labels", &Shape::Map(&Shape::Text), " Labels of the object.");
const ANNOTATIONS: FieldShape =
    FieldShape::new("annotations", &Shape::Map(&Shape::Text), " Annotations of the object.");
const EXTRA: FieldShape = FieldShape::new(
    "extra",
    &Shape::Map(&Shape::Any),
    " Fields that this version does not know, as they are written.",
);
const MERGE_PATCH: FieldShape = FieldShape::new(
    "mergePatch",
    &Shape::Map(&Shape::Any),
    " A JSON merge patch (RFC 7396) over the result.",
);

const NAMESPACED: &[FieldShape] = &[NAME, NAMESPACE, API_VERSION, LABELS, ANNOTATIONS, EXTRA, MERGE_PATCH];
const CLUSTER: &[FieldShape] = &[NAME, API_VERSION, LABELS, ANNOTATIONS, EXTRA, MERGE_PATCH];

/// What every kind of a scope takes beside the fields of its own.
pub(crate) const fn common_fields(scope: Scope) -> &'static [FieldShape] {
    match scope {
        Scope::Namespaced => NAMESPACED,
        Scope::Cluster => CLUSTER,
    }
}

const fn common_shape(scope: Scope) -> &'static Shape {
    match scope {
        Scope::Namespaced => &Shape::Object { name: "Options", fields: NAMESPACED },
        Scope::Cluster => &Shape::Object { name: "Options", fields: CLUSTER },
    }
}

/// Options of a kind that has a `spec` may give fields of it in `spec` too: where two have one name.
const SPEC: &str = "spec";

/// The options that every kind takes, as they were given. What remains is wiped: it may be secret.
pub(crate) struct Common(Map);

impl Drop for Common {
    fn drop(&mut self) {
        self.0.values_mut().for_each(wipe_value);
    }
}

impl Common {
    /// Begins the object by its name, namespace, version, labels and annotations.
    pub(crate) fn begin<K: Resource>(&mut self) -> Builder<K> {
        let mut text = |key: &str| match self.0.remove(key) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let (name, namespace, version) = (text("name"), text("namespace"), text("apiVersion"));
        let mut builder = Builder::named(name.unwrap_or_default(), namespace.unwrap_or_default());
        if let Some(version) = version {
            builder = builder.api_version(version);
        }
        let mut metadata = Map::new();
        for key in ["labels", "annotations"] {
            if let Some(value) = self.0.remove(key) {
                metadata.insert(key, value);
            }
        }
        if metadata.is_empty() { builder } else { builder.merge_patch(Map::from([("metadata", metadata)])) }
    }

    /// The manifest, after what may change everything: `extra`, then `merge_patch`.
    pub(crate) fn finish<K: Resource>(
        mut self,
        mut builder: Builder<K>,
        in_spec: bool,
    ) -> Result<Manifest, ResourceError> {
        if let Some(extra) = self.0.remove("extra").and_then(into_map) {
            builder = merge_fields(builder, extra, in_spec);
        }
        if let Some(patch) = self.0.remove("mergePatch") {
            builder = builder.merge_patch(patch);
        }
        builder.manifest()
    }
}

/// Fields of the object, which stand in its `spec` where `in_spec` says so.
fn merge_fields<K: Resource>(builder: Builder<K>, fields: Map, in_spec: bool) -> Builder<K> {
    if fields.is_empty() {
        builder
    } else if in_spec {
        builder.merge_patch(Map::from([(SPEC, fields)]))
    } else {
        builder.merge_patch(fields)
    }
}

/// The manifest that `options` describe: those of [`common_fields`], and the fields of `shape`, which stand in the `spec`
/// where `in_spec` says so.
pub(crate) fn from_options<K: Resource>(
    options: Value,
    shape: &Shape,
    in_spec: bool,
) -> Result<Manifest, ResourceError> {
    let mut reader = Reader::options();
    let (common, own) = split(options, K::SCOPE, shape, in_spec, &mut reader);
    let own = into_map(conform(own.into(), shape, &mut reader));
    let (mut common, fields) = sound::<K, _>(common, own, reader.finish())?;
    let builder = merge_fields(common.begin::<K>(), fields, in_spec);
    common.finish(builder, in_spec)
}

/// The options of a kind that takes better ones than the fields of its model; `check` adds what types cannot say.
pub(crate) fn read_options<K: Resource, T: Field>(
    options: Value,
    check: impl FnOnce(&T, &mut Vec<Finding>),
) -> Result<(Common, T), ResourceError> {
    let mut reader = Reader::options();
    let (common, own) = split(options, K::SCOPE, T::SHAPE, false, &mut reader);
    let mut own = Value::from(own);
    let read = T::read(&own, &mut reader);
    wipe_value(&mut own);
    let mut findings = reader.finish();
    if let Some(read) = &read {
        check(read, &mut findings);
    }
    sound::<K, _>(common, read, findings)
}

/// What was read, where nothing is wrong with it.
fn sound<K: Resource, T>(
    common: Common,
    own: Option<T>,
    mut findings: Vec<Finding>,
) -> Result<(Common, T), ResourceError> {
    required(&mut findings, "name", common.0.contains_key("name"));
    match own {
        Some(own) if !refuses(&findings) => Ok((common, own)),
        _ => Err(ResourceError::Options { what: K::KIND, findings }),
    }
}

fn into_map(value: Value) -> Option<Map> {
    match value {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

/// The options that every kind has, read, and those of this one.
fn split(options: Value, scope: Scope, shape: &Shape, in_spec: bool, reader: &mut Reader) -> (Common, Map) {
    let (mut common, mut fields) = (Map::new(), Map::new());
    if reader.map(&options).is_none() {
        return (Common(common), fields);
    }
    for (key, value) in into_map(options).unwrap_or_default() {
        let name = reader.spelling(&key, common_shape(scope));
        if common_fields(scope).iter().any(|field| field.wire == name)
            || is_misspelt_common(&key, scope, shape, reader)
        {
            common.push(key, value);
        } else if in_spec
            && key == SPEC
            && !shape.names().any(|name| name == SPEC)
            && value.as_map().is_some()
        {
            for (key, value) in into_map(value).unwrap_or_default() {
                // Both are seen by `conform`, which refuses an option that is given twice.
                fields.push(key, value);
            }
        } else {
            fields.push(key, value);
        }
    }
    let common = into_map(conform(common.into(), common_shape(scope), reader));
    (Common(common.unwrap_or_default()), fields)
}

/// Whether what is no option is nearest to one that all kinds have, so that it is told beside those.
fn is_misspelt_common(key: &str, scope: Scope, shape: &Shape, reader: &Reader) -> bool {
    let known = reader.spelling(key, shape);
    let common = || common_shape(scope).names();
    key != SPEC
        && !shape.names().any(|name| name == known)
        && suggest::closest(key, shape.names().chain(common()))
            .is_some_and(|meant| common().any(|name| name == meant))
}

/// `value` with the names of the API, nulls left out; what does not fit `shape` is reported.
fn conform(value: Value, shape: &Shape, reader: &mut Reader) -> Value {
    match shape {
        Shape::Any => {}
        Shape::Text | Shape::Document => {
            reader.text(&value);
        }
        Shape::Bool => {
            if !matches!(value, Value::Bool(_)) {
                reader.wrong_type("boolean", &value);
            }
        }
        Shape::Integer => {
            <i64 as Field>::read(&value, reader);
        }
        Shape::Spelling { spellings, .. } => {
            if let Some(text) = reader.text(&value)
                && !spellings.contains(&text)
            {
                reader.unknown_spelling(text, spellings);
            }
        }
        Shape::List(element) => {
            if reader.list(&value).is_some()
                && let Value::List(list) = value
            {
                let each = list.into_iter().enumerate();
                return Value::List(
                    each.map(|(i, value)| reader.within_index(i, |reader| conform(value, element, reader)))
                        .collect(),
                );
            }
        }
        Shape::Map(element) => {
            if reader.map(&value).is_some() {
                let mut out = Map::new();
                for (key, value) in into_map(value).unwrap_or_default() {
                    if !value.is_null() || matches!(element, Shape::Any) {
                        let value = reader.within(&key, |reader| conform(value, element, reader));
                        out.push(key, value);
                    }
                }
                return Value::Map(out);
            }
        }
        Shape::Object { fields, .. } => {
            if reader.map(&value).is_some() {
                return conform_object(into_map(value).unwrap_or_default(), fields, shape, reader);
            }
        }
    }
    value
}

fn conform_object(map: Map, fields: &[FieldShape], shape: &Shape, reader: &mut Reader) -> Value {
    let mut out = Map::new();
    for (key, value) in map {
        if value.is_null() {
            continue;
        }
        let name = reader.spelling(&key, shape).to_owned();
        let Some(field) = fields.iter().find(|field| field.wire == name) else {
            reader.unknown_field(&key, shape);
            continue;
        };
        if out.contains_key(field.wire) {
            reader.twice(&key);
        }
        let value = reader.within(&key, |reader| conform(value, field.shape, reader));
        out.insert(field.wire, value);
    }
    Value::Map(out)
}

//! A document that names its kind, of whatever kind.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use zeroize::Zeroize;

use super::error::{Position, ResourceError};
use super::{Map, Value, path, suggest};
use crate::finding::{DocumentRef, Subject, excerpt, excerpt_of};

/// A Kubernetes object as it was written: every field is kept, known or not.
///
/// Serializes as the object itself. Two manifests are equal when they say the same, wherever they were read.
/// `Debug` names the object and shows nothing of it; the texts of a `Secret`, and of what reads like
/// a misspelt one, are wiped from memory on drop.
#[derive(Clone)]
pub struct Manifest {
    body: Map,
    document: Option<usize>,
    line: Option<usize>,
    /// Where it stands in the document: `items[2]` of a `List`, otherwise empty.
    path: String,
    /// The file that it was read from.
    file: Option<Arc<str>>,
}

impl Manifest {
    /// The manifest that `value` holds.
    ///
    /// # Errors
    /// [`ResourceError::NotAMap`] and [`ResourceError::NoKind`]: a manifest is a map with an `apiVersion` and a `kind`.
    pub fn new(value: Value) -> Result<Self, ResourceError> {
        Self::at(value, Position::default())
    }

    pub(super) fn at(mut value: Value, at: Position) -> Result<Self, ResourceError> {
        let (document, line, path) = (at.document, at.line, at.field.clone());
        let body = take_body(&mut value, at)?;
        Ok(Self { body, document, line, path, file: None })
    }

    /// A manifest of a kind that this crate models. `api_version` and `kind` must not be empty.
    pub(super) fn of(api_version: &str, kind: &str, rest: Map) -> Self {
        let mut body = Map::from([("apiVersion", api_version), ("kind", kind)]);
        body.append(rest);
        Self { body, document: None, line: None, path: String::new(), file: None }
    }

    /// The `apiVersion`: group and version, or the version alone for core kinds.
    pub fn api_version(&self) -> &str {
        self.text("apiVersion")
    }

    /// The API group; empty for core kinds.
    pub fn group(&self) -> &str {
        self.api_version().rsplit_once('/').map_or("", |(group, _)| group)
    }

    /// The `kind`.
    pub fn kind(&self) -> &str {
        self.text("kind")
    }

    /// `metadata.name`; empty where it is missing.
    pub fn name(&self) -> &str {
        self.metadata("name")
    }

    /// `metadata.namespace`; empty where it is missing.
    pub fn namespace(&self) -> &str {
        self.metadata("namespace")
    }

    /// `Kind namespace/name`, as findings name it: one line, and cut where a part is longer than a name can be.
    pub fn resource(&self) -> String {
        resource(self.kind(), self.namespace(), self.name())
    }

    /// The whole object.
    pub fn body(&self) -> &Map {
        &self.body
    }

    /// The whole object, to change it. Keep `apiVersion` and `kind` in it.
    pub fn body_mut(&mut self) -> &mut Map {
        &mut self.body
    }

    /// Changes the object by a JSON merge patch (RFC 7396): the way to say what a builder does not know.
    ///
    /// # Errors
    /// [`ResourceError::NotAMap`] and [`ResourceError::NoKind`] when the patch is no map or leaves no `apiVersion` or
    /// `kind`; the manifest is unchanged then.
    pub fn merge_patch(&mut self, mut patch: Value) -> Result<(), ResourceError> {
        if patch.as_map().is_none() {
            let found = patch.type_name();
            wipe_value(&mut patch);
            return Err(ResourceError::NotAMap { at: self.position(), found });
        }
        let mut body = Value::Map(self.body.clone());
        body.merge_patch(patch);
        *self = Self::at(body, self.position())?;
        Ok(())
    }

    /// Number of the document in the stream that it was read from, counted from 1.
    pub fn document(&self) -> Option<usize> {
        self.document
    }

    /// Line of its first field in the text that it was read from, counted from 1.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// The objects of a `List` (`kind: List` or a kind that ends with it and has `items`), or the object itself.
    ///
    /// # Errors
    /// The error of each item that is no manifest, in its place.
    pub fn into_items(mut self) -> Vec<Result<Self, ResourceError>> {
        let is_list = self.is_list();
        let (at, file) = (self.position(), self.file.clone());
        match self.body.remove("items") {
            Some(Value::List(items)) if is_list => items
                .into_iter()
                .enumerate()
                .map(|(i, item)| {
                    let field = path::join(&at.field, &format!("items[{i}]"));
                    let mut item = Self::at(item, Position { field, ..at.clone() })?;
                    item.file.clone_from(&file);
                    Ok(item)
                })
                .collect(),
            Some(other) => {
                self.body.insert("items", other);
                vec![Ok(self)]
            }
            None => vec![Ok(self)],
        }
    }

    /// Whether [`into_items`](Self::into_items) takes it apart.
    pub(super) fn is_list(&self) -> bool {
        self.kind().ends_with("List") && self.body.get("items").is_some_and(|v| v.as_list().is_some())
    }

    /// What a finding about a field of this object names (the whole object: an empty field). Of an item of a `List` the
    /// field is named from the list on: `items[2].spec.host`.
    pub fn subject(&self, field: impl Into<String>) -> Subject {
        Subject::Document(self.reference(&field.into()))
    }

    /// The same, not yet as a subject.
    pub(super) fn reference(&self, field: &str) -> DocumentRef {
        let mut at =
            DocumentRef::new(self.resource(), path::join(&self.path, field)).at(self.document, self.line);
        at.file = self.file.as_deref().map(str::to_owned);
        at
    }

    /// The same, read from this file.
    pub(super) fn in_file(mut self, file: Arc<str>) -> Self {
        self.file = Some(file);
        self
    }

    pub(super) fn position(&self) -> Position {
        Position { document: self.document, line: self.line, field: self.path.clone(), ..Position::default() }
    }

    /// Whether it is a Secret, or holds some, or was perhaps meant to.
    pub(super) fn may_hold_secret(&self) -> bool {
        let kind = self.kind();
        matches!(kind, "Secret" | "SecretList" | "List")
            || self.body.contains_key("stringData")
            || (!super::kinds().any(|known| known.kind == kind)
                && suggest::closest(kind, ["Secret", "SecretList"]).is_some())
    }

    fn text(&self, key: &str) -> &str {
        self.body.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn metadata(&self, key: &str) -> &str {
        self.body.get("metadata").and_then(|m| m.get(key)).and_then(Value::as_str).unwrap_or_default()
    }
}

/// `Kind namespace/name`, as far as known, fit for messages: what stands there may be anything.
pub(super) fn resource(kind: &str, namespace: &str, name: &str) -> String {
    // Names of Kubernetes have at most 253 characters.
    let [kind, namespace, name] = [kind, namespace, name].map(|part| excerpt_of(part, 253));
    match (namespace.as_str(), name.as_str()) {
        ("", "") => kind,
        ("", name) => format!("{kind} {name}"),
        (namespace, name) => format!("{kind} {namespace}/{name}"),
    }
}

impl PartialEq for Manifest {
    fn eq(&self, other: &Self) -> bool {
        self.body == other.body
    }
}

impl fmt::Debug for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Manifest({} {})", excerpt(self.api_version()), self.resource())
    }
}

impl Serialize for Manifest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.body.serialize(to)
    }
}

impl TryFrom<Value> for Manifest {
    type Error = ResourceError;

    fn try_from(value: Value) -> Result<Self, ResourceError> {
        Self::new(value)
    }
}

impl From<Manifest> for Value {
    fn from(mut manifest: Manifest) -> Self {
        Self::Map(std::mem::take(&mut manifest.body))
    }
}

impl Drop for Manifest {
    fn drop(&mut self) {
        if self.may_hold_secret() {
            wipe(&mut self.body);
        }
    }
}

/// The object in `value`, moved out of it. What is refused is overwritten: it may be a Secret all the same.
pub(super) fn take_body(value: &mut Value, mut at: Position) -> Result<Map, ResourceError> {
    let refusal = match value {
        Value::Map(body) => match fault_of(body) {
            None => return Ok(std::mem::take(body)),
            Some((field, fault)) => {
                at.field = path::join(&at.field, field);
                ResourceError::NoKind { at, field, fault }
            }
        },
        _ => ResourceError::NotAMap { at, found: value.type_name() },
    };
    wipe_value(value);
    Err(refusal)
}

/// What keeps this from being a manifest.
fn fault_of(body: &Map) -> Option<(&'static str, &'static str)> {
    ["apiVersion", "kind"].into_iter().find_map(|field| {
        let fault = match body.get(field) {
            None | Some(Value::Null) => "is missing",
            Some(Value::String(text)) if text.is_empty() => "is empty",
            Some(Value::String(_)) => return None,
            Some(_) => "is no text",
        };
        Some((field, fault))
    })
}

/// Overwrites every text below.
fn wipe(map: &mut Map) {
    for value in map.values_mut() {
        wipe_value(value);
    }
}

pub(super) fn wipe_value(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::List(list) => list.iter_mut().for_each(wipe_value),
        Value::Map(map) => wipe(map),
        _ => {}
    }
}

//! YAML and JSON that is no manifest: its values, walked with their paths, and the lines of these.

use std::collections::HashMap;

use super::error::{Position, ResourceError};
use super::limits::Limits;
use super::stream::Piece;
use super::yaml::{self, Dialect};
use super::{Value, path, stream};

/// One document of a stream.
pub(crate) struct Document<'t> {
    value: Value,
    piece: Piece<'t>,
}

/// Reads the documents of a stream, empty ones left out.
///
/// # Errors
/// The first document that cannot be read, or a text beyond the limits.
pub(crate) fn read_documents<'t>(text: &'t str, limits: &Limits) -> Result<Vec<Document<'t>>, ResourceError> {
    let over = |what, max| Err(ResourceError::LimitExceeded { at: Position::default(), what, max });
    if text.len() > limits.max_bytes {
        return over("bytes", limits.max_bytes);
    }
    let pieces = stream::documents(text);
    if pieces.len() > limits.max_documents {
        return over("documents", limits.max_documents);
    }
    let mut documents = Vec::new();
    for (index, piece) in pieces.into_iter().enumerate() {
        let read = yaml::read(piece, limits, Dialect::Standard);
        match read.map_err(|error| error.of_document(index.saturating_add(1)))? {
            Value::Null => {}
            value => documents.push(Document { value, piece }),
        }
    }
    Ok(documents)
}

impl Document<'_> {
    /// The whole of it.
    pub(crate) fn root(&self) -> Cursor<'_> {
        Cursor { value: &self.value, path: String::new() }
    }

    /// The lines of these paths in the stream, counted from 1: of the field itself, or of the nearest around it.
    pub(crate) fn lines<'p>(
        &self,
        paths: impl IntoIterator<Item = &'p str>,
        limits: &Limits,
    ) -> HashMap<&'p str, usize> {
        let wanted: Vec<&'p str> = paths.into_iter().collect();
        let places = yaml::locate(self.piece.text, wanted.iter().copied(), limits);
        let line_of = |path: &'p str| {
            let mut next = Some(path);
            while let Some(path) = next {
                if let Some((line, _)) = places.get(path) {
                    return line.saturating_add(self.piece.line).saturating_sub(1);
                }
                next = path::parent(path);
            }
            self.piece.line
        };
        wanted.into_iter().map(|path| (path, line_of(path))).collect()
    }
}

/// A value of a document and its path there.
#[derive(Clone)]
pub(crate) struct Cursor<'v> {
    value: &'v Value,
    path: String,
}

impl<'v> Cursor<'v> {
    /// The value.
    pub(crate) fn value(&self) -> &'v Value {
        self.value
    }

    /// The path, as findings name it.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The field of this name, in snake_case or, as JSON of protocol buffers has it, in camelCase. One that is null is none.
    pub(crate) fn get(&self, name: &str) -> Option<Cursor<'v>> {
        let map = self.value.as_map()?;
        let camel = camel_case(name);
        let (key, value) = [name, &camel].into_iter().find_map(|key| Some((key, map.get(key)?)))?;
        if value.is_null() {
            return None;
        }
        let mut path = self.path.clone();
        path::push_key(&mut path, key);
        Some(Cursor { value, path })
    }

    /// The field at the end of this way.
    pub(crate) fn at(&self, names: &[&str]) -> Option<Cursor<'v>> {
        names.iter().try_fold(self.clone(), |at, name| at.get(name))
    }

    /// The elements of the list in this field; none where it is no list.
    pub(crate) fn list(&self, name: &str) -> Vec<Cursor<'v>> {
        self.get(name).map(|list| list.items()).unwrap_or_default()
    }

    /// The elements, where this is a list.
    pub(crate) fn items(&self) -> Vec<Cursor<'v>> {
        let elements = self.value.as_list().unwrap_or_default();
        elements
            .iter()
            .enumerate()
            .map(|(index, value)| {
                let mut path = self.path.clone();
                path::push_index(&mut path, index);
                Cursor { value, path }
            })
            .collect()
    }

    /// The text in this field.
    pub(crate) fn text(&self, name: &str) -> Option<&'v str> {
        self.get(name)?.value.as_str()
    }

    /// The texts of the list in this field.
    pub(crate) fn texts(&self, name: &str) -> Vec<&'v str> {
        self.list(name).iter().filter_map(|item| item.value.as_str()).collect()
    }
}

/// `require_client_certificate` as `requireClientCertificate`.
fn camel_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        match c {
            '_' => upper = true,
            c if upper => {
                out.extend(c.to_uppercase());
                upper = false;
            }
            c => out.push(c),
        }
    }
    out
}

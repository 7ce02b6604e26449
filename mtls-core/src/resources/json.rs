//! The same manifests as JSON.

use super::error::{Position, ResourceError, cut};
use super::limits::Limits;
use super::value::DUPLICATE_KEY;
use super::{Manifest, Value, canonical, limit};

/// Reads the manifests of a JSON text: one object, or a list of them.
///
/// # Errors
/// In the place of each element that is no manifest; a text that is no JSON, or beyond the limits, gives one error.
pub fn read_json(text: &str) -> Vec<Result<Manifest, ResourceError>> {
    let limits = Limits::default();
    if text.len() > limits.max_bytes {
        return vec![Err(limit("bytes", limits.max_bytes))];
    }
    match serde_json::from_str(text) {
        Ok(Value::List(items)) => items
            .into_iter()
            .enumerate()
            .map(|(i, item)| {
                let document = Some(i.saturating_add(1));
                Manifest::at(item, Position { document, ..Position::default() })
            })
            .collect(),
        Ok(value) => vec![Manifest::at(value, Position { document: Some(1), ..Position::default() })],
        Err(error) => vec![Err(refusal(&error))],
    }
}

fn refusal(error: &serde_json::Error) -> ResourceError {
    let at = Position {
        line: Some(error.line()).filter(|n| *n > 0),
        column: Some(error.column()).filter(|n| *n > 0),
        ..Position::default()
    };
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    match text.strip_prefix(DUPLICATE_KEY) {
        Some(key) => ResourceError::DuplicateKey { at, key: cut(key) },
        None if text.contains("recursion limit") => {
            ResourceError::LimitExceeded { at, what: "levels", max: 128 }
        }
        None => ResourceError::JsonSyntax { at, reason: text.to_owned() },
    }
}

/// Writes one manifest as JSON over several lines, in the order of [`write_yaml`](super::write_yaml).
pub fn write_json(manifest: &Manifest) -> String {
    let ordered = canonical(manifest);
    // Plain values with text for keys cannot fail to be written.
    let text = serde_json::to_string_pretty(&ordered).unwrap_or_default();
    drop(Manifest::new(ordered));
    text
}

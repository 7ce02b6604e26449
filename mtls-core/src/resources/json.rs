//! The same manifests as JSON.

use serde::Deserialize as _;
use serde::de::IgnoredAny;
use zeroize::Zeroizing;

use super::error::{Position, ResourceError, cut};
use super::limits::Limits;
use super::value::DUPLICATE_KEY;
use super::{Budget, Manifest, Value, canonical, limit};

/// Reads the manifests of a JSON text: one object, or a list of them. The limits are those of YAML ([`Limits::default`]).
///
/// # Errors
/// In the place of each element that is no manifest; a text that is no JSON, or beyond the limits, gives one error.
pub fn read_json(text: &str) -> Vec<Result<Manifest, ResourceError>> {
    let limits = Limits::default();
    if text.len() > limits.max_bytes {
        return vec![Err(limit("bytes", limits.max_bytes))];
    }
    let items = match serde_json::from_str(text) {
        Ok(Value::List(items)) => items,
        Ok(value) => vec![value],
        Err(error) => return vec![Err(refusal(&error, &limits))],
    };
    if items.len() > limits.max_documents {
        return vec![Err(limit("documents", limits.max_documents))];
    }
    // What is read as JSON can be written and read as YAML.
    let mut budget = Budget::new(&limits);
    let mut manifest = |document, value| {
        budget.document()?;
        budget.value(&value)?;
        Manifest::at(value, Position { document: Some(document), ..Position::default() })
    };
    (1..).zip(items).map(|(document, value)| manifest(document, value)).collect()
}

/// Why a text that is meant as JSON begins with a value that is none. YAML takes more: it takes for null what is left out.
pub(crate) fn json_fault(text: &str) -> Option<ResourceError> {
    let text = text.trim_start_matches('\u{FEFF}');
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    // What follows may be documents of YAML.
    let error = IgnoredAny::deserialize(&mut serde_json::Deserializer::from_str(text)).err()?;
    // How deep it may be is decided elsewhere.
    Some(refusal(&error, &Limits::default()))
        .filter(|error| matches!(error, ResourceError::JsonSyntax { .. }))
}

fn refusal(error: &serde_json::Error, limits: &Limits) -> ResourceError {
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
            ResourceError::LimitExceeded { at, what: "levels", max: limits.max_depth }
        }
        None => ResourceError::JsonSyntax { at, reason: text.to_owned() },
    }
}

/// Writes one manifest as JSON over several lines, in the order of [`write_yaml`](super::write_yaml).
///
/// # Errors
/// [`ResourceError::LimitExceeded`] for what [`read_json`] would not read for its size.
pub fn write_json(manifest: &Manifest) -> Result<String, ResourceError> {
    let mut budget = Budget::new(&Limits::default());
    budget.map(manifest.body())?;
    let ordered = canonical(manifest);
    // Plain values with text for keys cannot fail to be written.
    let mut text = Zeroizing::new(serde_json::to_string_pretty(&ordered).unwrap_or_default());
    drop(Manifest::new(ordered));
    budget.text(&text)?;
    Ok(std::mem::take(&mut text))
}

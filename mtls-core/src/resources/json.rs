//! The same manifests as JSON.

use super::error::{Position, ResourceError, cut};
use super::limits::Limits;
use super::value::DUPLICATE_KEY;
use super::{Manifest, Value, canonical, limit};

/// Reads the manifests of a JSON text: one object, or a list of them. The limits are those of YAML ([`Limits::default`]).
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
            .map(|(i, item)| manifest(item, i.saturating_add(1), &limits))
            .collect(),
        Ok(value) => vec![manifest(value, 1, &limits)],
        Err(error) => vec![Err(refusal(&error, &limits))],
    }
}

/// Within the limits of a YAML document, so that what is read as JSON can be written and read as YAML.
fn manifest(value: Value, document: usize, limits: &Limits) -> Result<Manifest, ResourceError> {
    let at = Position { document: Some(document), ..Position::default() };
    let exceeded = |what, max| ResourceError::LimitExceeded { at: at.clone(), what, max };
    let mut nodes = 0;
    if !fits(&value, limits.max_depth, &mut nodes) {
        return Err(exceeded("levels", limits.max_depth));
    }
    if nodes > limits.max_nodes {
        return Err(exceeded("nodes", limits.max_nodes));
    }
    Manifest::at(value, at)
}

/// Whether there are at most so many levels of lists and maps; counts the nodes, keys among them.
fn fits(value: &Value, levels: usize, nodes: &mut usize) -> bool {
    *nodes = nodes.saturating_add(1);
    match value {
        Value::List(list) => {
            levels.checked_sub(1).is_some_and(|levels| list.iter().all(|value| fits(value, levels, nodes)))
        }
        Value::Map(map) => levels.checked_sub(1).is_some_and(|levels| {
            *nodes = nodes.saturating_add(map.len());
            map.iter().all(|(_, value)| fits(value, levels, nodes))
        }),
        _ => true,
    }
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
pub fn write_json(manifest: &Manifest) -> String {
    let ordered = canonical(manifest);
    // Plain values with text for keys cannot fail to be written.
    let text = serde_json::to_string_pretty(&ordered).unwrap_or_default();
    drop(Manifest::new(ordered));
    text
}

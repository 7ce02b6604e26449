//! Records of the engine (findings, facts of a certificate, reports) as plain objects: JSON text that V8 parses,
//! which is faster than setting properties one by one.

use mtls_core::resources::{Limits, Position, ResourceError};
use napi::bindgen_prelude::{Either, Unknown};
use napi::{Env, Result};
use serde::Serialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::raise::{Host, Raise, call};

/// The record with its field names in camelCase.
pub(crate) fn record(env: &Env, value: &impl Serialize) -> Result<Unknown<'static>> {
    call(env, || text(value)).and_then(|text| parse(env, text))
}

/// The same as JSON text.
pub(crate) fn text(value: &impl Serialize) -> std::result::Result<String, Raise> {
    let mut value = serde_json::to_value(value).map_err(|e| Raise::internal(&e))?;
    camel_case(&mut value);
    Ok(value.to_string())
}

/// A document as it is written in files, names untouched.
pub(crate) fn document(env: &Env, value: &impl Serialize) -> Result<Unknown<'static>> {
    call(env, || document_text(value)).and_then(|text| parse(env, text))
}

/// The same as JSON text.
pub(crate) fn document_text(value: &impl Serialize) -> std::result::Result<String, Raise> {
    serde_json::to_string(value).map_err(|e| Raise::internal(&e))
}

/// The value of a JSON text.
pub(crate) fn parse(env: &Env, text: String) -> Result<Unknown<'static>> {
    Host::of(env)?.parse.borrow_back(env)?.call(text)
}

/// A tree of plain values, or a list of such `documents`, as JSON text; it may hold a key, so it is wiped after use.
/// JavaScript counts as it goes: objects may hold one part in many places, and themselves.
pub(crate) fn stringify(env: &Env, value: Unknown<'_>, documents: bool) -> Result<Zeroizing<String>> {
    let limits = Limits::default();
    let bounds = [
        ("documents", limits.max_documents),
        ("levels", limits.max_depth),
        ("nodes", limits.max_nodes),
        ("bytes", limits.max_bytes),
    ];
    let most = bounds.map(|(_, max)| u32::try_from(max).unwrap_or(u32::MAX)).to_vec();
    match Host::of(env)?.stringify.borrow_back(env)?.call((value, documents, most).into())? {
        Either::A(text) => Ok(Zeroizing::new(text)),
        Either::B(place) => {
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            let (what, max) = bounds.get(place).copied().unwrap_or(("nodes", limits.max_nodes));
            let refused = ResourceError::LimitExceeded { at: Position::default(), what, max };
            Err(Raise::from(refused).error(env))
        }
    }
}

/// Renames `not_after` to `notAfter`, at every depth.
pub(crate) fn camel_case(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            *fields = std::mem::take(fields)
                .into_iter()
                .map(|(name, mut field)| {
                    camel_case(&mut field);
                    (camel(&name), field)
                })
                .collect();
        }
        Value::Array(items) => items.iter_mut().for_each(camel_case),
        _ => {}
    }
}

pub(crate) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

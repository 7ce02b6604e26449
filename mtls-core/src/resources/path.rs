//! Paths of fields: `spec.servers[0].tls.mode`, `metadata.annotations["istio.io/rev"]`.

use std::fmt::Write as _;

/// Goes on to `key` of a map.
pub(super) fn push_key(path: &mut String, key: &str) {
    let plain = (1..=64).contains(&key.len())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if plain {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(key);
    } else {
        // Writing to a String cannot fail.
        let _ = write!(path, "[{:?}]", super::error::cut(key));
    }
}

/// Goes on to an element of a list.
pub(super) fn push_index(path: &mut String, index: usize) {
    let _ = write!(path, "[{index}]");
}

/// The field around this one; around the whole document, the empty path, there is none.
pub(super) fn parent(path: &str) -> Option<&str> {
    // A dot or bracket within a quoted key is found too early; that gives a path that no field has.
    (!path.is_empty()).then(|| path.get(..path.rfind(['.', '[']).unwrap_or(0)).unwrap_or_default())
}

/// `head` continued by `tail`, a field or an index.
pub(super) fn join(head: &str, tail: &str) -> String {
    if head.is_empty() || tail.is_empty() || tail.starts_with('[') {
        format!("{head}{tail}")
    } else {
        format!("{head}.{tail}")
    }
}

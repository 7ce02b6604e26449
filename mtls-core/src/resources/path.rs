//! Paths of fields: `spec.servers[0].tls.mode`, `metadata.annotations["istio.io/rev"]`.

use std::fmt::Write as _;

/// Goes on to `key` of a map.
pub(super) fn push_key(path: &mut String, key: &str) {
    let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
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

/// Whether `path` is `target` or a field around it.
pub(super) fn leads_to(path: &str, target: &str) -> bool {
    target
        .strip_prefix(path)
        .is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
}

/// `head` continued by `tail`, a field or an index.
pub(super) fn join(head: &str, tail: &str) -> String {
    if head.is_empty() || tail.is_empty() || tail.starts_with('[') {
        format!("{head}{tail}")
    } else {
        format!("{head}.{tail}")
    }
}

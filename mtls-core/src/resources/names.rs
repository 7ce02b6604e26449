//! Names as Kubernetes and Istio take them.

use std::net::IpAddr;

/// A DNS-1123 label as Istio's webhook takes it: letters (capitals too), digits and inner hyphens, at most 63.
pub(crate) fn is_label(name: &str) -> bool {
    let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = name.as_bytes();
    bytes.len() <= 63
        && edge(bytes.first())
        && edge(bytes.last())
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
}

/// A DNS-1123 label as the API server takes it: lower case, at most 63.
pub(super) fn is_lower_label(name: &str) -> bool {
    is_label(name) && is_object_name(name)
}

/// The name of a container's port, by which Services may mean it: at most 15 lower-case letters, digits and single
/// inner hyphens, a letter among them.
pub(super) fn is_port_name(name: &str) -> bool {
    name.len() <= 15
        && is_lower_label(name)
        && name.bytes().any(|b| b.is_ascii_lowercase())
        && !name.contains("--")
}

/// A DNS-1123 subdomain as the API server takes it for names of objects: lower case, at most 253.
pub(crate) fn is_object_name(name: &str) -> bool {
    name.len() <= 253
        && name.split('.').all(|part| {
            let edge = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            let bytes = part.as_bytes();
            edge(bytes.first())
                && edge(bytes.last())
                && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        })
}

/// The value of a label: empty, or at most 63 of letters, digits, `-`, `_`, `.`, with a letter or digit at both ends.
pub(super) fn is_label_value(value: &str) -> bool {
    let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = value.as_bytes();
    value.is_empty()
        || (bytes.len() <= 63
            && edge(bytes.first())
            && edge(bytes.last())
            && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')))
}

/// The key of a label or annotation: a name like a label's value, with an optional `prefix.example/` before it.
pub(super) fn is_label_key(key: &str) -> bool {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    !name.is_empty() && is_label_value(name) && prefix.is_none_or(is_object_name)
}

/// The key of a Secret's or ConfigMap's entry.
pub(super) fn is_data_key(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= 253
        && key != "."
        && !key.starts_with("..")
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// An IP address.
pub(super) fn is_ip(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

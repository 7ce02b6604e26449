//! Labels of workloads, where Istio judges them.

use std::collections::BTreeMap;

use crate::finding::Rule;
use crate::resources::error::cut;
use crate::resources::kind::Checker;
use crate::resources::{names, path};

/// Reports under `rule` what is no label among those at `field`.
pub(super) fn check_workload_labels(
    labels: Option<&BTreeMap<String, String>>,
    field: &str,
    rule: &'static Rule,
    check: &mut Checker,
) {
    for (key, value) in labels.into_iter().flatten() {
        let mut at = field.to_owned();
        path::push_key(&mut at, key);
        if !is_key(key) {
            check.report(rule, at, format!("`{}` is no key for a label", cut(key)));
        } else if !is_value(value) {
            check.report(rule, at, format!("`{}` is no value for a label", cut(value)));
        }
    }
}

/// Unlike the API server, Istio takes capitals in the prefix of a key.
fn is_key(key: &str) -> bool {
    names::is_label_key(&key.to_ascii_lowercase())
}

/// Unlike the API server, Istio takes values of any length.
fn is_value(value: &str) -> bool {
    let edge = |b: Option<&u8>| b.is_none_or(u8::is_ascii_alphanumeric);
    let bytes = value.as_bytes();
    edge(bytes.first())
        && edge(bytes.last())
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

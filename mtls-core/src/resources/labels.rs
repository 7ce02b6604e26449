//! Labels and annotations, wherever they stand.

use std::collections::BTreeMap;

use super::kind::Checker;
use super::{error, names, path};
use crate::finding::rules::resources as rules;

/// What the API server asks of the labels at `field`.
pub(super) fn check_labels(labels: Option<&BTreeMap<String, String>>, field: &str, check: &mut Checker) {
    for (key, value) in labels.into_iter().flatten() {
        let mut at = field.to_owned();
        path::push_key(&mut at, key);
        if !names::is_label_key(key) {
            check.report(rules::LABEL_INVALID, at, "this is no key for a label");
        } else if !names::is_label_value(value) {
            let message = format!("`{}` is no value for a label", error::cut(value));
            check.report(rules::LABEL_INVALID, at, message);
        }
    }
}

/// What the API server asks of the annotations at `field`.
pub(super) fn check_annotations(
    annotations: Option<&BTreeMap<String, String>>,
    field: &str,
    check: &mut Checker,
) {
    for key in annotations.into_iter().flatten().map(|(key, _)| key) {
        // Annotations are compared in lower case by the API server; capitals are taken.
        if !names::is_label_key(&key.to_ascii_lowercase()) {
            let mut at = field.to_owned();
            path::push_key(&mut at, key);
            check.report(rules::LABEL_INVALID, at, "this is no key for an annotation");
        }
    }
}

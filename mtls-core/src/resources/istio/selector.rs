//! Which workloads a resource is for.

use std::collections::BTreeMap;

use crate::finding::rules::istio as rules;
use crate::resources::kind::Checker;
use crate::resources::model::model;
use crate::resources::path;

model! {
    /// Workloads by the labels of their pods.
    pub struct WorkloadSelector {
        /// The labels that a workload's pods must all carry.
        match_labels: BTreeMap<String, String> = "matchLabels",
    }
}

impl WorkloadSelector {
    /// Demands one more label.
    pub(super) fn add(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.match_labels.get_or_insert_default().insert(key.into(), value.into());
    }
}

/// Characters of a label's value.
const LONGEST: usize = 63;

/// What Istio asks of a selector that stands at `field`.
pub(super) fn check_selector(selector: Option<&WorkloadSelector>, field: &str, check: &mut Checker) {
    if let Some(selector) = selector {
        check_labels(selector.match_labels.as_ref(), field, "matchLabels", check);
    }
}

/// The labels of a selector, under `key` of the field.
pub(super) fn check_labels(
    labels: Option<&BTreeMap<String, String>>,
    field: &str,
    key: &str,
    check: &mut Checker,
) {
    if labels.is_none_or(BTreeMap::is_empty) {
        check.report(
            rules::SELECTOR_EMPTY,
            field,
            "the selector has no labels: it selects every workload of the namespace",
        );
    }
    for (name, value) in labels.into_iter().flatten() {
        let mut at = path::join(field, key);
        path::push_key(&mut at, name);
        if name.is_empty() {
            check.report(rules::SELECTOR_INVALID, at, "a label has no key");
        } else if name.contains('*') || value.contains('*') {
            check.report(
                rules::SELECTOR_INVALID,
                at,
                "labels are compared exactly; `*` selects nothing here",
            );
        } else if value.len() > LONGEST {
            // Of what else no label can be, Istio says nothing: it selects nothing.
            check.report(rules::SELECTOR_INVALID, at, "no label has a value of more than 63 characters");
        }
    }
}

model! {
    /// Workloads by the labels of their pods or entries, in the older spelling of `ServiceEntry` and `Sidecar`.
    pub struct WorkloadLabels {
        /// The labels that a workload must all carry.
        labels: BTreeMap<String, String> = "labels",
    }
}

impl WorkloadLabels {
    /// Demands one more label.
    pub(super) fn add(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.labels.get_or_insert_default().insert(key.into(), value.into());
    }
}

/// What Istio asks of a selector in the older spelling that stands at `field`.
pub(super) fn check_older_selector(selector: Option<&WorkloadLabels>, field: &str, check: &mut Checker) {
    if let Some(selector) = selector {
        check_labels(selector.labels.as_ref(), field, "labels", check);
    }
}

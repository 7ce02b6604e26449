//! `exportTo`: the namespaces in which a resource is seen.

use std::collections::BTreeSet;

use crate::finding::rules::istio as rules;
use crate::resources::error::cut;
use crate::resources::kind::Checker;
use crate::resources::names;

const FIELD: &str = "spec.exportTo";

/// What Istio asks of `spec.exportTo` of a resource in `namespace` (empty where the manifest does not say). With
/// `is_service` the kind can be hidden from every namespace by `~`.
pub(super) fn check_export_to(
    export_to: Option<&Vec<String>>,
    namespace: &str,
    is_service: bool,
    check: &mut Checker,
) {
    let entries = export_to.map(Vec::as_slice).unwrap_or_default();
    let mut seen = BTreeSet::new();
    for (i, entry) in entries.iter().enumerate() {
        let mut fault = |message: String| {
            check.report(rules::EXPORT_TO_INVALID, format!("{FIELD}[{i}]"), message);
        };
        let own = is_own(entry, namespace);
        if !seen.insert(if own { "." } else { entry.as_str() }) {
            fault(if own && entry != "." {
                format!("`{}` is the resource's own namespace, which `.` names already", cut(entry))
            } else {
                format!("`{}` stands twice", cut(entry))
            });
        } else if entry == "~" {
            if !is_service {
                fault("`~` (no namespace) is for services alone".to_owned());
            } else if entries.len() > 1 {
                fault("`~` (no namespace) stands beside others".to_owned());
            }
        } else if entry == "*" {
            if entries.len() > 1 {
                fault("`*` (every namespace) stands beside others".to_owned());
            }
        } else if !own && !names::is_label(entry) {
            fault(format!("`{}` is neither `.`, `*` nor the name of a namespace", cut(entry)));
        }
    }
}

/// Whether an entry means the resource's own namespace.
pub(super) fn is_own(entry: &str, namespace: &str) -> bool {
    entry == "." || (!namespace.is_empty() && entry == namespace)
}

/// Whether a resource is seen in named namespaces alone. Without entries the mesh's default holds, which is all of them.
pub(super) fn is_limited(export_to: Option<&Vec<String>>) -> bool {
    export_to.is_some_and(|entries| !entries.is_empty() && entries.iter().all(|entry| entry != "*"))
}

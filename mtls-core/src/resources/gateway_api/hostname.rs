//! Host names as the Gateway API takes them.

use crate::finding::rules::gateway_api as rules;
use crate::resources::kind::Checker;
use crate::resources::{cut, names};

/// Whether this is a whole domain name in lower case.
pub(super) fn is_precise(name: &str) -> bool {
    names::is_object_name(name)
}

/// A domain name in lower case whose first label may be `*`, at `field`.
pub(super) fn check_hostname(name: &str, field: &str, check: &mut Checker) {
    if !is_precise(name.strip_prefix("*.").unwrap_or(name)) {
        check.report(
            rules::HOSTNAME,
            field,
            format!("`{}` is no domain name in lower case, nor `*.` before one", cut(name)),
        );
    }
}

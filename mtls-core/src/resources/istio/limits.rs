//! Limits of connections and of endpoints that fail, where Istio judges them.

use super::duration::{check_duration, nanoseconds};
use crate::finding::Rule;
use crate::finding::rules::istio_networking as rules;
use crate::resources::kind::Checker;
use crate::resources::{Map, Value, path};

/// The number, where it is one.
pub(super) fn number(value: Option<&Value>) -> Option<f64> {
    serde_json::Value::from(value?.clone()).as_f64()
}

/// Whether a number is given and lies outside of 0 to 100.
pub(super) fn is_no_percentage(value: Option<&Value>) -> bool {
    number(value).is_some_and(|percent| !(0.0..=100.0).contains(&percent))
}

/// Whether HTTP/1.1 becomes HTTP/2 (Istio's `ConnectionPoolSettings.HTTPSettings.H2UpgradePolicy`).
const UPGRADES: &[&str] = &["DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"];

/// A policy that is none, numbers below zero, and an idle time that is none, in the `connectionPool` at `field`.
pub(super) fn check_limits(pool: &Map, rule: &'static Rule, field: &str, check: &mut Checker) {
    for (name, limits) in pool.iter().filter_map(|(name, part)| Some((name, part.as_map()?))) {
        let at = path::join(field, name);
        check.spelling(limits.get("h2UpgradePolicy"), UPGRADES, &path::join(&at, "h2UpgradePolicy"));
        for (name, limit) in limits.iter() {
            if matches!(limit, Value::Int(_)) {
                check.report(rule, path::join(&at, name), "the limit is less than nothing");
            }
        }
        // Without limit, for TCP.
        let idle = limits.get("idleTimeout").and_then(Value::as_str).filter(|_| name == "tcp");
        if let Some(text) = idle.filter(|text| nanoseconds(text) != Some(0)) {
            check_duration(text, &path::join(&at, "idleTimeout"), check);
        }
    }
}

/// The `outlierDetection` at `field`.
pub(super) fn check_outliers(outliers: &Map, field: &str, check: &mut Checker) {
    for name in ["maxEjectionPercent", "minHealthPercent"] {
        if is_no_percentage(outliers.get(name)) {
            let message = "expected a number from 0 to 100";
            check.report(rules::DESTINATION_RULE_POOL, path::join(field, name), message);
        }
    }
    if number(outliers.get("consecutiveErrors")).is_some_and(|count| count != 0.0) {
        check.report(
            rules::DESTINATION_RULE_CONSECUTIVE_ERRORS,
            path::join(field, "consecutiveErrors"),
            "the field is of former versions",
        );
    }
}

//! What Istio's webhook asks of limits of connections and of the choice among endpoints.

use crate::finding::rules::istio_networking as rules;
use crate::resources::istio::duration::{self, is_whole_milliseconds};
use crate::resources::istio::limits::{check_limits, check_outliers, number};
use crate::resources::kind::Checker;
use crate::resources::{Map, Value, path};

/// What a policy says of connections and endpoints.
pub(super) struct Choice<'a> {
    pub(super) balancer: Option<&'a Map>,
    pub(super) pool: Option<&'a Map>,
    pub(super) outliers: Option<&'a Map>,
}

/// The `loadBalancer`, `connectionPool` and `outlierDetection` of a policy at `field`.
pub(super) fn check_choice(choice: &Choice<'_>, field: &str, check: &mut Checker) {
    let Choice { balancer, pool, outliers } = *choice;
    let within = |name| path::join(field, name);
    duration::check_durations(pool, &within("connectionPool"), duration::OF_POOL, check);
    duration::check_durations(
        outliers,
        &within("outlierDetection"),
        &["interval", "baseEjectionTime"],
        check,
    );
    duration::check_durations(balancer, &within("loadBalancer"), &["warmupDurationSecs"], check);
    let given = |of: &Map, name: &str| of.get(name).filter(|value| !value.is_null()).cloned();
    if let Some(pool) = pool
        && given(pool, "http").is_none()
        && given(pool, "tcp").is_none()
    {
        let message = "neither `http` nor `tcp` is limited";
        check.report(rules::DESTINATION_RULE_POOL, path::join(field, "connectionPool"), message);
    }
    if let Some(pool) = pool {
        check_limits(pool, rules::DESTINATION_RULE_POOL, &path::join(field, "connectionPool"), check);
    }
    if let Some(outliers) = outliers {
        check_outliers(outliers, &path::join(field, "outlierDetection"), check);
    }
    let Some(balancer) = balancer else { return };
    check.spelling(balancer.get("simple"), BALANCERS, &path::join(field, "loadBalancer.simple"));
    let mut fault = |at: &str, message: &str| {
        check.report(rules::DESTINATION_RULE_POOL, path::join(field, at), message);
    };
    if let Some(warmup) = given(balancer, "warmup") {
        let at = "loadBalancer.warmup";
        match warmup.get("duration").filter(|duration| !duration.is_null()) {
            None => fault(at, "the warm-up has no `duration`"),
            Some(Value::String(text)) if !is_whole_milliseconds(text) => {
                fault(at, "the `duration` of the warm-up is no whole number of milliseconds from `1ms` up");
            }
            Some(_) => {}
        }
        if number(warmup.get("minimumPercent")).is_some_and(|percent| percent > 100.0) {
            fault(at, "`minimumPercent` is more than 100");
        }
        if number(warmup.get("aggression")).is_some_and(|aggression| aggression <= 0.0) {
            fault(at, "`aggression` is not above 0");
        }
    }
    let Some(hash) = given(balancer, "consistentHash") else { return };
    if let Some(cookie) = hash.get("httpCookie").filter(|cookie| cookie.as_map().is_some())
        && cookie.get("name").and_then(Value::as_str).is_none_or(str::is_empty)
    {
        fault("loadBalancer.consistentHash.httpCookie", "the cookie has no name");
    }
    if let Some(maglev) = hash.get("maglev").filter(|maglev| maglev.as_map().is_some()) {
        let size = match maglev.get("tableSize") {
            Some(Value::UInt(size)) => *size,
            Some(Value::String(text)) => text.parse().unwrap_or_default(),
            _ => 0,
        };
        if size >= LARGEST_TABLE || !is_prime(size) {
            fault("loadBalancer.consistentHash.maglev", "`tableSize` is no prime number below 5000011");
        }
    }
}

/// Istio's `LoadBalancerSettings.SimpleLB`.
const BALANCERS: &[&str] =
    &["UNSPECIFIED", "LEAST_CONN", "RANDOM", "PASSTHROUGH", "ROUND_ROBIN", "LEAST_REQUEST"];

const LARGEST_TABLE: u64 = 5_000_011;

/// As Envoy asks it: 1 counts as one.
fn is_prime(number: u64) -> bool {
    let divides = |by: u64| number.checked_rem(by) == Some(0);
    number != 0 && (number < 4 || !(2u64..).take_while(|by| by.saturating_mul(*by) <= number).any(divides))
}

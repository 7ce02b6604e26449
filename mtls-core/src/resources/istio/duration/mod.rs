//! Durations as Istio's API takes them: `5s`, `1h30m`, `250ms`.

use crate::finding::rules::istio as rules;
use crate::resources::error::cut;
use crate::resources::kind::Checker;
use crate::resources::{Map, Value, path};

/// In nanoseconds: the shortest that Istio takes.
pub(super) const MILLISECOND: i128 = 1_000_000;

/// Durations in the `connectionPool` of a DestinationRule or Sidecar that the API server looks at.
pub(super) const OF_POOL: &[&str] = &[
    "http.http2KeepAlive.interval",
    "http.http2KeepAlive.timeout",
    "http.idleTimeout",
    "tcp.connectTimeout",
    "tcp.maxConnectionDuration",
    "tcp.tcpKeepalive.interval",
    "tcp.tcpKeepalive.time",
];

/// Reports a duration that the API server refuses.
pub(super) fn check_duration(text: &str, field: &str, check: &mut Checker) {
    if !is_whole_milliseconds(text) {
        let message = format!(
            "`{}` is no duration such as `5s` or `250ms`, in whole milliseconds from 1ms up",
            cut(text)
        );
        check.report(rules::DURATION, field, message);
    }
}

/// The same of the durations at these paths of a part that is kept as it is written.
pub(super) fn check_durations(part: Option<&Map>, field: &str, paths: &[&str], check: &mut Checker) {
    let Some(part) = part else { return };
    for at in paths {
        let mut names = at.split('.');
        let first = names.next().and_then(|name| part.get(name));
        let Some(value) = names.fold(first, |value, name| value?.get(name)) else { continue };
        let field = path::join(field, at);
        match value {
            Value::Null => {}
            Value::String(text) => check_duration(text, &field, check),
            other => {
                let message = format!("expected a duration such as `5s`, found {}", other.type_name());
                check.report(rules::DURATION, field, message);
            }
        }
    }
}

/// The duration in nanoseconds, if it is one in Go's form.
pub(super) fn nanoseconds(text: &str) -> Option<i128> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut rest = rest;
    let mut sum = 0i128;
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at_checked(unit_at)?;
        let unit_end = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(unit_end)?;
        sum = sum.checked_add(amount(number, unit)?)?;
        rest = tail;
    }
    // What a 64-bit count of nanoseconds cannot hold, Go does not read.
    let out = sum.checked_mul(sign)?;
    (!text.is_empty() && text != "-" && text != "+" && i64::try_from(out).is_ok()).then_some(out)
}

/// As Istio takes most durations: a whole number of milliseconds, one at least.
pub(super) fn is_whole_milliseconds(text: &str) -> bool {
    nanoseconds(text).is_some_and(|time| time >= MILLISECOND && time.checked_rem(MILLISECOND) == Some(0))
}

fn amount(number: &str, unit: &str) -> Option<i128> {
    let scale: i128 = match unit {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if fraction.contains('.') || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let count = |digits: &str| if digits.is_empty() { Some(0) } else { digits.parse::<i128>().ok() };
    // Digits beyond a billionth of the unit change no result that matters here.
    let fraction = fraction.get(..fraction.len().min(12)).unwrap_or_default();
    let parts = 10i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let whole = count(whole)?.checked_mul(scale)?;
    whole.checked_add(count(fraction)?.checked_mul(scale)?.checked_div(parts)?)
}

#[cfg(test)]
mod tests;

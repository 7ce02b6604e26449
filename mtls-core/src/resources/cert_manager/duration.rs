//! Durations as Go writes them.

/// Nanoseconds of `90m`, `2160h`, `1h30m`, `1.5h`: any number of decimal numbers with the units `ns`, `us`, `ms`, `s`,
/// `m`, `h`, with a sign before them. None for what Go does not read, or beyond its range of about 292 years.
pub(super) fn nanoseconds(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut sum = 0i128;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at_checked(digits)?;
        let end = tail.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(tail.len());
        let (unit, tail) = tail.split_at_checked(end)?;
        sum = sum.checked_add(scaled(number, unit_of(unit)?)?)?;
        rest = tail;
    }
    i64::try_from(if negative { sum.checked_neg()? } else { sum }).ok()
}

fn unit_of(unit: &str) -> Option<i128> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}

/// A decimal number times the unit; what is less than a nanosecond is dropped.
fn scaled(number: &str, unit: i128) -> Option<i128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() || fraction.contains('.') {
        return None;
    }
    let digits = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<i128>().ok() };
    // More digits than these are below a nanosecond of any unit.
    let fraction = fraction.get(..fraction.len().min(18))?;
    let scale = 10i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let part = digits(fraction)?.checked_mul(unit)?.checked_div(scale)?;
    digits(whole)?.checked_mul(unit)?.checked_add(part)
}

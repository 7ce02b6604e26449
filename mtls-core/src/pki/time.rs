//! Times between the crates' types and text.

use std::time::Duration;

use rustls_pki_types::UnixTime;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use x509_parser::time::ASN1Time;

/// The time in seconds since 1970. A date before it counts as 1970: for a start and an end of
/// validity, and for every time that can be asked about, that gives the same answer.
pub(crate) fn from_asn1(time: ASN1Time) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(time.timestamp()).unwrap_or(0)))
}

/// Reads what [`rfc3339`] writes, in any time zone; parts of a second are cut off. None before 1970.
pub(crate) fn from_rfc3339(text: &str) -> Option<UnixTime> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    u64::try_from(time.unix_timestamp()).ok().map(Duration::from_secs).map(UnixTime::since_unix_epoch)
}

/// `2026-11-20T12:00:00Z`; the seconds where a year has more than four digits.
pub(crate) fn rfc3339(time: UnixTime) -> String {
    i64::try_from(time.as_secs())
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_else(|| format!("{} s", time.as_secs()))
}

/// A length of time in its two largest units: `3 days 4 hours`.
pub(crate) fn span(seconds: i64) -> String {
    let units = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];
    let mut left = seconds.max(0);
    let mut parts = Vec::new();
    for (name, size) in units {
        let count = left.checked_div(size).unwrap_or(0);
        left = left.checked_rem(size).unwrap_or(0);
        if count > 0 || (size == 1 && parts.is_empty()) {
            parts.push(format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
        }
        if parts.len() == 2 {
            break;
        }
    }
    parts.join(" ")
}

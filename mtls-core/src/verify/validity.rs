//! Validity periods: judged in seconds, said in days.

use std::time::Duration;

use rustls_pki_types::UnixTime;

use crate::finding::{Rule, rules::verify as r};
use crate::pki::strict::CertificateFields;
use crate::pki::time;

/// Whose validity it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tier {
    Leaf,
    Issuer,
    Authority,
}

/// What is wrong with a certificate's validity at `at`, if anything.
pub(super) fn fault(
    fields: &CertificateFields<'_>,
    tier: Tier,
    at: UnixTime,
) -> Option<(&'static Rule, String)> {
    let now = seconds(at);
    let never = if fields.not_after < fields.not_before { "; it ends before it begins" } else { "" };
    if now > fields.not_after {
        let rule = match tier {
            Tier::Leaf => r::LEAF_EXPIRED,
            Tier::Issuer => r::ISSUER_EXPIRED,
            Tier::Authority => r::AUTHORITY_EXPIRED,
        };
        let since = time::span(now.saturating_sub(fields.not_after));
        return Some((
            rule,
            format!("expired at {}, {since} before {}{never}", instant(fields.not_after), instant(now)),
        ));
    }
    if now < fields.not_before {
        let rule = match tier {
            Tier::Leaf => r::LEAF_NOT_YET_VALID,
            Tier::Issuer => r::ISSUER_NOT_YET_VALID,
            Tier::Authority => r::AUTHORITY_NOT_YET_VALID,
        };
        let until = time::span(fields.not_before.saturating_sub(now));
        return Some((
            rule,
            format!("valid only from {}, {until} after {}{never}", instant(fields.not_before), instant(now)),
        ));
    }
    None
}

pub(super) fn instant(seconds: i64) -> String {
    time::rfc3339(unix(seconds))
}

/// A time as seconds since 1970; what is beyond counts as the last of them.
pub(super) fn seconds(at: UnixTime) -> i64 {
    i64::try_from(at.as_secs()).unwrap_or(i64::MAX)
}

/// Seconds since 1970 as a time; what lies before it counts as 1970.
pub(super) fn unix(seconds: i64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

//! How long an issued certificate lives.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustls_pki_types::UnixTime;
use time::OffsetDateTime;

use super::IssueError;

/// How far `notBefore` stands before the time of issue unless said otherwise: 60 seconds,
/// so that a peer whose clock is a little behind takes the certificate at once.
pub const DEFAULT_BACKDATE: Duration = Duration::from_secs(60);

/// 9999-12-31T23:59:59Z, the last date that a certificate can carry (RFC 5280 section 4.1.2.5).
const LAST: u64 = 253_402_300_799;

/// What a builder was told about time.
#[derive(Clone, Debug)]
pub(super) struct Timing {
    pub(super) at: Option<UnixTime>,
    pub(super) not_before: Option<UnixTime>,
    pub(super) valid_for: Option<Duration>,
    pub(super) backdate: Duration,
    pub(super) clip: bool,
}

impl Default for Timing {
    fn default() -> Self {
        Self { at: None, not_before: None, valid_for: None, backdate: DEFAULT_BACKDATE, clip: false }
    }
}

/// `notBefore` and `notAfter`, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) not_before: UnixTime,
    pub(super) not_after: UnixTime,
}

impl Timing {
    /// The window to issue for: checked against the issuer's, which it never leaves.
    pub(super) fn window(&self, default: Duration, issuer: Option<Window>) -> Result<Window, IssueError> {
        let begin = self.not_before.or(self.at).unwrap_or_else(now);
        if let Some(issuer) = issuer
            && (begin < issuer.not_before || begin > issuer.not_after)
        {
            return Err(IssueError::IssuerNotValid {
                at: begin,
                not_before: issuer.not_before,
                not_after: issuer.not_after,
            });
        }
        let length = self.valid_for.unwrap_or(default).as_secs();
        let end = begin.as_secs().checked_add(length).filter(|end| length > 0 && *end <= LAST);
        let end = end.ok_or(IssueError::Validity { begin, seconds: length })?;
        let mut not_after = unix(end);
        if let Some(issuer) = issuer
            && not_after > issuer.not_after
        {
            // A lifetime that nobody asked for may shrink; one that was asked for may only on request.
            if self.valid_for.is_some() && !self.clip {
                return Err(IssueError::OutlivesIssuer { asked: not_after, limit: issuer.not_after });
            }
            not_after = issuer.not_after;
        }
        let not_before = match self.not_before {
            Some(exact) => exact,
            None => {
                let back = unix(begin.as_secs().saturating_sub(self.backdate.as_secs()));
                issuer.map_or(back, |issuer| back.max(issuer.not_before))
            }
        };
        Ok(Window { not_before, not_after })
    }
}

/// The clock, at the edge: used only where a builder was given no time.
#[allow(
    clippy::disallowed_methods,
    reason = "issuing is an edge: its clock is documented, and `at` overrides it"
)]
pub(super) fn now() -> UnixTime {
    UnixTime::since_unix_epoch(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

pub(super) const fn unix(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

/// The date as rcgen takes it.
pub(super) fn date(at: UnixTime) -> Result<OffsetDateTime, IssueError> {
    i64::try_from(at.as_secs())
        .ok()
        .filter(|seconds| *seconds <= LAST.cast_signed())
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .ok_or(IssueError::Validity { begin: at, seconds: 0 })
}

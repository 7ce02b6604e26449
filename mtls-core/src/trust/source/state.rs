//! How a source is doing.

use std::fmt;
use std::sync::Arc;

use rustls_pki_types::UnixTime;
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use super::SourceError;
use crate::finding::{Finding, Refusal as _, Subject, rules::source as r};
use crate::pki::time;

/// How a source is doing: what is in force since when and until when, and what went wrong last.
///
/// Serializes as `{name, loaded_at, checked_at, expires_at, warn_at, last_error, loads, failures}`: times in RFC 3339, the error
/// as `{code, message}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceState {
    /// What it is read from, for logs.
    pub name: String,
    /// When what is in force was taken.
    pub loaded_at: Option<UnixTime>,
    /// When the source was last looked at.
    pub checked_at: Option<UnixTime>,
    /// When what is in force expires: the first certificate of an identity, the last authority of a bundle.
    pub expires_at: Option<UnixTime>,
    /// From when on [`findings`](Self::findings) warns of the expiry.
    pub warn_at: Option<UnixTime>,
    /// Why the last look brought nothing; None when it went well.
    pub last_error: Option<SourceError>,
    /// How often something was taken.
    pub loads: u64,
    /// How many looks in a row went wrong.
    pub failures: u64,
}

impl SourceState {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            loaded_at: None,
            checked_at: None,
            expires_at: None,
            warn_at: None,
            last_error: None,
            loads: 0,
            failures: 0,
        }
    }

    /// What speaks against the source at a point in time: its last error, and an expiry that is near or past.
    pub fn findings(&self, at: UnixTime) -> Vec<Finding> {
        let error = self.last_error.iter().flat_map(crate::finding::Refusal::findings);
        error.chain(self.expiry(at)).collect()
    }

    /// The warning, or the error, about the expiry.
    pub(super) fn expiry(&self, at: UnixTime) -> Option<Finding> {
        let expires = self.expires_at?;
        let subject = Subject::File { path: self.name.clone() };
        let span = |from: UnixTime, to: UnixTime| {
            time::span(i64::try_from(to.as_secs().saturating_sub(from.as_secs())).unwrap_or(i64::MAX))
        };
        if expires < at {
            let message =
                format!("what is in force expired {} ago, and nothing newer came", span(expires, at));
            Some(Finding::new(r::SOURCE_EXPIRED, subject, message))
        } else if self.warn_at.is_some_and(|warn| warn <= at) {
            let message =
                format!("what is in force expires in {}, and nothing newer came", span(at, expires));
            Some(Finding::new(r::SOURCE_EXPIRING, subject, message))
        } else {
            None
        }
    }
}

/// `tls.crt, tls.key: taken 2 times, 1 looks failed since: …`.
impl fmt::Display for SourceState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: taken {} times", self.name, self.loads)?;
        match &self.last_error {
            Some(e) => write!(f, ", {} looks failed since: {e} [{}]", self.failures, e.code()),
            None => Ok(()),
        }
    }
}

impl Serialize for SourceState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("SourceState", 8)?;
        record.serialize_field("name", &self.name)?;
        record.serialize_field("loaded_at", &self.loaded_at.map(time::rfc3339))?;
        record.serialize_field("checked_at", &self.checked_at.map(time::rfc3339))?;
        record.serialize_field("expires_at", &self.expires_at.map(time::rfc3339))?;
        record.serialize_field("warn_at", &self.warn_at.map(time::rfc3339))?;
        let error = self.last_error.as_ref();
        let error = error.map(|e| serde_json::json!({"code": e.code(), "message": e.to_string()}));
        record.serialize_field("last_error", &error)?;
        record.serialize_field("loads", &self.loads)?;
        record.serialize_field("failures", &self.failures)?;
        record.end()
    }
}

/// Something happened at a source. Serializes as `{kind, state, finding}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceEvent {
    /// Something new is in force.
    Loaded(SourceState),
    /// A look went wrong, in another way than the one before. The last good one stays in force.
    Failed(SourceState),
    /// What was in force is to be used no more: the bundle of a trust domain that the Workload API no longer names, or an
    /// identity that it denies by now (then the state holds the denial as its last error).
    Withdrawn(SourceState),
    /// What is in force expires soon, or has. Told once for each time of expiry, and once more when it is past.
    Expiring(Finding),
}

impl SourceEvent {
    /// `loaded`, `failed`, `withdrawn` or `expiring`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Loaded(_) => "loaded",
            Self::Failed(_) => "failed",
            Self::Withdrawn(_) => "withdrawn",
            Self::Expiring(_) => "expiring",
        }
    }

    /// How the source was doing then; None for an expiry.
    pub fn state(&self) -> Option<&SourceState> {
        match self {
            Self::Loaded(state) | Self::Failed(state) | Self::Withdrawn(state) => Some(state),
            Self::Expiring(_) => None,
        }
    }

    /// What is said of an expiry.
    pub fn finding(&self) -> Option<&Finding> {
        match self {
            Self::Expiring(finding) => Some(finding),
            Self::Loaded(_) | Self::Failed(_) | Self::Withdrawn(_) => None,
        }
    }
}

/// `loaded: tls.crt: taken 2 times`, for logs.
impl fmt::Display for SourceEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loaded(state) | Self::Failed(state) | Self::Withdrawn(state) => {
                write!(f, "{}: {state}", self.kind())
            }
            Self::Expiring(finding) => {
                write!(f, "{}: {}: {} [{}]", self.kind(), finding.subject, finding.message, finding.rule)
            }
        }
    }
}

impl Serialize for SourceEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut record = serializer.serialize_struct("SourceEvent", 3)?;
        record.serialize_field("kind", self.kind())?;
        record.serialize_field("state", &self.state())?;
        record.serialize_field("finding", &self.finding())?;
        record.end()
    }
}

/// Who hears of events.
#[derive(Clone, Default)]
pub(crate) struct Listener(Option<Arc<Hear>>);

type Hear = dyn Fn(&SourceEvent) + Send + Sync;

impl Listener {
    pub(crate) fn new(listener: impl Fn(&SourceEvent) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    pub(crate) fn tell(&self, events: &[SourceEvent]) {
        let Some(listener) = &self.0 else { return };
        for event in events {
            // A source whose thread ends with its listener would go stale in silence. The panic itself is told by its hook.
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| listener(event)));
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Listener" } else { "no listener" })
    }
}

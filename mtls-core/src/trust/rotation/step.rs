//! One step of a rotation, in words.

use std::fmt;
use std::time::Duration;

use rustls_pki_types::UnixTime;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::identity::TrustDomain;
use crate::pki::Certificate;
use crate::pki::time::rfc3339;
use crate::trust::{AuthoritySummary, TrustBundle};

/// What a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RotationStepKind {
    /// A bundle with old and new authorities goes out.
    Publish,
    /// Every verifier fetches it.
    AwaitBundles,
    /// Issuers sign under the new authorities.
    Switch,
    /// What was issued under the old authorities expires.
    AwaitSvids,
    /// A bundle without the old authorities goes out.
    Retire,
}

impl RotationStepKind {
    /// The name in reports: `publish`, `await-bundles`, `switch`, `await-svids`, `retire`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::AwaitBundles => "await-bundles",
            Self::Switch => "switch",
            Self::AwaitSvids => "await-svids",
            Self::Retire => "retire",
        }
    }
}

impl fmt::Display for RotationStepKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One step of a [`RotationPlan`](super::RotationPlan): what to do when, and what breaks without it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RotationStep {
    /// What it is about.
    pub kind: RotationStepKind,
    /// When it begins.
    pub starts_at: UnixTime,
    /// When the next one may begin.
    pub ends_at: UnixTime,
    /// What to do.
    pub action: String,
    /// What breaks if it is left out.
    pub if_skipped: String,
    /// The authorities whose chains suffer if it is left out: they are refused, or, for
    /// [`Retire`](RotationStepKind::Retire), accepted although nobody should have them any more.
    pub at_risk: Vec<Certificate>,
    /// The bundle to publish, where the step publishes one.
    pub bundle: Option<TrustBundle>,
}

impl Serialize for RotationStep {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let summaries =
            |authorities: &[Certificate]| authorities.iter().map(AuthoritySummary::from).collect::<Vec<_>>();
        let mut fields = serializer.serialize_struct("RotationStep", 7)?;
        fields.serialize_field("kind", &self.kind)?;
        fields.serialize_field("starts_at", &rfc3339(self.starts_at))?;
        fields.serialize_field("ends_at", &rfc3339(self.ends_at))?;
        fields.serialize_field("action", &self.action)?;
        fields.serialize_field("if_skipped", &self.if_skipped)?;
        fields.serialize_field("at_risk", &summaries(&self.at_risk))?;
        let bundle = self.bundle.as_ref().map(|bundle| {
            serde_json::json!({ "sequence": bundle.sequence(), "authorities": summaries(bundle.authorities()) })
        });
        fields.serialize_field("bundle", &bundle)?;
        fields.end()
    }
}

/// `2027-01-15T08:00:00Z  publish: …`, then what breaks without it.
impl fmt::Display for RotationStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}: {}", rfc3339(self.starts_at), self.kind, self.action)?;
        write!(f, "\n  if skipped: {}", self.if_skipped)
    }
}

/// What the texts of a plan speak of.
pub(super) struct Words<'a> {
    pub(super) trust_domain: &'a TrustDomain,
    pub(super) old: &'a [Certificate],
    pub(super) new: &'a [Certificate],
    pub(super) interval: Duration,
    pub(super) svid_lifetime: Duration,
}

impl Words<'_> {
    /// What to do in a step, and what breaks if it is left out.
    pub(super) fn of(&self, kind: RotationStepKind) -> (String, String) {
        let Self { trust_domain, old, new, .. } = self;
        let (old, new) = (names(old), names(new));
        let (interval, lifetime) = (span(self.interval), span(self.svid_lifetime));
        match kind {
            RotationStepKind::Publish if new.is_empty() => (
                format!("give every verifier of {trust_domain} the bundle with the renewed certificates"),
                "verifiers keep the certificates that will expire".to_owned(),
            ),
            RotationStepKind::Publish => (
                format!(
                    "give every verifier of {trust_domain}, in other trust domains too, the bundle with {new} beside what it has"
                ),
                format!("from the switch on every chain under {new} is refused: no verifier has heard of it"),
            ),
            RotationStepKind::AwaitBundles => (
                format!("wait until every verifier has fetched it: they look every {interval}"),
                format!(
                    "verifiers that have not fetched the bundle yet refuse chains under {new}, for up to {interval} and longer where a fetch fails"
                ),
            ),
            RotationStepKind::Switch if new.is_empty() => (
                format!("let every issuer sign under what stays, none under {old}"),
                format!(
                    "issuers go on under {old}, and from the day it is retired every chain under it is refused"
                ),
            ),
            RotationStepKind::Switch => (
                format!(
                    "let every issuer sign under {new}: new intermediates where there are some, then the workloads as they renew"
                ),
                if old.is_empty() {
                    format!("nothing is issued under {new}")
                } else {
                    format!(
                        "issuers go on under {old}, and from the day it is retired every chain under it is refused"
                    )
                },
            ),
            RotationStepKind::AwaitSvids => (
                format!("wait until the last SVID under {old} has expired, {lifetime} after the last switch"),
                format!(
                    "workloads that have not renewed yet present chains under {old}, and they are refused for up to {lifetime}"
                ),
            ),
            RotationStepKind::Retire => (
                format!("give every verifier the bundle without {old}; once they have it, destroy its key"),
                format!(
                    "{old} stays trusted: whoever gets hold of its key is accepted as anyone in {trust_domain}"
                ),
            ),
        }
    }
}

/// `CN=old (SHA-256 6b17…)`, several joined.
fn names(authorities: &[Certificate]) -> String {
    let name = |authority: &Certificate| {
        let subject = if authority.subject().is_empty() { "(no subject)" } else { authority.subject() };
        let sha256 = authority.fingerprint_sha256();
        let sha256 = sha256.get(..16).unwrap_or_default();
        format!("{subject} (SHA-256 {sha256}…)")
    };
    authorities.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// `5 min`, in the largest unit that leaves no rest.
pub(super) fn span(span: Duration) -> String {
    let seconds = span.as_secs();
    for (unit, size) in [("d", 86_400), ("h", 3600), ("min", 60)] {
        if let (Some(count), Some(0)) = (seconds.checked_div(size), seconds.checked_rem(size))
            && count > 0
        {
            return format!("{count} {unit}");
        }
    }
    format!("{seconds} s")
}

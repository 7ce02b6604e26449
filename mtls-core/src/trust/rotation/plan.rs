//! The dates of a rotation.

use std::fmt;
use std::time::Duration;

use rustls_pki_types::UnixTime;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::step::{Words, span};
use super::{RotationStep, RotationStepKind as Kind};
use crate::finding::{Finding, Subject, rules::trust as r};
use crate::identity::TrustDomain;
use crate::pki::Certificate;
use crate::pki::time::rfc3339;
use crate::trust::{TrustBundle, TrustError};

/// How many refresh intervals a new authority is known before it is used; SPIFFE Federation section 4.1 says
/// three to five.
const LEAD: u32 = 5;
const LEAST_LEAD: u32 = 3;
/// 9999-12-31T23:59:59Z: no certificate ends later (RFC 5280 section 4.1.2.5), and not every language has a later date.
pub(super) const LAST: UnixTime = UnixTime::since_unix_epoch(Duration::from_secs(253_402_300_799));

/// How to get from the authorities of a bundle to other ones without a refused chain: publish, wait, switch, wait,
/// retire. Made by [`RotationPlan::builder`].
///
/// It says what has to happen when; nothing here does it. Steps that a rotation does not need are left out: none is
/// awaited where no authority is retired, and a renewal under the same name and key is published and done.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let (old, new) = (include_bytes!("../../../tests/data/pki/root.pem"), include_bytes!("../../../tests/data/pki/other-root.pem"));
/// use std::time::Duration;
/// use mtls_core::pki::Certificate;
/// use mtls_core::trust::{RotationPlan, TrustBundle};
/// use rustls_pki_types::UnixTime;
///
/// let bundle = TrustBundle::from_pem("cluster-a.example".parse()?, old)?;
/// let plan = RotationPlan::builder(&bundle, [Certificate::from_pem(new)?])
///     .start(UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000)))
///     .svid_lifetime(Duration::from_secs(3600))
///     .build()?;
/// let kinds: Vec<_> = plan.steps().iter().map(|step| step.kind.as_str()).collect();
/// assert_eq!(kinds, ["publish", "await-bundles", "switch", "await-svids", "retire"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RotationPlan {
    trust_domain: TrustDomain,
    /// What is in force before the first step.
    before: TrustBundle,
    svid_lifetime: Duration,
    steps: Vec<RotationStep>,
    done_at: UnixTime,
    findings: Vec<Finding>,
}

/// Collects what a [`RotationPlan`] needs to know.
#[derive(Clone, Debug)]
#[must_use = "nothing is planned before `build`"]
pub struct RotationBuilder {
    old: TrustBundle,
    new: Vec<Certificate>,
    start: Option<UnixTime>,
    svid_lifetime: Option<Duration>,
    refresh_hint: Option<Duration>,
    lead: u32,
    switch_window: Duration,
}

impl RotationBuilder {
    /// When the first step may begin. Must be said.
    pub fn start(mut self, start: UnixTime) -> Self {
        self.start = Some(start);
        self
    }

    /// The longest life of an SVID in the trust domain. Must be said.
    pub fn svid_lifetime(mut self, lifetime: Duration) -> Self {
        self.svid_lifetime = Some(lifetime);
        self
    }

    /// How often verifiers look for a new bundle; not zero. Default: the old bundle's
    /// [`refresh_interval`](TrustBundle::refresh_interval).
    pub fn refresh_hint(mut self, hint: Duration) -> Self {
        self.refresh_hint = Some(hint);
        self
    }

    /// How many of these intervals pass between publishing and switching, for fetches that fail. Default: 5; below
    /// 3 the plan warns (SPIFFE Federation section 4.1).
    pub fn publish_lead(mut self, intervals: u32) -> Self {
        self.lead = intervals;
        self
    }

    /// How long it takes until the last issuer has switched: the roll-out of intermediates over clusters, say. What is
    /// issued under an old authority after it outlives that authority. Default: none, for issuers that all switch at once.
    pub fn switch_window(mut self, window: Duration) -> Self {
        self.switch_window = window;
        self
    }

    /// The plan.
    ///
    /// # Errors
    /// [`TrustError::Rotation`]: no start or lifetime, a refresh hint of zero, no authority among the new ones, nothing
    /// that changes, or an end after the year 9999; [`TrustError::SequenceDecreased`] if the bundle's sequence number
    /// cannot grow.
    pub fn build(self) -> Result<RotationPlan, TrustError> {
        let refused = |reason: &str| TrustError::Rotation { reason: reason.to_owned() };
        let start = self.start.ok_or_else(|| refused("no start is given"))?;
        let svid_lifetime = self.svid_lifetime.filter(|lifetime| !lifetime.is_zero());
        let svid_lifetime = svid_lifetime.ok_or_else(|| refused("no lifetime of SVIDs is given"))?;
        if self.refresh_hint.is_some_and(|hint| hint.is_zero()) {
            return Err(refused("no verifier looks for a bundle every 0 s"));
        }
        let target = TrustBundle::new(self.old.trust_domain().clone(), self.new);
        if target.is_empty() {
            return Err(refused("there is no CA among the new authorities"));
        }
        let diff = TrustBundle::diff(&self.old, &target)?;
        let (added, removed) = (diff.added, diff.removed);
        if added.is_empty() && removed.is_empty() && diff.renewed.is_empty() {
            return Err(refused("old and new authorities are the same"));
        }
        let interval = self.refresh_hint.unwrap_or_else(|| self.old.refresh_interval());
        let words = Words {
            trust_domain: self.old.trust_domain(),
            old: &removed,
            new: &added,
            interval,
            svid_lifetime,
        };
        let mut plan = Draft { words, steps: Vec::new(), now: start, findings: target.findings().to_vec() };
        let spread = interval.saturating_mul(self.lead);

        // Nothing is taken away yet, except certificates that others with the same name and key stand in for.
        let both = if removed.is_empty() {
            target.authorities().to_vec()
        } else {
            self.old.authorities().iter().chain(target.authorities()).cloned().collect()
        };
        let both = self.old.with_authorities(both)?;
        if added.is_empty() && !removed.is_empty() && diff.renewed.is_empty() {
            // The bundle that is out has all that stays.
        } else {
            plan.step(Kind::Publish, Duration::ZERO, &added, Some(both.clone()));
        }
        if !added.is_empty() {
            if self.lead < LEAST_LEAD {
                plan.warn_of_lead(self.lead);
            }
            let valid = added.iter().map(Certificate::not_before).max().unwrap_or(start);
            let early = Duration::from_secs(valid.as_secs().saturating_sub(start.as_secs()));
            if early > spread {
                plan.say_delay(&added, valid);
            }
            plan.step(Kind::AwaitBundles, spread.max(early), &added, None);
        }
        if !(added.is_empty() && removed.is_empty()) {
            let at_risk = if removed.is_empty() { &added } else { &removed };
            plan.step(Kind::Switch, self.switch_window, at_risk, None);
        }
        if !removed.is_empty() {
            plan.step(Kind::AwaitSvids, svid_lifetime, &removed, None);
            let last = plan.now;
            plan.warn_of_expiry(&removed, last, "the last SVID under it");
            let bundle = both.with_authorities(target.authorities().to_vec())?;
            plan.step(Kind::Retire, Duration::ZERO, &removed, Some(bundle));
        }
        let Draft { steps, now, mut findings, .. } = plan;
        let done_at = later(now, spread);
        if done_at > LAST {
            return Err(refused("it would end after the year 9999"));
        }
        for authority in
            target.authorities().iter().filter(|one| one.not_after() <= later(done_at, svid_lifetime))
        {
            findings.push(expiry(authority, "the rotation to it is done and an SVID has lived"));
        }
        let trust_domain = self.old.trust_domain().clone();
        Ok(RotationPlan { trust_domain, before: self.old, svid_lifetime, steps, done_at, findings })
    }
}

/// A plan that is being written.
struct Draft<'a> {
    words: Words<'a>,
    steps: Vec<RotationStep>,
    now: UnixTime,
    findings: Vec<Finding>,
}

impl Draft<'_> {
    fn step(&mut self, kind: Kind, takes: Duration, at_risk: &[Certificate], bundle: Option<TrustBundle>) {
        let (action, if_skipped) = self.words.of(kind);
        let (starts_at, ends_at) = (self.now, later(self.now, takes));
        self.now = ends_at;
        let at_risk = at_risk.to_vec();
        self.steps.push(RotationStep { kind, starts_at, ends_at, action, if_skipped, at_risk, bundle });
    }

    fn warn_of_lead(&mut self, lead: u32) {
        let at = Subject::TrustDomain { name: self.words.trust_domain.to_string() };
        let message = format!(
            "the switch comes {lead} refresh intervals of {} after publishing, less than {LEAST_LEAD}",
            span(self.words.interval)
        );
        self.findings.push(Finding::new(r::ROTATION_LEAD_SHORT, at, message));
    }

    fn say_delay(&mut self, added: &[Certificate], valid: UnixTime) {
        for authority in added.iter().filter(|one| one.not_before() == valid) {
            let message = format!("it is not valid before {}: the switch waits for it", rfc3339(valid));
            let at = Subject::Certificate(authority.reference(None));
            self.findings.push(Finding::new(r::ROTATION_SWITCH_DELAYED, at, message));
        }
    }

    fn warn_of_expiry(&mut self, authorities: &[Certificate], needed: UnixTime, by: &str) {
        let short = authorities.iter().filter(|authority| authority.not_after() < needed);
        self.findings.extend(short.map(|authority| expiry(authority, by)));
    }
}

fn expiry(authority: &Certificate, before: &str) -> Finding {
    let message = format!("it expires on {}, before {before} has", rfc3339(authority.not_after()));
    Finding::new(r::ROTATION_AUTHORITY_EXPIRES, Subject::Certificate(authority.reference(None)), message)
}

pub(super) fn later(time: UnixTime, span: Duration) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(time.as_secs().saturating_add(span.as_secs())))
}

impl RotationPlan {
    /// Begins a plan from the authorities of `old` to `new`: all that are to be trusted in the end, those that stay
    /// included.
    pub fn builder(old: &TrustBundle, new: impl IntoIterator<Item = Certificate>) -> RotationBuilder {
        RotationBuilder {
            old: old.clone(),
            new: new.into_iter().collect(),
            start: None,
            svid_lifetime: None,
            refresh_hint: None,
            lead: LEAD,
            switch_window: Duration::ZERO,
        }
    }

    /// Whose authorities these are.
    pub fn trust_domain(&self) -> &TrustDomain {
        &self.trust_domain
    }

    /// The bundle that is in force before the first step, and until a step publishes another.
    #[cfg(all(feature = "resources", feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
    pub(crate) fn before(&self) -> &TrustBundle {
        &self.before
    }

    /// The longest life of an SVID.
    #[cfg(all(feature = "resources", feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
    pub(crate) fn svid_lifetime(&self) -> Duration {
        self.svid_lifetime
    }

    /// The steps, in order.
    pub fn steps(&self) -> &[RotationStep] {
        &self.steps
    }

    /// When every verifier has fetched the last bundle: what was retired is trusted nowhere any more.
    pub fn done_at(&self) -> UnixTime {
        self.done_at
    }

    /// What speaks against these dates.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl Serialize for RotationPlan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("RotationPlan", 4)?;
        fields.serialize_field("trust_domain", &self.trust_domain)?;
        fields.serialize_field("steps", &self.steps)?;
        fields.serialize_field("done_at", &rfc3339(self.done_at))?;
        fields.serialize_field("findings", &self.findings)?;
        fields.end()
    }
}

/// A step in two lines each, when it is done, and the findings.
impl fmt::Display for RotationPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| writeln!(f, "{step}"))?;
        write!(f, "{}  done", rfc3339(self.done_at))?;
        self.findings.iter().try_for_each(|finding| write!(f, "\n{finding}"))
    }
}

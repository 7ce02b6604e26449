//! What a new bundle changes.

mod set;

pub use set::BundleSetDiff;

use std::fmt;

use serde::{Serialize, Serializer};

use crate::finding::{Finding, Subject, rules::trust as r};
use crate::identity::TrustDomain;
use crate::pki::Certificate;

use super::summary::{self, AuthoritySummary};
use super::{TrustBundle, TrustError};

/// What changes when one bundle of a trust domain takes the place of another. Made by [`TrustBundle::diff`].
///
/// As text, a line for each change; serializes with authorities as [`AuthoritySummary`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct BundleDiff {
    /// Whose bundles these are.
    pub trust_domain: TrustDomain,
    /// Authorities that only the new bundle has.
    #[serde(serialize_with = "summary::serialize")]
    pub added: Vec<Certificate>,
    /// Authorities that only the old bundle has: what they issued is refused from now on.
    #[serde(serialize_with = "summary::serialize")]
    pub removed: Vec<Certificate>,
    /// Authorities with the same subject and key in both, in another certificate. What they issued
    /// stays good.
    pub renewed: Vec<Renewal>,
    /// Authorities of both.
    #[serde(serialize_with = "summary::serialize")]
    pub kept: Vec<Certificate>,
    /// The sequence numbers.
    pub sequence: Change<Option<u64>>,
    /// The refresh hints as declared, in seconds.
    pub refresh_hint: Change<Option<i64>>,
    /// Whether the JWT authorities are other ones.
    pub jwt_authorities_changed: bool,
    /// What speaks against taking the new bundle, and what is new in it.
    pub findings: Vec<Finding>,
}

/// A certificate in place of another of the same subject and key.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Renewal {
    /// The certificate before.
    pub old: Certificate,
    /// The certificate after.
    pub new: Certificate,
}

/// A value before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change<T> {
    /// Before.
    pub old: T,
    /// After.
    pub new: T,
}

impl<T: PartialEq> Change<T> {
    fn is_same(&self) -> bool {
        self.old == self.new
    }
}

impl TrustBundle {
    /// What changes when `new` takes the place of `old`.
    ///
    /// [`BundleDiff::findings`] warns of a sequence number that goes back, of one that stays although the
    /// content differs (SPIFFE Trust Domain and Bundle section 4.1.1), and of a change that leaves no
    /// authority in common.
    ///
    /// # Errors
    /// [`TrustError::OtherTrustDomain`]: bundles of two trust domains have nothing to compare.
    pub fn diff(old: &Self, new: &Self) -> Result<BundleDiff, TrustError> {
        if old.trust_domain() != new.trust_domain() {
            return Err(TrustError::OtherTrustDomain {
                expected: old.trust_domain().to_string(),
                found: new.trust_domain().to_string(),
            });
        }
        let without = |these: &Self, those: &Self| -> Vec<Certificate> {
            these.authorities().iter().filter(|one| !those.authorities().contains(one)).cloned().collect()
        };
        let (mut removed, mut added, mut renewed) = (without(old, new), Vec::new(), Vec::new());
        for new in without(new, old) {
            match removed.iter().position(|old| is_renewal(old, &new)) {
                Some(at) => renewed.push(Renewal { old: removed.remove(at), new }),
                None => added.push(new),
            }
        }
        let in_both = |one: &&Certificate| old.authorities().contains(one);
        let mut diff = BundleDiff {
            trust_domain: old.trust_domain().clone(),
            added,
            removed,
            renewed,
            kept: new.authorities().iter().filter(in_both).cloned().collect(),
            sequence: Change { old: old.sequence(), new: new.sequence() },
            refresh_hint: Change { old: old.declared_refresh_hint(), new: new.declared_refresh_hint() },
            jwt_authorities_changed: old.jwt_authorities() != new.jwt_authorities(),
            findings: Vec::new(),
        };
        diff.findings = diff.judge();
        Ok(diff)
    }
}

fn is_renewal(old: &Certificate, new: &Certificate) -> bool {
    old.subject_der() == new.subject_der() && old.public_key().spki_der() == new.public_key().spki_der()
}

impl BundleDiff {
    /// Whether both bundles trust the same authorities and say the same of them.
    pub fn is_empty(&self) -> bool {
        self.same_content() && self.sequence.is_same()
    }

    pub(in crate::trust) fn same_content(&self) -> bool {
        self.same_authorities() && self.refresh_hint.is_same() && !self.jwt_authorities_changed
    }

    fn same_authorities(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.renewed.is_empty()
    }

    fn judge(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |rule, message: String| {
            let name = self.trust_domain.to_string();
            findings.push(Finding::new(rule, Subject::TrustDomain { name }, message));
        };
        match (self.sequence.old, self.sequence.new) {
            (Some(old), Some(new)) if new < old => {
                say(r::BUNDLE_SEQUENCE_BACK, format!("the sequence number goes back from {old} to {new}"));
            }
            (Some(old), Some(new)) if new == old && !self.same_content() => {
                say(
                    r::BUNDLE_SEQUENCE_REUSED,
                    format!("two different bundles have the sequence number {old}"),
                );
            }
            (Some(old), None) => {
                say(r::BUNDLE_SEQUENCE_BACK, format!("the sequence number {old} is gone"));
            }
            _ => {}
        }
        if self.kept.is_empty() && self.renewed.is_empty() && !self.removed.is_empty() {
            let count = self.removed.len();
            say(
                r::BUNDLE_REPLACED_WHOLE,
                match self.added.len() {
                    0 => format!(
                        "no authority is left of {count}: every SVID of the trust domain will be refused"
                    ),
                    added => format!("none of the {count} authorities is kept, {added} are new"),
                },
            );
        }
        findings
    }
}

/// `+` what is added, `-` what is removed, `~` what is renewed, `=` what is kept; then the numbers and findings.
impl fmt::Display for BundleDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bundle of {}", self.trust_domain)?;
        if self.is_empty() {
            write!(f, ": no change")?;
        }
        let renewed: Vec<_> = self.renewed.iter().map(|renewal| renewal.new.clone()).collect();
        let kinds = [('+', &self.added), ('-', &self.removed), ('~', &renewed), ('=', &self.kept)];
        for (sign, authorities) in kinds {
            for authority in authorities {
                write!(f, "\n  {sign} {}", AuthoritySummary::from(authority))?;
            }
        }
        if !self.sequence.is_same() {
            write!(f, "\n  sequence {}", self.sequence)?;
        }
        if !self.refresh_hint.is_same() {
            write!(f, "\n  refresh hint {} s", self.refresh_hint)?;
        }
        if self.jwt_authorities_changed {
            write!(f, "\n  JWT authorities changed")?;
        }
        self.findings.iter().try_for_each(|finding| write!(f, "\n{finding}"))
    }
}

/// `7 -> 8`, `none -> 1`.
impl<T: fmt::Display> fmt::Display for Change<Option<T>> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |value: &Option<T>| value.as_ref().map_or_else(|| "none".to_owned(), T::to_string);
        write!(f, "{} -> {}", text(&self.old), text(&self.new))
    }
}

impl Serialize for Renewal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [old, new] = [&self.old, &self.new].map(AuthoritySummary::from);
        Change { old, new }.serialize(serializer)
    }
}

#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

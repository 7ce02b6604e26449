//! Turning origin pulls on without an outage, and replacing the edge's certificate or its CA: what to do in which order, and what a
//! probe must say in between.

mod steps;

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::{EdgeProvider, OriginError, Presents};
use crate::finding::excerpt;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RolloutKind {
    /// The origin demands the edge's certificate, which nobody showed before.
    TurnOn,
    /// The edge shows another certificate of the same CA.
    RotateLeaf,
    /// The edge shows a certificate of another CA.
    RotateAuthority,
    /// The origin demands no certificate any more.
    TurnOff,
}

impl RolloutKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::TurnOn, Self::RotateLeaf, Self::RotateAuthority, Self::TurnOff];

    /// `turn-on`, `rotate-leaf`, `rotate-authority`, `turn-off`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TurnOn => "turn-on",
            Self::RotateLeaf => "rotate-leaf",
            Self::RotateAuthority => "rotate-authority",
            Self::TurnOff => "turn-off",
        }
    }
}

impl FromStr for RolloutKind {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| {
            let known = Self::ALL.map(Self::as_str).join(", ");
            OriginError::option("kind", format!("`{}` is none of {known}", excerpt(text)))
        })
    }
}

/// What a probe of the origin must say once a step is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProbeCheck {
    /// Which certificate the probe presents as the edge: `none`, `current`, `old`, `new`.
    pub certificate: &'static str,
    /// The verdict, as probes name it; if it is another, the step is not done. `unproven` where the key is the provider's, so that
    /// nobody can probe as the edge: all others are refused, and a request through the edge must be served.
    pub verdict: &'static str,
}

/// One step: what to do, when it may be done, how to see that it is done, and what breaks without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RolloutStep {
    /// Its name: `trust-both`.
    pub name: &'static str,
    /// Where it is done: `origin`, `edge`, `ca`.
    pub place: &'static str,
    /// What to do.
    pub action: String,
    /// What must hold before.
    pub requires: String,
    /// What probes of the origin must say afterwards.
    pub probes: Vec<ProbeCheck>,
    /// What breaks if it is left out, or done too early.
    pub if_skipped: String,
}

/// Ordered steps, from the rules of a provider. It says what to do; nothing here does it.
///
/// ```
/// use mtls_core::origin::{EdgeProvider, RolloutKind, RolloutPlan};
/// let plan = RolloutPlan::new(&EdgeProvider::cloudflare_zone(), RolloutKind::RotateAuthority)?;
/// let names: Vec<_> = plan.steps().iter().map(|step| step.name).collect();
/// assert_eq!(names, ["issue", "trust-both", "install", "await", "switch", "remove-old", "trust-new"]);
/// # Ok::<(), mtls_core::origin::OriginError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RolloutPlan {
    provider: String,
    kind: RolloutKind,
    steps: Vec<RolloutStep>,
}

impl RolloutPlan {
    /// The steps for a provider.
    ///
    /// # Errors
    /// [`OriginError::Policy`] for a provider that shows no certificate, with what to do instead.
    pub fn new(provider: &EdgeProvider, kind: RolloutKind) -> Result<Self, OriginError> {
        if provider.presents == Presents::Nothing {
            return Err(OriginError::Policy { findings: vec![super::policy::without_certificate(provider)] });
        }
        let steps = match kind {
            RolloutKind::TurnOn => steps::turn_on(provider),
            RolloutKind::RotateLeaf => steps::rotate_leaf(provider),
            RolloutKind::RotateAuthority => steps::rotate_authority(provider),
            RolloutKind::TurnOff => steps::turn_off(provider),
        };
        Ok(Self { provider: provider.name.to_string(), kind, steps })
    }

    /// The provider's name.
    #[must_use]
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// What is to be done.
    #[must_use]
    pub fn kind(&self) -> RolloutKind {
        self.kind
    }

    /// The steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[RolloutStep] {
        &self.steps
    }
}

/// The steps, numbered, with what must hold before, what the probe must say and what breaks without.
impl fmt::Display for RolloutPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.kind.as_str(), self.provider)?;
        for (index, step) in self.steps.iter().enumerate() {
            write!(f, "\n{}. {step}", index.saturating_add(1))?;
        }
        Ok(())
    }
}

impl fmt::Display for RolloutStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}\n   before: {}", self.name, self.place, self.action, self.requires)?;
        for ProbeCheck { certificate, verdict } in &self.probes {
            match *certificate {
                "none" => write!(f, "\n   probe without a certificate: {verdict}")?,
                which => write!(f, "\n   probe with the {which} certificate: {verdict}")?,
            }
        }
        write!(f, "\n   if skipped: {}", self.if_skipped)
    }
}

#[cfg(test)]
mod tests;

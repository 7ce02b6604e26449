//! How much of the standards a chain must keep to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::finding::Severity;

use super::VerifierError;

/// What is demanded of a chain. A softer profile reports a stricter one's refusals as warnings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Profile {
    /// What the X509-SVID standard asks of validators (section 5.2), and RFC 5280. The default:
    /// it takes the SVIDs of SPIRE, Istio, Linkerd and cert-manager as they are issued.
    #[default]
    SpiffeInterop,
    /// All that the X509-SVID standard asks of issuers, too (sections 3 and 4).
    SpiffeStrict,
}

impl Profile {
    /// All profiles, softest first.
    pub const ALL: [Self; 2] = [Self::SpiffeInterop, Self::SpiffeStrict];

    /// `spiffe-interop`, `spiffe-strict`: the name in options, JSON and the bindings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SpiffeInterop => "spiffe-interop",
            Self::SpiffeStrict => "spiffe-strict",
        }
    }

    /// How grave a breach is of what the standard asks of issuers alone.
    pub(super) fn issuer_duty(self) -> Severity {
        match self {
            Self::SpiffeInterop => Severity::Warning,
            Self::SpiffeStrict => Severity::Error,
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Profile {
    type Err = VerifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|p| p.as_str() == text).ok_or_else(|| VerifierError::UnknownProfile {
            given: text.chars().take(64).collect(),
            known: Self::ALL.map(Self::as_str).join(", "),
        })
    }
}

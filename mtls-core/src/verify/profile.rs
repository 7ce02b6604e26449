//! How much of the standards a chain must keep to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::finding::{Severity, excerpt};

use super::{Purpose, VerifierError};

/// What is demanded of a chain. A softer profile reports a stricter one's refusals as warnings: `SpiffeInterop` those of
/// `SpiffeStrict`, `Server` those of `ServerStrict`. `EdgeClient` warns of what readers take in different ways, and says
/// nothing of the rules that hold for the servers of the public web.
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
    /// Client certificates at the edge, known by DNS name, address or e-mail address: origin pulls,
    /// partners. RFC 5280, and clientAuth.
    EdgeClient,
    /// Server certificates as a client sees them: RFC 5280, and serverAuth.
    Server,
    /// Server certificates by all rules of RFC 5280 and the CA/Browser Forum's Baseline Requirements.
    ServerStrict,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Self; 5] =
        [Self::SpiffeInterop, Self::SpiffeStrict, Self::EdgeClient, Self::Server, Self::ServerStrict];

    /// `spiffe-interop`, `spiffe-strict`, `edge-client`, `server`, `server-strict`: the name in options,
    /// JSON and the bindings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SpiffeInterop => "spiffe-interop",
            Self::SpiffeStrict => "spiffe-strict",
            Self::EdgeClient => "edge-client",
            Self::Server => "server",
            Self::ServerStrict => "server-strict",
        }
    }

    /// Whether peers are known by SPIFFE ID under it, and judged by a
    /// [`ChainVerifier`](super::ChainVerifier); an [`EdgeVerifier`](super::EdgeVerifier) takes the others.
    pub fn is_spiffe(self) -> bool {
        matches!(self, Self::SpiffeInterop | Self::SpiffeStrict)
    }

    /// What the profile's peers use their certificates for.
    pub(super) fn purpose(self) -> Purpose {
        match self {
            Self::SpiffeInterop | Self::SpiffeStrict => Purpose::Either,
            Self::EdgeClient => Purpose::Client,
            Self::Server | Self::ServerStrict => Purpose::Server,
        }
    }

    /// How grave a breach is of what the standard asks of issuers alone.
    pub(super) fn issuer_duty(self) -> Severity {
        match self {
            Self::SpiffeInterop | Self::EdgeClient | Self::Server => Severity::Warning,
            Self::SpiffeStrict | Self::ServerStrict => Severity::Error,
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
            given: excerpt(text),
            known: Self::ALL.map(Self::as_str).join(", "),
        })
    }
}

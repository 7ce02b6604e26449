//! What a check says of an origin: one set of words for the live probe and for the check of configurations.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

/// Who gets in. Of a probe this is what was seen, of a configuration what it promises.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OriginVerdict {
    /// The edge, and nobody else on any way that was looked at.
    Enforced,
    /// The same, but others can come by the edge too: its certificate does not show whose customer it serves.
    EdgeNetworkOnly,
    /// Whoever has no certificate.
    Open,
    /// Whoever has any certificate.
    OpenToAnyCert,
    /// The front door is closed and another way is open.
    Bypass(Vec<BypassKind>),
    /// The edge's own certificate is refused.
    Broken,
    /// Nothing is proved. Of a probe: the edge was not served or not tried, or a probe came to no clear end. Of a configuration:
    /// it does not tell.
    Unproven,
}

impl OriginVerdict {
    /// Its name in kebab case: `enforced`, `open-to-any-cert`.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Enforced => "enforced",
            Self::EdgeNetworkOnly => "edge-network-only",
            Self::Open => "open",
            Self::OpenToAnyCert => "open-to-any-cert",
            Self::Bypass(_) => "bypass",
            Self::Broken => "broken",
            Self::Unproven => "unproven",
        }
    }

    /// The exit code for a command that checks: 0 for [`Enforced`](Self::Enforced) alone.
    ///
    /// | verdict | code |
    /// |---|---|
    /// | `enforced` | 0 |
    /// | `open` | 10 |
    /// | `open-to-any-cert` | 11 |
    /// | `bypass` | 12 |
    /// | `edge-network-only` | 13 |
    /// | `unproven` | 14 |
    /// | `broken` | 15 |
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Enforced => 0,
            Self::Open => 10,
            Self::OpenToAnyCert => 11,
            Self::Bypass(_) => 12,
            Self::EdgeNetworkOnly => 13,
            Self::Unproven => 14,
            Self::Broken => 15,
        }
    }

    /// The ways around, in a fixed order; empty for every other verdict.
    #[must_use]
    pub fn bypasses(&self) -> &[BypassKind] {
        match self {
            Self::Bypass(kinds) => kinds,
            _ => &[],
        }
    }
}

/// `enforced`, `bypass (sni, host)`.
impl fmt::Display for OriginVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        let ways: Vec<&str> = self.bypasses().iter().map(|way| way.as_str()).collect();
        if ways.is_empty() { Ok(()) } else { write!(f, " ({})", ways.join(", ")) }
    }
}

/// `{"verdict": "bypass", "bypasses": ["host"]}`.
impl Serialize for OriginVerdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("OriginVerdict", 2)?;
        out.serialize_field("verdict", self.as_str())?;
        out.serialize_field("bypasses", self.bypasses())?;
        out.end()
    }
}

/// A way around a closed front door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BypassKind {
    /// No server name in TLS, or an unknown one, with the target in `Host`; or the target's page under an unknown name.
    Sni,
    /// A sibling's server name in TLS, with the target in `Host`.
    Host,
    /// A session of a sibling, resumed at the target.
    Resumption,
    /// HTTP without TLS.
    Plaintext,
    /// Another address or listener of the same origin: IPv6 beside IPv4, say.
    Address,
    /// A path that demands no certificate. Seen in configurations alone.
    Path,
    /// HTTP/3. Seen in configurations alone: the probe does not speak QUIC.
    Quic,
    /// Headers that claim an identity.
    Headers,
    /// A certificate of the right CA that is expired, not valid yet, revoked or for servers.
    UnfitCertificate,
}

impl BypassKind {
    /// Its name in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sni => "sni",
            Self::Host => "host",
            Self::Resumption => "resumption",
            Self::Plaintext => "plaintext",
            Self::Address => "address",
            Self::Path => "path",
            Self::Quic => "quic",
            Self::Headers => "headers",
            Self::UnfitCertificate => "unfit-certificate",
        }
    }
}

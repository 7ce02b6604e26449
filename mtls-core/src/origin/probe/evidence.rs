//! What the probes saw: who was sent, what came back, in which phase.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::origin::{Alert, TlsVersion};

pub(super) use super::outcome::{Outcome, Phase, Signature};

/// One probe of the list. Its name, in kebab case, is the same in reports, JSON, Python and Node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ProbeKind {
    /// The edge's own certificate: the positive control, without which refusals prove nothing.
    EdgeCertificate,
    /// No client certificate.
    NoCertificate,
    /// A self-signed certificate under the name of the edge's CA.
    SelfSigned,
    /// A certificate of another CA that has the name of the edge's.
    SameNameCa,
    /// The same, and the CA's key identifier too.
    SameNameAndKeyCa,
    /// A certificate of a CA that nobody trusts, alone.
    UnrelatedCa,
    /// The same, with that CA's own behind it.
    UnrelatedCaWithRoot,
    /// A certificate of the edge's CA that has expired.
    Expired,
    /// A certificate of the edge's CA that is not valid yet.
    NotYetValid,
    /// A certificate of the edge's CA that is for servers.
    ServerOnly,
    /// A certificate of the edge's CA that was revoked.
    Revoked,
    /// A certificate of an intermediate of the edge's CA, without the intermediate. An origin that has the
    /// intermediate itself may take it.
    MissingIntermediate,
    /// No server name in TLS, the target in `Host`; no certificate.
    NoServerName,
    /// A server name that nobody serves in TLS, the target in `Host`; no certificate.
    UnknownServerName,
    /// A sibling's name in TLS, the target in `Host`; no certificate.
    SiblingServerName,
    /// A name that nobody serves in TLS and in `Host`; no certificate.
    UnknownHost,
    /// The sibling by its own name, in TLS and in `Host`; no certificate. What it serves is not the target's.
    Sibling,
    /// A session made with the sibling, resumed at the target; no certificate.
    Resumption,
    /// Headers that claim an identity (`X-Forwarded-Client-Cert`, `Cf-Access-Jwt-Assertion`); no certificate.
    SpoofedHeaders,
    /// HTTP without TLS on the port of TLS.
    PlaintextOnTlsPort,
    /// HTTP without TLS on port 80.
    Plaintext,
    /// QUIC over UDP, where the origin advertises HTTP/3.
    Quic,
}

/// What a probe is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It must be served.
    Control,
    /// Whoever is sent is nobody's edge: it must be refused.
    Negative,
    /// It says something about the origin and nothing for the verdict.
    Note,
}

impl ProbeKind {
    /// Its name in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EdgeCertificate => "edge-certificate",
            Self::NoCertificate => "no-certificate",
            Self::SelfSigned => "self-signed",
            Self::SameNameCa => "same-name-ca",
            Self::SameNameAndKeyCa => "same-name-and-key-ca",
            Self::UnrelatedCa => "unrelated-ca",
            Self::UnrelatedCaWithRoot => "unrelated-ca-with-root",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::ServerOnly => "server-only",
            Self::Revoked => "revoked",
            Self::MissingIntermediate => "missing-intermediate",
            Self::NoServerName => "no-server-name",
            Self::UnknownServerName => "unknown-server-name",
            Self::SiblingServerName => "sibling-server-name",
            Self::UnknownHost => "unknown-host",
            Self::Sibling => "sibling",
            Self::Resumption => "resumption",
            Self::SpoofedHeaders => "spoofed-headers",
            Self::PlaintextOnTlsPort => "plaintext-on-tls-port",
            Self::Plaintext => "plaintext",
            Self::Quic => "quic",
        }
    }

    pub(super) fn role(self) -> Role {
        match self {
            Self::EdgeCertificate => Role::Control,
            Self::MissingIntermediate | Self::UnknownHost | Self::Sibling => Role::Note,
            _ => Role::Negative,
        }
    }

    /// A made-up certificate: anybody can make one.
    pub(super) fn is_decoy(self) -> bool {
        matches!(
            self,
            Self::SelfSigned
                | Self::SameNameCa
                | Self::SameNameAndKeyCa
                | Self::UnrelatedCa
                | Self::UnrelatedCaWithRoot
        )
    }

    /// A certificate of the right CA, unfit to be used.
    pub(super) fn is_unfit(self) -> bool {
        matches!(self, Self::Expired | Self::NotYetValid | Self::ServerOnly | Self::Revoked)
    }

    /// The target by its own name in TLS, as somebody who is not its edge.
    pub(super) fn is_stranger(self) -> bool {
        self == Self::NoCertificate || self.is_decoy() || self.is_unfit()
    }

    pub(super) fn is_plaintext(self) -> bool {
        matches!(self, Self::PlaintextOnTlsPort | Self::Plaintext)
    }
}

impl fmt::Display for ProbeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What one probe saw. One connection gives one, but for a session that is resumed, which takes two.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// Which probe.
    pub probe: ProbeKind,
    /// The version of TLS that was offered, no other; none without TLS.
    pub version: Option<TlsVersion>,
    /// Whether HTTP/2 was asked for.
    pub http2: bool,
    /// Where the connection went.
    pub address: SocketAddr,
    /// Who was sent: the subject of the certificate, cut to 256 characters; none without one.
    pub sent: Option<String>,
    /// The server name sent in TLS.
    pub server_name: Option<String>,
    /// The host that the request asked for.
    pub host: String,
    /// What came back.
    pub outcome: Outcome,
    /// In which phase.
    pub phase: Phase,
    /// The status of HTTP.
    pub status: Option<u16>,
    /// Whether the server requested a client certificate; that alone means nothing.
    pub requested: bool,
    /// The CAs that it named in its request, as text; at most 32.
    pub ca_names: Vec<String>,
    /// How many CAs it named.
    pub ca_count: usize,
    /// The application protocol agreed on.
    pub alpn: Option<String>,
    /// Whether the session was resumed.
    pub resumed: bool,
    /// SHA-256 of the body, of its first 64 KiB where it is longer; lowercase hex.
    pub body_sha256: Option<String>,
    /// The names of CAs in the request, in DER.
    pub(super) ca_list: Vec<Vec<u8>>,
    /// The `Alt-Svc` header of the answer, cut to 256 characters.
    pub alt_svc: Option<String>,
    /// From the first packet to the outcome.
    pub elapsed: Duration,
}

impl Evidence {
    pub(super) fn new(probe: ProbeKind, address: SocketAddr) -> Self {
        Self {
            probe,
            version: None,
            http2: false,
            address,
            sent: None,
            server_name: None,
            host: String::new(),
            outcome: Outcome::TimedOut,
            phase: Phase::Unsent,
            status: None,
            requested: false,
            ca_names: Vec::new(),
            ca_count: 0,
            ca_list: Vec::new(),
            alpn: None,
            resumed: false,
            body_sha256: None,
            alt_svc: None,
            elapsed: Duration::ZERO,
        }
    }

    /// The alert that came, if one did.
    #[must_use]
    pub fn alert(&self) -> Option<Alert> {
        match self.outcome {
            Outcome::RejectedTls { alert } => Some(alert),
            _ => None,
        }
    }

    /// `no-certificate TLSv1.3`, `sibling-server-name TLSv1.3 h2`.
    #[must_use]
    pub fn title(&self) -> String {
        let version = self.version.map(|v| format!(" {}", v.as_str())).unwrap_or_default();
        format!("{}{version}{}", self.probe, if self.http2 { " h2" } else { "" })
    }
}

/// With `elapsed_ms` in milliseconds, and the alert's number and name.
impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Evidence", 19)?;
        out.serialize_field("probe", &self.probe)?;
        out.serialize_field("version", &self.version)?;
        out.serialize_field("http2", &self.http2)?;
        out.serialize_field("address", &self.address)?;
        out.serialize_field("sent", &self.sent)?;
        out.serialize_field("server_name", &self.server_name)?;
        out.serialize_field("host", &self.host)?;
        out.serialize_field("outcome", self.outcome.as_str())?;
        out.serialize_field("detail", &self.outcome.to_string())?;
        out.serialize_field("phase", &self.phase)?;
        out.serialize_field("alert", &self.alert())?;
        out.serialize_field("status", &self.status)?;
        out.serialize_field("requested", &self.requested)?;
        out.serialize_field("ca_names", &self.ca_names)?;
        out.serialize_field("ca_count", &self.ca_count)?;
        out.serialize_field("alpn", &self.alpn)?;
        out.serialize_field("resumed", &self.resumed)?;
        out.serialize_field("body_sha256", &self.body_sha256)?;
        out.serialize_field("elapsed_ms", &u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX))?;
        out.end()
    }
}

//! What came of an inspection.

use serde::Serialize;

use super::{ChainTrust, FirstAnswer, PresentedChain, text};
use crate::finding::{Finding, Severity};
use crate::origin::dial::{Alert, DialFailure, DialPhase, KeyProof, TlsVersion};
use crate::verify::ChainReport;

/// What a server presents. Serializes with these field names; [`ServerReport::to_text`] is for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ServerReport {
    /// Whom the caller named.
    pub target: String,
    /// The address that was connected to, with its port.
    pub address: String,
    /// The server name that was sent.
    pub server_name: Option<String>,
    /// When it was, and the time that dates are judged for; RFC 3339.
    pub at: String,
    /// Why there is no connection. What the server presented before it broke off stands in the report all the same.
    pub failure: Option<ServerFailure>,
    /// The version that was agreed on when both were offered.
    pub version: Option<TlsVersion>,
    /// The cipher suite by its name in the registry.
    pub cipher_suite: Option<String>,
    /// The group of the key exchange: `X25519MLKEM768`, `X25519`, `secp256r1`.
    pub key_exchange_group: Option<String>,
    /// The application protocol that was agreed on.
    pub alpn: Option<String>,
    /// Whether the server showed that it holds the key of its certificate.
    pub key_proof: KeyProof,
    /// What became of each version when it was asked for alone.
    pub versions: Vec<VersionReport>,
    /// Whether the leaf is valid for the server name, or for the address where none was sent. None where there is none, or it
    /// cannot be read.
    pub name_matches: Option<bool>,
    /// Days until the leaf ends, rounded down; negative when it has ended.
    pub days_left: Option<i64>,
    /// Whether an OCSP answer was stapled. It is not judged.
    pub ocsp_stapled: bool,
    /// Whom the server asks for.
    pub client_certificate: CertificateRequested,
    /// The chain as it was sent.
    pub chain: Option<PresentedChain>,
    /// Under what authorities the two verdicts are.
    pub trust: ChainTrust,
    /// The verdict by the profile `server`.
    pub server: Option<ChainReport>,
    /// The verdict by the profile `server-strict`: the rules of the public web too.
    pub server_strict: Option<ChainReport>,
    /// The answer to the request, where one was sent.
    pub answer: Option<FirstAnswer>,
    /// What is wrong, the gravest first. What the strict profile alone refuses stands there.
    pub findings: Vec<Finding>,
}

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ServerFailure {
    /// `connect` or `handshake`.
    pub phase: &'static str,
    /// The alert, where the server sent one.
    pub alert: Option<Alert>,
    /// Whether the time limit was met.
    pub timed_out: bool,
    /// What happened.
    pub reason: String,
}

impl ServerFailure {
    pub(super) fn new(failure: &DialFailure) -> Self {
        Self {
            phase: if failure.phase == DialPhase::Handshake { "handshake" } else { "connect" },
            alert: failure.ending.alert(),
            timed_out: failure.ending == crate::origin::dial::Ending::TimedOut,
            reason: failure.ending.to_string(),
        }
    }
}

/// What became of one version of TLS, asked for alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct VersionReport {
    /// Which one.
    pub version: TlsVersion,
    /// Whether the handshake was done in it.
    pub accepted: bool,
    /// The cipher suite.
    pub cipher_suite: Option<String>,
    /// The group of the key exchange.
    pub key_exchange_group: Option<String>,
    /// Why it was not.
    pub failure: Option<ServerFailure>,
}

/// What a server says of client certificates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CertificateRequested {
    /// Whether it asked for one. That alone keeps nobody out.
    pub requested: bool,
    /// The names of the CAs that it lists, at most 32, each cut to 256 characters.
    pub ca_names: Vec<String>,
    /// How many it lists.
    pub ca_count: usize,
    /// How it ended the connection when none was sent; none where it went on.
    pub refusal: Option<String>,
}

impl ServerReport {
    /// Whether the handshake was done and the profile `server` accepts the chain under the anchors that were given. None where
    /// none were given.
    #[must_use]
    pub fn accepted(&self) -> Option<bool> {
        match (&self.trust, &self.server) {
            (ChainTrust::Given, Some(report)) => Some(report.accepted),
            (ChainTrust::Given, None) => Some(false),
            _ => None,
        }
    }

    /// Whether something of severity error was found.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity >= Severity::Error)
    }

    /// The walk through the connection, line by line, for a terminal.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::text(self)
    }
}

impl std::fmt::Display for ServerReport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_text())
    }
}

//! The verdict: evidence in, verdict out; no clock, no network.
//!
//! It comes from three things together: every client that is not the edge is refused, the edge is served, and no way
//! around is open. A finished handshake, a request for a certificate or one refused client say nothing.

mod address;
mod reading;

use std::collections::BTreeSet;
use std::net::SocketAddr;

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::evidence::{Evidence, Outcome, ProbeKind};
use address::{AddressState, state};

pub use reading::Reading;

/// What the probe says of an origin.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProbeVerdict {
    /// The edge is served, and nobody else on any way that was tried.
    Enforced,
    /// The same, but others can come by the edge too: its certificate does not show whose customer it serves.
    EdgeNetworkOnly,
    /// A client without a certificate is served.
    Open,
    /// A client with any certificate is served.
    OpenToAnyCert,
    /// The front door is closed and another way is open.
    Bypass(Vec<BypassKind>),
    /// The edge's own certificate is refused.
    Broken,
    /// Nothing is proved: the edge was not served or not tried, or a probe came to no clear end.
    Unproven,
}

impl ProbeVerdict {
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

    /// The exit code for a command that probes: 0 for [`Enforced`](Self::Enforced) alone.
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

/// `{"verdict": "bypass", "bypasses": ["host"]}`.
impl Serialize for ProbeVerdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("ProbeVerdict", 2)?;
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
    /// Another address of the same origin: IPv6 beside IPv4, say.
    Address,
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
            Self::Headers => "headers",
            Self::UnfitCertificate => "unfit-certificate",
        }
    }

    pub(super) fn of(probe: ProbeKind) -> Option<Self> {
        Some(match probe {
            ProbeKind::NoServerName | ProbeKind::UnknownServerName => Self::Sni,
            ProbeKind::SiblingServerName => Self::Host,
            ProbeKind::Resumption => Self::Resumption,
            ProbeKind::PlaintextOnTlsPort | ProbeKind::Plaintext => Self::Plaintext,
            ProbeKind::SpoofedHeaders => Self::Headers,
            probe if probe.is_unfit() => Self::UnfitCertificate,
            _ => return None,
        })
    }
}

/// What the verdict must know beside the evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ground {
    /// Whether the edge's certificate shows whose customer the edge serves.
    pub(super) tenant_bound: bool,
    /// Whether something that answers QUIC is left out of account.
    pub(super) ignore_quic: bool,
    /// Whether a probe that the verdict needs was left out.
    pub(super) incomplete: bool,
    /// Whether the server names a CA that issues to the public.
    pub(super) public_ca: bool,
}

/// The verdict and how each piece of evidence was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) verdict: ProbeVerdict,
    /// One for each piece of evidence, in the same order.
    pub(super) readings: Vec<Reading>,
    /// Why nothing is proved, where nothing is.
    pub(super) gaps: Vec<String>,
    /// What another client might try.
    pub(super) untried: Vec<String>,
}

/// Judges.
pub(super) fn judge(evidence: &[Evidence], ground: Ground) -> Judgement {
    let readings = reading::all(evidence);
    let read: Vec<(&Evidence, Reading)> = evidence.iter().zip(readings.iter().copied()).collect();
    let addresses: BTreeSet<SocketAddr> = evidence.iter().map(|e| family(e.address, evidence)).collect();
    let states: Vec<AddressState> = addresses
        .iter()
        .map(|address| {
            let here: Vec<_> =
                read.iter().copied().filter(|(e, _)| family(e.address, evidence) == *address).collect();
            state(*address, &here)
        })
        .collect();
    let verdict = conclude(&read, &states, ground);
    let untried = states.iter().flat_map(|state| state.untried.clone()).collect();
    let gaps = if verdict == ProbeVerdict::Unproven {
        let mut gaps: Vec<String> = states.into_iter().flat_map(|state| state.gaps).collect();
        if quic_answers(&read) && !ground.ignore_quic {
            gaps.push("HTTP/3 is advertised, and something answers or was not tried there".to_owned());
        }
        if ground.incomplete {
            gaps.push("a probe that the verdict needs was left out".to_owned());
        }
        if ground.public_ca {
            gaps.push("the server asks for certificates of a CA that issues to the public".to_owned());
        }
        if evidence.is_empty() {
            gaps.push("nothing was probed".to_owned());
        }
        gaps
    } else {
        Vec::new()
    };
    Judgement { verdict, readings, gaps, untried }
}

fn conclude(read: &[(&Evidence, Reading)], states: &[AddressState], ground: Ground) -> ProbeVerdict {
    let open = states.iter().any(|state| state.open);
    let any_certificate = states.iter().any(|state| state.any_certificate);
    let closed = states.iter().any(|state| state.closed && !state.open && !state.any_certificate);
    if (open || any_certificate) && !closed {
        return if open { ProbeVerdict::Open } else { ProbeVerdict::OpenToAnyCert };
    }
    // At an address whose front door stands open, everything is served: the address is the way.
    let stands_open = |address: SocketAddr| {
        read.iter().any(|(e, reading)| {
            let anyone = e.probe == ProbeKind::NoCertificate || e.probe.is_decoy();
            e.address == address && anyone && *reading == Reading::Served
        })
    };
    let mut ways: BTreeSet<BypassKind> = read
        .iter()
        .filter(|(e, reading)| *reading == Reading::Served && !stands_open(e.address))
        .filter_map(|(e, _)| BypassKind::of(e.probe))
        .collect();
    if read.iter().any(|(e, _)| !stands_open(e.address) && reading::is_the_targets(e, read)) {
        ways.insert(BypassKind::Sni);
    }
    if open || any_certificate {
        ways.insert(BypassKind::Address);
    }
    if !ways.is_empty() {
        return ProbeVerdict::Bypass(ways.into_iter().collect());
    }
    if states.iter().any(|state| state.broken) {
        return ProbeVerdict::Broken;
    }
    let unproved = states.is_empty() || states.iter().any(|state| !state.gaps.is_empty());
    if unproved || ground.incomplete || ground.public_ca || quic_answers(read) && !ground.ignore_quic {
        return ProbeVerdict::Unproven;
    }
    if ground.tenant_bound { ProbeVerdict::Enforced } else { ProbeVerdict::EdgeNetworkOnly }
}

fn quic_answers(read: &[(&Evidence, Reading)]) -> bool {
    read.iter().any(|(e, _)| e.probe == ProbeKind::Quic && e.outcome != Outcome::Silent)
}

/// Port 80 and the port of TLS are one address: the one that was named.
fn family(address: SocketAddr, evidence: &[Evidence]) -> SocketAddr {
    let named = |e: &&Evidence| e.version.is_some() && e.address.ip() == address.ip();
    if evidence.iter().any(|e| e.version.is_some() && e.address == address) {
        return address;
    }
    evidence.iter().find(named).map_or(address, |e| e.address)
}

#[cfg(test)]
mod tests;

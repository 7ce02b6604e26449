//! The verdict: evidence in, verdict out; no clock, no network.
//!
//! It comes from three things together: every client that is not the edge is refused, the edge is served, and no way
//! around is open. A finished handshake, a request for a certificate or one refused client say nothing.

mod address;
mod gaps;
mod reading;

use std::collections::BTreeSet;
use std::net::SocketAddr;

use super::evidence::{Evidence, Outcome, ProbeKind};
use crate::origin::{BypassKind, OriginVerdict};
use address::{AddressState, state};

pub use reading::Reading;

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
    pub(super) verdict: OriginVerdict,
    /// One for each piece of evidence, in the same order.
    pub(super) readings: Vec<Reading>,
    /// Why nothing is proved, where nothing is.
    pub(super) gaps: Vec<String>,
    /// What another client might try.
    pub(super) untried: Vec<String>,
}

/// The way around that is open where this probe is served.
pub(super) fn way_of(probe: ProbeKind) -> Option<BypassKind> {
    Some(match probe {
        ProbeKind::NoServerName | ProbeKind::UnknownServerName => BypassKind::Sni,
        ProbeKind::SiblingServerName => BypassKind::Host,
        ProbeKind::Resumption => BypassKind::Resumption,
        ProbeKind::PlaintextOnTlsPort | ProbeKind::Plaintext => BypassKind::Plaintext,
        ProbeKind::SpoofedHeaders => BypassKind::Headers,
        probe if probe.is_unfit() => BypassKind::UnfitCertificate,
        _ => return None,
    })
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
    let gaps = if verdict == OriginVerdict::Unproven {
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

fn conclude(read: &[(&Evidence, Reading)], states: &[AddressState], ground: Ground) -> OriginVerdict {
    let open = states.iter().any(|state| state.open);
    let any_certificate = states.iter().any(|state| state.any_certificate);
    let closed = states.iter().any(|state| state.closed && !state.open && !state.any_certificate);
    if (open || any_certificate) && !closed {
        return if open { OriginVerdict::Open } else { OriginVerdict::OpenToAnyCert };
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
        .filter_map(|(e, _)| way_of(e.probe))
        .collect();
    if read.iter().any(|(e, _)| !stands_open(e.address) && reading::is_the_targets(e, read)) {
        ways.insert(BypassKind::Sni);
    }
    if open || any_certificate {
        ways.insert(BypassKind::Address);
    }
    if !ways.is_empty() {
        return OriginVerdict::Bypass(ways.into_iter().collect());
    }
    if states.iter().any(|state| state.broken) {
        return OriginVerdict::Broken;
    }
    let unproved = states.is_empty() || states.iter().any(|state| !state.gaps.is_empty());
    if unproved || ground.incomplete || ground.public_ca || quic_answers(read) && !ground.ignore_quic {
        return OriginVerdict::Unproven;
    }
    if ground.tenant_bound { OriginVerdict::Enforced } else { OriginVerdict::EdgeNetworkOnly }
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

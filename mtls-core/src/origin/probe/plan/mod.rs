//! Which connections are made, before any is.

use std::collections::BTreeSet;
use std::fmt;
use std::net::SocketAddr;

use rustls_pki_types::DnsName;
use serde::Serialize;

use super::decoys::AuthorityName;
use super::evidence::ProbeKind;
use super::settings::{Checked, Probe, refuse};
use crate::origin::{OriginError, TlsVersion};

/// No run opens more.
pub(super) const MOST_CONNECTIONS: usize = 60;
/// A name that nobody serves (RFC 6761 section 6.4).
pub(super) const NOBODY: &str = "nobody-serves-this.invalid";

/// One probe that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Job {
    pub(super) probe: ProbeKind,
    pub(super) address: SocketAddr,
    pub(super) version: Option<TlsVersion>,
    pub(super) http2: bool,
    pub(super) server_name: Option<DnsName<'static>>,
    pub(super) host: String,
}

impl Job {
    /// A resumption needs a session, and so a connection before its own.
    pub(super) fn connections(&self) -> usize {
        match self.probe {
            ProbeKind::Resumption => 2,
            ProbeKind::Quic => 0,
            _ => 1,
        }
    }
}

/// What a run will send, to which address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ProbePlan {
    /// The target as it was named: all traffic goes there.
    pub target: String,
    /// The most connections to it; of a host name, to each of its addresses.
    pub connections: usize,
    /// One entry a probe.
    pub probes: Vec<PlannedProbe>,
}

/// One entry of a [`ProbePlan`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PlannedProbe {
    /// Which probe.
    pub probe: ProbeKind,
    /// The address; none where the target is a name, which is looked up when it runs.
    pub address: Option<SocketAddr>,
    /// The version of TLS; none without TLS.
    pub version: Option<TlsVersion>,
    /// Whether HTTP/2 is asked for.
    pub http2: bool,
    /// The server name sent in TLS.
    pub server_name: Option<String>,
    /// The host that the request asks for.
    pub host: String,
    /// How many connections it takes.
    pub connections: usize,
}

/// A line a probe, and what is done beside them.
impl fmt::Display for ProbePlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "At most {} connections to {}, one request each:", self.connections, self.target)?;
        for probe in &self.probes {
            let version = probe.version.map_or("no TLS", TlsVersion::as_str);
            let http2 = if probe.http2 { ", HTTP/2" } else { "" };
            let name = probe.server_name.as_deref().unwrap_or("-");
            writeln!(f, "  {} ({version}{http2}), server name {name}, host {}", probe.probe, probe.host)?;
        }
        f.write_str("and, where HTTP/3 is advertised on the same port, two UDP datagrams.\n")
    }
}

/// The plan for these addresses; for none, as for one.
pub(super) fn plan(
    probe: &Probe,
    checked: &Checked,
    addresses: &[SocketAddr],
) -> Result<ProbePlan, OriginError> {
    let unnamed = SocketAddr::from(([0, 0, 0, 0], 0));
    let known = if addresses.is_empty() { &[unnamed][..] } else { addresses };
    let jobs = jobs(probe, checked, known)?;
    Ok(ProbePlan {
        target: probe.target.clone(),
        connections: jobs.iter().map(Job::connections).sum(),
        probes: jobs
            .into_iter()
            .map(|job| PlannedProbe {
                connections: job.connections(),
                probe: job.probe,
                address: (!addresses.is_empty()).then_some(job.address),
                version: job.version,
                http2: job.http2,
                server_name: job.server_name.map(|name| name.as_ref().to_owned()),
                host: job.host,
            })
            .collect(),
    })
}

/// All that may be sent, in the order of the report: everything to the first address, and to the others what an
/// address can do differently.
pub(super) fn jobs(
    probe: &Probe,
    checked: &Checked,
    addresses: &[SocketAddr],
) -> Result<Vec<Job>, OriginError> {
    let mut jobs = Vec::new();
    for (place, address) in addresses.iter().enumerate() {
        for_address(probe, checked, *address, place == 0, &mut jobs)?;
    }
    let connections: usize = jobs.iter().map(Job::connections).sum();
    if connections > MOST_CONNECTIONS {
        return Err(refuse(format!(
            "{} addresses would take {connections} connections, of {MOST_CONNECTIONS} at most: probe them in turn",
            addresses.len()
        )));
    }
    Ok(jobs)
}

fn for_address(
    probe: &Probe,
    checked: &Checked,
    address: SocketAddr,
    first: bool,
    jobs: &mut Vec<Job>,
) -> Result<(), OriginError> {
    const BOTH: &[TlsVersion] = &TlsVersion::ALL;
    const NEW: &[TlsVersion] = &[TlsVersion::Tls13];
    const OLD: &[TlsVersion] = &[TlsVersion::Tls12];
    let target = &checked.server_name;
    let nobody = DnsName::try_from(NOBODY).map_err(|_| refuse("no unknown name"))?;
    let host = target.as_ref().trim_end_matches('.').to_owned();
    let mut add = |kind, versions: &[TlsVersion], http2, name: Option<&DnsName<'static>>, host: &str| {
        jobs.extend(versions.iter().map(|version| Job {
            probe: kind,
            address,
            version: Some(*version),
            http2,
            server_name: name.cloned(),
            host: host.to_owned(),
        }));
    };
    let mut direct = |kind, versions: &[TlsVersion]| add(kind, versions, false, Some(target), &host);
    if probe.edge.is_some() {
        direct(ProbeKind::EdgeCertificate, BOTH);
    }
    direct(ProbeKind::NoCertificate, BOTH);
    direct(ProbeKind::SelfSigned, BOTH);
    // Either form of a stranger's chain goes in a version of its own, so that each version has one; where the CA has no key
    // identifier to copy, there is room for both in both.
    let (mut alone, mut with_root) = (NEW, OLD);
    if first {
        direct(ProbeKind::SameNameCa, BOTH);
        if authority_name(probe).is_none_or(|name| name.key_id.is_some()) {
            direct(ProbeKind::SameNameAndKeyCa, BOTH);
        } else {
            (alone, with_root) = (BOTH, BOTH);
        }
    }
    direct(ProbeKind::UnrelatedCa, alone);
    direct(ProbeKind::UnrelatedCaWithRoot, with_root);
    if first {
        for decoy in &probe.unfit {
            // Servers judge dates and revocation by the same code in both versions; that one looks at dates at all is asked
            // in both. What a missing intermediate says is not for the verdict.
            let once = [ProbeKind::NotYetValid, ProbeKind::Revoked, ProbeKind::MissingIntermediate];
            direct(decoy.kind, if once.contains(&decoy.kind) { NEW } else { BOTH });
        }
    }
    for (kind, name) in [(ProbeKind::NoServerName, None), (ProbeKind::UnknownServerName, Some(&nobody))] {
        add(kind, BOTH, false, name, &host);
        if first {
            add(kind, BOTH, true, name, &host);
        }
    }
    if first {
        add(ProbeKind::UnknownHost, NEW, false, Some(&nobody), NOBODY);
    }
    if let Some(sibling) = &checked.sibling {
        add(ProbeKind::SiblingServerName, BOTH, false, Some(sibling), &host);
        if first {
            add(ProbeKind::SiblingServerName, BOTH, true, Some(sibling), &host);
        }
        add(ProbeKind::Resumption, if first { BOTH } else { NEW }, false, Some(target), &host);
    }
    add(ProbeKind::SpoofedHeaders, BOTH, false, Some(target), &host);
    let mut plain = |kind, address| {
        let host = host.clone();
        jobs.push(Job { probe: kind, address, version: None, http2: false, server_name: None, host });
    };
    plain(ProbeKind::PlaintextOnTlsPort, address);
    if let Some(port) = probe.plaintext.filter(|port| *port != address.port()) {
        plain(ProbeKind::Plaintext, SocketAddr::new(address.ip(), port));
    }
    Ok(())
}

/// The jobs that one version of TLS is enough for, and the others.
pub(super) fn in_one_version(jobs: Vec<Job>) -> (Vec<Job>, Vec<Job>) {
    let of = |job: &Job| (job.probe, job.address, job.http2);
    let asked = |version| jobs.iter().filter(move |job| job.version == Some(version)).map(of);
    let new: BTreeSet<_> = asked(TlsVersion::Tls13).collect();
    let in_both: BTreeSet<_> = asked(TlsVersion::Tls12).filter(|job| new.contains(job)).collect();
    jobs.into_iter().partition(|job| job.version.is_some() && !in_both.contains(&of(job)))
}

/// The CA whose name is copied, where it is known before the server is asked.
pub(super) fn authority_name(probe: &Probe) -> Option<AuthorityName> {
    let anchors = probe.edge_ca.as_ref().and_then(AuthorityName::of_anchors);
    anchors.or_else(|| probe.edge.as_ref().and_then(|edge| AuthorityName::of_issuer(&edge.chain)))
}

#[cfg(test)]
mod tests;

//! From what was seen to the report.

use std::net::SocketAddr;

use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::chain::days;
use super::{CertificateRequested, ChainTrust, Inspection, PresentedChain, ServerFailure, ServerReport};
use crate::finding::rules::{origin_inspect as rules, verify};
use crate::finding::{Finding, NAME, Rule, Severity, Subject, excerpt_of};
use crate::origin::dial::{DialFailure, DialPhase, Ending, Handshake, KeyProof, Presented, TlsVersion};
use crate::pki::{Certificate, name, time};
use crate::trust::TrustAnchors;
use crate::verify::{ChainReport, EdgeVerifier, ExpectedName, PeerName, Profile};

/// Names of CAs that are kept of a server's request.
const CA_NAMES: usize = 32;
const SOON: i64 = 30;

/// What the first connection showed.
pub(super) struct Seen {
    pub(super) at: UnixTime,
    pub(super) address: SocketAddr,
    /// How many the host has.
    pub(super) addresses: usize,
    pub(super) first: Option<Handshake>,
    pub(super) failure: Option<DialFailure>,
    /// How the server ended a connection whose handshake was done.
    pub(super) refusal: Option<Ending>,
}

pub(super) fn report(inspection: &Inspection, seen: &Seen) -> ServerReport {
    let nothing = Presented::default();
    let presented = match (&seen.first, &seen.failure) {
        (Some(handshake), _) => &handshake.presented,
        (None, Some(failure)) => &failure.presented,
        (None, None) => &nothing,
    };
    let anchors = inspection.anchors.as_ref();
    let chain =
        (!presented.chain.is_empty()).then(|| PresentedChain::new(&presented.chain, anchors, seen.at));
    let leaf = chain.as_ref().and_then(PresentedChain::leaf);
    let expected = expected(inspection, seen.address);
    let (trust, server, server_strict) = match &chain {
        Some(chain) => verdicts(&presented.chain, chain, anchors, &expected, seen.at),
        None if anchors.is_some() => (ChainTrust::Given, None, None),
        None => (ChainTrust::None, None, None),
    };
    let mut findings = Vec::new();
    reached(seen, presented, &mut findings);
    if seen.first.is_some() && presented.key_proof == KeyProof::Unchecked {
        let message = "the signature of the handshake was not checked";
        findings.push(Finding::new(rules::SERVER_KEY_UNCHECKED, Subject::Input, message));
    }
    if let Some(chain) = &chain {
        findings.extend(chain.findings.iter().cloned());
    }
    if let Some(leaf) = leaf {
        dates(leaf, seen.at, &mut findings);
    }
    let name_matches = leaf.and_then(|leaf| matches(leaf, inspection, seen.address));
    match &server {
        Some(server) => findings.extend(server.findings.iter().cloned()),
        // The verifier says it of a chain that it judges.
        None => mismatch(leaf, name_matches, inspection, seen.address, &mut findings),
    }
    order(&mut findings);
    ServerReport {
        target: inspection.target.to_string(),
        address: seen.address.to_string(),
        server_name: inspection.server_name.as_ref().map(|name| name.as_ref().to_owned()),
        at: time::rfc3339(seen.at),
        failure: seen.failure.as_ref().map(ServerFailure::new),
        version: seen.first.as_ref().and_then(|first| first.version),
        cipher_suite: seen.first.as_ref().and_then(|first| first.suite.clone()),
        key_exchange_group: seen.first.as_ref().and_then(|first| first.group.clone()),
        alpn: seen
            .first
            .as_ref()
            .and_then(|first| first.alpn.as_deref())
            .map(|alpn| excerpt_of(&String::from_utf8_lossy(alpn), NAME)),
        key_proof: presented.key_proof,
        versions: Vec::new(),
        name_matches,
        days_left: leaf.map(|leaf| days(seen.at, leaf.not_after())),
        ocsp_stapled: !presented.ocsp.is_empty(),
        client_certificate: requested(seen, presented),
        chain,
        trust,
        server,
        server_strict,
        answer: None,
        findings,
    }
}

/// What the versions add.
pub(super) fn versions(report: &mut ServerReport) {
    let of = |version| report.versions.iter().find(|one| one.version == version);
    let old = of(TlsVersion::Tls12).is_some_and(|one| one.accepted);
    let new = of(TlsVersion::Tls13).is_some_and(|one| !one.accepted);
    if old && new {
        let message = "the server takes TLS 1.2, and not TLS 1.3";
        report.findings.push(Finding::new(rules::SERVER_TLS13_MISSING, Subject::Input, message));
        order(&mut report.findings);
    }
}

fn order(findings: &mut Vec<Finding>) {
    let mut seen = std::collections::HashSet::new();
    findings.retain(|f| seen.insert((f.rule, f.subject.clone(), f.message.clone())));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
}

/// Whether there is a connection, and if not, whether that is a fault.
fn reached(seen: &Seen, presented: &Presented, findings: &mut Vec<Finding>) {
    let mut say = |rule: &'static Rule, message: String| {
        findings.push(Finding::new(rule, Subject::Input, message));
    };
    if let Some(ending) = &seen.refusal {
        say(rules::SERVER_DEMANDS_CERTIFICATE, format!("without a client certificate, {ending}"));
    }
    let Some(failure) = &seen.failure else { return };
    let ending = &failure.ending;
    match (failure.phase, ending) {
        (DialPhase::Connect, _) => {
            let others = seen.addresses.saturating_sub(1);
            let others = if others == 0 { String::new() } else { format!(" (nor {others} more)") };
            say(rules::SERVER_UNREACHABLE, format!("{}{others}: {ending}", seen.address));
        }
        (_, Ending::NotTls(_)) => say(rules::SERVER_NOT_TLS, ending.to_string()),
        (_, Ending::Alert(_)) if presented.certificate_requested => {
            say(rules::SERVER_DEMANDS_CERTIFICATE, format!("without a client certificate, {ending}"));
        }
        _ => say(rules::SERVER_HANDSHAKE_FAILED, ending.to_string()),
    }
}

fn expected(inspection: &Inspection, address: SocketAddr) -> ExpectedName {
    match &inspection.server_name {
        Some(name) => PeerName::dns(name.as_ref()).map_or(ExpectedName::Any, ExpectedName::from),
        None => PeerName::ip(inspection.target.address().unwrap_or_else(|| address.ip())).into(),
    }
}

fn verdicts(
    der: &[CertificateDer<'static>],
    chain: &PresentedChain,
    given: Option<&TrustAnchors>,
    expected: &ExpectedName,
    at: UnixTime,
) -> (ChainTrust, Option<ChainReport>, Option<ChainReport>) {
    let (trust, anchors) = match (given, chain.own_anchor()) {
        (Some(given), _) => (ChainTrust::Given, given.clone()),
        (None, Some(own)) => (ChainTrust::Presented, TrustAnchors::new([own.clone()])),
        (None, None) => return (ChainTrust::None, None, None),
    };
    let judge = |profile: Profile| -> Option<ChainReport> {
        let verifier = EdgeVerifier::builder(profile, anchors.clone()).build().ok()?;
        Some(verifier.explain(der, expected, at))
    };
    (trust, judge(Profile::Server), judge(Profile::ServerStrict))
}

fn dates(leaf: &Certificate, at: UnixTime, findings: &mut Vec<Finding>) {
    let subject = Subject::Certificate(leaf.reference(Some(0)));
    let left = days(at, leaf.not_after());
    if at > leaf.not_after() {
        let message = format!("it ended at {}", time::rfc3339(leaf.not_after()));
        findings.push(Finding::new(verify::LEAF_EXPIRED, subject, message));
    } else if at < leaf.not_before() {
        let message = format!("it begins at {}", time::rfc3339(leaf.not_before()));
        findings.push(Finding::new(verify::LEAF_NOT_YET_VALID, subject, message));
    } else if left < SOON && left.saturating_mul(6) < days(leaf.not_before(), leaf.not_after()) {
        let message = format!("{left} days are left, until {}", time::rfc3339(leaf.not_after()));
        findings.push(Finding::new(rules::SERVER_CERTIFICATE_ENDS_SOON, subject, message));
    }
}

fn wanted(inspection: &Inspection, address: SocketAddr) -> ServerName<'static> {
    match &inspection.server_name {
        Some(name) => ServerName::DnsName(name.clone()),
        None => ServerName::IpAddress(inspection.target.address().unwrap_or_else(|| address.ip()).into()),
    }
}

fn matches(leaf: &Certificate, inspection: &Inspection, address: SocketAddr) -> Option<bool> {
    let read = webpki::EndEntityCert::try_from(leaf.der()).ok()?;
    Some(read.verify_is_valid_for_subject_name(&wanted(inspection, address)).is_ok())
}

fn mismatch(
    leaf: Option<&Certificate>,
    matches: Option<bool>,
    inspection: &Inspection,
    address: SocketAddr,
    findings: &mut Vec<Finding>,
) {
    let (Some(leaf), Some(false)) = (leaf, matches) else { return };
    let names = leaf.names();
    let all = names.dns.iter().cloned().chain(names.ip.iter().map(ToString::to_string));
    let named: Vec<String> = all.take(8).collect();
    let named = if named.is_empty() { "no name".to_owned() } else { named.join(", ") };
    let message =
        format!("it is for {}, not for {}", excerpt_of(&named, NAME), wanted(inspection, address).to_str());
    let subject = Subject::Certificate(leaf.reference(Some(0)));
    findings.push(Finding::new(verify::PEER_NAME_MISMATCH, subject, message).with_severity(Severity::Error));
}

fn requested(seen: &Seen, presented: &Presented) -> CertificateRequested {
    let shown = presented.ca_names.iter().take(CA_NAMES).map(|der| match name::of_der(der) {
        Ok(text) => excerpt_of(&text, NAME),
        Err(reason) => format!("({reason})"),
    });
    let broken_off = seen.failure.as_ref().filter(|_| presented.certificate_requested);
    let refusal = seen.refusal.as_ref().or(broken_off.map(|failure| &failure.ending));
    CertificateRequested {
        requested: presented.certificate_requested,
        ca_names: shown.collect(),
        ca_count: presented.ca_names.len(),
        refusal: refusal.map(ToString::to_string),
    }
}

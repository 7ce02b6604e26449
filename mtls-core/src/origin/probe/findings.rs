//! What the evidence and the verdict mean for the owner of the origin: each with the next step.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use super::authorities::ListedAuthorities;
use super::evidence::{Evidence, Outcome, Phase, ProbeKind, Signature};
use super::left_out::LeftOut;
use super::verdict::{self, Judgement, Reading};
use crate::finding::rules::{origin_config as catalogue, origin_probe as rules};
use crate::finding::{Finding, Rule, Severity, Subject};
use crate::origin::{BypassKind, OriginVerdict, TlsVersion};

/// An edge has few CAs; a list longer than this is somebody's bundle.
const MANY_CAS: usize = 8;
/// An alert (RFC 6066 section 3).
const UNRECOGNIZED_NAME: u8 = 112;
/// So many of a list are named.
const MOST: usize = 6;

/// What there is to say, the gravest first.
pub(super) fn of(
    evidence: &[Evidence],
    judgement: &Judgement,
    listed: &ListedAuthorities,
    left_out: &[LeftOut],
) -> Vec<Finding> {
    let seen = Seen { evidence, judgement };
    let mut findings = Vec::new();
    seen.strangers(&mut findings);
    seen.unasked(&mut findings);
    seen.ways_around(&mut findings);
    seen.edge(&mut findings);
    authorities(listed, &mut findings);
    seen.default_site(&mut findings);
    seen.quic(&mut findings);
    if judgement.verdict == OriginVerdict::EdgeNetworkOnly {
        let message = if listed.shared {
            "the server takes certificates of Cloudflare's shared CA, which come with the requests of every customer"
        } else {
            "the edge's certificate is the one that all customers of the network share"
        };
        findings.push(say(rules::EDGE_SHARED, message));
    }
    let reached = evidence.iter().any(|e| !matches!(e.outcome, Outcome::NetworkError { .. }));
    findings.extend(judgement.gaps.iter().map(|gap| {
        let finding = say(rules::UNPROVED, gap.clone());
        if reached { finding } else { finding.with_help("Nothing answers there: check address and port, and probe from where the origin can be reached.") }
    }));
    findings.extend(left_out.iter().map(LeftOut::finding));
    findings.extend(judgement.untried.iter().map(|what| {
        say(rules::NOT_TRIED, format!("not tried: {what}"))
            .with_help("Look in the server's configuration whether it has this version off; where it has, nothing is left to try.")
    }));
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

fn say(rule: &'static Rule, message: impl Into<String>) -> Finding {
    Finding::new(rule, Subject::Input, message)
}

struct Seen<'a> {
    evidence: &'a [Evidence],
    judgement: &'a Judgement,
}

impl Seen<'_> {
    fn with(&self, reading: Reading, wanted: impl Fn(ProbeKind) -> bool) -> Vec<&Evidence> {
        let read = self.evidence.iter().zip(&self.judgement.readings);
        read.filter(|(e, r)| **r == reading && wanted(e.probe)).map(|(e, _)| e).collect()
    }

    fn served(&self, wanted: impl Fn(ProbeKind) -> bool) -> Vec<&Evidence> {
        self.with(Reading::Served, wanted)
    }

    /// Whether everything is served at an address: what else is served there is no way around.
    fn stands_open(&self, address: SocketAddr) -> bool {
        self.served(|probe| probe == ProbeKind::NoCertificate || probe.is_decoy())
            .iter()
            .any(|e| e.address == address)
    }

    fn strangers(&self, findings: &mut Vec<Finding>) {
        let anonymous = self.served(|probe| probe == ProbeKind::NoCertificate);
        if !anonymous.is_empty() {
            let requested = anonymous.iter().any(|e| e.requested);
            let (rule, asked) = if requested {
                (catalogue::OPTIONAL, "asked for a certificate and was served without")
            } else {
                (catalogue::NOT_REQUESTED, "was asked for no certificate and was served")
            };
            findings.push(say(rule, format!("a client {asked} at {}", places(&anonymous))));
        }
        let control = self.served(|probe| probe == ProbeKind::EdgeCertificate);
        let other_page = |e: &&&Evidence| {
            e.outcome == Outcome::Served
                && e.requested
                && !control.is_empty()
                && control.iter().all(|edge| edge.body_sha256 != e.body_sha256)
        };
        let friendly: Vec<&Evidence> = anonymous.iter().filter(other_page).copied().collect();
        if !friendly.is_empty() {
            findings.push(say(
                catalogue::ERROR_SERVED,
                format!(
                    "without a certificate another page is served than to the edge, with a status of success, at {}",
                    places(&friendly)
                ),
            ));
        }
        let decoys = self.served(ProbeKind::is_decoy);
        if decoys.is_empty() {
            return;
        }
        let by_name = |probe| matches!(probe, ProbeKind::SameNameCa | ProbeKind::SameNameAndKeyCa);
        let kinds: BTreeSet<ProbeKind> = decoys.iter().map(|e| e.probe).collect();
        // A namesake alone shows the same to who ignores errors as a stranger alone: it is its name only where that one is refused.
        let strangers = self.with(Reading::Refused, |probe| probe == ProbeKind::UnrelatedCa);
        let for_its_name =
            |e: &&Evidence| by_name(e.probe) && strangers.iter().any(|other| other.address == e.address);
        let rule = if decoys.iter().all(for_its_name) {
            catalogue::IDENTITY_BY_SUBJECT
        } else {
            catalogue::ANY_CERTIFICATE
        };
        let names: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let message =
            format!("a made-up certificate ({}) is served at {}", names.join(", "), places(&decoys));
        findings.push(say(rule, message).with_severity(Severity::Error));
    }

    /// Says where the server asks for no certificate under the target's name, and what became of it does not show that:
    /// there is nothing that it could know the edge by.
    fn unasked(&self, findings: &mut Vec<Finding>) {
        if !self.served(|probe| probe == ProbeKind::NoCertificate).is_empty() {
            return;
        }
        let direct = |e: &&Evidence| {
            let own_name = e.probe == ProbeKind::EdgeCertificate || e.probe.is_stranger();
            // A handshake that broke off may have done so before the request for a certificate came.
            own_name && e.version.is_some() && e.phase > Phase::Handshake
        };
        let all = self.evidence.iter().filter(direct).count();
        let unasked: Vec<&Evidence> = self.evidence.iter().filter(direct).filter(|e| !e.requested).collect();
        if unasked.is_empty() {
            return;
        }
        let message = format!(
            "in {} of {all} handshakes under the target's name no client certificate was asked for: {}",
            unasked.len(),
            places(&unasked)
        );
        findings.push(say(catalogue::NOT_REQUESTED, message).with_severity(Severity::Warning));
    }

    fn ways_around(&self, findings: &mut Vec<Finding>) {
        for way in [
            BypassKind::Sni,
            BypassKind::Host,
            BypassKind::Resumption,
            BypassKind::Plaintext,
            BypassKind::Headers,
            BypassKind::UnfitCertificate,
        ] {
            let ways = self.judgement.verdict.bypasses();
            let mut open = self.served(|probe| verdict::way_of(probe) == Some(way));
            open.retain(|e| !self.stands_open(e.address));
            if open.is_empty() && way == BypassKind::Sni && ways.contains(&way) {
                open = self.served(|probe| probe == ProbeKind::UnknownHost);
            }
            if open.is_empty() || !ways.is_empty() && !ways.contains(&way) {
                continue;
            }
            let (rule, what) = match way {
                BypassKind::Sni => {
                    (catalogue::DEFAULT_HOST, "without the target's server name in TLS the target is served")
                }
                BypassKind::Host if open.iter().all(|e| e.http2) => (
                    catalogue::COALESCING,
                    "over HTTP/2 the target is served on a connection made to its sibling",
                ),
                BypassKind::Host => {
                    (catalogue::HOST_MIXING, "with the sibling's server name in TLS the target is served")
                }
                BypassKind::Resumption => {
                    (catalogue::RESUMPTION, "with a session of its sibling the target is served")
                }
                BypassKind::Plaintext => (catalogue::PLAINTEXT, "without TLS the target is served"),
                BypassKind::Headers => (
                    catalogue::IDENTITY_HEADER,
                    "a client without a certificate is served for the headers that it sends",
                ),
                _ => (rules::UNFIT_CERTIFICATE, "an unfit certificate of the edge's CA is served"),
            };
            findings.push(say(rule, format!("{what}: {}", places(&open))).with_severity(Severity::Error));
        }
        if self.judgement.verdict.bypasses().contains(&BypassKind::Address) {
            let open = self.served(|probe| probe == ProbeKind::NoCertificate || probe.is_decoy());
            findings.push(say(
                catalogue::OTHER_LISTENER,
                format!("one address is closed and another is open: {}", places(&open)),
            ));
        }
    }

    fn edge(&self, findings: &mut Vec<Finding>) {
        let refused = self.with(Reading::Refused, |probe| probe == ProbeKind::EdgeCertificate);
        if self.judgement.verdict != OriginVerdict::Broken || refused.is_empty() {
            return;
        }
        let by_location = |e: &&&Evidence| {
            let signature = Signature::ApachePostHandshake;
            e.version == Some(TlsVersion::Tls13) && e.outcome == (Outcome::RejectedHttp { signature })
        };
        let (late, other): (Vec<&Evidence>, Vec<&Evidence>) =
            refused.iter().copied().partition(|e| by_location(&e));
        if !late.is_empty() {
            findings.push(say(
                catalogue::LOCATION_TLS13,
                format!("the edge cannot show its certificate in TLS 1.3: {}", places(&late)),
            ));
        }
        if other.is_empty() {
            return;
        }
        if other.iter().all(|e| e.alert().is_some_and(|alert| alert.code() == UNRECOGNIZED_NAME)) {
            let message = format!("the server knows no such name: {}", places(&other));
            findings.push(
                say(rules::EDGE_REFUSED, message)
                    .with_help("Check the server name, and whether the listener serves it."),
            );
            return;
        }
        let silent = other.iter().all(|e| e.phase == Phase::Hello);
        let everybody =
            silent && self.evidence.iter().filter(|e| e.version.is_some()).all(|e| e.phase <= Phase::Hello);
        if everybody {
            findings.push(
                say(
                    catalogue::CA_MISSING,
                    format!("every handshake is ended before the server shows a certificate: {}", places(&other)),
                )
                .with_help("The listener has no usable certificate or client CA: look for the Secret or file that it names (Istio: the `-cacert` Secret), and at the server's log."),
            );
        }
        let answers: BTreeSet<String> = other.iter().map(|e| e.outcome.to_string()).collect();
        let answers = answers.into_iter().collect::<Vec<String>>().join(", ");
        if other.iter().all(|e| e.phase > Phase::Handshake && !e.requested) {
            let message = format!(
                "the edge is refused ({answers}), and was asked for no certificate: {}",
                places(&other)
            );
            findings.push(say(rules::EDGE_REFUSED, message).with_help(
                "It is not the certificate that decides: look at the server's log, and let the server ask for one.",
            ));
            return;
        }
        findings.push(say(
            rules::EDGE_REFUSED,
            format!("the edge's certificate is refused ({answers}): {}", places(&other)),
        ));
    }

    fn default_site(&self, findings: &mut Vec<Finding>) {
        let open = self.served(|probe| probe == ProbeKind::UnknownHost);
        let is_the_targets = self.judgement.verdict.bypasses().contains(&BypassKind::Sni);
        if !open.is_empty() && !is_the_targets {
            findings.push(
                say(
                    catalogue::DEFAULT_HOST,
                    format!("a site is served to whoever names no host of yours: {}", places(&open)),
                )
                .with_severity(Severity::Info)
                .with_help(
                    "Whether it is the target's site is not to be told from here: compare what is served. If nobody needs it, let the default refuse.",
                ),
            );
        }
    }

    fn quic(&self, findings: &mut Vec<Finding>) {
        for e in self.evidence.iter().filter(|e| e.probe == ProbeKind::Quic && e.outcome != Outcome::Silent) {
            let message = format!("HTTP/3 is advertised at {}: {}", e.address, e.outcome);
            findings.push(say(catalogue::QUIC, message).with_severity(Severity::Warning));
        }
    }
}

/// What the server says of the CAs that it trusts.
fn authorities(listed: &ListedAuthorities, findings: &mut Vec<Finding>) {
    let some = |names: &BTreeSet<String>| names.iter().take(MOST).cloned().collect::<Vec<_>>().join("; ");
    if !listed.public.is_empty() {
        let message = format!(
            "the server asks for certificates of CAs that issue to the public: {}",
            some(&listed.public)
        );
        findings.push(say(catalogue::CA_TOO_WIDE, message));
    } else if listed.count > MANY_CAS {
        let count = listed.count;
        let message =
            format!("the server names {count} CAs in its request for a certificate: a bundle, it seems");
        findings.push(say(catalogue::CA_TOO_WIDE, message).with_severity(Severity::Warning));
    } else if !listed.others.is_empty() && !listed.own {
        let message = format!("the server names CAs, and none is the edge's: {}", some(&listed.others));
        findings.push(say(catalogue::CA_OTHER, message).with_severity(Severity::Warning));
    } else if !listed.others.is_empty() {
        let message = format!(
            "the server also asks for certificates of CAs that are not the edge's: {}",
            some(&listed.others)
        );
        findings.push(say(catalogue::CA_TOO_WIDE, message).with_severity(Severity::Warning));
    }
}

/// Where: `no-certificate TLSv1.3 at 192.0.2.1:443`.
fn places(evidence: &[&Evidence]) -> String {
    let mut texts: Vec<String> =
        evidence.iter().take(MOST).map(|e| format!("{} at {}", e.title(), e.address)).collect();
    if let Some(more) = evidence.len().checked_sub(MOST).filter(|more| *more > 0) {
        texts.push(format!("and {more} more"));
    }
    texts.join("; ")
}

//! What one answer means, beside the answer that the edge got.

use serde::Serialize;

use super::super::evidence::{Evidence, Outcome, Phase, ProbeKind, Role};

/// What a piece of evidence says of whom was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reading {
    /// Let in.
    Served,
    /// Kept out.
    Refused,
    /// No clear end: the network, the time limit, or an answer that may mean either.
    Unclear,
    /// Nothing to be said: what the probe is about does not exist here.
    NotOffered,
}

impl Reading {
    /// Its name in kebab case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Refused => "refused",
            Self::Unclear => "unclear",
            Self::NotOffered => "not-offered",
        }
    }
}

/// The readings, in the order of the evidence.
pub(super) fn all(evidence: &[Evidence]) -> Vec<Reading> {
    evidence.iter().map(|e| one(e, evidence)).collect()
}

fn one(e: &Evidence, evidence: &[Evidence]) -> Reading {
    match e.probe.role() {
        Role::Control => of_control(e),
        Role::Negative | Role::Note => of_stranger(e, evidence),
    }
}

/// Ended before the server showed a certificate, and not for want of an answer.
pub(super) fn is_ended_early(e: &Evidence) -> bool {
    let ended =
        matches!(e.outcome, Outcome::RejectedTls { .. } | Outcome::ClosedNoAlert | Outcome::NotTls { .. });
    ended && e.phase == Phase::Hello
}

fn of_control(e: &Evidence) -> Reading {
    match &e.outcome {
        Outcome::Served | Outcome::Redirected { .. } => Reading::Served,
        // The application was asked and has nothing there: the edge came through.
        Outcome::Answered if matches!(e.status, Some(404 | 405 | 410)) => Reading::Served,
        Outcome::RejectedTls { .. }
        | Outcome::RejectedHttp { .. }
        | Outcome::Misdirected
        | Outcome::ClosedNoAlert => Reading::Refused,
        _ => Reading::Unclear,
    }
}

fn of_stranger(e: &Evidence, evidence: &[Evidence]) -> Reading {
    match &e.outcome {
        Outcome::Served => {
            if is_of_the_sibling(e, evidence) {
                Reading::Refused
            } else {
                Reading::Served
            }
        }
        Outcome::RejectedTls { .. } | Outcome::ClosedNoAlert if is_unjudged(e, evidence) => Reading::Unclear,
        Outcome::RejectedTls { .. }
        | Outcome::RejectedHttp { .. }
        | Outcome::Misdirected
        | Outcome::ClosedNoAlert
        | Outcome::Silent => Reading::Refused,
        Outcome::NotOffered { .. } => Reading::NotOffered,
        Outcome::Redirected { location: Some(to) } if e.probe.is_plaintext() && to_tls(to) => {
            of_redirection(e, to, evidence)
        }
        Outcome::Redirected { .. } | Outcome::Answered => beside_control(e, evidence),
        // Without TLS, what is not HTTP serves nothing, and a port that is shut is shut.
        Outcome::NotHttp { .. } if e.probe.is_plaintext() => Reading::Refused,
        Outcome::NetworkError { .. } | Outcome::TimedOut
            if e.probe == ProbeKind::Plaintext && e.phase == Phase::Connect =>
        {
            Reading::Refused
        }
        _ => Reading::Unclear,
    }
}

/// Ended before the server could know who comes, where the edge came further by the same name and version: something
/// else than the certificate decided, a limit of connections say.
fn is_unjudged(e: &Evidence, evidence: &[Evidence]) -> bool {
    let came_further = |edge: &Evidence| {
        edge.probe == ProbeKind::EdgeCertificate
            && (edge.address, edge.version) == (e.address, e.version)
            && edge.phase > Phase::Hello
    };
    let same_name = e.probe.is_stranger() || e.probe == ProbeKind::SpoofedHeaders;
    same_name && is_ended_early(e) && evidence.iter().any(came_further)
}

const HTTPS: &str = "https://";

fn to_tls(location: &str) -> bool {
    location.get(..HTTPS.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(HTTPS))
}

/// Without TLS, whoever is sent to the same host over TLS is kept out. An application may send people elsewhere, to its
/// login say, and the edge too: then this may be its answer.
fn of_redirection(e: &Evidence, to: &str, evidence: &[Evidence]) -> Reading {
    let authority =
        to.get(HTTPS.len()..).and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let own = authority.eq_ignore_ascii_case(&e.host)
        || authority.split_once(':').is_some_and(|(host, _)| host.eq_ignore_ascii_case(&e.host));
    let of_edge = control_of(e, evidence).is_some_and(|control| same_answer(e, control));
    match beside_control(e, evidence) {
        _ if own && !of_edge => Reading::Refused,
        Reading::Served => Reading::Unclear,
        other => other,
    }
}

/// An answer that says nothing of certificates: the same that the edge gets lets in, another one keeps out. Statuses by which
/// applications and servers refuse or fail for many reasons settle nothing where the edge gets them too; failures of
/// the server, and limits of requests and of their time and size, settle nothing at all.
fn beside_control(e: &Evidence, evidence: &[Evidence]) -> Reading {
    let Some(status) = e.status else { return Reading::Unclear };
    let Some(control) = control_of(e, evidence) else { return Reading::Unclear };
    if control.status == Some(status) {
        let refusal =
            matches!(status, 400 | 401 | 403 | 407 | 408 | 421 | 425 | 429 | 431 | 495..=499 | 500..=599);
        return if !refusal && same_answer(e, control) { Reading::Served } else { Reading::Unclear };
    }
    if matches!(status, 408 | 425 | 429 | 431 | 500..) || of_control(control) != Reading::Served {
        return Reading::Unclear;
    }
    Reading::Refused
}

/// Whether two answers of one status are the same: by where they lead, else by their bodies.
fn same_answer(one: &Evidence, other: &Evidence) -> bool {
    match (&one.outcome, &other.outcome) {
        (Outcome::Redirected { location: one }, Outcome::Redirected { location: other }) => one == other,
        _ => one.body_sha256 == other.body_sha256,
    }
}

/// What the edge got: at the same address in the same version, else at the address, else anywhere; one that was
/// served before one that was not.
fn control_of<'e>(e: &Evidence, evidence: &'e [Evidence]) -> Option<&'e Evidence> {
    evidence
        .iter()
        .filter(|other| other.probe == ProbeKind::EdgeCertificate && other.status.is_some())
        .max_by_key(|other| {
            let near = other.address.ip() == e.address.ip();
            let served = of_control(other) == Reading::Served;
            // The rest makes the choice the same in whatever order they stand.
            (near && other.version == e.version, near, served, other.status, &other.body_sha256)
        })
}

/// Whether a name that nobody serves got the page that the edge gets: the target under any name.
pub(super) fn is_the_targets(e: &Evidence, read: &[(&Evidence, Reading)]) -> bool {
    e.probe == ProbeKind::UnknownHost
        && e.outcome == Outcome::Served
        && e.body_sha256.is_some()
        && read.iter().any(|(edge, reading)| {
            edge.probe == ProbeKind::EdgeCertificate
                && *reading == Reading::Served
                && (edge.status, &edge.body_sha256) == (e.status, &e.body_sha256)
        })
}

/// Whether a sibling's name in TLS got the sibling's own page and not the target's.
fn is_of_the_sibling(e: &Evidence, evidence: &[Evidence]) -> bool {
    if e.probe != ProbeKind::SiblingServerName || e.body_sha256.is_none() {
        return false;
    }
    let same = |other: &Evidence| (other.status, &other.body_sha256) == (e.status, &e.body_sha256);
    let of_sibling = evidence
        .iter()
        .any(|other| other.probe == ProbeKind::Sibling && other.address == e.address && same(other));
    let mut controls = evidence
        .iter()
        .filter(|other| other.probe == ProbeKind::EdgeCertificate && of_control(other) == Reading::Served)
        .peekable();
    of_sibling && controls.peek().is_some() && controls.all(|control| !same(control))
}

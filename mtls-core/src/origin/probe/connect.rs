//! One connection: TLS or none, the wait in which TLS 1.3 refuses, a request and its answer.

use std::sync::Arc;
use std::time::Duration;

use rustls_pki_types::DnsName;
use tokio::time::Instant;

use super::decoys::Presented;
use super::evidence::{Evidence, Outcome, Phase, ProbeKind};
use super::http::{self, Answer, Fault, Request, within};
use super::plan::Job;
use super::run::credentials;
use super::{quic, signature};
use crate::finding::{NAME, excerpt, excerpt_of};
use crate::origin::TlsVersion;
use crate::origin::dial::{
    self, Credentials, DialFailure, DialOptions, DialPhase, Dialled, Ending, FirstRead,
};
use crate::pki::name;

/// The shortest wait for what a server of TLS 1.3 says before it is asked. By then the alert of every server that was
/// measured on loopback was there.
const READ_FIRST: Duration = Duration::from_millis(300);
/// Of a connection, TLS and all.
const MOST_BYTES: usize = 512 * 1024;
/// Names of CAs that are kept of a request.
const CA_NAMES: usize = 32;

/// A job and what it presents.
pub(super) struct Exchange {
    pub(super) job: Job,
    pub(super) presented: Option<Arc<Presented>>,
    /// Whose session is resumed.
    pub(super) sibling: Option<DnsName<'static>>,
}

/// What is the same for all jobs.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) path: String,
    pub(super) step: Duration,
    /// Of the run.
    pub(super) deadline: Instant,
}

impl Caller {
    pub(super) async fn make(&self, exchange: Exchange) -> Vec<Evidence> {
        let Exchange { job, presented, sibling } = exchange;
        match (job.probe, sibling) {
            (ProbeKind::Quic, _) => vec![self.quic(&job).await],
            (kind, _) if kind.is_plaintext() => vec![self.plaintext(&job).await],
            (ProbeKind::Resumption, Some(sibling)) => self.resume(&job, sibling).await,
            _ => match credentials(presented.as_deref()) {
                Ok(own) => vec![self.tls(&job, presented.as_deref(), &own).await],
                Err(e) => {
                    let mut evidence = Evidence::of(&job);
                    evidence.outcome = Outcome::NetworkError { reason: e.to_string() };
                    vec![evidence]
                }
            },
        }
    }

    /// The sibling by its own name, and then the target with the sibling's session.
    async fn resume(&self, job: &Job, sibling: DnsName<'static>) -> Vec<Evidence> {
        let own = Credentials::none().resuming();
        let host = sibling.as_ref().trim_end_matches('.').to_owned();
        let first = Job { probe: ProbeKind::Sibling, server_name: Some(sibling), host, ..job.clone() };
        let made = self.tls(&first, None, &own).await;
        let resumed = match &made.outcome {
            Outcome::NetworkError { .. } | Outcome::TimedOut => {
                let mut evidence = Evidence::of(job);
                evidence.outcome = made.outcome.clone();
                evidence
            }
            _ if matches!(made.phase, Phase::Hello | Phase::Handshake) => {
                let mut evidence = Evidence::of(job);
                evidence.outcome = Outcome::NotOffered { what: "a session of the sibling" };
                evidence
            }
            _ => self.tls(job, None, &own).await,
        };
        vec![made, resumed]
    }

    async fn tls(&self, job: &Job, presented: Option<&Presented>, own: &Credentials) -> Evidence {
        let begin = Instant::now();
        let mut evidence = Evidence::of(job);
        evidence.sent = presented.map(|p| excerpt_of(p.chain.leaf().subject(), NAME));
        let alpn: &[&[u8]] = if job.http2 { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] };
        let options = DialOptions {
            server_name: job.server_name.clone(),
            versions: job.version.into_iter().collect(),
            alpn: alpn.iter().map(|name| name.to_vec()).collect(),
            credentials: own.clone(),
            time_limit: self.step,
            read_limit: MOST_BYTES,
        };
        match dial::dial(job.address, &options).await {
            Ok(dialled) => {
                let wait = READ_FIRST.max(begin.elapsed());
                self.over(job, dialled, wait, &mut evidence).await;
            }
            Err(failure) => refused(&failure, &mut evidence),
        }
        if job.http2 && evidence.alert().is_some_and(|alert| alert.code() == 120) {
            evidence.outcome = Outcome::NotOffered { what: "HTTP/2" };
        }
        evidence.elapsed = begin.elapsed();
        evidence
    }

    async fn over(&self, job: &Job, dialled: Dialled, wait: Duration, evidence: &mut Evidence) {
        let Dialled { mut stream, handshake } = dialled;
        note(&handshake.presented, evidence);
        evidence.resumed = handshake.resumed;
        evidence.alpn = handshake.alpn.as_deref().map(|name| String::from_utf8_lossy(name).into_owned());
        // The handshake has taken two turns at least, so its time is no less than twice the round trip.
        if job.version == Some(TlsVersion::Tls13)
            && let FirstRead::Ended(ending) = stream.read_first(wait).await
        {
            evidence.phase = Phase::FirstRead;
            evidence.outcome = ended(ending);
            return;
        }
        let request = self.request(job);
        let deadline = within(self.step).min(self.deadline);
        let answer = if job.http2 {
            if handshake.alpn.as_deref() != Some(b"h2") {
                evidence.phase = Phase::Request;
                evidence.outcome = Outcome::NotOffered { what: "HTTP/2" };
                return;
            }
            http::two(stream, &request, deadline).await
        } else {
            http::one(&mut stream, &request, deadline).await
        };
        answered(answer, evidence);
    }

    async fn plaintext(&self, job: &Job) -> Evidence {
        let begin = Instant::now();
        let mut evidence = Evidence::of(job);
        match dial::connect(job.address, self.step, MOST_BYTES).await {
            Ok(mut wire) => {
                let deadline = within(self.step).min(self.deadline);
                let answer = http::one(&mut wire, &self.request(job), deadline).await;
                answered(answer, &mut evidence);
            }
            Err(failure) => refused(&failure, &mut evidence),
        }
        evidence.elapsed = begin.elapsed();
        evidence
    }

    async fn quic(&self, job: &Job) -> Evidence {
        let begin = Instant::now();
        let mut evidence = Evidence::of(job);
        evidence.phase = Phase::Connect;
        evidence.outcome = quic::look(job.address, self.step).await;
        evidence.elapsed = begin.elapsed();
        evidence
    }

    fn request(&self, job: &Job) -> Request {
        let headers = match job.probe {
            ProbeKind::SpoofedHeaders => vec![
                (
                    "x-forwarded-client-cert",
                    format!(
                        "Hash={};Subject=\"CN=mtls-core probe\";URI=spiffe://cluster.local/probe",
                        "0".repeat(64)
                    ),
                ),
                ("cf-access-jwt-assertion", "eyJhbGciOiJub25lIn0.e30.".to_owned()),
                ("ssl-client-verify", "SUCCESS".to_owned()),
                ("x-ssl-client-verify", "SUCCESS".to_owned()),
            ],
            _ => Vec::new(),
        };
        Request { host: job.host.clone(), path: self.path.clone(), headers }
    }
}

/// What the server showed of itself.
fn note(presented: &dial::Presented, evidence: &mut Evidence) {
    evidence.requested = presented.certificate_requested;
    evidence.ca_count = presented.ca_names.len();
    evidence.ca_list.clone_from(&presented.ca_names);
    evidence.ca_names = presented.ca_names.iter().take(CA_NAMES).map(|name| name_text(name)).collect();
}

/// A name in DER as text.
pub(super) fn name_text(der: &[u8]) -> String {
    name::of_der(der).map_or_else(|_| "a name that cannot be read".to_owned(), |text| excerpt_of(&text, NAME))
}

fn refused(failure: &DialFailure, evidence: &mut Evidence) {
    note(&failure.presented, evidence);
    evidence.phase = match failure.phase {
        DialPhase::Setup => Phase::Unsent,
        DialPhase::Connect => Phase::Connect,
        DialPhase::Handshake if failure.presented.chain.is_empty() => Phase::Hello,
        DialPhase::Handshake => Phase::Handshake,
    };
    evidence.outcome = match (&failure.phase, &failure.ending) {
        (_, Ending::TimedOut) => Outcome::TimedOut,
        (DialPhase::Setup | DialPhase::Connect, ending) => {
            Outcome::NetworkError { reason: excerpt(&ending.to_string()) }
        }
        (DialPhase::Handshake, ending) => ended(ending.clone()),
    };
}

/// How a connection that stood has ended.
fn ended(ending: Ending) -> Outcome {
    match ending {
        Ending::Alert(alert) => Outcome::RejectedTls { alert },
        Ending::Closed { .. } | Ending::Reset => Outcome::ClosedNoAlert,
        Ending::TimedOut => Outcome::TimedOut,
        Ending::Refused | Ending::Unreachable(_) => {
            Outcome::NetworkError { reason: excerpt(&ending.to_string()) }
        }
        Ending::Flooded | Ending::NotTls(_) | Ending::Protocol(_) => {
            Outcome::NotTls { reason: excerpt(&ending.to_string()) }
        }
    }
}

fn answered(answer: Result<Answer, (Phase, Fault)>, evidence: &mut Evidence) {
    let answer = match answer {
        Ok(answer) => answer,
        Err((phase, fault)) => {
            evidence.phase = phase;
            evidence.outcome = match fault {
                Fault::Closed => Outcome::ClosedNoAlert,
                Fault::TimedOut => Outcome::TimedOut,
                Fault::NotHttp(reason) => Outcome::NotHttp { reason: excerpt(&reason) },
                Fault::Io(e) => ended(Ending::of(&e, &[])),
            };
            return;
        }
    };
    evidence.phase = Phase::Response;
    evidence.status = Some(answer.status);
    evidence.body_sha256 = Some(answer.body_sha256());
    evidence.alt_svc = answer.alt_svc.as_deref().map(|value| excerpt_of(value, NAME));
    evidence.outcome = match answer.status {
        200..=299 => Outcome::Served,
        300..=399 => {
            Outcome::Redirected { location: answer.location.as_deref().map(|to| excerpt_of(to, NAME)) }
        }
        421 => Outcome::Misdirected,
        status => match signature::recognize(status, &answer.body) {
            Some(signature) => Outcome::RejectedHttp { signature },
            None => Outcome::Answered,
        },
    };
}

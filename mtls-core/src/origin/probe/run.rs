//! The run: jobs side by side, within the time and the connections that are allowed.

use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout, timeout_at};

use super::authorities::ListedAuthorities;
use super::connect::{Caller, Exchange};
use super::consistent;
use super::decoys::{self, AuthorityName, Decoy};
use super::evidence::{Evidence, Outcome, Phase, ProbeKind};
use super::http::within;
use super::left_out::{self, LeftOut};
use super::plan::{self, Job, PlannedProbe, ProbePlan};
use super::quic;
use super::report::ProbeReport;
use super::settings::{Checked, Probe, Target, refuse};
use super::verdict::{self, Ground};
use crate::origin::dial::{Credentials, TlsVersion};
use crate::origin::{OriginError, OriginVerdict};
use crate::trust::source::now;

/// So many connections at once: origins limit them, and so do firewalls.
const AT_ONCE: usize = 8;

/// A step of a run. Serializes with the tag `event`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ProbeEvent {
    /// The addresses are known, and what will be sent to them: nothing has been yet.
    Planned {
        /// Where it goes.
        addresses: Vec<SocketAddr>,
        /// How many connections, at most.
        connections: usize,
        /// One entry a probe.
        probes: Vec<PlannedProbe>,
    },
    /// A probe has come to its end.
    Seen {
        /// How many have.
        done: usize,
        /// Of so many, as far as is known.
        probes: usize,
        /// What it saw.
        evidence: Box<Evidence>,
    },
    /// All is seen.
    Judged {
        /// The verdict.
        #[serde(flatten)]
        verdict: OriginVerdict,
    },
}

pub(super) async fn run(probe: &Probe) -> Result<ProbeReport, OriginError> {
    let begin = Instant::now();
    let checked = probe.check()?;
    consistent::in_date(probe, probe.at.unwrap_or_else(|| now().1))?;
    let deadline = within(probe.timeout);
    let mut addresses = resolve(&checked.target, probe.step.min(probe.timeout)).await?;
    for address in &probe.also {
        if !addresses.contains(address) {
            addresses.push(*address);
        }
    }
    let jobs = plan::jobs(probe, &checked, &addresses)?;
    let ProbePlan { connections, probes, .. } = plan::plan(probe, &checked, &addresses)?;
    tell(probe, &ProbeEvent::Planned { addresses: addresses.clone(), connections, probes })?;

    let mut run = Run::new(probe, &checked, deadline)?;
    let named = plan::authority_name(probe);
    if let Some(name) = &named {
        run.make_namesakes(name)?;
    }
    let (once, both) = plan::in_one_version(jobs);
    let (later, first): (Vec<Job>, Vec<Job>) =
        both.into_iter().partition(|job| named.is_none() && is_namesake(job.probe));
    run.make(&first).await?;
    let once: Vec<Job> = once.into_iter().map(|job| run.in_a_version_spoken(job)).collect();
    run.make(&once).await?;
    if named.is_none() {
        run.namesakes_of_the_list(later).await?;
    }
    let quic: Vec<Job> = addresses.iter().filter_map(|address| run.quic_job(*address)).collect();
    run.make(&quic).await?;
    run.finish(begin)
}

fn is_namesake(probe: ProbeKind) -> bool {
    matches!(probe, ProbeKind::SelfSigned | ProbeKind::SameNameCa | ProbeKind::SameNameAndKeyCa)
}

fn tell(probe: &Probe, event: &ProbeEvent) -> Result<(), OriginError> {
    match probe.progress.as_ref().map(|listener| listener(event)) {
        Some(ControlFlow::Break(())) => Err(refuse("the listener ended the run")),
        _ => Ok(()),
    }
}

async fn resolve(target: &Target, limit: Duration) -> Result<Vec<SocketAddr>, OriginError> {
    let (name, port) = match target {
        Target::Address(address) => return Ok(vec![*address]),
        Target::Name(name, port) => (name, *port),
    };
    let found = timeout(limit, tokio::net::lookup_host((name.as_str(), port)))
        .await
        .map_err(|_| refuse(format!("looking up `{name}` took too long")))?
        .map_err(|e| refuse(format!("`{name}` cannot be looked up: {e}")))?;
    let mut addresses: Vec<SocketAddr> = Vec::new();
    for address in found {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() {
        return Err(refuse(format!("`{name}` has no address")));
    }
    Ok(addresses)
}

struct Run<'a> {
    probe: &'a Probe,
    checked: &'a Checked,
    caller: Caller,
    decoys: Vec<Decoy>,
    deadline: Instant,
    gate: Arc<Semaphore>,
    evidence: Vec<Evidence>,
    planned: usize,
    left_out: Vec<LeftOut>,
    incomplete: bool,
}

impl<'a> Run<'a> {
    fn new(probe: &'a Probe, checked: &'a Checked, deadline: Instant) -> Result<Self, OriginError> {
        let at = probe.at.unwrap_or_else(|| now().1);
        let mut decoys = decoys::strangers(at).map_err(|e| refuse(e.to_string()))?.to_vec();
        decoys.extend(probe.unfit.iter().cloned());
        Ok(Self {
            probe,
            checked,
            caller: Caller { path: probe.path.clone(), step: probe.step, deadline },
            decoys,
            deadline,
            gate: Arc::new(Semaphore::new(AT_ONCE)),
            evidence: Vec::new(),
            planned: 0,
            left_out: left_out::before_the_run(probe, &checked.target),
            incomplete: false,
        })
    }

    fn make_namesakes(&mut self, name: &AuthorityName) -> Result<(), OriginError> {
        let at = self.probe.at.unwrap_or_else(|| now().1);
        let edge = self.probe.edge.as_ref().map(|edge| edge.chain.leaf());
        self.decoys.extend(decoys::namesakes(name, edge, at).map_err(|e| refuse(e.to_string()))?);
        Ok(())
    }

    /// The name to copy comes from the server's own list of CAs, where nobody gave one.
    async fn namesakes_of_the_list(&mut self, jobs: Vec<Job>) -> Result<(), OriginError> {
        let Some(name) = self.caller_saw() else {
            self.left_out.push(LeftOut::namesakes());
            return Ok(());
        };
        self.make_namesakes(&AuthorityName::listed(&name))?;
        self.make(&jobs).await
    }

    fn caller_saw(&self) -> Option<Vec<u8>> {
        self.evidence.iter().find_map(|e| e.ca_list.first().cloned())
    }

    /// Makes the jobs side by side. What the deadline cuts off is evidence too: nothing came.
    async fn make(&mut self, jobs: &[Job]) -> Result<(), OriginError> {
        let mut tasks: JoinSet<(usize, Vec<Evidence>)> = JoinSet::new();
        let mut made: Vec<Vec<Evidence>> = vec![Vec::new(); jobs.len()];
        let mut skipped = vec![false; jobs.len()];
        for (place, job) in jobs.iter().enumerate() {
            let Some(exchange) = self.exchange(job) else {
                if let Some(skipped) = skipped.get_mut(place) {
                    *skipped = true;
                }
                continue;
            };
            self.planned = self.planned.saturating_add(1);
            let (caller, gate) = (self.caller.clone(), Arc::clone(&self.gate));
            tasks.spawn(async move {
                // Closed by nobody, so there is always a turn.
                let _turn = gate.acquire_owned().await;
                (place, caller.make(exchange).await)
            });
        }
        let mut done = self.evidence.len();
        while !tasks.is_empty() {
            match timeout_at(self.deadline, tasks.join_next()).await {
                Ok(Some(Ok((place, seen)))) => {
                    done = done.saturating_add(1);
                    for evidence in &seen {
                        let evidence = Box::new(evidence.clone());
                        tell(
                            self.probe,
                            &ProbeEvent::Seen { done, probes: self.planned.max(done), evidence },
                        )?;
                    }
                    if let Some(slot) = made.get_mut(place) {
                        *slot = seen;
                    }
                }
                // A task that panicked, or was cut off: it has no evidence, and gets some below.
                Ok(Some(Err(_))) => {}
                Ok(None) | Err(_) => break,
            }
        }
        tasks.abort_all();
        for ((job, seen), skipped) in jobs.iter().zip(made).zip(skipped) {
            if seen.is_empty() && !skipped {
                let mut cut_off = Evidence::of(job);
                cut_off.outcome = Outcome::TimedOut;
                self.incomplete = true;
                self.evidence.push(cut_off);
            }
            self.evidence.extend(seen);
        }
        Ok(())
    }

    /// What is sent in one version goes in the other where the server has shown that it speaks that alone.
    fn in_a_version_spoken(&self, job: Job) -> Job {
        let speaks = |version| {
            self.evidence
                .iter()
                .any(|e| (e.address, e.version) == (job.address, Some(version)) && e.phase > Phase::Hello)
        };
        let spoken = TlsVersion::ALL.into_iter().find(|version| speaks(*version));
        match job.version {
            Some(planned) if !speaks(planned) => Job { version: spoken.or(Some(planned)), ..job },
            _ => job,
        }
    }

    /// The job with what it presents. None for a certificate that there is none of.
    fn exchange(&self, job: &Job) -> Option<Exchange> {
        let presented = match job.probe {
            ProbeKind::EdgeCertificate => Some(self.probe.edge.clone()?),
            kind if kind.is_decoy() || kind.is_unfit() || kind == ProbeKind::MissingIntermediate => {
                Some(Arc::clone(&self.decoys.iter().find(|decoy| decoy.kind == kind)?.presented))
            }
            _ => None,
        };
        let sibling = match job.probe {
            ProbeKind::Resumption => Some(self.checked.sibling.clone()?),
            _ => None,
        };
        Some(Exchange { job: job.clone(), presented, sibling })
    }

    /// A look at QUIC, where an answer from this address advertises HTTP/3.
    fn quic_job(&mut self, address: SocketAddr) -> Option<Job> {
        let port = self
            .evidence
            .iter()
            .filter(|e| e.address == address)
            .filter_map(|e| e.alt_svc.as_deref())
            .find_map(quic::advertised)?;
        let host = self.checked.server_name.as_ref().to_owned();
        let job =
            Job { probe: ProbeKind::Quic, address, version: None, http2: false, server_name: None, host };
        if port == address.port() {
            return Some(job);
        }
        let mut unsent = Evidence::of(&job);
        unsent.outcome = Outcome::NetworkError {
            reason: format!("HTTP/3 is advertised on port {port}, to which nothing is sent"),
        };
        self.evidence.push(unsent);
        None
    }

    fn finish(self, begin: Instant) -> Result<ProbeReport, OriginError> {
        let listed = ListedAuthorities::of(&self.evidence, &self.probe.edge_names());
        let ground = Ground {
            tenant_bound: self.probe.tenant_bound() && !listed.shared,
            ignore_quic: self.probe.ignore_quic,
            incomplete: self.incomplete,
            public_ca: !listed.public.is_empty(),
        };
        let judgement = verdict::judge(&self.evidence, ground);
        tell(self.probe, &ProbeEvent::Judged { verdict: judgement.verdict.clone() })?;
        Ok(ProbeReport::new(
            self.probe,
            self.checked,
            self.evidence,
            judgement,
            &listed,
            &self.left_out,
            begin.elapsed(),
        ))
    }
}

impl Evidence {
    /// Nothing seen yet of this job.
    pub(super) fn of(job: &Job) -> Self {
        let mut evidence = Self::new(job.probe, job.address);
        evidence.version = job.version;
        evidence.http2 = job.http2;
        evidence.server_name = job.server_name.as_ref().map(|name| name.as_ref().to_owned());
        evidence.host.clone_from(&job.host);
        evidence.phase = Phase::Unsent;
        evidence
    }
}

/// A certificate and key for TLS; none presents none.
pub(super) fn credentials(
    presented: Option<&decoys::Presented>,
) -> Result<Credentials, crate::tls::TlsError> {
    match presented {
        Some(presented) => Credentials::new(&presented.chain, &presented.key),
        None => Ok(Credentials::none()),
    }
}

//! Three clusters under one root: who issues, who verifies, and what a rotation does to them.

use std::time::Duration;

use mtls_core::identity::{SpiffeId, TrustDomain};
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::pki::{Certificate, CertificateChain};
use mtls_core::trust::{BundleSet, RotationPlan, RotationStep, RotationStepKind as Kind, TrustBundle};
use mtls_core::verify::{ChainVerifier, Profile};
use rustls_pki_types::UnixTime;

use crate::Outcome;

/// 2027-01-15T08:00:00Z, when the rotation begins.
pub(crate) const START: u64 = 1_800_000_000;
/// Seconds. Verifiers look for a new bundle this often, not all clusters at the same time.
const REFRESH: u64 = 300;
/// An SVID lives for an hour and is renewed after half of it.
const LIFETIME: u64 = 3600;
const RENEWAL: u64 = 1800;
/// The last cluster gets its new intermediate this long after the first.
const WINDOW: u64 = 600;
/// How often every chain is judged by every cluster.
const TICK: u64 = 150;
const YEAR: u64 = 365 * 86_400;

/// The authorities, old and new, and how to get from those to these.
pub(crate) struct Mesh {
    old: CertificateAuthority,
    new: CertificateAuthority,
    clusters: Vec<Cluster>,
}

struct Cluster {
    trust_domain: TrustDomain,
    /// Its intermediate under the old root.
    before: CertificateAuthority,
    /// Its intermediate under the new root.
    after: CertificateAuthority,
    /// Its bundle before the rotation.
    bundle: TrustBundle,
    plan: RotationPlan,
}

/// What a cluster's gateway goes by until it looks again.
struct Verifier {
    bundles: BundleSet,
    chains: ChainVerifier,
}

struct Workload {
    id: SpiffeId,
    cluster: usize,
    /// The second of each renewal interval in which it renews.
    offset: u64,
    chain: CertificateChain,
    root: Certificate,
}

/// What came of a rotation.
#[derive(Default)]
pub(crate) struct Report {
    /// How many times a chain was judged.
    pub(crate) judged: usize,
    /// The chains that were refused, in order.
    pub(crate) refused: Vec<Refused>,
    /// Whether `safe_to_remove` agreed when the old root was retired.
    pub(crate) safe: bool,
    /// How many chains that somebody makes with the old root's key, after the rotation, are judged.
    pub(crate) forged: usize,
    /// How many of these are taken for a workload's.
    pub(crate) taken_in: usize,
}

/// A chain of a workload that should have been accepted.
pub(crate) struct Refused {
    pub(crate) at: u64,
    pub(crate) id: SpiffeId,
    /// The root that it was issued under.
    pub(crate) root: Certificate,
}

pub(crate) fn time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

impl Mesh {
    pub(crate) fn new() -> Outcome<Self> {
        let long_ago = time(START.saturating_sub(YEAR));
        let root = |name: &str| {
            let years = Duration::from_secs(YEAR.saturating_mul(10));
            CertificateAuthority::root(name).at(long_ago).valid_for(years).build()
        };
        let (old, new) = (root("Mesh Root 2017")?, root("Mesh Root 2027")?);
        let mut clusters = Vec::new();
        for name in ["cluster-a", "cluster-b", "cluster-c"] {
            let trust_domain = TrustDomain::parse(&format!("{name}.example"))?;
            let intermediate = |root: &CertificateAuthority| {
                let years = Duration::from_secs(YEAR.saturating_mul(2));
                root.intermediate(name)
                    .trust_domain(trust_domain.clone())
                    .at(long_ago)
                    .valid_for(years)
                    .build()
            };
            let (before, after) = (intermediate(&old)?, intermediate(&new)?);
            let bundle = TrustBundle::new(trust_domain.clone(), [old.certificate().clone()])
                .with_refresh_hint(Duration::from_secs(REFRESH))?
                .with_sequence(1)?;
            let plan = RotationPlan::builder(&bundle, [new.certificate().clone()])
                .start(time(START))
                .svid_lifetime(Duration::from_secs(LIFETIME))
                .switch_window(Duration::from_secs(WINDOW))
                .build()?;
            clusters.push(Cluster { trust_domain, before, after, bundle, plan });
        }
        Ok(Self { old, new, clusters })
    }

    /// The first cluster's plan; those of the others have the same dates.
    pub(crate) fn plan(&self) -> Outcome<&RotationPlan> {
        Ok(&self.clusters.first().ok_or("no cluster")?.plan)
    }

    /// Rotates step by step, without the step to be skipped, and judges every chain in every cluster all the while.
    pub(crate) fn rotate(&self, skip: Option<Kind>) -> Outcome<Report> {
        let plan = self.plan()?;
        // A step that is skipped takes no time either.
        let saved = |step: &RotationStep| step.ends_at.as_secs().saturating_sub(step.starts_at.as_secs());
        let mut early = 0_u64;
        let mut steps = Vec::new();
        for step in plan.steps() {
            if Some(step.kind) == skip {
                early = early.saturating_add(saved(step));
            } else {
                steps.push((step.kind, step.starts_at.as_secs().saturating_sub(early)));
            }
        }
        let start_of = |kind: Kind| steps.iter().find(|(one, _)| *one == kind).map(|(_, start)| *start);
        let (switch, retire) = (start_of(Kind::Switch), start_of(Kind::Retire));
        let end = plan.done_at().as_secs().saturating_add(RENEWAL);

        let mut report = Report::default();
        let (mut verifiers, mut workloads) = (Vec::new(), Vec::new());
        let first = START.saturating_sub(WINDOW);
        for now in (first..=end).step_by(usize::try_from(TICK)?) {
            let published = self.published(now, &steps)?;
            for (phase, _) in (0_u64..).zip(&self.clusters) {
                let place = usize::try_from(phase)?;
                let looks = now % REFRESH == (phase % 2).saturating_mul(TICK) || now == first;
                if looks {
                    look(&mut verifiers, place, &published)?;
                }
            }
            if now == first {
                workloads = self.workloads(now)?;
            }
            for workload in &mut workloads {
                if now % RENEWAL == workload.offset {
                    self.renew(workload, now, switch)?;
                }
            }
            if Some(now) == retire {
                let before = self.published(now.saturating_sub(1), &steps)?;
                report.safe = self.may_retire(&before, &workloads, now);
            }
            for workload in &workloads {
                for verifier in &verifiers {
                    judge(&mut report, workload, verifier, now);
                }
            }
        }
        for workload in &workloads {
            let forged = self.old.svid(&workload.id).at(time(end)).issue()?.chain;
            for verifier in &verifiers {
                report.forged = report.forged.saturating_add(1);
                if verifier.chains.verify_chain(&forged, time(end)).is_ok() {
                    report.taken_in = report.taken_in.saturating_add(1);
                }
            }
        }
        Ok(report)
    }

    /// Every trust domain's bundle as it was last published.
    fn published(&self, now: u64, steps: &[(Kind, u64)]) -> Outcome<BundleSet> {
        let bundles = self.clusters.iter().map(|cluster| {
            let done = |step: &&RotationStep| {
                step.bundle.is_some() && steps.iter().any(|(kind, start)| *kind == step.kind && *start <= now)
            };
            let last = cluster.plan.steps().iter().rfind(done);
            last.and_then(|step| step.bundle.clone()).unwrap_or_else(|| cluster.bundle.clone())
        });
        Ok(BundleSet::new(bundles)?)
    }

    /// Two in each cluster.
    fn workloads(&self, now: u64) -> Outcome<Vec<Workload>> {
        let mut workloads = Vec::new();
        for (cluster, of) in self.clusters.iter().enumerate() {
            for name in ["cart", "till"] {
                let id = of.trust_domain.join(&format!("ns/shop/sa/{name}"))?;
                let offset = u64::try_from(workloads.len())?.saturating_mul(REFRESH) % RENEWAL;
                let (chain, root) = (issue(&of.before, &id, now)?, self.old.certificate().clone());
                workloads.push(Workload { id, cluster, offset, chain, root });
            }
        }
        Ok(workloads)
    }

    /// The clusters switch one after the other.
    fn renew(&self, workload: &mut Workload, now: u64, switch: Option<u64>) -> Outcome<()> {
        let cluster = self.clusters.get(workload.cluster).ok_or("no such cluster")?;
        let wait = u64::try_from(workload.cluster)?.saturating_mul(WINDOW / 2);
        let switched = switch.is_some_and(|start| start.saturating_add(wait) <= now);
        let (ca, root) = if switched { (&cluster.after, &self.new) } else { (&cluster.before, &self.old) };
        workload.chain = issue(ca, &workload.id, now)?;
        workload.root = root.certificate().clone();
        Ok(())
    }

    /// Whether no chain in use leads to the old root alone.
    fn may_retire(&self, published: &BundleSet, workloads: &[Workload], now: u64) -> bool {
        let chains: Vec<_> = workloads.iter().map(|workload| workload.chain.clone()).collect();
        let safe =
            |bundle: &TrustBundle| bundle.safe_to_remove(self.old.certificate(), &chains, time(now)).safe;
        published.iter().all(safe)
    }
}

fn issue(ca: &CertificateAuthority, id: &SpiffeId, now: u64) -> Outcome<CertificateChain> {
    let lifetime = Duration::from_secs(LIFETIME);
    Ok(ca.svid(id).at(time(now)).backdate(Duration::ZERO).valid_for(lifetime).issue()?.chain)
}

/// The cluster at `place` fetches the bundles.
fn look(verifiers: &mut Vec<Verifier>, place: usize, published: &BundleSet) -> Outcome<()> {
    let fetched = || -> Outcome<Verifier> {
        let chains = ChainVerifier::builder(published.clone()).profile(Profile::SpiffeStrict).build()?;
        Ok(Verifier { bundles: published.clone(), chains })
    };
    match verifiers.get_mut(place) {
        None => verifiers.push(fetched()?),
        Some(known) if known.bundles != *published => *known = fetched()?,
        Some(_) => {}
    }
    Ok(())
}

fn judge(report: &mut Report, workload: &Workload, verifier: &Verifier, now: u64) {
    report.judged = report.judged.saturating_add(1);
    if verifier.chains.verify_chain(&workload.chain, time(now)).is_err() {
        let (id, root) = (workload.id.clone(), workload.root.clone());
        report.refused.push(Refused { at: now, id, root });
    }
}

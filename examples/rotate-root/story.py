"""A root is rotated under three clusters, once with every step of the plan and once without each of them.

README.md tells the story; main.rs and story.mjs tell the same.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mtls_core import (
    BundleSet,
    Certificate,
    CertificateAuthority,
    CertificateChain,
    ChainVerifier,
    RotationPlan,
    RotationStep,
    SpiffeId,
    TrustBundle,
    TrustDomain,
    VerificationError,
)

START = datetime(2027, 1, 15, 8, tzinfo=UTC)
REFRESH, LIFETIME, RENEWAL, WINDOW, TICK = 300, 3600, 1800, 600, 150
YEAR = timedelta(days=365)


@dataclass
class Cluster:
    """Its intermediates under the old and the new root, its bundle before the rotation, and the plan."""

    trust_domain: TrustDomain
    before: CertificateAuthority
    after: CertificateAuthority
    bundle: TrustBundle
    plan: RotationPlan


@dataclass
class Workload:
    """A workload with the chain that it presents, and the root that this is under."""

    id: SpiffeId
    cluster: int
    offset: int
    chain: CertificateChain
    root: Certificate


@dataclass
class Report:
    """What came of a rotation."""

    judged: int = 0
    refused: list[tuple[int, Workload, Certificate]] = field(default_factory=list)
    safe: bool = False
    forged: int = 0
    taken_in: int = 0


def at(second: int) -> datetime:
    return START + timedelta(seconds=second)


class Mesh:
    """Three clusters under one root."""

    def __init__(self) -> None:
        def root(name: str) -> CertificateAuthority:
            return CertificateAuthority.root(name, at=START - YEAR, valid_for=10 * YEAR)

        self.old, self.new = root("Mesh Root 2017"), root("Mesh Root 2027")
        self.clusters = [self.cluster(name) for name in ("cluster-a", "cluster-b", "cluster-c")]
        self.plan = self.clusters[0].plan

    def cluster(self, name: str) -> Cluster:
        trust_domain = TrustDomain(f"{name}.example")
        before, after = (
            root.intermediate(name, trust_domain=trust_domain, at=START - YEAR, valid_for=2 * YEAR)
            for root in (self.old, self.new)
        )
        bundle = TrustBundle(trust_domain, [self.old.certificate]).with_refresh_hint(REFRESH).with_sequence(1)
        plan = RotationPlan(
            bundle, [self.new.certificate], start=START, svid_lifetime=LIFETIME, switch_window=WINDOW
        )
        return Cluster(trust_domain, before, after, bundle, plan)

    def rotate(self, skip: str | None = None) -> Report:
        """Rotates step by step, without the step to be skipped, and judges every chain in every cluster."""
        early, steps = timedelta(), {}
        for step in self.plan.steps:
            if step.kind == skip:
                early += step.ends_at - step.starts_at  # A step that is skipped takes no time either.
            else:
                steps[step.kind] = int((step.starts_at - early - START).total_seconds())
        end = int((self.plan.done_at - START).total_seconds()) + RENEWAL
        report, verifiers, known, workloads = Report(), {}, {}, []
        for now in range(-WINDOW, end + 1, TICK):
            published = self.published(now, steps)
            for place in range(3):
                if (now % REFRESH == place % 2 * TICK or now == -WINDOW) and known.get(place) != published:
                    known[place] = published
                    verifiers[place] = ChainVerifier(published, profile="spiffe-strict")
            workloads = workloads or self.workloads(now)
            for workload in workloads:
                if now % RENEWAL == workload.offset:
                    self.renew(workload, now, steps.get("switch"))
            if now == steps.get("retire"):
                report.safe = self.may_retire(self.published(now - 1, steps), workloads, now)
            for workload in workloads:
                for verifier in verifiers.values():
                    report.judged += 1
                    try:
                        verifier.verify(workload.chain, at(now))
                    except VerificationError:
                        report.refused.append((now, workload, workload.root))
        for workload in workloads:
            forged = self.old.svid(workload.id, at=at(end)).chain
            for verifier in verifiers.values():
                report.forged += 1
                report.taken_in += verifier.explain(forged, at(end)).accepted
        return report

    def published(self, now: int, steps: dict[str, int]) -> BundleSet:
        """Every trust domain's bundle as it was last published."""

        def last(cluster: Cluster) -> TrustBundle:
            done = [
                step.bundle
                for step in cluster.plan.steps
                if step.bundle and steps.get(step.kind, now + 1) <= now
            ]
            return done[-1] if done else cluster.bundle

        return BundleSet([last(cluster) for cluster in self.clusters])

    def workloads(self, now: int) -> list[Workload]:
        names = [(place, name) for place in range(3) for name in ("cart", "till")]
        made = []
        for number, (place, name) in enumerate(names):
            cluster = self.clusters[place]
            id = cluster.trust_domain.join(f"ns/shop/sa/{name}")
            offset = number * REFRESH % RENEWAL
            made.append(Workload(id, place, offset, issue(cluster.before, id, now), self.old.certificate))
        return made

    def renew(self, workload: Workload, now: int, switch: int | None) -> None:
        """The clusters switch one after the other."""
        cluster = self.clusters[workload.cluster]
        switched = switch is not None and switch + workload.cluster * (WINDOW // 2) <= now
        workload.chain = issue(cluster.after if switched else cluster.before, workload.id, now)
        workload.root = (self.new if switched else self.old).certificate

    def may_retire(self, published: BundleSet, workloads: list[Workload], now: int) -> bool:
        """Whether no chain in use leads to the old root alone."""
        chains = [workload.chain for workload in workloads]
        return all(
            bundle.safe_to_remove(self.old.certificate, chains, at(now)).safe for bundle in published.bundles
        )


def issue(ca: CertificateAuthority, id: SpiffeId, now: int) -> CertificateChain:
    return ca.svid(id, at=at(now), backdate=0, valid_for=LIFETIME).chain


def line(what: str, report: Report) -> str:
    text = f"{what:<22} {report.judged} verdicts, {len(report.refused)} refused"
    if report.refused:
        now, workload, _ = report.refused[0]
        text += f", first {workload.id} after {now} s"
    return text + f"; {report.taken_in} of {report.forged} forged chains accepted"


def is_as_foretold(step: RotationStep, report: Report) -> bool:
    if step.kind == "retire":
        return not report.refused and report.taken_in == report.forged
    foretold = all(root in step.at_risk for _, _, root in report.refused)
    return bool(report.refused) and foretold and report.taken_in == 0


def tell() -> None:
    mesh = Mesh()
    print(re.sub(r" \(SHA-256 \w+…\)", "", str(mesh.plan)), end="\n\n")
    whole = mesh.rotate()
    print(line("with every step", whole))
    assert not whole.refused
    assert whole.safe
    assert whole.taken_in == 0
    for step in mesh.plan.steps:
        report = mesh.rotate(step.kind)
        print(line(f"without {step.kind}", report))
        assert is_as_foretold(step, report), step


if __name__ == "__main__":
    tell()

"""Rotations: the shared cases, from the dates of a plan to the day when the old root can go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from mtls_core import (
    Certificate,
    CertificateAuthority,
    CertificateChain,
    Finding,
    IssueError,
    RemovalCheck,
    RotationPlan,
    RotationStep,
    TrustBundle,
    TrustDomain,
    TrustError,
)
from vectors import Args, Case, cases, check, planned

TD = TrustDomain("td")
START = datetime(2027, 1, 15, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def certificates(texts: Sequence[str]) -> list[Certificate]:
    return [Certificate.from_pem(text) for text in texts]


def hashes(authorities: Sequence[Certificate]) -> list[str]:
    return [authority.fingerprint_sha256 for authority in authorities]


def found(findings: Sequence[Finding]) -> list[object]:
    return [(finding["rule"], finding["severity"]) for finding in findings]


def told(step: RotationStep) -> dict[str, object]:
    bundle = step.bundle
    return {
        "kind": step.kind,
        "starts_at": step.starts_at,
        "ends_at": step.ends_at,
        "at_risk": hashes(step.at_risk),
        "bundle": bundle and {"sequence": str(bundle.sequence), "authorities": hashes(bundle.authorities)},
    }


def dates(args: Args) -> dict[str, object]:
    plan = planned(args)
    steps = [told(step) for step in plan.steps]
    return {"steps": steps, "done_at": plan.done_at, "findings": found(plan.findings)}


def removal(args: Args) -> RemovalCheck:
    bundle = TrustBundle(args["trust_domain"], certificates(args["authorities"]))
    chains = [CertificateChain.from_pem("".join(chain)) for chain in args["chains"]]
    return bundle.safe_to_remove(Certificate.from_pem(args["authority"]), chains, args["at"])


def removable(args: Args) -> dict[str, object]:
    check = removal(args)
    return {
        "safe": check.safe,
        "safe_from": check.safe_from,
        "dependents": check.dependents,
        "considered": check.considered,
        "findings": found(check.findings),
    }


def removal_record(args: Args) -> dict[str, object]:
    record = removal(args).to_dict()
    record["rules"] = [finding["rule"] for finding in record.pop("findings")]
    return record


OPERATIONS = {
    "rotation_plan.new": dates,
    "rotation_plan.record": lambda args: planned(args).to_dict(),
    "rotation_plan.text": lambda args: str(planned(args)),
    "trust_bundle.safe_to_remove": removable,
    "removal_check.record": removal_record,
}


@pytest.mark.parametrize("case", cases("rotation"), ids=lambda case: case.name)
def test_vectors(case: Case) -> None:
    check(case, OPERATIONS, TrustError)


def root(name: str) -> CertificateAuthority:
    return CertificateAuthority.root(name, at=START)


OLD, NEW = root("Old"), root("New")
BUNDLE = TrustBundle(TD, [OLD.certificate]).with_sequence(7)


def test_a_plan_has_five_dated_steps() -> None:
    plan = RotationPlan(BUNDLE, [NEW.certificate], start=START, svid_lifetime=HOUR, switch_window=600)
    assert [(step.kind, step.starts_at, step.ends_at) for step in plan.steps] == [
        ("publish", START, START),
        ("await-bundles", START, START + timedelta(seconds=1500)),
        ("switch", START + timedelta(seconds=1500), START + timedelta(seconds=2100)),
        ("await-svids", START + timedelta(seconds=2100), START + timedelta(seconds=5700)),
        ("retire", START + timedelta(seconds=5700), START + timedelta(seconds=5700)),
    ]
    assert plan.done_at == START + timedelta(seconds=7200)
    assert (plan.trust_domain, plan.findings) == (TD, [])
    publish, *_, retire = plan.steps
    assert publish.bundle is not None
    assert retire.bundle is not None
    assert publish.bundle.authorities == [OLD.certificate, NEW.certificate]
    assert (retire.bundle.authorities, retire.bundle.sequence) == ([NEW.certificate], 9)
    assert (publish.at_risk, retire.at_risk) == ([NEW.certificate], [OLD.certificate])
    assert "CN=New" in publish.if_skipped
    assert "CN=Old" in retire.action
    assert str(plan).count("if skipped") == 5
    assert str(publish).startswith("2027-01-15T08:00:00Z  publish: ")
    record = plan.to_dict()
    assert record["steps"][0]["bundle"]["sequence"] == 8
    assert record["done_at"] == "2027-01-15T10:00:00Z"
    assert repr(plan) == "<RotationPlan of td, 5 steps>"


def test_a_plan_minds_its_lead_and_says_what_it_lacks() -> None:
    plan = RotationPlan(
        BUNDLE, [NEW.certificate], start=START, svid_lifetime=HOUR, refresh_hint=60, publish_lead=2
    )
    assert plan.steps[1].ends_at == START + timedelta(seconds=120)
    assert [finding["rule"] for finding in plan.findings] == ["rotation-lead-short"]
    for new, lifetime in (([OLD.certificate], HOUR), ([], HOUR), ([NEW.certificate], timedelta(0))):
        with pytest.raises(TrustError) as refused:
            RotationPlan(BUNDLE, new, start=START, svid_lifetime=lifetime)
        assert refused.value.code == "rotation-plan-invalid"


def test_an_authority_can_go_when_nothing_leads_there_alone() -> None:
    both = TrustBundle(TD, [OLD.certificate, NEW.certificate])
    chains = [ca.svid("spiffe://td/a", at=START, valid_for=HOUR).chain for ca in (NEW, OLD)]
    check = both.safe_to_remove(OLD.certificate, chains, START)
    assert (check.safe, check.dependents, check.considered) == (False, [1], 2)
    assert check.safe_from > START
    assert [finding["rule"] for finding in check.findings] == ["authority-in-use"]
    assert str(check).startswith("not before ")
    assert check.to_dict()["dependents"][0]["spiffe_id"] == "spiffe://td/a"
    later = both.safe_to_remove(OLD.certificate, chains, check.safe_from)
    assert later.safe
    assert repr(later) == "<RemovalCheck, safe>"


def test_bundles_and_cas_come_in_the_entries_of_istio() -> None:
    entries = BUNDLE.to_istio_root_cert()
    assert list(entries) == ["root-cert.pem"]
    assert TrustBundle.from_istio_entries(TD, entries).authorities == [OLD.certificate]
    cluster = OLD.intermediate("cluster", at=START)
    cacerts = cluster.secret_cacerts()
    assert sorted(cacerts) == ["ca-cert.pem", "ca-key.pem", "cert-chain.pem", "root-cert.pem"]
    again = CertificateAuthority.from_cacerts({name: pem.encode() for name, pem in cacerts.items()})
    assert again.certificate == cluster.certificate
    assert TrustBundle.from_istio_entries(TD, cacerts).authorities == [OLD.certificate]
    tls = {
        "tls.crt": cacerts["cert-chain.pem"],
        "tls.key": cacerts["ca-key.pem"],
        "ca.crt": cacerts["root-cert.pem"],
    }
    assert CertificateAuthority.from_cacerts(tls).certificate == cluster.certificate
    with pytest.raises(TrustError) as no_roots:
        TrustBundle.from_istio_entries(TD, {"ca-key.pem": "secret"})
    assert no_roots.value.code == "bundle-entry-missing"
    del cacerts["ca-key.pem"]
    with pytest.raises(IssueError, match=r"ca-key\.pem"):
        CertificateAuthority.from_cacerts(cacerts)

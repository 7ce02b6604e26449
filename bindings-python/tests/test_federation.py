"""Bundles of other trust domains: the shared cases of what counts, what stays, and when to look again."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from mtls_core import (
    BundleEndpoint,
    BundleFetch,
    BundlePublisher,
    BundleRequest,
    Certificate,
    CertificateAuthority,
    FederatedBundle,
    Finding,
    SpiffeId,
    TrustBundle,
    TrustDomain,
    TrustError,
)
from vectors import Args, Case, cases, check

TD = TrustDomain("partner.example")
URL = "https://partner.example/bundle"
START = datetime(2027, 1, 15, 8, tzinfo=UTC)
ONE, TWO = (CertificateAuthority.root(name).certificate for name in ("one", "two"))


def given(of: dict[str, Any]) -> TrustBundle:
    made = TrustBundle(of["trust_domain"], [Certificate.from_pem(text) for text in of["authorities"]])
    return made.with_sequence(int(of["sequence"])) if "sequence" in of else made


def number(sequence: int | None) -> str | None:
    return None if sequence is None else str(sequence)


def told(bundle: TrustBundle | None) -> dict[str, object] | None:
    if bundle is None:
        return None
    authorities = [authority.fingerprint_sha256 for authority in bundle.authorities]
    return {"sequence": number(bundle.sequence), "authorities": authorities}


def endpoint(of: dict[str, Any]) -> BundleEndpoint:
    if "endpoint_id" in of:
        bundle = given(of["bundle"])
        return BundleEndpoint.https_spiffe(of["trust_domain"], of["url"], of["endpoint_id"], bundle)
    return BundleEndpoint.https_web(of["trust_domain"], of["url"])


def asked(request: BundleRequest) -> dict[str, object]:
    names = ("url", "host", "port", "target", "server_name", "endpoint_id")
    record = {name: getattr(request, name) for name in names}
    return {**record, "endpoint_bundle": told(request.endpoint_bundle)}


def described(args: Args) -> dict[str, object]:
    made = endpoint(dict(args.values))
    return {
        "trust_domain": made.trust_domain,
        "url": made.url,
        "profile": made.profile,
        "is_self_serving": made.is_self_serving,
        "request": asked(FederatedBundle(made, at=0).request()),
    }


def found(findings: Sequence[Finding]) -> list[object]:
    return [(finding["rule"], finding["severity"]) for finding in findings]


class Fetches:
    """A run of events at a federated bundle."""

    def __init__(self, args: Args) -> None:
        stored = given(args["stored"]) if "stored" in args.values else None
        self.partner = FederatedBundle(endpoint(args["endpoint"]), stored=stored, at=args["at"])
        self.pending: BundleRequest | None = None
        self.findings: list[object] = []

    def run(self, event: dict[str, Any]) -> dict[str, object]:
        if "due" in event:
            return {"due": self.partner.is_due(event["due"])}
        try:
            state = self.step(event)
        except TrustError as refused:
            self.findings += found(refused.findings)
            state = {"got": refused.code}
        return {
            **state,
            "next_at": self.partner.next_at,
            "failures": self.partner.failures,
            "failure": self.partner.failure and self.partner.failure.code,
            "bundle": told(self.partner.bundle),
        }

    def step(self, event: dict[str, Any]) -> dict[str, object]:
        if "endpoint_bundle" in event:
            self.partner.replace_endpoint_bundle(given(event["endpoint_bundle"]))
            return {"got": "replaced"}
        request, self.pending = self.pending or self.partner.request(), None
        if "fail" in event:
            self.partner.fail(event["fail"], event["at"])
            return {"got": "failed"}
        body = event["body"].encode()
        location = event.get("location")
        step = self.partner.answer(request, event["status"], body, location=location, at=event["at"])
        if isinstance(step, BundleRequest):
            self.pending = step
            return {"got": "redirected", "request": asked(step)}
        self.findings += found(step.findings)
        return {"got": step.outcome, "sequence": number(step.sequence), "log": str(step).splitlines()[0]}


def fetches(args: Args) -> dict[str, object]:
    run = Fetches(args)
    events = [run.run(event) for event in args["events"]]
    return {"events": events, "next_request": asked(run.partner.request()), "findings": run.findings}


def served(document: str) -> dict[str, object] | None:
    if not document:
        return None
    keys = json.loads(document)["keys"]
    sequence = re.search(r'"spiffe_sequence": (\d+)', document)
    assert sequence is not None
    return {"sequence": sequence[1], "x5c": [key["x5c"][0] for key in keys]}


def answers(args: Args) -> dict[str, object]:
    publisher = BundlePublisher(given(args["bundle"]))
    findings: list[object] = []

    def step(event: dict[str, Any]) -> dict[str, object]:
        if "method" in event:
            status, headers, body, length = publisher.answer(event["method"])
            of_get = len(publisher.answer("GET")[2].encode()) == length
            return {"status": status, "headers": headers, "body": served(body), "length_of_get": of_get}
        try:
            publisher.publish(given(event["publish"]))
        except TrustError as refused:
            findings.extend(found(refused.findings))
            return {"got": refused.code}
        return {"got": "published"}

    return {"events": [step(event) for event in args["events"]], "findings": findings}


OPERATIONS = {
    "bundle_endpoint.https_web": described,
    "bundle_endpoint.https_spiffe": described,
    "federated_bundle.run": fetches,
    "bundle_publisher.run": answers,
}


@pytest.mark.parametrize("case", cases("federation"), ids=lambda case: case.name)
def test_vectors(case: Case) -> None:
    check(case, OPERATIONS, TrustError)


def bundle(*roots: object, sequence: int) -> TrustBundle:
    return TrustBundle(TD, list(roots)).with_refresh_hint(60).with_sequence(sequence)  # type: ignore[arg-type]


def at(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


def fetch(partner: FederatedBundle, served: TrustBundle, seconds: int) -> BundleFetch:
    body = served.to_spiffe_json().encode()
    step = partner.answer(partner.request(), 200, body, at=at(seconds))
    assert isinstance(step, BundleFetch)
    return step


def test_the_last_good_bundle_and_the_cadence_survive_failures() -> None:
    partner = FederatedBundle(BundleEndpoint.https_web(TD, URL), at=START)
    assert partner.is_due(START)
    assert partner.bundle is None
    first = fetch(partner, bundle(ONE, sequence=7), 0)
    assert str(first) == "partner.example from https://partner.example/bundle (https_web): taken, sequence 7"
    assert (first.outcome, first.sequence, first.url) == ("taken", 7, URL)
    assert (first.trust_domain, first.profile) == ("partner.example", "https_web")
    assert (first.diff, first.findings, first.to_dict()["outcome"]) == (None, [], "taken")
    for code, status, body in (
        ("federation-fetch-failed", 500, b""),
        ("bundle-not-json", 200, b"<html>"),
        ("bundle-keys-missing", 200, b"{}"),
    ):
        with pytest.raises(TrustError) as failed:
            partner.answer(partner.request(), status, body, at=at(60))
        assert failed.value.code == code
    partner.fail("connection refused", at(60))
    assert (partner.failures, partner.next_at) == (4, at(120))
    assert partner.bundle == bundle(ONE, sequence=7)
    assert fetch(partner, bundle(TWO, sequence=6), 120).outcome == "older"
    taken = fetch(partner, bundle(TWO, sequence=8), 180)
    assert (taken.outcome, partner.failures) == ("taken", 0)
    assert taken.diff is not None
    assert taken.diff.removed == [ONE]
    assert fetch(partner, bundle(TWO, sequence=8), 240).outcome == "unchanged"
    assert not partner.is_due(at(299))


def test_redirects_hold_once_and_lead_to_https_alone() -> None:
    partner = FederatedBundle(BundleEndpoint.https_web(TD, URL), at=START)
    request = partner.request()
    assert (request.host, request.port, request.target, request.server_name) == (
        "partner.example",
        443,
        "/bundle",
        "partner.example",
    )
    moved = partner.answer(request, 307, b"", location="https://cdn.example:8443/x", at=START)
    assert isinstance(moved, BundleRequest)
    assert (moved.server_name, moved.port, moved.endpoint_id, moved.endpoint_bundle) == (
        "cdn.example",
        8443,
        None,
        None,
    )
    with pytest.raises(TrustError) as refused:
        partner.answer(request, 307, b"", location="http://cdn.example/", at=START)
    assert refused.value.code == "federation-url-invalid"
    assert partner.request().url == URL
    for url in ("http://partner.example/", "https://user@partner.example/", "partner.example"):
        with pytest.raises(TrustError):
            BundleEndpoint.https_web(TD, url)


def test_the_latest_bundle_vouches_for_the_next_connection() -> None:
    id = "spiffe://partner.example/bundles"
    endpoint = BundleEndpoint.https_spiffe(TD, URL, id, bundle(ONE, sequence=1))
    assert (endpoint.profile, endpoint.is_self_serving, endpoint.url) == ("https_spiffe", True, URL)
    partner = FederatedBundle(endpoint, at=START)
    assert partner.request().endpoint_bundle == bundle(ONE, sequence=1)
    fetch(partner, bundle(TWO, sequence=2), 0)
    request = partner.request()
    assert (request.endpoint_id, request.server_name) == (SpiffeId(id), None)
    assert request.endpoint_bundle == bundle(TWO, sequence=2)
    stored = FederatedBundle(endpoint, stored=bundle(TWO, sequence=2), at=START)
    assert stored.bundle == bundle(TWO, sequence=2)
    with pytest.raises(TrustError):
        FederatedBundle(endpoint, stored=TrustBundle("other.example", []))
    with pytest.raises(TrustError):
        BundleEndpoint.https_spiffe(TD, URL, "spiffe://host.example/bundles", bundle(ONE, sequence=1))


def test_a_publisher_gives_everyone_the_newest_bundle() -> None:
    publisher = BundlePublisher(TrustBundle(TD, [ONE]))
    publisher.publish(TrustBundle(TD, [TWO]))
    status, headers, body, length = publisher.answer("GET")
    assert (status, dict(headers)["content-type"]) == (200, "application/json")
    assert (publisher.answer("HEAD")[2:], length) == (("", len(body.encode())), len(body))
    assert TrustBundle.from_spiffe_json(TD, body) == publisher.bundle
    assert (publisher.bundle.sequence, publisher.bundle.authorities) == (2, [TWO])
    assert publisher.answer("POST")[0] == 405
    with pytest.raises(TrustError) as refused:
        publisher.publish(TrustBundle(TD, [ONE]).with_sequence(2))
    assert refused.value.code == "bundle-sequence-decreased"

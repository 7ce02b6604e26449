"""The live probe: the shared cases, and runs against servers of this process, which answer while it runs."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import mtls_core
import pytest
from mtls_core import CertificateAuthority, EdgeProvider, OriginError, ProbeReport
from origin_server import HOST, context, edge_of, fields, serving, silent, taking_any_certificate
from vectors import Args, Case, cases, check

# The probes whose end is the same with every stack.
DIRECT = {"edge-certificate", "no-certificate", "self-signed", "same-name-ca", "unrelated-ca", "expired"}
CA = CertificateAuthority.root("Edge CA")
EDGE = edge_of(CA)


def options(args: Args) -> dict[str, Any]:
    of = dict(args.values)
    if of.pop("edge", False):
        of |= {"edge_certificate": EDGE, "edge_ca": [CA.certificate], "unfit_from": CA}
    return of


class Planned(Exception):
    pass


def plan(args: Args) -> dict[str, object]:
    """What the first event says, by which nothing has been sent."""
    told: list[dict[str, Any]] = []

    def stop(event: dict[str, Any]) -> None:
        told.append(event)
        raise Planned

    with pytest.raises(Planned):
        mtls_core.probe_origin(**options(args), on_progress=stop)
    (event,) = told
    return {
        "addresses": event["addresses"],
        "connections": event["connections"],
        "probes": [
            [one["probe"], one["address"], one["version"], one["http2"], one["server_name"], one["host"]]
            for one in event["probes"]
        ],
    }


def brief(report: ProbeReport) -> dict[str, object]:
    record = report.to_dict()
    assert (record["verdict"], record["bypasses"]) == (report.verdict, report.bypasses)
    assert (record["exit_code"], record["connections"]) == (report.exit_code, report.connections)
    assert (record["evidence"], record["findings"]) == (report.evidence, report.findings)
    return {
        "verdict": report.verdict,
        "exit_code": report.exit_code,
        "bypasses": report.bypasses,
        "rules": sorted({one["rule"] for one in report.findings if one["severity"] == "error"}),
        "readings": sorted(
            {f"{one['probe']}: {one['reading']}" for one in report.evidence if one["probe"] in DIRECT}
        ),
    }


def names(report: ProbeReport) -> dict[str, object]:
    return {"report": fields(report.to_dict()), "evidence": fields(report.evidence[0])}


def judged(args: Args) -> ProbeReport:
    """Of a server of this language that asks for certificates in this way."""
    of = options(args)
    mode = {"required": ssl.CERT_REQUIRED, "optional": ssl.CERT_OPTIONAL, "none": ssl.CERT_NONE}
    with TemporaryDirectory() as folder:
        tls = context(CA, Path(folder), mode[of.pop("clients")])
        with serving(tls) as address:
            return mtls_core.probe_origin(address, **of)


OPERATIONS = {
    "probe.plan": plan,
    "probe.unreachable": lambda args: brief(mtls_core.probe_origin(**options(args))),
    "probe.judged": lambda args: brief(judged(args)),
    "probe.fields": lambda args: names(judged(args)),
}


@pytest.mark.parametrize("case", cases("probe"), ids=lambda case: case.name)
def test_shared_case(case: Case) -> None:
    check(case, OPERATIONS, OriginError)


def probe(address: str, **more: Any) -> ProbeReport:
    return mtls_core.probe_origin(
        address, **{"server_name": HOST, "edge_certificate": EDGE, "edge_ca": [CA.certificate], **more}
    )


@pytest.fixture
def enforcing(tmp_path: Path) -> Iterator[str]:
    with serving(context(CA, tmp_path, ssl.CERT_REQUIRED)) as address:
        yield address


def test_the_report_is_for_people_and_for_programs(enforcing: str) -> None:
    events: list[dict[str, Any]] = []
    report = probe(enforcing, on_progress=events.append)
    assert (report.target, report.verdict) == (enforcing, "enforced"), str(report)
    assert events[0]["event"] == "planned"
    assert events[0]["connections"] >= report.connections
    assert events[-1] == {"event": "judged", "verdict": "enforced", "bypasses": []}
    assert len(events) == len(report.evidence) + 2
    assert json.loads(report.to_json()) == report.to_dict()
    assert json.loads(report.to_sarif())["version"] == "2.1.0"
    assert str(report) == report.to_text()
    assert report.to_text().startswith(f"{HOST} at {enforcing}: enforced\n")
    assert repr(report) == f"<ProbeReport {enforcing}: enforced>"
    assert timedelta(0) < report.elapsed < timedelta(seconds=20)


def test_any_certificate_is_seen_to_do(tmp_path: Path) -> None:
    with taking_any_certificate(CA, tmp_path) as address:
        report = probe(address)
    assert (report.verdict, report.exit_code) == ("open-to-any-cert", 11), str(report)


@pytest.mark.parametrize(
    ("more", "verdict", "bypasses"),
    [
        ({"provider": "cloudflare-shared"}, "edge-network-only", []),
        ({"provider": EdgeProvider("cloudfront")}, "enforced", []),
        ({"provider": "cloudflare-shared", "shared_ca": False}, "enforced", []),
        ({"shared_ca": True}, "edge-network-only", []),
        ({"edge_certificate": None}, "unproven", []),
        ({"edge_certificate": edge_of(CertificateAuthority.root("Other"))}, "broken", []),
        ({"revoked_certificate": EDGE}, "bypass", ["unfit-certificate"]),
        ({"timeout": 25, "step_timeout": timedelta(seconds=4)}, "enforced", []),
    ],
    ids=str,
)
def test_options_have_their_part_in_the_verdict(
    enforcing: str, more: dict[str, Any], verdict: str, bypasses: list[str]
) -> None:
    report = probe(enforcing, **more)
    assert (report.verdict, report.bypasses) == (verdict, bypasses), str(report)


def test_other_doors_are_tried(enforcing: str, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    with serving(None) as plain, serving(context(CA, folder, ssl.CERT_NONE)) as other:
        _, _, port = plain.rpartition(":")
        report = probe(enforcing, plaintext_port=int(port), also=[other], sibling="open.example", path="/x")
    assert (report.verdict, report.bypasses) == ("bypass", ["plaintext", "address"]), str(report)
    tried = {one["probe"] for one in report.evidence}
    assert {"sibling-server-name", "resumption", "plaintext"} <= tried
    assert report.to_dict()["path"] == "/x"


def test_http3_leaves_it_open_unless_it_is_ignored(tmp_path: Path) -> None:
    with serving(context(CA, tmp_path, ssl.CERT_REQUIRED), http3=True) as address, answering_udp(address):
        assert probe(address).verdict == "unproven"
        assert probe(address, ignore_quic=True).verdict == "enforced"


@contextlib.contextmanager
def answering_udp(address: str) -> Iterator[None]:
    """Answers whatever comes by UDP to the same port."""
    host, _, port = address.rpartition(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind((host, int(port)))
        udp.settimeout(0.1)
        done = threading.Event()

        def answer() -> None:
            while not done.is_set():
                with contextlib.suppress(TimeoutError):
                    data, sender = udp.recvfrom(2048)
                    udp.sendto(data, sender)

        thread = threading.Thread(target=answer)
        thread.start()
        yield
        done.set()
        thread.join()


def test_a_server_that_hangs_is_unproven_in_time_and_other_threads_run() -> None:
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.wait(0.01):
            ticks += 1

    thread = threading.Thread(target=tick)
    thread.start()
    begin = time.monotonic()
    with silent() as address:
        report = probe(address, timeout=1, step_timeout=0.8)
    took = time.monotonic() - begin
    done.set()
    thread.join()
    assert report.verdict == "unproven"
    assert 0.5 < took < 10
    assert ticks > 10


def test_what_progress_raises_ends_the_run(enforcing: str) -> None:
    calls = 0

    def progress(_: dict[str, Any]) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        probe(enforcing, on_progress=progress)
    assert calls == 3


def test_an_interrupt_ends_the_run() -> None:
    timer = threading.Timer(0.2, signal.raise_signal, [signal.SIGINT])
    timer.start()
    begin = time.monotonic()
    with silent() as address, pytest.raises(KeyboardInterrupt):
        probe(address, step_timeout=0.8)
    assert time.monotonic() - begin < 5
    timer.join()


def test_an_address_needs_its_port(enforcing: str) -> None:
    with pytest.raises(ValueError, match="each with a port"):
        probe(enforcing, also=["127.0.0.1"])

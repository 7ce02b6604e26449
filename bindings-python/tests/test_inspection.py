"""What a server presents: the shared cases, and a walk through a connection to a server of this process."""

from __future__ import annotations

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
from mtls_core import CertificateAuthority, ChainReport, OriginError, ServerReport
from origin_server import HOST, context, fields, serving, silent
from vectors import Args, Case, cases, check

ROOT = CertificateAuthority.root("Shop Root")
CA = ROOT.intermediate("Shop CA")


def brief(report: ServerReport) -> dict[str, object]:
    record = report.to_dict()
    for name in record.keys() - {"at", "server", "server_strict"}:
        assert record[name] == getattr(report, name), name
    for name in ("server", "server_strict"):
        verdict: ChainReport | None = getattr(report, name)
        assert record[name] == (verdict and verdict.to_dict())
    chain = report.chain
    return {
        "failure": report.failure and [report.failure["phase"], report.failure["timed_out"]],
        "versions": [[one["version"], one["accepted"]] for one in report.versions],
        "alpn": report.alpn,
        "key_proof": report.key_proof,
        "name_matches": report.name_matches,
        "ocsp_stapled": report.ocsp_stapled,
        "trust": report.trust,
        "accepted": report.accepted,
        "strict": report.server_strict and report.server_strict.accepted,
        "roles": chain and [one["role"] for one in chain["certificates"]],
        "path": chain and chain["path"],
        "complete": chain and chain["complete"],
        "requested": report.client_certificate["requested"],
        "answer": report.answer and [report.answer["status"], report.answer["location"]],
        "rules": [finding["rule"] for finding in report.findings],
        "has_errors": report.has_errors,
    }


def names(report: ServerReport) -> dict[str, object]:
    record = report.to_dict()
    chain = record["chain"]
    return {
        "report": fields(record),
        "chain": fields(chain),
        "certificate": fields(chain["certificates"][0]),
        "version": fields(record["versions"][0]),
        "answer": fields(record["answer"]),
        "client_certificate": fields(record["client_certificate"]),
    }


def walked(args: Args) -> ServerReport:
    """Of a server of this language that asks for certificates in this way."""
    of: dict[str, Any] = dict(args.values)
    mode = {"required": ssl.CERT_REQUIRED, "none": ssl.CERT_NONE}[of.pop("clients")]
    anchors = [ROOT.certificate] if of.pop("anchors") else None
    with TemporaryDirectory() as folder, serving(context(CA, Path(folder), mode)) as address:
        return mtls_core.inspect_server(address, anchors=anchors, **of)


OPERATIONS = {
    "inspection.unreachable": lambda args: brief(mtls_core.inspect_server(**args.values)),
    "inspection.walked": lambda args: brief(walked(args)),
    "inspection.fields": lambda args: names(walked(args)),
}


@pytest.mark.parametrize("case", cases("inspection"), ids=lambda case: case.name)
def test_shared_case(case: Case) -> None:
    check(case, OPERATIONS, OriginError)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with serving(context(CA, tmp_path, ssl.CERT_NONE)) as address:
        yield address


def test_a_walk_through_the_connection(server: str) -> None:
    report = mtls_core.inspect_server(server, server_name=HOST, anchors=[ROOT.certificate], request="/old")
    assert report.version == "TLSv1.3"
    assert report.cipher_suite is not None
    assert report.cipher_suite.startswith("TLS_AES_")
    assert report.key_exchange_group is not None
    assert report.days_left in range(1, 400)
    assert report.address == report.target == server
    assert report.chain is not None
    assert report.chain["certificates"][0]["info"]["names"]["dns"] == [HOST]
    assert report.server is not None
    assert report.server.accepted
    text = report.to_text()
    for line in [
        f"server name {HOST}",
        "* TLSv1.3, TLS_AES_",
        "* TLSv1.2 alone: taken, TLS_ECDHE_",
        f"*   names       {HOST} (fits)",
        "*   OCSP staple none",
        "* chain as sent, 2 certificates:",
        "└─ [1] CN=Shop CA",
        "CN=Shop Root (trusted here, not sent)",
        "* verdict under the trust anchors given: server accepted, server-strict ",
        "< 301 Moved Permanently",
        f"< Location: https://{HOST}/new (not followed)",
    ]:
        assert line in text, text
    assert str(report) == text
    assert repr(report) == f"<ServerReport {server}: TLSv1.3>"


def test_options_change_what_is_asked(server: str) -> None:
    def inspect(**options: Any) -> ServerReport:
        return mtls_core.inspect_server(server, **options)

    unnamed = inspect(server_name=HOST, without_server_name=True, each_version=False)
    assert (unnamed.server_name, unnamed.name_matches) == (None, False)
    assert [one["version"] for one in unnamed.versions] == ["TLSv1.3"]
    assert inspect(alpn=["http/1.1"]).alpn == "http/1.1"
    assert inspect(alpn=[]).alpn is None
    late = inspect(at=int(time.time()) + 3 * 365 * 86_400)
    assert late.days_left is not None
    assert late.days_left < 0
    assert late.has_errors
    wrongs: list[dict[str, Any]] = [{"time_limit": 0}, {"time_limit": timedelta(hours=1)}, {"request": "x"}]
    for wrong in [*wrongs, {"alpn": [""]}]:
        with pytest.raises(OriginError) as refused:
            inspect(**wrong)
        assert refused.value.code == "origin-option-invalid"


def test_a_server_that_hangs_is_reported_in_time_and_other_threads_run() -> None:
    reports: list[ServerReport] = []
    with silent() as address:
        thread = threading.Thread(
            target=lambda: reports.append(mtls_core.inspect_server(address, time_limit=0.8))
        )
        begin = time.monotonic()
        thread.start()
        ticks = 0
        while thread.is_alive():
            time.sleep(0.01)
            ticks += 1
        took = time.monotonic() - begin
    assert ticks > 10
    assert 0.5 < took < 10
    (report,) = reports
    assert report.failure is not None
    assert report.failure["timed_out"]
    assert repr(report) == f"<ServerReport {address}: no TLS>"

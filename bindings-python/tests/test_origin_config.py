"""Configurations of servers: the shared cases, files on disk, and what only Python has."""

from __future__ import annotations

import inspect
import json
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mtls_core import (
    CertificateAuthority,
    ConfigFiles,
    ConfigReport,
    Finding,
    OriginError,
    catalog,
    check_config,
)
from vectors import Args, Case, cases, check

SERVER = """http {
    server {
        listen 443 ssl;
        server_name shop.example;
        ssl_client_certificate ca.pem;
        ssl_verify_client on;
    }
    include conf.d/*.conf;
}
"""
RULES = {rule["name"]: rule for rule in catalog()}
OPEN = "server { listen 8443 ssl; server_name shop.example; }\n"


def place(finding: Finding) -> str:
    subject = finding["subject"]
    return f"{subject['file']}:{subject['line']}" if "line" in subject else subject["kind"]


def checked(args: Args) -> dict[str, object]:
    options: dict[str, Any] = dict(args["options"])
    limits = options.pop("limits", {})
    files = ConfigFiles(dict(args["files"]), complete=args.get("complete", False))
    report = check_config(args["kind"], files, **options, **limits)
    assert report.exit_code == 0 if report.verdict == "enforced" else report.exit_code >= 10
    grave = [[one["rule"], place(one)] for one in report.findings if one["severity"] != "info"]
    return {"verdict": report.verdict, "bypasses": report.bypasses, "findings": sorted(grave)}


def load_and_check(args: Args, folder: Path) -> None:
    for name, text in args["disk"]:
        (folder / name).write_text(text)
    allow = [folder / args["allow"]] if "allow" in args.values else None
    files = ConfigFiles.load(folder / args["load"], allow=allow)
    options: dict[str, Any] = dict(args["options"])
    limits = options.pop("limits", {})
    check_config(args["kind"], files, **options, **limits)


def refusal(args: Args) -> object:
    """All that a refusal says; what it names of the disk lies in `FOLDER`."""
    with tempfile.TemporaryDirectory() as folder, pytest.raises(OriginError) as raised:
        load_and_check(args, Path(folder))
    error = raised.value
    assert error.help == RULES[error.code]["help"]
    message, subject = error.findings[0]["message"], error.findings[0]["subject"]
    assert message == str(error)
    option = message.partition(": ")[0]
    told = {
        "code": error.code,
        "message": message,
        "option": option if option in inspect.signature(check_config).parameters else None,
        "subject": subject,
    }
    return json.loads(json.dumps(told).replace(folder, "FOLDER"))


@pytest.mark.parametrize("case", cases("origin_config"), ids=lambda case: case.name)
def test_shared_case(case: Case) -> None:
    check(case, {"check_config": checked, "config_refusal": refusal}, OriginError)


def nginx(folder: Path) -> Path:
    """A configuration on disk that is closed."""
    main = folder / "nginx.conf"
    main.write_text(SERVER)
    (folder / "ca.pem").write_text(CertificateAuthority.root("Edge").certificate.to_pem())
    (folder / "conf.d").mkdir()
    return main


def test_files_are_read_from_disk_with_what_they_include(tmp_path: Path) -> None:
    main = nginx(tmp_path)
    assert check_config("nginx", ConfigFiles.load(main)).verdict == "enforced"
    (tmp_path / "conf.d/open.conf").write_text(OPEN)
    files = ConfigFiles.load(str(main))
    assert files.names == [str(main)]
    report = check_config("nginx", files)
    assert (report.verdict, report.bypasses, report.exit_code) == ("bypass", ["address"], 12)
    assert place(report.findings[0]) == f"{tmp_path}/conf.d/open.conf:1"
    assert files.names == [str(main), f"{tmp_path}/ca.pem", f"{tmp_path}/conf.d/open.conf"]
    # A folder: the main file has the usual name.
    assert check_config("nginx", ConfigFiles.load(tmp_path)) == report


def test_other_folders_are_read_where_they_are_allowed(tmp_path: Path) -> None:
    main, elsewhere = nginx(tmp_path), tmp_path.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "open.conf").write_text(OPEN)
    main.write_text(SERVER.replace("conf.d/*.conf", f"{elsewhere}/open.conf"))
    assert check_config("nginx", ConfigFiles.load(main)).verdict == "unproven"
    assert check_config("nginx", ConfigFiles.load(main, allow=[elsewhere])).verdict == "bypass"
    with pytest.raises(OriginError) as refusal:
        ConfigFiles.load(main, allow=[tmp_path / "nowhere"])
    assert refusal.value.code == "origin-config-unreadable"


def test_refusals_name_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(OriginError) as refusal:
        check_config("nginx", ConfigFiles({"nginx.conf": "http {\n    listen 80\n}\n"}))
    assert str(refusal.value).startswith("nginx.conf:3: `;` is missing before `}`")
    assert refusal.value.findings[0]["subject"] == {"kind": "line", "file": "nginx.conf", "line": 3}
    with pytest.raises(OriginError) as refusal:
        ConfigFiles.load(tmp_path / "nginx.conf")
    assert refusal.value.findings[0]["subject"] == {"kind": "file", "path": str(tmp_path / "nginx.conf")}
    assert refusal.value.help


def test_a_report_has_every_form() -> None:
    files = ConfigFiles({"nginx.conf": SERVER.replace("client on", "client optional")}, complete=True)
    assert repr(files) == "<ConfigFiles nginx.conf>"
    report = check_config("nginx", files, at=datetime(2027, 1, 1, tzinfo=UTC))
    assert (report.kind, report.verdict, report.has_errors) == ("nginx", "open", True)
    assert repr(report) == "<ConfigReport nginx: open>"
    assert str(report) == report.to_text()
    assert report.to_text().startswith("nginx: open\n  shop.example on *:443 TLS")
    record = report.to_dict()
    assert json.loads(report.to_json()) == record
    assert (record["listeners"], record["findings"]) == (report.listeners, report.findings)
    assert record["exit_code"] == report.exit_code == 10
    assert record["listeners"][0]["client_auth"] == "optional"
    result = json.loads(report.to_sarif())["runs"][0]["results"][0]
    assert result["ruleId"] == "client-certificate-optional"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "nginx.conf"},
        "region": {"startLine": 6},
    }
    assert report == check_config("nginx", files, at=1_800_000_000)


def test_other_threads_run_while_it_reads(tmp_path: Path) -> None:
    main = nginx(tmp_path)
    (tmp_path / "conf.d/many.conf").write_text(OPEN * 2000)
    reports: list[ConfigReport] = []
    thread = threading.Thread(target=lambda: reports.append(check_config("nginx", ConfigFiles.load(main))))
    thread.start()
    turns = 0
    while thread.is_alive():
        turns += 1
    assert turns > 1000, "this thread waited for the other one"
    assert [len(report.listeners) for report in reports] == [2001]

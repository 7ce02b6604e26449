"""The cases that Rust, Python and Node all run: `mtls-core/tests/vectors/<subject>.json`."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import mtls_core

VECTORS = Path(__file__).parents[2] / "mtls-core" / "tests" / "vectors"


class Args:
    """The arguments of a case."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def data(self, key: str) -> str | bytes:
        """The text under `key`, or the bytes under `key_b64`."""
        encoded = self.values.get(f"{key}_b64")
        if encoded is None:
            text = self.values[key]
            assert isinstance(text, str)
            return text
        return base64.b64decode(encoded, validate=True)


class Case(NamedTuple):
    name: str
    op: str
    args: Args
    expected: dict[str, Any]


Operations = Mapping[str, Callable[[Args], object]]
NAMES = {"name", "op", "args", "ok", "error", "findings", "twin"}


def cases(subject: str) -> list[Case]:
    document = json.loads((VECTORS / f"{subject}.json").read_text(encoding="utf-8"))
    material = document.get("material", {})
    found = []
    for case in document["cases"]:
        assert case.keys() <= NAMES, case["name"]
        assert ("ok" in case) != ("error" in case), case["name"]
        args = resolve(case["args"], material) if material else case["args"]
        expected = {key: case[key] for key in ("ok", "error", "findings") if key in case}
        found.append(Case(case["name"], case["op"], Args(args), expected))
    return found


def resolve(value: Any, material: Mapping[str, str]) -> Any:
    """Puts the file's texts where `@label` stands."""
    if isinstance(value, str) and value.startswith("@"):
        return material[value[1:]]
    if isinstance(value, list):
        return [resolve(item, material) for item in value]
    if isinstance(value, dict):
        return {key: resolve(item, material) for key, item in value.items()}
    return value


def unpem(text: str) -> bytes:
    """The bytes of one block of PEM, whatever they are."""
    return base64.b64decode("".join(line for line in text.splitlines() if not line.startswith("-----")))


def bundles_of(authorities: Mapping[str, Sequence[str]]) -> list[mtls_core.TrustBundle]:
    """Bundles of authorities by trust domain."""
    return [
        mtls_core.TrustBundle.from_der(name, b"".join(map(unpem, texts)))
        for name, texts in authorities.items()
    ]


def planned(args: Args) -> mtls_core.RotationPlan:
    """The plan of a rotation."""

    def certificates(texts: Sequence[str]) -> list[mtls_core.Certificate]:
        return [mtls_core.Certificate.from_pem(text) for text in texts]

    old = mtls_core.TrustBundle(args["trust_domain"], certificates(args["old"]))
    if "old_refresh_hint" in args.values:
        old = old.with_refresh_hint(args["old_refresh_hint"])
    if "old_sequence" in args.values:
        old = old.with_sequence(int(args["old_sequence"]))
    names = ("start", "svid_lifetime", "refresh_hint", "publish_lead", "switch_window")
    options = {name: args[name] for name in names if name in args.values}
    return mtls_core.RotationPlan(old, certificates(args["new"]), **options)


def briefs(findings: Sequence[mtls_core.Finding]) -> list[list[object]]:
    """Findings as `[rule, severity, position of the certificate]`; their words may improve."""
    return [[one["rule"], one["severity"], one["subject"].get("index")] for one in findings]


def blamed(report: mtls_core.ChainReport) -> dict[str, object]:
    """What the shared cases compare of the report on any chain."""
    return {
        "accepted": report.accepted,
        "certificates": [
            [
                one["certificate"].get("index"),
                one["on_path"],
                [finding["rule"] for finding in one["findings"]],
            ]
            for one in report.certificates
        ],
        "findings": briefs(report.findings),
    }


def check(case: Case, operations: Operations, error: type[mtls_core.MtlsError]) -> None:
    """Runs one case; an operation that the table does not have fails it."""
    assert case.op in operations, f"{case.op} is not known here"
    try:
        answer: dict[str, object] = {"ok": plain(operations[case.op](case.args))}
    except mtls_core.MtlsError as refusal:
        assert isinstance(refusal, error), case.name
        assert refusal.findings, case.name
        assert refusal.help, case.name
        answer = {"error": refusal.code}
        if "findings" in case.expected:
            answer["findings"] = briefs(refusal.findings)
    assert answer == case.expected, case.name


def plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return int(value.timestamp())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)

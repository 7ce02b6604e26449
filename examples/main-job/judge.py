"""Step 2: judges cases, and writes the verdicts for the other languages to agree with."""

import json
from pathlib import Path
from typing import Any

from mtls_core import (
    ChainVerifier,
    EdgeVerifier,
    MtlsError,
    TrustAnchors,
    TrustBundle,
    VerificationError,
)


def judge(case: dict[str, Any]) -> dict[str, Any]:
    """The verdict on one case, in the form that the three languages share."""
    verdict = {"name": case["name"], "keys": case["keys"], "judged_as": judged_as(case)}
    chain, at = case["chain"], case["at"]
    spiffe_id = None
    try:
        if edge := case["edge"]:
            anchors = TrustAnchors.from_pem(edge["anchors"]) if edge["anchors"] else TrustAnchors([])
            by_name = EdgeVerifier(anchors, profile=edge["profile"])
            verdict["explanation"] = str(by_name.explain(chain, None, at))
            warnings = by_name.verify(chain, None, at).warnings
        else:
            bundles = [TrustBundle.from_pem(name, pem) for name, pem in case["bundles"].items()]
            verifier = ChainVerifier(bundles)
            verdict["explanation"] = str(verifier.explain(chain, at))
            peer = verifier.verify(chain, at)
            spiffe_id, warnings = str(peer.spiffe_id), peer.warnings
    except MtlsError as refused:
        if not isinstance(refused, VerificationError):
            verdict["explanation"] = f"{refused}\n  help: {refused.help}"
        return {**verdict, "accepted": False, "code": refused.code, "findings": refused.findings}
    return {**verdict, "accepted": True, "spiffe_id": spiffe_id, "findings": warnings}


def judged_as(case: dict[str, Any]) -> str:
    """The profile in words, and what it leaves open."""
    if edge := case["edge"]:
        return f"a leaf without a URI name (profile {edge['profile']}); no host name was compared"
    return "a workload (profile spiffe-interop)"


def all_cases(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Judges, prints, and fails where the story expected another verdict."""
    verdicts = []
    for case in cases:
        verdict = judge(case)
        code = verdict.get("code", "accepted")
        print(f"  {case['name']}: {code}, judged as {verdict['judged_as']}")
        if case["expected"] not in (None, code):
            raise SystemExit(f"{case['name']}: expected {case['expected']}, the verdict is {code}")
        verdicts.append(verdict)
    return verdicts


def write(out: Path, files: list[dict[str, Any]], chains: list[dict[str, Any]]) -> None:
    text = json.dumps({"files": files, "chains": chains}, indent=2, ensure_ascii=False)
    (out / "verdicts-python.json").write_text(text + "\n", encoding="utf-8")

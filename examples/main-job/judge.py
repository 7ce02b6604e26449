"""Step 2: judges cases, and writes the verdicts for the other languages to agree with."""

import json
from pathlib import Path
from typing import Any

from mtls_core import ChainVerifier, MtlsError, TrustBundle, VerificationError


def judge(case: dict[str, Any]) -> dict[str, Any]:
    """The verdict on one case, in the form that the three languages share."""
    verdict = {"name": case["name"], "keys": case["keys"]}
    chain, at = case["chain"], case["at"]
    try:
        verifier = ChainVerifier([TrustBundle.from_pem(name, pem) for name, pem in case["bundles"].items()])
        verdict["explanation"] = str(verifier.explain(chain, at))
        peer = verifier.verify(chain, at)
    except MtlsError as refused:
        if not isinstance(refused, VerificationError):
            verdict["explanation"] = f"{refused}\n  help: {refused.help}"
        return {**verdict, "accepted": False, "code": refused.code, "findings": refused.findings}
    return {**verdict, "accepted": True, "spiffe_id": str(peer.spiffe_id), "findings": peer.warnings}


def all_cases(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Judges, prints, and fails where the story expected another verdict."""
    verdicts = []
    for case in cases:
        verdict = judge(case)
        code = verdict.get("code", "accepted")
        print(f"  {case['name']}: {code}")
        if case["expected"] not in (None, code):
            raise SystemExit(f"{case['name']}: expected {case['expected']}, the verdict is {code}")
        verdicts.append(verdict)
    return verdicts


def write(out: Path, files: list[dict[str, Any]], chains: list[dict[str, Any]]) -> None:
    text = json.dumps({"files": files, "chains": chains}, indent=2, ensure_ascii=False)
    (out / "verdicts-python.json").write_text(text + "\n", encoding="utf-8")

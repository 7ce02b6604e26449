"""Fails if the Rust, Python and Node programs judged, explained or wrote anything otherwise."""

import json
import sys
from pathlib import Path


def main(out: Path, *, story: bool) -> None:
    verdicts = {
        language: json.loads((out / f"verdicts-{language}.json").read_text(encoding="utf-8"))
        for language in ("rust", "python", "node")
    }
    documents = ("manifests", "bigbang-values") if story else ()
    for language in ("python", "node"):
        if verdicts[language] != verdicts["rust"]:
            raise SystemExit(f"{language} and Rust disagree: compare {out}/verdicts-*.json")
        for document in documents:
            ours, theirs = (out / f"{document}-{name}.yaml" for name in ("rust", language))
            if ours.read_bytes() != theirs.read_bytes():
                raise SystemExit(f"{language} and Rust disagree: compare {ours} and {theirs}")
    counts = {what: len(found) for what, found in verdicts["rust"].items()}
    print(
        f"\nRust, Python and Node agree, findings and explanations included; verdicts: {counts['chains']}",
        end="",
    )
    print(", and manifests byte for byte." if story else f", files: {counts['files']}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), story=not any(sys.argv[2:]))

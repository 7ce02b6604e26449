"""The main job in Python, step by step as in the Rust program.

``story.py OUT`` tells the story and judges the Rust program's cases (OUT/cases.json) and builds its gateway
(OUT/gateway-options.json) too; ``story.py OUT CERTS`` judges the PEM files of the folder CERTS.
agree.py compares what the programs write to OUT.
"""

import json
import sys
from pathlib import Path

import certs
import handshake
import judge
import manifests
import material


def heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")


def tell(out: Path) -> None:
    heading("Python 1. A root, two intermediates, identities for the workloads")
    made = material.issue(out / "pki-python")

    heading("Python 2. Verify good and bad chains: the same ones of its own, and those of the Rust program")
    judge.all_cases(made.cases())
    shared = json.loads((out / "cases.json").read_text(encoding="utf-8"))
    judge.write(out, [], judge.all_cases(shared))

    heading("Python 3. A server and two clients on loopback")
    handshake.run(made)

    heading("Python 4. The manifests of the gateway")
    manifests.write(out)


def judge_directory(out: Path, directory: str) -> None:
    heading(f"Python: the certificates in {directory}")
    at = json.loads((out / "cases.json").read_text(encoding="utf-8"))[0]["at"]
    files, cases = certs.read(directory, at)
    judge.write(out, files, judge.all_cases(cases))


if __name__ == "__main__":
    folder = sys.argv[2] if len(sys.argv) > 2 else ""
    if folder:
        judge_directory(Path(sys.argv[1]), folder)
    else:
        tell(Path(sys.argv[1]))

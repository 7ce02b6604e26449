"""Check that the core compiles, warning-free: without features, with each alone, with all.

Only who asks for the Workload API or the probe gets a runtime with it.
"""

from __future__ import annotations

import json
import subprocess
import sys


def runtime(choice: list[str]) -> bool:
    command = ["cargo", "tree", "--locked", "-p", "mtls-core", "--edges=normal", "--prefix=none", *choice]
    return "\ntokio " in subprocess.check_output(command, text=True)


def main() -> int:
    metadata = json.loads(
        subprocess.check_output(["cargo", "metadata", "--locked", "--no-deps", "--format-version=1"])
    )
    core = next(package for package in metadata["packages"] if package["name"] == "mtls-core")
    alone = sorted(set(core["features"]) - {"default"})
    choices = [
        ["--no-default-features"],
        *(["--no-default-features", f"--features={name}"] for name in alone),
    ]
    choices += [[], ["--all-features"]]
    for choice in choices:
        print("features:", " ".join(choice) or "(default)", flush=True)
        command = [
            "cargo",
            "clippy",
            "--quiet",
            "--locked",
            "-p",
            "mtls-core",
            "--lib",
            *choice,
            "--",
            "-D",
            "warnings",
        ]
        if subprocess.run(command, check=False).returncode:
            print("failed:", " ".join(command), file=sys.stderr)
            return 1
        asked = any(name in " ".join(choice) for name in ("workload-api", "probe", "all-features"))
        if not asked and runtime(choice):
            print("tokio is in the tree of:", " ".join(choice) or "(default)", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

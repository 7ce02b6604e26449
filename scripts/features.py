"""Check that the core compiles, warning-free: without features, with each alone, with all."""

from __future__ import annotations

import json
import subprocess
import sys


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
    return 0


if __name__ == "__main__":
    sys.exit(main())

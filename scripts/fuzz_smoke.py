"""Run each fuzz target for some seconds on its seeds: `fuzz_smoke.py SECONDS`.

The targets come from a plain `cargo build`: libFuzzer without coverage feedback, enough to see that they run
and that nothing near the seeds panics. `cargo fuzz run` searches properly.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    seconds = int(sys.argv[1])
    metadata = json.loads(
        subprocess.check_output(["cargo", "metadata", "--locked", "--no-deps", "--format-version=1"])
    )
    package = next(package for package in metadata["packages"] if package["name"] == "mtls-core-fuzz")
    targets = sorted(target["name"] for target in package["targets"] if "bin" in target["kind"])
    if not targets:
        print("no fuzz targets", file=sys.stderr)
        return 1
    built = Path(metadata["target_directory"]) / "debug"
    failed = []
    for target in targets:
        with tempfile.TemporaryDirectory() as scratch:
            seeds = Path("fuzz/seeds") / target
            corpora = [scratch, *([str(seeds)] if seeds.is_dir() else [])]
            run = subprocess.run(
                [
                    str(built / target),
                    f"-max_total_time={seconds}",
                    "-timeout=10",
                    f"-artifact_prefix={scratch}/",
                    *corpora,
                ],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
        if run.returncode:
            failed.append(target)
            print(run.stdout[-4000:], file=sys.stderr)
        done = next(
            (line for line in run.stdout.splitlines() if line.startswith("Done ")),
            "stopped",
        )
        print(f"fuzz {target}: {done}", flush=True)
    if failed:
        print("failed:", ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

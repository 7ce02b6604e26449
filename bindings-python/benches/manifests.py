"""10,000 manifests to dicts, validated and written again, beside PyYAML's C loader and dumper.

Prints ``ratio NAME VALUE``: the other's time divided by ours, more is better. The times themselves go to
standard error. The two take turns in one run, so that both meet the same machine, and the shortest turns
count; PyYAML does not validate. The stream is the one that the benchmark of the core leaves behind:
``manifests.py target/tmp/manifests.yaml``. The numbers mean something for a release build alone:
``make bench`` makes one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml  # type: ignore[import-untyped]  # the package has no types
from mtls_core.resources import check_yaml, read_yaml, validate, write_yaml

ROUNDS = 5
DOCUMENTS = 10_000


def turn(work: Callable[[], object]) -> float:
    """The time of one call, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(name: str, theirs: Callable[[], object], ours: Callable[[], object]) -> None:
    times = [(turn(theirs), turn(ours)) for _ in range(ROUNDS)]
    best = [min(side) for side in zip(*times, strict=True)]
    print(f"{name}: PyYAML {best[0]:.3f} s, ours {best[1]:.3f} s", file=sys.stderr)
    print(f"ratio {name} {best[0] / best[1]:.2f}")


def main() -> None:
    text = Path(sys.argv[1]).read_text(encoding="utf-8")

    def load() -> list[object]:
        return list(yaml.load_all(text, Loader=yaml.CSafeLoader))

    def theirs() -> object:
        return yaml.dump_all(load(), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)

    def ours() -> object:
        manifests = read_yaml(text)
        return validate(manifests), write_yaml(manifests)

    # Both read every document.
    assert len(load()) == len(read_yaml(text)) == DOCUMENTS
    assert all(finding["severity"] != "error" for finding in check_yaml(text))

    compare("manifests-python", theirs, ours)
    # Without a dict for each: reading and judging alone, which needs no writing on either side.
    compare("manifests-python-check", load, lambda: check_yaml(text))


if __name__ == "__main__":
    main()

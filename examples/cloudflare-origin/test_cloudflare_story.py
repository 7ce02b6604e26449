"""The three programs tell the story that is written down, and write the same files."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CARGO = [
    "cargo",
    "run",
    "--locked",
    "--quiet",
    "--package",
    "mtls-core-examples",
    "--bin",
    "cloudflare-origin",
]
FILES = sorted(
    ["edge.key", "edge.pem", "manifests.yaml"]
    + [f"big-bang-{version}{part}.yaml" for version in ("2.5", "2.9", "3.0") for part in ("", "-beside")]
)


@pytest.mark.parametrize(
    "command",
    [[*CARGO, "--"], [sys.executable, "story.py"], ["node", "story.mjs"]],
    ids=["rust", "python", "node"],
)
def test_the_story(command: list[str], tmp_path: Path) -> None:
    told = subprocess.run(
        [*command, tmp_path / "out"], cwd=HERE, check=True, capture_output=True, encoding="utf-8"
    )
    assert told.stdout == (HERE / "story.txt").read_text(encoding="utf-8")
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == FILES
    assert all(path.stat().st_mode & 0o77 == 0 for path in (tmp_path / "out").iterdir())

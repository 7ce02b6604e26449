"""The three programs tell the story that is written down, with a real Envoy for the gateway."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BIN = "cloudflare-origin-proof"
CARGO = ["cargo", "run", "--locked", "--quiet", "--package", "mtls-core-examples", "--bin", BIN]


@pytest.mark.parametrize(
    "command", [CARGO, [sys.executable, "proof.py"], ["node", "proof.mjs"]], ids=["rust", "python", "node"]
)
def test_the_story(command: list[str]) -> None:
    told = subprocess.run(command, cwd=HERE, check=True, capture_output=True, encoding="utf-8", timeout=300)
    assert told.stdout == (HERE / "story.txt").read_text(encoding="utf-8")

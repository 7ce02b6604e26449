"""The program tells the story that is written down, with a real Envoy for the gateway."""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent
BIN = "cloudflare-origin-proof"
CARGO = ["cargo", "run", "--locked", "--quiet", "--package", "mtls-core-examples", "--bin", BIN]


def test_the_story() -> None:
    told = subprocess.run(CARGO, cwd=HERE, check=True, capture_output=True, encoding="utf-8", timeout=300)
    assert told.stdout == (HERE / "story.txt").read_text(encoding="utf-8")

"""The three programs give the mesh's side as it is written down."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CARGO = ["cargo", "run", "--locked", "--quiet", "--package", "mtls-core-examples", "--bin", "egress-proxy"]


@pytest.mark.parametrize(
    "command",
    [[*CARGO, "--", "mesh"], [sys.executable, "mesh.py"], ["node", "mesh.mjs"]],
    ids=["rust", "python", "node"],
)
def test_the_mesh(command: list[str]) -> None:
    told = subprocess.run(command, cwd=HERE, check=True, capture_output=True, encoding="utf-8")
    assert told.stdout == (HERE / "mesh.yaml").read_text(encoding="utf-8")

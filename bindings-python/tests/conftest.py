"""Every shared case is a test: as many are collected as the file has. And Ctrl-C works in all of them."""

from __future__ import annotations

import json
import signal
from collections import Counter

import pytest
from vectors import VECTORS, Case


def pytest_sessionstart() -> None:
    """What a shell starts in the background ignores SIGINT, and its children do too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def runs_a_case(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and isinstance(callspec.params.get("case"), Case)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Runs before tests are deselected; those that are asked for one by one are let through."""
    if any("::" in argument for argument in config.args):
        return
    collected = Counter(item.path.stem.removeprefix("test_") for item in items if runs_a_case(item))
    for subject, count in collected.items():
        cases = json.loads((VECTORS / f"{subject}.json").read_text(encoding="utf-8"))["cases"]
        assert count == len(cases), f"{subject}: {count} of {len(cases)} cases are tests"

"""Every shared case is a test: as many are collected as the file has."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from vectors import VECTORS, Case


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

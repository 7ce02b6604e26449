"""The catalog of rules, and what every exception says of itself."""

from __future__ import annotations

import copy
import inspect
import pickle
import re

import mtls_core
import pytest
from mtls_core import errors
from mtls_core.finding import Finding, Rule

FINDING = Finding(
    rule="leaf-expired",
    severity="error",
    subject={"kind": "input"},
    message="expired yesterday",
    help="renew it",
)
CLASSES = [getattr(errors, name) for name in errors.__all__]


def test_every_rule_of_the_catalog_has_all_its_texts() -> None:
    rules = mtls_core.catalog()
    assert rules
    for rule in rules:
        assert rule.keys() == Rule.__annotations__.keys()
        assert all(rule.values()), rule["name"]
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule["name"])
        assert rule["severity"] in ("info", "warning", "error")
    names = [rule["name"] for rule in rules]
    assert len(names) == len(set(names))


def test_every_exception_is_an_mtls_error_and_a_value_error() -> None:
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, BaseException)]
    assert {c.__name__ for c in classes} == set(errors.__all__)
    for error in classes:
        assert issubclass(error, mtls_core.MtlsError)
        assert issubclass(error, ValueError)
        assert getattr(mtls_core, error.__name__) is error


@pytest.mark.parametrize("error", CLASSES)
def test_an_exception_survives_pickling_and_copying(error: type[mtls_core.MtlsError]) -> None:
    seen = error("expired yesterday", "leaf-expired", "renew it", [FINDING])
    for twin in (pickle.loads(pickle.dumps(seen)), copy.deepcopy(seen)):
        assert type(twin) is error
        assert str(twin) == "expired yesterday"
        assert (twin.code, twin.help, twin.findings) == ("leaf-expired", "renew it", [FINDING])


def test_an_exception_without_findings_has_an_empty_list_of_its_own() -> None:
    one, two = mtls_core.MtlsError("x"), mtls_core.MtlsError("y")
    one.findings.append(FINDING)
    assert two.findings == []

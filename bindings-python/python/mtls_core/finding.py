"""The shapes of the plain dicts that speak of findings and rules."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

__all__ = ["Finding", "Rule", "Severity"]

Severity = Literal["info", "warning", "error"]


class Finding(TypedDict):
    """One thing seen, where, how grave, and what to do about it."""

    rule: str
    severity: Severity
    subject: dict[str, Any]
    message: str
    help: str


class Rule(TypedDict):
    """One rule of the catalog."""

    name: str
    severity: Severity
    trigger: str
    why: str
    help: str
    source: str

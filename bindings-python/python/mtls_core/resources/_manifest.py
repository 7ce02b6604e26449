"""What the functions of all kinds share."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any, TypeAlias

from mtls_core._native import build

Manifest: TypeAlias = dict[str, Any]
"""A Kubernetes object as it is written, keys in their order."""


def made(kind: str, options: Mapping[str, object]) -> Manifest:
    """The manifest of a kind. An option that is a keyword of the language has an underscore behind it."""
    return build(kind, {option(name): value for name, value in options.items()})


def option(name: str) -> str:
    return name[:-1] if name.endswith("_") and keyword.iskeyword(name[:-1]) else name

"""Kubernetes and Istio resources: builders, canonical YAML, validation. A manifest is a plain dict."""

from __future__ import annotations

from mtls_core._native import (
    check_yaml,
    gateway,
    read_json,
    read_yaml,
    secret,
    validate,
    write_json,
    write_yaml,
    write_yaml_value,
)

__all__ = [
    "check_yaml",
    "gateway",
    "read_json",
    "read_yaml",
    "secret",
    "validate",
    "write_json",
    "write_yaml",
    "write_yaml_value",
]

"""Kubernetes and Istio resources: builders, canonical YAML, validation. A manifest is a plain dict.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from mtls_core._native import (
    build,
    check_yaml,
    read_json,
    read_yaml,
    schema,
    validate,
    write_json,
    write_yaml,
    write_yaml_value,
)
from mtls_core.resources._manifest import Manifest
from mtls_core.resources.core import SecretOptions, secret
from mtls_core.resources.networking_istio_io import GatewayOptions, gateway
from mtls_core.resources.security_istio_io import PeerAuthenticationOptions, peer_authentication

__all__ = [
    "GatewayOptions",
    "Manifest",
    "PeerAuthenticationOptions",
    "SecretOptions",
    "build",
    "check_yaml",
    "gateway",
    "peer_authentication",
    "read_json",
    "read_yaml",
    "schema",
    "secret",
    "validate",
    "write_json",
    "write_yaml",
    "write_yaml_value",
]

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
from mtls_core.resources.networking_istio_io import (
    DestinationRuleOptions,
    GatewayOptions,
    ServiceEntryOptions,
    SidecarOptions,
    WorkloadEntryOptions,
    WorkloadGroupOptions,
    destination_rule,
    gateway,
    service_entry,
    sidecar,
    workload_entry,
    workload_group,
)
from mtls_core.resources.security_istio_io import (
    AuthorizationPolicyOptions,
    PeerAuthenticationOptions,
    RequestAuthenticationOptions,
    authorization_policy,
    peer_authentication,
    request_authentication,
)

__all__ = [
    "AuthorizationPolicyOptions",
    "DestinationRuleOptions",
    "GatewayOptions",
    "Manifest",
    "PeerAuthenticationOptions",
    "RequestAuthenticationOptions",
    "SecretOptions",
    "ServiceEntryOptions",
    "SidecarOptions",
    "WorkloadEntryOptions",
    "WorkloadGroupOptions",
    "authorization_policy",
    "build",
    "check_yaml",
    "destination_rule",
    "gateway",
    "peer_authentication",
    "read_json",
    "read_yaml",
    "request_authentication",
    "schema",
    "secret",
    "service_entry",
    "sidecar",
    "validate",
    "workload_entry",
    "workload_group",
    "write_json",
    "write_yaml",
    "write_yaml_value",
]

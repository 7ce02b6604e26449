"""The kind security.istio.io/AuthorizationPolicy.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import PolicyTargetReference, WorkloadSelector


class AuthorizationProvider(TypedDict, total=False):
    name: str
    """The name of an extension provider of the mesh."""


class AuthorizationSource(TypedDict, total=False):
    principals: Sequence[str]
    """Identities of peers as `<trust domain>/ns/<namespace>/sa/<service account>`, without `spiffe://`."""
    not_principals: Sequence[str]
    """Identities of peers that do not match."""
    request_principals: Sequence[str]
    """Identities of tokens as `<issuer>/<subject>`."""
    not_request_principals: Sequence[str]
    """Identities of tokens that do not match."""
    namespaces: Sequence[str]
    """Namespaces of peers."""
    not_namespaces: Sequence[str]
    """Namespaces of peers that do not match."""
    service_accounts: Sequence[str]
    """Service accounts of peers, as `<name>` in the namespace of the policy or `<namespace>/<name>`; no
    `*`."""
    not_service_accounts: Sequence[str]
    """Service accounts of peers that do not match."""
    trust_domains: Sequence[str]
    """Trust domains of peers. Not in every version of Istio."""
    not_trust_domains: Sequence[str]
    """Trust domains of peers that do not match."""
    ip_blocks: Sequence[str]
    """Addresses (CIDR or single ones) of the peer of the connection."""
    not_ip_blocks: Sequence[str]
    """Addresses of the peer that do not match."""
    remote_ip_blocks: Sequence[str]
    """Addresses of the client as trusted proxies report it."""
    not_remote_ip_blocks: Sequence[str]
    """Addresses of the client that do not match."""


class AuthorizationFrom(TypedDict, total=False):
    source: AuthorizationSource
    """The source."""


class AuthorizationOperation(TypedDict, total=False):
    hosts: Sequence[str]
    """Hosts as the request names them, with the port where it does."""
    not_hosts: Sequence[str]
    """Hosts that do not match."""
    ports: Sequence[str]
    """Ports that the workload listens on (at a gateway: of its pods), as text."""
    not_ports: Sequence[str]
    """Ports that do not match."""
    methods: Sequence[str]
    """Methods in capitals; gRPC has `POST` alone."""
    not_methods: Sequence[str]
    """Methods that do not match."""
    paths: Sequence[str]
    """Paths without the query; `{*}` stands for one segment, `{**}` at the end for any."""
    not_paths: Sequence[str]
    """Paths that do not match."""


class AuthorizationTo(TypedDict, total=False):
    operation: AuthorizationOperation
    """The operation."""


class AuthorizationCondition(TypedDict, total=False):
    key: str
    """The attribute: `source.ip`, `request.headers[<name>]`, `request.auth.claims[<name>]`, …"""
    values: Sequence[str]
    """Values of which the attribute must have one."""
    not_values: Sequence[str]
    """Values that the attribute must not have."""


AuthorizationRule = TypedDict(
    "AuthorizationRule",
    {
        # Who calls: one of these. Absent means anyone.
        "from": Sequence[AuthorizationFrom],
        # What is called: one of these. Absent means anything.
        "to": Sequence[AuthorizationTo],
        # What must hold besides: all of these.
        "when": Sequence[AuthorizationCondition],
    },
    total=False,
)


class AuthorizationPolicyOptions(TypedDict, total=False):
    """What :func:`authorization_policy` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["security.istio.io/v1", "security.istio.io/v1beta1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    selector: WorkloadSelector
    """The workloads that this is for; absent means all of the namespace, in the root namespace all of the
    mesh."""
    target_ref: PolicyTargetReference
    """The gateway or service that this is for. Write `targetRefs` instead."""
    target_refs: Sequence[PolicyTargetReference]
    """The gateways or services that this is for, at most 16."""
    action: Literal["ALLOW", "DENY", "AUDIT", "CUSTOM"]
    """What happens to requests that a rule matches; absent is `ALLOW`."""
    provider: AuthorizationProvider
    """Who decides, for `CUSTOM` alone."""
    rules: Sequence[AuthorizationRule]
    """The rules, at most 512: one must match. Without any, none matches, so that `ALLOW` allows nothing."""


def authorization_policy(**options: Unpack[AuthorizationPolicyOptions]) -> Manifest:
    """An AuthorizationPolicy of security.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        selector: The workloads that this is for; absent means all of the namespace, in the root namespace
            all of the mesh.
        target_ref: The gateway or service that this is for. Write `targetRefs` instead.
        target_refs: The gateways or services that this is for, at most 16.
        action: What happens to requests that a rule matches; absent is `ALLOW`.
        provider: Who decides, for `CUSTOM` alone.
        rules: The rules, at most 512: one must match. Without any, none matches, so that `ALLOW` allows
            nothing.
    """
    return made("security.istio.io/AuthorizationPolicy", options)

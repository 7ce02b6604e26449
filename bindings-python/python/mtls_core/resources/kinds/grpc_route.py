"""The kind gateway.networking.k8s.io/GRPCRoute.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.gateway_networking_k8s_io_parts import (
    BackendRef,
    HttpHeaderMatch,
    ParentRef,
    RouteFilter,
)


class GrpcMethodMatch(TypedDict, total=False):
    type: Literal["Exact", "RegularExpression"]
    """How the names are compared; absent is `Exact`."""
    service: str
    """The service, with its package; absent means all."""
    method: str
    """The method; absent means all."""


class GrpcRouteMatch(TypedDict, total=False):
    method: GrpcMethodMatch
    """Their method."""
    headers: Sequence[HttpHeaderMatch]
    """Their metadata."""


class GrpcRouteRule(TypedDict, total=False):
    name: str
    """Its name."""
    matches: Sequence[GrpcRouteMatch]
    """The calls; absent means all."""
    filters: Sequence[RouteFilter]
    """What is done with them."""
    backend_refs: Sequence[BackendRef]
    """Where they go."""
    session_persistence: object
    """Whether a client keeps its pod, kept as it is."""


class GrpcRouteOptions(TypedDict, total=False):
    """What :func:`grpc_route` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["gateway.networking.k8s.io/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    parent_refs: Sequence[ParentRef]
    """The Gateways that it attaches to."""
    use_default_gateways: str
    """Whether it attaches to default Gateways."""
    hostnames: Sequence[str]
    """The hosts; absent means those of the listeners."""
    rules: Sequence[GrpcRouteRule]
    """The rules."""


def grpc_route(**options: Unpack[GrpcRouteOptions]) -> Manifest:
    """A GRPCRoute of gateway.networking.k8s.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        parent_refs: The Gateways that it attaches to.
        use_default_gateways: Whether it attaches to default Gateways.
        hostnames: The hosts; absent means those of the listeners.
        rules: The rules.
    """
    return made("gateway.networking.k8s.io/GRPCRoute", options)

"""The kind gateway.networking.k8s.io/TLSRoute.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.gateway_networking_k8s_io_parts import BackendRef, ParentRef


class TlsRouteRule(TypedDict, total=False):
    name: str
    """Its name."""
    backend_refs: Sequence[BackendRef]
    """Where connections go."""


class TlsRouteOptions(TypedDict, total=False):
    """What :func:`tls_route` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal[
        "gateway.networking.k8s.io/v1",
        "gateway.networking.k8s.io/v1alpha3",
        "gateway.networking.k8s.io/v1alpha2",
    ]
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
    """The hosts, as clients name them by SNI."""
    rules: Sequence[TlsRouteRule]
    """The rules."""


def tls_route(**options: Unpack[TlsRouteOptions]) -> Manifest:
    """A TLSRoute of gateway.networking.k8s.io/v1.

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
        hostnames: The hosts, as clients name them by SNI.
        rules: The rules.
    """
    return made("gateway.networking.k8s.io/TLSRoute", options)

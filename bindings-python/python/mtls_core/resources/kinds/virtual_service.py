"""The kind networking.istio.io/VirtualService.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.networking_istio_io_parts import PortSelector


class StringMatch(TypedDict, total=False):
    exact: str
    """It is this."""
    prefix: str
    """It begins with this."""
    regex: str
    """It matches this expression (RE2) as a whole."""


class HttpMatch(TypedDict, total=False):
    name: str
    """A name for logs."""
    uri: StringMatch
    """The path with its query."""
    scheme: StringMatch
    """The scheme."""
    method: StringMatch
    """The method."""
    authority: StringMatch
    """The authority (HTTP/1: the `Host` header)."""
    headers: Mapping[str, StringMatch]
    """Headers by their names in lower case; an empty match means that the header is there."""
    port: int
    """The port that is addressed."""
    source_labels: Mapping[str, str]
    """Labels of the client's pods."""
    gateways: Sequence[str]
    """The gateways at which this holds; absent means those of the whole."""
    query_params: Mapping[str, StringMatch]
    """Parameters of the query."""
    ignore_uri_case: bool
    """Whether `uri` is compared without regard to case (exact and prefix)."""
    without_headers: Mapping[str, StringMatch]
    """Headers that must not match so."""
    source_namespace: str
    """The client's namespace."""
    stat_prefix: str
    """A prefix for statistics."""


class Destination(TypedDict, total=False):
    host: str
    """The host of the service; a short name is completed by the namespace of the VirtualService."""
    subset: str
    """The subset, as a DestinationRule names it."""
    port: PortSelector
    """The port; may be absent where the service has one alone."""


class HttpRouteDestination(TypedDict, total=False):
    destination: Destination
    """Where it is."""
    weight: int
    """Its share beside the weights of the others; absent is 0, which with a single destination is all."""
    headers: Mapping[str, object]
    """Headers to set, add or remove, kept as they are."""


class Delegate(TypedDict, total=False):
    name: str
    """Its name."""
    namespace: str
    """Its namespace; absent means that of the one that delegates."""


class HttpMirror(TypedDict, total=False):
    destination: Destination
    """The service."""
    percentage: Mapping[str, object]
    """How many are copied, kept as it is."""


class HttpRoute(TypedDict, total=False):
    name: str
    """A name for logs."""
    match: Sequence[HttpMatch]
    """The requests that it takes; one of them must hold, and none at all means every request."""
    route: Sequence[HttpRouteDestination]
    """Where they go, by weight."""
    redirect: Mapping[str, object]
    """Sends the client elsewhere, kept as it is."""
    direct_response: Mapping[str, object]
    """Answers in place of a service, kept as it is."""
    delegate: Delegate
    """The VirtualService without hosts that routes them on."""
    rewrite: Mapping[str, object]
    """Changes path or authority before they go on, kept as it is."""
    timeout: str
    """The time that an answer may take, as `10s`."""
    retries: Mapping[str, object]
    """Retries, kept as they are."""
    fault: Mapping[str, object]
    """Faults to test with, kept as they are."""
    mirror: Destination
    """Where a copy of each goes."""
    mirrors: Sequence[HttpMirror]
    """Where copies go."""
    mirror_percent: int
    """How many of a hundred are copied; replaced by `mirrorPercentage`."""
    mirror_percentage: Mapping[str, object]
    """How many are copied, kept as it is."""
    cors_policy: Mapping[str, object]
    """Cross-origin resource sharing, kept as it is."""
    headers: Mapping[str, object]
    """Headers to set, add or remove, kept as they are."""


class TlsMatch(TypedDict, total=False):
    sni_hosts: Sequence[str]
    """The names in the SNI, each one of the hosts or under a wildcard of them."""
    destination_subnets: Sequence[str]
    """Addresses or CIDR ranges of which the destination is one."""
    port: int
    """The port that is addressed."""
    source_labels: Mapping[str, str]
    """Labels of the client's pods."""
    gateways: Sequence[str]
    """The gateways at which this holds; absent means those of the whole."""
    source_namespace: str
    """The client's namespace."""


class RouteDestination(TypedDict, total=False):
    destination: Destination
    """Where it is."""
    weight: int
    """Its share beside the weights of the others; absent is 0, which with a single destination is all."""


class TlsRoute(TypedDict, total=False):
    match: Sequence[TlsMatch]
    """The connections that it takes; one of them must hold."""
    route: Sequence[RouteDestination]
    """Where they go, by weight."""


class TcpMatch(TypedDict, total=False):
    destination_subnets: Sequence[str]
    """Addresses or CIDR ranges of which the destination is one."""
    port: int
    """The port that is addressed."""
    source_subnet: str
    """Has no effect."""
    source_labels: Mapping[str, str]
    """Labels of the client's pods."""
    gateways: Sequence[str]
    """The gateways at which this holds; absent means those of the whole."""
    source_namespace: str
    """The client's namespace."""


class TcpRoute(TypedDict, total=False):
    match: Sequence[TcpMatch]
    """The connections that it takes; one of them must hold, and none at all means every connection."""
    route: Sequence[RouteDestination]
    """Where they go, by weight."""


class VirtualServiceOptions(TypedDict, total=False):
    """What :func:`virtual_service` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal[
        "networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"
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
    hosts: Sequence[str]
    """The hosts that clients address: domain names, wildcards (`*.shop.example`), or IP addresses. None
    makes it a delegate, to which HTTP routes of others lead."""
    gateways: Sequence[str]
    """The gateways at which the routes hold, as `namespace/name` or the name alone; `mesh` means the
    sidecars, and so do none at all."""
    http: Sequence[HttpRoute]
    """Routes of HTTP, of TLS that a gateway ends too; the first that matches counts."""
    tls: Sequence[TlsRoute]
    """Routes of TLS that is passed on, by its SNI; the first that matches counts."""
    tcp: Sequence[TcpRoute]
    """Routes of anything else; the first that matches counts."""
    export_to: Sequence[str]
    """The namespaces whose sidecars and gateways see it: names, `.` (its own) or `*` (all); absent means
    what the mesh sets, by default all."""


def virtual_service(**options: Unpack[VirtualServiceOptions]) -> Manifest:
    """A VirtualService of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        hosts: The hosts that clients address: domain names, wildcards (`*.shop.example`), or IP
            addresses. None makes it a delegate, to which HTTP routes of others lead.
        gateways: The gateways at which the routes hold, as `namespace/name` or the name alone; `mesh`
            means the sidecars, and so do none at all.
        http: Routes of HTTP, of TLS that a gateway ends too; the first that matches counts.
        tls: Routes of TLS that is passed on, by its SNI; the first that matches counts.
        tcp: Routes of anything else; the first that matches counts.
        export_to: The namespaces whose sidecars and gateways see it: names, `.` (its own) or `*` (all);
            absent means what the mesh sets, by default all.
    """
    return made("networking.istio.io/VirtualService", options)

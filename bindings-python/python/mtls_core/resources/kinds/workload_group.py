"""The kind networking.istio.io/WorkloadGroup.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.networking_istio_io_parts import WorkloadEntrySpec


class WorkloadGroupMetadata(TypedDict, total=False):
    labels: Mapping[str, str]
    """Labels of the entry."""
    annotations: Mapping[str, str]
    """Annotations of the entry."""


class HttpProbe(TypedDict, total=False):
    path: str
    """The path; absent means `/`."""
    port: int
    """The port."""
    host: str
    """The host; absent means the machine itself."""
    scheme: str
    """`HTTP`, which is what absent means, or `HTTPS`."""
    http_headers: Sequence[object]
    """Headers of the request: maps with `name` and `value`."""


class TcpProbe(TypedDict, total=False):
    host: str
    """The host; absent means the machine itself."""
    port: int
    """The port."""


class ExecProbe(TypedDict, total=False):
    command: Sequence[str]
    """The program and its arguments."""


class GrpcProbe(TypedDict, total=False):
    port: int
    """The port."""
    service: str
    """The service whose health is asked for; absent means the server's."""


class ReadinessProbe(TypedDict, total=False):
    initial_delay_seconds: int
    """Seconds to wait before the first attempt."""
    timeout_seconds: int
    """Seconds that an attempt may take; absent means 1."""
    period_seconds: int
    """Seconds between attempts; absent means 10."""
    success_threshold: int
    """Successes in a row that make it ready; absent means 1."""
    failure_threshold: int
    """Failures in a row that make it unready; absent means 3."""
    http_get: HttpProbe
    """By an HTTP request."""
    tcp_socket: TcpProbe
    """By opening a TCP connection."""
    exec: ExecProbe
    """By a command that succeeds."""
    grpc: GrpcProbe
    """By gRPC's health protocol."""


class WorkloadGroupOptions(TypedDict, total=False):
    """What :func:`workload_group` takes."""

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
    metadata: WorkloadGroupMetadata
    """Labels and annotations of the entries that are made."""
    template: WorkloadEntrySpec
    """What the entries say; the address is filled in when a machine joins."""
    probe: ReadinessProbe
    """How it is found out whether a machine is ready; absent means that it always is."""


def workload_group(**options: Unpack[WorkloadGroupOptions]) -> Manifest:
    """A WorkloadGroup of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        metadata: Labels and annotations of the entries that are made.
        template: What the entries say; the address is filled in when a machine joins.
        probe: How it is found out whether a machine is ready; absent means that it always is.
    """
    return made("networking.istio.io/WorkloadGroup", options)

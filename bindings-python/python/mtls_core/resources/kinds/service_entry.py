"""The kind networking.istio.io/ServiceEntry.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.networking_istio_io_parts import WorkloadEntrySpec, WorkloadLabels


class ServiceEntryPort(TypedDict, total=False):
    number: int
    """The number that callers use, 1 to 65535."""
    protocol: str
    """`HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case; absent means that it is found out by
    looking at the traffic."""
    name: str
    """The name, one for each port."""
    target_port: int
    """The port of the workloads; absent means `number`."""


class ServiceEntryOptions(TypedDict, total=False):
    """What :func:`service_entry` takes."""

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
    """The names that callers use; a `*` may stand for the first label."""
    addresses: Sequence[str]
    """The addresses that callers use: IP addresses, or ranges where the resolution is `NONE` or `STATIC`."""
    ports: Sequence[ServiceEntryPort]
    """The ports that callers use."""
    location: Literal["MESH_EXTERNAL", "MESH_INTERNAL"]
    """Whether the service belongs to the mesh; absent is `MESH_EXTERNAL`."""
    resolution: Literal["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"]
    """How its workloads are found; absent is `NONE`."""
    endpoints: Sequence[WorkloadEntrySpec]
    """Its workloads."""
    workload_selector: WorkloadLabels
    """Its workloads, by the labels of pods and `WorkloadEntry` objects of this namespace. Not with
    `endpoints`."""
    export_to: Sequence[str]
    """The namespaces that see it: names, `.` for its own, `*` for all, `~` for none. Absent means the
    mesh's default, which is all."""
    subject_alt_names: Sequence[str]
    """Names of which the server's certificate must carry one, as SPIFFE IDs or domain names, where a
    caller's proxy speaks TLS to it."""


def service_entry(**options: Unpack[ServiceEntryOptions]) -> Manifest:
    """A ServiceEntry of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        hosts: The names that callers use; a `*` may stand for the first label.
        addresses: The addresses that callers use: IP addresses, or ranges where the resolution is `NONE`
            or `STATIC`.
        ports: The ports that callers use.
        location: Whether the service belongs to the mesh; absent is `MESH_EXTERNAL`.
        resolution: How its workloads are found; absent is `NONE`.
        endpoints: Its workloads.
        workload_selector: Its workloads, by the labels of pods and `WorkloadEntry` objects of this
            namespace. Not with `endpoints`.
        export_to: The namespaces that see it: names, `.` for its own, `*` for all, `~` for none. Absent
            means the mesh's default, which is all.
        subject_alt_names: Names of which the server's certificate must carry one, as SPIFFE IDs or domain
            names, where a caller's proxy speaks TLS to it.
    """
    return made("networking.istio.io/ServiceEntry", options)

"""The kind networking.istio.io/WorkloadEntry.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class WorkloadEntrySpecFields(TypedDict, total=False):
    labels: Mapping[str, str]
    """Labels of the workload. `security.istio.io/tlsMode: istio` says that it speaks mutual TLS."""


class WorkloadEntryOptions(TypedDict, total=False):
    """What :func:`workload_entry` takes."""

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
    address: str
    """An IP address, a domain name where the service is resolved by DNS, or `unix://` and a path. May be
    absent where a `network` is given: the workload is then reached by that network's gateway."""
    ports: Mapping[str, int]
    """Where the workload listens, by the names of the service's ports; absent names are the port of the
    service."""
    network: str
    """The network that it stands in; absent means the one of the caller."""
    locality: str
    """Where it stands, as `region/zone/subzone`."""
    weight: int
    """Its share of the load; absent means that of the others."""
    service_account: str
    """The service account whose identity it carries, of the namespace that this stands in. With it callers
    speak mutual TLS to the workload and look for this identity."""
    spec: WorkloadEntrySpecFields
    """Fields of the spec whose names are taken here."""


def workload_entry(**options: Unpack[WorkloadEntryOptions]) -> Manifest:
    """A WorkloadEntry of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        address: An IP address, a domain name where the service is resolved by DNS, or `unix://` and a
            path. May be absent where a `network` is given: the workload is then reached by that network's
            gateway.
        ports: Where the workload listens, by the names of the service's ports; absent names are the port
            of the service.
        network: The network that it stands in; absent means the one of the caller.
        locality: Where it stands, as `region/zone/subzone`.
        weight: Its share of the load; absent means that of the others.
        service_account: The service account whose identity it carries, of the namespace that this stands
            in. With it callers speak mutual TLS to the workload and look for this identity.
        spec: Fields of the spec whose names are taken here.
    """
    return made("networking.istio.io/WorkloadEntry", options)

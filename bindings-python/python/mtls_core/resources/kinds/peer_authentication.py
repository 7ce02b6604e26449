"""The kind security.istio.io/PeerAuthentication.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import WorkloadSelector


class MutualTls(TypedDict, total=False):
    mode: Literal["UNSET", "DISABLE", "PERMISSIVE", "STRICT"]
    """The mode; absent is `UNSET`."""


class PeerAuthenticationOptions(TypedDict, total=False):
    """What :func:`peer_authentication` takes."""

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
    mtls: MutualTls
    """The mode of every port."""
    port_level_mtls: Mapping[str, MutualTls]
    """The mode of single ports, by the number that the workload listens on."""


def peer_authentication(**options: Unpack[PeerAuthenticationOptions]) -> Manifest:
    """A PeerAuthentication of security.istio.io/v1.

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
        mtls: The mode of every port.
        port_level_mtls: The mode of single ports, by the number that the workload listens on.
    """
    return made("security.istio.io/PeerAuthentication", options)

"""The kind networking.istio.io/ProxyConfig.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import WorkloadSelector


class ProxyImage(TypedDict, total=False):
    image_type: str
    """`default`, `debug` or `distroless`; absent is `default`."""


class ProxyConfigOptions(TypedDict, total=False):
    """What :func:`proxy_config` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["networking.istio.io/v1beta1"]
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
    concurrency: int
    """Threads of the proxy; 0 means one for each core, absent the mesh's default."""
    environment_variables: Mapping[str, str]
    """Environment variables of the proxy."""
    image: ProxyImage
    """The image of the proxy."""


def proxy_config(**options: Unpack[ProxyConfigOptions]) -> Manifest:
    """A ProxyConfig of networking.istio.io/v1beta1.

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
        concurrency: Threads of the proxy; 0 means one for each core, absent the mesh's default.
        environment_variables: Environment variables of the proxy.
        image: The image of the proxy.
    """
    return made("networking.istio.io/ProxyConfig", options)

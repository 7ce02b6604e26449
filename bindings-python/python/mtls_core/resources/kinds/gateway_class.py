"""The kind gateway.networking.k8s.io/GatewayClass.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.gateway_networking_k8s_io_parts import ObjectRef


class GatewayClassOptions(TypedDict, total=False):
    """What :func:`gateway_class` takes."""

    name: Required[str]
    """Name of the object."""
    api_version: Literal["gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    controller_name: str
    """The controller: a domain and a path, such as `istio.io/gateway-controller`."""
    parameters_ref: ObjectRef
    """Further settings."""
    description: str
    """What it is for."""


def gateway_class(**options: Unpack[GatewayClassOptions]) -> Manifest:
    """A GatewayClass of gateway.networking.k8s.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        controller_name: The controller: a domain and a path, such as `istio.io/gateway-controller`.
        parameters_ref: Further settings.
        description: What it is for.
    """
    return made("gateway.networking.k8s.io/GatewayClass", options)

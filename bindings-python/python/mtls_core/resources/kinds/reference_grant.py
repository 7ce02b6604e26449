"""The kind gateway.networking.k8s.io/ReferenceGrant.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class GrantedFrom(TypedDict, total=False):
    group: str
    """Its API group."""
    kind: str
    """The kind."""
    namespace: str
    """Its namespace."""


class GrantedTo(TypedDict, total=False):
    group: str
    """Its API group; empty for core kinds."""
    kind: str
    """Its kind."""
    name: str
    """Its name; absent means all."""


class ReferenceGrantOptions(TypedDict, total=False):
    """What :func:`reference_grant` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["gateway.networking.k8s.io/v1beta1", "gateway.networking.k8s.io/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    from_: Sequence[GrantedFrom]
    """The kinds that may name it, and their namespaces."""
    to: Sequence[GrantedTo]
    """What may be named."""


def reference_grant(**options: Unpack[ReferenceGrantOptions]) -> Manifest:
    """A ReferenceGrant of gateway.networking.k8s.io/v1beta1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        from_: The kinds that may name it, and their namespaces.
        to: What may be named.
    """
    return made("gateway.networking.k8s.io/ReferenceGrant", options)

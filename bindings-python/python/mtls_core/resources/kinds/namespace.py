"""The kind Namespace.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class NamespaceOptions(TypedDict, total=False):
    """What :func:`namespace` takes."""

    name: Required[str]
    """Name of the object."""
    api_version: Literal["v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    finalizers: Sequence[str]
    """Finalizers that must be gone before it ends."""


def namespace(**options: Unpack[NamespaceOptions]) -> Manifest:
    """A Namespace of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        finalizers: Finalizers that must be gone before it ends.
    """
    return made("Namespace", options)

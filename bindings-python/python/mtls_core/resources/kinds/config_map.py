"""The kind ConfigMap.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class ConfigMapOptions(TypedDict, total=False):
    """What :func:`config_map` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
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
    immutable: bool
    """Whether changes are refused."""
    data: Mapping[str, str]
    """The entries that are text."""
    binary_data: Mapping[str, str]
    """The entries that are bytes, in Base64."""


def config_map(**options: Unpack[ConfigMapOptions]) -> Manifest:
    """A ConfigMap of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        immutable: Whether changes are refused.
        data: The entries that are text.
        binary_data: The entries that are bytes, in Base64.
    """
    return made("ConfigMap", options)

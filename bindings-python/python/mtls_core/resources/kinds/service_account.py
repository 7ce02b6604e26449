"""The kind ServiceAccount.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class ServiceAccountOptions(TypedDict, total=False):
    """What :func:`service_account` takes."""

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
    secrets: Sequence[object]
    """Secrets that its pods may use, kept as they are."""
    image_pull_secrets: Sequence[object]
    """Secrets for pulling images, kept as they are."""
    automount_service_account_token: bool
    """Whether its token is mounted into pods; absent means that it is."""


def service_account(**options: Unpack[ServiceAccountOptions]) -> Manifest:
    """A ServiceAccount of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        secrets: Secrets that its pods may use, kept as they are.
        image_pull_secrets: Secrets for pulling images, kept as they are.
        automount_service_account_token: Whether its token is mounted into pods; absent means that it is.
    """
    return made("ServiceAccount", options)

"""The kind Secret.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class SecretOptions(TypedDict, total=False):
    """What :func:`secret` takes."""

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
    form: Literal["tls", "generic", "cacert", "opaque"]
    """The form: `tls` unless given. In form `cacert` the name is that of the credential."""
    cert: str | bytes
    """The certificate in PEM."""
    key: str | bytes
    """The key in PEM."""
    ca: str | bytes
    """The CA of the clients in PEM."""
    entries: Mapping[str, str | bytes]
    """Other entries, as text."""
    immutable: bool
    """Refuses later changes."""


def secret(**options: Unpack[SecretOptions]) -> Manifest:
    """A Secret of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        form: The form: `tls` unless given. In form `cacert` the name is that of the credential.
        cert: The certificate in PEM.
        key: The key in PEM.
        ca: The CA of the clients in PEM.
        entries: Other entries, as text.
        immutable: Refuses later changes.
    """
    return made("Secret", options)

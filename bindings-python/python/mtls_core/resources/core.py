"""Kinds of the core API. Generated from the models of the engine, not to be edited: `make kinds`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class SecretOptions(TypedDict, total=False):
    """What :func:`secret` takes."""

    name: Required[str]
    """Name of the Secret; of the credential in form `cacert`."""
    namespace: str
    """Its namespace."""
    form: Literal["tls", "generic", "cacert", "opaque"]
    """The form: `tls` unless given."""
    cert: str | bytes
    """The certificate in PEM."""
    key: str | bytes
    """The key in PEM."""
    ca: str | bytes
    """The CA of the clients in PEM."""
    entries: Mapping[str, str | bytes]
    """Other entries, as text."""
    labels: Mapping[str, str]
    """Labels."""
    annotations: Mapping[str, str]
    """Annotations."""
    immutable: bool
    """Refuses later changes."""


def secret(**options: Unpack[SecretOptions]) -> Manifest:
    """A Secret of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the Secret; of the credential in form `cacert`.
        namespace: Its namespace.
        form: The form: `tls` unless given.
        cert: The certificate in PEM.
        key: The key in PEM.
        ca: The CA of the clients in PEM.
        entries: Other entries, as text.
        labels: Labels.
        annotations: Annotations.
        immutable: Refuses later changes.
    """
    return made("Secret", options)

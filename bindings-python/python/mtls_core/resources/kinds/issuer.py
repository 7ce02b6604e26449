"""The kind cert-manager.io/Issuer.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.cert_manager_io_parts import (
    AcmeIssuer,
    CaIssuer,
    SelfSignedIssuer,
    VaultIssuer,
)


class IssuerOptions(TypedDict, total=False):
    """What :func:`issuer` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["cert-manager.io/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    ca: CaIssuer
    """By the key of a CA in a Secret."""
    self_signed: SelfSignedIssuer
    """By the certificate's own key."""
    vault: VaultIssuer
    """By HashiCorp Vault."""
    acme: AcmeIssuer
    """By ACME: public certificates."""
    venafi: object
    """By CyberArk (Venafi), kept as it is."""


def issuer(**options: Unpack[IssuerOptions]) -> Manifest:
    """An Issuer of cert-manager.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        ca: By the key of a CA in a Secret.
        self_signed: By the certificate's own key.
        vault: By HashiCorp Vault.
        acme: By ACME: public certificates.
        venafi: By CyberArk (Venafi), kept as it is.
    """
    return made("cert-manager.io/Issuer", options)

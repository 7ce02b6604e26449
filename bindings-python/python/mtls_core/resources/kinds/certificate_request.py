"""The kind cert-manager.io/CertificateRequest.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.cert_manager_io_parts import IssuerRef


class CertificateRequestSpecFields(TypedDict, total=False):
    extra: Mapping[str, Sequence[str]]
    """What else is known of who asks, as the API server wrote it."""


class CertificateRequestOptions(TypedDict, total=False):
    """What :func:`certificate_request` takes."""

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
    issuer_ref: IssuerRef
    """Who issues."""
    request: str
    """The request (PKCS#10) in PEM, and that in Base64."""
    duration: str
    """How long the certificate shall be valid, as Go writes it (`24h`)."""
    is_ca: bool
    """Whether it is a CA's certificate."""
    usages: Sequence[
        Literal[
            "signing",
            "digital signature",
            "content commitment",
            "key encipherment",
            "key agreement",
            "data encipherment",
            "cert sign",
            "crl sign",
            "encipher only",
            "decipher only",
            "any",
            "server auth",
            "client auth",
            "code signing",
            "email protection",
            "s/mime",
            "ipsec end system",
            "ipsec tunnel",
            "ipsec user",
            "timestamping",
            "ocsp signing",
            "microsoft sgc",
            "netscape sgc",
        ]
    ]
    """What its key may be used for."""
    username: str
    """Who asks, as the API server wrote it."""
    uid: str
    """The identity of who asks, as the API server wrote it."""
    groups: Sequence[str]
    """The groups of who asks, as the API server wrote them."""
    spec: CertificateRequestSpecFields
    """Fields of the spec whose names are taken here."""


def certificate_request(**options: Unpack[CertificateRequestOptions]) -> Manifest:
    """A CertificateRequest of cert-manager.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        issuer_ref: Who issues.
        request: The request (PKCS#10) in PEM, and that in Base64.
        duration: How long the certificate shall be valid, as Go writes it (`24h`).
        is_ca: Whether it is a CA's certificate.
        usages: What its key may be used for.
        username: Who asks, as the API server wrote it.
        uid: The identity of who asks, as the API server wrote it.
        groups: The groups of who asks, as the API server wrote them.
        spec: Fields of the spec whose names are taken here.
    """
    return made("cert-manager.io/CertificateRequest", options)

"""The kind awspca.cert-manager.io/AWSPCAIssuer.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.awspca_cert_manager_io_parts import AwsCredentials, AwsPcaTemplate


class AwsPcaIssuerOptions(TypedDict, total=False):
    """What :func:`aws_pca_issuer` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["awspca.cert-manager.io/v1beta1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    arn: str
    """The ARN of the CA."""
    region: str
    """The region; absent leaves it to where the issuer runs."""
    secret_ref: AwsCredentials
    """An access key, where the issuer does not have a role of its own."""
    role: str
    """The ARN of the role that the issuer takes."""
    pca_template: AwsPcaTemplate
    """The template of the certificates."""


def aws_pca_issuer(**options: Unpack[AwsPcaIssuerOptions]) -> Manifest:
    """An AWSPCAIssuer of awspca.cert-manager.io/v1beta1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        arn: The ARN of the CA.
        region: The region; absent leaves it to where the issuer runs.
        secret_ref: An access key, where the issuer does not have a role of its own.
        role: The ARN of the role that the issuer takes.
        pca_template: The template of the certificates.
    """
    return made("awspca.cert-manager.io/AWSPCAIssuer", options)

"""Kinds of awspca.cert-manager.io.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class AwsSecretKey(TypedDict, total=False):
    name: str
    """The Secret; not read."""
    key: str
    """The entry."""
    optional: bool
    """Whether it may be missing."""


class AwsCredentials(TypedDict, total=False):
    name: str
    """The Secret."""
    namespace: str
    """Its namespace."""
    access_key_id_selector: AwsSecretKey
    """Where the ID of the key is; absent is the entry `AWS_ACCESS_KEY_ID`."""
    secret_access_key_selector: AwsSecretKey
    """Where the key is; absent is the entry `AWS_SECRET_ACCESS_KEY`."""


class AwsPcaTemplate(TypedDict, total=False):
    default_template_name: str
    """Its name, such as `SubordinateCACertificate_PathLen0/V1`; absent lets the usages of each request
    decide."""


class AwsPcaClusterIssuerOptions(TypedDict, total=False):
    """What :func:`aws_pca_cluster_issuer` takes."""

    name: Required[str]
    """Name of the object."""
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


def aws_pca_cluster_issuer(**options: Unpack[AwsPcaClusterIssuerOptions]) -> Manifest:
    """An AWSPCAClusterIssuer of awspca.cert-manager.io/v1beta1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
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
    return made("awspca.cert-manager.io/AWSPCAClusterIssuer", options)


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

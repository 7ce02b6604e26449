"""The kind gateway.networking.k8s.io/BackendTLSPolicy.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.gateway_networking_k8s_io_parts import ObjectRef


class PolicyTarget(TypedDict, total=False):
    group: str
    """Its API group; empty for core kinds."""
    kind: str
    """Its kind."""
    name: str
    """Its name."""
    section_name: str
    """The name of one port."""


class BackendTlsName(TypedDict, total=False):
    type: Literal["Hostname", "URI"]
    """Its type."""
    hostname: str
    """The DNS name."""
    uri: str
    """The URI: a SPIFFE ID."""


class BackendTlsValidation(TypedDict, total=False):
    ca_certificate_refs: Sequence[ObjectRef]
    """ConfigMaps with `ca.crt`; Istio reads the first alone."""
    well_known_ca_certificates: str
    """`System` for the CAs of the public web, in place of them."""
    hostname: str
    """The SNI, and the name in the certificate where `subjectAltNames` has none."""
    subject_alt_names: Sequence[BackendTlsName]
    """Names of which the certificate must carry one."""


class BackendTlsPolicyOptions(TypedDict, total=False):
    """What :func:`backend_tls_policy` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1alpha3"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    target_refs: Sequence[PolicyTarget]
    """The Services."""
    validation: BackendTlsValidation
    """What they must show."""
    options: Mapping[str, str]
    """Settings of the implementation."""


def backend_tls_policy(**options: Unpack[BackendTlsPolicyOptions]) -> Manifest:
    """A BackendTLSPolicy of gateway.networking.k8s.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        target_refs: The Services.
        validation: What they must show.
        options: Settings of the implementation.
    """
    return made("gateway.networking.k8s.io/BackendTLSPolicy", options)

"""The kind trust-manager.io/ClusterBundle.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import LabelSelector, TargetMetadata


class ClusterBundleSource(TypedDict, total=False):
    kind: Literal["ConfigMap", "Secret"]
    """Which of the two."""
    name: str
    """Its name."""
    selector: LabelSelector
    """Its labels, in place of the name."""
    key: str
    """The entry; `*` stands for any characters."""


class DefaultAuthorities(TypedDict, total=False):
    provider: Literal["System", "Disabled"]
    """Where they come from."""


class ClusterBundleFile(TypedDict, total=False):
    key: str
    """Its name."""
    format: Literal["PEM", "PKCS12"]
    """Its form; absent is `PEM`."""
    password: str
    """The password, for `PKCS12` alone."""
    profile: str
    """The profile (`LegacyRC2`, `LegacyDES`, `Modern2023`), for `PKCS12` alone."""


class ClusterBundleTargetObject(TypedDict, total=False):
    data: Sequence[ClusterBundleFile]
    """Its entries."""
    metadata: TargetMetadata
    """Labels and annotations of the object."""


class ClusterBundleTarget(TypedDict, total=False):
    config_map: ClusterBundleTargetObject
    """A ConfigMap of the bundle's name in each namespace."""
    secret: ClusterBundleTargetObject
    """A Secret of the bundle's name in each namespace."""
    namespace_selector: LabelSelector
    """The namespaces; absent means all."""


class ClusterBundleOptions(TypedDict, total=False):
    """What :func:`cluster_bundle` takes."""

    name: Required[str]
    """Name of the object."""
    api_version: Literal["trust-manager.io/v1alpha2"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    source_refs: Sequence[ClusterBundleSource]
    """ConfigMaps and Secrets with certificates."""
    default_cas: DefaultAuthorities
    """Whether the CAs of the public web are in it."""
    in_line_cas: str
    """Certificates in PEM."""
    target: ClusterBundleTarget
    """Where they are written."""


def cluster_bundle(**options: Unpack[ClusterBundleOptions]) -> Manifest:
    """A ClusterBundle of trust-manager.io/v1alpha2.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        source_refs: ConfigMaps and Secrets with certificates.
        default_cas: Whether the CAs of the public web are in it.
        in_line_cas: Certificates in PEM.
        target: Where they are written.
    """
    return made("trust-manager.io/ClusterBundle", options)

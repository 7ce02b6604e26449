"""The kind trust.cert-manager.io/Bundle.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import LabelSelector, TargetMetadata


class BundleObject(TypedDict, total=False):
    name: str
    """Its name."""
    selector: LabelSelector
    """Its labels, in place of the name."""
    key: str
    """The entry."""
    include_all_keys: bool
    """Whether all entries are meant, in place of one."""


class BundleSource(TypedDict, total=False):
    config_map: BundleObject
    """ConfigMaps in the namespace of trust-manager."""
    secret: BundleObject
    """Secrets in the namespace of trust-manager."""
    in_line: str
    """Certificates in PEM."""
    use_default_cas: bool
    """Whether the CAs of the public web are in it."""


class TargetObject(TypedDict, total=False):
    key: str
    """The entry with the certificates."""
    metadata: TargetMetadata
    """Labels and annotations of the object."""


class BundleTarget(TypedDict, total=False):
    config_map: TargetObject
    """A ConfigMap of the Bundle's name in each namespace."""
    secret: TargetObject
    """A Secret of the Bundle's name in each namespace; trust-manager must be allowed to write it."""
    additional_formats: object
    """Trust stores of Java beside it, kept as they are."""
    namespace_selector: LabelSelector
    """The namespaces; absent means all."""


class BundleOptions(TypedDict, total=False):
    """What :func:`bundle` takes."""

    name: Required[str]
    """Name of the object."""
    api_version: Literal["trust.cert-manager.io/v1alpha1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    sources: Sequence[BundleSource]
    """Where certificates come from."""
    target: BundleTarget
    """Where they are written."""


def bundle(**options: Unpack[BundleOptions]) -> Manifest:
    """A Bundle of trust.cert-manager.io/v1alpha1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        sources: Where certificates come from.
        target: Where they are written.
    """
    return made("trust.cert-manager.io/Bundle", options)

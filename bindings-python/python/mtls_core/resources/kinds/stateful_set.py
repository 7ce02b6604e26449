"""The kind apps/StatefulSet.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import LabelSelector, PodTemplate


class StatefulSetOptions(TypedDict, total=False):
    """What :func:`stateful_set` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["apps/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    replicas: int
    """How many pods; absent is 1."""
    selector: LabelSelector
    """The labels of its pods."""
    service_name: str
    """The headless Service under which its pods have names."""
    template: PodTemplate
    """Its pods."""
    volume_claim_templates: Sequence[object]
    """The storage of each pod, kept as it is; containers mount it by its name."""
    pod_management_policy: str
    """Whether pods start one after another."""
    update_strategy: object
    """How pods are replaced, kept as it is."""
    revision_history_limit: int
    """How many former versions are kept."""
    min_ready_seconds: int
    """How long a pod must be ready to count, in seconds."""
    persistent_volume_claim_retention_policy: object
    """What becomes of the storage, kept as it is."""
    ordinals: object
    """From which number the pods count, kept as it is."""


def stateful_set(**options: Unpack[StatefulSetOptions]) -> Manifest:
    """A StatefulSet of apps/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        replicas: How many pods; absent is 1.
        selector: The labels of its pods.
        service_name: The headless Service under which its pods have names.
        template: Its pods.
        volume_claim_templates: The storage of each pod, kept as it is; containers mount it by its name.
        pod_management_policy: Whether pods start one after another.
        update_strategy: How pods are replaced, kept as it is.
        revision_history_limit: How many former versions are kept.
        min_ready_seconds: How long a pod must be ready to count, in seconds.
        persistent_volume_claim_retention_policy: What becomes of the storage, kept as it is.
        ordinals: From which number the pods count, kept as it is.
    """
    return made("apps/StatefulSet", options)

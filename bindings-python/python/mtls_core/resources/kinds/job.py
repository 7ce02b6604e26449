"""The kind batch/Job.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import LabelSelector, PodTemplate


class JobOptions(TypedDict, total=False):
    """What :func:`job` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["batch/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    parallelism: int
    """How many pods run at once."""
    completions: int
    """How many pods must succeed."""
    completion_mode: str
    """Whether each pod has a number of its own."""
    active_deadline_seconds: int
    """How long it may take, in seconds."""
    backoff_limit: int
    """How often it is tried again."""
    backoff_limit_per_index: int
    """How often each number is tried again."""
    max_failed_indexes: int
    """How many numbers may fail."""
    pod_failure_policy: object
    """What a failure means, kept as it is."""
    success_policy: object
    """When it has succeeded, kept as it is."""
    pod_replacement_policy: str
    """When a pod is replaced."""
    selector: LabelSelector
    """The labels of its pods; the API server writes them unless `manualSelector` is set."""
    manual_selector: bool
    """Whether the author writes `selector`."""
    template: PodTemplate
    """Its pods."""
    ttl_seconds_after_finished: int
    """How long it is kept after its end, in seconds."""
    suspend: bool
    """Whether it waits."""
    managed_by: str
    """The controller in charge."""


def job(**options: Unpack[JobOptions]) -> Manifest:
    """A Job of batch/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        parallelism: How many pods run at once.
        completions: How many pods must succeed.
        completion_mode: Whether each pod has a number of its own.
        active_deadline_seconds: How long it may take, in seconds.
        backoff_limit: How often it is tried again.
        backoff_limit_per_index: How often each number is tried again.
        max_failed_indexes: How many numbers may fail.
        pod_failure_policy: What a failure means, kept as it is.
        success_policy: When it has succeeded, kept as it is.
        pod_replacement_policy: When a pod is replaced.
        selector: The labels of its pods; the API server writes them unless `manualSelector` is set.
        manual_selector: Whether the author writes `selector`.
        template: Its pods.
        ttl_seconds_after_finished: How long it is kept after its end, in seconds.
        suspend: Whether it waits.
        managed_by: The controller in charge.
    """
    return made("batch/Job", options)

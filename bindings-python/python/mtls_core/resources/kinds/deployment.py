"""The kind apps/Deployment.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import LabelSelector, PodTemplate


class DeploymentOptions(TypedDict, total=False):
    """What :func:`deployment` takes."""

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
    template: PodTemplate
    """Its pods."""
    strategy: object
    """How pods are replaced, kept as it is."""
    min_ready_seconds: int
    """How long a pod must be ready to count, in seconds."""
    revision_history_limit: int
    """How many former versions are kept."""
    paused: bool
    """Whether changes wait."""
    progress_deadline_seconds: int
    """How long a change may take, in seconds."""


def deployment(**options: Unpack[DeploymentOptions]) -> Manifest:
    """A Deployment of apps/v1.

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
        template: Its pods.
        strategy: How pods are replaced, kept as it is.
        min_ready_seconds: How long a pod must be ready to count, in seconds.
        revision_history_limit: How many former versions are kept.
        paused: Whether changes wait.
        progress_deadline_seconds: How long a change may take, in seconds.
    """
    return made("apps/Deployment", options)

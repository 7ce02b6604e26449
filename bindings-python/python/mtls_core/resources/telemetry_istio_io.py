"""Kinds of telemetry.istio.io.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.parts import PolicyTargetReference, WorkloadSelector


class TelemetryOptions(TypedDict, total=False):
    """What :func:`telemetry` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["telemetry.istio.io/v1", "telemetry.istio.io/v1alpha1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    selector: WorkloadSelector
    """The workloads that this is for; absent means all of the namespace, in the root namespace all of the
    mesh. Not with `targetRef` or `targetRefs`."""
    target_ref: PolicyTargetReference
    """The gateway, waypoint or service that this is for."""
    target_refs: Sequence[PolicyTargetReference]
    """The gateways, waypoints or services that this is for."""
    tracing: Sequence[Mapping[str, object]]
    """Tracing, kept as it is written."""
    metrics: Sequence[Mapping[str, object]]
    """Metrics, kept as they are written."""
    access_logging: Sequence[Mapping[str, object]]
    """Access logs, kept as they are written."""


def telemetry(**options: Unpack[TelemetryOptions]) -> Manifest:
    """A Telemetry of telemetry.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        selector: The workloads that this is for; absent means all of the namespace, in the root namespace
            all of the mesh. Not with `targetRef` or `targetRefs`.
        target_ref: The gateway, waypoint or service that this is for.
        target_refs: The gateways, waypoints or services that this is for.
        tracing: Tracing, kept as it is written.
        metrics: Metrics, kept as they are written.
        access_logging: Access logs, kept as they are written.
    """
    return made("telemetry.istio.io/Telemetry", options)

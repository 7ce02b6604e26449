"""The kind telemetry.istio.io/Telemetry.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import PolicyTargetReference, WorkloadSelector


class TelemetrySelector(TypedDict, total=False):
    mode: Literal["CLIENT_AND_SERVER", "CLIENT", "SERVER"]
    """The side that reports; absent is both."""


class TelemetryProvider(TypedDict, total=False):
    name: str
    """Its name there."""


class LiteralTag(TypedDict, total=False):
    value: str
    """The text."""


class NamedTag(TypedDict, total=False):
    name: str
    """The name there."""
    default_value: str
    """What it says where there is none."""


class TracingTag(TypedDict, total=False):
    literal: LiteralTag
    """A fixed text."""
    environment: NamedTag
    """A variable of the proxy's environment."""
    header: NamedTag
    """A header of the request."""
    formatter: LiteralTag
    """A text in the form of Envoy's access logs."""


class TelemetryTracing(TypedDict, total=False):
    match: TelemetrySelector
    """The traffic; absent is all."""
    providers: Sequence[TelemetryProvider]
    """Where the traces go, one at most; absent is where the mesh's settings say."""
    random_sampling_percentage: object
    """How many of a hundred requests are traced, 0.0 to 100.0, unless the caller decided already."""
    disable_span_reporting: bool
    """Whether nothing is reported; the decision is passed on all the same."""
    disable_context_propagation: bool
    """Whether the headers of a trace are not passed on."""
    custom_tags: Mapping[str, TracingTag]
    """Tags of the spans, by name."""
    use_request_id_for_trace_sampling: bool
    """Whether `x-request-id` decides which requests are traced; absent is true."""
    enable_istio_tags: bool
    """Whether spans carry Istio's own tags; absent is true."""


class MetricSelector(TypedDict, total=False):
    metric: Literal[
        "ALL_METRICS",
        "REQUEST_COUNT",
        "REQUEST_DURATION",
        "REQUEST_SIZE",
        "RESPONSE_SIZE",
        "TCP_OPENED_CONNECTIONS",
        "TCP_CLOSED_CONNECTIONS",
        "TCP_SENT_BYTES",
        "TCP_RECEIVED_BYTES",
        "GRPC_REQUEST_MESSAGES",
        "GRPC_RESPONSE_MESSAGES",
    ]
    """One of Istio's metrics. Not with `customMetric`."""
    custom_metric: str
    """A metric of another name."""
    mode: Literal["CLIENT_AND_SERVER", "CLIENT", "SERVER"]
    """The side that reports; absent is both."""


class MetricTag(TypedDict, total=False):
    operation: Literal["UPSERT", "REMOVE"]
    """What is done with it; absent is `UPSERT`."""
    value: str
    """What is written: an expression over a request's attributes. Not where the tag is removed."""


class MetricOverride(TypedDict, total=False):
    match: MetricSelector
    """The metrics; absent is all."""
    disabled: bool
    """Whether they are turned off."""
    tag_overrides: Mapping[str, MetricTag]
    """Their tags, by name."""


class TelemetryMetrics(TypedDict, total=False):
    providers: Sequence[TelemetryProvider]
    """Where the metrics go; absent is where the mesh's settings say."""
    overrides: Sequence[MetricOverride]
    """What is otherwise than by default."""
    reporting_interval: str
    """How often TCP connections report: a duration of at least `1ms`."""


class AccessLogFilter(TypedDict, total=False):
    expression: str
    """An expression in CEL over a request's and its response's attributes."""


class AccessLogging(TypedDict, total=False):
    match: TelemetrySelector
    """The traffic; absent is all."""
    providers: Sequence[TelemetryProvider]
    """Where the logs go; absent is where the mesh's settings say."""
    disabled: bool
    """Whether they are turned off."""
    filter: AccessLogFilter
    """The requests that are logged; absent is all."""


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
    tracing: Sequence[TelemetryTracing]
    """Traces of requests; proxies take the first of them alone."""
    metrics: Sequence[TelemetryMetrics]
    """Metrics, and the tags that they carry."""
    access_logging: Sequence[AccessLogging]
    """Access logs."""


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
        tracing: Traces of requests; proxies take the first of them alone.
        metrics: Metrics, and the tags that they carry.
        access_logging: Access logs.
    """
    return made("telemetry.istio.io/Telemetry", options)

//! What is counted.

use std::collections::BTreeMap;

use super::{TelemetryProvider, WorkloadMode};
use crate::resources::model::{model, spellings};

model! {
    /// Metrics for some providers.
    pub struct TelemetryMetrics {
        /// Where the metrics go; absent is where the mesh's settings say.
        providers: Vec<TelemetryProvider> = "providers",
        /// What is otherwise than by default.
        overrides: Vec<MetricOverride> = "overrides",
        /// How often TCP connections report: a duration of at least `1ms`.
        reporting_interval: String = "reportingInterval",
    }
}

model! {
    /// What is otherwise with some metrics.
    pub struct MetricOverride {
        /// The metrics; absent is all.
        matches: MetricSelector = "match",
        /// Whether they are turned off.
        disabled: bool = "disabled",
        /// Their tags, by name.
        tag_overrides: BTreeMap<String, MetricTag> = "tagOverrides",
    }
}

model! {
    /// Metrics of one side or both.
    pub struct MetricSelector {
        /// One of Istio's metrics. Not with `customMetric`.
        metric: TelemetryMetric = "metric",
        /// A metric of another name.
        custom_metric: String = "customMetric",
        /// The side that reports; absent is both.
        mode: WorkloadMode = "mode",
    }
}

model! {
    /// A tag of a metric.
    pub struct MetricTag {
        /// What is done with it; absent is `UPSERT`.
        operation: MetricOperation = "operation",
        /// What is written: an expression over a request's attributes. Not where the tag is removed.
        value: String = "value",
    }
}

spellings! {
    /// What is done with a tag.
    pub enum MetricOperation {
        /// It is set.
        Upsert = "UPSERT",
        /// It is left out.
        Remove = "REMOVE",
    }
}

spellings! {
    /// The metrics of Istio.
    pub enum TelemetryMetric {
        /// All of them.
        All = "ALL_METRICS",
        /// Requests.
        RequestCount = "REQUEST_COUNT",
        /// How long requests took.
        RequestDuration = "REQUEST_DURATION",
        /// The sizes of requests.
        RequestSize = "REQUEST_SIZE",
        /// The sizes of responses.
        ResponseSize = "RESPONSE_SIZE",
        /// Connections that were opened.
        TcpOpenedConnections = "TCP_OPENED_CONNECTIONS",
        /// Connections that were closed.
        TcpClosedConnections = "TCP_CLOSED_CONNECTIONS",
        /// Bytes that were sent.
        TcpSentBytes = "TCP_SENT_BYTES",
        /// Bytes that were received.
        TcpReceivedBytes = "TCP_RECEIVED_BYTES",
        /// Messages of gRPC that were asked with.
        GrpcRequestMessages = "GRPC_REQUEST_MESSAGES",
        /// Messages of gRPC that were answered with.
        GrpcResponseMessages = "GRPC_RESPONSE_MESSAGES",
    }
}

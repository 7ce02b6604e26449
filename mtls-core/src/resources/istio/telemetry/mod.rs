//! The Istio `Telemetry`: what proxies log, count and trace.

mod check;
mod logging;
mod metrics;
mod tracing;

use super::selector::WorkloadSelector;
use super::target_ref::PolicyTargetReference;
use crate::resources::Builder;
use crate::resources::builder::built;
use crate::resources::kind::kind;
use crate::resources::model::{model, spellings};

pub use logging::{AccessLogFilter, AccessLogging};
pub use metrics::{
    MetricOperation, MetricOverride, MetricSelector, MetricTag, TelemetryMetric, TelemetryMetrics,
};
pub use tracing::{LiteralTag, NamedTag, TelemetryTracing, TracingTag};

kind! {
    /// An Istio `Telemetry`.
    ///
    /// ```
    /// use mtls_core::resources::istio::Telemetry;
    ///
    /// let logs = serde_json::json!([{"providers": [{"name": "envoy"}]}]);
    /// let telemetry = Telemetry::new("logs", "istio-system").extra("accessLogging", logs).build()?;
    /// assert_eq!(telemetry.spec.unwrap().access_logging.unwrap().len(), 1);
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct Telemetry: "telemetry.istio.io" [
        "telemetry.istio.io/v1", "telemetry.istio.io/v1alpha1"
    ], check::check {
        /// What is asked for.
        spec: TelemetrySpec = "spec",
    }
}

built!(Telemetry, spec: TelemetrySpec);

model! {
    /// What a `Telemetry` asks for.
    pub struct TelemetrySpec {
        /// The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. Not with
        /// `targetRef` or `targetRefs`.
        selector: WorkloadSelector = "selector",
        /// The gateway, waypoint or service that this is for.
        target_ref: PolicyTargetReference = "targetRef",
        /// The gateways, waypoints or services that this is for.
        target_refs: Vec<PolicyTargetReference> = "targetRefs",
        /// Traces of requests; proxies take the first of them alone.
        tracing: Vec<TelemetryTracing> = "tracing",
        /// Metrics, and the tags that they carry.
        metrics: Vec<TelemetryMetrics> = "metrics",
        /// Access logs.
        access_logging: Vec<AccessLogging> = "accessLogging",
    }
}

model! {
    /// A provider of the mesh's settings.
    pub struct TelemetryProvider {
        /// Its name there.
        name: String = "name",
    }
}

model! {
    /// Whose traffic is meant.
    pub struct TelemetrySelector {
        /// The side that reports; absent is both.
        mode: WorkloadMode = "mode",
    }
}

spellings! {
    /// The side of a connection that a workload is on.
    pub enum WorkloadMode {
        /// Either.
        ClientAndServer = "CLIENT_AND_SERVER",
        /// The caller, and gateways to what is behind them.
        Client = "CLIENT",
        /// The called.
        Server = "SERVER",
    }
}

impl Builder<Telemetry> {
    /// Selects workloads with this label (and the labels of other calls).
    pub fn selector(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.selector.get_or_insert_default().add(key, value))
    }

    /// Attaches it to a gateway, waypoint or service.
    pub fn target(self, target: PolicyTargetReference) -> Self {
        self.with_spec(|spec| spec.target_refs.get_or_insert_default().push(target))
    }
}

#[cfg(test)]
mod tests;

//! The Istio `Telemetry`: what proxies log, count and trace. Only what it is attached to is taken apart.

use super::duration::check_durations;
use super::selector::WorkloadSelector;
use super::target_ref::{PolicyTargetReference, check_attachment};
use crate::resources::builder::built;
use crate::resources::kind::{Checker, check_istio_annotations, kind};
use crate::resources::model::model;
use crate::resources::{Builder, Map};

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
    ], check {
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
        /// Tracing, kept as it is written.
        tracing: Vec<Map> = "tracing",
        /// Metrics, kept as they are written.
        metrics: Vec<Map> = "metrics",
        /// Access logs, kept as they are written.
        access_logging: Vec<Map> = "accessLogging",
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

fn check(telemetry: &Telemetry, check: &mut Checker) {
    check_istio_annotations(&telemetry.metadata, check);
    let Some(spec) = &telemetry.spec else { return };
    check_attachment(spec.selector.as_ref(), spec.target_ref.as_ref(), spec.target_refs.as_deref(), check);
    for (i, metrics) in spec.metrics.iter().flatten().enumerate() {
        check_durations(Some(metrics), &format!("spec.metrics[{i}]"), &["reportingInterval"], check);
    }
}

#[cfg(test)]
mod tests;

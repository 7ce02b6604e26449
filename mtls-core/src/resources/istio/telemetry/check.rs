//! What the API server and Istio's webhook ask of a `Telemetry`.

use super::{
    MetricOperation, MetricOverride, MetricTag, Telemetry, TelemetryProvider, TelemetryTracing, TracingTag,
};
use crate::finding::rules::istio_workloads as rules;
use crate::resources::Value;
use crate::resources::istio::duration::check_duration;
use crate::resources::istio::target_ref::check_attachment;
use crate::resources::kind::{Checker, check_istio_annotations};
use crate::resources::path;

pub(super) fn check(telemetry: &Telemetry, check: &mut Checker) {
    check_istio_annotations(&telemetry.metadata, check);
    let Some(spec) = &telemetry.spec else { return };
    check_attachment(spec.selector.as_ref(), spec.target_ref.as_ref(), spec.target_refs.as_deref(), check);
    for (i, logging) in spec.access_logging.iter().flatten().enumerate() {
        check_providers(logging.providers.as_deref(), &format!("spec.accessLogging[{i}]"), check);
    }
    for (i, metrics) in spec.metrics.iter().flatten().enumerate() {
        let field = format!("spec.metrics[{i}]");
        check_providers(metrics.providers.as_deref(), &field, check);
        if let Some(interval) = &metrics.reporting_interval {
            check_duration(interval, &path::join(&field, "reportingInterval"), check);
        }
        for (i, change) in metrics.overrides.iter().flatten().enumerate() {
            check_override(change, &format!("{field}.overrides[{i}]"), check);
        }
    }
    let tracing = spec.tracing.as_deref().unwrap_or_default();
    if tracing.len() > 1 {
        check.report(
            rules::TELEMETRY_TRACING_TWICE,
            "spec.tracing",
            format!("{} ways to trace are written; one is used", tracing.len()),
        );
    }
    for (i, tracing) in tracing.iter().enumerate() {
        check_tracing(tracing, &format!("spec.tracing[{i}]"), check);
    }
}

fn check_providers(providers: Option<&[TelemetryProvider]>, field: &str, check: &mut Checker) {
    for (i, provider) in providers.into_iter().flatten().enumerate() {
        if provider.name.as_deref().is_none_or(str::is_empty) {
            check.report(
                rules::TELEMETRY_PROVIDER,
                format!("{field}.providers[{i}].name"),
                "the provider has no name",
            );
        }
    }
}

fn check_override(change: &MetricOverride, field: &str, check: &mut Checker) {
    if let Some(selector) = &change.matches {
        let at = path::join(field, "match");
        if selector.custom_metric.as_deref() == Some("") {
            let message = "the metric has no name";
            check.report(rules::TELEMETRY_METRIC, path::join(&at, "customMetric"), message);
        }
        if selector.metric.is_some() && selector.custom_metric.is_some() {
            check.report(
                rules::TELEMETRY_METRIC,
                at,
                "one of `metric` and `customMetric` is taken, not both",
            );
        }
    }
    for (name, tag) in change.tag_overrides.iter().flatten() {
        let mut at = path::join(field, "tagOverrides");
        path::push_key(&mut at, name);
        if let Some(fault) = fault_of(tag) {
            check.report(rules::TELEMETRY_TAG, at, fault);
        }
    }
}

fn fault_of(tag: &MetricTag) -> Option<&'static str> {
    let value = tag.value.as_deref();
    match tag.operation {
        Some(MetricOperation::Remove) => value.map(|_| "a tag that is removed takes no value"),
        // Written or not: an absent operation sets the tag too.
        _ => value.is_none_or(str::is_empty).then_some("a tag that is set needs a value"),
    }
}

fn check_tracing(tracing: &TelemetryTracing, field: &str, check: &mut Checker) {
    check_providers(tracing.providers.as_deref(), field, check);
    if tracing.providers.as_ref().is_some_and(|providers| providers.len() > 1) {
        check.report(
            rules::TELEMETRY_TRACING_TWICE,
            path::join(field, "providers"),
            "several providers are written; one is used",
        );
    }
    if tracing.random_sampling_percentage.as_ref().is_some_and(|share| !is_percentage(share)) {
        check.report(
            rules::TELEMETRY_SAMPLING,
            path::join(field, "randomSamplingPercentage"),
            "expected a number from 0 to 100",
        );
    }
    for (name, tag) in tracing.custom_tags.iter().flatten() {
        let mut at = path::join(field, "customTags");
        path::push_key(&mut at, name);
        check_tag(tag, &at, check);
    }
}

fn is_percentage(share: &Value) -> bool {
    match share {
        Value::UInt(share) => *share <= 100,
        Value::Float(share) => (0.0..=100.0).contains(share),
        _ => false,
    }
}

fn check_tag(tag: &TracingTag, field: &str, check: &mut Checker) {
    let sorts = [
        ("literal.value", tag.literal.as_ref().map(|tag| &tag.value)),
        ("environment.name", tag.environment.as_ref().map(|tag| &tag.name)),
        ("header.name", tag.header.as_ref().map(|tag| &tag.name)),
        ("formatter.value", tag.formatter.as_ref().map(|tag| &tag.value)),
    ];
    let written = sorts.iter().filter(|(_, text)| text.is_some()).count();
    if written > 1 {
        check.report(rules::TELEMETRY_TAG, field, format!("the tag is of {written} sorts; it is one"));
    }
    for (name, text) in sorts {
        if text.is_some_and(|text| text.as_deref().is_none_or(str::is_empty)) {
            check.report(rules::TELEMETRY_TAG, path::join(field, name), "there is no text here");
        }
    }
}

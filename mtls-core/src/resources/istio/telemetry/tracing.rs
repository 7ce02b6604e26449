//! What is traced.

use std::collections::BTreeMap;

use super::{TelemetryProvider, TelemetrySelector};
use crate::resources::Value;
use crate::resources::model::model;

model! {
    /// Traces of some traffic.
    pub struct TelemetryTracing {
        /// The traffic; absent is all.
        matches: TelemetrySelector = "match",
        /// Where the traces go, one at most; absent is where the mesh's settings say.
        providers: Vec<TelemetryProvider> = "providers",
        /// How many of a hundred requests are traced, 0.0 to 100.0, unless the caller decided already.
        random_sampling_percentage: Value = "randomSamplingPercentage",
        /// Whether nothing is reported; the decision is passed on all the same.
        disable_span_reporting: bool = "disableSpanReporting",
        /// Whether the headers of a trace are not passed on.
        disable_context_propagation: bool = "disableContextPropagation",
        /// Tags of the spans, by name.
        custom_tags: BTreeMap<String, TracingTag> = "customTags",
        /// Whether `x-request-id` decides which requests are traced; absent is true.
        use_request_id_for_trace_sampling: bool = "useRequestIdForTraceSampling",
        /// Whether spans carry Istio's own tags; absent is true.
        enable_istio_tags: bool = "enableIstioTags",
    }
}

model! {
    /// A tag of a span: one of the four.
    pub struct TracingTag {
        /// A fixed text.
        literal: LiteralTag = "literal",
        /// A variable of the proxy's environment.
        environment: NamedTag = "environment",
        /// A header of the request.
        header: NamedTag = "header",
        /// A text in the form of Envoy's access logs.
        formatter: LiteralTag = "formatter",
    }
}

model! {
    /// What a tag says by itself.
    pub struct LiteralTag {
        /// The text.
        value: String = "value",
    }
}

model! {
    /// Where a tag is taken from.
    pub struct NamedTag {
        /// The name there.
        name: String = "name",
        /// What it says where there is none.
        default_value: String = "defaultValue",
    }
}

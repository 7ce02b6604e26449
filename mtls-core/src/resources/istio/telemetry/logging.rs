//! What is logged.

use super::{TelemetryProvider, TelemetrySelector};
use crate::resources::model::model;

model! {
    /// Access logs of some traffic.
    pub struct AccessLogging {
        /// The traffic; absent is all.
        matches: TelemetrySelector = "match",
        /// Where the logs go; absent is where the mesh's settings say.
        providers: Vec<TelemetryProvider> = "providers",
        /// Whether they are turned off.
        disabled: bool = "disabled",
        /// The requests that are logged; absent is all.
        filter: AccessLogFilter = "filter",
    }
}

model! {
    /// The requests that are logged.
    pub struct AccessLogFilter {
        /// An expression in CEL over a request's and its response's attributes.
        expression: String = "expression",
    }
}

//! Routes of HTTP.

use std::collections::BTreeMap;

use super::Destination;
use crate::resources::Map;
use crate::resources::model::model;

model! {
    /// A route of HTTP.
    pub struct HttpRoute {
        /// A name for logs.
        name: String = "name",
        /// The requests that it takes; one of them must hold, and none at all means every request.
        matches: Vec<HttpMatch> = "match",
        /// Where they go, by weight.
        route: Vec<HttpRouteDestination> = "route",
        /// Sends the client elsewhere, kept as it is.
        redirect: Map = "redirect",
        /// Answers in place of a service, kept as it is.
        direct_response: Map = "directResponse",
        /// The VirtualService without hosts that routes them on.
        delegate: Delegate = "delegate",
        /// Changes path or authority before they go on, kept as it is.
        rewrite: Map = "rewrite",
        /// The time that an answer may take, as `10s`.
        timeout: String = "timeout",
        /// Retries, kept as they are.
        retries: Map = "retries",
        /// Faults to test with, kept as they are.
        fault: Map = "fault",
        /// Where a copy of each goes.
        mirror: Destination = "mirror",
        /// Where copies go.
        mirrors: Vec<HttpMirror> = "mirrors",
        /// How many of a hundred are copied; replaced by `mirrorPercentage`.
        mirror_percent: i64 = "mirrorPercent",
        /// How many are copied, kept as it is.
        mirror_percentage: Map = "mirrorPercentage",
        /// Cross-origin resource sharing, kept as it is.
        cors_policy: Map = "corsPolicy",
        /// Headers to set, add or remove, kept as they are.
        headers: Map = "headers",
    }
}

model! {
    /// Requests of HTTP; all that is given must hold.
    pub struct HttpMatch {
        /// A name for logs.
        name: String = "name",
        /// The path with its query.
        uri: StringMatch = "uri",
        /// The scheme.
        scheme: StringMatch = "scheme",
        /// The method.
        method: StringMatch = "method",
        /// The authority (HTTP/1: the `Host` header).
        authority: StringMatch = "authority",
        /// Headers by their names in lower case; an empty match means that the header is there.
        headers: BTreeMap<String, StringMatch> = "headers",
        /// The port that is addressed.
        port: i64 = "port",
        /// Labels of the client's pods.
        source_labels: BTreeMap<String, String> = "sourceLabels",
        /// The gateways at which this holds; absent means those of the whole.
        gateways: Vec<String> = "gateways",
        /// Parameters of the query.
        query_params: BTreeMap<String, StringMatch> = "queryParams",
        /// Whether `uri` is compared without regard to case (exact and prefix).
        ignore_uri_case: bool = "ignoreUriCase",
        /// Headers that must not match so.
        without_headers: BTreeMap<String, StringMatch> = "withoutHeaders",
        /// The client's namespace.
        source_namespace: String = "sourceNamespace",
        /// A prefix for statistics.
        stat_prefix: String = "statPrefix",
    }
}

model! {
    /// How a text is compared; one of the three.
    pub struct StringMatch {
        /// It is this.
        exact: String = "exact",
        /// It begins with this.
        prefix: String = "prefix",
        /// It matches this expression (RE2) as a whole.
        regex: String = "regex",
    }
}

model! {
    /// One of the destinations of a route of HTTP.
    pub struct HttpRouteDestination {
        /// Where it is.
        destination: Destination = "destination",
        /// Its share beside the weights of the others; absent is 0, which with a single destination is all.
        weight: i64 = "weight",
        /// Headers to set, add or remove, kept as they are.
        headers: Map = "headers",
    }
}

model! {
    /// Where copies of requests go.
    pub struct HttpMirror {
        /// The service.
        destination: Destination = "destination",
        /// How many are copied, kept as it is.
        percentage: Map = "percentage",
    }
}

model! {
    /// A VirtualService without hosts that routes on.
    pub struct Delegate {
        /// Its name.
        name: String = "name",
        /// Its namespace; absent means that of the one that delegates.
        namespace: String = "namespace",
    }
}

impl HttpRoute {
    /// Every request goes to this destination.
    #[must_use]
    pub fn to(destination: Destination) -> Self {
        Self::default().route([HttpRouteDestination::default().destination(destination)])
    }
}

//! Routes: which requests go to which Service.

mod check;
mod grpc;
mod http;
mod tls;

use crate::resources::Value;
use crate::resources::model::{model, spellings};

pub use grpc::{GrpcMethodMatch, GrpcRoute, GrpcRouteMatch, GrpcRouteRule, GrpcRouteSpec};
pub use http::{
    HttpMethod, HttpPathMatch, HttpPathMatchType, HttpRoute, HttpRouteMatch, HttpRouteRule, HttpRouteSpec,
};
pub use tls::{TlsRoute, TlsRouteRule, TlsRouteSpec};

model! {
    /// A header, or a parameter of the query.
    pub struct HttpHeaderMatch {
        /// How the value is compared; absent is `Exact`.
        match_type: MatchType = "type",
        /// The name.
        name: String = "name",
        /// The value.
        value: String = "value",
    }
}

spellings! {
    /// How a text is compared.
    pub enum MatchType {
        /// As a whole. What an absent type means.
        Exact = "Exact",
        /// By a regular expression.
        RegularExpression = "RegularExpression",
    }
}

model! {
    /// What is done with requests: the type, and the settings under the field of the same meaning.
    pub struct RouteFilter {
        /// What is done.
        filter_type: RouteFilterType = "type",
        /// Headers of requests, kept as they are.
        request_header_modifier: Value = "requestHeaderModifier",
        /// Headers of responses, kept as they are.
        response_header_modifier: Value = "responseHeaderModifier",
        /// Where copies of requests go, kept as it is.
        request_mirror: Value = "requestMirror",
        /// Where clients are sent, kept as it is.
        request_redirect: Value = "requestRedirect",
        /// What becomes of host and path, kept as it is.
        url_rewrite: Value = "urlRewrite",
        /// Which other sites may call, kept as it is.
        cors: Value = "cors",
        /// Who is asked whether a request may pass, kept as it is.
        external_auth: Value = "externalAuth",
        /// A filter of the implementation, kept as it is.
        extension_ref: Value = "extensionRef",
    }
}

spellings! {
    /// What is done with requests.
    pub enum RouteFilterType {
        /// Headers of requests are changed.
        RequestHeaderModifier = "RequestHeaderModifier",
        /// Headers of responses are changed.
        ResponseHeaderModifier = "ResponseHeaderModifier",
        /// Copies of requests go elsewhere.
        RequestMirror = "RequestMirror",
        /// Clients are sent elsewhere.
        RequestRedirect = "RequestRedirect",
        /// Host or path are changed.
        UrlRewrite = "URLRewrite",
        /// Other sites may call.
        Cors = "CORS",
        /// Someone is asked whether a request may pass.
        ExternalAuth = "ExternalAuth",
        /// A filter of the implementation.
        ExtensionRef = "ExtensionRef",
    }
}

#[cfg(test)]
mod tests;

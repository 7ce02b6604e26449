//! The kinds of the Kubernetes Gateway API: what comes in, and by which TLS it goes on.
//!
//! Source of fields, spellings and rules: the custom resource definitions of the Gateway API, and how Istio reads
//! them. Istio's own Gateway is [`istio::Gateway`](super::istio::Gateway).

mod gateway;
mod gateway_class;
mod hostname;
mod policy;
mod reference;
mod reference_grant;
mod route;

pub use gateway::{
    AllowedRoutes, FrontendPort, FrontendTls, FrontendTlsConfig, FrontendValidation, FrontendValidationMode,
    Gateway, GatewayBackendTls, GatewayInfrastructure, GatewaySpec, GatewayTls, Listener, ListenerTls,
    ListenerTlsMode, RouteKind, RouteNamespaces, RoutesFrom,
};
pub use gateway_class::{GatewayClass, GatewayClassSpec};
pub use policy::{
    BackendTlsName, BackendTlsNameType, BackendTlsPolicy, BackendTlsPolicySpec, BackendTlsValidation,
    PolicyTarget,
};
pub use reference::{BackendRef, ObjectRef, ParentRef};
pub use reference_grant::{GrantedFrom, GrantedTo, ReferenceGrant, ReferenceGrantSpec};
pub use route::{
    GrpcMethodMatch, GrpcRoute, GrpcRouteMatch, GrpcRouteRule, GrpcRouteSpec, HttpHeaderMatch, HttpMethod,
    HttpPathMatch, HttpPathMatchType, HttpRoute, HttpRouteMatch, HttpRouteRule, HttpRouteSpec, MatchType,
    RouteFilter, RouteFilterType, TlsRoute, TlsRouteRule, TlsRouteSpec,
};

use super::kind::Kind;

/// The API group.
const GROUP: &str = "gateway.networking.k8s.io";

/// The kinds with a model.
pub(super) const KINDS: &[Kind] = &[
    BackendTlsPolicy::ENTRY,
    Gateway::ENTRY,
    GatewayClass::ENTRY,
    GrpcRoute::ENTRY,
    HttpRoute::ENTRY,
    ReferenceGrant::ENTRY,
    TlsRoute::ENTRY,
];

#[cfg(test)]
mod tests;

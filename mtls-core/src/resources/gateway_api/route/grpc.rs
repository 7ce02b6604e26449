//! `GRPCRoute`.

use super::check::{check_backends, check_filters, check_headers, check_spec};
use super::http::parent;
use super::{HttpHeaderMatch, MatchType, RouteFilter};
use crate::finding::rules::gateway_api as rules;
use crate::resources::builder::built;
use crate::resources::gateway_api::{BackendRef, ParentRef};
use crate::resources::kind::{Checker, kind};
use crate::resources::model::model;
use crate::resources::{Builder, Value};

kind! {
    /// A `GRPCRoute`.
    pub struct GrpcRoute as "GRPCRoute": "gateway.networking.k8s.io" ["gateway.networking.k8s.io/v1"], check {
        /// Which calls go where.
        spec: GrpcRouteSpec = "spec",
    }
}

built!(GrpcRoute, spec: GrpcRouteSpec);

model! {
    /// Which calls go where.
    pub struct GrpcRouteSpec {
        /// The Gateways that it attaches to.
        parent_refs: Vec<ParentRef> = "parentRefs",
        /// Whether it attaches to default Gateways.
        use_default_gateways: String = "useDefaultGateways",
        /// The hosts; absent means those of the listeners.
        hostnames: Vec<String> = "hostnames",
        /// The rules.
        rules: Vec<GrpcRouteRule> = "rules",
    }
}

model! {
    /// A rule of a `GRPCRoute`.
    pub struct GrpcRouteRule {
        /// Its name.
        name: String = "name",
        /// The calls; absent means all.
        matches: Vec<GrpcRouteMatch> = "matches",
        /// What is done with them.
        filters: Vec<RouteFilter> = "filters",
        /// Where they go.
        backend_refs: Vec<BackendRef> = "backendRefs",
        /// Whether a client keeps its pod, kept as it is.
        session_persistence: Value = "sessionPersistence",
    }
}

model! {
    /// Calls; all that is given must hold.
    pub struct GrpcRouteMatch {
        /// Their method.
        method: GrpcMethodMatch = "method",
        /// Their metadata.
        headers: Vec<HttpHeaderMatch> = "headers",
    }
}

model! {
    /// Methods.
    pub struct GrpcMethodMatch {
        /// How the names are compared; absent is `Exact`.
        match_type: MatchType = "type",
        /// The service, with its package; absent means all.
        service: String = "service",
        /// The method; absent means all.
        method: String = "method",
    }
}

impl Builder<GrpcRoute> {
    /// Attaches it to a Gateway; an empty namespace is that of the route.
    pub fn gateway(self, name: impl Into<String>, namespace: impl Into<String>) -> Self {
        let parent = parent(name, namespace);
        self.with_spec(|spec| spec.parent_refs.get_or_insert_default().push(parent))
    }

    /// Adds a host.
    pub fn hostname(self, name: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.hostnames.get_or_insert_default().push(name.into()))
    }

    /// Adds a rule for all calls.
    pub fn to(self, backend: BackendRef) -> Self {
        let rule = GrpcRouteRule::default().backend_refs([backend]);
        self.with_spec(|spec| spec.rules.get_or_insert_default().push(rule))
    }
}

fn check(route: &GrpcRoute, check: &mut Checker) {
    let Some(spec) = &route.spec else { return };
    check_spec(spec.parent_refs.as_ref(), spec.hostnames.as_ref(), check);
    for (i, rule) in spec.rules.iter().flatten().enumerate() {
        let at = format!("spec.rules[{i}]");
        for (j, found) in rule.matches.iter().flatten().enumerate() {
            let at = format!("{at}.matches[{j}]");
            check_headers(found.headers.as_ref(), &format!("{at}.headers"), check);
            // An absent type is filled in before the rule of the CRD is asked.
            if found.method.as_ref().is_some_and(|method| method.service.is_none() && method.method.is_none())
            {
                check.report(
                    rules::GRPC_METHOD,
                    format!("{at}.method"),
                    "neither a service nor a method is named",
                );
            }
        }
        check_filters(rule.filters.as_ref(), &at, check);
        check_backends(rule.backend_refs.as_ref(), &at, check);
    }
}

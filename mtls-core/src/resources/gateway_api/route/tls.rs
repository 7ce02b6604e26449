//! `TLSRoute`.

use super::check::{check_backends, check_spec};
use super::http::parent;
use crate::finding::rules::gateway_api as rules;
use crate::resources::Builder;
use crate::resources::builder::built;
use crate::resources::gateway_api::{BackendRef, ParentRef};
use crate::resources::kind::{Checker, kind};
use crate::resources::model::model;
use crate::resources::names;

kind! {
    /// A `TLSRoute`: TLS that is passed on by its SNI.
    pub struct TlsRoute as "TLSRoute": "gateway.networking.k8s.io" [
        "gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1alpha3", "gateway.networking.k8s.io/v1alpha2"
    ], check {
        /// Which connections go where.
        spec: TlsRouteSpec = "spec",
    }
}

built!(TlsRoute, spec: TlsRouteSpec);

model! {
    /// Which connections go where.
    pub struct TlsRouteSpec {
        /// The Gateways that it attaches to.
        parent_refs: Vec<ParentRef> = "parentRefs",
        /// Whether it attaches to default Gateways.
        use_default_gateways: String = "useDefaultGateways",
        /// The hosts, as clients name them by SNI.
        hostnames: Vec<String> = "hostnames",
        /// The rules.
        rules: Vec<TlsRouteRule> = "rules",
    }
}

model! {
    /// The rule of a `TLSRoute`.
    pub struct TlsRouteRule {
        /// Its name.
        name: String = "name",
        /// Where connections go.
        backend_refs: Vec<BackendRef> = "backendRefs",
    }
}

impl Builder<TlsRoute> {
    /// Attaches it to a Gateway; an empty namespace is that of the route.
    pub fn gateway(self, name: impl Into<String>, namespace: impl Into<String>) -> Self {
        let parent = parent(name, namespace);
        self.with_spec(|spec| spec.parent_refs.get_or_insert_default().push(parent))
    }

    /// Adds a host.
    pub fn hostname(self, name: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.hostnames.get_or_insert_default().push(name.into()))
    }

    /// Says where connections go (and to the backends of other calls).
    pub fn to(self, backend: BackendRef) -> Self {
        self.with_spec(|spec| {
            let rules = spec.rules.get_or_insert_default();
            if rules.is_empty() {
                rules.push(TlsRouteRule::default());
            }
            if let Some(rule) = rules.first_mut() {
                rule.backend_refs.get_or_insert_default().push(backend);
            }
        })
    }
}

fn check(route: &TlsRoute, check: &mut Checker) {
    let empty = TlsRouteSpec::default();
    let spec = route.spec.as_ref().unwrap_or(&empty);
    check_spec(spec.parent_refs.as_ref(), spec.hostnames.as_ref(), check);
    for (i, hostname) in spec.hostnames.iter().flatten().enumerate() {
        if names::is_ip(hostname) {
            check.report(rules::HOSTNAME, format!("spec.hostnames[{i}]"), "clients send no addresses by SNI");
        }
    }
    // Older versions of the API ask for less.
    let newest = TlsRoute::API_VERSIONS.first().is_some_and(|version| *version == route.api_version);
    if newest && spec.hostnames.as_ref().is_none_or(Vec::is_empty) {
        check.report(rules::TLS_ROUTE_INCOMPLETE, "spec.hostnames", "the route has no host");
    }
    let rules_of = spec.rules.as_deref().unwrap_or_default();
    if rules_of.is_empty() || newest && rules_of.len() > 1 {
        check.report(
            rules::TLS_ROUTE_INCOMPLETE,
            "spec.rules",
            format!("the route has one rule, not {}", rules_of.len()),
        );
    }
    for (i, rule) in rules_of.iter().enumerate() {
        let at = format!("spec.rules[{i}]");
        if rule.backend_refs.as_ref().is_none_or(Vec::is_empty) {
            check.report(
                rules::TLS_ROUTE_INCOMPLETE,
                format!("{at}.backendRefs"),
                "nothing says where connections go",
            );
        }
        check_backends(rule.backend_refs.as_ref(), &at, check);
    }
}

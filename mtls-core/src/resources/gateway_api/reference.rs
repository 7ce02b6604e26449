//! References to other objects.

use crate::finding::rules::gateway_api as rules;
use crate::resources::kind::Checker;
use crate::resources::model::model;
use crate::resources::{cut, names};

use super::route::RouteFilter;

model! {
    /// Another object.
    pub struct ObjectRef {
        /// Its API group; empty for core kinds.
        group: String = "group",
        /// Its kind.
        kind: String = "kind",
        /// Its name.
        name: String = "name",
        /// Its namespace; another one than here needs a `ReferenceGrant` there.
        namespace: String = "namespace",
    }
}

model! {
    /// What a route attaches to: mostly a Gateway.
    pub struct ParentRef {
        /// Its API group; absent is that of the Gateway API.
        group: String = "group",
        /// Its kind; absent is `Gateway`.
        kind: String = "kind",
        /// Its namespace; absent is that of the route.
        namespace: String = "namespace",
        /// Its name.
        name: String = "name",
        /// The name of one listener.
        section_name: String = "sectionName",
        /// The port of listeners.
        port: i64 = "port",
    }
}

model! {
    /// Where requests go.
    pub struct BackendRef {
        /// Its API group; absent means core kinds.
        group: String = "group",
        /// Its kind; absent is `Service`.
        kind: String = "kind",
        /// Its name.
        name: String = "name",
        /// Its namespace; another one than the route's needs a `ReferenceGrant` there.
        namespace: String = "namespace",
        /// The port of the Service.
        port: i64 = "port",
        /// The share of this one among all; absent is 1.
        weight: i64 = "weight",
        /// What is done with requests that go here.
        filters: Vec<RouteFilter> = "filters",
    }
}

impl ObjectRef {
    /// A Secret in the same namespace.
    pub fn secret(name: impl Into<String>) -> Self {
        Self::default().group("").kind("Secret").name(name.into())
    }

    /// A ConfigMap in the same namespace.
    pub fn config_map(name: impl Into<String>) -> Self {
        Self::default().group("").kind("ConfigMap").name(name.into())
    }
}

impl BackendRef {
    /// A port of a Service in the namespace of the route.
    pub fn service(name: impl Into<String>, port: u16) -> Self {
        Self::default().name(name.into()).port(port)
    }
}

fn missing(value: Option<&String>, field: String, check: &mut Checker) {
    if value.is_none_or(String::is_empty) {
        check.report(rules::REFERENCE_INCOMPLETE, field, "the reference cannot do without it");
    }
}

/// A reference that stands at `at`; `whole` says that group and kind have no defaults.
pub(super) fn check_object(object: &ObjectRef, whole: bool, at: &str, check: &mut Checker) {
    missing(object.name.as_ref(), format!("{at}.name"), check);
    if whole {
        missing(object.kind.as_ref(), format!("{at}.kind"), check);
        if object.group.is_none() {
            let message = "the group is missing; it is empty for core kinds";
            check.report(rules::REFERENCE_INCOMPLETE, format!("{at}.group"), message);
        }
    }
}

/// What a route attaches to.
pub(super) fn check_parents(parents: Option<&Vec<ParentRef>>, check: &mut Checker) {
    for (i, parent) in parents.into_iter().flatten().enumerate() {
        let at = format!("spec.parentRefs[{i}]");
        missing(parent.name.as_ref(), format!("{at}.name"), check);
        check_port(parent.port, &at, check);
    }
}

/// Where requests go.
pub(super) fn check_backend(backend: &BackendRef, at: &str, check: &mut Checker) {
    missing(backend.name.as_ref(), format!("{at}.name"), check);
    check_port(backend.port, at, check);
    let group = backend.group.as_deref().unwrap_or_default();
    let kind = backend.kind.as_deref().unwrap_or("Service");
    if !group.is_empty() && !names::is_object_name(group) {
        let message = format!("`{}` is no API group", cut(group));
        check.report(rules::ROUTE_BACKEND, format!("{at}.group"), message);
    }
    if !names::is_label(kind) {
        let message = format!("`{}` is no kind", cut(kind));
        check.report(rules::ROUTE_BACKEND, format!("{at}.kind"), message);
    }
    if group.is_empty() && kind == "Service" && backend.port.is_none() {
        check.report(rules::ROUTE_BACKEND, format!("{at}.port"), "a Service is named without its port");
    }
    if backend.weight.is_some_and(|weight| !(0..=1_000_000).contains(&weight)) {
        check.report(rules::ROUTE_BACKEND, format!("{at}.weight"), "weights are 0 to 1000000");
    }
}

fn check_port(port: Option<i64>, at: &str, check: &mut Checker) {
    if let Some(port) = port.filter(|port| !(1..=65535).contains(port)) {
        check.report(rules::PORT, format!("{at}.port"), format!("{port} is no port; ports are 1 to 65535"));
    }
}

//! What the CRDs ask of all routes.

use std::collections::BTreeSet;

use super::{HttpHeaderMatch, RouteFilter, RouteFilterType};
use crate::finding::rules::gateway_api as rules;
use crate::resources::cut;
use crate::resources::gateway_api::hostname::check_hostname;
use crate::resources::gateway_api::reference::{check_backend, check_parents};
use crate::resources::gateway_api::{BackendRef, ParentRef};
use crate::resources::kind::Checker;

pub(super) fn check_spec(
    parents: Option<&Vec<ParentRef>>,
    hostnames: Option<&Vec<String>>,
    check: &mut Checker,
) {
    check_parents(parents, check);
    for (i, hostname) in hostnames.into_iter().flatten().enumerate() {
        check_hostname(hostname, &format!("spec.hostnames[{i}]"), check);
    }
}

/// The backends of the rule at `at`.
pub(super) fn check_backends(backends: Option<&Vec<BackendRef>>, at: &str, check: &mut Checker) {
    for (i, backend) in backends.into_iter().flatten().enumerate() {
        let at = format!("{at}.backendRefs[{i}]");
        check_backend(backend, &at, check);
        check_filters(backend.filters.as_ref(), &at, check);
    }
}

/// Filters that can stand several times in one list.
const REPEATABLE: &[RouteFilterType] =
    &[RouteFilterType::RequestMirror, RouteFilterType::ExternalAuth, RouteFilterType::ExtensionRef];

/// A filter has the settings of its type and no others, and most stand once.
pub(super) fn check_filters(filters: Option<&Vec<RouteFilter>>, at: &str, check: &mut Checker) {
    let mut seen = BTreeSet::new();
    for (i, filter) in filters.into_iter().flatten().enumerate() {
        let at = format!("{at}.filters[{i}]");
        let Some(filter_type) = &filter.filter_type else {
            check.report(rules::ROUTE_FILTER, format!("{at}.type"), "the filter has no type");
            continue;
        };
        if !REPEATABLE.contains(filter_type) && !seen.insert(filter_type.as_str()) {
            let message = format!("a filter {filter_type} is there already");
            check.report(rules::ROUTE_FILTER, format!("{at}.type"), message);
        }
        for (known, field, settings) in [
            (
                RouteFilterType::RequestHeaderModifier,
                "requestHeaderModifier",
                &filter.request_header_modifier,
            ),
            (
                RouteFilterType::ResponseHeaderModifier,
                "responseHeaderModifier",
                &filter.response_header_modifier,
            ),
            (RouteFilterType::RequestMirror, "requestMirror", &filter.request_mirror),
            (RouteFilterType::RequestRedirect, "requestRedirect", &filter.request_redirect),
            (RouteFilterType::UrlRewrite, "urlRewrite", &filter.url_rewrite),
            (RouteFilterType::Cors, "cors", &filter.cors),
            (RouteFilterType::ExternalAuth, "externalAuth", &filter.external_auth),
            (RouteFilterType::ExtensionRef, "extensionRef", &filter.extension_ref),
        ] {
            let message = match (known == *filter_type, settings.is_some()) {
                (true, false) => format!("a filter {filter_type} needs these settings"),
                (false, true) => format!("the filter is {filter_type}; these settings are of another"),
                _ => continue,
            };
            check.report(rules::ROUTE_FILTER, format!("{at}.{field}"), message);
        }
    }
}

/// The conditions on headers or parameters at `at`: each has a name and a value, and no name stands twice.
pub(super) fn check_headers(headers: Option<&Vec<HttpHeaderMatch>>, at: &str, check: &mut Checker) {
    let mut seen = BTreeSet::new();
    for (i, header) in headers.into_iter().flatten().enumerate() {
        let name = header.name.as_deref().unwrap_or_default();
        let message = if !is_token(name) {
            format!("`{}` is no name", cut(name))
        } else if !seen.insert(name) {
            format!("`{name}` is there already; of several conditions one would count")
        } else {
            String::new()
        };
        if !message.is_empty() {
            check.report(rules::ROUTE_HEADER, format!("{at}[{i}].name"), message);
        }
        if header.value.as_ref().is_none_or(String::is_empty) {
            check.report(rules::ROUTE_HEADER, format!("{at}[{i}].value"), "the condition has no value");
        }
    }
}

/// The name of a header (RFC 9110, section 5.6.2).
fn is_token(name: &str) -> bool {
    (1..=256).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

//! What the CRDs ask of all routes.

use super::{HttpHeaderMatch, RouteFilter, RouteFilterType};
use crate::finding::rules::gateway_api as rules;
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

/// A filter has the settings of its type and no others.
pub(super) fn check_filters(filters: Option<&Vec<RouteFilter>>, at: &str, check: &mut Checker) {
    for (i, filter) in filters.into_iter().flatten().enumerate() {
        let at = format!("{at}.filters[{i}]");
        let Some(filter_type) = &filter.filter_type else {
            check.report(rules::ROUTE_FILTER, format!("{at}.type"), "the filter has no type");
            continue;
        };
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

pub(super) fn check_header(header: &HttpHeaderMatch, at: &str, check: &mut Checker) {
    for (field, value) in [("name", &header.name), ("value", &header.value)] {
        if value.as_ref().is_none_or(String::is_empty) {
            check.report(rules::ROUTE_HEADER, format!("{at}.{field}"), "the condition cannot do without it");
        }
    }
}

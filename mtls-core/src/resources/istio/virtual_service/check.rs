//! What Istio's webhook asks of a `VirtualService`.

use std::collections::BTreeSet;

use super::destinations::{check_destination, check_http_destinations, check_route_destinations};
use super::hosts::Hosts;
use super::http_values::check_http_values;
use super::matches::{check_http_match, check_tcp_match, check_tls_match};
use super::{HttpRoute, TcpRoute, TlsRoute, VirtualService, VirtualServiceSpec, reach};
use crate::finding::rules::istio_networking as rules;
use crate::resources::error::cut;
use crate::resources::istio::duration::{check_duration, check_durations};
use crate::resources::istio::export_to::check_export_to;
use crate::resources::istio::host::{check_domain, check_wildcard_domain};
use crate::resources::kind::{Checker, check_istio_annotations};
use crate::resources::{Value, names, path};

/// The gateway that stands for the sidecars.
const MESH: &str = "mesh";

pub(super) fn check(service: &VirtualService, check: &mut Checker) {
    check_istio_annotations(&service.metadata, check);
    let empty = VirtualServiceSpec::default();
    let spec = service.spec.as_ref().unwrap_or(&empty);
    let scope = Scope::of(spec);
    if scope.delegate {
        check_delegate(spec, check);
    }
    check_gateway_names(scope.gateways, "spec.gateways", check);
    check_hosts(&scope, check);
    if scope.http.is_empty() && scope.tls.is_empty() && scope.tcp.is_empty() && spec.extra.is_empty() {
        check.report(
            rules::VIRTUAL_SERVICE_NO_ROUTES,
            "spec",
            "there is no route, of `http`, `tls` or `tcp`",
        );
    }
    for (i, route) in scope.http.iter().enumerate() {
        check_http(route, &format!("spec.http[{i}]"), &scope, check);
    }
    for (i, route) in scope.tls.iter().enumerate() {
        check_tls(route, &format!("spec.tls[{i}]"), &scope, check);
    }
    for (i, route) in scope.tcp.iter().enumerate() {
        check_tcp(route, &format!("spec.tcp[{i}]"), check);
    }
    check_export_to(spec.export_to.as_ref(), service.metadata.namespace(), false, check);
    reach::check(spec, check);
}

/// What the checks of a route must know of the whole.
pub(super) struct Scope<'a> {
    gateways: &'a [String],
    names: &'a [String],
    http: &'a [HttpRoute],
    tls: &'a [TlsRoute],
    tcp: &'a [TcpRoute],
    /// Whether others lead to it.
    delegate: bool,
    /// Whether the routes hold at gateways and not at sidecars.
    pub(super) gateways_alone: bool,
    pub(super) hosts: Hosts<'a>,
}

impl<'a> Scope<'a> {
    fn of(spec: &'a VirtualServiceSpec) -> Self {
        let gateways = spec.gateways.as_deref().unwrap_or_default();
        let names = spec.hosts.as_deref().unwrap_or_default();
        Self {
            gateways,
            names,
            http: spec.http.as_deref().unwrap_or_default(),
            tls: spec.tls.as_deref().unwrap_or_default(),
            tcp: spec.tcp.as_deref().unwrap_or_default(),
            delegate: names.is_empty(),
            gateways_alone: !gateways.is_empty() && gateways.iter().all(|name| name != MESH),
            hosts: Hosts::new(names.iter().map(String::as_str)),
        }
    }

    pub(super) fn has_hosts(&self) -> bool {
        !self.delegate
    }
}

fn check_delegate(spec: &VirtualServiceSpec, check: &mut Checker) {
    for (given, name) in [
        (spec.gateways.as_ref().is_some_and(|list| !list.is_empty()), "gateways"),
        (spec.tls.as_ref().is_some_and(|list| !list.is_empty()), "tls"),
        (spec.tcp.as_ref().is_some_and(|list| !list.is_empty()), "tcp"),
    ] {
        if given {
            check.report(
                rules::VIRTUAL_SERVICE_DELEGATE,
                path::join("spec", name),
                format!("without hosts this is a delegate, and a delegate has no `{name}`"),
            );
        }
    }
}

fn check_hosts(scope: &Scope<'_>, check: &mut Checker) {
    let sni = scope
        .tls
        .iter()
        .flat_map(|route| route.matches.iter().flatten())
        .any(|m| m.sni_hosts.as_ref().is_some_and(|hosts| !hosts.is_empty()));
    let mut good = true;
    for (i, host) in scope.names.iter().enumerate() {
        let mut fault = |message: String| {
            good = false;
            check.report(rules::VIRTUAL_SERVICE_HOST, format!("spec.hosts[{i}]"), message);
        };
        if let Err(reason) = check_host(host, scope.gateways_alone && sni) {
            if !names::is_ip(host) {
                fault(format!("the host `{}` {reason}", cut(host)));
            }
        } else if host == "*" && !scope.gateways_alone {
            fault("the host `*` is for gateways; at sidecars it would be every host there is".to_owned());
        }
    }
    if !good {
        return;
    }
    let mut seen = BTreeSet::new();
    for (i, host) in scope.names.iter().enumerate() {
        let message = if !seen.insert(host) {
            format!("the host `{}` stands twice", cut(host))
        } else if scope.hosts.widen(host) {
            format!("the host `{}` falls under a wildcard beside it", cut(host))
        } else {
            continue;
        };
        check.report(rules::VIRTUAL_SERVICE_HOST_TWICE, format!("spec.hosts[{i}]"), message);
    }
}

/// A host, or with `sni` the name that Istio itself makes of host and port: `outbound_.80_._.cart.shop`.
pub(super) fn check_host(host: &str, sni: bool) -> Result<(), &'static str> {
    let Some(made) = host.strip_prefix("outbound_").filter(|_| sni && host.len() <= 255) else {
        return check_wildcard_domain(host);
    };
    let mut parts = made.split('_');
    let port = parts.next().unwrap_or_default();
    let name = parts.nth(1).unwrap_or_default();
    if port.contains(|c: char| c.is_ascii_digit()) && name.contains(|c: char| c.is_ascii_alphabetic()) {
        Ok(())
    } else {
        Err("begins as `outbound_.<port>_.<subset>_.<host>`, but does not go on so")
    }
}

/// Gateways by name. As in the webhook, nothing is said of those behind the first that has no namespace.
pub(super) fn check_gateway_names(gateways: &[String], field: &str, check: &mut Checker) {
    for (i, gateway) in gateways.iter().enumerate() {
        let field = format!("{field}[{i}]");
        let Some((namespace, name)) = gateway.split_once('/') else {
            if let Err(reason) = check_domain(gateway) {
                let message = format!("the gateway `{}` {reason}", cut(gateway));
                check.report(rules::VIRTUAL_SERVICE_GATEWAY, field, message);
            } else if let Some((name, rest)) = gateway.split_once('.') {
                let namespace = rest.split('.').next().unwrap_or_default();
                check.report(
                    rules::VIRTUAL_SERVICE_GATEWAY_LEGACY,
                    field,
                    format!("`{}` is the old way of writing `{namespace}/{name}`", cut(gateway)),
                );
            }
            return;
        };
        if !names::is_label(namespace) || !names::is_label(name) {
            check.report(
                rules::VIRTUAL_SERVICE_GATEWAY,
                field,
                format!("`{}` is not the namespace, a slash and the name of a gateway", cut(gateway)),
            );
        }
    }
}

fn check_http_durations(route: &HttpRoute, field: &str, check: &mut Checker) {
    if let Some(timeout) = &route.timeout {
        check_duration(timeout, &path::join(field, "timeout"), check);
    }
    for (part, name, durations) in [
        (&route.retries, "retries", ["perTryTimeout", "backoff"].as_slice()),
        (&route.fault, "fault", &["delay.fixedDelay", "delay.exponentialDelay"]),
        (&route.cors_policy, "corsPolicy", &["maxAge"]),
    ] {
        check_durations(part.as_ref(), &path::join(field, name), durations, check);
    }
}

fn check_http(route: &HttpRoute, field: &str, scope: &Scope<'_>, check: &mut Checker) {
    check_http_target(route, field, scope, check);
    check_http_durations(route, field, check);
    check_http_values(route, field, check);
    for (i, one) in route.matches.iter().flatten().enumerate() {
        check_http_match(one, &format!("{field}.match[{i}]"), scope, check);
    }
    if sets_authority(route) > 1 {
        let message = "`rewrite` and the headers that are set set the authority more than once";
        check.report(rules::VIRTUAL_SERVICE_HTTP_CONFLICT, path::join(field, "headers.request"), message);
    }
    check_http_destinations(route.route.as_deref().unwrap_or_default(), field, check);
    if let Some(mirror) = &route.mirror {
        check_destination(mirror, &path::join(field, "mirror"), check);
    }
    for (i, mirror) in route.mirrors.iter().flatten().enumerate() {
        let at = format!("{field}.mirrors[{i}].destination");
        match &mirror.destination {
            Some(destination) => check_destination(destination, &at, check),
            None => check.report(rules::VIRTUAL_SERVICE_DESTINATION, at, "there is no destination"),
        }
    }
}

/// How often a route sets the authority of its requests.
fn sets_authority(route: &HttpRoute) -> usize {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let rewrites = route.rewrite.as_ref().is_some_and(|rewrite| text(rewrite.get("authority")));
    let request = route.headers.as_ref().and_then(|headers| headers.get("request"));
    let headers = ["set", "add"].into_iter().filter_map(|how| request?.get(how)?.as_map()).flatten();
    let is_authority =
        |name: &str| name.eq_ignore_ascii_case(":authority") || name.eq_ignore_ascii_case("host");
    headers
        .filter(|(name, value)| is_authority(name) && text(Some(value)))
        .count()
        .saturating_add(rewrites.into())
}

/// What becomes of a request: one thing, not two, and not nothing.
fn check_http_target(route: &HttpRoute, field: &str, scope: &Scope<'_>, check: &mut Checker) {
    let routes = route.route.as_ref().is_some_and(|route| !route.is_empty());
    let others = [
        (routes, "route"),
        (route.fault.is_some(), "fault"),
        (route.rewrite.is_some(), "rewrite"),
        (route.direct_response.is_some(), "directResponse"),
        (route.redirect.is_some(), "redirect"),
    ];
    let mut exclude = |what: &str, excluded: &[&str]| {
        let beside = others.iter().filter(|(given, name)| *given && excluded.contains(name));
        for (_, other) in beside {
            check.report(
                rules::VIRTUAL_SERVICE_HTTP_CONFLICT,
                path::join(field, other),
                format!("`{what}` and `{other}` exclude each other"),
            );
        }
    };
    let delegates = route.delegate.is_some();
    if delegates && !scope.delegate {
        exclude("delegate", &["route", "redirect"]);
        return;
    }
    if route.redirect.is_some() {
        exclude("redirect", &["route", "fault", "rewrite", "directResponse"]);
    } else if route.direct_response.is_some() {
        exclude("directResponse", &["route", "fault", "rewrite"]);
    } else if !routes && route.extra.is_empty() {
        check.report(
            rules::VIRTUAL_SERVICE_ROUTE_MISSING,
            field,
            "nothing is said of what becomes of the requests: `route`, `redirect` or `directResponse`",
        );
    }
    if delegates {
        check.report(
            rules::VIRTUAL_SERVICE_DELEGATE,
            path::join(field, "delegate"),
            "without hosts this is a delegate, and a delegate does not delegate",
        );
    }
    if route.mirror.is_some() && route.mirrors.as_ref().is_some_and(|mirrors| !mirrors.is_empty()) {
        check.report(
            rules::VIRTUAL_SERVICE_HTTP_CONFLICT,
            path::join(field, "mirrors"),
            "`mirror` and `mirrors` exclude each other",
        );
    }
}

fn check_tls(route: &TlsRoute, field: &str, scope: &Scope<'_>, check: &mut Checker) {
    let matches = route.matches.as_deref().unwrap_or_default();
    if matches.is_empty() {
        check.report(
            rules::VIRTUAL_SERVICE_SNI_MISSING,
            path::join(field, "match"),
            "the route does not say which SNI it takes",
        );
    }
    for (i, one) in matches.iter().enumerate() {
        check_tls_match(one, &format!("{field}.match[{i}]"), scope, check);
    }
    check_route_destinations(route.route.as_deref().unwrap_or_default(), field, check);
}

fn check_tcp(route: &TcpRoute, field: &str, check: &mut Checker) {
    for (i, one) in route.matches.iter().flatten().enumerate() {
        check_tcp_match(one, &format!("{field}.match[{i}]"), check);
    }
    check_route_destinations(route.route.as_deref().unwrap_or_default(), field, check);
}

//! What the API server and Istio's webhook ask of a `Sidecar`.

use std::collections::BTreeSet;

use super::egress::check_egress;
use super::{EgressProxy, OutboundMode, Sidecar, SidecarIngress, SidecarPort, SidecarSpec};
use crate::finding::rules::istio_workloads as rules;
use crate::resources::error::cut;
use crate::resources::istio::duration::{OF_POOL, check_durations};
use crate::resources::istio::gateway::{ServerTls, ServerTlsMode, check_tls};
use crate::resources::istio::host::check_domain;
use crate::resources::istio::limits::check_limits;
use crate::resources::istio::port::{Protocol, is_port, protocol, unknown_protocol};
use crate::resources::istio::selector::check_older_selector;
use crate::resources::kind::{Checker, check_istio_annotations};
use crate::resources::{Map, names, path};

pub(super) fn check(sidecar: &Sidecar, check: &mut Checker) {
    check_istio_annotations(&sidecar.metadata, check);
    let none = SidecarSpec::default();
    let spec = sidecar.spec.as_ref().unwrap_or(&none);
    check_older_selector(spec.workload_selector.as_ref(), "spec.workloadSelector", check);
    let ingress = spec.ingress.as_deref().unwrap_or_default();
    let egress = spec.egress.as_deref().unwrap_or_default();
    if ingress.is_empty()
        && egress.is_empty()
        && spec.outbound_traffic_policy.is_none()
        && spec.inbound_connection_pool.is_none()
    {
        check.report(rules::SIDECAR_EMPTY, "spec", "the sidecar says nothing");
    }
    let mut ports = BTreeSet::new();
    for (i, listener) in ingress.iter().enumerate() {
        let field = format!("spec.ingress[{i}]");
        check_ingress(listener, &field, check);
        if let Some(number) = listener.port.as_ref().and_then(|port| port.number)
            && !ports.insert(number)
        {
            report_port_twice(&field, number, check);
        }
    }
    check_pool(spec.inbound_connection_pool.as_ref(), "spec.inboundConnectionPool", check);
    check_egress(egress, sidecar.metadata.namespace(), check);
    if let Some(policy) = &spec.outbound_traffic_policy
        && let Some(proxy) = &policy.egress_proxy
    {
        check_egress_proxy(proxy, policy.mode.as_ref(), check);
    }
}

pub(super) fn report_port_twice(field: &str, number: i64, check: &mut Checker) {
    check.report(
        rules::SIDECAR_PORT_TWICE,
        path::join(field, "port.number"),
        format!("an earlier listener has the port {number} already"),
    );
}

fn check_ingress(listener: &SidecarIngress, field: &str, check: &mut Checker) {
    let Some(port) = &listener.port else {
        check.report(rules::SIDECAR_PORT, path::join(field, "port"), "the listener has no port");
        return;
    };
    let bind = listener.bind.as_deref().unwrap_or_default();
    check_port(port, field, check);
    check_number(port, field, check);
    check_address(bind, field, check);
    if let Some(endpoint) = listener.default_endpoint.as_deref().filter(|endpoint| !endpoint.is_empty())
        && let Some(problem) = problem_of_endpoint(endpoint)
    {
        check.report(
            rules::SIDECAR_DEFAULT_ENDPOINT,
            path::join(field, "defaultEndpoint"),
            format!("`{}` {problem}", cut(endpoint)),
        );
    }
    if let Some(tls) = &listener.tls {
        check_ingress_tls(tls, port, &path::join(field, "tls"), check);
    }
    let pool = listener.connection_pool.as_ref();
    let at = path::join(field, "connectionPool");
    check_pool(pool, &at, check);
    if pool.is_some_and(|pool| pool.contains_key("http"))
        && port.protocol.as_deref().and_then(protocol) != Some(Protocol::Http)
    {
        check.report(
            rules::SIDECAR_CONNECTION_POOL_IGNORED,
            path::join(&at, "http"),
            "the protocol of the port is not HTTP, so these limits do not hold",
        );
    }
}

fn check_pool(pool: Option<&Map>, field: &str, check: &mut Checker) {
    if pool.is_some_and(|pool| !pool.contains_key("tcp") && !pool.contains_key("http")) {
        check.report(rules::SIDECAR_CONNECTION_POOL, field, "the pool has neither `tcp` nor `http`");
    }
    check_durations(pool, field, OF_POOL, check);
    if let Some(pool) = pool {
        check_limits(pool, rules::SIDECAR_CONNECTION_POOL, field, check);
    }
}

/// What ports have in common, whatever their number.
pub(super) fn check_port(port: &SidecarPort, field: &str, check: &mut Checker) {
    let field = path::join(field, "port");
    let mut fault =
        |name: &str, message: String| check.report(rules::SIDECAR_PORT, path::join(&field, name), message);
    if port.target_port.is_some_and(|number| number > 0) {
        fault("targetPort", "`targetPort` has no effect on a sidecar".to_owned());
    }
    if let Some(name) = port.name.as_deref().filter(|name| !name.is_empty() && !names::is_label(name)) {
        fault("name", format!("`{}` is not letters, digits and inner hyphens, at most 63", cut(name)));
    }
    if let Some(name) = port.protocol.as_deref().filter(|name| !name.is_empty() && protocol(name).is_none()) {
        fault("protocol", unknown_protocol(name));
    }
}

pub(super) fn check_number(port: &SidecarPort, field: &str, check: &mut Checker) {
    let message = match port.number {
        Some(number) if is_port(number) => return,
        Some(number) => format!("{number} is no port; ports are 1 to 65535"),
        None => "the port has no number".to_owned(),
    };
    check.report(rules::SIDECAR_PORT, path::join(field, "port.number"), message);
}

/// `bind`, where it is an address.
pub(super) fn check_address(bind: &str, field: &str, check: &mut Checker) {
    if !bind.is_empty() && !names::is_ip(bind) {
        check.report(
            rules::SIDECAR_BIND,
            path::join(field, "bind"),
            format!("`{}` is no IP address", cut(bind)),
        );
    }
}

/// What is wrong with the path of a Unix socket, behind `unix://`.
pub(super) fn problem_of_socket(socket: &str) -> Option<&'static str> {
    // `@name` is Linux's abstract namespace.
    let good = socket.starts_with('@') || (socket.starts_with('/') && !socket.ends_with('/'));
    (!good).then_some("is neither an absolute path to a file nor `@` and a name")
}

pub(super) const UNIX: &str = "unix://";

/// What is wrong with the place of the workload: its own addresses, or a socket.
fn problem_of_endpoint(endpoint: &str) -> Option<&'static str> {
    if let Some(socket) = endpoint.strip_prefix(UNIX) {
        return problem_of_socket(socket);
    }
    let Some((host, port)) = endpoint.rsplit_once(':') else { return Some("has no port") };
    let own = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(host) => matches!(host, "" | "127.0.0.1" | "0.0.0.0" | "::1" | "::"),
        None => matches!(host, "" | "127.0.0.1" | "0.0.0.0"),
    };
    if !own {
        return Some("is not an address of the workload itself: 127.0.0.1, 0.0.0.0, [::1] or [::], or none");
    }
    (!port.parse().is_ok_and(is_port)).then_some("has no port of 1 to 65535 behind the colon")
}

fn check_ingress_tls(tls: &ServerTls, port: &SidecarPort, field: &str, check: &mut Checker) {
    let text = |value: &Option<String>| value.as_deref().is_some_and(|value| !value.is_empty());
    let list = |value: &Option<Vec<String>>| value.as_ref().is_some_and(|value| !value.is_empty());
    for (written, name) in [
        (list(&tls.subject_alt_names), "subjectAltNames"),
        (tls.https_redirect == Some(true), "httpsRedirect"),
        (text(&tls.credential_name), "credentialName"),
        (list(&tls.credential_names), "credentialNames"),
        (tls.tls_certificates.as_ref().is_some_and(|list| !list.is_empty()), "tlsCertificates"),
    ] {
        if written {
            check.report(
                rules::SIDECAR_INGRESS_TLS,
                path::join(field, name),
                format!("a sidecar does not take `{name}`"),
            );
        }
    }
    if let Some(mode @ (ServerTlsMode::IstioMutual | ServerTlsMode::AutoPassthrough)) = &tls.mode {
        check.report(
            rules::SIDECAR_INGRESS_TLS,
            path::join(field, "mode"),
            format!("a sidecar does not take the mode {mode}"),
        );
    }
    if port.protocol.as_deref().and_then(protocol) != Some(Protocol::Tls) {
        check.report(
            rules::SIDECAR_INGRESS_TLS,
            field,
            "only ports with protocol HTTPS or TLS take TLS settings",
        );
    }
    check_tls(tls, field, check);
}

fn check_egress_proxy(proxy: &EgressProxy, mode: Option<&OutboundMode>, check: &mut Checker) {
    let field = "spec.outboundTrafficPolicy.egressProxy";
    let mut fault = |name: &str, message: String| {
        check.report(rules::SIDECAR_EGRESS_PROXY, path::join(field, name), message)
    };
    if mode != Some(&OutboundMode::AllowAny) {
        return fault("", "the mode is not ALLOW_ANY; an absent one is REGISTRY_ONLY".to_owned());
    }
    let host = proxy.host.as_deref().unwrap_or_default();
    if let Err(reason) = check_domain(host) {
        fault("host", format!("`{}` {reason}", cut(host)));
    }
    if let Some(subset) = proxy.subset.as_deref().filter(|name| !name.is_empty() && !names::is_label(name)) {
        fault("subset", format!("`{}` is not letters, digits and inner hyphens", cut(subset)));
    }
    match proxy.port.as_ref().map(|port| port.number.unwrap_or_default()) {
        Some(number) if is_port(number) => {}
        Some(number) => fault("port.number", format!("{number} is no port; ports are 1 to 65535")),
        None => fault("port", "there is no port".to_owned()),
    }
}

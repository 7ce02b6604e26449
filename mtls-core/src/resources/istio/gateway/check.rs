//! What Istio's webhook asks of a `Gateway`, and what we add.

use std::collections::BTreeSet;

use super::tls::check_tls;
use super::{Gateway, Server, ServerPort, ServerTlsMode};
use crate::finding::rules::resources as rules;
use crate::resources::error::cut;
use crate::resources::istio::host::check_wildcard_domain;
use crate::resources::istio::port::{Protocol, is_port, protocol, unknown_protocol};
use crate::resources::kind::{Checker, check_istio_annotations};
use crate::resources::{names, path};

pub(super) fn check(gateway: &Gateway, check: &mut Checker) {
    check_istio_annotations(&gateway.metadata, check);
    let name = gateway.metadata.name();
    if !name.is_empty() && !names::is_label(name) {
        check.report(
            rules::GATEWAY_NAME,
            "metadata.name",
            format!(
                "`{}` is no DNS label: letters, digits and inner hyphens, at most 63, no dots",
                cut(name)
            ),
        );
    }
    let servers = gateway.spec.as_ref().and_then(|spec| spec.servers.as_deref()).unwrap_or_default();
    if servers.is_empty() {
        check.report(rules::GATEWAY_NO_SERVERS, "spec.servers", "the gateway has no servers");
    }
    let mut port_names = BTreeSet::new();
    for (i, server) in servers.iter().enumerate() {
        let field = format!("spec.servers[{i}]");
        check_server(server, &field, check);
        if let Some(name) = server.port.as_ref().and_then(|p| p.name.as_deref())
            && !port_names.insert(name)
        {
            check.report(
                rules::GATEWAY_PORT_NAME_TWICE,
                path::join(&field, "port.name"),
                format!("the port name `{}` stands on an earlier server already", cut(name)),
            );
        }
    }
}

fn check_server(server: &Server, field: &str, check: &mut Checker) {
    let hosts = server.hosts.as_deref().unwrap_or_default();
    if hosts.is_empty() {
        check.report(rules::GATEWAY_NO_HOSTS, path::join(field, "hosts"), "the server has no hosts");
    }
    for (i, host) in hosts.iter().enumerate() {
        check_host(host, &format!("{field}.hosts[{i}]"), check);
    }
    let bind = server.bind.as_deref().unwrap_or_default();
    let port_ok = check_port(server.port.as_ref(), bind, field, check);
    check_bind(bind, server.port.as_ref(), field, check);
    let tls_field = path::join(field, "tls");
    let Some(tls) = &server.tls else {
        if port_ok == Some(Protocol::Tls) {
            check.report(
                rules::GATEWAY_TLS_MISSING,
                tls_field,
                "the port speaks TLS, but the server has no `tls`",
            );
        }
        return;
    };
    check_tls(tls, &tls_field, check);
    let protocol = match server.port.as_ref().and_then(|p| p.protocol.as_deref()) {
        Some(name) => protocol(name),
        None => None,
    };
    if tls.https_redirect == Some(true) && protocol.is_some_and(|p| p != Protocol::Http) {
        check.report(
            rules::GATEWAY_REDIRECT_IGNORED,
            path::join(&tls_field, "httpsRedirect"),
            "only a plain HTTP port can redirect to HTTPS",
        );
    }
    // As in the webhook, what cannot be said of a broken port is not said.
    match port_ok {
        Some(Protocol::Http) => {
            let passes =
                matches!(tls.mode, None | Some(ServerTlsMode::Passthrough | ServerTlsMode::AutoPassthrough));
            let files = [&tls.ca_certificates, &tls.private_key, &tls.server_certificate];
            if !passes || files.into_iter().flatten().any(|file| !file.is_empty()) {
                check.report(
                    rules::GATEWAY_TLS_ON_PLAINTEXT,
                    tls_field,
                    "an HTTP port takes no TLS settings other than `httpsRedirect`",
                );
            }
        }
        Some(Protocol::Plain) => check.report(
            rules::GATEWAY_TLS_ON_PLAINTEXT,
            tls_field,
            "only ports with protocol HTTPS or TLS take TLS settings",
        ),
        Some(Protocol::Tls) | None => {}
    }
}

/// The protocol of a port in which nothing is wrong.
fn check_port(port: Option<&ServerPort>, bind: &str, field: &str, check: &mut Checker) -> Option<Protocol> {
    let field = path::join(field, "port");
    let Some(port) = port else {
        check.report(rules::GATEWAY_PORT, field, "the server has no port");
        return None;
    };
    let mut good = true;
    let mut fault = |field: String, message: String| {
        good = false;
        check.report(rules::GATEWAY_PORT, field, message);
    };
    let name = port.protocol.as_deref().unwrap_or_default();
    let protocol = protocol(name);
    if protocol.is_none() {
        fault(path::join(&field, "protocol"), unknown_protocol(name));
    }
    match port.number {
        None | Some(0) if bind.starts_with(UNIX) => {}
        Some(number) if is_port(number) => {}
        None => fault(path::join(&field, "number"), "the port has no number".to_owned()),
        Some(number) => {
            fault(path::join(&field, "number"), format!("{number} is no port; ports are 1 to 65535"))
        }
    }
    if port.target_port.is_some_and(|p| p > 0) {
        fault(path::join(&field, "targetPort"), "`targetPort` has no effect on a gateway".to_owned());
    }
    if port.name.as_deref().is_none_or(str::is_empty) {
        fault(path::join(&field, "name"), "the port has no name".to_owned());
    }
    protocol.filter(|_| good)
}

const UNIX: &str = "unix://";

fn check_bind(bind: &str, port: Option<&ServerPort>, field: &str, check: &mut Checker) {
    let field = path::join(field, "bind");
    if let Some(socket) = bind.strip_prefix(UNIX) {
        // `@name` is Linux's abstract namespace.
        let named = socket.strip_prefix('@').is_some_and(|name| !name.is_empty());
        if !socket.starts_with('/') && !named {
            check.report(rules::GATEWAY_BIND, field, "a socket's path is absolute, or `@` and a name");
        } else if port.and_then(|p| p.number).is_some_and(|n| n != 0) {
            check.report(rules::GATEWAY_BIND, field, "with a socket the port's number is 0");
        }
    } else if !bind.is_empty() && !names::is_ip(bind) {
        check.report(
            rules::GATEWAY_BIND,
            field,
            format!("`{}` is neither an IP address nor `unix://` and a path", cut(bind)),
        );
    }
}

fn check_host(host: &str, field: &str, check: &mut Checker) {
    let mut fault = |message: String| check.report(rules::GATEWAY_HOST, field, message);
    let shown = cut(host);
    let name = match host.split_once('/') {
        None => host,
        Some((namespace, name)) => {
            if namespace.is_empty() || name.is_empty() {
                return fault(format!("`{shown}` lacks the part before or after the slash"));
            }
            if namespace != "*" && namespace != "." && !names::is_label(namespace) {
                fault(format!("`{shown}` has no namespace, `.` or `*` before the slash"));
            }
            name
        }
    };
    if name != "*" && !name.contains('.') {
        fault(format!("`{shown}` is a short name; a gateway needs the whole domain name"));
    }
    if let Err(reason) = check_wildcard_domain(name)
        && !names::is_ip(name)
    {
        fault(format!("`{shown}` {reason}"));
    } else if name.contains('*') && name != "*" && !name.starts_with("*.") {
        fault(format!("`{shown}` has a `*` that is not a whole first label"));
    }
}

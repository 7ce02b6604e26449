//! What the CRD asks of a Gateway, and what Istio makes of it.

use std::collections::BTreeSet;

use super::super::hostname::check_hostname;
use super::super::reference::check_object;
use super::{
    FrontendTls, FrontendTlsConfig, FrontendValidationMode, Gateway, GatewaySpec, Listener, ListenerTls,
    ListenerTlsMode,
};
use crate::finding::rules::gateway_api as rules;
use crate::resources::kind::Checker;
use crate::resources::kubernetes::check_label_selector;
use crate::resources::{cut, labels, names, path, suggest};

/// How Istio ends TLS, beside what the API knows.
pub(super) const ISTIO_MODE: &str = "gateway.istio.io/tls-terminate-mode";
const ISTIO_MODES: &[&str] = &["MUTUAL", "OPTIONAL_MUTUAL", "ISTIO_SIMPLE", "ISTIO_MUTUAL"];

pub(super) fn check(gateway: &Gateway, check: &mut Checker) {
    let empty = GatewaySpec::default();
    let spec = gateway.spec.as_ref().unwrap_or(&empty);
    if spec.gateway_class_name.as_ref().is_none_or(String::is_empty) {
        check.report(rules::GATEWAY_CLASS_MISSING, "spec.gatewayClassName", "the Gateway has no class");
    }
    if let Some(infrastructure) = &spec.infrastructure {
        let at = "spec.infrastructure";
        labels::check_labels(infrastructure.labels.as_ref(), &format!("{at}.labels"), check);
        labels::check_annotations(infrastructure.annotations.as_ref(), &format!("{at}.annotations"), check);
        if let Some(parameters) = &infrastructure.parameters_ref {
            check_object(parameters, true, &format!("{at}.parametersRef"), check);
        }
    }
    let listeners = spec.listeners.as_deref().unwrap_or_default();
    if listeners.is_empty() {
        check.report(rules::LISTENERS_MISSING, "spec.listeners", "the Gateway has no listener");
    }
    let (mut seen_names, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for (i, listener) in listeners.iter().enumerate() {
        let at = format!("spec.listeners[{i}]");
        let name = listener.name.as_deref().unwrap_or_default();
        if !names::is_object_name(name) {
            check.report(
                rules::LISTENER_NAME,
                format!("{at}.name"),
                format!("`{}` is no name for a listener", cut(name)),
            );
        } else if !seen_names.insert(name) {
            check.report(
                rules::LISTENER_NAME,
                format!("{at}.name"),
                format!("`{}` is the name of an earlier listener", cut(name)),
            );
        }
        if !seen.insert((listener.port, listener.protocol.as_deref(), listener.hostname.as_deref())) {
            check.report(
                rules::LISTENER_DUPLICATE,
                at.clone(),
                "an earlier listener has the same port, protocol and host",
            );
        }
        check_listener(listener, &at, check);
    }
    if let Some(tls) = &spec.tls {
        if let Some(reference) = tls.backend.as_ref().and_then(|tls| tls.client_certificate_ref.as_ref()) {
            check_object(reference, false, "spec.tls.backend.clientCertificateRef", check);
        }
        if let Some(frontend) = &tls.frontend {
            check_frontend(frontend, check);
        }
    }
}

fn check_listener(listener: &Listener, at: &str, check: &mut Checker) {
    if !listener.port.is_some_and(|port| (1..=65535).contains(&port)) {
        check.report(rules::PORT, format!("{at}.port"), "the listener has no port; ports are 1 to 65535");
    }
    let protocol = listener.protocol.as_deref().unwrap_or_default();
    if protocol.is_empty() {
        check.report(
            rules::LISTENER_PROTOCOL,
            format!("{at}.protocol"),
            "the listener has no protocol: HTTP, HTTPS, TLS, TCP or UDP",
        );
    }
    if let Some(hostname) = listener.hostname.as_deref().filter(|name| !name.is_empty()) {
        check_hostname(hostname, &format!("{at}.hostname"), check);
        if matches!(protocol, "TCP" | "UDP") {
            check.report(
                rules::LISTENER_PROTOCOL,
                format!("{at}.hostname"),
                format!("{protocol} knows no host"),
            );
        }
    }
    if let Some(routes) = &listener.allowed_routes {
        let selector = routes.namespaces.as_ref().and_then(|namespaces| namespaces.selector.as_ref());
        check_label_selector(selector, &format!("{at}.allowedRoutes.namespaces.selector"), check);
    }
    let at = format!("{at}.tls");
    match (&listener.tls, protocol) {
        (Some(_), "HTTP" | "TCP" | "UDP") => {
            check.report(
                rules::LISTENER_TLS_ON_PLAINTEXT,
                at,
                format!("{protocol} is plaintext, but TLS is set"),
            );
        }
        (Some(tls), _) => check_tls(tls, protocol, &at, check),
        (None, "TLS") => {
            check.report(rules::LISTENER_TLS_MISSING, at, "the protocol is TLS, but nothing is said of it");
        }
        (None, "HTTPS") => {
            check.report(
                rules::LISTENER_HTTPS_WITHOUT_TLS,
                at,
                "the protocol is HTTPS, without a certificate",
            );
        }
        (None, _) => {}
    }
}

fn check_tls(tls: &ListenerTls, protocol: &str, at: &str, check: &mut Checker) {
    let certificates = tls.certificate_refs.as_deref().unwrap_or_default();
    let options = tls.options.as_ref();
    let passes = tls.mode == Some(ListenerTlsMode::Passthrough);
    if passes && protocol == "HTTPS" {
        check.report(
            rules::LISTENER_TLS_MODE,
            format!("{at}.mode"),
            "with protocol HTTPS TLS ends here; use protocol TLS to pass it on",
        );
    }
    if !passes && certificates.is_empty() && options.is_none_or(|options| options.is_empty()) {
        check.report(
            rules::LISTENER_CERTIFICATE_MISSING,
            format!("{at}.certificateRefs"),
            "TLS ends here, but there is no certificate",
        );
    }
    if certificates.len() > 2 {
        check.report(
            rules::LISTENER_CERTIFICATE_COUNT,
            format!("{at}.certificateRefs"),
            format!("{} certificates are named; Istio takes two", certificates.len()),
        );
    }
    for (i, certificate) in certificates.iter().enumerate() {
        check_object(certificate, false, &format!("{at}.certificateRefs[{i}]"), check);
    }
    if let Some(mode) = options.and_then(|options| options.get(ISTIO_MODE))
        && !ISTIO_MODES.contains(&mode.as_str())
    {
        let mut field = format!("{at}.options");
        path::push_key(&mut field, ISTIO_MODE);
        let meant = suggest::closest(mode, ISTIO_MODES.iter().copied());
        let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        check.report(
            rules::LISTENER_ISTIO_MODE,
            field,
            format!("`{}` is not one of {}{meant}", cut(mode), ISTIO_MODES.join(", ")),
        );
    }
}

fn check_frontend(frontend: &FrontendTls, check: &mut Checker) {
    let at = "spec.tls.frontend";
    match &frontend.other_ports {
        Some(config) => check_config(config, &format!("{at}.default"), check),
        None => check.report(
            rules::FRONTEND_DEFAULT_MISSING,
            format!("{at}.default"),
            "nothing is said of ports that are not named; it may be empty",
        ),
    }
    let mut seen = BTreeSet::new();
    for (i, port) in frontend.per_port.iter().flatten().enumerate() {
        let at = format!("{at}.perPort[{i}]");
        match port.port {
            Some(number @ 1..=65535) if !seen.insert(number) => check.report(
                rules::FRONTEND_PORT_DUPLICATE,
                format!("{at}.port"),
                format!("{number} is there already"),
            ),
            Some(1..=65535) => {}
            _ => check.report(rules::PORT, format!("{at}.port"), "there is no port; ports are 1 to 65535"),
        }
        match &port.tls {
            Some(config) => check_config(config, &format!("{at}.tls"), check),
            None => check.report(
                rules::FRONTEND_DEFAULT_MISSING,
                format!("{at}.tls"),
                "nothing is said of the port; it may be empty",
            ),
        }
    }
}

fn check_config(config: &FrontendTlsConfig, at: &str, check: &mut Checker) {
    let Some(validation) = &config.validation else { return };
    let at = format!("{at}.validation");
    let authorities = validation.ca_certificate_refs.as_deref().unwrap_or_default();
    match authorities.len() {
        0 => check.report(
            rules::FRONTEND_CA_MISSING,
            format!("{at}.caCertificateRefs"),
            "client certificates are to be checked, but no CA is named",
        ),
        1 => {}
        count => check.report(
            rules::CA_COUNT,
            format!("{at}.caCertificateRefs"),
            format!("{count} CAs are named; Istio refuses the listener"),
        ),
    }
    for (i, authority) in authorities.iter().enumerate() {
        check_object(authority, true, &format!("{at}.caCertificateRefs[{i}]"), check);
    }
    if validation.mode == Some(FrontendValidationMode::AllowInsecureFallback) {
        check.report(
            rules::FRONTEND_INSECURE_FALLBACK,
            format!("{at}.mode"),
            "clients without a valid certificate are let in",
        );
    }
}

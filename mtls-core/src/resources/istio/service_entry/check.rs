//! What the API server and Istio's webhook ask of a `ServiceEntry`, and what we add.

use std::collections::BTreeSet;

use super::resolution::check_resolution;
use super::{ServiceEntry, ServiceEntryPort, ServiceEntryResolution, ServiceEntrySpec};
use crate::finding::rules::istio_workloads as rules;
use crate::resources::error::cut;
use crate::resources::istio::export_to::check_export_to;
use crate::resources::istio::host::check_wildcard_domain;
use crate::resources::istio::port::{Protocol, is_port, protocol, unknown_protocol};
use crate::resources::istio::selector::check_older_selector;
use crate::resources::kind::{Checker, check_istio_annotations};
use crate::resources::{names, path};

pub(super) fn check(entry: &ServiceEntry, check: &mut Checker) {
    check_istio_annotations(&entry.metadata, check);
    let none = ServiceEntrySpec::default();
    let spec = entry.spec.as_ref().unwrap_or(&none);
    check_older_selector(spec.workload_selector.as_ref(), "spec.workloadSelector", check);
    if spec.workload_selector.is_some() && spec.endpoints.is_some() {
        check.report(
            rules::SERVICE_ENTRY_SELECTOR_AND_ENDPOINTS,
            "spec.workloadSelector",
            "the workloads are selected and listed at once",
        );
    }
    check_hosts(spec, check);
    check_addresses(spec, check);
    check_ports(spec, check);
    if spec.addresses.as_ref().is_none_or(Vec::is_empty) && !is_given_addresses(entry, spec) {
        check_tcp_without_address(spec, check);
    }
    check_resolution(entry, spec, check);
    check_hosts_of_one_port(spec, check);
    check_export_to(spec.export_to.as_ref(), entry.metadata.namespace(), true, check);
}

/// What an absent resolution means is NONE.
pub(super) fn resolution(spec: &ServiceEntrySpec) -> &ServiceEntryResolution {
    spec.resolution.as_ref().unwrap_or(&ServiceEntryResolution::None)
}

/// What a port carries; None where it is not said, or unknown.
pub(super) fn protocol_of(port: &ServiceEntryPort) -> Option<Protocol> {
    port.protocol.as_deref().and_then(protocol)
}

fn check_hosts(spec: &ServiceEntrySpec, check: &mut Checker) {
    let hosts = spec.hosts.as_deref().unwrap_or_default();
    if hosts.is_empty() {
        check.report(rules::SERVICE_ENTRY_NO_HOSTS, "spec.hosts", "the service has no hosts");
    }
    for (i, host) in hosts.iter().enumerate() {
        let field = format!("spec.hosts[{i}]");
        let shown = cut(host);
        if host == "*" {
            check.report(rules::SERVICE_ENTRY_HOST, field, "`*` would take every host");
        } else if let Err(reason) = check_wildcard_domain(host) {
            check.report(rules::SERVICE_ENTRY_HOST, field, format!("`{shown}` {reason}"));
        } else if host.contains('*')
            && !host.starts_with("*.")
            && *resolution(spec) != ServiceEntryResolution::DynamicDns
        {
            check.report(
                rules::SERVICE_ENTRY_HOST_PARTIAL,
                field,
                format!("`{shown}` has a `*` that is not a whole first label"),
            );
        }
    }
}

fn check_addresses(spec: &ServiceEntrySpec, check: &mut Checker) {
    for (i, address) in spec.addresses.iter().flatten().enumerate() {
        let field = format!("spec.addresses[{i}]");
        let shown = cut(address);
        if !names::is_ip(address) && !is_range(address) {
            check.report(
                rules::SERVICE_ENTRY_ADDRESS,
                field.clone(),
                format!("`{shown}` is neither an IP address nor a range"),
            );
        }
        if address.contains('/')
            && !matches!(resolution(spec), ServiceEntryResolution::None | ServiceEntryResolution::Static)
        {
            check.report(
                rules::SERVICE_ENTRY_ADDRESS_RANGE,
                field,
                format!("`{shown}` is a range, which {} does not take", resolution(spec)),
            );
        }
    }
}

/// An IP address, a slash, and how many bits count.
fn is_range(text: &str) -> bool {
    let Some((address, bits)) = text.split_once('/') else { return false };
    let most = if address.contains(':') { 128 } else { 32 };
    let canonical = bits == "0" || bits.starts_with(|c: char| matches!(c, '1'..='9'));
    names::is_ip(address) && canonical && bits.parse::<u8>().is_ok_and(|bits| bits <= most)
}

fn check_ports(spec: &ServiceEntrySpec, check: &mut Checker) {
    let (mut numbers, mut port_names) = (BTreeSet::new(), BTreeSet::new());
    for (i, port) in spec.ports.iter().flatten().enumerate() {
        let field = format!("spec.ports[{i}]");
        check_port(port, &field, check);
        if let Some(number) = port.number
            && !numbers.insert(number)
        {
            check.report(
                rules::SERVICE_ENTRY_PORT_TWICE,
                path::join(&field, "number"),
                format!("an earlier port has the number {number} already"),
            );
        }
        if let Some(name) = port.name.as_deref()
            && !port_names.insert(name)
        {
            check.report(
                rules::SERVICE_ENTRY_PORT_TWICE,
                path::join(&field, "name"),
                format!("an earlier port has the name `{}` already", cut(name)),
            );
        }
    }
}

fn check_port(port: &ServiceEntryPort, field: &str, check: &mut Checker) {
    let mut fault = |name: &str, message: String| {
        check.report(rules::SERVICE_ENTRY_PORT, path::join(field, name), message)
    };
    match port.number {
        Some(number) if is_port(number) => {}
        Some(number) => fault("number", format!("{number} is no port; ports are 1 to 65535")),
        None => fault("number", "the port has no number".to_owned()),
    }
    if let Some(number) = port.target_port.filter(|number| !is_port(*number)) {
        fault("targetPort", format!("{number} is no port; ports are 1 to 65535"));
    }
    match port.name.as_deref().unwrap_or_default() {
        "" => fault("name", "the port has no name".to_owned()),
        name if !names::is_label(name) => {
            fault("name", format!("`{}` is not letters, digits and inner hyphens, at most 63", cut(name)));
        }
        _ => {}
    }
    if let Some(name) = port.protocol.as_deref().filter(|name| !name.is_empty())
        && protocol(name).is_none()
    {
        fault("protocol", unknown_protocol(name));
    }
}

/// Whether istiod gives the hosts addresses of its own.
fn is_given_addresses(entry: &ServiceEntry, spec: &ServiceEntrySpec) -> bool {
    let label = entry.metadata.labels.as_ref().and_then(|labels| labels.get(AUTO_ALLOCATE));
    *resolution(spec) != ServiceEntryResolution::None
        && !label.is_some_and(|value| value.eq_ignore_ascii_case("false"))
}

const AUTO_ALLOCATE: &str = "networking.istio.io/enable-autoallocate-ip";

fn check_tcp_without_address(spec: &ServiceEntrySpec, check: &mut Checker) {
    for (i, port) in spec.ports.iter().flatten().enumerate() {
        // As the webhook compares it: `tcp` and other protocols over TCP are not warned of.
        if matches!(port.protocol.as_deref().unwrap_or_default(), "" | "TCP") {
            check.report(
                rules::SERVICE_ENTRY_TCP_WITHOUT_ADDRESS,
                format!("spec.ports[{i}].protocol"),
                "TCP is told apart by address alone, and the service has none",
            );
        }
    }
}

fn check_hosts_of_one_port(spec: &ServiceEntrySpec, check: &mut Checker) {
    let count = spec.hosts.as_ref().map_or(0, Vec::len);
    if count < 2 || *resolution(spec) == ServiceEntryResolution::None {
        return;
    }
    let plain = |port: &ServiceEntryPort| !matches!(protocol_of(port), Some(Protocol::Http | Protocol::Tls));
    if let Some(i) = spec.ports.iter().flatten().position(plain) {
        check.report(
            rules::SERVICE_ENTRY_HOSTS_SHARE_PORT,
            format!("spec.ports[{i}].protocol"),
            format!("{count} hosts share a port that is neither HTTP nor TLS"),
        );
    }
}

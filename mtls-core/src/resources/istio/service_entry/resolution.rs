//! What each way of finding a service's workloads asks for.

use std::collections::BTreeSet;

use super::check::{protocol_of, resolution};
use super::{
    ServiceEntry, ServiceEntryLocation, ServiceEntryResolution, ServiceEntrySpec, WorkloadEntrySpec,
};
use crate::finding::rules::istio_workloads as rules;
use crate::resources::error::cut;
use crate::resources::istio::host::{check_domain, check_wildcard_domain};
use crate::resources::istio::port::Protocol;
use crate::resources::istio::workload_entry::{
    Addresses, check_workload, is_without_identity, report_without_identity,
};
use crate::resources::kind::Checker;

pub(super) fn check_resolution(entry: &ServiceEntry, spec: &ServiceEntrySpec, check: &mut Checker) {
    let endpoints = spec.endpoints.as_deref().unwrap_or_default();
    match resolution(spec) {
        ServiceEntryResolution::None => {
            if spec.endpoints.is_some() {
                refuse_endpoints("the resolution is NONE, which uses no endpoints", check);
            }
            if spec.workload_selector.is_some() {
                check.report(
                    rules::SERVICE_ENTRY_SELECTOR_IGNORED,
                    "spec.workloadSelector",
                    "the resolution is NONE, which uses no selected workloads",
                );
            }
        }
        ServiceEntryResolution::Static => check_endpoints(spec, endpoints, Addresses::Static, check),
        ServiceEntryResolution::Dns | ServiceEntryResolution::DnsRoundRobin => {
            check_dns(spec, endpoints, check);
        }
        ServiceEntryResolution::DynamicDns => {
            if !endpoints.is_empty() {
                refuse_endpoints(
                    "DYNAMIC_DNS asks for the host of each request and uses no endpoints",
                    check,
                );
            }
            check_dynamic_dns(entry, spec, check);
        }
        ServiceEntryResolution::Unknown(_) => {}
    }
}

fn refuse_endpoints(message: &str, check: &mut Checker) {
    check.report(rules::SERVICE_ENTRY_ENDPOINTS, "spec.endpoints", message);
}

fn check_endpoints(
    spec: &ServiceEntrySpec,
    endpoints: &[WorkloadEntrySpec],
    addresses: Addresses,
    check: &mut Checker,
) {
    let ports: BTreeSet<&str> = spec.ports.iter().flatten().filter_map(|port| port.name.as_deref()).collect();
    for (i, endpoint) in endpoints.iter().enumerate() {
        let field = format!("spec.endpoints[{i}]");
        check_workload(endpoint, &field, addresses, Some(&ports), check);
        if is_internal(spec) && is_without_identity(endpoint) {
            report_without_identity(&field, check);
        }
    }
}

fn is_internal(spec: &ServiceEntrySpec) -> bool {
    spec.location == Some(ServiceEntryLocation::Internal)
}

fn check_dns(spec: &ServiceEntrySpec, endpoints: &[WorkloadEntrySpec], check: &mut Checker) {
    let hosts = spec.hosts.as_deref().unwrap_or_default();
    if *resolution(spec) == ServiceEntryResolution::DnsRoundRobin && endpoints.len() > 1 {
        refuse_endpoints("DNS_ROUND_ROBIN takes one endpoint at most", check);
    }
    check_endpoints(spec, endpoints, Addresses::Dns, check);
    if endpoints.is_empty() {
        for (i, host) in hosts.iter().enumerate() {
            // What is no host at all has been said already.
            if check_wildcard_domain(host).is_ok() && host != "*" && check_domain(host).is_err() {
                check.report(
                    rules::SERVICE_ENTRY_DNS_HOST,
                    format!("spec.hosts[{i}]"),
                    format!("DNS cannot be asked for `{}`, and there are no endpoints to ask for", cut(host)),
                );
            }
        }
        if is_internal(spec) && spec.workload_selector.is_none() {
            check.report(
                rules::SERVICE_ENTRY_INTERNAL_PLAINTEXT,
                "spec.location",
                "the service is of the mesh, but nothing says that what DNS answers speaks mutual TLS: callers send plaintext",
            );
        }
    }
    let tcp = spec.ports.iter().flatten().any(|port| {
        let udp = port.protocol.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("udp"));
        !udp && matches!(protocol_of(port), Some(Protocol::Tls | Protocol::Plain))
    });
    if tcp && hosts.len() > 1 && spec.addresses.as_ref().is_some_and(|addresses| !addresses.is_empty()) {
        check.report(
            rules::SERVICE_ENTRY_HOSTS_SHARE_ADDRESS,
            "spec.addresses",
            format!("{} hosts share these addresses on a port for TCP or TLS", hosts.len()),
        );
    }
}

fn check_dynamic_dns(entry: &ServiceEntry, spec: &ServiceEntrySpec, check: &mut Checker) {
    let mut fault =
        |field: String, message: &str| check.report(rules::SERVICE_ENTRY_DYNAMIC_DNS, field, message);
    for (i, host) in spec.hosts.iter().flatten().enumerate() {
        if !host.starts_with('*') {
            fault(
                format!("spec.hosts[{i}]"),
                "DYNAMIC_DNS is for hosts with a `*`; use DNS for a whole name",
            );
        }
    }
    if spec.addresses.as_ref().is_some_and(|addresses| !addresses.is_empty()) {
        fault("spec.addresses".to_owned(), "DYNAMIC_DNS takes the host from each request and no addresses");
    }
    for (i, port) in spec.ports.iter().flatten().enumerate() {
        let name = port.protocol.as_deref().unwrap_or_default().to_ascii_lowercase();
        if !matches!(name.as_str(), "http" | "http2" | "grpc" | "tls") {
            fault(
                format!("spec.ports[{i}].protocol"),
                "DYNAMIC_DNS finds a host in HTTP, HTTP2, GRPC and TLS alone",
            );
        }
    }
    let waypoint = entry.metadata.labels.as_ref().and_then(|labels| labels.get("istio.io/use-waypoint"));
    if is_internal(spec)
        && waypoint.is_some_and(|waypoint| !waypoint.is_empty() && !waypoint.eq_ignore_ascii_case("none"))
    {
        fault(
            "spec.location".to_owned(),
            "a waypoint takes DYNAMIC_DNS for services outside of the mesh alone",
        );
    }
}

//! What the API server and Istio's webhook ask of a workload, and what we add.

use std::collections::BTreeSet;

use super::{TLS_MODE, WorkloadEntry, WorkloadEntrySpec};
use crate::finding::rules::{istio_workloads as rules, resources};
use crate::resources::error::cut;
use crate::resources::istio::host::check_domain;
use crate::resources::istio::labels::check_workload_labels;
use crate::resources::istio::port::is_port;
use crate::resources::kind::{Checker, check_istio_annotations};
use crate::resources::{names, path};

/// Which addresses a workload may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::resources::istio) enum Addresses {
    /// IP addresses and Unix sockets.
    Static,
    /// IP addresses, and names for DNS.
    Dns,
    /// All of these.
    Any,
    /// None is needed yet, and what is given is not looked at, except for Unix sockets.
    Template,
}

pub(super) fn check(entry: &WorkloadEntry, check: &mut Checker) {
    check_istio_annotations(&entry.metadata, check);
    let none = WorkloadEntrySpec::default();
    let spec = entry.spec.as_ref().unwrap_or(&none);
    check_workload(spec, "spec", Addresses::Any, None, check);
    if is_without_identity(spec) {
        report_without_identity("spec", check);
    }
}

/// Whether callers take a workload of the mesh for one without a proxy, though nobody says so.
pub(in crate::resources::istio) fn is_without_identity(workload: &WorkloadEntrySpec) -> bool {
    workload.service_account.as_deref().is_none_or(str::is_empty)
        && !workload.labels.as_ref().is_some_and(|labels| labels.contains_key(TLS_MODE))
}

pub(in crate::resources::istio) fn report_without_identity(field: &str, check: &mut Checker) {
    check.report(
        rules::WORKLOAD_PLAINTEXT,
        path::join(field, "serviceAccount"),
        "neither a service account nor a label says that the workload speaks mutual TLS: callers send plaintext",
    );
}

/// Checks the workload at `field`. `service_ports` are the names of its service's ports, where they are known.
pub(in crate::resources::istio) fn check_workload(
    workload: &WorkloadEntrySpec,
    field: &str,
    addresses: Addresses,
    service_ports: Option<&BTreeSet<&str>>,
    check: &mut Checker,
) {
    let at = path::join(field, "address");
    let address = workload.address.as_deref().unwrap_or_default();
    if address.is_empty() {
        check_without_address(workload, at, addresses, check);
    } else if let Some(socket) = address.strip_prefix(UNIX) {
        if addresses == Addresses::Dns {
            check.report(rules::WORKLOAD_ADDRESS, at, "DNS cannot be asked for a Unix socket");
        } else {
            check_socket(socket, at, check);
            check_ports_of_socket(workload, field, service_ports, check);
        }
    } else if let Some(problem) = problem_of(address, addresses) {
        check.report(rules::WORKLOAD_ADDRESS, at, problem);
    }
    check_ports(workload, field, service_ports, check);
    if addresses != Addresses::Template {
        let at = path::join(field, "labels");
        check_workload_labels(workload.labels.as_ref(), &at, resources::LABEL_INVALID, check);
    }
}

const UNIX: &str = "unix://";

fn check_without_address(
    workload: &WorkloadEntrySpec,
    field: String,
    addresses: Addresses,
    check: &mut Checker,
) {
    let networked = workload.network.as_deref().is_some_and(|network| !network.is_empty());
    match addresses {
        Addresses::Template => {}
        Addresses::Dns => check.report(rules::WORKLOAD_ADDRESS, field, "DNS is asked, but there is no name"),
        Addresses::Static | Addresses::Any if networked => check.report(
            rules::WORKLOAD_ADDRESS_MISSING,
            field,
            "there is no address, only a network: the workload is reached by the gateway of that network",
        ),
        Addresses::Static | Addresses::Any => {
            check.report(rules::WORKLOAD_ADDRESS, field, "there is neither an address nor a network");
        }
    }
}

/// What is wrong with an address that is no Unix socket.
fn problem_of(address: &str, addresses: Addresses) -> Option<String> {
    if addresses == Addresses::Template || names::is_ip(address) {
        return None;
    }
    let shown = cut(address);
    match (check_domain(address), addresses) {
        (Ok(()), Addresses::Static) => Some(format!(
            "`{shown}` is a name, but endpoints of STATIC are IP addresses or `unix://` and a path"
        )),
        (Ok(()), _) => None,
        (Err(reason), _) => Some(format!("`{shown}` is no IP address, and as a domain name it {reason}")),
    }
}

fn check_socket(socket: &str, field: String, check: &mut Checker) {
    // `@name` is Linux's abstract namespace.
    if !socket.starts_with(['/', '@']) || socket.ends_with('/') {
        check.report(
            rules::WORKLOAD_ADDRESS,
            field,
            "a socket is an absolute path to a file, or `@` and a name",
        );
    }
}

fn check_ports_of_socket(
    workload: &WorkloadEntrySpec,
    field: &str,
    service_ports: Option<&BTreeSet<&str>>,
    check: &mut Checker,
) {
    if workload.ports.is_some() {
        check.report(rules::WORKLOAD_PORT, path::join(field, "ports"), "a Unix socket has no ports");
    }
    if let Some(count) = service_ports.map(BTreeSet::len).filter(|count| *count != 1) {
        check.report(
            rules::WORKLOAD_PORT,
            path::join(field, "address"),
            format!("the service has {count} ports, but a Unix socket can serve exactly one"),
        );
    }
}

fn check_ports(
    workload: &WorkloadEntrySpec,
    field: &str,
    service_ports: Option<&BTreeSet<&str>>,
    check: &mut Checker,
) {
    for (name, number) in workload.ports.iter().flatten() {
        let mut at = path::join(field, "ports");
        path::push_key(&mut at, name);
        let mut fault = |message: String| check.report(rules::WORKLOAD_PORT, at.clone(), message);
        if service_ports.is_some_and(|ports| !ports.contains(name.as_str())) {
            fault(format!("the service has no port named `{}`", cut(name)));
        }
        // The API server takes one letter less here than in the names of a service's ports.
        if !names::is_label(name) || name.len() > 62 {
            fault("the name of a port is letters, digits and inner hyphens, here at most 62".to_owned());
        }
        if !is_port(*number) {
            fault(format!("{number} is no port; ports are 1 to 65535"));
        }
    }
}

//! What the API server asks of a Service.

use std::collections::BTreeSet;

use super::{PortProtocol, Service, ServicePort, ServiceSpec, ServiceType};
use crate::finding::rules::kubernetes as rules;
use crate::resources::kind::Checker;
use crate::resources::kubernetes::{IntOrString, check_name_is_label};
use crate::resources::{cut, labels, names};

pub(super) fn check(service: &Service, check: &mut Checker) {
    check_name_is_label(&service.metadata, check);
    let empty = ServiceSpec::default();
    let spec = service.spec.as_ref().unwrap_or(&empty);
    let kind = spec.service_type.as_ref().unwrap_or(&ServiceType::ClusterIp);
    labels::check_labels(spec.selector.as_ref(), "spec.selector", check);
    check_address(spec, kind, check);
    let ports = spec.ports.as_deref().unwrap_or_default();
    let headless = spec.cluster_ip.as_deref() == Some("None");
    if ports.is_empty() && !headless && *kind != ServiceType::ExternalName {
        check.report(rules::SERVICE_PORTS_MISSING, "spec.ports", "the Service has no port");
    }
    let (mut seen_names, mut seen_numbers) = (BTreeSet::new(), BTreeSet::new());
    for (i, port) in ports.iter().enumerate() {
        let at = format!("spec.ports[{i}]");
        match port.name.as_deref() {
            None | Some("") if ports.len() > 1 => check.report(
                rules::SERVICE_PORT_NAME,
                format!("{at}.name"),
                "where there are several ports, each has a name",
            ),
            Some(name) if !name.is_empty() && !names::is_lower_label(name) => check.report(
                rules::SERVICE_PORT_NAME,
                format!("{at}.name"),
                format!("`{}` is no name for a port", cut(name)),
            ),
            Some(name) if !name.is_empty() && !seen_names.insert(name) => check.report(
                rules::SERVICE_PORT_DUPLICATE,
                format!("{at}.name"),
                format!("`{}` is the name of an earlier port", cut(name)),
            ),
            _ => {}
        }
        let protocol = port.protocol.as_ref().unwrap_or(&PortProtocol::Tcp).as_str();
        if let Some(number) = port.port
            && !seen_numbers.insert((number, protocol))
        {
            check.report(
                rules::SERVICE_PORT_DUPLICATE,
                format!("{at}.port"),
                format!("{protocol} port {number} is there already"),
            );
        }
        check_port(port, &at, kind, check);
    }
}

fn check_port(port: &ServicePort, at: &str, kind: &ServiceType, check: &mut Checker) {
    let mut wrong = |field: &str, message: String| {
        check.report(rules::SERVICE_PORT_INVALID, format!("{at}.{field}"), message);
    };
    match port.port {
        Some(1..=65535) => {}
        Some(number) => wrong("port", format!("{number} is no port; ports are 1 to 65535")),
        None => wrong("port", "the port has no number".to_owned()),
    }
    match &port.target_port {
        // 0 and empty are read as absent.
        None | Some(IntOrString::Int(0..=65535)) => {}
        Some(IntOrString::Int(number)) => {
            wrong("targetPort", format!("{number} is no port; ports are 1 to 65535"));
        }
        Some(IntOrString::Text(name)) => {
            if !name.is_empty() && !names::is_port_name(name) {
                wrong(
                    "targetPort",
                    format!(
                        "`{}` is no name of a container's port; write a number without quotes",
                        cut(name)
                    ),
                );
            }
        }
    }
    if let Some(protocol) = &port.app_protocol
        && !names::is_label_key(protocol)
    {
        wrong("appProtocol", format!("`{}` is no name of a protocol", cut(protocol)));
    }
    if let Some(number) = port.node_port
        && number != 0
        && *kind == ServiceType::ClusterIp
    {
        wrong("nodePort", format!("{number} is a port of nodes, but the type is ClusterIP"));
    }
}

/// Address and external name, as the type has them.
fn check_address(spec: &ServiceSpec, kind: &ServiceType, check: &mut Checker) {
    let address = spec.cluster_ip.as_deref().unwrap_or_default();
    let at = "spec.clusterIP";
    if *kind == ServiceType::ExternalName {
        if !address.is_empty() {
            check.report(rules::SERVICE_CLUSTER_IP, at, "a Service of type ExternalName has no address");
        }
        let host = spec.external_name.as_deref().unwrap_or_default();
        let name = host.strip_suffix('.').unwrap_or(host);
        if !names::is_object_name(name) {
            let message = if host.is_empty() {
                "the type is ExternalName, but no host is named".to_owned()
            } else {
                format!("`{}` is no domain name in lower case", cut(host))
            };
            check.report(rules::SERVICE_EXTERNAL_NAME, "spec.externalName", message);
        }
    } else if address == "None" {
        if matches!(kind, ServiceType::NodePort | ServiceType::LoadBalancer) {
            check.report(
                rules::SERVICE_CLUSTER_IP,
                at,
                format!("`None` makes the Service headless, which type {kind} cannot be"),
            );
        }
    } else if !address.is_empty() && !names::is_ip(address) {
        check.report(
            rules::SERVICE_CLUSTER_IP,
            at,
            format!("`{}` is neither an IP address nor `None`", cut(address)),
        );
    }
}

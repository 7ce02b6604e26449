//! What Istio's webhook asks of a `DestinationRule`, and what we add.

use std::collections::BTreeSet;

use super::check_pool::{Choice, check_choice};
use super::check_tls::{Around, check_tls};
use super::{DestinationRule, DestinationRuleSpec, PortTrafficPolicy, TrafficPolicy, TunnelSettings};
use crate::finding::rules::istio_networking as rules;
use crate::resources::error::cut;
use crate::resources::istio::export_to::{check_export_to, is_limited, is_own};
use crate::resources::istio::host::{check_domain, check_wildcard_domain};
use crate::resources::istio::labels::check_workload_labels;
use crate::resources::istio::port::is_port;
use crate::resources::istio::selector::check_selector;
use crate::resources::kind::{Checker, check_istio_annotations};
use crate::resources::{Map, names, path};

const POLICY: &str = "spec.trafficPolicy";

pub(super) fn check(rule: &DestinationRule, check: &mut Checker) {
    check_istio_annotations(&rule.metadata, check);
    let empty = DestinationRuleSpec::default();
    let spec = rule.spec.as_ref().unwrap_or(&empty);
    let namespace = rule.metadata.namespace();
    let host = spec.host.as_deref().unwrap_or_default();
    if let Err(reason) = check_wildcard_domain(host) {
        let message = format!("the host `{}` {reason}", cut(host));
        check.report(rules::DESTINATION_RULE_HOST, "spec.host", message);
    }
    check_selector(spec.workload_selector.as_ref(), "spec.workloadSelector", check);
    let around = Around {
        namespace,
        selected: spec.workload_selector.is_some(),
        limited: is_limited(spec.export_to.as_ref()),
    };
    if let Some(policy) = &spec.traffic_policy {
        check_policy(policy, POLICY, &around, false, check);
    }
    check_subsets(spec, &around, check);
    check_export_to(spec.export_to.as_ref(), namespace, false, check);
    if around.selected {
        check_selected_export(spec.export_to.as_deref().unwrap_or_default(), namespace, check);
    }
}

fn check_subsets(spec: &DestinationRuleSpec, around: &Around<'_>, check: &mut Checker) {
    let tls = spec.traffic_policy.as_ref().is_some_and(|policy| policy.tls.is_some());
    let mut seen = BTreeSet::new();
    for (i, subset) in spec.subsets.iter().flatten().enumerate() {
        let field = format!("spec.subsets[{i}]");
        let name = subset.name.as_deref().unwrap_or_default();
        let mut fault = |message: String| {
            check.report(rules::DESTINATION_RULE_SUBSET, path::join(&field, "name"), message);
        };
        if name.is_empty() {
            fault("the subset has no name".to_owned());
        } else if !names::is_label(name) {
            fault(format!("`{}` is not letters, digits and inner hyphens, at most 63", cut(name)));
        } else if !seen.insert(name) {
            fault(format!("the subset `{}` stands twice", cut(name)));
        }
        check_workload_labels(
            subset.labels.as_ref(),
            &path::join(&field, "labels"),
            rules::DESTINATION_RULE_SUBSET,
            check,
        );
        if let Some(policy) = &subset.traffic_policy {
            check_policy(policy, &path::join(&field, "trafficPolicy"), around, tls, check);
        }
    }
}

/// A policy at `field`; `tls_around` says whether the policy around it has TLS settings.
fn check_policy(
    policy: &TrafficPolicy,
    field: &str,
    around: &Around<'_>,
    tls_around: bool,
    check: &mut Checker,
) {
    let ports = policy.port_level_settings.as_deref().unwrap_or_default();
    let others = [&policy.load_balancer, &policy.connection_pool, &policy.outlier_detection];
    if others.into_iter().all(Option::is_none)
        && policy.retry_budget.is_none()
        && policy.tls.is_none()
        && policy.tunnel.is_none()
        && policy.proxy_protocol.is_none()
        && ports.is_empty()
        && policy.extra.is_empty()
    {
        check.report(rules::DESTINATION_RULE_POLICY_EMPTY, field, "the policy says nothing");
    }
    let choice = Choice {
        balancer: policy.load_balancer.as_ref(),
        pool: policy.connection_pool.as_ref(),
        outliers: policy.outlier_detection.as_ref(),
    };
    check_choice(&choice, field, check);
    if let Some(tunnel) = &policy.tunnel {
        let at = path::join(field, "tunnel");
        if policy.proxy_protocol.is_some() {
            check.report(
                rules::DESTINATION_RULE_TUNNEL,
                &at,
                "`tunnel` and `proxyProtocol` exclude each other",
            );
        }
        check_tunnel(tunnel, &at, check);
    }
    if let Some(tls) = &policy.tls {
        check_tls(tls, &path::join(field, "tls"), around, check);
    }
    for (i, entry) in ports.iter().enumerate() {
        let at = format!("{field}.portLevelSettings[{i}]");
        check_port(entry, &at, around, policy.tls.is_some() || tls_around, check);
    }
}

fn check_port(
    entry: &PortTrafficPolicy,
    field: &str,
    around: &Around<'_>,
    tls_around: bool,
    check: &mut Checker,
) {
    let number = entry.port.as_ref().map(|port| port.number.unwrap_or_default());
    match number {
        None => check.report(
            rules::DESTINATION_RULE_PORT,
            path::join(field, "port"),
            "the entry does not say for which port",
        ),
        Some(number) if number < 0 => check.report(
            rules::DESTINATION_RULE_PORT,
            path::join(field, "port.number"),
            format!("{number} is no port; ports are 1 to 65535"),
        ),
        Some(number) if !is_port(number) => check.report(
            rules::DESTINATION_RULE_PORT_UNUSED,
            path::join(field, "port.number"),
            format!("{number} is no port; ports are 1 to 65535"),
        ),
        Some(_) => {}
    }
    let choice = Choice {
        balancer: entry.load_balancer.as_ref(),
        pool: entry.connection_pool.as_ref(),
        outliers: entry.outlier_detection.as_ref(),
    };
    check_choice(&choice, field, check);
    let others: [&Option<Map>; 3] = [&entry.load_balancer, &entry.connection_pool, &entry.outlier_detection];
    match &entry.tls {
        Some(tls) => check_tls(tls, &path::join(field, "tls"), around, check),
        None if others.into_iter().all(Option::is_none) && entry.extra.is_empty() => {
            check.report(rules::DESTINATION_RULE_POLICY_EMPTY, field, "the entry says nothing of its port");
        }
        None if tls_around => check.report(
            rules::DESTINATION_RULE_PORT_DROPS_TLS,
            path::join(field, "tls"),
            "the entry has no `tls`, and that of the policy around it does not hold for its port",
        ),
        None => {}
    }
}

fn check_tunnel(tunnel: &TunnelSettings, field: &str, check: &mut Checker) {
    let protocol = tunnel.protocol.as_deref().unwrap_or_default();
    let mut fault = |name: &str, message: String| {
        check.report(rules::DESTINATION_RULE_TUNNEL, path::join(field, name), message)
    };
    if !matches!(protocol, "" | "CONNECT" | "POST") {
        fault("protocol", format!("`{}` is neither `CONNECT` nor `POST`", cut(protocol)));
    }
    let host = tunnel.target_host.as_deref().unwrap_or_default();
    if let Err(reason) = check_domain(host)
        && !names::is_ip(host)
    {
        fault("targetHost", format!("the host `{}` {reason}", cut(host)));
    }
    let port = tunnel.target_port.unwrap_or_default();
    if !is_port(port) {
        fault("targetPort", format!("{port} is no port; ports are 1 to 65535"));
    }
}

/// A rule with a selector is for its own namespace alone.
fn check_selected_export(export_to: &[String], namespace: &str, check: &mut Checker) {
    for (i, entry) in export_to.iter().enumerate() {
        // Where the manifest does not say its namespace, a name may be its own.
        let named = namespace.is_empty() && names::is_label(entry);
        if !is_own(entry, namespace) && !named {
            check.report(
                rules::DESTINATION_RULE_SELECTOR_EXPORTED,
                format!("spec.exportTo[{i}]"),
                "a rule with a workloadSelector is for its own namespace (`.`) alone",
            );
        }
    }
}

//! What Istio's webhook asks of the egress listeners of a `Sidecar`.

use std::collections::{BTreeMap, BTreeSet};

use super::check::{UNIX, check_address, check_number, check_port, problem_of_socket, report_port_twice};
use super::{CaptureMode, SidecarEgress, SidecarPort};
use crate::finding::rules::istio_workloads as rules;
use crate::resources::error::cut;
use crate::resources::istio::host::check_wildcard_domain;
use crate::resources::kind::Checker;
use crate::resources::{names, path};

pub(super) fn check_egress(listeners: &[SidecarEgress], namespace: &str, check: &mut Checker) {
    let (mut ports, mut sockets) = (BTreeSet::new(), BTreeSet::new());
    let last = listeners.len().saturating_sub(1);
    for (i, listener) in listeners.iter().enumerate() {
        let field = format!("spec.egress[{i}]");
        match &listener.port {
            None if i < last => check.report(
                rules::SIDECAR_CATCH_ALL,
                field.as_str(),
                "a listener without a port is for all the rest and must be the last one",
            ),
            None => {}
            Some(port) => {
                let bind = listener.bind.as_deref().unwrap_or_default();
                let number = port.number.unwrap_or_default();
                check_port(port, &field, check);
                if number != 0 {
                    check_number(port, &field, check);
                    check_address(bind, &field, check);
                    if !ports.insert(number) {
                        report_port_twice(&field, number, check);
                    }
                } else {
                    check_socket(port, bind, listener.capture_mode.as_ref(), &field, check);
                    if !sockets.insert(bind) {
                        check.report(
                            rules::SIDECAR_PORT_TWICE,
                            path::join(&field, "bind"),
                            format!("an earlier listener has the socket `{}` already", cut(bind)),
                        );
                    }
                }
            }
        }
        check_hosts(listener, namespace, &field, check);
    }
}

/// A listener without a number, which needs a Unix socket.
fn check_socket(
    port: &SidecarPort,
    bind: &str,
    capture: Option<&CaptureMode>,
    field: &str,
    check: &mut Checker,
) {
    let at = path::join(field, "bind");
    match bind.strip_prefix(UNIX).map(problem_of_socket) {
        None if bind.is_empty() => check_number(port, field, check),
        None => check.report(
            rules::SIDECAR_BIND,
            at,
            format!(
                "`{}` is no socket, `unix://` and a path, which a port without a number needs",
                cut(bind)
            ),
        ),
        Some(Some(problem)) => check.report(rules::SIDECAR_BIND, at, format!("`{}` {problem}", cut(bind))),
        Some(None) => {}
    }
    if capture == Some(&CaptureMode::Iptables) {
        check.report(
            rules::SIDECAR_BIND,
            path::join(field, "captureMode"),
            "iptables do not catch what goes to a socket",
        );
    }
}

fn check_hosts(listener: &SidecarEgress, namespace: &str, field: &str, check: &mut Checker) {
    let hosts = listener.hosts.as_deref().unwrap_or_default();
    if hosts.is_empty() {
        check.report(rules::SIDECAR_HOST, path::join(field, "hosts"), "the listener has no hosts");
    }
    let mut seen = Seen::default();
    for (i, host) in hosts.iter().enumerate() {
        let at = format!("{field}.hosts[{i}]");
        let shown = cut(host);
        let Some((from, name)) = host.split_once('/') else {
            check.report(
                rules::SIDECAR_HOST,
                at,
                format!(
                    "`{shown}` has no namespace; write `*/{shown}` for any, `./{shown}` for the sidecar's own"
                ),
            );
            continue;
        };
        for problem in problems_of(from, name) {
            check.report(rules::SIDECAR_HOST, at.as_str(), format!("`{shown}` {problem}"));
        }
        if !from.starts_with('~') && seen.covers(if from == "." { namespace } else { from }, name) {
            check.report(
                rules::SIDECAR_HOST_TWICE,
                at,
                format!("`{shown}` overlaps with what stands before it"),
            );
        }
    }
    if seen.everything() && seen.hosts.len() > 1 {
        check.report(
            rules::SIDECAR_HOST_TWICE,
            path::join(field, "hosts"),
            "`*/*` is every service; the other hosts add nothing",
        );
    }
}

fn problems_of(from: &str, name: &str) -> impl Iterator<Item = &'static str> {
    // `~` takes out what follows.
    let namespace = from.strip_prefix('~').unwrap_or(from);
    let half = from.is_empty() || name.is_empty();
    let whole = name == "*" || name.contains('.');
    let partial = name.contains('*') && name != "*" && !name.starts_with("*.");
    [
        half.then_some("lacks the part before or after the slash"),
        (!matches!(namespace, "" | "*" | ".") && !names::is_label(namespace))
            .then_some("has no namespace, `.` or `*` before the slash"),
        (!half && !whole).then_some("has a short name behind the slash; the whole domain name is needed"),
        (!half).then(|| check_wildcard_domain(name).err()).flatten(),
        (!half && partial && check_wildcard_domain(name).is_ok())
            .then_some("has a `*` that is not a whole first label"),
    ]
    .into_iter()
    .flatten()
}

/// The hosts of a listener by their namespaces.
#[derive(Default)]
struct Seen<'a> {
    hosts: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Seen<'a> {
    /// Whether a host overlaps with what was seen in its namespace; it is remembered.
    fn covers(&mut self, namespace: &'a str, name: &'a str) -> bool {
        let names = self.hosts.entry(namespace).or_default();
        let overlaps =
            if name == "*" { !names.is_empty() } else { names.contains("*") || names.contains(name) };
        names.insert(name);
        overlaps
    }

    fn everything(&self) -> bool {
        self.hosts.get("*").is_some_and(|names| names.contains("*"))
    }
}

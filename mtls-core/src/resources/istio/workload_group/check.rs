//! What the API server and Istio's webhook ask of a `WorkloadGroup`.

use super::{HttpProbe, ReadinessProbe, WorkloadGroup};
use crate::finding::rules::{istio_workloads as rules, resources};
use crate::resources::error::cut;
use crate::resources::istio::labels::check_workload_labels;
use crate::resources::istio::port::is_port;
use crate::resources::istio::workload_entry::{Addresses, check_workload};
use crate::resources::kind::{Checker, check_istio_annotations};
use crate::resources::path;

pub(super) fn check(group: &WorkloadGroup, check: &mut Checker) {
    check_istio_annotations(&group.metadata, check);
    match group.spec.as_ref().and_then(|spec| spec.template.as_ref()) {
        Some(template) => check_workload(template, "spec.template", Addresses::Template, None, check),
        None => check.report(rules::WORKLOAD_GROUP_TEMPLATE, "spec.template", "the group has no template"),
    }
    let Some(spec) = &group.spec else { return };
    let labels = spec.metadata.as_ref().and_then(|metadata| metadata.labels.as_ref());
    check_workload_labels(labels, "spec.metadata.labels", resources::LABEL_INVALID, check);
    if let Some(probe) = &spec.probe {
        check_probe(probe, check);
    }
}

const PROBE: &str = "spec.probe";

fn check_probe(probe: &ReadinessProbe, check: &mut Checker) {
    for (name, value) in [
        ("initialDelaySeconds", probe.initial_delay_seconds),
        ("timeoutSeconds", probe.timeout_seconds),
        ("periodSeconds", probe.period_seconds),
        ("successThreshold", probe.success_threshold),
        ("failureThreshold", probe.failure_threshold),
    ] {
        if let Some(value) = value.filter(|value| *value < 0) {
            check.report(
                rules::WORKLOAD_GROUP_PROBE,
                path::join(PROBE, name),
                format!("{value} is less than nothing"),
            );
        }
    }
    let ways =
        [probe.http_get.is_some(), probe.tcp_socket.is_some(), probe.exec.is_some(), probe.grpc.is_some()];
    let count = ways.into_iter().filter(|written| *written).count();
    if count != 1 {
        check.report(
            rules::WORKLOAD_GROUP_PROBE,
            PROBE,
            format!(
                "the probe asks in {count} ways, where one of httpGet, tcpSocket, exec and grpc is needed"
            ),
        );
    }
    if let Some(http) = &probe.http_get {
        check_http(http, check);
    }
    if let Some(tcp) = &probe.tcp_socket {
        check_port(tcp.port, "tcpSocket.port", check);
    }
    if let Some(port) = probe.grpc.as_ref().and_then(|grpc| grpc.port) {
        check_port(Some(port), "grpc.port", check);
    }
    if let Some(exec) = &probe.exec {
        let command = exec.command.as_deref().unwrap_or_default();
        if command.is_empty() || command.iter().any(String::is_empty) {
            check.report(
                rules::WORKLOAD_GROUP_PROBE,
                "spec.probe.exec.command",
                "there is no command, or an empty word in it",
            );
        }
    }
}

fn check_http(http: &HttpProbe, check: &mut Checker) {
    check_port(http.port, "httpGet.port", check);
    let scheme = http.scheme.as_deref().unwrap_or_default();
    if !matches!(scheme, "" | "HTTP" | "HTTPS") {
        check.report(
            rules::WORKLOAD_GROUP_PROBE,
            "spec.probe.httpGet.scheme",
            format!("`{}` is neither `HTTP` nor `HTTPS`", cut(scheme)),
        );
    }
    for (i, header) in http.http_headers.iter().flatten().enumerate() {
        let name = header.get("name").and_then(|name| name.as_str()).unwrap_or_default();
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
            check.report(
                rules::WORKLOAD_GROUP_PROBE,
                format!("spec.probe.httpGet.httpHeaders[{i}].name"),
                format!("`{}` is no name for a header: letters, digits, `-` and `_`", cut(name)),
            );
        }
    }
}

fn check_port(port: Option<i64>, field: &str, check: &mut Checker) {
    let message = match port {
        Some(port) if is_port(port) => return,
        Some(port) => format!("{port} is no port; ports are 1 to 65535"),
        None => "there is no port".to_owned(),
    };
    check.report(rules::WORKLOAD_GROUP_PROBE, path::join(PROBE, field), message);
}

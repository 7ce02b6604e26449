//! Durations of routes, pools and metrics.

use crate::finding::Subject;
use crate::resources::{read_yaml, validate};

/// The fields that hold no duration, below `spec`.
fn faults(kind: &str, spec: &str) -> Vec<String> {
    let text = format!("apiVersion: {kind}\nmetadata: {{name: t, namespace: shop}}\nspec: {spec}\n");
    let findings = validate(&read_yaml(&text).remove(0).unwrap());
    assert!(findings.iter().all(|finding| finding.rule == "istio-duration-invalid"), "{findings:?}");
    let field = |subject: &Subject| match subject {
        Subject::Document(at) => at.field.trim_start_matches("spec.").to_owned(),
        other => panic!("{other}"),
    };
    findings.iter().map(|finding| field(&finding.subject)).collect()
}

const VIRTUAL_SERVICE: &str = "networking.istio.io/v1\nkind: VirtualService";
const DESTINATION_RULE: &str = "networking.istio.io/v1\nkind: DestinationRule";
const SIDECAR: &str = "networking.istio.io/v1\nkind: Sidecar";
const TELEMETRY: &str = "telemetry.istio.io/v1\nkind: Telemetry";

#[test]
fn durations_have_a_unit() {
    let route =
        |rest: &str| format!("{{hosts: [a], http: [{{route: [{{destination: {{host: a}}}}], {rest}}}]}}");
    for bad in ["5", "''", "5 s", "5d", "0s", "500us", "-1s", "s"] {
        assert_eq!(
            faults(VIRTUAL_SERVICE, &route(&format!("timeout: '{}'", bad.trim_matches('\'')))),
            ["http[0].timeout"],
            "{bad}"
        );
    }
    for good in ["5s", "1.5s", "250ms", "1h30m", "1ms"] {
        assert!(faults(VIRTUAL_SERVICE, &route(&format!("timeout: {good}"))).is_empty(), "{good}");
    }
}

#[test]
fn durations_of_parts_that_are_kept_as_they_are() {
    let rest = "retries: {attempts: 3, perTryTimeout: '5', backoff: 5}, fault: {delay: {fixedDelay: 5s}}, corsPolicy: {maxAge: 1d}";
    let spec = format!("{{hosts: [a], http: [{{route: [{{destination: {{host: a}}}}], {rest}}}]}}");
    assert_eq!(
        faults(VIRTUAL_SERVICE, &spec),
        ["http[0].retries.perTryTimeout", "http[0].retries.backoff", "http[0].corsPolicy.maxAge"]
    );
    let pool = "connectionPool: {tcp: {connectTimeout: '30', tcpKeepalive: {time: 7200s}}}";
    assert_eq!(
        faults(
            DESTINATION_RULE,
            &format!(
                "{{host: a, trafficPolicy: {{{pool}, outlierDetection: {{interval: 5, baseEjectionTime: 3m}}, portLevelSettings: [{{port: {{number: 80}}, {pool}}}]}}}}"
            )
        ),
        [
            "trafficPolicy.connectionPool.tcp.connectTimeout",
            "trafficPolicy.outlierDetection.interval",
            "trafficPolicy.portLevelSettings[0].connectionPool.tcp.connectTimeout",
        ]
    );
    assert_eq!(
        faults(SIDECAR, "{inboundConnectionPool: {http: {idleTimeout: 5}}, egress: [{hosts: ['./*']}]}"),
        ["inboundConnectionPool.http.idleTimeout"]
    );
    assert_eq!(
        faults(TELEMETRY, "{metrics: [{reportingInterval: 5s}, {reportingInterval: '5'}]}"),
        ["metrics[1].reportingInterval"]
    );
}

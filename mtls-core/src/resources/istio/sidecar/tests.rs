//! Building and judging a `Sidecar`.

use super::*;
use crate::finding::{Finding, Subject};
use crate::resources::{ResourceError, build, read_yaml, validate, write_yaml};

fn said(findings: &[Finding]) -> Vec<String> {
    let field = |finding: &Finding| match &finding.subject {
        Subject::Document(at) => at.field.clone(),
        other => panic!("{other}"),
    };
    findings.iter().map(|finding| format!("{} {}", finding.rule, field(finding))).collect()
}

fn judged(spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {{name: default, namespace: shop}}\nspec: {spec}\n"
    );
    said(&validate(&read_yaml(&text).remove(0).unwrap()))
}

/// The rules' findings at their fields, of a spec each; an empty list says that it is good.
fn table(cases: &[(&str, &[&str])]) {
    for (spec, expected) in cases {
        assert_eq!(judged(spec), *expected, "{spec}");
    }
}

#[test]
fn what_it_is_for() {
    table(&[
        ("{}", &["sidecar-empty spec"]),
        ("{workloadSelector: {labels: {app: a}}, ingress: [], egress: []}", &["sidecar-empty spec"]),
        ("{outboundTrafficPolicy: {}}", &[]),
        ("{inboundConnectionPool: {tcp: {maxConnections: 1}}}", &[]),
        (
            "{outboundTrafficPolicy: {}, workloadSelector: {}}",
            &["istio-selector-empty spec.workloadSelector"],
        ),
        (
            "{outboundTrafficPolicy: {}, workloadSelector: {labels: {'*': a}}}",
            &["istio-selector-invalid spec.workloadSelector.labels[\"*\"]"],
        ),
        (
            "{outboundTrafficPolicy: {mode: ALLOW_ANY_DYNAMIC_DNS}}",
            &["field-value-unknown spec.outboundTrafficPolicy.mode"],
        ),
    ]);
}

#[test]
fn ingress() {
    let with = |listener: &str| judged(&format!("{{ingress: [{listener}]}}"));
    for good in [
        "{port: {number: 80}}",
        "{port: {number: 80, protocol: http, name: http}, bind: 10.0.0.1, captureMode: IPTABLES}",
        "{port: {number: 80}, defaultEndpoint: '127.0.0.1:8080', connectionPool: {tcp: {maxConnections: 1}}}",
        "{port: {number: 80}, defaultEndpoint: '[::1]:8080'}",
        "{port: {number: 80}, defaultEndpoint: ':8080'}",
        "{port: {number: 80}, defaultEndpoint: '0.0.0.0:1'}",
        "{port: {number: 80}, defaultEndpoint: 'unix:///run/a.sock'}",
    ] {
        assert!(with(good).is_empty(), "{good}");
    }
    for (bad, rule, field) in [
        ("{}", "sidecar-port-invalid", "port"),
        ("{port: {}}", "sidecar-port-invalid", "port.number"),
        ("{port: {number: 0}}", "sidecar-port-invalid", "port.number"),
        ("{port: {number: 80, name: a.b}}", "sidecar-port-invalid", "port.name"),
        ("{port: {number: 80, protocol: QUIC}}", "sidecar-port-invalid", "port.protocol"),
        ("{port: {number: 80, targetPort: 81}}", "sidecar-port-invalid", "port.targetPort"),
        ("{port: {number: 80}, bind: 'unix:///a'}", "sidecar-bind-invalid", "bind"),
        (
            "{port: {number: 80}, defaultEndpoint: '10.0.0.1:80'}",
            "sidecar-default-endpoint",
            "defaultEndpoint",
        ),
        ("{port: {number: 80}, defaultEndpoint: '127.0.0.1'}", "sidecar-default-endpoint", "defaultEndpoint"),
        (
            "{port: {number: 80}, defaultEndpoint: '127.0.0.1:0'}",
            "sidecar-default-endpoint",
            "defaultEndpoint",
        ),
        ("{port: {number: 80}, defaultEndpoint: '::1:80'}", "sidecar-default-endpoint", "defaultEndpoint"),
        ("{port: {number: 80}, defaultEndpoint: 'unix://a'}", "sidecar-default-endpoint", "defaultEndpoint"),
    ] {
        assert_eq!(with(bad), [format!("{rule} spec.ingress[0].{field}")], "{bad}");
    }
    assert!(with("{port: {number: 80}}, {port: {number: 81}}").is_empty());
    assert_eq!(
        with("{port: {number: 80}, bind: 10.0.0.1}, {port: {number: 80}, bind: 10.0.0.2}"),
        ["sidecar-port-twice spec.ingress[1].port.number"]
    );
}

#[test]
fn tls_of_the_ingress() {
    let with = |protocol: &str, tls: &str| {
        judged(&format!("{{ingress: [{{port: {{number: 443, protocol: {protocol}}}, tls: {tls}}}]}}"))
    };
    let files = "serverCertificate: /c, privateKey: /k";
    let found = |rules: &[&str]| -> Vec<String> {
        rules.iter().map(|rule| rule.replace(' ', " spec.ingress[0].tls")).collect()
    };
    for (protocol, tls, expected) in [
        ("HTTPS", format!("{{mode: SIMPLE, {files}}}"), &[][..]),
        ("TLS", format!("{{mode: MUTUAL, {files}, caCertificates: /ca}}"), &[]),
        ("HTTP", format!("{{mode: SIMPLE, {files}}}"), &["sidecar-ingress-tls "]),
        ("HTTPS", format!("{{mode: MUTUAL, {files}}}"), &["gateway-ca-missing .caCertificates"]),
        ("HTTPS", "{mode: SIMPLE, credentialName: a}".to_owned(), &["sidecar-ingress-tls .credentialName"]),
        (
            "HTTPS",
            "{mode: SIMPLE, credentialNames: [a]}".to_owned(),
            &["sidecar-ingress-tls .credentialNames"],
        ),
        (
            "HTTPS",
            "{mode: SIMPLE, tlsCertificates: [{serverCertificate: /c, privateKey: /k}]}".to_owned(),
            &["sidecar-ingress-tls .tlsCertificates"],
        ),
        (
            "HTTPS",
            format!("{{mode: SIMPLE, {files}, httpsRedirect: true}}"),
            &["sidecar-ingress-tls .httpsRedirect"],
        ),
        (
            "HTTPS",
            format!("{{mode: SIMPLE, {files}, subjectAltNames: [a]}}"),
            &["sidecar-ingress-tls .subjectAltNames"],
        ),
        ("HTTPS", "{mode: ISTIO_MUTUAL}".to_owned(), &["sidecar-ingress-tls .mode"]),
        ("TLS", "{mode: AUTO_PASSTHROUGH}".to_owned(), &["sidecar-ingress-tls .mode"]),
        ("HTTPS", format!("{{{files}}}"), &["gateway-tls-mode-missing .mode"]),
    ] {
        assert_eq!(with(protocol, &tls), found(expected), "{protocol} {tls}");
    }
}

#[test]
fn connection_pools() {
    let with = |protocol: &str, pool: &str| {
        judged(&format!(
            "{{ingress: [{{port: {{number: 80, protocol: {protocol}}}, connectionPool: {pool}}}]}}"
        ))
    };
    let http = "{http: {maxRetries: 1}, tcp: {maxConnections: 1}}";
    assert!(with("http2", http).is_empty() && with("TCP", "{tcp: {maxConnections: 1}}").is_empty());
    assert_eq!(with("TCP", http), ["sidecar-connection-pool-ignored spec.ingress[0].connectionPool.http"]);
    assert_eq!(with("TCP", "{}"), ["sidecar-connection-pool spec.ingress[0].connectionPool"]);
    table(&[
        ("{inboundConnectionPool: {}}", &["sidecar-connection-pool spec.inboundConnectionPool"]),
        (
            "{inboundConnectionPool: {tcp: {maxConnections: -1}}}",
            &["sidecar-connection-pool spec.inboundConnectionPool.tcp.maxConnections"],
        ),
    ]);
}

#[test]
fn egress() {
    let with = |listeners: &str| judged(&format!("{{egress: [{listeners}]}}"));
    let any = "hosts: ['*/*']";
    let field = |rule: &str, field: &str| vec![format!("{rule} spec.egress{field}")];
    for good in [
        format!("{{{any}}}"),
        format!(
            "{{port: {{number: 80}}, {any}}}, {{port: {{number: 81}}, bind: 127.0.0.1, {any}}}, {{{any}}}"
        ),
        format!("{{port: {{number: 0, protocol: MONGO}}, bind: 'unix:///a', captureMode: NONE, {any}}}"),
        format!("{{port: {{}}, bind: 'unix://@a', {any}}}, {{port: {{}}, bind: 'unix://@b', {any}}}"),
    ] {
        assert!(with(&good).is_empty(), "{good}");
    }
    for (bad, expected) in [
        (format!("{{{any}}}, {{port: {{number: 80}}, {any}}}"), field("sidecar-catch-all-listener", "[0]")),
        (format!("{{{any}}}, {{{any}}}"), field("sidecar-catch-all-listener", "[0]")),
        (format!("{{port: {{number: 70000}}, {any}}}"), field("sidecar-port-invalid", "[0].port.number")),
        (format!("{{port: {{}}, {any}}}"), field("sidecar-port-invalid", "[0].port.number")),
        (
            format!("{{port: {{number: 80, targetPort: 1}}, {any}}}"),
            field("sidecar-port-invalid", "[0].port.targetPort"),
        ),
        (format!("{{port: {{number: 80}}, bind: a, {any}}}"), field("sidecar-bind-invalid", "[0].bind")),
        (
            format!("{{port: {{number: 0}}, bind: 127.0.0.1, {any}}}"),
            field("sidecar-bind-invalid", "[0].bind"),
        ),
        (
            format!("{{port: {{number: 0}}, bind: 'unix:///a/', {any}}}"),
            field("sidecar-bind-invalid", "[0].bind"),
        ),
        (
            format!("{{port: {{number: 0}}, bind: 'unix:///a', captureMode: IPTABLES, {any}}}"),
            field("sidecar-bind-invalid", "[0].captureMode"),
        ),
        (
            format!("{{port: {{number: 80}}, {any}}}, {{port: {{number: 80}}, {any}}}"),
            field("sidecar-port-twice", "[1].port.number"),
        ),
        (
            format!(
                "{{port: {{number: 0}}, bind: 'unix:///a', {any}}}, {{port: {{}}, bind: 'unix:///a', {any}}}"
            ),
            field("sidecar-port-twice", "[1].bind"),
        ),
        ("{}".to_owned(), field("sidecar-host-invalid", "[0].hosts")),
        ("{hosts: []}".to_owned(), field("sidecar-host-invalid", "[0].hosts")),
    ] {
        assert_eq!(with(&bad), expected, "{bad}");
    }
}

#[test]
fn egress_hosts() {
    let with = |hosts: &str| judged(&format!("{{egress: [{{hosts: [{hosts}]}}]}}"));
    for good in [
        "./*, istio-system/*, shop2/cart.shop2.svc.cluster.local",
        "'*/*.partner.example', '*/api.example'",
        "'~secret/*', '*/*'",
        "'~/a.example'",
    ] {
        assert!(with(good).is_empty(), "{good}");
    }
    for bad in [
        "api.example",
        "./cart",
        "shop/",
        "/api.example",
        "a_b/*",
        "'*/*foo.example'",
        "'./a.*.b'",
        "a/b/c.d",
    ] {
        assert_eq!(with(bad), ["sidecar-host-invalid spec.egress[0].hosts[0]"], "{bad}");
    }
    for (twice, at) in [
        ("./a.example, shop/a.example", "[1]"),
        ("./*, ./a.example", "[1]"),
        ("./a.example, ./*", "[1]"),
        ("'*/*', istio-system/*", ""),
    ] {
        assert_eq!(with(twice), [format!("sidecar-host-twice spec.egress[0].hosts{at}")], "{twice}");
    }
}

#[test]
fn egress_proxy() {
    let with = |mode: &str, proxy: &str| {
        judged(&format!("{{outboundTrafficPolicy: {{{mode}egressProxy: {proxy}}}}}"))
    };
    let good = "{host: proxy.shop.svc.cluster.local, port: {number: 443}, subset: v1}";
    assert!(with("mode: ALLOW_ANY, ", good).is_empty());
    for (mode, proxy, field) in [
        ("mode: REGISTRY_ONLY, ", good, ""),
        ("", good, ""),
        ("mode: ALLOW_ANY, ", "{port: {number: 443}}", ".host"),
        ("mode: ALLOW_ANY, ", "{host: '*.example', port: {number: 443}}", ".host"),
        ("mode: ALLOW_ANY, ", "{host: proxy.example}", ".port"),
        ("mode: ALLOW_ANY, ", "{host: proxy.example, port: {}}", ".port.number"),
        ("mode: ALLOW_ANY, ", "{host: proxy.example, port: {number: 1}, subset: a_b}", ".subset"),
    ] {
        assert_eq!(
            with(mode, proxy),
            [format!("sidecar-egress-proxy spec.outboundTrafficPolicy.egressProxy{field}")],
            "{mode}{proxy}"
        );
    }
}

#[test]
fn setters_and_options_say_the_same() {
    let tls = ServerTls::default()
        .mode("MUTUAL")
        .server_certificate("/etc/tls/tls.crt")
        .private_key("/etc/tls/tls.key")
        .ca_certificates("/etc/tls/ca.crt");
    let set = Sidecar::new("cart", "shop")
        .selector("app", "cart")
        .egress_hosts(["./*"])
        .egress(SidecarEgress::default().port(SidecarPort::default().number(27017)).hosts(["*/db.example"]))
        .egress_hosts(["istio-system/*"])
        .ingress(9443, "HTTPS", "127.0.0.1:8080")
        .ingress_tls(tls)
        .egress_proxy("proxy.shop.svc.cluster.local", 3128)
        .manifest()
        .unwrap();
    let options = serde_json::json!({
        "name": "cart", "namespace": "shop", "workload_selector": {"labels": {"app": "cart"}},
        "ingress": [{
            "port": {"number": 9443, "protocol": "HTTPS", "name": "https-9443"},
            "default_endpoint": "127.0.0.1:8080",
            "tls": {
                "mode": "MUTUAL", "server_certificate": "/etc/tls/tls.crt",
                "private_key": "/etc/tls/tls.key", "ca_certificates": "/etc/tls/ca.crt",
            },
        }],
        "egress": [
            {"port": {"number": 27017}, "hosts": ["*/db.example"]},
            {"hosts": ["./*", "istio-system/*"]},
        ],
        "outbound_traffic_policy": {
            "mode": "ALLOW_ANY",
            "egress_proxy": {"host": "proxy.shop.svc.cluster.local", "port": {"number": 3128}},
        },
    });
    assert_eq!(build("networking.istio.io/Sidecar", options).unwrap(), set);
    let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
    assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set);
    let refused = Sidecar::new("cart", "shop").registry_only().ingress_tls(ServerTls::default()).build();
    let Err(ResourceError::Invalid { findings, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(said(&findings), ["sidecar-ingress-tls spec.ingress"]);
}

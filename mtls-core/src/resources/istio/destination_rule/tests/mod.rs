//! Judging a `DestinationRule`.

mod build;

use crate::finding::{Finding, Severity, Subject};
use crate::resources::{Manifest, read_yaml, validate};

fn field_of(finding: &Finding) -> &str {
    match &finding.subject {
        Subject::Document(at) => &at.field,
        other => panic!("{other}"),
    }
}

fn rule(spec: &str) -> Manifest {
    let text = format!(
        "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {{name: r, namespace: shop}}\nspec: {spec}\n"
    );
    read_yaml(&text).remove(0).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn judged(spec: &str) -> Vec<String> {
    validate(&rule(spec)).iter().map(|f| format!("{} {}", f.rule, field_of(f))).collect()
}

#[test]
fn pools_and_balancers_that_istio_takes() {
    for good in [
        "{connectionPool: {tcp: {}}}",
        "{connectionPool: {http: {http2MaxRequests: 5}}}",
        "{loadBalancer: {simple: LEAST_REQUEST, warmup: {duration: 1.5s, minimumPercent: 100, aggression: 0.5}}}",
        "{loadBalancer: {consistentHash: {httpCookie: {name: c, ttl: 0s}, maglev: {tableSize: 65537}}}}",
        "{loadBalancer: {consistentHash: {httpHeaderName: x-user, ringHash: {minimumRingSize: 1024}}}}",
    ] {
        assert_eq!(with(&format!("trafficPolicy: {good}")), [] as [&str; 0], "{good}");
    }
}

fn with(rest: &str) -> Vec<String> {
    judged(&format!("{{host: cart.shop.svc.cluster.local, {rest}}}"))
}

/// What is said of TLS settings, for the clients that a workloadSelector names.
fn with_tls(tls: &str) -> Vec<String> {
    let said =
        with(&format!("workloadSelector: {{matchLabels: {{app: cart}}}}, trafficPolicy: {{tls: {tls}}}"));
    said.into_iter().map(|s| s.replace(" spec.trafficPolicy.tls", " ")).collect()
}

#[test]
fn istios_rules() {
    for good in [
        "trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}",
        "trafficPolicy: {portLevelSettings: [{port: {number: 443}, tls: {mode: SIMPLE}}]}",
        "trafficPolicy: {loadBalancer: {simple: RANDOM}}, exportTo: [shop, other]",
        "trafficPolicy: {tunnel: {targetHost: a.example, targetPort: 443}}",
        "trafficPolicy: {tunnel: {protocol: POST, targetHost: '::1', targetPort: 443}}",
        "trafficPolicy: {proxyProtocol: {version: V2}}, exportTo: ['*']",
        "trafficPolicy: {newSetting: 1}",
        "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {'App.example/version': ''}}]",
        "workloadSelector: {matchLabels: {app: cart}}, exportTo: ['.']",
        "workloadSelector: {matchLabels: {app: cart}}, exportTo: [shop]",
    ] {
        let said = with(good);
        assert!(said.iter().all(|said| said.starts_with("field-unknown")), "{good}: {said:?}");
    }
    for (rest, expected) in [
        ("trafficPolicy: {}", "destination-rule-policy-empty spec.trafficPolicy"),
        ("trafficPolicy: {portLevelSettings: []}", "destination-rule-policy-empty spec.trafficPolicy"),
        (
            "trafficPolicy: {portLevelSettings: [{port: {number: 80}}]}",
            "destination-rule-policy-empty spec.trafficPolicy.portLevelSettings[0]",
        ),
        (
            "trafficPolicy: {portLevelSettings: [{tls: {mode: DISABLE}}]}",
            "destination-rule-port-missing spec.trafficPolicy.portLevelSettings[0].port",
        ),
        (
            "trafficPolicy: {portLevelSettings: [{port: {number: -1}, tls: {mode: DISABLE}}]}",
            "destination-rule-port-missing spec.trafficPolicy.portLevelSettings[0].port.number",
        ),
        (
            "trafficPolicy: {portLevelSettings: [{port: {number: 70000}, tls: {mode: DISABLE}}]}",
            "destination-rule-port-unused spec.trafficPolicy.portLevelSettings[0].port.number",
        ),
        ("subsets: [{labels: {a: b}}]", "destination-rule-subset-invalid spec.subsets[0].name"),
        ("subsets: [{name: v1.0}]", "destination-rule-subset-invalid spec.subsets[0].name"),
        ("subsets: [{name: a}, {name: a}]", "destination-rule-subset-invalid spec.subsets[1].name"),
        (
            "subsets: [{name: a, labels: {a: '-'}}]",
            "destination-rule-subset-invalid spec.subsets[0].labels.a",
        ),
        (
            "subsets: [{name: a, labels: {a_: b}}]",
            "destination-rule-subset-invalid spec.subsets[0].labels.a_",
        ),
        ("subsets: [null]", "field-type spec.subsets[0]"),
        (
            "subsets: [{name: a, trafficPolicy: {}}]",
            "destination-rule-policy-empty spec.subsets[0].trafficPolicy",
        ),
        (
            "trafficPolicy: {connectionPool: {}}",
            "destination-rule-pool-invalid spec.trafficPolicy.connectionPool",
        ),
        (
            "trafficPolicy: {connectionPool: {tcp: {connectTimeout: 1us, idleTimeout: 0s}}}",
            "istio-duration-invalid spec.trafficPolicy.connectionPool.tcp.connectTimeout",
        ),
        (
            "trafficPolicy: {connectionPool: {http: {maxRetries: -1, http2MaxRequests: 0}}}",
            "destination-rule-pool-invalid spec.trafficPolicy.connectionPool.http.maxRetries",
        ),
        (
            "trafficPolicy: {outlierDetection: {minHealthPercent: 100, maxEjectionPercent: 101}}",
            "destination-rule-pool-invalid spec.trafficPolicy.outlierDetection.maxEjectionPercent",
        ),
        (
            "trafficPolicy: {outlierDetection: {interval: 1s, baseEjectionTime: soon}}",
            "istio-duration-invalid spec.trafficPolicy.outlierDetection.baseEjectionTime",
        ),
        (
            "trafficPolicy: {outlierDetection: {consecutiveErrors: 3}}",
            "destination-rule-consecutive-errors spec.trafficPolicy.outlierDetection.consecutiveErrors",
        ),
        (
            "trafficPolicy: {portLevelSettings: [{port: {number: 80}, connectionPool: {}}]}",
            "destination-rule-pool-invalid spec.trafficPolicy.portLevelSettings[0].connectionPool",
        ),
        (
            "trafficPolicy: {loadBalancer: {simple: ROUND_ROBN}}",
            "field-value-unknown spec.trafficPolicy.loadBalancer.simple",
        ),
        (
            "trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: upgrade}}}",
            "field-value-unknown spec.trafficPolicy.connectionPool.http.h2UpgradePolicy",
        ),
        (
            "trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN, warmup: {aggression: 1.5}}}",
            "destination-rule-pool-invalid spec.trafficPolicy.loadBalancer.warmup",
        ),
        (
            "trafficPolicy: {loadBalancer: {warmup: {duration: 1500us}}}",
            "destination-rule-pool-invalid spec.trafficPolicy.loadBalancer.warmup",
        ),
        (
            "trafficPolicy: {loadBalancer: {warmup: {duration: 1s, minimumPercent: 101}}}",
            "destination-rule-pool-invalid spec.trafficPolicy.loadBalancer.warmup",
        ),
        (
            "trafficPolicy: {loadBalancer: {warmup: {duration: 1s, aggression: 0}}}",
            "destination-rule-pool-invalid spec.trafficPolicy.loadBalancer.warmup",
        ),
        (
            "trafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {ttl: 0s}}}}",
            "destination-rule-pool-invalid spec.trafficPolicy.loadBalancer.consistentHash.httpCookie",
        ),
        (
            "trafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 65536}}}}",
            "destination-rule-pool-invalid spec.trafficPolicy.loadBalancer.consistentHash.maglev",
        ),
        (
            "trafficPolicy: {tunnel: {targetHost: a, targetPort: 1}, proxyProtocol: {}}",
            "destination-rule-tunnel-invalid spec.trafficPolicy.tunnel",
        ),
        (
            "trafficPolicy: {tunnel: {protocol: GET, targetHost: a, targetPort: 1}}",
            "destination-rule-tunnel-invalid spec.trafficPolicy.tunnel.protocol",
        ),
        (
            "trafficPolicy: {tunnel: {targetHost: '*.a', targetPort: 1}}",
            "destination-rule-tunnel-invalid spec.trafficPolicy.tunnel.targetHost",
        ),
        (
            "trafficPolicy: {tunnel: {targetHost: a}}",
            "destination-rule-tunnel-invalid spec.trafficPolicy.tunnel.targetPort",
        ),
        (
            "trafficPolicy: {proxyProtocol: {version: V3}}",
            "field-value-unknown spec.trafficPolicy.proxyProtocol.version",
        ),
        ("trafficPolicy: {loadBalancer: RANDOM}", "field-type spec.trafficPolicy.loadBalancer"),
        ("workloadSelector: {}", "istio-selector-empty spec.workloadSelector"),
        (
            "workloadSelector: {matchLabels: {app: cart}}, exportTo: ['.', other]",
            "destination-rule-selector-exported spec.exportTo[1]",
        ),
        (
            "workloadSelector: {matchLabels: {app: cart}}, exportTo: ['*']",
            "destination-rule-selector-exported spec.exportTo[0]",
        ),
        ("exportTo: ['.', shop]", "istio-export-to-invalid spec.exportTo[1]"),
        ("exportTo: [a, a]", "istio-export-to-invalid spec.exportTo[1]"),
        ("exportTo: ['*', a]", "istio-export-to-invalid spec.exportTo[0]"),
        ("exportTo: ['~']", "istio-export-to-invalid spec.exportTo[0]"),
        ("exportTo: [a.b]", "istio-export-to-invalid spec.exportTo[0]"),
    ] {
        assert_eq!(with(rest), [expected], "{rest}");
    }
    for (host, good) in
        [("cart", true), ("'*'", true), ("'*.a.example'", true), ("''", false), ("a.*", false)]
    {
        let said = judged(&format!("{{host: {host}}}"));
        let expected = (!good).then_some("destination-rule-host-invalid spec.host");
        assert_eq!(said, Vec::from_iter(expected), "{host}");
    }
    assert_eq!(judged("{}"), ["destination-rule-host-invalid spec.host"]);
}

#[test]
fn tls_is_judged_in_each_of_its_places() {
    let said = with(
        "trafficPolicy: {tls: {}, portLevelSettings: [{port: {number: 1}, tls: {}}]},
         subsets: [{name: a, trafficPolicy: {tls: {}, portLevelSettings: [{port: {number: 1}, tls: {}}]}}]",
    );
    let at = |field: &str| format!("destination-rule-tls-mode-missing spec.{field}tls.mode");
    assert_eq!(
        said,
        [
            at("trafficPolicy."),
            at("trafficPolicy.portLevelSettings[0]."),
            at("subsets[0].trafficPolicy."),
            at("subsets[0].trafficPolicy.portLevelSettings[0]."),
        ]
    );
}

#[test]
fn istios_rules_of_tls() {
    for good in [
        "{mode: DISABLE}",
        "{mode: SIMPLE, caCertificates: /ca, subjectAltNames: [a], sni: a}",
        "{mode: SIMPLE, insecureSkipVerify: true}",
        "{mode: SIMPLE, credentialName: 'configmap://shop/ca'}",
        "{mode: MUTUAL, credentialName: c}",
        "{mode: MUTUAL, credentialName: c, insecureSkipVerify: true, sni: a}",
        "{mode: MUTUAL, clientCertificate: /c, privateKey: /k}",
        "{mode: ISTIO_MUTUAL, sni: a, subjectAltNames: ['spiffe://a/b']}",
    ] {
        assert_eq!(with_tls(good), [""; 0], "{good}");
    }
    for (tls, expected) in [
        ("{mode: MUTUAL, privateKey: /k}", "destination-rule-certificate-missing .clientCertificate"),
        ("{mode: MUTUAL, clientCertificate: /c}", "destination-rule-certificate-missing .privateKey"),
        ("{mode: SIMPLE, credentialName: c, caCertificates: /ca}", "destination-rule-credential-and-files "),
        ("{mode: SIMPLE, credentialName: c, privateKey: /k}", "destination-rule-credential-and-files "),
        ("{mode: MUTUAL, credentialName: c, caCrl: /crl}", "destination-rule-credential-and-files "),
        (
            "{mode: SIMPLE, insecureSkipVerify: true, credentialName: c}",
            "destination-rule-verification-contradiction .insecureSkipVerify",
        ),
        (
            "{mode: SIMPLE, insecureSkipVerify: true, caCertificates: /ca}",
            "destination-rule-verification-contradiction .insecureSkipVerify",
        ),
        (
            "{mode: MUTUAL, credentialName: c, insecureSkipVerify: true, subjectAltNames: [a]}",
            "destination-rule-verification-contradiction .insecureSkipVerify",
        ),
        (
            "{mode: SIMPLE, credentialName: 'configmap://ca'}",
            "destination-rule-config-map-invalid .credentialName",
        ),
        (
            "{mode: SIMPLE, credentialName: 'configmap://other/ca'}",
            "destination-rule-config-map-invalid .credentialName",
        ),
        ("{mode: MTLS}", "field-value-unknown .mode"),
    ] {
        assert_eq!(with_tls(tls), [expected], "{tls}");
    }
}

#[test]
fn traps() {
    for (tls, expected) in [
        ("{}", "destination-rule-tls-mode-missing .mode"),
        ("{credentialName: c, sni: a}", "destination-rule-tls-mode-missing .mode"),
        ("{mode: DISABLE, sni: a}", "destination-rule-tls-ignored "),
        ("{mode: DISABLE, credentialName: c}", "destination-rule-tls-ignored "),
        ("{mode: ISTIO_MUTUAL, caCertificates: /ca}", "destination-rule-tls-ignored "),
        ("{mode: ISTIO_MUTUAL, credentialName: c}", "destination-rule-tls-ignored "),
        ("{mode: SIMPLE, clientCertificate: /c, privateKey: /k}", "destination-rule-tls-ignored "),
        ("{mode: SIMPLE, sni: a}", "destination-rule-names-unchecked .sni"),
        ("{mode: MUTUAL, credentialName: c, sni: a}", "destination-rule-names-unchecked .sni"),
    ] {
        assert_eq!(with_tls(tls), [expected], "{tls}");
    }
    let findings = validate(&rule("{host: a, trafficPolicy: {tls: {credentialName: c}}}"));
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].severity, Severity::Warning);
    assert_eq!(
        findings[0].message,
        "`credentialName` is given but no mode, which means DISABLE: clients send plaintext"
    );
}

#[test]
fn a_credential_that_sidecars_do_not_use() {
    let credential = "trafficPolicy: {tls: {mode: MUTUAL, credentialName: c}}";
    let unused = "destination-rule-credential-unused spec.trafficPolicy.tls.credentialName";
    for (rest, warned) in [
        ("", true),
        ("exportTo: []", true),
        ("exportTo: ['*']", true),
        ("exportTo: ['.']", true),
        ("exportTo: [istio-egress]", true),
        ("exportTo: ['.'], workloadSelector: {matchLabels: {app: cart}}", false),
        ("workloadSelector: {matchLabels: {app: cart}}", false),
    ] {
        assert_eq!(
            with(&format!("{credential}, {rest}")),
            Vec::from_iter(warned.then_some(unused)),
            "{rest}"
        );
    }
}

#[test]
fn an_entry_for_a_port_without_tls() {
    let pool = "portLevelSettings: [{port: {number: 1}, connectionPool: {tcp: {maxConnections: 1}}}]";
    let dropped = "destination-rule-port-drops-tls";
    assert!(with(&format!("trafficPolicy: {{{pool}}}")).is_empty());
    assert_eq!(
        with(&format!("trafficPolicy: {{tls: {{mode: SIMPLE}}, {pool}}}")),
        [format!("{dropped} spec.trafficPolicy.portLevelSettings[0].tls")]
    );
    assert_eq!(
        with(&format!(
            "trafficPolicy: {{tls: {{mode: SIMPLE}}}}, subsets: [{{name: a, trafficPolicy: {{{pool}}}}}]"
        )),
        [format!("{dropped} spec.subsets[0].trafficPolicy.portLevelSettings[0].tls")]
    );
}

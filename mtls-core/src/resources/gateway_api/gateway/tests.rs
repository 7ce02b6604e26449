//! Judging Gateways and their listeners.

use crate::resources::gateway_api::tests::{NOTHING, found};

fn listener(rest: &str) -> Vec<String> {
    found(
        "Gateway",
        "v1",
        &format!("{{gatewayClassName: istio, listeners: [{{name: a, port: 443, {rest}}}]}}"),
    )
}

#[test]
fn listeners_follow_the_crd_and_istio() {
    for good in [
        "protocol: HTTP, hostname: '*.shop.example'",
        "protocol: HTTPS, tls: {certificateRefs: [{name: c}, {name: d, namespace: e, kind: Secret, group: ''}]}",
        "protocol: HTTPS, tls: {mode: Terminate, options: {gateway.istio.io/tls-terminate-mode: ISTIO_MUTUAL}}",
        "protocol: TLS, tls: {mode: Passthrough}, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {a: b}}}, kinds: [{kind: TLSRoute}]}",
        "protocol: TLS, tls: {certificateRefs: [{name: c}]}",
        "protocol: istio.io/HBONE",
        "protocol: TCP",
    ] {
        assert_eq!(listener(good), NOTHING, "{good}");
    }
    let at = "spec.listeners[0]";
    for (bad, expected) in [
        ("hostname: a", "error listener-protocol AT.protocol"),
        ("protocol: TCP, hostname: a", "error listener-protocol AT.hostname"),
        ("protocol: HTTP, hostname: 'a.*'", "error gateway-api-hostname AT.hostname"),
        ("protocol: HTTP, hostname: '*'", "error gateway-api-hostname AT.hostname"),
        ("protocol: HTTP, hostname: Shop.example", "error gateway-api-hostname AT.hostname"),
        ("protocol: HTTP, tls: {certificateRefs: [{name: c}]}", "error listener-tls-on-plaintext AT.tls"),
        ("protocol: TLS", "error listener-tls-missing AT.tls"),
        ("protocol: HTTPS", "warning listener-https-without-tls AT.tls"),
        ("protocol: HTTPS, tls: {mode: Passthrough}", "error listener-tls-mode AT.tls.mode"),
        (
            "protocol: HTTPS, tls: {mode: MUTUAL, certificateRefs: [{name: c}]}",
            "error field-value-unknown AT.tls.mode",
        ),
        ("protocol: HTTPS, tls: {}", "error listener-certificate-missing AT.tls.certificateRefs"),
        (
            "protocol: HTTPS, tls: {certificateRefs: [{kind: Secret}]}",
            "error gateway-api-reference AT.tls.certificateRefs[0].name",
        ),
        (
            "protocol: HTTPS, tls: {certificateRefs: [{name: a}, {name: b}, {name: c}]}",
            "warning listener-certificate-count AT.tls.certificateRefs",
        ),
        (
            "protocol: HTTPS, tls: {options: {gateway.istio.io/tls-terminate-mode: mutual}}",
            "warning listener-istio-mode AT.tls.options[\"gateway.istio.io/tls-terminate-mode\"]",
        ),
        (
            "protocol: TLS, tls: {mode: Passthrough}, allowedRoutes: {namespaces: {selector: {matchExpressions: [{key: a, operator: In}]}}}",
            "error label-selector-invalid AT.allowedRoutes.namespaces.selector.matchExpressions[0].values",
        ),
        (
            "protocol: HTTP, allowedRoutes: {namespaces: {from: None}}",
            "error field-value-unknown AT.allowedRoutes.namespaces.from",
        ),
    ] {
        assert_eq!(listener(bad), [expected.replace("AT", at)], "{bad}");
    }
}

#[test]
fn gateways_follow_the_crd() {
    let frontend = |tls: &str| {
        found(
            "Gateway",
            "v1",
            &format!(
                "{{gatewayClassName: istio, listeners: [{{name: a, port: 80, protocol: HTTP}}], tls: {{frontend: {tls}}}}}"
            ),
        )
    };
    let ca = "{validation: {caCertificateRefs: [{group: '', kind: ConfigMap, name: ca}]}}";
    for good in [
        "{default: {}}".to_owned(),
        format!("{{default: {ca}, perPort: [{{port: 443, tls: {ca}}}, {{port: 8443, tls: {{}}}}]}}"),
    ] {
        assert_eq!(frontend(&good), NOTHING, "{good}");
    }
    let at = "spec.tls.frontend";
    for (bad, expected) in [
        ("{}".to_owned(), "error frontend-tls-default-missing AT.default"),
        (
            format!("{{default: {{}}, perPort: [{{port: 443, tls: {ca}}}, {{port: 443, tls: {ca}}}]}}"),
            "error frontend-tls-port-duplicate AT.perPort[1].port",
        ),
        (
            "{default: {}, perPort: [{port: 443}]}".to_owned(),
            "error frontend-tls-default-missing AT.perPort[0].tls",
        ),
        (
            "{default: {}, perPort: [{port: 0, tls: {}}]}".to_owned(),
            "error gateway-api-port AT.perPort[0].port",
        ),
        (
            "{default: {validation: {}}}".to_owned(),
            "error frontend-tls-ca-missing AT.default.validation.caCertificateRefs",
        ),
        (
            format!("{{default: {}}}", ca.replace("group: '', ", "")),
            "error gateway-api-reference AT.default.validation.caCertificateRefs[0].group",
        ),
        (
            format!("{{default: {}}}", ca.replace("kind: ConfigMap, ", "")),
            "error gateway-api-reference AT.default.validation.caCertificateRefs[0].kind",
        ),
        (
            format!("{{default: {}}}", ca.replace("]}", "], mode: AllowInsecureFallback}")),
            "warning frontend-tls-insecure-fallback AT.default.validation.mode",
        ),
        (
            format!("{{default: {}}}", ca.replace("}]", "}, {group: '', kind: ConfigMap, name: b}]")),
            "warning gateway-api-ca-count AT.default.validation.caCertificateRefs",
        ),
    ] {
        assert_eq!(frontend(&bad), [expected.replace("AT", at)], "{bad}");
    }
    for (spec, expected) in [
        (
            "{}",
            vec![
                "error gateway-api-class-missing spec.gatewayClassName",
                "error listeners-missing spec.listeners",
            ],
        ),
        (
            "{gatewayClassName: c, listeners: [{name: a, port: 80, protocol: HTTP}, {name: a, port: 81, protocol: HTTP}]}",
            vec!["error listener-name spec.listeners[1].name"],
        ),
        (
            "{gatewayClassName: c, listeners: [{port: 80, protocol: HTTP}]}",
            vec!["error listener-name spec.listeners[0].name"],
        ),
        (
            "{gatewayClassName: c, listeners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 80, protocol: HTTP}]}",
            vec!["error listener-duplicate spec.listeners[1]"],
        ),
        (
            "{gatewayClassName: c, listeners: [{name: a, port: 80, protocol: HTTP}, {name: b, port: 80, protocol: HTTP, hostname: b}]}",
            vec![],
        ),
        (
            "{gatewayClassName: c, listeners: [{name: a, protocol: HTTP}]}",
            vec!["error gateway-api-port spec.listeners[0].port"],
        ),
        (
            "{gatewayClassName: c, listeners: [{name: a, port: 1, protocol: TCP}], infrastructure: {labels: {a b: c}, parametersRef: {group: '', kind: ConfigMap}}, \
             tls: {backend: {clientCertificateRef: {}}}, addresses: [{value: 10.0.0.1}], allowedListeners: {namespaces: {from: All}}, defaultScope: None}",
            vec![
                "error label-invalid spec.infrastructure.labels[\"a b\"]",
                "error gateway-api-reference spec.infrastructure.parametersRef.name",
                "error gateway-api-reference spec.tls.backend.clientCertificateRef.name",
            ],
        ),
    ] {
        assert_eq!(found("Gateway", "v1", spec), expected, "{spec}");
    }
    assert_eq!(
        found("GatewayClass", "v1", "{controllerName: istio.io/gateway-controller, description: d}"),
        NOTHING
    );
    for bad in ["{}", "{controllerName: istio}", "{controllerName: Istio.io/a}", "{controllerName: a/}"] {
        assert_eq!(
            found("GatewayClass", "v1", bad),
            ["error gateway-api-controller spec.controllerName"],
            "{bad}"
        );
    }
}

//! Building and judging the kinds of the Gateway API.

use super::*;
use crate::finding::{Finding, Subject};
use crate::resources::{Manifest, ResourceError, build, read_yaml, validate, write_yaml};

/// What is found in an object of the kind with this `spec`, each as `severity rule field`.
pub(super) fn found(kind: &str, version: &str, spec: &str) -> Vec<String> {
    let text = format!(
        "apiVersion: {GROUP}/{version}\nkind: {kind}\nmetadata: {{name: x, namespace: ns}}\nspec: {spec}\n"
    );
    let text = if kind == "GatewayClass" { text.replace(", namespace: ns", "") } else { text };
    let manifest = read_yaml(&text).remove(0).unwrap();
    let field = |f: &Finding| match &f.subject {
        Subject::Document(at) => at.field.clone(),
        other => panic!("{other}"),
    };
    validate(&manifest).iter().map(|f| format!("{} {} {}", f.severity, f.rule, field(f))).collect()
}

pub(super) const NOTHING: [&str; 0] = [];

#[test]
fn backend_policies_follow_the_crd() {
    let target = "targetRefs: [{group: '', kind: Service, name: a}]";
    let trust = "validation: {hostname: a.example, wellKnownCACertificates: System}";
    for good in [
        format!("{{{target}, {trust}, options: {{a: b}}}}"),
        format!("{{{target}, validation: {{hostname: a, wellKnownCACertificates: partner.example/roots}}}}"),
        format!(
            "{{targetRefs: [{{group: '', kind: Service, name: a, sectionName: x}}, {{group: '', kind: Service, name: a, sectionName: z}}], {trust}}}"
        ),
        format!(
            "{{{target}, validation: {{hostname: a, caCertificateRefs: [{{group: '', kind: ConfigMap, name: c}}], subjectAltNames: [{{type: URI, uri: 'spiffe://a/b'}}, {{type: Hostname, hostname: '*.a'}}]}}}}"
        ),
    ] {
        assert_eq!(found("BackendTLSPolicy", "v1", &good), NOTHING, "{good}");
    }
    let named = |name: &str| {
        format!(
            "{{{target}, validation: {{hostname: a, wellKnownCACertificates: System, subjectAltNames: [{name}]}}}}"
        )
    };
    let of_name = "error backend-tls-subject-alt-name spec.validation.subjectAltNames[0]";
    for (bad, expected) in [
        (format!("{{{trust}}}"), "error backend-tls-target spec.targetRefs"),
        (
            format!("{{targetRefs: [{{kind: Service, name: a}}], {trust}}}"),
            "error gateway-api-reference spec.targetRefs[0].group",
        ),
        (
            format!(
                "{{targetRefs: [{{group: '', kind: Service, name: a}}, {{group: '', kind: Service, name: a, sectionName: z}}], {trust}}}"
            ),
            "error backend-tls-target spec.targetRefs[1].sectionName",
        ),
        (
            format!(
                "{{targetRefs: [{{group: '', kind: Service, name: a, sectionName: z}}, {{group: '', kind: Service, name: a, sectionName: z}}], {trust}}}"
            ),
            "error backend-tls-target spec.targetRefs[1].sectionName",
        ),
        (
            format!("{{{target}, validation: {{hostname: a}}}}"),
            "error backend-tls-ca spec.validation.wellKnownCACertificates",
        ),
        (
            format!(
                "{{{target}, validation: {{hostname: a, wellKnownCACertificates: System, caCertificateRefs: [{{group: '', kind: ConfigMap, name: c}}]}}}}"
            ),
            "error backend-tls-ca spec.validation.wellKnownCACertificates",
        ),
        (
            format!("{{{target}, validation: {{hostname: a, wellKnownCACertificates: system}}}}"),
            "error backend-tls-ca spec.validation.wellKnownCACertificates",
        ),
        (
            format!(
                "{{{target}, validation: {{hostname: a, caCertificateRefs: [{{group: '', kind: ConfigMap, name: c}}, {{group: '', kind: ConfigMap, name: d}}]}}}}"
            ),
            "warning gateway-api-ca-count spec.validation.caCertificateRefs",
        ),
        (
            format!("{{{target}, validation: {{wellKnownCACertificates: System}}}}"),
            "error backend-tls-hostname spec.validation.hostname",
        ),
        (
            format!("{{{target}, validation: {{hostname: '*.a', wellKnownCACertificates: System}}}}"),
            "error backend-tls-hostname spec.validation.hostname",
        ),
        (named("{uri: 'spiffe://a'}"), of_name),
        (named("{type: URI}"), of_name),
        (named("{type: URI, uri: a}"), of_name),
        (named("{type: URI, uri: 'a:b', hostname: c}"), of_name),
        (named("{type: Hostname}"), of_name),
        (named("{type: Hostname, hostname: a, uri: 'a:b'}"), of_name),
        (
            named("{type: DNS, hostname: a}"),
            "error field-value-unknown spec.validation.subjectAltNames[0].type",
        ),
    ] {
        assert_eq!(found("BackendTLSPolicy", "v1", &bad), [expected], "{bad}");
    }
}

#[test]
fn grants_follow_the_crd() {
    let good = "{from: [{group: gateway.networking.k8s.io, kind: Gateway, namespace: a}], to: [{group: '', kind: Secret}]}";
    assert_eq!(found("ReferenceGrant", "v1beta1", good), NOTHING);
    assert_eq!(
        found("ReferenceGrant", "v1", "{}"),
        ["error reference-grant-empty spec.from", "error reference-grant-empty spec.to"]
    );
    assert_eq!(
        found("ReferenceGrant", "v1", "{from: [{kind: Gateway}], to: [{kind: ''}]}"),
        [
            "error gateway-api-reference spec.from[0].group",
            "error gateway-api-reference spec.from[0].namespace",
            "error gateway-api-reference spec.to[0].group",
            "error gateway-api-reference spec.to[0].kind",
        ]
    );
}

#[test]
fn both_gateways_are_told_apart() {
    let text =
        format!("apiVersion: {GROUP}/v1\nkind: Gateway\nmetadata: {{name: a}}\nspec: {{servers: []}}\n");
    let manifest = read_yaml(&text).remove(0).unwrap();
    assert!(crate::resources::istio::Gateway::try_from(&manifest).is_err());
    assert!(validate(&manifest).iter().any(|f| f.rule == "gateway-api-class-missing"));
    let manifest = read_yaml(&text.replace(GROUP, "networking.istio.io")).remove(0).unwrap();
    assert!(Gateway::try_from(&manifest).is_err());
    // A group that is nearly one of them.
    let said = |group: &str| {
        let manifest = read_yaml(&text.replace(&format!("{GROUP}/"), group)).remove(0).unwrap();
        validate(&manifest).iter().map(|f| f.message.clone()).collect::<Vec<_>>()
    };
    let of_api = "gateway.networking.k8s.io/v1, gateway.networking.k8s.io/v1beta1";
    let of_istio = "networking.istio.io/v1, networking.istio.io/v1beta1, networking.istio.io/v1alpha3";
    assert_eq!(
        said("gateway.networking.k8s.o/"),
        [format!("`gateway.networking.k8s.o/v1` has no Gateway; it is read as {of_api}")]
    );
    assert_eq!(said(""), [format!("`v1` has no Gateway; it is read as {of_istio}, {of_api}")]);
}

#[test]
fn setters_and_options_say_the_same() {
    let listeners = serde_json::json!([
        {
            "name": "web", "port": 443, "protocol": "HTTPS", "hostname": "*.shop.example",
            "tls": {"mode": "Terminate", "certificate_refs": [{"group": "", "kind": "Secret", "name": "c"}],
                    "options": {"gateway.istio.io/tls-terminate-mode": "MUTUAL"}},
            "allowed_routes": {"namespaces": {"from": "All"}},
        },
        {"name": "pass", "port": 8443, "protocol": "TLS", "tls": {"mode": "Passthrough"}},
        {"name": "plain", "port": 80, "protocol": "HTTP"},
    ]);
    let authority = serde_json::json!([{"group": "", "kind": "ConfigMap", "name": "ca"}]);
    let pairs: [(&str, serde_json::Value, Result<Manifest, ResourceError>); 7] = [
        (
            "Gateway",
            serde_json::json!({
                "name": "g", "namespace": "n", "gateway_class_name": "istio", "listeners": listeners,
                "tls": {
                    "backend": {"client_certificate_ref": {"group": "", "kind": "Secret", "name": "client"}},
                    "frontend": {"default": {"validation": {"ca_certificate_refs": authority}}},
                },
            }),
            Gateway::new("g", "n")
                .class("istio")
                .https("web", 443, "c")
                .hostname("*.shop.example")
                .istio_mode("MUTUAL")
                .routes_from_all()
                .passthrough("pass", 8443)
                .http("plain", 80)
                .client_ca("ca")
                .client_certificate("client")
                .manifest(),
        ),
        (
            "GatewayClass",
            serde_json::json!({"name": "g", "controller_name": "istio.io/gateway-controller"}),
            GatewayClass::new("g").controller("istio.io/gateway-controller").manifest(),
        ),
        (
            "HTTPRoute",
            serde_json::json!({
                "name": "r", "namespace": "n", "hostnames": ["a.example"], "parent_refs": [{"name": "g", "namespace": "m"}],
                "rules": [
                    {"backend_refs": [{"name": "a", "port": 80}]},
                    {"matches": [{"path": {"type": "PathPrefix", "value": "/b"}}], "backend_refs": [{"name": "b", "port": 80}]},
                    {"matches": [{"headers": [{"type": "Exact", "name": "h", "value": "v"}]}]},
                ],
            }),
            HttpRoute::new("r", "n")
                .gateway("g", "m")
                .hostname("a.example")
                .to(BackendRef::service("a", 80))
                .path_to("/b", BackendRef::service("b", 80))
                .rule(
                    HttpRouteRule::default()
                        .matches([HttpRouteMatch::default().headers([HttpHeaderMatch::exact("h", "v")])]),
                )
                .manifest(),
        ),
        (
            "GRPCRoute",
            serde_json::json!({
                "name": "r", "hostnames": ["a.example"], "parentRefs": [{"name": "g"}],
                "rules": [{"backendRefs": [{"name": "a", "port": 80}]}],
            }),
            GrpcRoute::new("r", "")
                .gateway("g", "")
                .hostname("a.example")
                .to(BackendRef::service("a", 80))
                .manifest(),
        ),
        (
            "TLSRoute",
            serde_json::json!({
                "name": "r", "hostnames": ["a.example"], "parentRefs": [{"name": "g"}],
                "rules": [{"backendRefs": [{"name": "a", "port": 443}, {"name": "b", "port": 443}]}],
            }),
            TlsRoute::new("r", "")
                .gateway("g", "")
                .hostname("a.example")
                .to(BackendRef::service("a", 443))
                .to(BackendRef::service("b", 443))
                .manifest(),
        ),
        (
            "BackendTLSPolicy",
            serde_json::json!({
                "name": "p", "namespace": "n", "target_refs": [{"group": "", "kind": "Service", "name": "a"}],
                "validation": {
                    "ca_certificate_refs": authority, "hostname": "a.n.svc",
                    "subject_alt_names": [{"type": "URI", "uri": "spiffe://td/a"}],
                },
            }),
            BackendTlsPolicy::new("p", "n")
                .service("a")
                .ca("ca")
                .hostname("a.n.svc")
                .spiffe_id("spiffe://td/a")
                .manifest(),
        ),
        (
            "ReferenceGrant",
            serde_json::json!({
                "name": "g", "namespace": "n",
                "from": [{"group": GROUP, "kind": "Gateway", "namespace": "a"}, {"group": GROUP, "kind": "HTTPRoute", "namespace": "b"}],
                "to": [{"group": "", "kind": "Secret", "name": "s"}],
            }),
            ReferenceGrant::new("g", "n")
                .gateways_of("a")
                .from_kind("HTTPRoute", "b")
                .may_name("Secret", "s")
                .manifest(),
        ),
    ];
    for (kind, options, set) in pairs {
        let set = set.unwrap();
        assert_eq!(build(&format!("{GROUP}/{kind}"), options).unwrap(), set, "{kind}");
        let yaml = write_yaml(std::slice::from_ref(&set)).unwrap();
        assert_eq!(read_yaml(&yaml).remove(0).unwrap(), set, "{yaml}");
    }
    let public = BackendTlsPolicy::new("p", "n").service("a").public_cas().hostname("a.example").build();
    assert!(public.is_ok(), "{public:?}");
}

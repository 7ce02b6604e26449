//! The Gateway API: each fault beside the same manifests without it.

use crate::origin::config::expect::{self, ca_entry};
use crate::origin::{ConfigKind, ConfigReport};

const HTTPS: &str = "{name: web, port: 443, protocol: HTTPS, hostname: shop.example, tls: {certificateRefs: [{name: shop-cert}]}}";
const BY_MAP: &str = "validation: {caCertificateRefs: [{group: '', kind: ConfigMap, name: edge-ca}]}";

fn gateway(listeners: &[&str], frontend: &str) -> String {
    let listeners: String = listeners.iter().map(|listener| format!("  - {listener}\n")).collect();
    let tls =
        if frontend.is_empty() { String::new() } else { format!("  tls:\n    frontend: {{{frontend}}}\n") };
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: public, namespace: ingress}}\nspec:\n  gatewayClassName: istio\n{tls}  listeners:\n{listeners}---\n"
    )
}

fn map(namespace: &str, key: &str) -> String {
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: edge-ca, namespace: {namespace}}}\ndata:\n{}---\n",
        ca_entry(key)
    )
}

#[track_caller]
fn expect(text: &str, verdict: &str, rules: &[&str]) -> ConfigReport {
    expect::expect(ConfigKind::GatewayApi, &[], text, verdict, rules)
}

#[test]
fn validation_in_front_is_followed() {
    let with = |frontend: &str| format!("{}{}", gateway(&[HTTPS], frontend), map("ingress", "ca.crt"));
    let report = expect(&with(&format!("default: {{{BY_MAP}}}")), "enforced", &[]);
    assert_eq!(report.listeners()[0].anchors, ["configmap/ingress/edge-ca"]);
    assert_eq!(report.listeners()[0].line, 9);
    expect(&with(""), "open", &["client-certificate-not-requested"]);
    expect(&with("default: {}"), "open", &["client-certificate-not-requested"]);
    let fallback = BY_MAP.replace("}]", "}], mode: AllowInsecureFallback");
    expect(&with(&format!("default: {{{fallback}}}")), "open", &["client-certificate-optional"]);
    let odd = BY_MAP.replace("}]", "}], mode: Other");
    expect(&with(&format!("default: {{{odd}}}")), "unproven", &["config-unresolved"]);
    expect(
        &with("default: {validation: {caCertificateRefs: []}}"),
        "broken",
        &["client-ca-missing", "config-unresolved"],
    );
}

#[test]
fn a_port_of_its_own_stands_in_the_place_of_the_default() {
    let with = |frontend: &str| format!("{}{}", gateway(&[HTTPS], frontend), map("ingress", "ca.crt"));
    expect(
        &with(&format!("default: {{{BY_MAP}}}, perPort: [{{port: 443, tls: {{}}}}]")),
        "open",
        &["client-certificate-not-requested"],
    );
    expect(&with(&format!("default: {{{BY_MAP}}}, perPort: [{{port: 8443, tls: {{}}}}]")), "enforced", &[]);
    expect(&with(&format!("default: {{}}, perPort: [{{port: 443, tls: {{{BY_MAP}}}}}]")), "enforced", &[]);
}

#[test]
fn the_ca_must_be_there_and_be_allowed() {
    let with = |rest: &str| format!("{}{rest}", gateway(&[HTTPS], &format!("default: {{{BY_MAP}}}")));
    expect(&with(""), "unproven", &["config-unresolved"]);
    expect(&with(&map("ingress", "ca.pem")), "broken", &["client-ca-missing"]);
    let away = gateway(
        &[HTTPS],
        &format!("default: {{{}}}", BY_MAP.replace("name: edge-ca", "name: edge-ca, namespace: pki")),
    );
    let grant = |to: &str| {
        format!(
            "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {{name: a, namespace: pki}}\nspec: {{from: [{{group: gateway.networking.k8s.io, kind: Gateway, namespace: ingress}}], to: [{{group: '', kind: {to}}}]}}\n"
        )
    };
    expect(&format!("{away}{}", map("pki", "ca.crt")), "broken", &["client-ca-missing"]);
    expect(&format!("{away}{}{}", map("pki", "ca.crt"), grant("Secret")), "broken", &["client-ca-missing"]);
    expect(&format!("{away}{}{}", map("pki", "ca.crt"), grant("ConfigMap")), "enforced", &[]);
}

#[test]
fn istios_option_and_other_protocols() {
    let secret = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: shop-cert, namespace: ingress}}\nstringData:\n{}---\n",
        ca_entry("ca.crt")
    );
    let with = |mode: &str| {
        let listener = HTTPS
            .replace("tls: {", &format!("tls: {{options: {{gateway.istio.io/tls-terminate-mode: {mode}}}, "));
        format!("{}{secret}", gateway(&[&listener], ""))
    };
    expect(&with("MUTUAL"), "enforced", &[]);
    expect(&with("OPTIONAL_MUTUAL"), "open", &["client-certificate-optional"]);
    expect(&with("ISTIO_SIMPLE"), "open", &["client-certificate-not-requested"]);
    expect(&with("ISTIO_MUTUAL"), "unproven", &["config-unresolved"]);
    expect(
        &with("MUTUAL").replace("gatewayClassName: istio", "gatewayClassName: other"),
        "unproven",
        &["config-unresolved"],
    );
    let front = format!("default: {{{BY_MAP}}}");
    let passed = "{name: web, port: 443, protocol: TLS, tls: {mode: Passthrough}}";
    expect(&gateway(&[passed], &front), "unproven", &["config-unresolved"]);
    let ended = "{name: web, port: 443, protocol: TLS, tls: {certificateRefs: [{name: a}]}}";
    expect(&gateway(&[ended], &front), "unproven", &["config-unresolved"]);
    expect(
        &gateway(&["{name: a, port: 443, protocol: example.com/odd}"], ""),
        "unproven",
        &["config-unresolved"],
    );
    let older = HTTPS.replace("tls: {", "tls: {frontendValidation: {caCertificateRefs: []}, ");
    expect(&gateway(&[&older], ""), "unproven", &["config-unresolved"]);
    let policy = "apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: ClientTrafficPolicy\nmetadata: {name: a, namespace: ingress}\n";
    expect(&format!("{}{policy}", gateway(&[HTTPS], "")), "unproven", &["config-unresolved"]);
}

#[test]
fn plaintext_is_closed_by_routes_that_redirect() {
    let both = |routes: &str| {
        let front = format!("default: {{{BY_MAP}}}");
        format!(
            "{}{}{routes}",
            gateway(&[HTTPS, "{name: plain, port: 80, protocol: HTTP}"], &front),
            map("ingress", "ca.crt")
        )
    };
    let route = |section: &str, rule: &str| {
        format!(
            "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: a, namespace: ingress}}\nspec: {{parentRefs: [{{name: public{section}}}], rules: [{rule}]}}\n---\n"
        )
    };
    let redirect = "{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}";
    expect(&both(""), "bypass (plaintext)", &["plaintext-listener-serves"]);
    expect(&both(&route(", sectionName: plain", redirect)), "enforced", &[]);
    expect(
        &both(&route(", sectionName: web", redirect)),
        "bypass (plaintext)",
        &["plaintext-listener-serves"],
    );
    for kind in ["GRPCRoute", "TCPRoute"] {
        let other = route("", "{backendRefs: [{name: app, port: 80}]}").replace("HTTPRoute", kind);
        let beside = both(&format!("{}{other}", route(", sectionName: plain", redirect)));
        expect(&beside, "bypass (plaintext)", &["plaintext-listener-serves"]);
        let elsewhere = beside.replace(&other, &other.replace("name: public", "name: inner"));
        expect(&elsewhere, "enforced", &[]);
    }
    let serving = "{backendRefs: [{name: app, port: 80}]}";
    expect(
        &both(&route("", &format!("{redirect}, {serving}"))),
        "bypass (plaintext)",
        &["plaintext-listener-serves"],
    );
}

#[test]
fn listeners_that_others_add_are_not_known() {
    let text =
        format!("{}{}", gateway(&[HTTPS], &format!("default: {{{BY_MAP}}}")), map("ingress", "ca.crt"));
    let open =
        text.replacen("  listeners:", "  allowedListeners: {namespaces: {from: All}}\n  listeners:", 1);
    expect(&open, "unproven", &["config-unresolved"]);
    let none =
        text.replacen("  listeners:", "  allowedListeners: {namespaces: {from: None}}\n  listeners:", 1);
    expect(&none, "enforced", &[]);
}

#[test]
fn what_has_another_type_than_it_should_is_not_known() {
    let front = format!("default: {{{BY_MAP}}}");
    let text = format!("{}{}", gateway(&[HTTPS], &front), map("ingress", "ca.crt"));
    expect(&text, "enforced", &[]);
    let odd = text.replace("caCertificateRefs:", "mode: 1, caCertificateRefs:");
    expect(&odd, "unproven", &["config-unresolved"]);
}

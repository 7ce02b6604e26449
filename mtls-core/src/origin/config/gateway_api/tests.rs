//! The Gateway API: each fault beside the same manifests without it.

use crate::finding::Severity;
use crate::origin::{ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, ConfigVerdict, check_config};

use ConfigVerdict::{Broken, Bypass, Enforced, Open, Unproven};

const CA: &str = include_str!("../../../../tests/data/origin/ca.pem");
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

fn pem(key: &str) -> String {
    format!("  {key}: |\n{}", CA.lines().map(|line| format!("    {line}\n")).collect::<String>())
}

fn map(namespace: &str, key: &str) -> String {
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: edge-ca, namespace: {namespace}}}\ndata:\n{}---\n",
        pem(key)
    )
}

#[track_caller]
fn expect(text: &str, verdict: ConfigVerdict, rules: &[&str]) -> ConfigReport {
    let report =
        check_config(ConfigKind::GatewayApi, &ConfigFiles::new("gw.yaml", text), &ConfigOptions::default())
            .unwrap_or_else(|e| panic!("{e}"));
    let mut told: Vec<&str> =
        report.findings().iter().filter(|f| f.severity > Severity::Info).map(|f| f.rule).collect();
    told.sort_unstable();
    told.dedup();
    let mut rules = rules.to_vec();
    rules.sort_unstable();
    assert_eq!((report.verdict(), told), (verdict, rules), "{}", report.to_text());
    report
}

#[test]
fn validation_in_front_is_followed() {
    let with = |frontend: &str| format!("{}{}", gateway(&[HTTPS], frontend), map("ingress", "ca.crt"));
    let report = expect(&with(&format!("default: {{{BY_MAP}}}")), Enforced, &[]);
    assert_eq!(report.listeners()[0].anchors, ["configmap/ingress/edge-ca"]);
    assert_eq!(report.listeners()[0].line, 9);
    expect(&with(""), Open, &["client-certificate-not-requested"]);
    expect(&with("default: {}"), Open, &["client-certificate-not-requested"]);
    let fallback = BY_MAP.replace("}]", "}], mode: AllowInsecureFallback");
    expect(&with(&format!("default: {{{fallback}}}")), Open, &["client-certificate-optional"]);
    let odd = BY_MAP.replace("}]", "}], mode: Other");
    expect(&with(&format!("default: {{{odd}}}")), Unproven, &["config-unresolved"]);
    expect(
        &with("default: {validation: {caCertificateRefs: []}}"),
        Broken,
        &["client-ca-missing", "config-unresolved"],
    );
}

#[test]
fn a_port_of_its_own_stands_in_the_place_of_the_default() {
    let with = |frontend: &str| format!("{}{}", gateway(&[HTTPS], frontend), map("ingress", "ca.crt"));
    expect(
        &with(&format!("default: {{{BY_MAP}}}, perPort: [{{port: 443, tls: {{}}}}]")),
        Open,
        &["client-certificate-not-requested"],
    );
    expect(&with(&format!("default: {{{BY_MAP}}}, perPort: [{{port: 8443, tls: {{}}}}]")), Enforced, &[]);
    expect(&with(&format!("default: {{}}, perPort: [{{port: 443, tls: {{{BY_MAP}}}}}]")), Enforced, &[]);
}

#[test]
fn the_ca_must_be_there_and_be_allowed() {
    let with = |rest: &str| format!("{}{rest}", gateway(&[HTTPS], &format!("default: {{{BY_MAP}}}")));
    expect(&with(""), Unproven, &["config-unresolved"]);
    expect(&with(&map("ingress", "ca.pem")), Broken, &["client-ca-missing"]);
    let away = gateway(
        &[HTTPS],
        &format!("default: {{{}}}", BY_MAP.replace("name: edge-ca", "name: edge-ca, namespace: pki")),
    );
    let grant = |to: &str| {
        format!(
            "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {{name: a, namespace: pki}}\nspec: {{from: [{{group: gateway.networking.k8s.io, kind: Gateway, namespace: ingress}}], to: [{{group: '', kind: {to}}}]}}\n"
        )
    };
    expect(&format!("{away}{}", map("pki", "ca.crt")), Broken, &["client-ca-missing"]);
    expect(&format!("{away}{}{}", map("pki", "ca.crt"), grant("Secret")), Broken, &["client-ca-missing"]);
    expect(&format!("{away}{}{}", map("pki", "ca.crt"), grant("ConfigMap")), Enforced, &[]);
}

#[test]
fn istios_option_and_other_protocols() {
    let secret = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: shop-cert, namespace: ingress}}\nstringData:\n{}---\n",
        pem("ca.crt")
    );
    let with = |mode: &str| {
        let listener = HTTPS
            .replace("tls: {", &format!("tls: {{options: {{gateway.istio.io/tls-terminate-mode: {mode}}}, "));
        format!("{}{secret}", gateway(&[&listener], ""))
    };
    expect(&with("MUTUAL"), Enforced, &[]);
    expect(&with("OPTIONAL_MUTUAL"), Open, &["client-certificate-optional"]);
    expect(&with("ISTIO_SIMPLE"), Open, &["client-certificate-not-requested"]);
    expect(&with("ISTIO_MUTUAL"), Unproven, &["config-unresolved"]);
    expect(
        &with("MUTUAL").replace("gatewayClassName: istio", "gatewayClassName: other"),
        Unproven,
        &["config-unresolved"],
    );
    let front = format!("default: {{{BY_MAP}}}");
    let passed = "{name: web, port: 443, protocol: TLS, tls: {mode: Passthrough}}";
    expect(&gateway(&[passed], &front), Unproven, &["config-unresolved"]);
    let ended = "{name: web, port: 443, protocol: TLS, tls: {certificateRefs: [{name: a}]}}";
    expect(&gateway(&[ended], &front), Unproven, &["config-unresolved"]);
    expect(
        &gateway(&["{name: a, port: 443, protocol: example.com/odd}"], ""),
        Unproven,
        &["config-unresolved"],
    );
    let older = HTTPS.replace("tls: {", "tls: {frontendValidation: {caCertificateRefs: []}, ");
    expect(&gateway(&[&older], ""), Unproven, &["config-unresolved"]);
    let policy = "apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: ClientTrafficPolicy\nmetadata: {name: a, namespace: ingress}\n";
    expect(&format!("{}{policy}", gateway(&[HTTPS], "")), Unproven, &["config-unresolved"]);
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
    expect(&both(""), Bypass, &["plaintext-listener-serves"]);
    expect(&both(&route(", sectionName: plain", redirect)), Enforced, &[]);
    expect(&both(&route(", sectionName: web", redirect)), Bypass, &["plaintext-listener-serves"]);
    let serving = "{backendRefs: [{name: app, port: 80}]}";
    expect(&both(&route("", &format!("{redirect}, {serving}"))), Bypass, &["plaintext-listener-serves"]);
}

#[test]
fn listeners_that_others_add_are_not_known() {
    let text =
        format!("{}{}", gateway(&[HTTPS], &format!("default: {{{BY_MAP}}}")), map("ingress", "ca.crt"));
    let open =
        text.replacen("  listeners:", "  allowedListeners: {namespaces: {from: All}}\n  listeners:", 1);
    expect(&open, Unproven, &["config-unresolved"]);
    let none =
        text.replacen("  listeners:", "  allowedListeners: {namespaces: {from: None}}\n  listeners:", 1);
    expect(&none, Enforced, &[]);
}

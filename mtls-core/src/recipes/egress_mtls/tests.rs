//! What the recipe refuses, warns of, and gives.

use std::time::Duration;

use rustls_pki_types::UnixTime;
use serde_json::json;

use super::application_tests::deployment;
use super::*;
use crate::finding::Refusal;
use crate::recipes::egress_mtls as from_document;

macro_rules! data {
    ($name:literal) => {
        include_str!(concat!("../../../tests/data/recipes/", $name))
    };
}

pub(super) const CA: &str = data!("egress_mtls/enterprise-ca.pem");
const GATEWAY: &str = data!("egress_mtls/gateway.pem");
const GATEWAY_KEY: &str = data!("egress_mtls/gateway.key");
pub(super) const CURL: &str = data!("egress_mtls/curl.pem");
pub(super) const CURL_KEY: &str = data!("egress_mtls/curl.key");
const TILL: &str = data!("egress_mtls/till.pem");
const TILL_KEY: &str = data!("egress_mtls/till.key");
const SERVER: &str = data!("virtual_clusters/wildcard.pem");
const SERVER_KEY: &str = data!("virtual_clusters/wildcard.key");
const DAY: u64 = 86_400;
/// 2027-01-15.
const NOW: u64 = 1_800_000_000;

fn time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn mesh() -> EgressMtls {
    EgressMtls::new("ledger.partner.example", EgressClient::Mesh).at(time(NOW))
}

fn gateway() -> EgressMtls {
    EgressMtls::new("ledger.partner.example", EgressClient::Gateway)
        .ca(CA)
        .certificate(GATEWAY)
        .key(GATEWAY_KEY)
        .at(time(NOW))
}

pub(super) fn curl() -> EgressApplication {
    EgressApplication::new("curl").certificate(CURL).key(CURL_KEY)
}

pub(super) fn applications() -> EgressMtls {
    EgressMtls::new("ledger.partner.example", EgressClient::Application)
        .namespace("shop")
        .ca(CA)
        .application(curl())
        .at(time(NOW))
}

/// What is said, refused or not, as `severity rule`.
fn said(recipe: EgressMtls) -> Vec<String> {
    let findings = match recipe.build() {
        Ok(output) => {
            assert!(!refuses(&output.findings));
            output.findings
        }
        Err(error) => {
            assert!(refuses(&error.findings()), "{error:?}");
            error.findings()
        }
    };
    findings.iter().map(|f| format!("{} {}", f.severity, f.rule)).collect()
}

/// The options at fault, as `rule option`.
pub(super) fn faults(recipe: EgressMtls) -> Vec<String> {
    let error = recipe.build().unwrap_err();
    assert_eq!(error.code(), "options-invalid", "{error}");
    error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect()
}

#[test]
fn good_material_leaves_nothing_to_say() {
    for recipe in [mesh(), gateway(), applications()] {
        assert_eq!(said(recipe), [""; 0]);
    }
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let both = || applications().application(EgressApplication::new("till").certificate(TILL).key(TILL_KEY));
    for (recipe, expected) in [
        (gateway().key(CURL_KEY), ["error key-certificate-mismatch"].as_slice()),
        (gateway().certificate(SERVER).key(SERVER_KEY), &["error purpose-mismatch"]),
        (gateway().ca(GATEWAY), &["error server-ca-not-a-ca"]),
        (
            gateway().certificate(format!("{CA}{GATEWAY}")),
            &[
                "error key-certificate-mismatch",
                "error leaf-is-ca",
                "warning chain-out-of-order",
                "info chain-root-included",
            ],
        ),
        (gateway().at(time(0)), &["error authority-not-yet-valid", "error leaf-not-yet-valid"]),
        (gateway().at(time(NOW + 200 * 365 * DAY)), &["error authority-expired", "error leaf-expired"]),
        (gateway().at(time(4_948_800_000)), &["warning certificate-expires-soon"; 2]),
        (both(), &[]),
        (both().ca(CURL), &["error server-ca-not-a-ca"]),
        (
            applications().application(EgressApplication::new("till").certificate(CURL).key(CURL_KEY)),
            &["warning applications-share-key"],
        ),
        (
            applications().application(EgressApplication::new("till").certificate(TILL).key(CURL_KEY)),
            &["error key-certificate-mismatch"],
        ),
        (
            applications().application(EgressApplication::new("till").certificate(TILL_KEY).key("-")),
            &["error wrong-kind", "error pem-not-found"],
        ),
    ] {
        assert_eq!(said(recipe), expected);
    }
    let error = applications()
        .application(EgressApplication::new("till").certificate(TILL).key(CURL_KEY))
        .build()
        .unwrap_err();
    assert!(error.to_string().starts_with("application till: the private key"), "{error}");
}

#[test]
fn texts_of_another_kind_are_refused() {
    for (recipe, input, code) in [
        (gateway().certificate(GATEWAY_KEY), "certificate", "wrong-kind"),
        (gateway().key(GATEWAY), "key", "wrong-kind"),
        (gateway().ca(GATEWAY_KEY), "ca", "wrong-kind"),
        (gateway().ca(b"\xff\x00binary"), "ca", "pem-not-found"),
    ] {
        let error = recipe.build().unwrap_err();
        let RecipeError::Input { input: found, .. } = &error else { panic!("{error:?}") };
        assert_eq!((*found, error.code()), (input, code));
    }
}

#[test]
fn what_a_way_needs_and_what_it_has_no_use_for() {
    let host = |host: &str| EgressMtls::new(host, EgressClient::Mesh);
    for (recipe, expected) in [
        (
            EgressMtls::new("a.example", EgressClient::Gateway),
            ["option-missing certificate", "option-missing key", "option-missing ca"].as_slice(),
        ),
        (
            EgressMtls::new("a.example", EgressClient::Application),
            &["option-missing ca", "option-missing applications"],
        ),
        (
            mesh()
                .certificate(CURL)
                .key(CURL_KEY)
                .ca(CA)
                .application(curl())
                .credential("c")
                .selector("a", "b"),
            &[
                "option-value certificate",
                "option-value key",
                "option-value ca",
                "option-value applications",
                "option-value credential",
                "option-value selector",
            ],
        ),
        (
            gateway().namespace("shop").mount_path("/a"),
            &["option-value namespace", "option-value mount_path"],
        ),
        (
            applications().gateway("a", "b").certificate(CURL),
            &["option-value certificate", "option-value gateway"],
        ),
        (applications().mount_path("certs"), &["option-value mount_path"]),
        (applications().mount_path("/a/../etc"), &["option-value mount_path"]),
        (applications().application(curl()), &["option-value applications[1].name"]),
        (
            applications().application(
                EgressApplication::new("till")
                    .certificate(TILL)
                    .key(TILL_KEY)
                    .secret("curl-ledger-partner-example"),
            ),
            &["option-value applications[1].secret"],
        ),
        (
            applications().application(EgressApplication::new("A b")),
            &[
                "option-missing applications[1].certificate",
                "option-missing applications[1].key",
                "option-value applications[1].name",
            ],
        ),
        (host(""), &["option-value host", "option-value name"]),
        (host("*.partner.example"), &["option-value host", "option-value name"]),
        (host("ledger"), &["option-value host"]),
        (host("a_b.example"), &["option-value host", "option-value name"]),
        (mesh().port(0), &["option-value port"]),
        (mesh().port(80), &["option-value plain_port"]),
        (mesh().addresses(["10.0.0.1", "a.example"]), &["option-value addresses"]),
        (mesh().name("a.b"), &["option-value name"]),
        (mesh().name("a".repeat(58)), &["option-value name"]),
    ] {
        assert_eq!(faults(recipe), expected);
    }
    let long = mesh().name("a".repeat(57)).build().unwrap();
    assert_eq!(long.manifests.len(), 2);
    let error = mesh().namespace("Shop").build().unwrap_err();
    assert_eq!(error.code(), "manifest-invalid");
}

/// Certificates and server names have no dot at the end.
#[test]
fn a_dot_at_the_end_of_the_host_goes() {
    let dotted = EgressMtls::new("ledger.partner.example.", EgressClient::Mesh).at(time(NOW));
    assert_eq!(dotted.build().unwrap(), mesh().build().unwrap());
    assert_eq!(mesh().sni("a.example.").build().unwrap(), mesh().sni("a.example").build().unwrap());
}

#[test]
fn who_does_not_see_the_service_is_pointed_out() {
    for (recipe, home) in [(mesh(), "default"), (gateway(), "istio-system"), (applications(), "shop")] {
        let output = recipe.build().unwrap();
        let said = format!("does not import {home}/ledger.partner.example");
        assert!(output.assumptions.iter().any(|a| a.contains(&said)), "{:?}", output.assumptions);
    }
}

#[test]
fn options_build_the_same_as_the_builder() {
    let service = json!({"host": "ledger.partner.example", "at": NOW});
    let with = |more: serde_json::Value| {
        let mut all = service.clone();
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    assert_eq!(from_document(with(json!({"client": "mesh"}))).unwrap(), mesh().build().unwrap());
    let built = gateway()
        .name("ledger")
        .addresses(["10.1.1.4"])
        .port(9443)
        .plain_port(8080)
        .sni("sni.partner.example")
        .subject_alt_names(["a.partner.example"])
        .label("team", "a")
        .credential("c")
        .gateway("egress", "istio-egress")
        .selector("istio", "egress")
        .build()
        .unwrap();
    let options = with(json!({
        "client": "gateway", "ca": CA, "certificate": GATEWAY, "key": GATEWAY_KEY, "name": "ledger", "addresses": ["10.1.1.4"],
        "port": 9443, "plainPort": 8080, "sni": "sni.partner.example", "subjectAltNames": ["a.partner.example"],
        "labels": {"team": "a"}, "credential": "c", "gateway": "egress", "gateway_namespace": "istio-egress",
        "selector": {"istio": "egress"}
    }));
    assert_eq!(from_document(options).unwrap(), built);
    let workload = deployment(json!({}));
    let mut recipe = applications().mount_path("/etc/certs");
    recipe.applications = vec![curl().secret("s").workload(workload.clone())];
    let options = with(json!({
        "client": "application", "ca": CA, "namespace": "shop", "mount_path": "/etc/certs",
        "applications": [{"name": "curl", "certificate": CURL, "key": CURL_KEY, "secret": "s", "workload": workload}]
    }));
    assert_eq!(from_document(options).unwrap(), recipe.build().unwrap());
    let bad = json!({"client": "sidecar", "port": 70000, "plain_port": 0, "at": -1, "hots": "a", "applications": [{}]});
    let error = from_document(bad).unwrap_err();
    let mut lines: Vec<String> =
        error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "option-missing applications[0].name",
            "option-missing host",
            "option-unknown hots",
            "option-value at",
            "option-value client",
            "option-value plain_port",
            "option-value port",
        ]
    );
    let error = from_document(with(json!({
        "client": "application", "ca": CA,
        "applications": [{"name": "a", "certificate": CURL, "key": CURL_KEY, "workload": {"kind": "Deployment"}}]
    })));
    assert_eq!(error.unwrap_err().code(), "manifest-without-kind");
}

#[test]
fn nothing_shows_a_key() {
    for (recipe, key) in [(gateway(), GATEWAY_KEY), (applications(), CURL_KEY)] {
        let marker = key.lines().nth(1).unwrap();
        let shown = format!("{recipe:?}");
        let output = recipe.build().unwrap();
        let shown = format!("{shown} {output:?}");
        assert!(!shown.contains(marker) && !shown.contains("PRIVATE KEY"), "{shown}");
        crate::recipes::hidden::assert_hides_secrets(&shown, &output);
    }
}

#[test]
fn names_that_no_certificate_carries_are_refused() {
    let of = |name: &str| mesh().subject_alt_names(["ledger.partner.example", name]);
    for good in [
        "a",
        "Ledger.partner.example",
        "*.partner.example",
        "a_b.example",
        "192.0.2.7",
        "2001:db8::7",
        "spiffe://partner.example/ns/ledger/sa/api",
        "spiffe://partner.example",
        "https://ledger.partner.example/a?b=c",
        "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
    ] {
        assert_eq!(of(good).build().map(|_| ()), Ok(()), "{good}");
    }
    for bad in [
        "",
        "not a name!\nx: y",
        "a b",
        "partner.example.",
        "*",
        "*.",
        "a.*.example",
        "spiffe://Partner.example/x",
        "spiffe://partner.example/a b",
        "https://a\nb",
        "a:",
        ":a",
        GATEWAY_KEY,
        &GATEWAY_KEY.replace('\n', ""),
    ] {
        assert_eq!(faults(of(bad)), ["option-value subject_alt_names[1]"], "{bad}");
    }
    let error = of(GATEWAY_KEY).build().unwrap_err();
    let message = "`(a private key)` is neither a DNS name, nor a URI, nor an IP address";
    assert_eq!(error.findings()[0].message, message);
    let message = "`spiffe://A/b` is no SPIFFE ID";
    assert_eq!(of("spiffe://A/b").build().unwrap_err().findings()[0].message, message);
}

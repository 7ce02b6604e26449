//! What the recipe refuses, warns of, and gives.

use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::*;
use crate::finding::Refusal;
use crate::recipes::cloudflare_origin as from_document;
use crate::resources::{check_yaml, read_yaml};

macro_rules! data {
    ($name:literal) => {
        include_str!(concat!("../../../tests/data/recipes/", $name))
    };
}

pub(super) const ORIGIN: &str = data!("cloudflare_origin/origin.pem");
const KEY: &str = data!("cloudflare_origin/origin.key");
const ORIGIN_CA: &str = data!("cloudflare_origin/origin-ca.pem");
pub(super) const PULL_CA: &str = data!("cloudflare_origin/pull-ca.pem");
const SHARED: &str = data!("cloudflare/origin-pull-2029.pem");
const SHARED_2020: &str = data!("cloudflare/origin-pull-2020.pem");
const ORIGIN_CA_RSA: &str = data!("cloudflare/origin-ca-rsa.pem");
const ORIGIN_CA_ECC: &str = data!("cloudflare/origin-ca-ecc-2021.pem");
const DAY: u64 = 86_400;
/// 2027-01-15.
const NOW: u64 = 1_800_000_000;

fn time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

pub(super) fn recipe() -> CloudflareOrigin {
    CloudflareOrigin::new(["*.shop.example"])
        .certificate(ORIGIN)
        .key(KEY)
        .client_ca(OriginPull::Zone, PULL_CA)
        .at(time(NOW))
}

/// What is said, refused or not, as `severity rule`.
fn said(recipe: CloudflareOrigin) -> Vec<String> {
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

#[test]
fn a_good_set_up_leaves_nothing_to_say() {
    let output = recipe().build().unwrap();
    assert_eq!(output.findings, []);
    let text = output.to_yaml().unwrap();
    assert_eq!(check_yaml(&text, None), []);
    let read: Vec<Manifest> = read_yaml(&text).into_iter().map(Result::unwrap).collect();
    assert_eq!(read, output.manifests);
    assert!(output.values.is_none() && output.beside_values.is_empty());
    for word in ["Full (strict)", "numTrustedProxies", "Other gateways", "istio-system", "zone"] {
        assert!(output.assumptions.iter().any(|a| a.contains(word)), "{word}");
    }
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let zone = OriginPull::Zone;
    for (recipe, expected) in [
        (recipe().key(data!("../pki/svid.key")), ["error key-certificate-mismatch"].as_slice()),
        (recipe().client_ca(zone, ORIGIN), &["error client-ca-not-a-ca"]),
        (recipe().client_ca(zone, ORIGIN_CA), &["warning client-ca-issues-server-certificate"]),
        (recipe().client_ca(zone, ORIGIN_CA_RSA), &["error client-ca-is-cloudflare-origin-ca"]),
        (
            recipe().client_ca(zone, ORIGIN_CA_ECC),
            &["error client-ca-is-cloudflare-origin-ca", "error authority-expired"],
        ),
        (recipe().client_ca(zone, SHARED), &["error cloudflare-shared-ca-unexpected"]),
        (
            recipe().client_ca(OriginPull::Hostname, format!("{PULL_CA}{SHARED}")),
            &["error cloudflare-shared-ca-unexpected"],
        ),
        (recipe().client_ca(OriginPull::Shared, SHARED), &["warning cloudflare-shared-ca"]),
        (
            recipe().client_ca(OriginPull::Shared, SHARED_2020),
            &["error cloudflare-shared-ca-stale", "warning cloudflare-shared-ca-not-recognized"],
        ),
        (recipe().client_ca(OriginPull::Shared, PULL_CA), &["warning cloudflare-shared-ca-not-recognized"]),
        (
            recipe().client_ca(OriginPull::Shared, SHARED).at(time(1_890_000_000)),
            &["warning cloudflare-shared-ca", "error authority-expired"],
        ),
        (
            recipe().client_ca(zone, format!("{SHARED}{PULL_CA}")).at(time(1_890_000_000)),
            &["error cloudflare-shared-ca-unexpected", "warning authority-expired"],
        ),
        (
            recipe().client_ca(OriginPull::Shared, SHARED).at(time(1_888_000_000)),
            &["warning cloudflare-shared-ca", "warning certificate-expires-soon"],
        ),
        (recipe().certificate(format!("{ORIGIN}{ORIGIN_CA}")), &["info chain-root-included"]),
        (
            recipe().certificate(format!("{ORIGIN_CA}{ORIGIN}")),
            &[
                "error key-certificate-mismatch",
                "error leaf-is-ca",
                "warning chain-out-of-order",
                "info chain-root-included",
                "error certificate-host-not-covered",
            ],
        ),
        (recipe().at(time(0)), &["error leaf-not-yet-valid", "error authority-not-yet-valid"]),
        (recipe().at(time(NOW + 200 * 365 * DAY)), &["error leaf-expired", "error authority-expired"]),
    ] {
        assert_eq!(said(recipe), expected);
    }
}

#[test]
fn hosts_are_covered_label_by_label() {
    for (host, covered) in [
        ("*.shop.example", true),
        ("a.shop.example", true),
        ("A.Shop.Example", true),
        ("shop.example", true),
        ("shop/a.shop.example", true),
        ("a.b.shop.example", false),
        ("*.b.shop.example", false),
        ("*.example", false),
        ("shop.example.org", false),
        ("*", false),
    ] {
        let mut recipe = recipe();
        recipe.hosts = vec![host.to_owned()];
        let expected: &[&str] = if covered { &[] } else { &["error certificate-host-not-covered"] };
        assert_eq!(said(recipe), expected, "{host}");
    }
    let mut several = recipe();
    several.hosts = ["a.shop.example", "b.example", "c.example"].map(str::to_owned).to_vec();
    let error = several.build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the certificate is not for b.example, c.example; it is for *.shop.example, shop.example"
    );
}

#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
#[test]
fn a_client_certificate_is_no_server_certificate() {
    use crate::pki::issue::CertificateAuthority;
    let ca = CertificateAuthority::root("R").at(time(NOW)).build().unwrap();
    let issued = ca
        .client("edge")
        .dns_names(["a.shop.example"])
        .at(time(NOW))
        .valid_for(Duration::from_secs(90 * DAY))
        .issue()
        .unwrap();
    let mut recipe =
        recipe().certificate(issued.chain.to_pem()).key(issued.key.secret_pkcs8_pem().as_bytes());
    recipe.hosts = vec!["a.shop.example".to_owned()];
    assert_eq!(said(recipe), ["error purpose-mismatch"]);
}

#[test]
fn texts_of_another_kind_are_refused() {
    for (recipe, input, code) in [
        (recipe().certificate(KEY), "certificate", "wrong-kind"),
        (recipe().certificate(""), "certificate", "pem-not-found"),
        (recipe().key(ORIGIN), "key", "wrong-kind"),
        (recipe().client_ca(OriginPull::Zone, format!("{PULL_CA}{KEY}")), "client_ca", "wrong-kind"),
        (recipe().client_ca(OriginPull::Zone, b"\xff\x00binary"), "client_ca", "pem-not-found"),
    ] {
        let error = recipe.build().unwrap_err();
        let RecipeError::Input { input: found, .. } = &error else { panic!("{error:?}") };
        assert_eq!((*found, error.code()), (input, code));
        assert!(!format!("{error:?}").contains("MHcC"));
    }
    let error = recipe().gateway("Public.GW", "istio-system").build().unwrap_err();
    assert_eq!(error.code(), "manifest-invalid");
    assert_eq!(
        recipe().selector("a b", "c").build().map(|o| o.manifests.len()),
        Ok(2),
        "Istio does not check selectors"
    );
}

#[test]
fn options_build_the_same_as_the_builder() {
    let options = |extra: serde_json::Value| {
        let mut all = serde_json::json!({
            "hosts": ["*.shop.example"], "certificate": ORIGIN, "key": KEY, "client_ca": PULL_CA, "pull": "zone", "at": NOW,
        });
        all.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        all
    };
    assert_eq!(from_document(options(serde_json::json!({}))).unwrap(), recipe().build().unwrap());
    let full = options(serde_json::json!({
        "gateway": "edge", "namespace": "istio-gateway", "selector": {"istio": "edge"}, "labels": {"team": "a"}, "credential": "c",
        "port": 8443, "secretForm": "apart"
    }));
    let built = recipe()
        .gateway("edge", "istio-gateway")
        .selector("istio", "edge")
        .label("team", "a")
        .credential("c")
        .port(8443)
        .ca_apart()
        .build()
        .unwrap();
    assert_eq!(from_document(full).unwrap(), built);
    let values = options(serde_json::json!({"bigBang": "3.30.0", "credential": "c"}));
    let built = recipe().big_bang(BigBang::V3).credential("c").build().unwrap();
    assert_eq!(from_document(values).unwrap(), built);
    let bad = options(serde_json::json!({"pull": "zon", "port": 0, "at": -1, "hosts": [], "gatway": "x"}));
    let error = from_document(bad).unwrap_err();
    let mut lines: Vec<String> =
        error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "option-unknown gatway",
            "option-value at",
            "option-value hosts",
            "option-value port",
            "option-value pull"
        ]
    );
    let error = from_document(serde_json::json!({})).unwrap_err();
    assert_eq!((error.code(), error.findings().len()), ("options-invalid", 5));
    let error = from_document(options(serde_json::json!({"big_bang": "1.9"}))).unwrap_err();
    assert_eq!(error.code(), "big-bang-version-unknown");
}

#[test]
fn nothing_shows_the_key() {
    let marker = KEY.lines().nth(1).unwrap();
    let recipe = recipe().big_bang(BigBang::V2_9);
    let shown = format!("{recipe:?}");
    let output = recipe.build().unwrap();
    let pkcs8 = output
        .values
        .as_ref()
        .unwrap()
        .lines()
        .skip_while(|l| !l.contains("BEGIN PRIVATE"))
        .nth(1)
        .unwrap()
        .trim()
        .to_owned();
    let shown = format!("{shown} {output:?} {:?}", output.findings);
    assert!(!shown.contains(marker) && !shown.contains(&pkcs8) && !shown.contains("PRIVATE KEY"), "{shown}");
}

pub(super) const TAG: &str = "4714c1358e65fe4b408ad6d432a5f878f08194bdb4752441fd56faefa9b2b6f2";

#[test]
fn teams_and_tags_that_are_none_are_refused() {
    let access = |team: &str| CloudflareAccess::team(team).audience(TAG);
    for (access, field) in [
        (access("cosmology"), None),
        (access("cosmology.fed"), None),
        (access("cosmology.cloudflareaccess.com"), Some("access.team")),
        (access("https://cosmology"), Some("access.team")),
        (access(""), Some("access.team")),
        (CloudflareAccess::team("cosmology"), Some("access.audiences")),
        (access("cosmology").audience(&TAG[1..]), Some("access.audiences[1]")),
        (access("cosmology").audience(TAG.replace('4', "g")), Some("access.audiences[1]")),
    ] {
        match (recipe().access(access).build(), field) {
            (Ok(output), None) => assert_eq!(output.findings, []),
            (Err(error), Some(field)) => {
                let findings = error.findings();
                assert_eq!((findings.len(), findings[0].rule), (1, "cloudflare-access-invalid"));
                assert_eq!(findings[0].subject.to_string(), field);
            }
            (built, field) => panic!("{built:?}, not {field:?}"),
        }
    }
}

#[test]
fn tokens_are_demanded_before_the_gateway_opens() {
    use crate::resources::istio::{AuthorizationPolicy, RequestAuthentication};
    let access = CloudflareAccess::team("cosmology").audience(TAG);
    let built =
        recipe().selector("istio", "edge").selector("app", "gw").access(access.clone()).build().unwrap();
    let kinds: Vec<&str> = built.manifests.iter().map(Manifest::kind).collect();
    assert_eq!(kinds, ["Secret", "RequestAuthentication", "AuthorizationPolicy", "Gateway"]);
    let tokens = RequestAuthentication::try_from(&built.manifests[1]).unwrap().spec.unwrap();
    let rule = &tokens.jwt_rules.as_ref().unwrap()[0];
    let issuer = "https://cosmology.cloudflareaccess.com";
    assert_eq!(rule.issuer.as_deref(), Some(issuer));
    assert_eq!(rule.jwks_uri.as_deref(), Some("https://cosmology.cloudflareaccess.com/cdn-cgi/access/certs"));
    assert_eq!(rule.audiences.as_deref(), Some([TAG.to_owned()].as_slice()));
    assert_eq!(rule.from_headers.as_ref().unwrap()[0].name.as_deref(), Some("Cf-Access-Jwt-Assertion"));
    let policy = AuthorizationPolicy::try_from(&built.manifests[2]).unwrap().spec.unwrap();
    assert_eq!(policy.selector, tokens.selector);
    assert_eq!(policy.selector.unwrap().match_labels.unwrap().len(), 2);
    // No token, another issuer's, one of another application, or one that names nobody. DENY: a policy beside it that
    // allows something lets nobody in without a token.
    let spec = |output: &RecipeOutput| serde_json::to_value(&output.manifests[2]).unwrap()["spec"].clone();
    let condition = |key: &str, value: &str| serde_json::json!({"key": key, "notValues": [value]});
    let mut nobody = vec![condition("request.auth.principal", &format!("{issuer}/*"))];
    let rules = |nobody: &[serde_json::Value]| {
        serde_json::json!([
            {"when": [condition("request.auth.claims[iss]", issuer)]},
            {"when": [condition("request.auth.audiences", TAG)]},
            {"when": nobody},
        ])
    };
    assert_eq!(spec(&built)["action"], "DENY");
    assert_eq!(spec(&built)["rules"], rules(&nobody));
    assert_eq!(built.findings, []);
    let service = recipe().access(access.clone().service_token("id.access")).build().unwrap();
    nobody.push(condition("request.auth.claims[common_name]", "id.access"));
    assert_eq!(spec(&service)["rules"], rules(&nobody));

    let options = serde_json::json!({
        "hosts": ["*.shop.example"], "certificate": ORIGIN, "key": KEY, "client_ca": PULL_CA, "pull": "zone", "at": NOW,
        "selector": {"istio": "edge", "app": "gw"},
        "access": {"team": "cosmology", "audiences": [TAG], "serviceTokens": ["id.access"]},
    });
    let same =
        recipe().selector("istio", "edge").selector("app", "gw").access(access.service_token("id.access"));
    assert_eq!(from_document(options).unwrap(), same.build().unwrap());
    let error = from_document(serde_json::json!({"access": {}})).unwrap_err();
    let missing: Vec<String> = error.findings().iter().map(|f| f.subject.to_string()).collect();
    assert!(missing.ends_with(&["access.team".to_owned(), "access.audiences".to_owned()]), "{missing:?}");
}

//! What the recipe refuses, warns of, and gives.

use std::time::Duration;

use rustls_pki_types::UnixTime;
use serde_json::json;

use super::*;
use crate::finding::Refusal;
use crate::recipes::virtual_clusters as from_document;
use crate::resources::check_yaml;

macro_rules! data {
    ($name:literal) => {
        include_str!(concat!("../../../tests/data/recipes/", $name))
    };
}

const CERTIFICATE: &str = data!("virtual_clusters/wildcard.pem");
const KEY: &str = data!("virtual_clusters/wildcard.key");
pub(super) const SOA: &str =
    "ns-cloud-d1.googledomains.com. cloud-dns-hostmaster.google.com. 54 21600 3600 259200 300";
const DAY: u64 = 86_400;
/// 2027-01-15.
const NOW: u64 = 1_800_000_000;

fn time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

pub(super) fn recipe() -> VirtualClusters {
    VirtualClusters::new("api.storefront.example")
        .route("/orders", "orders", 8080)
        .certificate(CERTIFICATE)
        .key(KEY)
        .at(time(NOW))
}

fn tokens() -> JwtPolicy {
    JwtPolicy::auth0("storefront.auth0.com").audience("storefront")
}

pub(super) fn dns() -> DnsMove {
    DnsMove::new("storefront.example", SOA).old_addresses(["203.0.113.1"]).new_addresses(["203.0.113.7"])
}

/// What is said, refused or not, as `severity rule`.
fn said(recipe: VirtualClusters) -> Vec<String> {
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
pub(super) fn faults(recipe: VirtualClusters) -> Vec<String> {
    let error = recipe.build().unwrap_err();
    assert_eq!(error.code(), "options-invalid", "{error}");
    error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect()
}

fn resources(recipe: VirtualClusters) -> Vec<String> {
    recipe.build().unwrap().manifests.iter().map(|m| m.resource()).collect()
}

#[test]
fn three_environments_unless_said_otherwise() {
    let output = recipe().jwt(tokens()).build().unwrap();
    assert_eq!(output.findings, []);
    assert_eq!(check_yaml(&output.to_yaml().unwrap(), None), []);
    let namespaces: Vec<&str> =
        output.manifests.iter().filter(|m| m.kind() == "Namespace").map(|m| m.name()).collect();
    assert_eq!(namespaces, ["dev", "test", "uat"]);
    assert!(output.files.is_empty());
}

#[test]
fn who_may_call_is_said_before_the_port_opens() {
    let one = recipe().name("shop").cluster(VirtualCluster::new("dev"));
    assert_eq!(
        resources(one.jwt(tokens()).outside(OutsideService::new("db", ["db.example"], 5432))),
        [
            "Namespace dev",
            "PeerAuthentication dev/default",
            "AuthorizationPolicy dev/shop",
            "RequestAuthentication dev/shop",
            "ServiceEntry dev/db",
            "Secret istio-system/shop-cert",
            "VirtualService dev/shop",
            "Gateway istio-system/shop",
        ]
    );
    let open = recipe().name("shop").cluster(VirtualCluster::new("dev")).build().unwrap();
    assert!(open.assumptions.iter().any(|a| a == "Everyone may call dev: no tokens are asked for there."));
    assert!(
        open.manifests.iter().all(|m| !m.resource().contains("Auth") || m.kind() == "PeerAuthentication")
    );
}

/// Istio takes a principal apart at its last slash.
#[test]
fn the_issuers_slash_stays() {
    for (issuer, principals) in [
        ("https://storefront.auth0.com/", "https://storefront.auth0.com//*"),
        ("https://accounts.google.com", "https://accounts.google.com/*"),
    ] {
        let policy = JwtPolicy::new(issuer).audience("a");
        let output = recipe().cluster(VirtualCluster::new("dev").jwt(policy)).build().unwrap();
        let of = |kind: &str| {
            serde_json::to_value(output.manifests.iter().find(|m| m.kind() == kind).unwrap()).unwrap()
        };
        // No token, another issuer's, or one for others: a missing attribute has none of the values, and DENY comes before
        // whatever other policies allow.
        let spec = of("AuthorizationPolicy")["spec"].clone();
        let none_of = |key: &str, value: &str| json!({"when": [{"key": key, "notValues": [value]}]});
        assert_eq!(
            spec,
            json!({"action": "DENY", "rules": [
                none_of("request.auth.principal", principals), none_of("request.auth.audiences", "a"),
            ]})
        );
        assert_eq!(output.findings, []);
        assert_eq!(of("RequestAuthentication")["spec"]["jwtRules"][0]["issuer"], issuer);
    }
}

#[test]
fn a_tenant_of_auth0_is_named_by_domain_or_url() {
    for name in ["shop.eu.auth0.com", "https://shop.eu.auth0.com", "https://shop.eu.auth0.com/"] {
        assert_eq!(JwtPolicy::auth0(name), JwtPolicy::auth0("shop.eu.auth0.com"), "{name}");
    }
    assert_eq!(JwtPolicy::auth0("https://shop.eu.auth0.com").issuer, "https://shop.eu.auth0.com/");
}

/// `a.b` and `a.b.` are one name; requests bear the one without the dot.
#[test]
fn a_dot_at_the_end_of_a_host_goes() {
    let dotted = VirtualClusters::new("api.storefront.example.")
        .route("/orders", "orders", 8080)
        .certificate(CERTIFICATE)
        .key(KEY)
        .at(time(NOW))
        .dns(dns());
    assert_eq!(dotted.build().unwrap(), recipe().dns(dns()).build().unwrap());
    let twice = recipe()
        .cluster(VirtualCluster::new("dev"))
        .cluster(VirtualCluster::new("b").host("dev.api.storefront.example."));
    assert_eq!(faults(twice.dns(dns())), ["option-value clusters[1].host"]);
}

#[test]
fn what_no_one_can_check_is_said() {
    let wide = recipe().outside(OutsideService::mongodb_atlas("ab1cd.gcp.mongodb.net")).build().unwrap();
    assert!(wide.assumptions.iter().any(|a| a.contains("at whatever address")));
    let one = recipe().outside(OutsideService::new("db", ["db.example"], 5432)).build().unwrap();
    assert!(!one.assumptions.iter().any(|a| a.contains("at whatever address")));
    let revision = |output: &RecipeOutput| output.assumptions.iter().any(|a| a.contains("istio-injection"));
    assert!(revision(&recipe().revision("1-28").build().unwrap()) && !revision(&one));
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    for (recipe, expected) in [
        (recipe().key(data!("../pki/svid.key")), ["error key-certificate-mismatch"].as_slice()),
        (
            recipe().certificate(data!("egress_mtls/curl.pem")).key(data!("egress_mtls/curl.key")),
            &["error purpose-mismatch", "error certificate-host-not-covered"],
        ),
        (
            recipe().cluster(VirtualCluster::new("eu").host("dev.eu.api.storefront.example")),
            &["error certificate-host-not-covered"],
        ),
        (
            recipe().certificate(data!("egress_mtls/enterprise-ca.pem")),
            &["error key-certificate-mismatch", "error leaf-is-ca", "error certificate-host-not-covered"],
        ),
        (recipe().at(time(0)), &["error leaf-not-yet-valid"]),
        (recipe().at(time(NOW + 200 * 365 * DAY)), &["error leaf-expired"]),
        (recipe().at(time(4_948_800_000)), &["warning certificate-expires-soon"]),
    ] {
        assert_eq!(said(recipe), expected);
    }
    for (recipe, input, code) in [
        (recipe().certificate(KEY), "certificate", "wrong-kind"),
        (recipe().key(CERTIFICATE), "key", "wrong-kind"),
    ] {
        let error = recipe.build().unwrap_err();
        let RecipeError::Input { input: found, .. } = &error else { panic!("{error:?}") };
        assert_eq!((*found, error.code()), (input, code));
    }
}

#[test]
fn names_routes_and_tokens_that_make_no_set_up() {
    let cluster = |namespace: &str| recipe().cluster(VirtualCluster::new(namespace));
    let jwt = |policy: JwtPolicy| recipe().jwt(policy);
    let outside = |service: OutsideService| recipe().cluster(VirtualCluster::new("dev").outside(service));
    for (recipe, expected) in [
        (
            VirtualClusters::new("a.example").route("/", "web", 80),
            ["option-missing certificate", "option-missing key"].as_slice(),
        ),
        (recipe().name("A.b"), &["option-value name"]),
        (cluster("Dev"), &["option-value clusters[0].namespace"]),
        (cluster("edge").gateway_namespace("edge"), &["option-value clusters[0].namespace"]),
        (cluster("istio-system"), &["recipe-root-namespace clusters[0].namespace"]),
        (
            cluster("dev").cluster(VirtualCluster::new("dev")),
            &["option-value clusters[1].namespace", "option-value domain"],
        ),
        (
            cluster("dev").cluster(VirtualCluster::new("b").host("DEV.api.storefront.example")),
            &["option-value clusters[1].host"],
        ),
        (
            recipe().cluster(VirtualCluster::new("dev").host("*.shop.example")),
            &["option-value clusters[0].host"],
        ),
        (recipe().cluster(VirtualCluster::new("dev").host("dev")), &["option-value clusters[0].host"]),
        (
            VirtualClusters::new("a.example")
                .certificate(CERTIFICATE)
                .key(KEY)
                .cluster(VirtualCluster::new("dev")),
            &["option-value routes"],
        ),
        (recipe().route("orders", "orders", 1), &["option-value routes[1].prefix"]),
        (recipe().route("/orders/old", "old", 1), &["option-value routes[1].prefix"]),
        (recipe().route("/a", "a.b", 0), &["option-value routes[1].port", "option-value routes[1].service"]),
        (
            recipe().cluster(VirtualCluster::new("dev").route("a", "a", 1)),
            &["option-value clusters[0].routes[0].prefix"],
        ),
        (jwt(JwtPolicy::new("")), &["option-value jwt.issuer", "option-value jwt.audiences"]),
        (jwt(JwtPolicy::new("https://*").audience("a")), &["option-value jwt.issuer"]),
        (
            jwt(JwtPolicy::new("https://storefront.auth0.com").audience("a")),
            &["auth0-issuer-without-slash jwt.issuer"],
        ),
        (
            jwt(tokens()
                .jwks(r#"{"keys": [{"kty": "RSA", "n": "x", "e": "AQAB"}, {"kty": "oct", "k": "x"}]}"#)),
            &["recipe-jwks-secret-key jwt.jwks"],
        ),
        (
            recipe().cluster(
                VirtualCluster::new("dev")
                    .jwt(tokens().jwks(r#"{"kty": "EC", "crv": "P-256", "x": "x", "y": "y", "d": "z"}"#)),
            ),
            &["recipe-jwks-secret-key clusters[0].jwt.jwks"],
        ),
        (jwt(tokens().jwks("{}").jwks_uri("https://a.example")), &["option-value jwt.jwks_uri"]),
        (
            outside(OutsideService::new("A", [""; 0], 0)),
            &[
                "option-value clusters[0].outside.name",
                "option-value clusters[0].outside.port",
                "option-value clusters[0].outside.hosts",
            ],
        ),
        (
            outside(OutsideService::new("db", ["db"], 1)).outside(OutsideService::new("db", ["a.b"], 1)),
            &["option-value clusters[0].outside.hosts", "option-value clusters[0].outside.name"],
        ),
    ] {
        assert_eq!(faults(recipe), expected);
    }
}

#[test]
fn options_build_the_same_as_the_builder() {
    let options = |more: serde_json::Value| {
        let mut all = json!({
            "domain": "api.storefront.example", "certificate": CERTIFICATE, "key": KEY, "at": NOW,
            "routes": [{"prefix": "/orders", "service": "orders", "port": 8080}],
        });
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    assert_eq!(from_document(options(json!({}))).unwrap(), recipe().build().unwrap());
    let built = recipe()
        .name("shop")
        .cluster(
            VirtualCluster::new("dev")
                .host("dev2.api.storefront.example")
                .route("/a", "a", 1)
                .jwt(JwtPolicy::new("https://id.example").jwks("{\"keys\":[]}").audience("b"))
                .outside(OutsideService::new("db", ["db.example"], 5432)),
        )
        .cluster(VirtualCluster::new("uat"))
        .jwt(tokens())
        .outside(OutsideService::mongodb_atlas("ab1cd.gcp.mongodb.net"))
        .outside(OutsideService::confluent_kafka("pkc-1.eu.confluent.cloud"))
        .credential("c")
        .gateway_namespace("edge")
        .selector("istio", "edge")
        .label("team", "a")
        .revision("1-28")
        .redirect_http()
        .dns(dns().ttl(60).soa_ttl(600))
        .build()
        .unwrap();
    let full = options(json!({
        "name": "shop",
        "clusters": [
            {
                "namespace": "dev", "host": "dev2.api.storefront.example", "routes": [{"prefix": "/a", "service": "a", "port": 1}],
                "jwt": {"issuer": "https://id.example", "jwks": "{\"keys\":[]}", "audiences": ["b"]},
                "outside": [{"name": "db", "hosts": ["db.example"], "port": 5432}]
            },
            {"namespace": "uat"}
        ],
        "jwt": {"auth0": "storefront.auth0.com", "audiences": ["storefront"]},
        "outside": [{"mongodbAtlas": "ab1cd.gcp.mongodb.net"}, {"confluent_kafka": "pkc-1.eu.confluent.cloud"}],
        "credential": "c", "gatewayNamespace": "edge", "selector": {"istio": "edge"}, "labels": {"team": "a"},
        "revision": "1-28", "redirectHttp": true,
        "dns": {
            "zone": "storefront.example", "soa": SOA, "ttl": 60, "soaTtl": 600,
            "old_addresses": ["203.0.113.1"], "new_addresses": ["203.0.113.7"]
        },
    }));
    assert_eq!(from_document(full).unwrap(), built);
    let bad = json!({
        "domian": "a", "routes": [{"prefix": "/", "port": 0}], "clusters": [{"host": "a", "jwt": {"auth0": "a", "issuer": "b"}}],
        "outside": [{"mongodb_atlas": "a", "port": 1}, {"port": 99999}], "dns": {"ttl": -1}, "at": -1,
    });
    let error = from_document(bad).unwrap_err();
    let mut lines: Vec<String> =
        error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "option-missing clusters[0].namespace",
            "option-missing dns.new_addresses",
            "option-missing dns.soa",
            "option-missing dns.zone",
            "option-missing domain",
            "option-missing outside[1].hosts",
            "option-missing outside[1].name",
            "option-missing routes[0].service",
            "option-unknown domian",
            "option-value at",
            "option-value clusters[0].jwt.issuer",
            "option-value dns.ttl",
            "option-value outside[0]",
            "option-value outside[1].port",
            "option-value routes[0].port",
        ]
    );
}

#[test]
fn nothing_shows_the_key() {
    let recipe = recipe().dns(dns());
    let shown = format!("{recipe:?}");
    let output = recipe.build().unwrap();
    let shown = format!("{shown} {output:?}");
    crate::recipes::hidden::assert_hides_secrets(&shown, &output);
    assert!(!shown.contains(KEY.lines().nth(1).unwrap()) && !shown.contains("PRIVATE KEY"), "{shown}");
}

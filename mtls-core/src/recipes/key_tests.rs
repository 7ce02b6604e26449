//! No recipe shows a private key that was given where a name or another text belongs.

use std::fmt::Debug;
use std::time::Duration;

use rustls_pki_types::UnixTime;
use serde_json::{Value as Json, json};

use super::*;
use crate::finding::{Finding, Refusal};
use crate::pki::issue::CertificateAuthority;
use crate::resources::model::{Field, Shape};
use crate::trust::{RotationPlan, TrustBundle};

macro_rules! data {
    ($name:literal) => {
        include_str!(concat!("../../tests/data/", $name))
    };
}

const KEYS: [&str; 2] = [data!("recipes/mesh/root.key"), data!("pki/ed25519.key")];
const CERTIFICATE: &str = data!("recipes/mesh/gateway.pem");
const KEY: &str = data!("recipes/mesh/gateway.key");
const CUSTOMERS: &str = data!("recipes/mesh/customers.pem");
const ROOT: &str = data!("recipes/mesh/root.pem");
const ARN: &str = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222";
/// 2027-01-15.
const NOW: u64 = 1_800_000_000;
/// As many characters of a key's Base64 in a row are not shown.
const WINDOW: usize = 24;

/// The Base64 between BEGIN and END line.
fn body(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

/// The key as it may be given: the file, what an editor left of it, all on one line, and its DER in Base64.
fn forms(pem: &str) -> [String; 5] {
    let (_, unopened) = pem.split_once('\n').unwrap();
    let (bare, _) = unopened.split_once("-----END").unwrap();
    [pem.to_owned(), unopened.to_owned(), bare.to_owned(), unopened.replace('\n', " "), body(pem)]
}

fn assert_hides(key: &str, shown: &str, of: &str) {
    let body = body(key);
    for window in body.as_bytes().windows(WINDOW) {
        assert!(!shown.contains(std::str::from_utf8(window).unwrap()), "{of} shows the key: {shown}");
    }
}

/// What may be shown of a result.
trait Shown: Debug {
    fn texts(&self) -> Vec<String>;
}

fn findings(findings: &[Finding]) -> Vec<String> {
    findings.iter().flat_map(|one| [one.to_string(), serde_json::to_string(one).unwrap()]).collect()
}

impl Shown for RecipeOutput {
    fn texts(&self) -> Vec<String> {
        findings(&self.findings)
    }
}

impl Shown for Vec<ClusterOutput> {
    fn texts(&self) -> Vec<String> {
        self.iter().flat_map(|one| one.output.texts()).collect()
    }
}

impl Shown for Vec<RotationStage> {
    fn texts(&self) -> Vec<String> {
        self.iter().flat_map(|stage| stage.clusters.texts()).collect()
    }
}

fn texts<T: Shown>(built: Result<T, RecipeError>) -> Vec<String> {
    match built {
        Ok(output) => [output.texts(), vec![format!("{output:?}")]].concat(),
        Err(error) => [
            findings(&error.findings()),
            vec![error.to_string(), format!("{error:?}"), format!("{error:#?}")],
        ]
        .concat(),
    }
}

/// A copy of the options with `text` at every place that takes one, each alone, with the place's name.
fn poisoned(options: &Json, shape: &Shape, text: &str, at: &str, out: &mut Vec<(String, Json)>) {
    let below = |field: &str| format!("{at}.{field}");
    match shape {
        Shape::Object { fields, .. } => {
            let mut more = Vec::new();
            for field in *fields {
                let mut inner = Vec::new();
                poisoned(&options[field.wire], field.shape, text, &below(field.wire), &mut inner);
                more.extend(inner.into_iter().map(|(at, value)| (at, field.wire, value)));
            }
            more.push((below("(an unknown option)"), text, json!("x")));
            for (at, name, value) in more {
                let mut copy = if options.is_object() { options.clone() } else { json!({}) };
                copy[name] = value;
                out.push((at, copy));
            }
        }
        Shape::List(shape) => {
            let mut inner = Vec::new();
            poisoned(&options[0], shape, text, &format!("{at}[0]"), &mut inner);
            for (at, value) in inner {
                let mut copy = if options.is_array() { options.clone() } else { json!([null]) };
                copy[0] = value;
                out.push((at, copy));
            }
        }
        Shape::Map(_) => {
            let copy = if options.is_object() { options.clone() } else { json!({}) };
            let with = |name: &str, value: Json| {
                let mut copy = copy.clone();
                copy[name] = value;
                copy
            };
            out.push((below("(a name)"), with(text, json!("x"))));
            out.push((below("(a value)"), with("app", json!(text))));
            for name in options.as_object().into_iter().flat_map(|map| map.keys()) {
                out.push((below(name), with(name, json!(text))));
            }
        }
        _ => {}
    }
    out.push((at.to_owned(), json!(text)));
}

/// Gives every text of the options a key. How many places there are.
fn sweep<O: Field, T: Shown>(
    name: &str,
    options: &Json,
    recipe: impl Fn(Value) -> Result<T, RecipeError>,
) -> usize {
    let given = |options: &Json| Value::from(options.clone());
    if let Err(error) = recipe(given(options)) {
        panic!("{name} is refused as it is: {error}");
    }
    let mut places = 0;
    for key in KEYS {
        for form in forms(key) {
            let mut all = Vec::new();
            poisoned(options, O::SHAPE, &form, name, &mut all);
            places = all.len();
            for (at, options) in all {
                for text in texts(recipe(given(&options))) {
                    assert_hides(key, &text, &at);
                }
            }
        }
    }
    places
}

#[test]
fn cloudflare_origin_shows_no_key() {
    let options = json!({
        "hosts": ["api.ew.example"], "certificate": CERTIFICATE, "key": KEY, "client_ca": CUSTOMERS, "pull": "zone",
        "access": {"team": "ew", "audiences": ["a".repeat(64)], "service_tokens": ["x.access"]},
        "selector": {"app": "gateway"}, "labels": {"team": "edge"}, "credential": "c", "at": NOW,
    });
    let places =
        sweep::<cloudflare_origin::options::CloudflareOriginOptions, _>("cloudflare_origin", &options, |o| {
            cloudflare_origin(o)
        });
    assert!(places > 20, "{places}");
}

#[test]
fn egress_proxy_shows_no_key() {
    let options = json!({
        "host": "egress.mesh.internal", "identity": "spiffe://cluster.local/ns/egress/sa/proxy",
        "addresses": ["192.0.2.7"], "pods": {"app": "proxy"},
        "rules": [{"namespace": "shop", "service_account": "cart", "hosts": ["a.example"], "ports": [443], "action": "allow"}],
    });
    let places =
        sweep::<egress_proxy::options::EgressProxyOptions, _>("egress_proxy", &options, egress_proxy);
    assert!(places > 12, "{places}");
}

#[test]
fn egress_mtls_shows_no_key() {
    let pair = [data!("recipes/egress_mtls/curl.pem"), data!("recipes/egress_mtls/curl.key")];
    let ca = data!("recipes/egress_mtls/enterprise-ca.pem");
    let of = |client: &str, more: Json| {
        let mut options = json!({
            "host": "ledger.partner.example", "client": client, "name": "ledger", "sni": "ledger.partner.example",
            "addresses": ["192.0.2.7"], "subject_alt_names": ["ledger.partner.example"], "at": NOW,
        });
        options.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        options
    };
    let workload = json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "curl", "namespace": "shop"},
        "spec": {
            "selector": {"matchLabels": {"app": "curl"}},
            "template": {"metadata": {"labels": {"app": "curl"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}},
        },
    });
    let application = |more: bool| {
        let mut one = json!({"name": "curl", "certificate": pair[0], "key": pair[1]});
        if more {
            one["workload"] = workload.clone();
        }
        of(
            "application",
            json!({"namespace": "shop", "ca": ca, "applications": [one], "mount_path": "/etc/c"}),
        )
    };
    for options in [
        of("mesh", json!({"namespace": "shop"})),
        of(
            "gateway",
            json!({"ca": ca, "certificate": pair[0], "key": pair[1], "selector": {"istio": "egress"}}),
        ),
        application(false),
        application(true),
    ] {
        let places =
            sweep::<egress_mtls::options::EgressMtlsOptions, _>("egress_mtls", &options, egress_mtls);
        assert!(places > 25, "{places}");
    }
}

#[test]
fn virtual_clusters_shows_no_key() {
    let jwt = json!({"issuer": "https://ew.auth0.com/", "audiences": ["a"], "jwks_uri": "https://ew.auth0.com/keys"});
    let routes = json!([{"prefix": "/", "service": "web", "port": 80}]);
    let outside = |name: &str| json!([{"name": name, "hosts": ["db.example"], "port": 443}]);
    let options = json!({
        "domain": "ew.example", "certificate": CERTIFICATE, "key": KEY, "gateway_namespace": "edge",
        "routes": routes, "jwt": jwt, "outside": outside("db"), "labels": {"team": "edge"}, "at": NOW,
        "clusters": [{"namespace": "shop", "host": "api.ew.example", "routes": routes, "jwt": jwt, "outside": outside("own")}],
        "dns": {
            "zone": "ew.example", "soa": "ns.ew.example. admin.ew.example. 54 21600 3600 259200 300",
            "old_addresses": ["203.0.113.1"], "new_addresses": ["203.0.113.7"],
        },
    });
    let places =
        sweep::<virtual_clusters::options::VirtualClustersOptions, _>("virtual_clusters", &options, |o| {
            virtual_clusters(o)
        });
    assert!(places > 50, "{places}");
}

fn root(name: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).at(time()).build().unwrap()
}

fn time() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(NOW))
}

fn entries(ca: &CertificateAuthority) -> Json {
    ca.secret_cacerts()
        .iter()
        .map(|(name, pem)| (name.to_owned(), json!(pem)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[test]
fn multi_cluster_mesh_shows_no_key() {
    let own = root("Mesh Root");
    let of = |ca: (&str, Json)| {
        json!({
            "mesh": "m", ca.0: ca.1, "permissive_namespaces": ["legacy"], "at": NOW,
            "clusters": [
                {"name": "a", "trust_domain": "a.example", "network": "n",
                 "api_server": {"server": "https://a.example", "ca": ROOT, "token": "t"}},
                {"name": "b", "trust_domain": "b.example", "network": "o",
                 "api_server": {"server": "https://b.example", "ca": ROOT, "token": "t"}},
            ],
            "access": [{"cluster": "b", "namespace": "shop", "labels": {"app": "x"}, "principals": ["a.example/ns/shop/sa/cart"]}],
            "ingress": [{"cluster": "a", "hosts": ["api.ew.example"], "certificate": CERTIFICATE, "key": KEY,
                         "client_ca": CUSTOMERS, "gateway": "g", "namespace": "edge", "selector": {"istio": "edge"}}],
        })
    };
    for options in [of(("root", entries(&own))), of(("aws_pca", json!({"arn": ARN, "root": ROOT})))] {
        let places = sweep::<multi_cluster_mesh::options::MultiClusterMeshOptions, _>(
            "multi_cluster_mesh",
            &options,
            multi_cluster_mesh,
        );
        assert!(places > 40, "{places}");
    }
}

#[test]
fn root_rotation_shows_no_key() {
    let (old, new) = (root("Old"), root("New"));
    let bundle = TrustBundle::new("a.example".parse().unwrap(), vec![old.certificate().clone()]);
    let plan = RotationPlan::builder(&bundle, vec![new.certificate().clone()])
        .start(time())
        .svid_lifetime(Duration::from_secs(86_400))
        .build()
        .unwrap();
    let below = |root: &CertificateAuthority| {
        root.intermediate("a").trust_domain("a.example".parse().unwrap()).at(time()).build().unwrap()
    };
    let current = entries(&below(&old));
    for options in [
        json!({"clusters": [{"name": "a", "current": current, "next": entries(&below(&new))}], "system_namespace": "mesh"}),
        json!({"clusters": [{"name": "a", "current": current, "trust_domain": "a.example"}], "root": entries(&new)}),
    ] {
        let places =
            sweep::<root_rotation::options::RootRotationOptions, _>("root_rotation", &options, |o| {
                root_rotation(&plan, o)
            });
        assert!(places > 20, "{places}");
    }
    let named = json!({"clusters": [{"name": KEYS[0], "current": current}], "root": entries(&new)});
    let error = root_rotation(&plan, named).unwrap_err();
    assert_eq!(error.code(), "issue-name");
    assert!(
        error.to_string().starts_with("(a private key): common name `(a private key)` cannot"),
        "{error}"
    );
    // Where nothing is issued, it is no name of a cluster.
    let named = json!({"clusters": [{"name": KEYS[0], "current": current, "next": entries(&below(&new))}]});
    let error = root_rotation(&plan, named).unwrap_err();
    let message = "`(a private key)` is no name of a cluster: letters, digits and inner hyphens are";
    assert_eq!(error.to_string(), message);
}

#[test]
fn a_ca_that_is_not_issued_is_named_without_keys() {
    let error = root("Root").intermediate(KEYS[0]).build().unwrap_err();
    let error = RecipeError::issue(KEYS[0])(error);
    assert_eq!(error.code(), "issue-name");
    assert_eq!(
        error.to_string(),
        "(a private key): common name `(a private key)` cannot stand in a certificate: it is longer than 64 characters"
    );
    assert_hides(KEYS[0], &format!("{error:?}"), "what is named");
}

#[test]
fn hosts_that_a_certificate_lacks_are_named_without_keys() {
    let of = |host: &str| {
        let options = json!({
            "hosts": [host], "certificate": CERTIFICATE, "key": KEY, "client_ca": CUSTOMERS, "pull": "zone", "at": NOW,
        });
        let error = cloudflare_origin(options).unwrap_err();
        error
            .findings()
            .iter()
            .find(|f| f.rule == "certificate-host-not-covered")
            .map(|f| f.message.clone())
            .unwrap()
    };
    let (_, tail) = KEYS[0].split_once('/').expect("a slash in its Base64");
    for host in [KEYS[0], tail] {
        let message = of(host);
        assert!(message.starts_with("the certificate is not for (a private key); it is for "), "{message}");
    }
    let long = format!("{}.example", "a".repeat(63));
    assert!(of(&long).starts_with(&format!("the certificate is not for {long}; ")));
}

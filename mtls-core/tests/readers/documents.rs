//! A valid document at least for every reader.

use std::sync::LazyLock;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::pki::{Limits, UnixTime, pem};
use mtls_core::trust::{RotationPlan, TrustBundle};
use serde_json::{Value, json};

macro_rules! data {
    ($($name:literal),* $(,)?) => {
        &[$(include_bytes!(concat!("../data/", $name)).as_slice()),*]
    };
}

const PEM: &[&[u8]] = data![
    "pki/svid.pem",
    "pki/intermediate.pem",
    "pki/root.pem",
    "pki/svid.csr",
    "pki/intermediate.crl",
    "pki/svid.key",
    "pki/svid.sec1.key",
    "pki/root.key",
    "pki/ed25519.key",
    "pki/rsa.key",
    "pki/rsa.pkcs1.key",
];

const YAML: &[&[u8]] =
    data!["recipes/cloudflare_origin/manifests.yaml", "recipes/cloudflare_origin/big-bang-3.yaml"];

const TEXTS: &[&str] = &[
    "spiffe://cluster-a.example/ns/shop/sa/cart",
    "unix:///run/spire/agent.sock",
    "tcp://127.0.0.1:8081",
    "SPIFFE://Cluster-A.example/",
    "cluster-a.example",
    "cluster-a.example/ns/shop/sa/cart",
    "*/ns/shop/sa/*",
    "Hash=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08;Subject=\"CN=a\\,b\";URI=spiffe://a.example/x,URI=",
    r#"[{"subject": "CN=cart", "uri": ["spiffe://a.example/x"], "dns": ["a.example"]}]"#,
    "shop.example",
    "cart@shop.example",
    "2001:db8::1",
    "spiffe-strict",
    "client",
    "https://[2001:db8::1]:8443/bundle?v=1",
    "leaf",
    "any",
    "ECDSA P-256",
    "RSA 2048",
    "keyCompromise",
    "certificate",
    "2.5",
    "nginx",
    "customer-leaf",
    "cloudflare-zone",
    "rotate-leaf",
    "2400:cb00::/32",
    "173.245.48.0/20\n2400:cb00::/32\n",
    "shop.example:8443",
];

static VALID: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut all: Vec<Vec<u8>> = PEM.iter().chain(YAML).map(|document| document.to_vec()).collect();
    for text in PEM {
        all.extend(pem::parse(text, &Limits::default()).unwrap().iter().map(|block| block.der().to_vec()));
    }
    // An authority and a workload, each with its key.
    all.extend([(2, 7), (0, 5)].map(|(certificate, key)| [PEM[certificate], PEM[key]].concat()));
    all.extend(TEXTS.iter().map(|text| text.as_bytes().to_vec()));
    let root = pem::parse(PEM[2], &Limits::default()).unwrap()[0].der().to_vec();
    let bundle = json!({
        "keys": [
            {"kty": "EC", "crv": "P-384", "use": "x509-svid", "x": "AA", "y": "AA", "x5c": [STANDARD.encode(root)]},
            {"kty": "EC", "crv": "P-256", "use": "jwt-svid", "kid": "k1", "x": "AA", "y": "AA"},
        ],
        "spiffe_sequence": 7,
        "spiffe_refresh_hint": 300,
    });
    let text = |pem: &[u8]| std::str::from_utf8(pem).unwrap().to_owned();
    let [certificate, key, client_ca] = data![
        "recipes/cloudflare_origin/origin.pem",
        "recipes/cloudflare_origin/origin.key",
        "recipes/cloudflare_origin/pull-ca.pem",
    ];
    let trees = [
        json!({
            "result": {"ipv4_cidrs": ["173.245.48.0/20"], "ipv6_cidrs": ["2400:cb00::/32"], "etag": "38f7"},
            "success": true, "errors": [], "messages": [],
        }),
        json!({"keys": [{
            "kid": "6fdc1b4a", "kty": "RSA", "alg": "RS256", "use": "sig", "e": "AQAB",
            "n": URL_SAFE_NO_PAD.encode([0xa5; 256]),
        }]}),
        json!({"trust_domains": {"a.example": bundle.clone(), "b.example": {"keys": []}}}),
        bundle,
        json!({"distrusted": [
            {"certificate_sha256": "9f".repeat(32), "reason": "lost", "since": "2026-11-20T12:00:00Z"},
            {"key_sha256": "60".repeat(32), "reason": "found in a backup"},
            {"issuer_der": "MAwxCjAIBgNVBAMMAXg=", "serial": "0a:1f", "reason": "mis-issued"},
            {"issuer_der": "MAwxCjAIBgNVBAMMAXg=", "issuer": "CN=x", "reason": "all of it"},
        ]}),
        json!({"all_of": [
            {"trust_domain": "a.example"},
            {"not": {"any_of": [{"istio_principal": "*/sa/cart"}, {"exact": "spiffe://a.example/x"}]}},
        ]}),
        json!({
            "name": "public", "namespace": "istio-system", "selector": {"istio": "ingress"},
            "servers": [{
                "port": 443, "hosts": ["*.shop.example"], "mode": "MUTUAL", "credential_name": "public-cert",
                "min_version": "TLSV1_2",
            }],
        }),
        json!({
            "name": "public-cert", "namespace": "istio-system", "form": "generic",
            "cert": text(certificate), "key": text(key), "ca": text(client_ca),
        }),
        json!({
            "hosts": ["*.shop.example"], "certificate": text(certificate), "key": text(key),
            "client_ca": text(client_ca), "pull": "zone", "at": 1_800_000_000,
        }),
        json!({
            "apiVersion": "networking.istio.io/v1", "kind": "Gateway",
            "metadata": {"name": "public", "namespace": "istio-system"},
            "spec": {"selector": {"istio": "ingress"}, "servers": [{
                "hosts": ["*.shop.example"], "port": {"number": 443, "name": "https", "protocol": "HTTPS"},
                "tls": {"mode": "MUTUAL", "credentialName": "public-cert"},
            }]},
        }),
        json!({
            "apiVersion": "v1", "kind": "Secret", "metadata": {"name": "public-cert"}, "type": "Opaque",
            "data": {"a": "AAEC"}, "stringData": {"b": "text"},
        }),
    ];
    all.extend(trees.iter().map(|tree| serde_json::to_vec(tree).unwrap()));
    all.extend(recipes().iter().map(|options| serde_json::to_vec(options).unwrap()));
    all
});

/// The options of the shared cases that make something.
fn recipes() -> Vec<Value> {
    let cases: Value = serde_json::from_slice(include_bytes!("../vectors/recipes.json")).unwrap();
    let made = cases["cases"].as_array().unwrap().iter().filter(|case| case.get("ok").is_some());
    made.map(|case| case["args"]["options"].clone()).chain([rotation().1.clone()]).collect()
}

/// A plan to another root, and the options that make manifests of it.
pub(crate) fn rotation() -> &'static (RotationPlan, Value) {
    static ROTATION: LazyLock<(RotationPlan, Value)> = LazyLock::new(|| {
        let at = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
        let root = |name| CertificateAuthority::root(name).at(at).build().unwrap();
        let (old, new) = (root("Old"), root("New"));
        let bundle = TrustBundle::new("a.example".parse().unwrap(), [old.certificate().clone()]);
        let plan = RotationPlan::builder(&bundle, [new.certificate().clone()])
            .start(at)
            .svid_lifetime(Duration::from_secs(86_400))
            .refresh_hint(Duration::from_secs(43_200))
            .switch_window(Duration::from_secs(600))
            .build()
            .unwrap();
        let options = json!({
            "clusters": [{"name": "a"}], "bundle": "mesh-roots",
            "aws_pca": {
                "arn": "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222",
                "root": new.certificate().to_pem(),
            },
        });
        (plan, options)
    });
    &ROTATION
}

pub(crate) fn valid() -> &'static [Vec<u8>] {
    &VALID
}

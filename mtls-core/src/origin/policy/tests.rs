use std::time::Duration;

use serde_json::json;

use super::*;
use crate::finding::{Refusal as _, Severity};
use crate::pki::issue::{CertificateAuthority, IssuedCertificate};
use crate::pki::{Certificate, CertificateChain};
use crate::verify::Profile;

const ORIGIN_CA: &str = include_str!("../../../tests/data/recipes/cloudflare/origin-ca-rsa.pem");
const STALE: &str = include_str!("../../../tests/data/recipes/cloudflare/origin-pull-2020.pem");
const NOW: u64 = 1_800_000_000;

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn now() -> UnixTime {
    at(NOW)
}

fn ca(name: &str) -> CertificateAuthority {
    CertificateAuthority::root(name).at(now()).build().unwrap()
}

fn leaf(ca: &CertificateAuthority) -> IssuedCertificate {
    ca.client("edge").dns_names(["edge.example"]).at(now()).issue().unwrap()
}

fn anchors(pem: &str) -> TrustAnchors {
    TrustAnchors::from_pem(pem.as_bytes()).unwrap()
}

fn zone(ca: &CertificateAuthority) -> OriginPolicyBuilder {
    OriginPolicy::builder(EdgeProvider::cloudflare_zone())
        .anchors(anchors(&ca.certificate().to_pem()))
        .host("shop.example")
}

fn rules_of(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule).collect()
}

/// The rules by which the policy is refused.
fn refused(builder: OriginPolicyBuilder) -> Vec<&'static str> {
    match builder.build() {
        Err(OriginError::Policy { findings }) => rules_of(&findings),
        other => panic!("{other:?}"),
    }
}

fn option(builder: OriginPolicyBuilder) -> String {
    let error = builder.build().unwrap_err();
    assert_eq!(error.code(), "origin-option-invalid");
    error.to_string()
}

struct Lab {
    policy: OriginPolicy,
    chain: Vec<rustls_pki_types::CertificateDer<'static>>,
}

impl Lab {
    fn new(set: impl FnOnce(OriginPolicyBuilder) -> OriginPolicyBuilder) -> Self {
        let ca = ca("Edge CA");
        Self { policy: set(zone(&ca)).build().unwrap(), chain: leaf(&ca).chain.to_der() }
    }

    fn good(&self) -> EdgeRequest<'_> {
        EdgeRequest::new().chain(&self.chain).server_name("shop.example").host("shop.example")
    }

    fn judge(&self, request: &EdgeRequest<'_>) -> Vec<&'static str> {
        let verdict = self.policy.admit(request, now());
        let errors: Vec<_> = verdict
            .findings()
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .cloned()
            .collect();
        assert_eq!(verdict.is_admitted(), errors.is_empty(), "{verdict}");
        rules_of(&errors)
    }
}

#[test]
fn a_request_through_the_edge_is_admitted() {
    let lab = Lab::new(|policy| policy);
    let verdict = lab.policy.admit(&lab.good().host("Shop.example.:443"), now());
    assert_eq!((verdict.is_admitted(), verdict.host()), (true, Some("shop.example")));
    assert_eq!(verdict.to_string(), "admitted");
    let certificate = verdict.certificate().unwrap();
    assert_eq!(certificate.profile(), Profile::EdgeClient);
    assert!(verdict.token().is_none());
    assert!(lab.policy.findings().is_empty() && lab.policy.is_tenant_bound());
    // What another verifier accepted is judged again.
    let verified = certificate.clone();
    assert!(lab.judge(&lab.good().certificate(&verified)).is_empty());
    let stranger = Lab::new(|policy| policy);
    assert!(!stranger.judge(&stranger.good().certificate(&verified)).is_empty());
    assert!(verdict.into_result().is_ok());
}

#[test]
fn what_is_missing_refuses_and_every_reason_is_named() {
    let ranges = AddressRanges::from_text("192.0.2.0/24").unwrap();
    let keys = AccessKeys::new();
    let access = AccessPolicy::new("shop", ["5f".repeat(32)]).unwrap();
    let lab = Lab::new(|policy| policy.addresses(ranges).access(access, keys).header("X-Edge", "secret"));
    let verdict = lab.policy.admit(&EdgeRequest::new(), now());
    assert_eq!(
        rules_of(verdict.findings()),
        [
            "origin-certificate-missing",
            "origin-host-refused",
            "origin-sni-missing",
            "origin-source-outside",
            "origin-header-refused",
            "access-token-missing",
        ]
    );
    assert!(
        verdict.to_string().starts_with("refused\nerror[origin-certificate-missing]: the client presented")
    );
    let record = serde_json::to_value(&verdict).unwrap();
    assert_eq!((&record["admitted"], &record["certificate"]), (&json!(false), &json!(null)));
    let error = verdict.into_result().unwrap_err();
    assert_eq!((error.code(), error.findings().len()), ("origin-request-refused", 6));
    assert!(error.to_string().starts_with("6 problems: the client presented no certificate"));
}

#[test]
fn certificates_of_others_are_refused() {
    let lab = Lab::new(|policy| policy);
    let other = leaf(&ca("Edge CA")).chain.to_der();
    assert_eq!(lab.judge(&lab.good().chain(&other)), ["authority-rotated"]);
    let verdict = lab.policy.admit(&lab.good(), at(NOW + 20 * 365 * 86_400));
    assert!(!verdict.is_admitted() && verdict.certificate().is_none());
}

#[test]
fn names_keys_and_usages_of_the_leaf_can_be_demanded() {
    let edge = ca("Edge CA");
    let issued = leaf(&edge);
    let (pin, hex) = (issued.chain.leaf().spki_pin(), issued.chain.leaf().spki_sha256());
    let chain = issued.chain.to_der();
    let judge = |builder: OriginPolicyBuilder| {
        let request = EdgeRequest::new().chain(&chain).server_name("shop.example").host("shop.example");
        rules_of(builder.build().unwrap().admit(&request, now()).findings())
    };
    let other = "00".repeat(32);
    assert!(judge(zone(&edge).name("edge.example".parse().unwrap())).is_empty());
    assert_eq!(judge(zone(&edge).name("other.example".parse().unwrap())), ["peer-name-mismatch"]);
    for pin in [&pin, &hex, &hex.to_uppercase(), &format!("sha256/{pin}")] {
        assert!(judge(zone(&edge).pin(&other).pin(pin)).is_empty(), "{pin}");
    }
    assert_eq!(judge(zone(&edge).pin(&other)), ["origin-leaf-not-pinned"]);
    // CloudFront shows none without clientAuth; all others' may lack the extension.
    let demanding = |provider: EdgeProvider| {
        OriginPolicy::builder(provider)
            .anchors(anchors(include_str!("../../../tests/data/origin/ca.pem")))
            .host("shop.example")
    };
    let bare = CertificateChain::from_pem(include_bytes!("../../../tests/data/origin/bare-leaf.pem"))
        .unwrap()
        .to_der();
    let request = EdgeRequest::new().chain(&bare).server_name("shop.example").host("shop.example");
    for (provider, verdict) in [
        (EdgeProvider::fastly(), vec![]),
        (EdgeProvider::cloudfront(), vec!["origin-leaf-client-auth-missing"]),
    ] {
        let verdict_seen = demanding(provider).build().unwrap().admit(&request, now());
        let errors = verdict_seen.findings().iter().filter(|one| one.severity == Severity::Error);
        assert_eq!(errors.map(|one| one.rule).collect::<Vec<_>>(), verdict, "{verdict_seen}");
    }
}

#[test]
fn the_server_name_is_the_host() {
    let lab = Lab::new(|policy| policy.host("*.shop.example"));
    assert!(lab.judge(&lab.good().server_name("SHOP.example.").host("shop.EXAMPLE:8443")).is_empty());
    assert_eq!(lab.judge(&lab.good().server_name("a.shop.example")), ["origin-sni-host-mismatch"]);
    assert_eq!(lab.judge(&lab.good().server_name("")), ["origin-sni-host-mismatch"]);
    assert_eq!(
        lab.judge(&lab.good().host("admin.example")),
        ["origin-host-refused", "origin-sni-host-mismatch"]
    );
    assert_eq!(lab.judge(&lab.good().host("shop.example:x")), ["origin-host-refused"]);
    assert_eq!(lab.judge(&EdgeRequest::new().chain(&lab.chain).host("shop.example")), ["origin-sni-missing"]);
    let named = Lab::new(|policy| policy.server_name("Origin.example"));
    assert!(named.judge(&named.good().server_name("origin.example")).is_empty());
    assert_eq!(named.judge(&named.good()), ["origin-sni-host-mismatch"]);
}

#[test]
fn addresses_and_headers_are_demanded() {
    let ranges = AddressRanges::from_text("192.0.2.0/24").unwrap();
    let lab = Lab::new(|policy| policy.addresses(ranges).header("X-Edge", "secret"));
    let good = lab.good().source("::ffff:192.0.2.9".parse().unwrap()).header("x-edge", " secret");
    assert!(lab.judge(&good).is_empty());
    assert_eq!(lab.judge(&good.clone().source("198.51.100.1".parse().unwrap())), ["origin-source-outside"]);
    assert_eq!(lab.judge(&good.header("X-Edge", "secret")), ["origin-header-refused"]);
    let wrong = lab.good().source("192.0.2.9".parse().unwrap()).header("X-Edge", "secres");
    assert_eq!(lab.judge(&wrong), ["origin-header-refused"]);
    for shown in
        [format!("{:?}", lab.policy), format!("{wrong:?}"), lab.policy.admit(&wrong, now()).to_string()]
    {
        assert!(!shown.contains("secre"), "{shown}");
    }
}

#[test]
fn a_token_that_stands_twice_is_none() {
    let access = AccessPolicy::new("shop", ["5f".repeat(32)]).unwrap();
    let lab = Lab::new(|policy| policy.access(access, AccessKeys::new()));
    assert_eq!(lab.judge(&lab.good().access_token("a")), ["access-token-malformed"]);
    assert_eq!(
        lab.judge(&lab.good().access_token("a").header("cf-access-jwt-assertion", "a")),
        ["access-token-malformed"]
    );
}

#[test]
fn the_shared_certificate_needs_more_to_bind_the_tenant() {
    let shared = || OriginPolicy::builder(EdgeProvider::cloudflare_shared()).host("www.shop.example");
    let policy = shared().build().unwrap();
    assert_eq!(rules_of(policy.findings()), ["cloudflare-shared-ca"]);
    assert!(!policy.is_tenant_bound());
    let access = AccessPolicy::new("shop", ["5f".repeat(32)]).unwrap();
    let bound = shared().access(access, AccessKeys::new()).build().unwrap();
    assert!(bound.is_tenant_bound() && bound.findings().is_empty());
    let workers = |zone| {
        let request = EdgeRequest::new()
            .server_name("www.shop.example")
            .host("www.shop.example")
            .header("CF-Worker", zone);
        rules_of(policy.admit(&request, now()).findings())
    };
    assert_eq!(workers("shop.example"), ["origin-certificate-missing"]);
    for foreign in ["evil.example", "hop.example", "", "www.shop.example.evil.example"] {
        assert_eq!(workers(foreign), ["origin-certificate-missing", "origin-worker-foreign"], "{foreign}");
    }
    // A zone's own certificate is shown for the zone's visitors, Workers among them.
    let lab = Lab::new(|policy| policy);
    assert!(lab.judge(&lab.good().header("CF-Worker", "evil.example")).is_empty());
}

#[test]
fn authorities_that_cannot_be_the_edges_are_named() {
    let zone = |pem: &str| {
        OriginPolicy::builder(EdgeProvider::cloudflare_zone()).anchors(anchors(pem)).host("shop.example")
    };
    let shared = |pem: &str| {
        OriginPolicy::builder(EdgeProvider::cloudflare_shared()).anchors(anchors(pem)).host("shop.example")
    };
    let pull_ca = crate::origin::CLOUDFLARE_ORIGIN_PULL_CA;
    assert_eq!(refused(zone(ORIGIN_CA)), ["client-ca-is-cloudflare-origin-ca"]);
    assert_eq!(refused(zone(STALE)), ["cloudflare-shared-ca-stale"]);
    assert_eq!(refused(shared(STALE)), ["cloudflare-shared-ca-stale"]);
    assert_eq!(refused(zone(pull_ca)), ["cloudflare-shared-ca-unexpected"]);
    let edge = ca("Edge CA");
    let leaf_pem = leaf(&edge).chain.leaf().to_pem();
    assert_eq!(refused(zone(&leaf_pem)), ["client-ca-not-a-ca", "origin-anchors-missing"]);
    assert_eq!(refused(zone(&format!("{leaf_pem}{}", edge.certificate().to_pem()))), ["client-ca-not-a-ca"]);
    assert_eq!(
        refused(OriginPolicy::builder(EdgeProvider::akamai()).host("shop.example")),
        ["origin-anchors-missing"]
    );
    let strange = shared(&edge.certificate().to_pem()).build().unwrap();
    assert_eq!(rules_of(strange.findings()), ["cloudflare-shared-ca-not-recognized"]);
    let both = shared(&format!("{pull_ca}{}", edge.certificate().to_pem())).build().unwrap();
    assert_eq!(rules_of(both.findings()), ["cloudflare-shared-ca"]);
}

#[test]
fn ends_are_seen_coming() {
    let pull = [Certificate::from_pem(crate::origin::CLOUDFLARE_ORIGIN_PULL_CA.as_bytes()).unwrap()];
    let server = [Certificate::from_pem(ORIGIN_CA.as_bytes()).unwrap()];
    let of = |authorities: &[Certificate], date: &str| {
        let at = crate::pki::time::from_rfc3339(date).unwrap();
        let findings = check_client_authorities(None, authorities, Some(at));
        findings.into_iter().skip(1).map(|one| (one.rule, one.message)).collect::<Vec<_>>()
    };
    assert_eq!(of(&pull, "2028-11-01T00:00:00Z"), []);
    let ends = |who: &str, date: &str| [("cloudflare-ca-ends", format!("{who} ends on {date}"))];
    assert_eq!(
        of(&pull, "2028-11-02T00:00:00Z"),
        ends("Cloudflare's shared origin-pull CA", "2029-11-01T17:00:00Z")
    );
    assert_eq!(of(&server, "2029-01-01T00:00:00Z"), ends("Cloudflare's Origin CA", "2029-08-15T17:00:00Z"));
    assert_eq!(of(&pull, "2029-10-20T00:00:00Z")[0].0, "certificate-expires-soon");
    assert_eq!(of(&pull, "2029-11-02T00:00:00Z")[0].0, "authority-expired");
    assert_eq!(of(&pull, "2019-01-01T00:00:00Z")[0].0, "authority-not-yet-valid");

    let policy =
        OriginPolicy::builder(EdgeProvider::cloudflare_shared()).host("shop.example").build().unwrap();
    assert_eq!(rules_of(&policy.findings_at(at(NOW))), ["cloudflare-shared-ca"]);
    assert_eq!(
        rules_of(&policy.findings_at(at(1_880_000_000))),
        ["cloudflare-shared-ca", "cloudflare-ca-ends"]
    );
}

#[test]
fn an_authority_that_has_ended_vouches_for_nobody() {
    let old = CertificateAuthority::root("Edge CA")
        .at(at(NOW))
        .valid_for(Duration::from_secs(86_400))
        .build()
        .unwrap();
    let policy = zone(&old).build().unwrap();
    let chain = leaf(&old).chain.to_der();
    let request = EdgeRequest::new().chain(&chain).server_name("shop.example").host("shop.example");
    assert!(policy.admit(&request, now()).is_admitted());
    let later = policy.admit(&request, at(NOW + 90_000));
    assert!(!later.is_admitted());
    assert!(rules_of(later.findings()).contains(&"authority-expired"), "{later}");
}

#[test]
fn a_provider_without_a_certificate_proves_itself_otherwise() {
    let azure = || OriginPolicy::builder(EdgeProvider::azure_front_door()).host("shop.example");
    let ranges = || AddressRanges::from_text("192.0.2.0/24").unwrap();
    assert_eq!(refused(azure()), ["origin-provider-without-certificate"]);
    assert_eq!(refused(azure().addresses(ranges())), ["origin-provider-without-certificate"]);
    assert_eq!(refused(azure().header("X-Azure-FDID", "x")), ["origin-provider-without-certificate"]);
    assert!(option(azure().anchors(anchors(ORIGIN_CA))).starts_with("anchors: of no use here"));
    let policy = azure().addresses(ranges()).header("X-Azure-FDID", "3f2a").build().unwrap();
    assert_eq!(policy.verifier().unwrap_err().code(), "origin-policy-refused");
    assert!(policy.anchors().is_none());
    let request = EdgeRequest::new()
        .server_name("shop.example")
        .host("shop.example")
        .source("192.0.2.1".parse().unwrap())
        .header("X-Azure-FDID", "3f2a");
    assert!(policy.admit(&request, now()).is_admitted());
}

#[test]
fn options_that_are_none_are_refused() {
    let edge = ca("Edge CA");
    assert!(option(zone(&edge).host("shop example")).starts_with("hosts: `shop example` is no host"));
    assert!(option(zone(&edge).server_name("bücher.example")).starts_with("server_names: "));
    assert!(option(zone(&edge).pin("abc")).starts_with("pins: `abc` is no SHA-256"));
    assert!(option(zone(&edge).header("X Edge", "x")).starts_with("headers: `X Edge` is no name"));
    assert_eq!(option(zone(&edge).header("X-Edge", " ")), "headers: `X-Edge` has no value to be demanded");
}

#[test]
fn weak_policies_are_pointed_out() {
    let edge = ca("Edge CA");
    let anchors = anchors(&edge.certificate().to_pem());
    let policy = OriginPolicy::builder(EdgeProvider::fastly())
        .anchors(anchors)
        .addresses(AddressRanges::from_text("::/0\n0.0.0.0/0").unwrap())
        .build()
        .unwrap();
    assert_eq!(rules_of(policy.findings()), ["origin-hosts-any", "origin-addresses-everybody"]);
    assert_eq!(policy.anchors().unwrap().len(), 1);
    assert_eq!(policy.provider().name, "fastly");
}

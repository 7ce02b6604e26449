//! The cases of the small suite.

use std::time::Duration;

use mtls_core::pki::issue::CertificateAuthority;
use mtls_core::pki::{Certificate, CertificateChain, RevocationReason};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, SanType,
};
use rustls_pki_types::UnixTime;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// 2026-01-01T00:00:00Z
const NOW: u64 = 1_767_225_600;

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(NOW))
}

fn date(seconds: u64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds.try_into().unwrap()).unwrap()
}

/// A case of server validation that is to be accepted; the others are made by changing it.
fn case(id: &str, chain: &[String], trusted: &[String]) -> Value {
    json!({
        "id": id,
        "description": "",
        "validation_kind": "SERVER",
        "trusted_certs": trusted,
        "untrusted_intermediates": chain[1..],
        "peer_certificate": chain[0],
        "validation_time": date(NOW + 60).format(&Rfc3339).unwrap(),
        "signature_algorithms": [],
        "key_usage": [],
        "extended_key_usage": [],
        "expected_result": "SUCCESS",
        "expected_peer_name": { "kind": "DNS", "value": "shop.example" },
        "expected_peer_names": [],
    })
}

fn with(mut case: Value, id: &str, changes: &[(&str, Value)]) -> Value {
    case["id"] = json!(id);
    for (key, value) in changes {
        case[*key] = value.clone();
    }
    case
}

fn refused(case: Value, id: &str, changes: &[(&str, Value)]) -> Value {
    with(with(case, id, changes), id, &[("expected_result", json!("FAILURE"))])
}

fn pems(chain: &CertificateChain) -> Vec<String> {
    chain.certificates().iter().map(Certificate::to_pem).collect()
}

fn pem(der: &[u8]) -> String {
    Certificate::from_der(der).unwrap().to_pem()
}

fn dns(value: &str) -> Value {
    json!({ "kind": "DNS", "value": value })
}

fn ip(value: &str) -> Value {
    json!({ "kind": "IP", "value": value })
}

fn email(value: &str) -> Value {
    json!({ "kind": "RFC822", "value": value })
}

/// The suite: what our own CA issues, and what only a careless one does.
pub(super) fn all() -> Vec<Value> {
    let root = CertificateAuthority::root("Root").at(now()).build().unwrap();
    let below = root.intermediate("Intermediate").at(now()).build().unwrap();
    let trusted = [root.certificate().to_pem()];
    let issued = below
        .server(["shop.example", "*.shop.example", "192.0.2.1", "2001:db8::1"])
        .at(now())
        .issue()
        .unwrap()
        .chain;
    let good = case("name::dns", &pems(&issued), &trusted);
    let mut cases = vec![good.clone()];
    names(&good, &mut cases);
    paths(&good, &mut cases);
    demands(&good, &mut cases);
    revocation(&good, &below, issued.leaf(), &mut cases);
    careless(&mut cases);
    let authority = below.certificate().to_pem();
    cases.push(with(
        case("leaf::authority", &[authority], &trusted),
        "leaf::authority",
        &[("expected_peer_name", Value::Null)],
    ));
    cases
}

fn names(good: &Value, cases: &mut Vec<Value>) {
    for (id, name) in [
        ("name::none", Value::Null),
        ("name::wildcard", dns("www.shop.example")),
        ("name::ipv4", ip("192.0.2.1")),
        ("name::ipv6", ip("2001:db8::1")),
    ] {
        cases.push(with(good.clone(), id, &[("expected_peer_name", name)]));
    }
    for (id, name) in [
        ("name::other-dns", dns("other.example")),
        ("name::below-wildcard", dns("a.www.shop.example")),
        ("name::other-ip", ip("192.0.2.2")),
        ("name::email", email("me@shop.example")),
    ] {
        cases.push(refused(good.clone(), id, &[("expected_peer_name", name)]));
    }
}

fn paths(good: &Value, cases: &mut Vec<Value>) {
    let other = CertificateAuthority::root("Root").at(now()).build().unwrap().certificate().to_pem();
    let trusted = good["trusted_certs"][0].clone();
    cases.extend([
        with(good.clone(), "path::depth-1", &[("max_chain_depth", json!(1))]),
        refused(good.clone(), "path::depth-0", &[("max_chain_depth", json!(0))]),
        with(good.clone(), "path::anchors-that-cannot-be-read", &[("trusted_certs", json!(["?", trusted]))]),
        refused(good.clone(), "path::another-root-of-the-name", &[("trusted_certs", json!([other]))]),
        refused(good.clone(), "path::no-root", &[("trusted_certs", json!([]))]),
        refused(good.clone(), "path::no-intermediate", &[("untrusted_intermediates", json!([]))]),
        refused(good.clone(), "path::leaf-that-cannot-be-read", &[("peer_certificate", json!("?"))]),
        refused(good.clone(), "path::expired", &[("validation_time", json!("2126-01-01T00:00:00Z"))]),
        refused(good.clone(), "path::not-yet-valid", &[("validation_time", json!("2025-01-01T00:00:00Z"))]),
    ]);
}

fn demands(good: &Value, cases: &mut Vec<Value>) {
    for (key, granted, denied) in [
        (
            "signature_algorithms",
            json!(["RSASSA_PSS", "ECDSA_WITH_SHA256"]),
            json!(["RSA_WITH_SHA256", "ED448"]),
        ),
        ("key_usage", json!(["digitalSignature"]), json!(["digitalSignature", "keyAgreement"])),
        ("extended_key_usage", json!(["serverAuth"]), json!(["clientAuth"])),
    ] {
        cases.push(with(good.clone(), &format!("granted::{key}"), &[(key, granted)]));
        cases.push(refused(good.clone(), &format!("denied::{key}"), &[(key, denied)]));
    }
    cases.push(refused(
        good.clone(),
        "denied::client",
        &[("validation_kind", json!("CLIENT")), ("expected_peer_name", Value::Null)],
    ));
}

fn revocation(good: &Value, issuer: &CertificateAuthority, leaf: &Certificate, cases: &mut Vec<Value>) {
    let list = issuer.crl(1).at(now());
    cases.push(with(
        good.clone(),
        "crl::without-the-leaf",
        &[("crls", json!([list.build().unwrap().to_pem()]))],
    ));
    let list = issuer.crl(2).at(now()).revoke(leaf, RevocationReason::KeyCompromise).build().unwrap();
    cases.push(refused(good.clone(), "crl::with-the-leaf", &[("crls", json!([list.to_pem()]))]));
    cases.push(refused(good.clone(), "crl::that-cannot-be-read", &[("crls", json!(["?"]))]));
}

/// A CA that issues whatever it is asked for.
struct Careless {
    issuer: Issuer<'static, KeyPair>,
    root: String,
}

impl Careless {
    fn new() -> Self {
        let mut params = params("Careless");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().unwrap();
        let root = pem(params.self_signed(&key).unwrap().der());
        Self { issuer: Issuer::new(params, key), root }
    }

    fn case(&self, id: &str, leaf: &CertificateParams) -> Value {
        let leaf = leaf.signed_by(&KeyPair::generate().unwrap(), &self.issuer).unwrap();
        with(
            case(id, &[pem(leaf.der())], std::slice::from_ref(&self.root)),
            id,
            &[("expected_peer_name", Value::Null)],
        )
    }
}

fn params(common_name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    if !common_name.is_empty() {
        params.distinguished_name.push(DnType::CommonName, common_name);
    }
    (params.not_before, params.not_after) = (date(NOW), date(NOW + 86_400));
    params
}

/// A leaf that keeps every rule.
fn leaf(names: &[SanType], purpose: ExtendedKeyUsagePurpose) -> CertificateParams {
    let mut params = params("");
    params.subject_alt_names = names.to_vec();
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![purpose];
    params.use_authority_key_identifier_extension = true;
    params
}

fn server(name: &str) -> CertificateParams {
    leaf(&[SanType::DnsName(name.try_into().unwrap())], ExtendedKeyUsagePurpose::ServerAuth)
}

fn careless(cases: &mut Vec<Value>) {
    let ca = Careless::new();
    cases.push(ca.case("careless::good", &server("shop.example")));
    cases.push(refused(ca.case("", &server("*.co.uk")), "careless::public-suffix", &[]));
    let mut unlinked = server("shop.example");
    unlinked.use_authority_key_identifier_extension = false;
    cases.push(refused(ca.case("", &unlinked), "careless::no-authority-key-id", &[]));

    let mut unrestricted = server("shop.example");
    unrestricted.extended_key_usages.clear();
    let unrestricted = ca.case("", &unrestricted);
    let conflicts = |id: &str| [("conflicts_with", json!([id]))];
    cases.push(refused(unrestricted.clone(), "conflict::strict", &conflicts("conflict::soft")));
    cases.push(with(unrestricted, "conflict::soft", &conflicts("conflict::strict")));

    let mailboxes = ["me@shop.example", "us@shop.example"];
    let names = mailboxes.map(|mailbox| SanType::Rfc822Name(mailbox.try_into().unwrap()));
    let client = ca.case("", &leaf(&names, ExtendedKeyUsagePurpose::ClientAuth));
    let asked = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|name| email(name)).collect();
        [("validation_kind", json!("CLIENT")), ("expected_peer_names", json!(names))]
    };
    cases.push(with(client.clone(), "client::no-name", &asked(&[])));
    cases.push(with(client.clone(), "client::both-names", &asked(&mailboxes)));
    cases.push(refused(
        client.clone(),
        "client::one-name-too-many",
        &asked(&[mailboxes[0], "you@shop.example"]),
    ));
    cases.push(refused(client, "client::as-a-server", &[]));
}

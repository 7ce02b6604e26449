//! The Trust Domain and Bundle standard, rule by rule (TB1 to TB13), and X509-SVID section 6 (X17 to X20).

use std::time::Duration;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::finding::Refusal as _;
use crate::identity::TrustDomain;
use crate::pki::Certificate;
use crate::pki::issue::CertificateAuthority;

use super::{BundleLimits, BundleSet, TrustAnchors, TrustBundle, TrustError};

fn td(name: &str) -> TrustDomain {
    TrustDomain::parse(name).unwrap()
}

fn root(name: &str) -> Certificate {
    CertificateAuthority::root(name).trust_domain(td("td")).build().unwrap().certificate().clone()
}

fn read(document: &Value) -> Result<TrustBundle, TrustError> {
    TrustBundle::from_spiffe_json(td("td"), document.to_string().as_bytes())
}

fn code(text: &str) -> &'static str {
    TrustBundle::from_spiffe_json(td("td"), text.as_bytes()).unwrap_err().code()
}

fn element(certificate: &Certificate) -> Value {
    TrustBundle::new(td("td"), [certificate.clone()]).document()["keys"][0].clone()
}

#[test]
fn tb1_unknown_members_are_passed_over() {
    assert!(read(&json!({"keys": [], "other": {"a": 1}, "spiffe_new": [1]})).unwrap().is_empty());
}

#[test]
fn tb2_the_sequence_is_exact_and_only_grows() {
    for number in [0, (1 << 53) + 1, u64::MAX] {
        assert_eq!(read(&json!({"keys": [], "spiffe_sequence": number})).unwrap().sequence(), Some(number));
    }
    for wrong in [json!("1"), json!(1.5), json!(-1), json!(null), json!([1])] {
        assert_eq!(
            read(&json!({"keys": [], "spiffe_sequence": wrong})).unwrap_err().code(),
            "bundle-field-type"
        );
    }
    let (one, two) = (root("one"), root("two"));
    let first = TrustBundle::new(td("td"), [one.clone()]).with_sequence(7).unwrap();
    assert_eq!(first.with_authorities([one.clone()]).unwrap().sequence(), Some(7));
    assert_eq!(first.with_authorities([one.clone(), two]).unwrap().sequence(), Some(8));
    assert_eq!(first.clone().with_sequence(7).unwrap_err().code(), "bundle-sequence-decreased");
    let hint = Duration::from_secs(60);
    let hinted = first.clone().with_refresh_hint(hint).unwrap();
    assert_eq!(hinted.sequence(), Some(8));
    assert_eq!(hinted.with_refresh_hint(hint).unwrap().sequence(), Some(8));
    assert_eq!(TrustBundle::new(td("td"), []).with_refresh_hint(hint).unwrap().sequence(), None);
    let last = first.with_sequence(u64::MAX).unwrap();
    assert_eq!(last.clone().with_refresh_hint(hint).unwrap_err().code(), "bundle-sequence-decreased");
    assert_eq!(last.with_authorities([]).unwrap_err().code(), "bundle-sequence-decreased");
}

#[test]
fn tb3_foolish_refresh_hints_are_held_in_bounds() {
    let interval =
        |hint: Value| read(&json!({"keys": [], "spiffe_refresh_hint": hint})).map(|b| b.refresh_interval());
    assert_eq!(interval(json!(60)), Ok(Duration::from_secs(60)));
    for low in [json!(0), json!(-5), json!(i64::MIN), json!(1)] {
        assert_eq!(interval(low), Ok(Duration::from_secs(10)));
    }
    for high in [json!(i64::MAX), json!(u64::MAX), json!(1_u64 << 40)] {
        assert_eq!(interval(high), Ok(Duration::from_secs(86_400)));
    }
    assert!(interval(json!("300")).is_err());
}

#[test]
fn tb4_absent_keys_are_an_error_and_empty_keys_a_bundle() {
    assert_eq!(code("{}"), "bundle-keys-missing");
    assert_eq!(code(r#"{"keys":null}"#), "bundle-keys-missing");
    assert_eq!(code(r#"{"keys":{}}"#), "bundle-field-type");
    assert!(read(&json!({"keys": []})).unwrap().is_empty());
}

#[test]
fn tb5_and_x18_to_x20_elements_are_taken_one_by_one() {
    let (one, two) = (root("one"), root("two"));
    let change = |name: &str, value: Value| {
        let mut changed = element(&two);
        changed[name] = value;
        changed
    };
    for odd in [
        change("kty", json!("AKP")),
        change("use", json!("X509-SVID")),
        change("use", Value::Null),
        change("x5c", Value::Null),
        change("x5c", json!([])),
        change("x5c", json!(["not base64!"])),
        change("x5c", json!("text")),
        json!("not an object"),
    ] {
        let bundle = read(&json!({"keys": [odd, element(&one)]})).unwrap();
        assert_eq!(bundle.authorities(), std::slice::from_ref(&one), "{odd}");
        assert_eq!(bundle.findings().len(), 1, "{odd}");
    }
    let mut second_is_garbage = element(&one);
    second_is_garbage["x5c"].as_array_mut().unwrap().push(json!("garbage"));
    let twice = read(&json!({"keys": [second_is_garbage, element(&one)]})).unwrap();
    assert_eq!(twice.authorities(), [one]);
}

#[test]
fn tb7_tb8_and_x17_what_is_written_is_what_the_standard_asks_for() {
    let one = root("one");
    let bundle = TrustBundle::new(td("td"), [one.clone()]).with_sequence(3).unwrap();
    let bundle = bundle.with_refresh_hint(Duration::from_secs(300)).unwrap();
    let document: Value = serde_json::from_str(&bundle.to_spiffe_json()).unwrap();
    let mut names: Vec<_> = document.as_object().unwrap().keys().cloned().collect();
    names.sort();
    assert_eq!(names, ["keys", "spiffe_refresh_hint", "spiffe_sequence"]);
    let key = &document["keys"][0];
    assert_eq!((&key["kty"], &key["crv"], &key["use"]), (&json!("EC"), &json!("P-256"), &json!("x509-svid")));
    assert!(key.get("kid").is_none());
    assert_eq!(key["x5c"].as_array().unwrap().len(), 1);
    assert_eq!(key["x"].as_str().unwrap().len(), 43);
    assert_eq!(TrustBundle::from_spiffe_json(td("td"), bundle.to_spiffe_json().as_bytes()), Ok(bundle));
}

#[test]
fn jwt_authorities_survive_and_verify_nothing() {
    let jwt = json!({"kty": "EC", "use": "jwt-svid", "kid": "k", "crv": "P-256", "x": "x", "y": "y"});
    let bundle = read(&json!({"keys": [jwt]})).unwrap();
    assert_eq!((bundle.jwt_authority_count(), bundle.is_empty()), (1, true));
    assert_eq!(serde_json::from_str::<Value>(&bundle.to_spiffe_json()).unwrap()["keys"], json!([jwt]));
}

#[test]
fn tb9_to_tb12_maps_are_whole_or_not_at_all() {
    let load = |text: &str| BundleSet::from_spiffe_json(text.as_bytes());
    assert!(load(r#"{"trust_domains":{}}"#).unwrap().is_empty());
    for missing in ["{}", r#"{"trust_domains":null}"#] {
        assert_eq!(load(missing).unwrap_err().code(), "bundle-map-missing");
    }
    for twice in [
        r#"{"trust_domains":{"td":{"keys":[]},"td":{"keys":[]}}}"#,
        r#"{"trust_domains":{"td":{"keys":[]},"t\u0064":{"keys":[]}}}"#,
        r#"{"trust_domains":{"td":{"keys":[]},"TD":{"keys":[]}}}"#,
        r#"{"trust_domains":{"td":{"keys":[]},"spiffe://td":{"keys":[]}}}"#,
    ] {
        assert_eq!(load(twice).unwrap_err().code(), "bundle-duplicate-domain", "{twice}");
    }
    assert_eq!(
        load(r#"{"trust_domains":{},"trust_domains":{}}"#).unwrap_err().code(),
        "bundle-duplicate-field"
    );
    let one_bad = load(r#"{"trust_domains":{"good":{"keys":[]},"bad":{}}}"#).unwrap_err();
    assert_eq!(one_bad.code(), "bundle-keys-missing");
    assert!(one_bad.to_string().contains("bad"), "{one_bad}");
    assert_eq!(load(r#"{"trust_domains":{"a/b":{"keys":[]}}}"#).unwrap_err().code(), "bundle-trust-domain");
    assert_eq!(load(r#"{"trust_domains":[]}"#).unwrap_err().code(), "bundle-not-json");
}

#[test]
fn tb11_maps_are_written_without_inner_hints_and_read_back() {
    let bundle = TrustBundle::new(td("td"), [root("one")]).with_refresh_hint(Duration::from_secs(5)).unwrap();
    let set = BundleSet::new([bundle, TrustBundle::new(td("other"), [])]).unwrap();
    let text = set.to_spiffe_json();
    assert!(!text.contains("refresh_hint"), "{text}");
    let back = BundleSet::from_spiffe_json(text.as_bytes()).unwrap();
    assert_eq!(back.iter().map(|b| b.trust_domain().as_str()).collect::<Vec<_>>(), ["other", "td"]);
    assert_eq!(
        back.get(td("td").as_ref()).unwrap().authorities(),
        set.get(td("td").as_ref()).unwrap().authorities()
    );
}

#[test]
fn tb13_without_a_hint_every_300_seconds() {
    assert_eq!(read(&json!({"keys": []})).unwrap().refresh_interval(), Duration::from_secs(300));
}

#[test]
fn sets_hold_one_bundle_a_trust_domain() {
    let bundle = TrustBundle::new(td("td"), []);
    assert_eq!(
        BundleSet::new([bundle.clone(), bundle.clone()]).unwrap_err().code(),
        "bundle-duplicate-domain"
    );
    let set = BundleSet::new([bundle]).unwrap();
    assert!(set.get(td("td").as_ref()).is_some() && set.get(td("t").as_ref()).is_none());
    assert!(set.without(&td("td")).is_empty());
    assert_eq!(set.with_bundle(TrustBundle::new(td("td"), [root("one")])).len(), 1);
    assert_eq!(set.len(), 1);
}

#[test]
fn pem_and_der_bundles_read_back_and_say_where_they_are_broken() {
    let (one, two) = (root("one"), root("two"));
    let bundle = TrustBundle::new(td("td"), [one.clone(), two.clone()]);
    assert_eq!(TrustBundle::from_pem(td("td"), bundle.to_pem().as_bytes()), Ok(bundle.clone()));
    let mut der = one.der().to_vec();
    der.extend_from_slice(two.der());
    assert_eq!(TrustBundle::from_der(td("td"), &der), Ok(bundle));
    der.truncate(der.len() - 1);
    let cut = TrustBundle::from_der(td("td"), &der).unwrap_err();
    assert_eq!((cut.code(), cut.subject().to_string().as_str()), ("bundle-certificate", "block 2"));
    for wrong in [&b""[..], b"nonsense", b"-----BEGIN CERTIFICATE-----\n"] {
        assert_eq!(TrustBundle::from_pem(td("td"), wrong).unwrap_err().code(), "bundle-certificate");
    }
}

#[test]
fn leaves_and_foreign_authorities_are_reported() {
    let ca = CertificateAuthority::root("root").trust_domain(td("other")).build().unwrap();
    let leaf = ca.svid(&td("other").join("a").unwrap()).issue().unwrap().chain.leaf().clone();
    let bundle = TrustBundle::new(td("td"), [leaf, ca.certificate().clone()]);
    let rules: Vec<_> = bundle.findings().iter().map(|f| f.rule).collect();
    assert_eq!(rules, ["bundle-authority-not-ca", "bundle-authority-foreign-id"]);
    assert_eq!(bundle.authorities().len(), 1);
}

#[test]
fn oversized_and_doubled_documents_are_refused() {
    assert_eq!(code(&format!("{{\"keys\":[]{}}}", " ".repeat(5 << 20))), "bundle-too-large");
    assert_eq!(code(&format!("{{\"keys\":[{}1]}}", "1,".repeat(1024))), "bundle-too-large");
    assert_eq!(code(r#"{"keys":[],"keys":[]}"#), "bundle-duplicate-field");
    assert_eq!(code(r#"{"keys":[],"spiffe_sequence":1,"spiffe_sequence":2}"#), "bundle-duplicate-field");
    for broken in ["", "[", "null", "[]", "{\"keys\":[", "\u{0}", "{\"keys\":[]} x"] {
        assert_eq!(code(broken), "bundle-not-json", "{broken:?}");
    }
    assert_eq!(code(&"[".repeat(100_000)), "bundle-not-json");
    assert_eq!(code(&format!("{{\"keys\":{}", "[".repeat(100_000))), "bundle-not-json");
}

#[test]
fn a_member_that_stands_twice_anywhere_in_a_key_refuses_the_document() {
    for key in [
        r#"{"kty":"EC","use":"jwt-svid","use":"x509-svid"}"#,
        r#"{"kty":"EC","use":"x509-svid","x5c":[{"a":[{"b":1,"b":1}]}]}"#,
        r#"{"kty":"EC","use":"x509-svid","\u0075se":"x509-svid"}"#,
    ] {
        assert_eq!(code(&format!(r#"{{"keys":[{key}]}}"#)), "bundle-duplicate-field", "{key}");
        let map = format!(r#"{{"trust_domains":{{"td":{{"keys":[{key}]}}}}}}"#);
        let error = BundleSet::from_spiffe_json(map.as_bytes()).unwrap_err();
        assert!(matches!(&error, TrustError::InMap { trust_domain, .. } if trust_domain == "td"), "{error}");
    }
}

#[test]
fn limits_can_be_widened_and_narrowed() {
    let documents = [root("one"), root("two"), root("three")].map(|one| TrustBundle::new(td("td"), [one]));
    let der: Vec<u8> = documents.iter().flat_map(|one| one.authorities()[0].der().to_vec()).collect();
    let pem: String = documents.iter().map(TrustBundle::to_pem).collect();
    let all = TrustBundle::from_der(td("td"), &der).unwrap();
    let json = all.to_spiffe_json();
    let map = BundleSet::new([all, TrustBundle::new(td("other"), [])]).unwrap().to_spiffe_json();
    let large = format!(r#"{{"keys":[{}]}}"#, vec!["0"; 2000].join(","));

    let mut limits = BundleLimits { max_authorities: 2000, ..BundleLimits::default() };
    let read = |limits: &BundleLimits| TrustBundle::from_spiffe_json_with(td("td"), large.as_bytes(), limits);
    assert_eq!(read(&BundleLimits::default()).unwrap_err().code(), "bundle-too-large");
    assert!(read(&limits).unwrap().is_empty());
    limits.max_keys = 1999;
    assert_eq!(read(&limits).unwrap_err().code(), "bundle-too-large");

    let every = |limits: &BundleLimits| {
        [
            TrustBundle::from_der_with(td("td"), &der, limits).map(|_| ()),
            TrustBundle::from_pem_with(td("td"), pem.as_bytes(), limits).map(|_| ()),
            TrustBundle::from_spiffe_json_with(td("td"), json.as_bytes(), limits).map(|_| ()),
            BundleSet::from_spiffe_json_with(map.as_bytes(), limits).map(|_| ()),
            TrustAnchors::from_pem_with(pem.as_bytes(), limits).map(|_| ()),
        ]
    };
    assert!(every(&BundleLimits::default()).iter().all(Result::is_ok));
    for narrow in [|l: &mut BundleLimits| l.max_bytes = 100, |l: &mut BundleLimits| l.max_authorities = 2] {
        let mut limits = BundleLimits::default();
        narrow(&mut limits);
        for result in every(&limits) {
            result.unwrap_err();
        }
    }
    let limits = BundleLimits { max_trust_domains: 1, ..BundleLimits::default() };
    assert_eq!(
        BundleSet::from_spiffe_json_with(map.as_bytes(), &limits).unwrap_err().code(),
        "bundle-too-large"
    );
    let two = [td("a"), td("b")].map(|name| TrustBundle::new(name, []));
    assert_eq!(BundleSet::new_with(two, &limits).unwrap_err().code(), "bundle-too-large");
}

#[test]
fn keys_and_findings_are_counted_over_the_whole_map() {
    let map = |domains: usize, keys: usize| {
        let keys = vec!["0"; keys].join(",");
        let bundle = |number| format!(r#""d{number}":{{"keys":[{keys}]}}"#);
        let bundles: Vec<_> = (0..domains).map(bundle).collect();
        format!(r#"{{"trust_domains":{{{}}}}}"#, bundles.join(","))
    };
    assert_eq!(BundleSet::from_spiffe_json(map(33, 1024).as_bytes()).unwrap_err().code(), "bundle-too-large");
    let set = BundleSet::from_spiffe_json(map(3, 100).as_bytes()).unwrap();
    let findings: Vec<_> = set.iter().map(|bundle| bundle.findings()).collect();
    assert_eq!(findings.iter().map(|of_one| of_one.len()).collect::<Vec<_>>(), [100, 100, 57]);
    let last = findings[2].last().unwrap();
    assert_eq!(
        (last.rule, last.message.as_str()),
        ("bundle-findings-cut", "44 more findings about this bundle are not listed",)
    );
    let leaf = include_bytes!("../../tests/data/pki/svid.pem");
    let leaf = Certificate::from_pem(leaf).unwrap();
    let limits = BundleLimits { max_findings: 0, ..BundleLimits::default() };
    let none = TrustBundle::from_der_with(td("td"), leaf.der(), &limits).unwrap();
    assert_eq!(none.findings().iter().map(|one| one.rule).collect::<Vec<_>>(), ["bundle-findings-cut"]);
}

proptest! {
    #[test]
    fn any_bytes_are_taken_or_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = TrustBundle::from_pem(td("td"), &bytes);
        let _ = TrustBundle::from_der(td("td"), &bytes);
        let _ = TrustBundle::from_spiffe_json(td("td"), &bytes);
        let _ = BundleSet::from_spiffe_json(&bytes);
    }
}

//! Tokens signed here with a key of the test data, good but for one thing each.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{KeyPair, PKCS_RSA_SHA256, SigningKey as _};
use rustls_pki_types::PrivatePkcs8KeyDer;
use serde_json::{Value, json};

use super::*;
use crate::finding::Refusal as _;
use crate::pki::PrivateKey;
use crate::pki::der::{self, Reader};

const KEY: &str = include_str!("../../../tests/data/pki/rsa.key");
pub(super) const NOW: u64 = 1_800_000_000;
const KID: &str = "6fdc1b4a";

fn aud() -> String {
    "5f1c8e0a".repeat(8)
}

fn key() -> KeyPair {
    let key = PrivateKey::from_pem(KEY.as_bytes()).unwrap().secret_pkcs8_der();
    KeyPair::from_pkcs8_der_and_sign_algo(&PrivatePkcs8KeyDer::from(key.as_slice()), &PKCS_RSA_SHA256)
        .unwrap()
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The key as JSON Web Key.
pub(super) fn jwk(id: &str) -> Value {
    let key = key();
    let mut numbers = Reader::only(key.public_key_raw(), der::SEQUENCE).unwrap();
    let mut number = || text(numbers.magnitude().unwrap());
    json!({"kid": id, "kty": "RSA", "alg": "RS256", "use": "sig", "n": number(), "e": number()})
}

fn keys() -> AccessKeys {
    AccessKeys::from_jwks(set([jwk(KID)]).as_bytes()).unwrap()
}

pub(super) fn set(keys: impl IntoIterator<Item = Value>) -> String {
    json!({"keys": keys.into_iter().collect::<Vec<_>>()}).to_string()
}

pub(super) fn policy() -> AccessPolicy {
    AccessPolicy::new("shop", [aud()]).unwrap()
}

pub(super) fn claims() -> Value {
    json!({
        "aud": ["00".repeat(32), aud()], "iss": "https://shop.cloudflareaccess.com", "exp": NOW + 60, "iat": NOW - 60,
        "nbf": NOW - 60, "type": "app", "sub": "7335d417-61da-459d-899c-0a01c76a2f94", "email": "a@shop.example",
        "country": "DE", "identity_nonce": "x", "custom": {"groups": [1, 2]},
    })
}

fn header() -> Value {
    json!({"alg": "RS256", "kid": KID, "typ": "JWT"})
}

pub(super) fn signed(header: &str, payload: &str) -> String {
    let content = format!("{}.{}", text(header), text(payload));
    let signature = key().sign(content.as_bytes()).unwrap();
    format!("{content}.{}", text(signature))
}

pub(super) fn token(claims: &Value) -> String {
    signed(&header().to_string(), &claims.to_string())
}

/// The claims with one of them changed, or taken away.
fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    match value {
        Value::Null => claims.as_object_mut().unwrap().remove(name),
        value => claims.as_object_mut().unwrap().insert(name.to_owned(), value),
    };
    claims
}

pub(super) fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn judged(token: &str) -> Result<AccessToken, (&'static str, String)> {
    policy().verify(token, &keys(), at(NOW)).map_err(|error| (error.code(), error.to_string()))
}

#[track_caller]
fn refused(token: &str, code: &str, why: &str) {
    let (seen, message) = judged(token).unwrap_err();
    assert_eq!(seen, code, "{message}");
    assert!(message.contains(why), "{message}");
}

#[test]
fn a_good_token_says_who_it_is() {
    let token = judged(&token(&claims())).unwrap();
    assert_eq!(token.email(), Some("a@shop.example"));
    assert_eq!(token.subject(), Some("7335d417-61da-459d-899c-0a01c76a2f94"));
    assert_eq!((token.service(), token.country(), token.key_id()), (None, Some("DE"), KID));
    assert_eq!((token.issued_at(), token.expires_at()), (at(NOW - 60), at(NOW + 60)));
    assert_eq!(token.audiences().len(), 2);
    assert_eq!(token.issuer(), policy().issuer());
    assert_eq!(
        token.to_string(),
        "a@shop.example (https://shop.cloudflareaccess.com, until 2027-01-15T08:01:00Z)"
    );
    let record = serde_json::to_value(&token).unwrap();
    assert_eq!((&record["issued_at"], &record["service"]), (&json!(NOW - 60), &Value::Null));
}

#[test]
fn one_audience_may_stand_alone() {
    assert!(judged(&token(&with("aud", json!(aud().to_ascii_uppercase())))).is_ok());
}

#[test]
fn what_is_no_compact_token_is_refused() {
    let good = token(&claims());
    let [h, p, s] = &good.split('.').collect::<Vec<_>>()[..] else { panic!() };
    for bad in [
        "x",
        "..",
        "a.b",
        &format!("{good}."),
        &format!("{good}.x"),
        &format!("Bearer {good}"),
        &format!(" {good}"),
        &format!("{h}=.{p}.{s}"),
        &format!("{h}.{p}.{s}="),
        &format!("{h}.{p}.{}+", &s[..s.len() - 1]),
        &format!("{h}.{p}\n.{s}"),
        &format!("{}.{p}.{s}", text("[]")),
        &format!("{}.{p}.{s}", text("{\"alg\":\"RS256\"")),
        &format!("{}.{p}.{s}", text("{} {}")),
    ] {
        refused(bad, "access-token-malformed", "");
    }
    refused("", "access-token-missing", "empty");
    refused(&"a".repeat((16 << 10) + 1), "access-token-too-large", "16385 bytes, more than 16384");
}

#[test]
fn bits_that_count_for_nothing_are_refused() {
    // 256 bytes of signature leave four bits of the last character over.
    let good = token(&claims());
    let (rest, last) = good.split_at(good.len() - 1);
    let at = |c: char| "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".find(c).unwrap();
    let other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".as_bytes()
        [at(last.chars().next().unwrap()) + 1];
    refused(
        &format!("{rest}{}", char::from(other)),
        "access-token-malformed",
        "signature is not in Base64url",
    );
}

#[test]
fn members_that_stand_twice_are_refused() {
    let twice = format!("{{\"alg\":\"RS256\",\"kid\":\"{KID}\",\"alg\":\"none\"}}");
    refused(&signed(&twice, &claims().to_string()), "access-token-malformed", "`alg` stands twice");
    let claims = claims().to_string();
    let twice = claims.replacen('{', "{\"type\":\"org\",", 1);
    refused(&signed(&header().to_string(), &twice), "access-token-malformed", "`type` stands twice");
    let nested = claims.replacen("\"groups\":", "\"groups\":1,\"groups\":", 1);
    refused(&signed(&header().to_string(), &nested), "access-token-malformed", "`groups` stands twice");
}

#[test]
fn other_algorithms_are_refused_whoever_signs() {
    for alg in ["none", "None", "HS256", "RS384", "PS256", "ES256", "rs256", ""] {
        let header = json!({"alg": alg, "kid": KID}).to_string();
        refused(
            &signed(&header, &claims().to_string()),
            "access-token-algorithm",
            &format!("signed by `{alg}`"),
        );
    }
    for header in [json!({"kid": KID}), json!({"alg": ["RS256"], "kid": KID})] {
        refused(
            &signed(&header.to_string(), &claims().to_string()),
            "access-token-algorithm",
            "no algorithm",
        );
    }
}

#[test]
fn extensions_that_must_be_understood_are_not() {
    let header = json!({"alg": "RS256", "kid": KID, "crit": ["b64"], "b64": false});
    refused(&signed(&header.to_string(), &claims().to_string()), "access-token-critical", "crit");
    let header = json!({"alg": "RS256", "kid": KID, "crit": []});
    refused(&signed(&header.to_string(), &claims().to_string()), "access-token-critical", "crit");
}

#[test]
fn keys_are_chosen_by_name_alone() {
    let other = json!({"alg": "RS256", "kid": "another", "jwk": jwk("another")}).to_string();
    refused(
        &signed(&other, &claims().to_string()),
        "access-token-key-unknown",
        "`another` is none of the team's",
    );
    let none = json!({"alg": "RS256"}).to_string();
    refused(&signed(&none, &claims().to_string()), "access-token-key-unknown", "names no key");
    for odd in [json!(""), json!(1), json!("x".repeat(257))] {
        let header = json!({"alg": "RS256", "kid": odd}).to_string();
        refused(&signed(&header, &claims().to_string()), "access-token-malformed", "`kid`");
    }
    let nobodys = policy().verify(&token(&claims()), &AccessKeys::new(), at(NOW)).unwrap_err();
    assert_eq!(nobodys.code(), "access-token-key-unknown");
}

#[test]
fn the_signature_covers_header_and_claims() {
    let good = token(&claims());
    let [h, p, s] = &good.split('.').collect::<Vec<_>>()[..] else { panic!() };
    let more = text(with("email", json!("root@shop.example")).to_string());
    refused(&format!("{h}.{more}.{s}"), "access-token-signature", "did not make its signature");
    let header = text(json!({"alg": "RS256", "kid": KID, "typ": "x"}).to_string());
    refused(&format!("{header}.{p}.{s}"), "access-token-signature", "");
    refused(&format!("{h}.{p}."), "access-token-signature", "");
    let other = format!("{h}.{p}.{}", text([1; 256]));
    refused(&other, "access-token-signature", "");
    // A build without the algorithm takes nothing.
    let none = policy().algorithms(&[]).verify(&good, &keys(), at(NOW)).unwrap_err();
    assert_eq!(none.code(), "access-token-signature");
}

#[test]
fn other_teams_and_applications_are_refused() {
    for issuer in
        [json!("https://shop.cloudflareaccess.com/"), json!("https://evil.cloudflareaccess.com"), Value::Null]
    {
        refused(
            &token(&with("iss", issuer)),
            "access-token-issuer",
            "not by https://shop.cloudflareaccess.com",
        );
    }
    for audience in [json!([]), json!(["00".repeat(32)]), json!("00".repeat(32)), Value::Null] {
        refused(&token(&with("aud", audience)), "access-token-audience", "");
    }
    for audience in [json!([1]), json!({}), json!(1)] {
        refused(&token(&with("aud", audience)), "access-token-malformed", "`aud`");
    }
}

#[test]
fn only_tokens_of_applications_do() {
    refused(&token(&with("type", json!("org"))), "access-token-type", "global session");
    refused(&token(&with("type", json!("App"))), "access-token-type", "`App`");
    refused(&token(&with("type", Value::Null)), "access-token-type", "");
    refused(&token(&with("type", json!(["app"]))), "access-token-malformed", "`type` is no text");
}

#[test]
fn times_hold_to_the_second_and_the_leeway() {
    let judge = |now: u64| policy().verify(&token(&claims()), &keys(), at(now)).map_err(|error| error.code());
    assert!(judge(NOW + 60 + 29).is_ok());
    assert_eq!(judge(NOW + 60 + 30), Err("access-token-expired"));
    assert!(judge(NOW - 60 - 30).is_ok());
    assert_eq!(judge(NOW - 60 - 31), Err("access-token-not-yet-valid"));
    let exact = policy().leeway(Duration::ZERO).unwrap();
    let judge = |now: u64| exact.verify(&token(&claims()), &keys(), at(now)).map_err(|error| error.code());
    assert!(judge(NOW + 59).is_ok() && judge(NOW - 60).is_ok());
    assert_eq!(judge(NOW + 60), Err("access-token-expired"));
    assert_eq!(judge(NOW - 61), Err("access-token-not-yet-valid"));
    // Issued in the future, though it says that it holds already.
    refused(&token(&with("iat", json!(NOW + 31))), "access-token-not-yet-valid", "it begins at");
    assert!(judged(&token(&with("nbf", Value::Null))).is_ok());
    for (name, value) in [
        ("exp", Value::Null),
        ("iat", Value::Null),
        ("exp", json!("1")),
        ("exp", json!(1.5)),
        ("nbf", json!(-1)),
        ("exp", json!(u64::MAX)),
    ] {
        refused(&token(&with(name, value)), "access-token-malformed", name);
    }
}

#[test]
fn services_are_let_in_by_name() {
    let id = "88bf3b6d86161464f6509f7219099e57.access";
    let mut service = with("sub", json!(""));
    let fields = service.as_object_mut().unwrap();
    fields.remove("email");
    fields.insert("common_name".to_owned(), json!(id));
    let token_of_service = token(&service);
    refused(&token_of_service, "access-token-subject", &format!("the service token `{id}` is not let in"));
    let allowing = policy().service_token(id);
    let read = allowing.verify(&token_of_service, &keys(), at(NOW)).unwrap();
    assert_eq!((read.service(), read.subject(), read.email()), (Some(id), None, None));
    assert_eq!(read.to_string().split(' ').next(), Some(id));
    refused(&token(&with("sub", json!(""))), "access-token-subject", "neither a person");
    // A person with a name like that of a service stays a person.
    let both = token(&with("common_name", json!(id)));
    assert_eq!(allowing.verify(&both, &keys(), at(NOW)).unwrap().service(), None);
}

#[test]
fn policies_say_what_they_are() {
    let fed = AccessPolicy::new("shop.fed", [aud()]).unwrap();
    assert_eq!(fed.keys_url(), "https://shop.fed.cloudflareaccess.com/cdn-cgi/access/certs");
    for team in ["", "Shop", "a.b", "shop.cloudflareaccess.com", "-a", "a-", "sh op", "x/../y"] {
        let refused = AccessPolicy::new(team, [aud()]).unwrap_err();
        assert_eq!(refused.code(), "origin-option-invalid", "{team}");
        assert!(refused.to_string().starts_with("team: "));
    }
    for tags in [vec![], vec!["x".to_owned()], vec![aud(), "g".repeat(64)]] {
        assert!(AccessPolicy::new("shop", tags).unwrap_err().to_string().starts_with("audiences: "));
    }
    let refused = policy().leeway(Duration::from_secs(301)).unwrap_err();
    assert_eq!(refused.to_string(), "leeway: 301 s is more than 300 s");
    assert_eq!(policy(), policy());
    assert_ne!(policy(), policy().service_token("x"));
}

#[test]
fn a_set_of_keys_is_read_and_what_is_of_no_use_is_named() {
    let mut document: Value = serde_json::from_str(&set([
        jwk("b"),
        jwk("a"),
        json!({"kty": "EC", "kid": "c"}),
        json!({"kty": "RSA", "kid": "d", "n": "AQAB", "e": "AQAB"}),
    ]))
    .unwrap();
    document["public_cert"] = json!({"kid": "evil", "cert": "x"});
    document["public_certs"] = json!([{"kid": "evil", "cert": "x"}]);
    let keys = AccessKeys::from_jwks(document.to_string().as_bytes()).unwrap();
    assert_eq!(keys.key_ids(), ["a", "b"]);
    let findings = keys.findings();
    assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["access-key-unused"; 2]);
    assert_eq!(findings[1].message, "keys[3] is passed over: it has 17 bits, not 2048 to 8192");
    assert!(format!("{keys:?}").contains("\"a\""));
}

#[test]
fn keys_that_cannot_check_rs256_are_passed_over() {
    for (field, value, why) in [
        ("kty", json!("EC"), "no RSA key"),
        ("alg", json!("RS512"), "`alg`"),
        ("use", json!("enc"), "`use`"),
        ("key_ops", json!(["sign"]), "`key_ops`"),
        ("kid", json!(""), "no `kid`"),
        ("kid", Value::Null, "no `kid`"),
        ("n", json!("AA=="), "`n` is not in Base64url"),
        ("n", json!("AAEC"), "leading zeros"),
        ("e", json!("AA"), "leading zeros"),
        ("e", json!("Ag"), "no exponent"),
        ("e", json!("AQ"), "no exponent"),
        ("e", json!("AQAAAAE"), "no exponent"),
        ("n", json!(text(vec![0xFF; 1025])), "8200 bits"),
    ] {
        let mut key = jwk(KID);
        key[field] = value;
        let refused = AccessKeys::from_jwks(set([key]).as_bytes()).unwrap_err();
        assert_eq!(refused.code(), "access-keys-invalid");
        assert!(refused.to_string().contains(why), "{field}: {refused}");
    }
}

#[test]
fn a_bad_set_leaves_the_good_one() {
    let keys = keys();
    let follower = keys.clone();
    let mut private = jwk("x");
    private["d"] = json!("AQAB");
    for (jwks, why) in [
        ("{".to_owned(), "no set in JSON"),
        ("{}".to_owned(), "no list `keys`"),
        (set([]), "no key for RS256"),
        (set([json!(1)]), "keys[0] is no object"),
        (set([jwk("x"), jwk("x")]), "two keys are named `x`"),
        (set([jwk("a"), private]), "keys[1] is a private or symmetric key"),
        (set([json!({"kty": "oct", "k": "AQAB"})]), "symmetric"),
        (set(std::iter::repeat_with(|| json!({})).take(65)), "65 keys, more than 64"),
        (format!("{{\"keys\":[],\"keys\":[{}]}}", jwk("x")), "`keys` stands twice"),
        (" ".repeat((256 << 10) + 1), "more than 262144"),
    ] {
        let refused = keys.replace(jwks.as_bytes()).unwrap_err();
        assert!(refused.to_string().contains(why), "{refused}");
        assert_eq!(keys.key_ids(), [KID]);
    }
    assert!(!keys.replace(set([jwk(KID)]).as_bytes()).unwrap());
    assert!(keys.replace(set([jwk("next")]).as_bytes()).unwrap());
    assert_eq!(follower.key_ids(), ["next"]);
    assert!(AccessKeys::default().is_empty() && !follower.is_empty());
}

//! Nothing of a secret is left behind: it is moved, never copied, and what is given up is overwritten.

use super::manifest::take_body;
use super::*;

const KEY: &str = "-----BEGIN PRIVATE KEY-----";

fn text_of<'v>(value: &'v Value, path: &[&str]) -> &'v str {
    path.iter().fold(value, |value, key| value.get(key).unwrap()).as_str().unwrap()
}

#[test]
fn a_manifest_takes_its_fields_and_leaves_no_copy() {
    let rest = Value::from(Map::from([("data", Map::from([("tls.key", KEY)]))]));
    let place = text_of(&rest, &["data", "tls.key"]).as_ptr();
    let Value::Map(rest) = rest else { panic!("a map") };
    let manifest = Manifest::of("v1", "Secret", rest);
    let body = Value::from(manifest);
    assert_eq!(text_of(&body, &["data", "tls.key"]).as_ptr(), place);
}

#[test]
fn options_are_wiped_where_they_stand() {
    let mut options = Value::from(Map::from([
        ("key", Value::from(KEY)),
        ("entries", Map::from([("list", vec![KEY.into(), Map::from([("key", KEY)]).into()])]).into()),
    ]));
    wipe_options(&mut options);
    let shown = format!("{options:?}");
    assert!(!shown.contains(KEY), "{shown}");
    assert!(shown.contains("entries"), "{shown}");
}

#[test]
fn what_is_no_manifest_is_wiped_when_it_is_refused() {
    let data = || ("data", Value::from(Map::from([("tls.key", KEY)])));
    let version = || ("apiVersion", Value::from("v1"));
    for refused in [
        Value::from(Map::from([version(), data()])),
        Map::from([version(), ("Kind", "Secret".into()), data()]).into(),
        Map::from([version(), ("kind", "".into()), data()]).into(),
        Map::from([version(), ("kind", true.into()), data()]).into(),
        Map::from([("kind", "Secret".into()), data()]).into(),
        vec![Value::from(Map::from([version(), ("kind", "Secret".into()), data()]))].into(),
        KEY.into(),
    ] {
        let mut value = refused.clone();
        assert!(take_body(&mut value, At::default()).is_err(), "{refused:?}");
        assert!(!format!("{value:?}").contains(KEY), "{refused:?}");
    }
}

#[test]
fn a_misspelt_secret_is_wiped_like_a_secret() {
    for (kind, wiped) in [
        ("Secret", true),
        ("SecretList", true),
        ("List", true),
        ("secret", true),
        ("Sercet", true),
        ("Secrets", true),
        ("ConfigMap", false),
        ("Service", false),
    ] {
        assert_eq!(Manifest::of("v1", kind, Map::new()).may_hold_secret(), wiped, "{kind}");
    }
    let typed = Manifest::of("v1", "Thing", Map::from([("stringData", Map::from([("a", KEY)]))]));
    assert!(typed.may_hold_secret());
}

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
fn a_patch_leaves_nothing_of_what_it_replaces() {
    let keyed = |key: &str, value: Value| Value::from(Map::from([(key, value)]));
    let pair = || Value::from(Map::from([("a", KEY), ("b", "kept")]));
    for (patch, expected) in [
        (keyed("a", "new".into()), vec![Value::from(KEY)]),
        (keyed("a", Value::Null), vec![KEY.into()]),
        (keyed("a", keyed("deeper", 1u16.into())), vec![KEY.into(), Value::Null]),
        (keyed("c", KEY.into()), vec![Value::Null]),
        ("plain".into(), vec![pair()]),
    ] {
        let mut gone = Vec::new();
        pair().merge_patch_with(patch.clone(), &mut |old| gone.push(old));
        assert_eq!(gone, expected, "{patch:?}");
    }
    // Moved to where it is overwritten, not copied.
    let mut value = keyed("a", KEY.into());
    let place = text_of(&value, &["a"]).as_ptr();
    let mut seen = Vec::new();
    value.merge_patch_with(keyed("a", "new".into()), &mut |old| seen.push(old.as_str().unwrap().as_ptr()));
    assert_eq!(seen, [place]);
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

//! Nothing of a secret is left behind: it is moved, never copied, and what is given up is overwritten.

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

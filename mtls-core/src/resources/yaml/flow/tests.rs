//! What kubectl's reader (sigs.k8s.io/yaml 1.6.0 over go-yaml 2.4.2) said of texts in brackets.

use super::super::{Dialect, Limits, Piece, Value, read};

fn read_one(text: &str, dialect: Dialect) -> Result<Value, String> {
    read(Piece { text, line: 1 }, &Limits::default(), dialect).map_err(|error| error.to_string())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_colon_before_a_sign_belongs_to_the_text() {
    for (text, kubectl) in [
        ("a: [2001:db8::]", r#"{"a":["2001:db8::"]}"#),
        ("a: [2001:db8::, b]", r#"{"a":["2001:db8::","b"]}"#),
        ("a: {x: 2001:db8::}", r#"{"a":{"x":"2001:db8::"}}"#),
        ("a: {x: y:, z: [b:, c:]}", r#"{"a":{"x":"y:","z":["b:","c:"]}}"#),
        ("a: [x: y:]", r#"{"a":[{"x":"y:"}]}"#),
        ("a: {b:}", r#"{"a":{"b:":null}}"#),
        ("a: {b:, c: 1}", r#"{"a":{"b:":null,"c":1}}"#),
        ("a: [x :, b]", r#"{"a":["x :","b"]}"#),
        ("a: [it's:, b]", r#"{"a":["it's:","b"]}"#),
        ("a: [true:, 1:, ~:]", r#"{"a":["true:","1:","~:"]}"#),
        ("a: {<<:}", r#"{"a":{"<<:":null}}"#),
        ("a: [&x b:, *x]", r#"{"a":["b:","b:"]}"#),
        ("a: [é:, \"b\":]", r#"{"a":["é:",{"b":null}]}"#),
    ] {
        assert_eq!(read_one(text, Dialect::GoYaml), Ok(json(kubectl)), "{text}");
    }
}

#[test]
fn a_colon_before_a_blank_ends_a_key() {
    for (text, kubectl) in [
        ("a: [a: , b]", r#"{"a":[{"a":null},"b"]}"#),
        ("a: {b: }", r#"{"a":{"b":null}}"#),
        ("a: {b:\n}", r#"{"a":{"b":null}}"#),
        ("a: [b:\t, c]", r#"{"a":[{"b":null},"c"]}"#),
        ("a: {\"b\":, c: 1}", r#"{"a":{"b":null,"c":1}}"#),
        ("a: {\"b\":[c]}", r#"{"a":{"b":["c"]}}"#),
        ("a: [x::y, b::c]", r#"{"a":["x::y","b::c"]}"#),
        ("a: ::1\nb: c?d", r#"{"a":"::1","b":"c?d"}"#),
        ("a: [\"::1\", '2001:db8::', \"b?\"]", r#"{"a":["::1","2001:db8::","b?"]}"#),
        ("a: [b] # [::1]\nc: |\n  [d?, ::1]\n", r#"{"a":["b"],"c":"[d?, ::1]\n"}"#),
    ] {
        assert_eq!(read_one(text, Dialect::GoYaml), Ok(json(kubectl)), "{text}");
        assert_eq!(read_one(text, Dialect::Standard), Ok(json(kubectl)), "{text}");
    }
}

#[test]
fn what_kubectl_refuses_or_takes_for_something_else_is_refused() {
    for text in [
        "a: [::1]",
        "a: [b, ::1, 2001:db8::]",
        "a: {x: ::}",
        "a: [:a]",
        "a: [/a?b]",
        "a: [b?]",
        "a: {x: b ?}",
        // To kubectl a map with the key `x`.
        "a: [?x]",
    ] {
        let error = read_one(text, Dialect::GoYaml).unwrap_err();
        assert!(error.contains("in quotes") && error.contains("line 1, column"), "{text}: {error}");
    }
    // The last one kubectl takes for a text over two lines; here it is refused.
    for text in ["a: [b:[c]]", "a: {b:[c]}", "a: [:]", "a: {x: :}", "a: {b:, 'b:'}", "a: [b:}", "a: [b\n:]"] {
        assert!(read_one(text, Dialect::GoYaml).is_err(), "{text}");
    }
}

#[test]
fn other_readers_go_by_the_standard() {
    assert_eq!(read_one("a: [::1, b?]", Dialect::Standard), Ok(json(r#"{"a":["::1","b?"]}"#)));
    assert_eq!(read_one("a: [b:]", Dialect::Standard), Ok(json(r#"{"a":[{"b":null}]}"#)));
}

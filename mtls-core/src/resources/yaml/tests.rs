//! The short ways of reading and writing give what the long ones give.

use proptest::prelude::*;

use super::write::{Layout, write, write_ordered};
use super::*;
use crate::resources::tests::{nasty, values};

/// Reads both ways; the short one may decline, but never differ.
fn read_both(text: &str, limits: &Limits) -> Option<Value> {
    let quick = quick::read(text, limits, Dialect::GoYaml)?;
    let slow = read_slowly(Piece { text, line: 1 }, limits, Dialect::GoYaml);
    assert_eq!(slow.as_ref(), Ok(&quick), "{text}");
    // Equal values may differ in their order.
    assert_eq!(write(&quick), write(&slow.unwrap()), "{text}");
    Some(quick)
}

fn quickly(text: &str) -> Option<Value> {
    read_both(text, &Limits::default())
}

#[test]
fn ordinary_documents_are_read_quickly() {
    for text in [
        "a: 1",
        "%YAML 1.2\n---\na: 1",
        "--- # c\na: [x, {b: 'c', \"d\": \"\\n\"}]\ne: |\n  f\n\n  g\nh: >-\n  i\n  j\n",
        "- 0\n- 18\n- 123456789012345678\n- 1234567890123456789\n- -5\n- 0644\n- 1.5\n- 1e3\n- 0x1F\n- +7\n- 1_000\n- 12:30\n- 1.2.3\n- 100m\n",
        "- yes\n- No\n- ON\n- n\n- ~\n- null\n- NULL\n-\n- Yesterday\n- nil\n- .\n- -a\n- --\n- =\n",
        "{8080: a, true: b, '9': c, \"<<\": d}",
        "null",
    ] {
        let read = quickly(text);
        // The version of YAML is left to the crate.
        assert_eq!(read.is_none(), text.starts_with('%') || text.contains("<<"), "{text}");
    }
}

#[test]
fn what_is_out_of_the_ordinary_is_declined() {
    for text in [
        "a: &b 1",
        "a: !!str 1",
        "a: !b 1",
        "[a, *b]",
        "a: {<<: {b: 1}}",
        "? [a]\n: b",
        "{~: a}",
        "{1.5: a}",
        "a: 1\na: 2",
        "{8080: a, '8080': b}",
        "a: .inf",
        "a: -Infinity",
        "a: +nan",
        "a: 1e999",
        "a: [",
        "a: \u{1}",
        "a: 1\n...\nb: 2",
        "a: 1\n--- \nb: 2",
        "\u{feff}a: 1",
    ] {
        assert_eq!(quick::read(text, &Limits::default(), Dialect::GoYaml), None, "{text}");
    }
    let limits = Limits { max_depth: 3, max_nodes: 6, ..Limits::default() };
    for (text, fits) in
        [("[[[1]]]", true), ("[[[[1]]]]", false), ("[1,2,3,4,5]", true), ("[1,2,3,4,5,6]", false)]
    {
        assert_eq!(read_both(text, &limits).is_some(), fits, "{text}");
        assert_eq!(read_slowly(Piece { text, line: 1 }, &limits, Dialect::GoYaml).is_ok(), fits, "{text}");
    }
}

fn write_both(map: &Map) -> Option<String> {
    let mut out = "before\n".to_owned();
    let written = write_ordered(map, Layout::default(), &mut out);
    let out = out.strip_prefix("before\n").unwrap();
    assert_eq!(out, if written.is_some() { write(&map.clone().into()) } else { String::new() });
    written.map(|()| out.to_owned())
}

#[test]
fn long_keys_are_left_to_the_crate() {
    for (length, is_written) in [(128, true), (129, false)] {
        let map = Map::from([("a", Map::from([("\u{1}".repeat(length), 1_u64)]))]);
        assert_eq!(write_both(&map).is_some(), is_written);
    }
    assert_eq!(write_both(&Map::new()).as_deref(), Some("{}\n"));
}

/// Texts near the border between plain and quoted.
fn border() -> impl Strategy<Value = String> {
    "[-+.:/#%, _=@~?&*!|<>{}'\"0-9aefgimnotxyzEFTZ\\[\\]\n\t]{0,6}"
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn values_are_written_as_the_crate_writes_them(
        body in prop::collection::vec((nasty(), values()), 0..6),
        texts in prop::collection::vec(border(), 0..8),
    ) {
        let mut map: Map = body.into_iter().collect();
        map.insert("texts", texts.iter().map(String::as_str).collect::<Value>());
        map.insert("keys", texts.iter().map(|text| (text.as_str(), texts.len() as u64)).collect::<Map>());
        let text = write_both(&map).unwrap();
        prop_assert_eq!(quickly(&text).map_or(map.clone().into(), |read| read), Value::from(map));
    }

    #[test]
    fn texts_are_read_as_the_crate_reads_them(
        words in prop::collection::vec(prop_oneof![nasty(), border()], 1..6),
        text in "[-a: \\[\\]{}&*#|>'\"!%\n\t?,.<0-9]{0,60}",
    ) {
        quickly(&words.iter().map(|word| format!("- {word}\n")).collect::<String>());
        quickly(&words.iter().map(|word| format!("k{word}: {word}\n")).collect::<String>());
        quickly(&words.iter().map(|word| format!("{word}: [{word}]\n")).collect::<String>());
        quickly(&format!("[{}]", words.join(",")));
        quickly(&text);
    }
}

#[test]
fn lines_are_a_block_where_that_says_the_same() {
    let written = |text: &str| {
        let pair = Map::from([("a", Map::from([("b", text)]))]);
        let (whole, mut quick) = (write(&pair.clone().into()), String::new());
        write_ordered(&pair, Layout::default(), &mut quick).unwrap();
        assert_eq!(quick, whole, "{text:?}");
        assert_eq!(serde_saphyr::from_str::<Value>(&whole).unwrap(), Value::from(pair), "{text:?}");
        whole
    };
    assert_eq!(written("x: 1\n\n# y\n  z: [on]\n"), "a:\n  b: |\n    x: 1\n    \n    # y\n      z: [on]\n");
    assert_eq!(written("--- a\n%b"), "a:\n  b: |-\n    --- a\n    %b\n");
    for quoted in [
        "\n",
        "\na\n",
        " a\nb\n",
        "a\n\n",
        "a \nb\n",
        "a\n  \nb",
        "a\r\nb\n",
        "\ta\nb\n",
        "a\n\tb\n",
        "\u{feff}a\nb",
        "a\u{85}b\nc",
        "a\nb\u{0}",
        "\u{e4}\nb",
    ] {
        assert_eq!(written(quoted).matches("|").count(), 0, "{quoted:?}");
    }
}

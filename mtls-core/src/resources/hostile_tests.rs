//! Texts that were made to cost time or memory.

use std::time::{Duration, Instant};

use super::*;
use crate::finding::{Refusal, Subject};

#[test]
#[allow(clippy::disallowed_methods, reason = "the time that it takes is what is tested")]
fn hostile_texts_are_refused_in_bounded_time() {
    let began = Instant::now();
    let mut bomb = "apiVersion: v1\nkind: X\na0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for i in 1..12 {
        let inner = vec![format!("*a{}", i - 1); 9].join(",");
        bomb.push_str(&format!("a{i}: &a{i} [{inner}]\n"));
    }
    let many_bombs = vec![bomb.clone(); 10].join("---\n");
    for (name, text, expected) in [
        ("aliases", bomb, "manifest-limit-exceeded"),
        ("flow depth", format!("a: {}", "[".repeat(100_000)), "manifest-limit-exceeded"),
        (
            "block depth",
            (0..500).map(|i| format!("{}a:\n", " ".repeat(i))).collect(),
            "manifest-limit-exceeded",
        ),
        ("list depth", "- ".repeat(50_000), "manifest-limit-exceeded"),
        (
            "nodes",
            format!("apiVersion: v1\nkind: X\na: [{}]", "1,".repeat(300_000)),
            "manifest-limit-exceeded",
        ),
        ("control", "a: \u{1}".to_owned(), "yaml-syntax"),
        ("tabs", "a:\n\t- b".to_owned(), "yaml-syntax"),
        ("self", "a: &a [*a]".to_owned(), "yaml-syntax"),
        ("unknown alias", "a: *b".to_owned(), "yaml-syntax"),
        ("infinity", "apiVersion: v1\nkind: X\na: .inf".to_owned(), "yaml-syntax"),
        ("complex key", "apiVersion: v1\nkind: X\n? [a]\n: b".to_owned(), "yaml-syntax"),
        ("a word", "hello".to_owned(), "manifest-not-a-map"),
    ] {
        let all = read_yaml(&text);
        assert_eq!(all.len(), 1, "{name}");
        let error = all[0].as_ref().unwrap_err();
        assert_eq!(error.code(), expected, "{name}: {error}");
    }
    assert!(read_yaml(&many_bombs).iter().all(Result::is_err));
    // Many findings in one document, and many documents with findings.
    let gateway = "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g}\nspec:\n";
    let unknown: String = (0..50_000).map(|i| format!("  credentialName{i}: x\n")).collect();
    let found = check_yaml(&format!("{gateway}{unknown}"), None);
    assert_eq!(found.len(), 50_001);
    let lines: Vec<usize> = found
        .iter()
        .filter_map(|f| match &f.subject {
            Subject::Document(at) => at.line,
            _ => None,
        })
        .collect();
    assert_eq!((lines[0], lines[49_999], lines[50_000]), (5, 50_004, 4));
    let found = check_yaml(&format!("{gateway}  x: y\n---\n").repeat(5_000), None);
    assert_eq!(found.len(), 10_000);
    assert!(read_yaml("").is_empty());
    assert_eq!(read_yaml_bytes(b"a: \xff")[0].as_ref().unwrap_err().code(), "manifest-not-text");
    // Unoptimised, beside other tests.
    assert!(began.elapsed() < Duration::from_secs(120), "{:?}", began.elapsed());
}

#[test]
#[allow(clippy::disallowed_methods, reason = "the time that it takes is what is tested")]
fn a_text_of_100_mb_is_refused_unread() {
    let text = "a: b\n".repeat(20 << 20);
    let began = Instant::now();
    assert_eq!(read_yaml(&text)[0].as_ref().unwrap_err().code(), "manifest-limit-exceeded");
    assert_eq!(read_json(&text)[0].as_ref().unwrap_err().code(), "manifest-limit-exceeded");
    assert!(began.elapsed() < Duration::from_secs(1));
}

#[test]
fn json_has_the_limits_of_yaml() {
    let deep = |levels: usize| {
        let lists = levels - 1;
        format!(r#"{{"apiVersion":"v1","kind":"X","a":{}{}}}"#, "[".repeat(lists), "]".repeat(lists))
    };
    let wide = |nodes: usize| {
        // The map, three keys, two texts and the list.
        let elements = vec!["1"; nodes - 7].join(",");
        format!(r#"{{"apiVersion":"v1","kind":"X","a":[{elements}]}}"#)
    };
    let limits = Limits::default();
    for (most, beyond) in [
        (deep(limits.max_depth), deep(limits.max_depth + 1)),
        (wide(limits.max_nodes), wide(limits.max_nodes + 1)),
    ] {
        let taken = read_json(&most);
        assert_eq!((taken.len(), &taken[0]), (1, &read_yaml(&most)[0]));
        assert_eq!(read_yaml(&write_yaml(&[taken[0].clone().unwrap()]).unwrap()), taken);
        for refused in [read_json(&beyond), read_yaml(&beyond), read_json(&format!("[{beyond}]"))] {
            assert_eq!(refused[0].as_ref().unwrap_err().code(), "manifest-limit-exceeded");
        }
    }
    assert_eq!(read_json(&deep(200))[0].as_ref().unwrap_err().code(), "manifest-limit-exceeded");
}

#[test]
fn nothing_is_written_that_would_not_be_read() {
    let manifest = |value: Value| Manifest::of("v1", "X", Map::from([("a", value)]));
    let deep = |levels: usize| {
        // The map of the manifest is the first.
        (1..levels).fold(Value::Null, |inner, _| Value::List(vec![inner]))
    };
    let wide = |nodes: usize| {
        // The map, three keys, two texts and the list.
        Value::from_iter(vec![true; nodes - 7])
    };
    // The map, three keys of 15 bytes in all, two texts of 3, the text, and 2 bytes for each of these seven.
    let long = |bytes: usize| Value::from("x".repeat(bytes - 32));
    let limits = Limits { max_depth: 8, max_nodes: 1000, max_bytes: 20_000, ..Limits::default() };
    for (what, most, beyond) in [
        ("levels", deep(limits.max_depth), deep(limits.max_depth + 1)),
        ("nodes", wide(limits.max_nodes), wide(limits.max_nodes + 1)),
        ("bytes", long(limits.max_bytes), long(limits.max_bytes + 1)),
    ] {
        let (most, beyond) = (manifest(most), manifest(beyond));
        let text = write_yaml_with(std::slice::from_ref(&most), &limits).unwrap();
        assert_eq!(read_yaml_with(&text, &limits), [Ok(most.clone())]);
        match write_yaml_with(&[most, beyond], &limits).unwrap_err() {
            ResourceError::LimitExceeded { at, what: seen, .. } => {
                assert_eq!((at.document, seen), (Some(2), what));
            }
            other => panic!("{what}: {other}"),
        }
    }
    // Each character becomes an escape of several.
    let escaped = [manifest("\u{1}".repeat(limits.max_bytes / 2).into())];
    assert_eq!(write_yaml_with(&escaped, &limits).unwrap_err().code(), "manifest-limit-exceeded");
    let limits = Limits::default();
    for beyond in [deep(limits.max_depth + 1), wide(limits.max_nodes + 1), long(limits.max_bytes + 1)] {
        let beyond = manifest(beyond);
        for written in
            [write_json(&beyond), write_yaml(std::slice::from_ref(&beyond)), write_yaml_value(&beyond.into())]
        {
            assert_eq!(written.map_err(|refused| refused.code()), Err("manifest-limit-exceeded"));
        }
    }
}

/// Looking each key up in a vector takes minutes here.
#[test]
#[allow(clippy::disallowed_methods, reason = "the time that it takes is what is tested")]
fn large_patches_and_maps_take_time_in_proportion() {
    const KEYS: u64 = 100_000;
    let name = |i: u64| format!("k{i}");
    let began = Instant::now();
    let mut target: Value = Map::from_iter((0..KEYS).map(|i| (name(i), i))).into();
    // Changes the first half, removes the second, and adds as many; again with every key twice.
    let change = |i: u64| if i % KEYS < KEYS / 2 { Value::from(i + 1) } else { Value::Null };
    let patch = |from: u64, to: u64| Map::from_iter((from..to).map(|i| (name(i), change(i))));
    target.merge_patch(patch(0, 2 * KEYS).into());
    let twice = Map::from_iter((0..2 * KEYS).map(|i| (name(i % KEYS), i)));
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let map = target.as_map().unwrap();
    assert_eq!(map.len() as u64, KEYS);
    assert_eq!(map.keys().next(), Some("k0"));
    assert_eq!(map.keys().last(), Some(name(KEYS + KEYS / 2 - 1).as_str()));
    assert_eq!(map.get("k7"), Some(&Value::from(8_u64)));
    assert_eq!((twice.len() as u64, twice.get("k3")), (KEYS, Some(&Value::from(KEYS + 3))));
}

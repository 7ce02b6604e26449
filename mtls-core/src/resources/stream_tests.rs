//! One document that cannot be read, between others that can.

use super::*;
use crate::finding::{Refusal, Subject};

const BEFORE: &str = "apiVersion: v1\nkind: Before\nmetadata: {name: a}\n";
/// Has a field that there is none of, on its last line.
const AFTER: &str = "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: b}\nspec:\n  mtls: {mode: STRICT}\n  mtsl: {}\n";

/// 64 levels.
const DEEP: &str = "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a";

fn lines(text: &str) -> usize {
    text.matches('\n').count()
}

fn bomb() -> String {
    let mut text = "apiVersion: v1\nkind: X\na0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for i in 1..12 {
        let inner = vec![format!("*a{}", i - 1); 9].join(",");
        text.push_str(&format!("a{i}: &a{i} [{inner}]\n"));
    }
    text
}

/// What cannot be read: the code, the line of it where the fault shows, and the field there.
fn broken() -> Vec<(&'static str, String, &'static str, usize, &'static str)> {
    let object = |rest: &str| format!("apiVersion: v1\nkind: X\n{rest}");
    vec![
        // Where the part stands that is repeated too often.
        ("alias bomb", bomb(), "manifest-limit-exceeded", 3, "a0[2]"),
        ("deep flow", object(&format!("a: {}\n", "[".repeat(100_000))), "manifest-limit-exceeded", 3, "a"),
        (
            "deep block",
            (0..500).map(|i| format!("{}a:\n", " ".repeat(i))).collect(),
            "manifest-limit-exceeded",
            65,
            DEEP,
        ),
        (
            "too many nodes",
            object(&format!("a: [{}]\n", "1,".repeat(300_000))),
            "manifest-limit-exceeded",
            3,
            "a[249993]",
        ),
        ("NUL", object("a:\n  b: \u{0}\n"), "yaml-syntax", 4, "a.b"),
        ("NUL in quotes", object("a: \"\u{0}\"\n"), "yaml-syntax", 3, "a"),
        ("tab for indentation", object("a:\n\tb: 1\n"), "yaml-syntax", 4, "a"),
        ("tab after a dash", object("a:\n-\t- b\n\t- c\n"), "yaml-syntax", 4, "a"),
        ("unclosed double quote", object("a: \"b\n"), "yaml-syntax", 4, "a"),
        ("unclosed single quote", object("a: 'b\n"), "yaml-syntax", 4, "a"),
        ("unclosed list", object("a: [b\n"), "yaml-syntax", 3, "a"),
        ("unclosed map", object("a: {b: c\n"), "yaml-syntax", 3, "a"),
        ("wrong indentation", object("a:\n    b: 1\n  c: 2\n"), "yaml-syntax", 5, "a.b"),
        ("unknown alias", object("a: *b\n"), "yaml-syntax", 3, "a"),
        ("alias of itself", object("a: &a [*a]\n"), "yaml-syntax", 3, "a[0]"),
        ("key twice", object("a:\n  b: 1\n  b: 2\n"), "yaml-duplicate-key", 5, "a.b"),
        ("key twice once it is text", object("a: {80: 1, '80': 2}\n"), "yaml-duplicate-key", 3, "a"),
        ("list as key", object("? [a]\n: b\n"), "yaml-syntax", 3, "[\"?\"]"),
        ("infinity", object("a: .inf\n"), "yaml-syntax", 3, "a"),
        ("Helm template", object("a: {{ .Values.a }}\n"), "yaml-syntax", 3, "a[\"?\"]"),
        ("text", "no manifest\n".to_owned(), "manifest-not-a-map", 1, ""),
        ("no kind", "apiVersion: v1\n".to_owned(), "manifest-without-kind", 1, "kind"),
        ("bad directive", "%YAML 3\n---\na: 1\n".to_owned(), "yaml-syntax", 1, ""),
    ]
}

#[test]
fn what_cannot_be_read_is_named_and_the_others_are_read() {
    assert_eq!(DEEP.len(), 2 * 64 - 1);
    let mut wrong = Vec::new();
    for (name, text, code, line, field) in broken() {
        let marker = if text.starts_with('%') { "...\n" } else { "---\n" };
        let before = lines(BEFORE) + 1;
        let stream = format!("{BEFORE}{marker}{text}---\n{AFTER}");
        let read = read_yaml(&stream);
        assert_eq!(read.len(), 3, "{name}: {read:?}");
        assert_eq!(read[0].as_ref().unwrap().kind(), "Before", "{name}");
        let after = read[2].as_ref().unwrap();
        let first = before + lines(&text) + 2;
        assert_eq!((after.name(), after.document(), after.line()), ("b", Some(3), Some(first)), "{name}");
        let error = read[1].as_ref().unwrap_err();
        let at = error.position().unwrap();
        let seen = (error.code(), at.document, at.line, at.field.as_str());
        let expected = (code, Some(2), Some(before + line), field);
        if seen != expected {
            wrong.push(format!("{name}: {seen:?} for {expected:?}: {error}"));
        }
        assert!(error.to_string().len() < 600, "{name}: {error}");
        // The same as findings, and what is wrong with the document behind it.
        let findings: Vec<_> = check_yaml(&stream, Some("all.yaml"))
            .into_iter()
            .map(|finding| {
                let Subject::Document(at) = finding.subject else { panic!("{name}: {}", finding.subject) };
                (finding.rule, at.file.unwrap(), at.document.unwrap(), at.line.unwrap())
            })
            .collect();
        let file = || "all.yaml".to_owned();
        let expected =
            [(code, file(), 2, before + line), ("field-unknown", file(), 3, first + lines(AFTER) - 1)];
        if findings != expected {
            wrong.push(format!("{name}: {findings:?} for {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn versions_that_are_wrong_are_named_where_they_stand() {
    for version in ["security.istio.io/v9", "v1", "security.isto.io/v1"] {
        let stream = format!("{BEFORE}---\n{}---\n{BEFORE}", AFTER.replace("security.istio.io/v1", version));
        assert!(read_yaml(&stream).iter().all(Result::is_ok));
        let finding = &check_yaml(&stream, Some("all.yaml"))[0];
        assert_eq!(finding.rule, "api-version-unknown", "{version}");
        assert_eq!(
            finding.subject.to_string(),
            "all.yaml:5, document 2, PeerAuthentication b, apiVersion",
            "{version}"
        );
    }
}

#[test]
fn markers_count_at_the_beginning_of_a_line_alone() {
    let text = "apiVersion: v1\nkind: X\ndata:\n  a: |\n    ---\n    b: c\n    ...\n  d: \"---\"\n  e: >-\n    f\n    --- g\n";
    let read = read_yaml(text);
    let [Ok(manifest)] = read.as_slice() else { panic!("{read:?}") };
    let data = manifest.body().get("data").unwrap();
    assert_eq!(data.get("a"), Some(&"---\nb: c\n...\n".into()));
    assert_eq!(data.get("d"), Some(&"---".into()));
    assert_eq!(data.get("e"), Some(&"f --- g".into()));
    assert_eq!(read_yaml(&write_yaml(std::slice::from_ref(manifest)).unwrap()), read);

    // Not indented, it ends the document, wherever it stands; what follows is another, and no manifest.
    let text = format!("{BEFORE}data: {{}}\na: |\n  b\n---\nc\n---\n{AFTER}");
    let read: Vec<_> = read_yaml(&text).into_iter().map(|one| one.map_err(|error| error.code())).collect();
    assert_eq!(read[0].as_ref().unwrap().body().get("a"), Some(&"b\n".into()));
    assert_eq!(read[1], Err("manifest-not-a-map"));
    assert_eq!(read[2].as_ref().unwrap().name(), "b");
    let text = format!("{BEFORE}a: \"b\n---\nc\"\n---\n{AFTER}");
    let read: Vec<_> = read_yaml(&text).into_iter().map(|one| one.map_err(|error| error.code())).collect();
    assert_eq!(read[..2], [Err("yaml-syntax"), Err("manifest-not-a-map")]);
    assert_eq!(read[2].as_ref().unwrap().name(), "b");
}

#[test]
fn ends_of_lines_and_marks_of_encodings_change_nothing() {
    let stream = format!("{BEFORE}data:\n  a: |\n    b\n    c\n  d: \"e\n    f\"\n---\n{AFTER}");
    let read = read_yaml(&stream);
    assert!(read.iter().all(Result::is_ok), "{read:?}");
    let findings = check_yaml(&stream, None);
    let windows = stream.replace('\n', "\r\n");
    let marked = format!("\u{feff}{stream}");
    // As files are joined that each begin with a mark.
    let joined = marked.replace("---\n", "---\n\u{feff}");
    let before_markers = marked.replace("---\n", "\u{feff}---\n");
    let after_comments = marked.replace("---\n", "--- # c\n\u{feff}");
    for (name, text) in [
        ("CRLF", windows),
        ("BOM", marked),
        ("BOM in each", joined),
        ("BOM before markers", before_markers),
        ("BOM after a comment", after_comments),
    ] {
        assert_eq!(read_yaml(&text), read, "{name}");
        assert_eq!(check_yaml(&text, None), findings, "{name}");
        assert_eq!(read_yaml_bytes(text.as_bytes()), read, "{name}");
    }
}

#[test]
fn other_encodings_are_refused_by_name() {
    let utf16: Vec<u8> = "\u{feff}apiVersion: v1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin1 = b"apiVersion: v1\nkind: X\na: Gr\xfc\xdfe\n";
    for (bytes, at) in [(utf16.as_slice(), 0), (latin1, 28)] {
        assert_eq!(read_yaml_bytes(bytes), [Err(ResourceError::NotText { offset: at })]);
    }
}

#[test]
fn documents_of_a_long_stream_have_their_numbers_and_lines() {
    const KINDS: [&str; 4] =
        ["---\napiVersion: v1\nkind: X\n", "---\nnull\n", "---\na: 1\na: 2\n", "---\n# nothing\n"];
    let (mut text, mut expected) = (String::new(), Vec::new());
    let (mut number, mut line) = (0, 1);
    // Enough to be read in several slices.
    for (index, document) in KINDS.iter().cycle().take(4 * LEAST).enumerate() {
        if index % 2 == 0 {
            number += 1;
            let is_read = index % 4 == 0;
            expected.push((is_read, Some(number), Some(if is_read { line + 1 } else { line + 2 })));
        }
        text.push_str(document);
        line += lines(document);
    }
    let read = read_yaml(&text);
    let places = read.iter().map(|read| {
        let at = match read {
            Ok(manifest) => manifest.position(),
            Err(error) => error.position().unwrap().clone(),
        };
        (read.is_ok(), at.document, at.line)
    });
    assert_eq!(places.collect::<Vec<_>>(), expected);
}

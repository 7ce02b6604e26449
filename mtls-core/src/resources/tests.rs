//! Reading, writing and validating as a whole.

use proptest::prelude::*;

use super::stream::{Piece, documents};
use super::yaml::{Dialect, locate, read};
use super::*;
use crate::finding::Refusal;

fn value(text: &str) -> Value {
    read(Piece { text, line: 1 }, &Limits::default(), Dialect::GoYaml).unwrap()
}

fn one(text: &str) -> Result<Manifest, ResourceError> {
    let mut all = read_yaml(text);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn code(text: &str) -> &'static str {
    one(text).unwrap_err().code()
}

#[test]
fn scalars_mean_what_kubectl_takes_them_for() {
    for (text, expected) in [
        ("on", Value::Bool(true)),
        ("no", Value::Bool(false)),
        ("'on'", "on".into()),
        ("0644", Value::UInt(420)),
        ("-1", Value::Int(-1)),
        ("12:30:45", "12:30:45".into()),
        ("2026-11-20", "2026-11-20".into()),
        ("1.5", Value::Float(1.5)),
        ("~", Value::Null),
        ("\"a\\u0085b\"", "a\u{85}b".into()),
        ("!!str 12", "12".into()),
    ] {
        assert_eq!(value(&format!("k: {text}")).get("k"), Some(&expected), "{text}");
    }
    let merged = value("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n");
    assert_eq!(merged.get("b").unwrap(), &value("{x: 1, y: 3}"));
}

#[test]
fn keys_become_text_as_in_json() {
    let map = value("{8080: a, off: b, '9': d, 1.5: e}");
    let keys: Vec<&str> = map.as_map().unwrap().keys().collect();
    assert_eq!(keys, ["8080", "false", "9", "1.5"]);
    // Two keys of YAML, one of JSON.
    assert_eq!(code("{apiVersion: v1, kind: X, 80: a, '80': b}"), "yaml-duplicate-key");
}

#[test]
fn a_stream_is_cut_at_its_markers() {
    let lines = |text: &str| documents(text).iter().map(|p| p.line).collect::<Vec<_>>();
    assert_eq!(lines("a: 1\n---\nb: 2\n--- # three\nc: 3\n"), [1, 2, 4]);
    assert_eq!(lines("# nothing\n---\n---\n\n...\n"), [] as [usize; 0]);
    assert_eq!(lines("%YAML 1.2\n---\na: 1\n...\n# end\n---\nb: 1"), [1, 6]);
    assert_eq!(lines("a: |\n  ---\n  b\n----\n"), [1], "indented or longer dashes are no marker");
    assert_eq!(lines("\u{feff}---\r\na: 1\r\n---\r\nb: 1\r\n"), [1, 3]);
    assert_eq!(lines("--- {a: 1}\n--- [1]\n"), [1, 2]);
}

#[test]
fn a_broken_document_does_not_take_the_others_with_it() {
    let text = "apiVersion: v1\nkind: A\n---\nkind: [\n---\n# c\n\napiVersion: v1\nkind: B\n---\nnull\n---\n- x\n---\nkind: C\n";
    let all = read_yaml(text);
    assert_eq!(all.len(), 5, "{all:?}");
    assert_eq!((all[0].as_ref().unwrap().kind(), all[0].as_ref().unwrap().line()), ("A", Some(1)));
    let error = all[1].as_ref().unwrap_err();
    assert_eq!(error.code(), "yaml-syntax");
    assert!(error.to_string().starts_with("document 2, line "), "{error}");
    let third = all[2].as_ref().unwrap();
    assert_eq!((third.kind(), third.document(), third.line()), ("B", Some(3), Some(8)));
    assert_eq!(
        all[3].as_ref().unwrap_err().to_string(),
        "document 4, line 13: a manifest is a map, this is a list"
    );
    assert_eq!(
        all[4].as_ref().unwrap_err().to_string(),
        "document 5, line 15, field apiVersion: `apiVersion` is missing"
    );
}

#[test]
fn errors_name_line_column_and_field() {
    let error = one("apiVersion: v1\nkind: X\nspec:\n  a:\n  - b: 1\n    b: 2\n").unwrap_err();
    let ResourceError::DuplicateKey { at, key } = &error else { panic!("{error:?}") };
    assert_eq!((at.line, at.column, at.field.as_str(), key.as_str()), (Some(6), Some(5), "spec.a[0].b", "b"));
    assert_eq!(error.code(), "yaml-duplicate-key");
    let error = one("apiVersion: v1\nkind: X\nspec:\n  a: \"open\n  b: 1\n").unwrap_err();
    assert_eq!(error.code(), "yaml-syntax");
    assert!(error.to_string().contains("spec"), "{error}");
}

#[test]
fn the_template_of_the_article_is_no_manifest() {
    // The Secret as the article prints it: neither `metadata:` nor `data:`, and `{{- if $ }}`.
    let text = include_str!("../../tests/data/resources/article_secret.yaml");
    let all = read_yaml(text);
    assert_eq!(all.len(), 1);
    let error = all[0].as_ref().unwrap_err();
    assert_eq!(error.code(), "yaml-syntax", "{error}");
    assert!(error.help().contains("Helm template must be rendered"));
}

#[test]
fn output_has_a_stable_order_and_pem_as_blocks() {
    let text = "spec: {z: 1, a: 'on'}\nmetadata: {labels: {b: 'y', a: '1'}, namespace: ns, name: x}\nkind: Thing\napiVersion: example.org/v1\ndata: {}\n";
    let manifest = one(text).unwrap();
    let pem = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    let mut with_pem = manifest.clone();
    with_pem.merge_patch(Value::Map(Map::from([("spec", Map::from([("pem", pem)]))]))).unwrap();
    let expected = "apiVersion: example.org/v1\nkind: Thing\nmetadata:\n  name: x\n  namespace: ns\n  labels:\n    b: \"y\"\n    a: \"1\"\nspec:\n  z: 1\n  a: \"on\"\n";
    let written = write_yaml(std::slice::from_ref(&manifest)).unwrap();
    assert_eq!(written.replace('\'', "\""), format!("{expected}data: {{}}\n"));
    let written = write_yaml(&[with_pem.clone(), manifest.clone()]).unwrap();
    assert!(written.contains("  pem: |\n    -----BEGIN CERTIFICATE-----\n    MAA=\n"), "{written}");
    let back: Vec<Manifest> = read_yaml(&written).into_iter().map(Result::unwrap).collect();
    assert_eq!(back, [with_pem, manifest]);
}

#[test]
fn fields_are_located() {
    let text = "# c\napiVersion: v1\nspec:\n  servers:\n  - port: 1\n    tls: {mode: X}\n  - {a: b}\ndata: {a.b: c}\n";
    let fields = ["spec.servers[0].tls.mode", "spec.servers[1].tls.mode", "data[\"a.b\"]", "absent"];
    let places = locate(text, fields, &Limits::default());
    for (field, place) in [
        ("spec.servers[0].tls.mode", Some((6, 11))),
        ("spec.servers[1].tls.mode", None),
        ("spec.servers[1].tls", None),
        ("spec.servers[1]", Some((7, 5))),
        ("data[\"a.b\"]", Some((8, 8))),
        ("absent", None),
        ("", Some((2, 1))),
    ] {
        assert_eq!(places.get(field).copied(), place, "{field}");
    }
}

#[test]
fn check_yaml_gives_file_and_line() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n\napiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: g}\nspec:\n  servers:\n  - port: {number: 443, protocol: HTTPS, name: https}\n    hosts: ['a.example']\n    tls:\n      mode: MUTAL\n---\nfoo: bar\n";
    let findings = check_yaml(text, Some("gw.yaml"));
    let lines: Vec<String> = findings.iter().map(|f| format!("{} {}", f.rule, f.subject)).collect();
    assert_eq!(
        lines,
        [
            "manifest-without-kind gw.yaml:16, document 3, apiVersion",
            "field-value-unknown gw.yaml:14, document 2, Gateway g, spec.servers[0].tls.mode",
        ]
    );
    assert!(findings[1].message.ends_with("did you mean `MUTUAL`?"), "{}", findings[1].message);
}

#[test]
fn versions_that_are_not_served_are_named() {
    for (version, fine) in [
        ("networking.istio.io/v1", true),
        ("networking.istio.io/v1alpha3", true),
        ("networking.istio.io/v2", false),
        ("v1", false),
        ("networking.isto.io/v1", false),
        ("example.com/v1", true),
    ] {
        let text = format!(
            "apiVersion: {version}\nkind: Gateway\nmetadata: {{name: g}}\nspec: {{servers: [{{hosts: ['*'], port: {{number: 80, name: http, protocol: HTTP}}}}]}}\n"
        );
        let findings = validate(&one(&text).unwrap());
        let found = findings.iter().any(|f| f.rule == "api-version-unknown");
        assert_eq!(found, !fine, "{version}: {findings:?}");
        assert_eq!(findings.is_empty(), fine, "{version}: {findings:?}");
    }
}

#[test]
fn a_kind_that_its_group_does_not_have_is_told() {
    for (api_version, kind, meant) in [
        ("networking.istio.io/v1", "Gatway", Some("did you mean Gateway?")),
        ("networking.istio.io/v1", "gateway", Some("did you mean Gateway?")),
        ("networking.istio.io/v1", "DestinationRules", Some("did you mean DestinationRule?")),
        (
            "networking.istio.io/v1",
            "AuthorizationPolicy",
            Some("did you mean AuthorizationPolicy of security.istio.io?"),
        ),
        // Others of these groups, and groups that are not ours.
        ("networking.istio.io/v1beta1", "ProxyConfig", None),
        ("networking.istio.io/v1alpha3", "EnvoyFilter", None),
        ("extensions.istio.io/v1alpha1", "WasmPlugin", None),
        ("gateway.networking.k8s.io/v1alpha2", "TCPRoute", None),
        ("apps/v1", "ReplicaSet", None),
        ("example.com/v1", "Gatway", None),
        (
            "v1",
            "Nmespace",
            Some("Nmespace is no kind of the core group that is known; did you mean Namespace?"),
        ),
        ("v1", "pod", Some("did you mean Pod?")),
        ("v1", "PodTemplate", None),
        ("v1", "ComponentStatus", None),
        ("v1", "ReplicationController", None),
        ("v1", "Endpoints", None),
        ("v1", "Event", None),
        ("v1", "Node", None),
        ("v2", "Nmespace", None),
    ] {
        let text = format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: x}}\n");
        let findings = validate(&one(&text).unwrap());
        match meant {
            Some(meant) => {
                assert_eq!(findings.len(), 1, "{kind}: {findings:?}");
                assert_eq!(findings[0].rule, "kind-misspelt");
                assert!(findings[0].message.ends_with(meant), "{findings:?}");
            }
            None => assert!(findings.iter().all(|f| f.rule != "kind-misspelt"), "{findings:?}"),
        }
    }
}

#[test]
fn lists_give_their_items() {
    let text = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: UPPER}}\n- {kind: X}\n";
    let list = one(text).unwrap();
    let rules: Vec<&str> = validate(&list).iter().map(|f| f.rule).collect();
    assert_eq!(rules, ["metadata-name-invalid", "manifest-without-kind"]);
    let items = list.into_items();
    assert_eq!(items.len(), 2);
    assert!(items[1].as_ref().unwrap_err().to_string().contains("items[1].apiVersion"));
}

#[test]
fn json_in_and_out() {
    let text =
        r#"[{"kind":"A","apiVersion":"v1","spec":{"b":1,"a":18446744073709551615,"c":-5,"d":1.5}}, 3]"#;
    let all = read_json(text);
    let first = all[0].as_ref().unwrap();
    assert!(
        write_json(first)
            .unwrap()
            .starts_with("{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"A\",\n  \"spec\": {\n    \"b\": 1,")
    );
    assert_eq!(read_json(&write_json(first).unwrap()), [Ok(first.clone())]);
    assert_eq!(all[1].as_ref().unwrap_err().code(), "manifest-not-a-map");
    for (text, code) in [
        ("{", "json-syntax"),
        ("{\"a\":1,\"a\":2}", "yaml-duplicate-key"),
        (&"[".repeat(1000), "manifest-limit-exceeded"),
    ] {
        assert_eq!(read_json(text)[0].as_ref().unwrap_err().code(), code, "{text:.20}");
    }
    let json: serde_json::Value = serde_json::from_str(text).unwrap();
    let value = Value::from(json.clone());
    assert_eq!(serde_json::Value::from(value), json);
}

#[test]
fn merge_patches_follow_rfc_7396() {
    let mut manifest = one("{apiVersion: v1, kind: X, spec: {a: 1, b: {c: 2}}}").unwrap();
    manifest.merge_patch(value("{spec: {a: null, b: {d: [1]}}}")).unwrap();
    assert_eq!(manifest.body().get("spec"), Some(&value("{b: {c: 2, d: [1]}}")));
    let before = manifest.clone();
    assert_eq!(manifest.merge_patch(value("{kind: null}")).unwrap_err().code(), "manifest-without-kind");
    assert_eq!(manifest.merge_patch(value("[1]")).unwrap_err().code(), "manifest-not-a-map");
    assert_eq!(manifest, before);
}

pub(super) fn nasty() -> impl Strategy<Value = String> {
    let words = [
        "on",
        "off",
        "y",
        "N",
        "yes",
        "null",
        "~",
        "",
        " ",
        "1_000",
        "0644",
        "0o17",
        "0x1F",
        "1e3",
        "-.5",
        ".inf",
        ".NaN",
        "12:30:45",
        "1:2",
        "2026-11-20",
        "=",
        "<<",
        "!",
        "&a",
        "*a",
        "- a",
        "-",
        "---",
        "...",
        "? a",
        ": ",
        "a: b",
        "a #b",
        "#",
        "%",
        "@",
        "`",
        "|",
        ">",
        "{",
        "[",
        "'",
        "\"",
        "\\",
        "\t",
        "\ta",
        "a\t",
        "a\n",
        "\na",
        "a\n\n",
        " a\nb",
        "a\r\nb",
        "\u{85}",
        "a\u{85}b",
        "\u{2028}",
        "\u{feff}",
        "\u{7f}",
        "\u{0}",
        "\u{1f600}",
        "true",
        "089_80",
        "+_7",
        "0b1",
        "1.10",
        "8_",
        "-----BEGIN X-----\n a\n-----END X-----\n",
        "-----BEGIN X-----\nMAA=\n-----END X-----\n",
        "-----BEGIN X-----\nMAA=\n-----END X-----",
        "-----BEGIN X-----\r\nMAA=\r\n-----END X-----\r\n",
    ];
    prop_oneof![
        3 => prop::sample::select(words.to_vec()).prop_map(str::to_owned),
        1 => (prop::sample::select(words.to_vec()), prop::sample::select(words.to_vec())).prop_map(|(a, b)| format!("{a}{b}")),
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ]
}

pub(super) fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("finite", |f| f.is_finite()).prop_map(Value::Float),
        nasty().prop_map(Value::from),
        nasty().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
            prop::collection::vec((nasty(), inner), 0..5)
                .prop_map(|pairs| Value::Map(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_the_same(bodies in prop::collection::vec(values(), 1..4)) {
        let manifests: Vec<Manifest> = bodies
            .into_iter()
            .map(|body| Manifest::of("example.org/v1", "Thing", Map::from([("body", body)])))
            .collect();
        let text = write_yaml(&manifests).unwrap();
        prop_assert_eq!(&text, &write_yaml(&manifests).unwrap());
        let back: Result<Vec<Manifest>, _> = read_yaml(&text).into_iter().collect();
        prop_assert_eq!(back.as_ref(), Ok(&manifests), "{}", text);
        prop_assert_eq!(write_yaml(&back.unwrap()).unwrap(), text);
        let json: Vec<Manifest> = manifests.iter().map(|m| read_json(&write_json(m).unwrap()).remove(0).unwrap()).collect();
        prop_assert_eq!(&json, &manifests);
    }

    #[test]
    fn no_text_panics(text in prop_oneof![any::<String>(), "[-a: \\[\\]{}&*#|>'\"!%\\n\\t?,.<]{0,80}"]) {
        for manifest in read_yaml(&text).into_iter().flatten() {
            validate(&manifest);
        }
        let _ = read_json(&text);
        let _ = check_yaml(&text, None);
        let _ = read_yaml_bytes(text.as_bytes());
    }
}

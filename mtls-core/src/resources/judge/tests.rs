//! Objects of which a part cannot be read, and objects in lists.

use super::*;
use crate::resources::{check_yaml, read_yaml, validate};

fn rules_and_fields(text: &str) -> Vec<(&'static str, String)> {
    let manifest = read_yaml(text).remove(0).unwrap();
    validate(&manifest).iter().map(|finding| (finding.rule, field(finding).to_owned())).collect()
}

fn check_fields(text: &str, expected: &[(&str, &str)]) {
    let found = rules_and_fields(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(rule, field)| (*rule, field.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

const GATEWAY: &str = "apiVersion: networking.istio.io/v1\nkind: Gateway\n";

#[test]
fn a_wrong_type_hides_no_other_problem() {
    // What the author meant is plain; the mode is missing whatever the port is.
    check_fields(
        &format!(
            "{GATEWAY}metadata: {{name: public}}\nspec:\n  servers:\n  - port: {{number: '443', protocol: HTTPS, name: https}}\n    hosts: '*.shop.example'\n    tls: {{credentialName: cert}}\n"
        ),
        &[
            ("field-type", "spec.servers[0].port.number"),
            ("field-type", "spec.servers[0].hosts"),
            ("gateway-tls-mode-missing", "spec.servers[0].tls.mode"),
        ],
    );
    // So is the word; the name is no label in any case.
    check_fields(
        "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: a_b}\nspec: {mtls: {mode: STRCT}, portLevelMtls: {}}\n",
        &[
            ("field-value-unknown", "spec.mtls.mode"),
            ("metadata-name-invalid", "metadata.name"),
            ("peer-authentication-ports-without-selector", "spec.portLevelMtls"),
            ("peer-authentication-ports", "spec.portLevelMtls"),
        ],
    );
}

#[test]
fn what_cannot_be_read_is_not_called_missing() {
    check_fields(
        &format!(
            "{GATEWAY}metadata: {{name: 5}}\nspec:\n  servers:\n  - port: {{number: '443', protocol: HTTPS, name: https}}\n    hosts: {{a: b}}\n    tls: {{mode: SIMPLE, credentialName: [cert]}}\n"
        ),
        &[
            ("field-type", "metadata.name"),
            ("field-type", "spec.servers[0].port.number"),
            ("field-type", "spec.servers[0].hosts"),
            ("field-type", "spec.servers[0].tls.credentialName"),
        ],
    );
    // Nobody knows what was meant: only the metadata is judged.
    check_fields(
        &format!("{GATEWAY}metadata: {{name: UPPER}}\nspec: none\n"),
        &[("field-type", "spec"), ("metadata-name-invalid", "metadata.name")],
    );
    check_fields(
        &format!("{GATEWAY}metadata: none\nspec: 1\n"),
        &[("field-type", "metadata"), ("field-type", "spec")],
    );
}

#[test]
fn a_gateway_whose_credential_cannot_be_read_is_not_held_against_a_secret() {
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: cert}\ndata: {ca.crt: ENTRY}\n";
    let gateway = format!(
        "{GATEWAY}metadata: {{name: g}}\nspec:\n  servers:\n  - port: {{number: 443, protocol: HTTPS, name: https}}\n    hosts: [a.example]\n    tls: {{mode: MUTUAL, credentialName: cert}}\n"
    );
    let says_missing = |secret: &str, gateway: &str| {
        let findings = check_yaml(&format!("{secret}---\n{gateway}"), None);
        findings.iter().any(|finding| finding.rule == "secret-missing-ca-crt")
    };
    assert!(says_missing(&secret.replace("ENTRY", "''"), &gateway));
    assert!(!says_missing(&secret.replace("ENTRY", "5"), &gateway));
    let unread = gateway.replace("credentialName: cert", "credentialName: cert, caCertCredentialName: 5");
    assert!(!says_missing(&secret.replace("ENTRY", "''"), &unread));
}

#[test]
fn findings_about_items_of_lists_have_their_own_lines() {
    let text = "\
apiVersion: v1
kind: Thing
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Secret
  metadata:
    name: UPPER
- kind: X
- apiVersion: v1
  kind: List
  items:
  - apiVersion: security.istio.io/v1
    kind: PeerAuthentication
    metadata:
      name: default
    spec:
      mtls:
        mode: STRCT
";
    let places: Vec<(String, Option<usize>)> = check_yaml(text, None)
        .into_iter()
        .map(|finding| match finding.subject {
            Subject::Document(at) => (at.field, at.line),
            other => panic!("{other}"),
        })
        .collect();
    let expected = [
        ("items[0].metadata.name", 10),
        ("items[1].apiVersion", 11),
        ("items[2].items[0].spec.mtls.mode", 21),
    ];
    assert_eq!(places, expected.map(|(field, line)| (field.to_owned(), Some(line))));
}

/// Every manifest of the recipes' golden files.
fn golden() -> Vec<Manifest> {
    let mut files = Vec::new();
    let mut folders =
        vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/recipes"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                files.push(path);
            }
        }
    }
    let texts = files.iter().map(|file| std::fs::read_to_string(file).unwrap());
    texts.flat_map(|text| read_yaml(&text)).flatten().collect()
}

/// The value with one of its parts of another type, in every place there is: what was meant, or what tells nobody what was.
fn broken(value: &Value) -> Vec<Value> {
    match value {
        Value::String(text) => {
            let unquoted: Option<Value> = serde_json::from_str(text).ok();
            unquoted.into_iter().chain([Value::List(vec![value.clone()])]).collect()
        }
        Value::UInt(number) => vec![number.to_string().into(), "x".into()],
        Value::Bool(given) => vec![given.to_string().into(), 1_u32.into()],
        Value::List(list) => {
            let elements = list.iter().enumerate().flat_map(|(i, element)| {
                broken(element).into_iter().map(move |element| {
                    let mut list = list.clone();
                    list[i] = element;
                    Value::List(list)
                })
            });
            elements.chain(list.first().filter(|_| list.len() == 1).cloned()).collect()
        }
        Value::Map(map) => {
            let fields = map.iter().filter(|(key, _)| !["apiVersion", "kind"].contains(key));
            fields
                .flat_map(|(key, part)| {
                    broken(part).into_iter().map(move |part| {
                        let mut map = map.clone();
                        map.insert(key, part);
                        Value::Map(map)
                    })
                })
                .collect()
        }
        _ => vec!["x".into()],
    }
}

#[test]
fn nothing_false_is_said_of_manifests_with_one_fault() {
    let mut tried = 0;
    // Recipes give much the same again and again.
    for manifest in golden().into_iter().step_by(9) {
        let sound = validate(&manifest);
        let sound: Vec<_> = sound.iter().map(key).collect();
        for value in broken(&Value::Map(manifest.body().clone())) {
            let Ok(manifest) = Manifest::new(value) else { continue };
            let findings = validate(&manifest);
            let is_type = |finding: &&Finding| matches!(finding.rule, "field-type" | "field-value-unknown");
            // Values that are of a right type again are other manifests, not faulty ones.
            if !findings.iter().any(|finding| is_type(&finding)) {
                continue;
            }
            tried += 1;
            for finding in findings.iter().filter(|finding| !is_type(finding)) {
                assert!(
                    sound.contains(&key(finding)),
                    "{finding}\n{}",
                    crate::resources::write_yaml(std::slice::from_ref(&manifest)).unwrap()
                );
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

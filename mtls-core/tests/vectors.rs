//! The cases that Rust, Python and Node all run: `tests/vectors/<subject>.json`.
//!
//! A case names an operation, its arguments, and either the value that it gives (`ok`) or the code
//! that it is refused with (`error`), which may be followed by all `findings`. Each subject has a module here that maps
//! operations to calls. Arguments of the form `@label` stand for a text of the file's `material`.
#![cfg(all(feature = "issue", feature = "resources", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use base64::Engine as _;
use mtls_core::finding::{Finding, Refusal, Subject};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[path = "vectors/coverage.rs"]
mod coverage;
#[path = "vectors/edge.rs"]
mod edge;
#[path = "vectors/federation.rs"]
mod federation;
#[path = "vectors/forwarded.rs"]
mod forwarded;
#[path = "vectors/identity.rs"]
mod identity;
#[cfg(feature = "probe")]
#[path = "vectors/inspection.rs"]
mod inspection;
#[path = "vectors/issue.rs"]
mod issue;
#[path = "vectors/istio.rs"]
mod istio;
#[path = "vectors/kinds.rs"]
mod kinds;
#[path = "vectors/origin.rs"]
mod origin;
#[path = "vectors/origin_config.rs"]
mod origin_config;
#[path = "vectors/pki.rs"]
mod pki;
#[cfg(feature = "probe")]
#[path = "vectors/probe.rs"]
mod probe;
#[path = "vectors/recipes.rs"]
mod recipes;
#[path = "vectors/resources.rs"]
mod resources;
#[path = "vectors/rotation.rs"]
mod rotation;
#[cfg(feature = "probe")]
#[path = "vectors/server.rs"]
mod server;
#[path = "vectors/tls.rs"]
mod tls;
#[path = "vectors/trust.rs"]
mod trust;
#[path = "vectors/verify.rs"]
mod verify;

/// What an operation gives: a value, or the refusal.
type Answer = Result<Value, Refused>;
/// The calls of a subject; `None` for an operation that it does not have.
type Run = fn(op: &str, args: &Args) -> Option<Answer>;

const SUBJECTS: &[(&str, Run)] = &[
    ("edge", edge::run),
    ("federation", federation::run),
    ("forwarded", forwarded::run),
    ("identity", identity::run),
    #[cfg(feature = "probe")]
    ("inspection", inspection::run),
    ("issue", issue::run),
    ("istio", istio::run),
    ("kinds", kinds::run),
    ("origin", origin::run),
    ("origin_config", origin_config::run),
    ("pki", pki::run),
    #[cfg(feature = "probe")]
    ("probe", probe::run),
    ("recipes", recipes::run),
    ("resources", resources::run),
    ("rotation", rotation::run),
    ("tls", tls::run),
    ("trust", trust::run),
    ("verify", verify::run),
];

struct Refused {
    code: &'static str,
    findings: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "it is for readers of the file")]
    about: String,
    #[serde(default)]
    material: BTreeMap<String, String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    op: String,
    args: Args,
    /// Present and null is a value too.
    #[serde(default, deserialize_with = "present")]
    ok: Option<Value>,
    error: Option<String>,
    /// All that is found with the error; not looked at where it is not given.
    findings: Option<Vec<Value>>,
    /// The name of the case that just does not break what this one breaks.
    twin: Option<String>,
}

fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// The arguments of a case.
#[derive(Deserialize)]
struct Args(serde_json::Map<String, Value>);

impl Args {
    fn text(&self, key: &str) -> &str {
        self.0.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("no text argument `{key}`"))
    }

    /// The text under `key`, or the bytes under `key_b64`.
    fn bytes(&self, key: &str) -> Vec<u8> {
        match self.0.get(&format!("{key}_b64")) {
            Some(Value::String(text)) => {
                base64::engine::general_purpose::STANDARD.decode(text).expect("Base64")
            }
            _ => self.text(key).as_bytes().to_vec(),
        }
    }

    fn option(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|value| value.as_str().unwrap_or_else(|| panic!("`{key}` is no text")))
    }

    fn at(&self) -> rustls_pki_types::UnixTime {
        let seconds = self.0.get("at").and_then(Value::as_u64).expect("`at` in seconds");
        rustls_pki_types::UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
    }
}

impl<E: Refusal> From<E> for Refused {
    fn from(error: E) -> Self {
        Self { code: error.code(), findings: briefs(&error.findings()) }
    }
}

/// The value as JSON, or the refusal.
fn answer<T: Serialize, E: Refusal>(result: Result<T, E>) -> Answer {
    Ok(serde_json::to_value(result?).expect("records are JSON"))
}

/// The bytes of one block of PEM, whatever they are.
fn unpem(text: &str) -> Vec<u8> {
    let data: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    base64::engine::general_purpose::STANDARD.decode(data).expect("PEM")
}

/// Findings as `[rule, severity, position of the certificate]`; their words may improve.
fn briefs(findings: &[Finding]) -> Vec<Value> {
    let index = |finding: &Finding| match &finding.subject {
        Subject::Certificate(certificate) => certificate.index,
        _ => None,
    };
    findings.iter().map(|finding| json!([finding.rule, finding.severity, index(finding)])).collect()
}

/// The names of an object's fields.
#[cfg(feature = "probe")]
fn field_names(record: &Value) -> BTreeSet<&String> {
    record.as_object().expect("an object").keys().collect()
}

/// Puts the file's texts where `@label` stands.
fn resolve(value: &mut Value, material: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(label) = text.strip_prefix('@') {
                *text = material.get(label).unwrap_or_else(|| panic!("no material `{label}`")).clone();
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|item| resolve(item, material)),
        Value::Object(fields) => fields.values_mut().for_each(|field| resolve(field, material)),
        _ => {}
    }
}

fn read(subject: &str) -> File {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vectors/{subject}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut file: File = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    if !file.material.is_empty() {
        for case in &mut file.cases {
            case.args.0.values_mut().for_each(|argument| resolve(argument, &file.material));
        }
    }
    file
}

#[test]
fn every_case_gives_what_it_says() {
    let mut failures = Vec::new();
    for (subject, run) in SUBJECTS {
        let mut names = BTreeSet::new();
        for case in read(subject).cases {
            assert!(names.insert(case.name.clone()), "{subject}: `{}` stands twice", case.name);
            let mut want = serde_json::Map::new();
            match (case.ok, case.error) {
                (Some(value), None) => want.insert("ok".to_owned(), value),
                (None, Some(code)) => want.insert("error".to_owned(), code.into()),
                _ => panic!("{subject}: `{}` needs either ok or error", case.name),
            };
            let answer = run(&case.op, &case.args)
                .unwrap_or_else(|| panic!("{subject}: `{}`: unknown operation {}", case.name, case.op));
            let got = match answer {
                Ok(value) => json!({"ok": value}),
                Err(refused) if case.findings.is_some() => {
                    json!({"error": refused.code, "findings": refused.findings})
                }
                Err(refused) => json!({"error": refused.code}),
            };
            if let Some(findings) = case.findings {
                want.insert("findings".to_owned(), findings.into());
            }
            let want = Value::Object(want);
            if got != want {
                failures.push(format!("{subject}: {}\n   got {got}\n  want {want}", case.name));
            }
        }
    }
    assert!(failures.is_empty(), "{} cases differ:\n{}", failures.len(), failures.join("\n"));
}

/// A file without a runner would be green without being run.
#[test]
fn every_file_has_a_runner() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let files: BTreeSet<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let mut run: BTreeSet<String> = SUBJECTS.iter().map(|(subject, _)| (*subject).to_owned()).collect();
    if !cfg!(feature = "probe") {
        run.extend(["inspection", "probe"].map(str::to_owned));
    }
    assert_eq!(files, run);
}

/// A twin is in order where its case is not: the rule is hit from both sides.
#[test]
fn twins_keep_the_rule_that_their_cases_break() {
    for (subject, _) in SUBJECTS {
        let file = read(subject);
        for case in &file.cases {
            let Some(name) = &case.twin else { continue };
            let twin = file.cases.iter().find(|other| other.name == *name);
            let twin = twin.unwrap_or_else(|| panic!("{subject}: `{}`: no case `{name}`", case.name));
            let ok = twin.ok.as_ref().unwrap_or_else(|| panic!("{subject}: `{name}` is refused"));
            let warned: BTreeSet<&str> = rules_of(&ok["warnings"]).chain(rules_of(&ok["findings"])).collect();
            for rule in case.rules() {
                assert!(!warned.contains(rule), "{subject}: `{name}` breaks {rule} like `{}`", case.name);
            }
        }
    }
}

impl Case {
    /// The rules that the case is refused for, or shows broken.
    fn rules(&self) -> impl Iterator<Item = &str> {
        let errors = self.findings.iter().flatten().filter(|found| found[1] == "error");
        let value = self.ok.as_ref().unwrap_or(&Value::Null);
        let warned = ["warnings", "findings"].into_iter().flat_map(|field| rules_of(&value[field]));
        self.error.as_deref().into_iter().chain(errors.filter_map(|found| found[0].as_str())).chain(warned)
    }
}

fn rules_of(findings: &Value) -> impl Iterator<Item = &str> {
    findings.as_array().into_iter().flatten().filter_map(|found| found[0].as_str())
}

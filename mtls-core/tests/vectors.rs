//! The cases that Rust, Python and Node all run: `tests/vectors/<subject>.json`.
//!
//! A case names an operation, its arguments, and either the value that it gives (`ok`) or the code
//! that it is refused with (`error`). Each subject has a module here that maps operations to calls.
#![cfg(all(feature = "issue", feature = "resources", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

use std::collections::BTreeSet;
use std::path::Path;

use base64::Engine as _;
use mtls_core::finding::Refusal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[path = "vectors/identity.rs"]
mod identity;
#[path = "vectors/issue.rs"]
mod issue;
#[path = "vectors/pki.rs"]
mod pki;
#[path = "vectors/recipes.rs"]
mod recipes;
#[path = "vectors/resources.rs"]
mod resources;

/// What an operation gives: a value, or the code of the refusal.
type Answer = Result<Value, &'static str>;
/// The calls of a subject; `None` for an operation that it does not have.
type Run = fn(op: &str, args: &Args) -> Option<Answer>;

const SUBJECTS: &[(&str, Run)] = &[
    ("identity", identity::run),
    ("issue", issue::run),
    ("pki", pki::run),
    ("recipes", recipes::run),
    ("resources", resources::run),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code, reason = "it is for readers of the file")]
    about: String,
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

    fn at(&self) -> rustls_pki_types::UnixTime {
        let seconds = self.0.get("at").and_then(Value::as_u64).expect("`at` in seconds");
        rustls_pki_types::UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
    }
}

/// The value as JSON, or the code of the refusal.
fn answer<T: Serialize, E: Refusal>(result: Result<T, E>) -> Answer {
    match result {
        Ok(value) => Ok(serde_json::to_value(value).expect("records are JSON")),
        Err(error) => Err(error.code()),
    }
}

#[test]
fn every_case_gives_what_it_says() {
    let mut failures = Vec::new();
    for (subject, run) in SUBJECTS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vectors/{subject}.json"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let file: File = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut names = BTreeSet::new();
        for case in file.cases {
            assert!(names.insert(case.name.clone()), "{subject}: `{}` stands twice", case.name);
            let want = match (case.ok, case.error) {
                (Some(value), None) => Ok(value),
                (None, Some(code)) => Err(code),
                _ => panic!("{subject}: `{}` needs either ok or error", case.name),
            };
            let got = run(&case.op, &case.args)
                .unwrap_or_else(|| panic!("{subject}: `{}`: unknown operation {}", case.name, case.op))
                .map_err(str::to_owned);
            if got != want {
                let [got, want] = [got, want].map(|a| serde_json::to_string(&a).unwrap());
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
    let run: BTreeSet<String> = SUBJECTS.iter().map(|(subject, _)| (*subject).to_owned()).collect();
    assert_eq!(files, run);
}

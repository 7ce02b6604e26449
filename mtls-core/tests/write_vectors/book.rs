//! A file of cases in the making.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::forge::{Cert, Forge};

/// Cases, and the texts that they name as `@label`.
pub(crate) struct Book {
    subject: &'static str,
    about: &'static str,
    pub(crate) forge: Forge,
    material: BTreeMap<String, String>,
    cases: Vec<Case>,
}

/// One case: what is called with what, and what comes of it.
pub(crate) struct Case {
    name: String,
    op: &'static str,
    args: Map<String, Value>,
    /// `ok` or `error`, `findings`, `twin`.
    rest: Vec<(&'static str, Value)>,
}

impl Case {
    pub(crate) fn new(name: impl Into<String>, op: &'static str, args: Value) -> Self {
        let Value::Object(args) = args else { panic!("arguments are an object") };
        Self { name: name.into(), op, args, rest: Vec::new() }
    }

    pub(crate) fn ok(self, value: Value) -> Self {
        self.with("ok", value)
    }

    pub(crate) fn error(self, code: &str) -> Self {
        self.with("error", json!(code))
    }

    pub(crate) fn with(mut self, key: &'static str, value: Value) -> Self {
        self.rest.push((key, value));
        self
    }
}

fn path(subject: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vectors/{subject}.json"))
}

impl Book {
    /// An empty book; certificates of the file that is there are taken again where they fit.
    pub(crate) fn new(subject: &'static str, about: &'static str) -> Self {
        let old: Value = std::fs::read_to_string(path(subject))
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let earlier = serde_json::from_value(old["material"].clone()).unwrap_or_default();
        Self { subject, about, forge: Forge::new(&earlier), material: BTreeMap::new(), cases: Vec::new() }
    }

    /// Puts a certificate into the file, and gives its reference.
    pub(crate) fn put(&mut self, cert: &Cert) -> Value {
        self.put_text(&cert.label, &cert.pem())
    }

    pub(crate) fn put_text(&mut self, label: &str, text: &str) -> Value {
        let there = self.material.entry(label.to_owned()).or_insert_with(|| text.to_owned());
        assert_eq!(there, text, "two texts are labelled `{label}`");
        json!(format!("@{label}"))
    }

    pub(crate) fn add(&mut self, case: Case) {
        self.cases.push(case);
    }

    pub(crate) fn len(&self) -> usize {
        self.cases.len()
    }

    fn text(&self) -> String {
        let mut out = format!("{{\n \"about\": {},\n \"material\": {{\n", json!(self.about));
        let lines: Vec<String> = self
            .material
            .iter()
            .map(|(label, text)| format!("  {}: {}", json!(label), json!(text)))
            .collect();
        let _ = write!(out, "{}\n }},\n \"cases\": [\n", lines.join(",\n"));
        let cases: Vec<String> = self
            .cases
            .iter()
            .map(|case| {
                let mut line = format!(
                    "  {{\"name\": {}, \"op\": {}, \"args\": {}",
                    json!(case.name),
                    json!(case.op),
                    Value::Object(case.args.clone())
                );
                for (key, value) in &case.rest {
                    let _ = write!(line, ", {}: {value}", json!(key));
                }
                line + "}"
            })
            .collect();
        let _ = write!(out, "{}\n ]\n}}\n", cases.join(",\n"));
        out
    }

    /// Writes the file, or finds it to be what would be written.
    pub(crate) fn close(&self) {
        let (path, text) = (path(self.subject), self.text());
        if std::env::var_os("UPDATE_VECTORS").is_some() {
            std::fs::write(&path, text).unwrap();
            return;
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        for (number, (want, got)) in text.lines().zip(there.lines()).enumerate() {
            assert_eq!(got, want, "{}:{}: write it anew with UPDATE_VECTORS=1", path.display(), number + 1);
        }
        assert!(text == there, "{}: write it anew with UPDATE_VECTORS=1", path.display());
    }
}

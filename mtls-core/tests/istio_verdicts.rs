//! Our verdicts beside Istio's own, over manifests of every kind of Istio.
//!
//! The manifests, in `data/istio-verdicts`, are ours: for each rule one that breaks it, one that keeps it, some near
//! misses. The verdicts are Istio's (master of 2026-08-22, API of 2026-07-21): its webhook's functions and its CRDs, run
//! over each manifest. `by` names the function or the rule of the CRD that decides.

#![cfg(feature = "resources")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail loudly"
)]

use std::fs;
use std::path::Path;

use mtls_core::finding::{Finding, Severity};
use mtls_core::resources::{Manifest, Map, Value, read_yaml, validate};

/// What we warn of and Istio does not: traps among what it takes. They are no part of the verdict.
const OURS: &[&str] = &[
    "authorization-policy-principal-scheme",
    "destination-rule-credential-unused",
    "destination-rule-tls-ignored",
    "destination-rule-tls-mode-missing",
    "workload-entry-plaintext",
];

/// The least share of verdicts that are Istio's.
const AGREEMENT: f64 = 0.95;

struct Case {
    /// File and what is told of the manifest.
    name: String,
    verdict: String,
    manifest: Manifest,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/istio-verdicts");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| cases_of(file)).collect()
}

fn cases_of(file: &Path) -> Vec<Case> {
    let document = read_yaml(&fs::read_to_string(file).unwrap()).remove(0).unwrap();
    let cases = document.body().get("cases").and_then(Value::as_list).unwrap();
    let of_file = |case: &Value| {
        let told = |verdict: &&str| case.get(verdict).is_some();
        let verdict = ["valid", "warning", "error"].into_iter().find(told).unwrap();
        assert!(case.get("by").is_some(), "{case:?}");
        let mut metadata = Value::from(Map::from([("name", "till"), ("namespace", "shop")]));
        metadata.merge_patch(case.get("metadata").cloned().unwrap_or_else(|| Map::new().into()));
        let whole = Map::from([
            ("apiVersion", Value::from(document.api_version())),
            ("kind", document.kind().into()),
            ("metadata", metadata),
            ("spec", case.get("spec").unwrap().clone()),
        ]);
        Case {
            name: format!("{}: {}", document.kind(), case.get(verdict).and_then(Value::as_str).unwrap()),
            verdict: verdict.to_owned(),
            manifest: Manifest::new(whole.into()).unwrap(),
        }
    };
    cases.iter().map(of_file).collect()
}

fn verdict(findings: &[Finding]) -> &'static str {
    let said = |severity| findings.iter().any(|f| f.severity == severity && !OURS.contains(&f.rule));
    match (said(Severity::Error), said(Severity::Warning)) {
        (true, _) => "error",
        (false, true) => "warning",
        (false, false) => "valid",
    }
}

#[test]
fn verdicts_are_those_of_istio() {
    let cases = cases();
    assert!(cases.len() >= 400, "{} cases", cases.len());
    let (mut others, mut refused) = (Vec::new(), Vec::new());
    for case in &cases {
        let findings = validate(&case.manifest);
        let ours = verdict(&findings);
        if ours == case.verdict {
            continue;
        }
        let rules: Vec<&str> = findings.iter().map(|f| f.rule).collect();
        let told = format!("{}: Istio says {}, we say {ours} {rules:?}", case.name, case.verdict);
        println!("{told}");
        if ours == "error" {
            refused.push(told.clone());
        }
        others.push(told);
    }
    let same = cases.len() - others.len();
    let share = same as f64 / cases.len() as f64;
    println!("{same} of {} verdicts are Istio's: {:.1} %", cases.len(), share * 100.0);
    assert!(refused.is_empty(), "what Istio takes is refused: {refused:#?}");
    assert!(share >= AGREEMENT, "{:.1} %: {others:#?}", share * 100.0);
}

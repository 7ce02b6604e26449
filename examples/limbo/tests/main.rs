//! Runs the program on a small suite of its form, whose chains are made here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may fail loudly"
)]

mod cases;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const EXCEPTION: &str = "leaf::authority";

/// Runs the program on a suite of these cases. Each test has its own `name` for the exceptions file.
fn run(name: &str, cases: &[Value], exceptions: &Value) -> Output {
    run_version(1, name, cases, exceptions)
}

fn run_version(version: u32, name: &str, cases: &[Value], exceptions: &Value) -> Output {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("limbo-{name}.json"));
    std::fs::write(&file, exceptions.to_string()).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_limbo"))
        .arg(&file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let suite = json!({ "version": version, "testcases": cases });
    program.stdin.take().unwrap().write_all(suite.to_string().as_bytes()).unwrap();
    program.wait_with_output().unwrap()
}

/// The verdicts, by case; none may be missing.
fn verdicts(output: &Output, cases: &[Value]) -> Vec<(String, String)> {
    let results: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&results["version"], &results["harness"]), (&json!(1), &json!("mtls-core")));
    let results = results["results"].as_array().unwrap();
    assert_eq!(results.len(), cases.len());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    results.iter().map(|result| (text(&result["id"]), text(&result["actual_result"]))).collect()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn every_case_is_judged_and_exceptions_are_excused() {
    let cases = cases::all();
    let output = run("all", &cases, &json!({ EXCEPTION: "an authority may not authenticate" }));
    assert!(output.status.success(), "{}", said(&output));
    for ((id, verdict), case) in verdicts(&output, &cases).iter().zip(&cases) {
        assert_eq!(id, case["id"].as_str().unwrap());
        let expected = match id.as_str() {
            // The exception, and the softer one of two that contradict each other.
            EXCEPTION | "conflict::soft" => "FAILURE",
            _ => case["expected_result"].as_str().unwrap(),
        };
        assert_eq!(verdict, expected, "{id}");
    }
    let counted =
        format!("{} cases; accepted wrongly: 0; refused though valid: 1; not accounted for: 0", cases.len());
    assert!(said(&output).contains(&counted), "{}", said(&output));
}

#[test]
fn a_refusal_that_is_not_listed_fails() {
    let output = run("unlisted", &cases::all(), &json!({}));
    assert!(!output.status.success());
    assert!(said(&output).contains("leaf::authority: expected Success, and it is Failure: leaf-is-ca"));
    assert!(said(&output).contains("not accounted for: 1"));
}

#[test]
fn an_unexpected_success_fails() {
    let exceptions = json!({ EXCEPTION: "an authority may not authenticate", "name::dns": "no reason" });
    let output = run("unexpected", &cases::all(), &exceptions);
    assert!(!output.status.success());
    assert!(said(&output).contains("name::dns: as expected, and listed as an exception: no reason"));
}

#[test]
fn nothing_excuses_accepting_what_is_not_valid() {
    let mut case = cases::all().into_iter().find(|case| case["id"] == "name::dns").unwrap();
    case["expected_result"] = json!("FAILURE");
    for exceptions in [json!({}), json!({ "name::dns": "no reason" })] {
        let output = run("accepted", std::slice::from_ref(&case), &exceptions);
        assert!(!output.status.success());
        assert!(said(&output).contains("accepted wrongly: 1"), "{}", said(&output));
    }
}

#[test]
fn the_format_of_another_version_is_refused() {
    let output = run_version(2, "version", &[], &json!({}));
    assert!(!output.status.success());
    assert!(said(&output).contains("version 2 of the suite's format"));
}

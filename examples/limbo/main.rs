//! Runs a test suite in the format of C2SP/x509-limbo: the suite on standard input, results on standard output.
//!
//! With the name of an exceptions file as its argument it also holds the verdicts against the expected
//! ones, on standard error, and fails where they differ in a way that the file does not list, or agree
//! where it says that they differ.

mod exceptions;
mod judge;
mod suite;

use std::error::Error;
use std::io::Read as _;
use std::process::ExitCode;

use suite::{CaseResult, Outcome, Results, Suite};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut text = Vec::new();
    std::io::stdin().lock().read_to_end(&mut text)?;
    let suite: Suite = serde_json::from_slice(&text)?;
    if suite.version != 1 {
        return Err(
            format!("version {} of the suite's format; this runner knows version 1", suite.version).into()
        );
    }
    let results = suite.testcases.iter().map(|case| {
        let (actual_result, context) = match judge::judge(case) {
            Ok(warnings) => (Outcome::Success, warnings),
            Err(reason) => (Outcome::Failure, Some(reason)),
        };
        CaseResult { id: case.id.clone(), actual_result, context }
    });
    let results = Results { version: 1, harness: "mtls-core", results: results.collect() };
    serde_json::to_writer_pretty(std::io::stdout().lock(), &results)?;
    println!();
    match std::env::args_os().nth(1) {
        Some(file) => exceptions::compare(file.as_ref(), &suite, &results),
        None => Ok(ExitCode::SUCCESS),
    }
}

//! Where the verdicts may differ from the suite's, and why.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use crate::suite::{Outcome, Results, Suite};

/// Holds the verdicts against the expected ones. Where two cases of the suite contradict each other, the
/// stricter one counts. A listed case may be refused though it is valid; nothing excuses accepting what is not.
///
/// # Errors
/// The exceptions file cannot be read.
pub(crate) fn compare(file: &Path, suite: &Suite, results: &Results) -> Result<ExitCode, Box<dyn Error>> {
    let mut exceptions: BTreeMap<String, String> = serde_json::from_slice(&std::fs::read(file)?)?;
    let (mut accepted, mut refused, mut wrong) = (Vec::new(), 0_usize, 0_usize);
    for (case, result) in suite.testcases.iter().zip(&results.results) {
        if !case.conflicts_with.is_empty() && case.expected_result == Outcome::Success {
            exceptions.remove(&case.id);
            continue;
        }
        let listed = exceptions.remove(&case.id);
        if case.expected_result == result.actual_result {
            if let Some(reason) = listed {
                eprintln!("{}: as expected, and listed as an exception: {reason}", case.id);
                wrong = wrong.saturating_add(1);
            }
            continue;
        }
        let context = result.context.as_deref().unwrap_or("no reason given");
        match result.actual_result {
            Outcome::Success => accepted.push(case.id.as_str()),
            Outcome::Failure => refused = refused.saturating_add(1),
        }
        if listed.is_none() || result.actual_result == Outcome::Success {
            eprintln!(
                "{}: expected {:?}, and it is {:?}: {context}",
                case.id, case.expected_result, result.actual_result
            );
            wrong = wrong.saturating_add(1);
        }
    }
    for id in exceptions.keys() {
        eprintln!("{id}: listed as an exception, and not in the suite");
    }
    eprintln!(
        "{} cases; accepted wrongly: {}; refused though valid: {refused}; not accounted for: {wrong}",
        suite.testcases.len(),
        accepted.len(),
    );
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

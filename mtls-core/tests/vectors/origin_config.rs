//! Operations of the subject `origin_config`.

use mtls_core::finding::{Severity, Subject};
use mtls_core::origin::{ConfigFiles, ConfigKind, ConfigOptions, OriginError, check_config};
use serde_json::{Value, json};

use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    match op {
        "check_config" => Some(answer(check(args))),
        _ => None,
    }
}

fn check(args: &Args) -> Result<Value, OriginError> {
    let kind: ConfigKind = args.text("kind").parse()?;
    let texts: Vec<(String, String)> = serde_json::from_value(args.0["files"].clone()).unwrap();
    let options: ConfigOptions = serde_json::from_value(args.0["options"].clone()).unwrap();
    let mut files =
        texts.into_iter().fold(ConfigFiles::default(), |files, (name, text)| files.with(name, text));
    if args.0.get("complete").is_some_and(|complete| complete == true) {
        files = files.complete();
    }
    let report = check_config(kind, &files, &options)?;
    let grave = report.findings().iter().filter(|finding| finding.severity > Severity::Info);
    let mut findings: Vec<_> =
        grave.map(|finding| [finding.rule.to_owned(), place(&finding.subject)]).collect();
    findings.sort();
    let verdict = report.verdict();
    Ok(json!({"verdict": verdict.as_str(), "bypasses": verdict.bypasses(), "findings": findings}))
}

/// `file:line`, of directives and manifests alike.
fn place(subject: &Subject) -> String {
    let at = serde_json::to_value(subject).unwrap();
    match (&at["file"], &at["line"]) {
        (Value::String(file), Value::Number(line)) => format!("{file}:{line}"),
        _ => subject.to_string(),
    }
}

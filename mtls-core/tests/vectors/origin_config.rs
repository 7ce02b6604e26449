//! Operations of the subject `origin_config`.

use std::path::Path;

use mtls_core::finding::{Refusal as _, Severity, Subject};
use mtls_core::origin::{ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, OriginError, check_config};
use serde_json::{Value, json};

use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    match op {
        "check_config" => Some(answer(check(args))),
        "config_refusal" => Some(answer(Ok::<_, OriginError>(refusal(args)))),
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

/// All that a refusal says; what it names of the disk lies in `FOLDER`.
fn refusal(args: &Args) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let error = refused(args, folder.path()).unwrap_err();
    assert_eq!((error.help().as_ref(), error.code()), (error.rule().help, error.rule().name));
    let subject = &error.findings()[0].subject;
    let told = json!({"code": error.code(), "message": error.to_string(), "option": error.option(), "subject": subject});
    serde_json::from_str(&told.to_string().replace(folder.path().to_str().unwrap(), "FOLDER")).unwrap()
}

fn refused(args: &Args, folder: &Path) -> Result<ConfigReport, OriginError> {
    let disk: Vec<(String, String)> = serde_json::from_value(args.0["disk"].clone()).unwrap();
    for (name, text) in disk {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let mut files = ConfigFiles::load(folder.join(args.text("load")))?;
    if let Some(name) = args.option("allow") {
        files = files.allow(folder.join(name))?;
    }
    let options: ConfigOptions = serde_json::from_value(args.0["options"].clone()).unwrap();
    check_config(args.text("kind").parse()?, &files, &options)
}

/// `file:line`, of directives and manifests alike.
fn place(subject: &Subject) -> String {
    let at = serde_json::to_value(subject).unwrap();
    match (&at["file"], &at["line"]) {
        (Value::String(file), Value::Number(line)) => format!("{file}:{line}"),
        _ => subject.to_string(),
    }
}

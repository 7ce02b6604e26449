//! SARIF 2.1.0 (OASIS): what code scanning reads.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::finding::{Finding, Severity, Subject, rule_named};

/// A log of one run with these findings: each at its line, or at `place`, a URL, where it has none.
pub(super) fn write(findings: &[Finding], place: &str) -> String {
    let mut names: Vec<&'static str> = Vec::new();
    for finding in findings {
        if !names.contains(&finding.rule) {
            names.push(finding.rule);
        }
    }
    let rules: Vec<Value> = names.iter().filter_map(|name| rule_named(name)).map(rule).collect();
    let results: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "ruleId": finding.rule,
                "ruleIndex": names.iter().position(|name| *name == finding.rule),
                "level": level(finding.severity),
                "message": {"text": format!("{}\n{}", finding.message, finding.help)},
                "locations": [{"physicalLocation": location(&finding.subject, place)}],
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "mtls-core",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "results": results,
        }],
    })
    .to_string()
}

fn location(subject: &Subject, place: &str) -> Value {
    let (file, line) = match subject {
        Subject::Line { file, line } => (Some(file), Some(*line)),
        Subject::File { path } => (Some(path), None),
        Subject::Document(document) => (document.file.as_ref(), document.line),
        _ => (None, None),
    };
    let Some(file) = file else { return json!({"artifactLocation": {"uri": place}}) };
    let artifact = json!({"uri": file_uri(file)});
    match line {
        Some(line) => json!({"artifactLocation": artifact, "region": {"startLine": line}}),
        None => json!({"artifactLocation": artifact}),
    }
}

/// A path as a URL, a relative one as a reference (RFC 3986, section 4.1).
pub(super) fn file_uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            uri.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn rule(rule: &'static crate::finding::Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": {"text": rule.trigger},
        "fullDescription": {"text": rule.why},
        "help": {"text": format!("{} ({})", rule.help, rule.source)},
        "defaultConfiguration": {"level": level(rule.severity)},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        _ => "note",
    }
}

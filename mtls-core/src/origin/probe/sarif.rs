//! SARIF 2.1.0 (OASIS): what code scanning reads.

use serde_json::{Value, json};

use crate::finding::{Finding, Severity, rule_named};

/// A log of one run with these findings, all at `place`, a URL.
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
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": place}}}],
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

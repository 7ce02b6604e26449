//! What the tests of manifests have in common: a text is judged, and its report held to what it should be.

use super::{ConfigFiles, ConfigKind, ConfigOptions, ConfigReport, check_config};
use crate::finding::Severity;

/// The file that texts are judged as.
pub(super) const FILE: &str = "config.yaml";
const CA: &str = include_str!("../../../tests/data/origin/ca.pem");

/// A CA as an entry of a ConfigMap or Secret.
pub(super) fn ca_entry(key: &str) -> String {
    format!("  {key}: |\n{}", CA.lines().map(|line| format!("    {line}\n")).collect::<String>())
}

pub(super) fn judge(kind: ConfigKind, text: &str, options: &ConfigOptions) -> ConfigReport {
    let report = check_config(kind, &ConfigFiles::new(FILE, text), options);
    report.unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// Holds the report for these hosts to a verdict, in text, and to the rules of its findings but those of severity info.
#[track_caller]
pub(super) fn expect(
    kind: ConfigKind,
    hosts: &[&str],
    text: &str,
    verdict: &str,
    rules: &[&str],
) -> ConfigReport {
    let report = judge(kind, text, &ConfigOptions::default().hosts(hosts.iter().copied()));
    let mut told: Vec<&str> =
        report.findings().iter().filter(|f| f.severity > Severity::Info).map(|f| f.rule).collect();
    told.sort_unstable();
    told.dedup();
    let mut rules = rules.to_vec();
    rules.sort_unstable();
    assert_eq!((report.verdict().to_string().as_str(), told), (verdict, rules), "{report}");
    report
}

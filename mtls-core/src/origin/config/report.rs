//! What came of reading a configuration.

use std::fmt::Write as _;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::{ClientAuth, ConfigKind, ConfigLimits, ConfigVerdict, Listener, verdict};
use crate::finding::rules::origin_config as rules;
use crate::finding::{Finding, Severity, Subject};

/// The listeners of a configuration, what is wrong with them, and what it comes to.
///
/// Serializes as `{kind, verdict, bypasses, listeners, findings}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigReport {
    kind: ConfigKind,
    listeners: Vec<Listener>,
    findings: Vec<Finding>,
    verdict: ConfigVerdict,
}

impl ConfigReport {
    /// The report over all that was found, the gravest first and each once.
    pub(super) fn new(
        kind: ConfigKind,
        listeners: Vec<Listener>,
        mut findings: Vec<Finding>,
        limits: &ConfigLimits,
    ) -> Self {
        // Stable, so that findings of one severity keep the order of the files.
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let mut seen = std::collections::HashSet::new();
        findings.retain(|f| seen.insert((f.rule, f.subject.clone(), f.message.clone())));
        // The verdict is about all of them, also those that are not kept.
        let nothing = !listeners.iter().any(|one| one.client_auth == ClientAuth::Required);
        let verdict = match verdict::of(&findings) {
            ConfigVerdict::Enforced | ConfigVerdict::EdgeNetworkOnly if nothing => ConfigVerdict::Unproven,
            verdict => verdict,
        };
        if listeners.is_empty() {
            let message = "the configuration opens no listener";
            findings.push(Finding::new(rules::UNRESOLVED, Subject::Input, message));
        }
        findings.truncate(limits.max_findings);
        Self { kind, listeners, findings, verdict }
    }

    /// Whose configuration it is.
    #[must_use]
    pub fn kind(&self) -> ConfigKind {
        self.kind
    }

    /// The sockets and the virtual hosts on them, in the order of the configuration.
    #[must_use]
    pub fn listeners(&self) -> &[Listener] {
        &self.listeners
    }

    /// What is wrong, the gravest first.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What the configuration promises.
    #[must_use]
    pub fn verdict(&self) -> ConfigVerdict {
        self.verdict
    }

    /// The ways around, in the probe's words: `address` (another listener), `host` (another name in SNI than in Host), `path`,
    /// `plaintext`, `quic`, `resumption`, `sni` (no or an unknown name).
    #[must_use]
    pub fn bypasses(&self) -> Vec<&'static str> {
        verdict::ways(&self.findings)
    }

    /// For people: the verdict, a line for each listener, then the findings.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = format!("{}: {}", self.kind, self.verdict);
        let ways = self.bypasses();
        if !ways.is_empty() {
            let _ = write!(out, " (around it: {})", ways.join(", "));
        }
        out.push('\n');
        for one in &self.listeners {
            let protocol = match (one.tls, one.quic) {
                (_, true) => "QUIC",
                (true, false) => "TLS",
                (false, false) => "plaintext",
            };
            let default = if one.default { ", default" } else { "" };
            let _ = writeln!(
                out,
                "  {} {protocol}{default}, client certificate {} ({})",
                crate::finding::excerpt_of(&one.title(), 256),
                one.client_auth.as_str(),
                one.subject()
            );
        }
        for finding in &self.findings {
            let _ = writeln!(out, "{finding}");
        }
        out
    }

    /// Whether something of severity error was found.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity >= Severity::Error)
    }
}

impl Serialize for ConfigReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("ConfigReport", 5)?;
        out.serialize_field("kind", &self.kind)?;
        out.serialize_field("verdict", &self.verdict)?;
        out.serialize_field("bypasses", &self.bypasses())?;
        out.serialize_field("listeners", &self.listeners)?;
        out.serialize_field("findings", &self.findings)?;
        out.end()
    }
}

//! What came of reading a configuration.

use std::fmt;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::{ClientAuth, ConfigFiles, ConfigKind, ConfigLimits, Listener, verdict};
use crate::finding::rules::origin_config as rules;
use crate::finding::{Finding, Severity, Subject, excerpt_of};
use crate::origin::{OriginVerdict, sarif};

/// The listeners of a configuration, what is wrong with them, and what it comes to.
///
/// Serializes as `{kind, verdict, bypasses, exit_code, listeners, findings}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigReport {
    kind: ConfigKind,
    listeners: Vec<Listener>,
    findings: Vec<Finding>,
    verdict: OriginVerdict,
    /// The main file, which findings about the whole are shown at.
    main: String,
}

impl ConfigReport {
    /// The report over all that was found, the gravest first and each once.
    pub(super) fn new(
        kind: ConfigKind,
        files: &ConfigFiles,
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
            OriginVerdict::Enforced | OriginVerdict::EdgeNetworkOnly if nothing => OriginVerdict::Unproven,
            verdict => verdict,
        };
        if listeners.is_empty() {
            let message = "the configuration opens no listener";
            findings.push(Finding::new(rules::UNRESOLVED, Subject::Input, message));
        }
        findings.truncate(limits.max_findings);
        let main = files.main(kind).first().map(|file| file.name.clone()).unwrap_or_default();
        Self { kind, listeners, findings, verdict, main }
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
    pub fn verdict(&self) -> &OriginVerdict {
        &self.verdict
    }

    /// For people: the verdict, a line for each listener, then the findings.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.to_string()
    }

    /// For programs.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists: nothing that could not be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The findings for code scanning, each at its line: SARIF 2.1.0, with the rules from the catalog.
    #[must_use]
    pub fn to_sarif(&self) -> String {
        sarif::write(&self.findings, &sarif::file_uri(&self.main))
    }

    /// Whether something of severity error was found.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity >= Severity::Error)
    }
}

impl fmt::Display for ConfigReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.kind, self.verdict)?;
        for one in &self.listeners {
            let protocol = match (one.tls, one.quic) {
                (_, true) => "QUIC",
                (true, false) => "TLS",
                (false, false) => "plaintext",
            };
            let default = if one.default { ", default" } else { "" };
            let (title, auth) = (excerpt_of(&one.title(), 256), one.client_auth.as_str());
            writeln!(f, "  {title} {protocol}{default}, client certificate {auth} ({})", one.subject())?;
        }
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        Ok(())
    }
}

impl Serialize for ConfigReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("ConfigReport", 6)?;
        out.serialize_field("kind", &self.kind)?;
        out.serialize_field("verdict", self.verdict.as_str())?;
        out.serialize_field("bypasses", self.verdict.bypasses())?;
        out.serialize_field("exit_code", &self.verdict.exit_code())?;
        out.serialize_field("listeners", &self.listeners)?;
        out.serialize_field("findings", &self.findings)?;
        out.end()
    }
}

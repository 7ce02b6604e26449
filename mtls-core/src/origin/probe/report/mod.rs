//! The report: verdict, evidence, findings; as text, JSON and SARIF.

use std::fmt::{self, Write as _};
use std::time::Duration;

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::authorities::ListedAuthorities;
use super::evidence::{Evidence, Outcome, Phase, ProbeKind};
use super::findings;
use super::left_out::LeftOut;
use super::settings::{Checked, Probe};
use super::verdict::{Judgement, Reading};
use crate::finding::Finding;
use crate::origin::{OriginVerdict, sarif};

/// What a probe saw and what it means.
///
/// Serializes as `{target, server_name, path, verdict, bypasses, exit_code, findings, evidence, connections, elapsed_ms}`, each
/// piece of evidence with its `reading`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeReport {
    target: String,
    server_name: String,
    path: String,
    verdict: OriginVerdict,
    evidence: Vec<Evidence>,
    readings: Vec<Reading>,
    findings: Vec<Finding>,
    elapsed: Duration,
}

impl ProbeReport {
    pub(super) fn new(
        probe: &Probe,
        checked: &Checked,
        evidence: Vec<Evidence>,
        judgement: Judgement,
        listed: &ListedAuthorities,
        left_out: &[LeftOut],
        elapsed: Duration,
    ) -> Self {
        Self {
            target: probe.target.clone(),
            server_name: checked.server_name.as_ref().to_owned(),
            path: probe.path.clone(),
            findings: findings::of(&evidence, &judgement, listed, left_out),
            verdict: judgement.verdict,
            readings: judgement.readings,
            evidence,
            elapsed,
        }
    }

    /// The target, as it was named.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The verdict.
    #[must_use]
    pub fn verdict(&self) -> &OriginVerdict {
        &self.verdict
    }

    /// What each probe saw, in the order of the plan.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// How each piece of evidence was read, in the same order.
    #[must_use]
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// What is wrong or unproved, the gravest first, each with the next step.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How long the run took.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How many connections were begun; those that the end of the time cut off are not counted.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.evidence.iter().filter(|e| e.phase != Phase::Unsent && e.probe != ProbeKind::Quic).count()
    }

    /// For people: the verdict, the table of evidence, then the findings.
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

    /// The findings for code scanning: SARIF 2.1.0, with the rules from the catalog.
    #[must_use]
    pub fn to_sarif(&self) -> String {
        let place = format!("https://{}{}", self.server_name, self.path);
        sarif::write(&self.findings, &place)
    }
}

impl fmt::Display for ProbeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} at {}: {}", self.server_name, self.target, self.verdict)?;
        let cut_off = |e: &Evidence| e.phase == Phase::Unsent && e.outcome == Outcome::TimedOut;
        let at_least = if self.evidence.iter().any(cut_off) { "at least " } else { "" };
        writeln!(f, "{at_least}{} connections in {} ms", self.connections(), self.elapsed.as_millis())?;
        let mut rows = vec![["PROBE", "ADDRESS", "SENT", "CAME BACK", "PHASE", "READ AS"].map(str::to_owned)];
        for (e, reading) in self.evidence.iter().zip(&self.readings) {
            let status = e.status.map(|status| format!("{status} ")).unwrap_or_default();
            rows.push([
                e.title(),
                e.address.to_string(),
                e.sent.clone().unwrap_or_else(|| "-".to_owned()),
                format!("{status}{}", e.outcome),
                e.phase.as_str().to_owned(),
                reading.as_str().to_owned(),
            ]);
        }
        f.write_str(&table(&rows))?;
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        Ok(())
    }
}

/// Columns as wide as their widest cell, of 60 characters at most; the last is not filled up.
fn table(rows: &[[String; 6]]) -> String {
    const WIDEST: usize = 60;
    let shown = |cell: &str| -> String { cell.chars().take(WIDEST).collect() };
    let mut widths = [0; 6];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count().min(WIDEST));
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            // Writing to a String cannot fail.
            let _ = write!(line, "{:width$}  ", shown(cell));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

impl Serialize for ProbeReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Read<'a> {
            reading: Reading,
            #[serde(flatten)]
            evidence: &'a Evidence,
        }
        let evidence: Vec<Read<'_>> = self
            .evidence
            .iter()
            .zip(&self.readings)
            .map(|(evidence, reading)| Read { reading: *reading, evidence })
            .collect();
        let mut out = serializer.serialize_struct("ProbeReport", 10)?;
        out.serialize_field("target", &self.target)?;
        out.serialize_field("server_name", &self.server_name)?;
        out.serialize_field("path", &self.path)?;
        out.serialize_field("verdict", self.verdict.as_str())?;
        out.serialize_field("bypasses", self.verdict.bypasses())?;
        out.serialize_field("exit_code", &self.verdict.exit_code())?;
        out.serialize_field("findings", &self.findings)?;
        out.serialize_field("evidence", &evidence)?;
        out.serialize_field("connections", &self.connections())?;
        out.serialize_field("elapsed_ms", &u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX))?;
        out.end()
    }
}

#[cfg(test)]
mod tests;

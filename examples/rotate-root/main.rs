//! A root is rotated under three clusters, once with every step of the plan and once without each of them.
//! README.md tells the story; story.py and story.mjs tell the same.

mod mesh;

use std::process::ExitCode;

use mesh::{Mesh, Report};
use mtls_core::trust::RotationStep;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match tell() {
        Ok(story) => {
            print!("{story}");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("rotate-root: {e}");
            ExitCode::FAILURE
        }
    }
}

fn tell() -> Outcome<String> {
    let mesh = Mesh::new()?;
    let plan = mesh.plan()?;
    let mut story = format!("{}\n\n", without_hashes(&plan.to_string()));
    let whole = mesh.rotate(None)?;
    story.push_str(&line("with every step", &whole));
    if !whole.refused.is_empty() || whole.taken_in > 0 || !whole.safe {
        return Err("the whole plan refuses a chain, or leaves the old root in power".into());
    }
    for step in plan.steps() {
        let report = mesh.rotate(Some(step.kind))?;
        story.push_str(&line(&format!("without {}", step.kind), &report));
        if !is_as_foretold(step, &report) {
            return Err(format!("without {} it went otherwise than foretold", step.kind).into());
        }
    }
    Ok(story)
}

/// Whether a skipped step broke what it said: chains under an authority at risk are refused and no others, and forged
/// ones too; or, when nothing is retired, every cluster takes in every chain that the old key makes.
fn is_as_foretold(step: &RotationStep, report: &Report) -> bool {
    if step.kind.as_str() == "retire" {
        return report.refused.is_empty() && report.taken_in == report.forged;
    }
    let foretold = report.refused.iter().all(|refused| step.at_risk.contains(&refused.root));
    !report.refused.is_empty() && foretold && report.taken_in == 0
}

fn line(what: &str, report: &Report) -> String {
    let mut line = format!("{what:<22} {} verdicts, {} refused", report.judged, report.refused.len());
    if let Some(first) = report.refused.first() {
        let after = first.at.saturating_sub(mesh::START);
        line.push_str(&format!(", first {} after {after} s", first.id));
    }
    line.push_str(&format!("; {} of {} forged chains accepted\n", report.taken_in, report.forged));
    line
}

/// Keys are new each time, so that their fingerprints would differ.
fn without_hashes(text: &str) -> String {
    let mut parts = text.split(" (SHA-256 ");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once(')').map_or(part, |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests;

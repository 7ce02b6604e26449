//! The report as a walk through the connection.

use std::fmt::Write as _;

use super::{ChainTrust, PresentedChain, PresentedRole, ServerReport};
use crate::finding::{NAME, excerpt_of};
use crate::origin::dial::KeyProof;
use crate::verify::ChainReport;

/// Names of a certificate that are shown.
const NAMES: usize = 12;

// Writing to a String cannot fail.
pub(super) fn text(report: &ServerReport) -> String {
    let mut out = String::new();
    connection(report, &mut out);
    if let Some(chain) = &report.chain {
        leaf(report, chain, &mut out);
        tree(chain, &mut out);
    }
    verdicts(report, &mut out);
    clients(report, &mut out);
    if let Some(answer) = &report.answer {
        let _ = writeln!(out, "> GET {}", answer.path);
        let _ = match (answer.status, &answer.failure) {
            (Some(status), _) => writeln!(out, "< {status} {}", answer.reason),
            (None, failure) => writeln!(out, "< no answer: {}", failure.as_deref().unwrap_or_default()),
        };
        if let Some(location) = &answer.location {
            let _ = writeln!(out, "< Location: {location} (not followed)");
        }
    }
    for finding in &report.findings {
        let _ = writeln!(out, "{finding}");
    }
    out
}

fn connection(report: &ServerReport, out: &mut String) {
    let name = match &report.server_name {
        Some(name) => format!("server name {name}"),
        None => "no server name".to_owned(),
    };
    let _ = writeln!(out, "* {} at {}, {name}, {}", report.target, report.address, report.at);
    if let Some(failure) = &report.failure {
        let _ = writeln!(out, "* {} failed: {}", failure.phase, failure.reason);
    }
    if let Some(version) = report.version {
        let part = |label: &str, value: &Option<String>| {
            value.as_ref().map(|value| format!(", {label}{value}")).unwrap_or_default()
        };
        let _ = writeln!(
            out,
            "* {}{}{}, {}",
            version.as_str(),
            part("", &report.cipher_suite),
            part("key exchange ", &report.key_exchange_group),
            match &report.alpn {
                Some(alpn) => format!("ALPN {alpn}"),
                None => "no ALPN".to_owned(),
            }
        );
    }
    for one in report.versions.iter().filter(|one| Some(one.version) != report.version) {
        let what = match (&one.cipher_suite, &one.failure) {
            (Some(suite), _) => format!("taken, {suite}"),
            (None, Some(failure)) if one.accepted => format!("taken; {}", failure.reason),
            (None, Some(failure)) => format!("not taken: {}", failure.reason),
            (None, None) => "taken".to_owned(),
        };
        let _ = writeln!(out, "* {} alone: {what}", one.version.as_str());
    }
}

fn leaf(report: &ServerReport, chain: &PresentedChain, out: &mut String) {
    let Some(info) = chain.certificates.first().and_then(|leaf| leaf.info.as_ref()) else { return };
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(out, "*   {name:<12}{}", excerpt_of(value, 1024));
    };
    line("subject", if info.subject.is_empty() { "(empty)" } else { &info.subject });
    let all: Vec<String> =
        info.names.dns.iter().cloned().chain(info.names.ip.iter().map(ToString::to_string)).collect();
    let shown: Vec<&str> = all.iter().map(String::as_str).take(NAMES).collect();
    let more = all.len().saturating_sub(shown.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let fits = match report.name_matches {
        Some(true) => " (fits)",
        Some(false) => " (DOES NOT FIT)",
        None => "",
    };
    let shown = if all.is_empty() { "(none)".to_owned() } else { excerpt_of(&shown.join(", "), NAME) };
    line("names", &format!("{shown}{more}{fits}"));
    line("issuer", &info.issuer);
    let left = report.days_left.map_or_else(String::new, |days| match days {
        days if days < 0 => ", ENDED".to_owned(),
        1 => ", 1 day left".to_owned(),
        days => format!(", {days} days left"),
    });
    line("valid", &format!("{} to {}{left}", info.not_before, info.not_after));
    let curve = info.key_curve.map_or_else(|| info.key_bits.to_string(), str::to_owned);
    let proof = match report.key_proof {
        KeyProof::Proved => "",
        _ => "; possession not checked",
    };
    line("key", &format!("{} {curve}, signed with {}{proof}", info.key_algorithm, info.signature_algorithm));
    line("SHA-256", &info.fingerprint_sha256);
    line("OCSP staple", if report.ocsp_stapled { "yes" } else { "none" });
}

fn tree(chain: &PresentedChain, out: &mut String) {
    let plural = if chain.count == 1 { "" } else { "s" };
    let _ = writeln!(out, "* chain as sent, {} certificate{plural}:", chain.count);
    let subject = |place: usize| {
        let info = chain.certificates.get(place).and_then(|one| one.info.as_ref());
        let subject = info.map_or("", |info| info.subject.as_str());
        if subject.is_empty() { "(without a subject)".to_owned() } else { excerpt_of(subject, NAME) }
    };
    for (depth, place) in chain.path.iter().enumerate() {
        let role = chain.certificates.get(*place).map(|one| one.role);
        let note = if role == Some(PresentedRole::Root) { " (root, need not be sent)" } else { "" };
        let _ = writeln!(out, "*   {}└─ [{place}] {}{note}", "   ".repeat(depth), subject(*place));
    }
    if let Some(issuer) = &chain.continues_to {
        let indent = "   ".repeat(chain.path.len());
        let known = match chain.complete {
            Some(true) => "trusted here, not sent",
            Some(false) => "MISSING: neither sent nor trusted",
            None if chain.path.len() == 1 => "not sent: a root or a missing intermediate",
            None => "not sent",
        };
        let _ = writeln!(out, "*   {indent}└─ {issuer} ({known})");
    }
    for (place, one) in chain.certificates.iter().enumerate() {
        match one.role {
            PresentedRole::Superfluous => {
                let _ = writeln!(out, "*   [{place}] {}: superfluous", subject(place));
            }
            PresentedRole::Unreadable => {
                let error = one.error.as_deref().unwrap_or_default();
                let _ = writeln!(out, "*   [{place}] cannot be read: {error}");
            }
            _ => {}
        }
    }
}

fn verdicts(report: &ServerReport, out: &mut String) {
    let under = match report.trust {
        ChainTrust::Given => "under the trust anchors given",
        ChainTrust::Presented => "under the chain's own end, which nobody vouches for",
        ChainTrust::None => {
            let why = match &report.chain {
                None => "no certificate was seen",
                Some(_) if report.days_left.is_none() => "the server's certificate cannot be read",
                Some(_) => {
                    "no trust anchors were given, and the chain holds no CA; pass those that its clients trust (`anchors`)"
                }
            };
            let _ = writeln!(out, "* verdict: not judged: {why}");
            return;
        }
    };
    let of = |verdict: &Option<ChainReport>| match verdict {
        Some(report) if report.accepted => "accepted",
        Some(_) => "REFUSED",
        None => "not judged",
    };
    let _ = writeln!(
        out,
        "* verdict {under}: server {}, server-strict {}",
        of(&report.server),
        of(&report.server_strict)
    );
    if report.trust == ChainTrust::Presented {
        out.push_str("*   for a verdict on trust, pass the CAs that its clients trust (`anchors`)\n");
    }
}

fn clients(report: &ServerReport, out: &mut String) {
    let clients = &report.client_certificate;
    if !clients.requested {
        if report.version.is_some() {
            let _ = writeln!(out, "* client certificate: not asked for");
        }
        return;
    }
    let count = clients.ca_count;
    let plural = if count == 1 { "" } else { "s" };
    let _ = writeln!(out, "* client certificate: asked for, {count} CA name{plural}");
    for name in &clients.ca_names {
        let _ = writeln!(out, "*   {name}");
    }
    if let Some(refusal) = &clients.refusal {
        let _ = writeln!(out, "* without one, {refusal}");
    }
}

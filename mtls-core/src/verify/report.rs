//! A chain explained, certificate by certificate.

use std::fmt;

use rustls_pki_types::{CertificateDer, UnixTime};
use serde::Serialize;

use crate::finding::{CertificateRef, Finding, NAME, Refusal as _, Subject, excerpt_of};
use crate::pki::{Certificate, time};

use super::Rejection;
use super::peer::Verified;

/// The verdict on a chain with everything that was found, for people ([`fmt::Display`] draws the
/// chain as a tree) and for programs (it serializes).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChainReport {
    /// Whether [`super::ChainVerifier::verify`] accepts the chain.
    pub accepted: bool,
    /// The leaf's SPIFFE ID; not verified unless `accepted` by a
    /// [`ChainVerifier`](super::ChainVerifier), the one judge of such IDs.
    pub spiffe_id: Option<String>,
    /// The time that the verdict is for.
    pub at: String,
    /// The certificates as sent, leaf first; then the trust anchor, where the chain was accepted.
    pub certificates: Vec<CertificateReport>,
    /// All findings, the most telling first.
    pub findings: Vec<Finding>,
}

/// One certificate of a [`ChainReport`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CertificateReport {
    /// Which one.
    pub certificate: CertificateRef,
    /// Its issuer; empty when it cannot be read.
    pub issuer: String,
    /// Start of its validity, RFC 3339; empty when it cannot be read.
    pub not_before: String,
    /// End of its validity, RFC 3339; empty when it cannot be read.
    pub not_after: String,
    /// Whether the accepted path goes through it.
    pub on_path: bool,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

impl ChainReport {
    pub(super) fn new(
        chain: &[CertificateDer<'_>],
        at: UnixTime,
        spiffe_id: Option<String>,
        verdict: Result<&Verified, &Rejection>,
    ) -> Self {
        let (findings, spiffe_id) = match verdict {
            Ok(verified) => (verified.warnings.clone(), spiffe_id),
            Err(rejection) => (rejection.findings(), rejection.claimed_id().map(str::to_owned)),
        };
        let path = verdict.map_or(&[][..], |verified| &verified.path);
        let mut certificates: Vec<_> = (0..)
            .zip(chain)
            .map(|(index, der)| {
                let read = Certificate::from_der(der).ok();
                let on_path = path.iter().any(|used| used == der);
                CertificateReport::new(Some(index), read.as_ref(), on_path, &findings)
            })
            .collect();
        if let Ok(verified) = verdict {
            certificates.push(CertificateReport::new(None, Some(&verified.authority), true, &findings));
        }
        Self { accepted: verdict.is_ok(), spiffe_id, at: time::rfc3339(at), certificates, findings }
    }
}

impl CertificateReport {
    fn new(index: Option<usize>, read: Option<&Certificate>, on_path: bool, all: &[Finding]) -> Self {
        let reference = read.map_or_else(|| CertificateRef::new(index, "", ""), |c| c.reference(index));
        let about = |f: &&Finding| match &f.subject {
            Subject::Certificate(c) => c.index == index && (index.is_some() || c.serial == reference.serial),
            _ => false,
        };
        Self {
            findings: all.iter().filter(about).cloned().collect(),
            issuer: read.map_or_else(String::new, |c| excerpt_of(c.issuer(), NAME)),
            not_before: read.map_or_else(String::new, |c| time::rfc3339(c.not_before())),
            not_after: read.map_or_else(String::new, |c| time::rfc3339(c.not_after())),
            certificate: reference,
            on_path,
        }
    }
}

/// The chain as a tree from the leaf up, each certificate with its faults, then what concerns the whole.
impl fmt::Display for ChainReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.accepted { "ACCEPTED" } else { "REFUSED" };
        writeln!(f, "{verdict} {} at {}", self.spiffe_id.as_deref().unwrap_or("(no SPIFFE ID)"), self.at)?;
        for (depth, certificate) in self.certificates.iter().enumerate() {
            let indent = "   ".repeat(depth);
            writeln!(f, "{indent}└─ {}", certificate.certificate)?;
            let inner = format!("{indent}   ");
            if certificate.not_after.is_empty() {
                writeln!(f, "{inner}cannot be read")?;
            } else {
                writeln!(f, "{inner}valid {} to {}", certificate.not_before, certificate.not_after)?;
            }
            if self.accepted && !certificate.on_path {
                writeln!(f, "{inner}not needed for the path")?;
            }
            for finding in &certificate.findings {
                fault(f, &inner, finding)?;
            }
        }
        let told = |finding: &Finding| self.certificates.iter().any(|c| c.findings.contains(finding));
        for finding in self.findings.iter().filter(|finding| !told(finding)) {
            fault(f, "", finding)?;
        }
        Ok(())
    }
}

fn fault(f: &mut fmt::Formatter<'_>, indent: &str, finding: &Finding) -> fmt::Result {
    writeln!(f, "{indent}{}[{}]: {}", finding.severity, finding.rule, finding.message)?;
    writeln!(f, "{indent}  help: {}", finding.help)
}

//! A chain explained, certificate by certificate.

use std::fmt;

use rustls_pki_types::{CertificateDer, UnixTime};
use serde::Serialize;

use crate::finding::{
    CertificateRef, Finding, NAME, Refusal as _, Severity, Subject, excerpt_of, rules::verify as r,
};
use crate::pki::{Certificate, PrivateKey, time};

use super::peer::Verified;
use super::{ChainLimits, Rejection, rank};

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
    /// The leaf's first DNS name, else its first address, else its first mailbox, cut to 256 characters; not
    /// verified.
    pub name: Option<String>,
    /// The time that the verdict is for.
    pub at: String,
    /// The certificates as sent, leaf first (of a chain that is too long, the first 32); then the trust anchor, where a
    /// path comes to one.
    pub certificates: Vec<CertificateReport>,
    /// The path through `certificates` by their positions, the leaf first: the accepted one, or the one
    /// that came nearest. Empty where none could be followed.
    pub path: Vec<usize>,
    /// All findings, the most telling first.
    pub findings: Vec<Finding>,
    /// The certificates as sent, where they can be read.
    #[serde(skip)]
    read: Vec<Option<Certificate>>,
}

/// One certificate of a [`ChainReport`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CertificateReport {
    /// Which one.
    pub certificate: CertificateRef,
    /// Its issuer, cut to 256 characters; empty when it cannot be read.
    pub issuer: String,
    /// Start of its validity, RFC 3339; empty when it cannot be read.
    pub not_before: String,
    /// End of its validity, RFC 3339; empty when it cannot be read.
    pub not_after: String,
    /// Whether the path goes through it.
    pub on_path: bool,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

impl ChainReport {
    pub(super) fn new(
        limits: &ChainLimits,
        chain: &[CertificateDer<'_>],
        at: UnixTime,
        spiffe_id: Option<String>,
        verdict: Result<&Verified, &Rejection>,
    ) -> Self {
        let chain = chain.get(..limits.looked_at(chain.len())).unwrap_or_default();
        let (findings, spiffe_id, mut path, authority) = match verdict {
            Ok(verified) => {
                let place = |used: &CertificateDer<'_>| chain.iter().position(|der| der == used);
                let path = verified.path.iter().filter_map(place).collect();
                (verified.warnings.clone(), spiffe_id, path, Some(&verified.authority))
            }
            Err(rejection) => {
                let route = rejection.route();
                let claimed = rejection.claimed_id().map(str::to_owned);
                (rejection.findings(), claimed, route.places.clone(), route.authority.as_ref())
            }
        };
        let read: Vec<_> = chain.iter().map(|der| Certificate::from_der(der).ok()).collect();
        let mut certificates: Vec<_> = read
            .iter()
            .enumerate()
            .map(|(index, read)| {
                CertificateReport::new(Some(index), read.as_ref(), path.contains(&index), &findings)
            })
            .collect();
        if let Some(authority) = authority {
            path.push(certificates.len());
            certificates.push(CertificateReport::new(None, Some(authority), true, &findings));
        }
        Self {
            accepted: verdict.is_ok(),
            spiffe_id,
            name: chain.first().and_then(first_name),
            at: time::rfc3339(at),
            certificates,
            path,
            findings,
            read,
        }
    }

    /// The report on a chain of one's own, beside the private key that is to go with it. Where that is not
    /// the leaf's, it is a finding at the leaf; `accepted` stays what a peer would say, who sees no key.
    #[must_use]
    pub fn with_key(mut self, key: &PrivateKey) -> Self {
        let Some(Some(leaf)) = self.read.first() else { return self };
        let subject = Subject::Certificate(leaf.reference(Some(0)));
        let finding = match key.matches(leaf) {
            Ok(true) => return self,
            Ok(false) => {
                let is_of = |read: &Option<Certificate>| {
                    read.as_ref().is_some_and(|certificate| key.matches(certificate) == Ok(true))
                };
                let whose = match self.read.iter().position(is_of) {
                    Some(place) => format!("; it is the key of certificate {place}"),
                    None => String::new(),
                };
                let message = format!("the private key ({}) is not the leaf's{whose}", key.algorithm());
                Finding::new(r::LEAF_KEY_MISMATCH, subject, message)
            }
            // What cannot be compared is said, and blames nobody.
            Err(e) => Finding::new(e.rule(), subject, e.to_string()).with_severity(Severity::Warning),
        };
        if let Some(leaf) = self.certificates.first_mut() {
            leaf.findings.push(finding.clone());
            rank::sort(&mut leaf.findings);
        }
        self.findings.push(finding);
        rank::sort(&mut self.findings);
        self
    }
}

fn first_name(leaf: &CertificateDer<'_>) -> Option<String> {
    let leaf = Certificate::from_der(leaf).ok()?;
    let names = leaf.names();
    let host = names.dns.first().cloned().or_else(|| names.ip.first().map(ToString::to_string));
    host.or_else(|| names.email.first().cloned()).map(|name| excerpt_of(&name, NAME))
}

impl CertificateReport {
    fn new(index: Option<usize>, read: Option<&Certificate>, on_path: bool, all: &[Finding]) -> Self {
        let reference = read.map_or_else(|| CertificateRef::new(index, "", ""), |c| c.reference(index));
        let about = |f: &&Finding| match &f.subject {
            Subject::Certificate(c) => c.index == index && (index.is_some() || *c == reference),
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

    /// The certificate and its faults, each line after `indent`.
    fn draw(&self, f: &mut fmt::Formatter<'_>, indent: &str) -> fmt::Result {
        if self.not_after.is_empty() {
            writeln!(f, "{indent}cannot be read")?;
        } else {
            writeln!(f, "{indent}valid {} to {}", self.not_before, self.not_after)?;
        }
        for finding in &self.findings {
            writeln!(f, "{indent}{}[{}]: {}", finding.severity, finding.rule, finding.message)?;
            writeln!(f, "{indent}  help: {}", finding.help)?;
        }
        Ok(())
    }
}

/// The path as a tree from the leaf up, each certificate with its faults; then the certificates beside it,
/// and what concerns none of them.
impl fmt::Display for ChainReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.accepted { "ACCEPTED" } else { "REFUSED" };
        let leaf = self.certificates.first().map_or("", |leaf| leaf.certificate.subject.as_str());
        let who = match self.spiffe_id.as_deref().or(self.name.as_deref()).unwrap_or(leaf) {
            "" => "(without a name)",
            name => name,
        };
        writeln!(f, "{verdict} {who} at {}", self.at)?;
        let drawn = self.path.iter().filter_map(|place| self.certificates.get(*place));
        for (depth, certificate) in drawn.enumerate() {
            let indent = "   ".repeat(depth);
            writeln!(f, "{indent}└─ {}", certificate.certificate)?;
            certificate.draw(f, &format!("{indent}   "))?;
        }
        let beside = if self.path.is_empty() { "" } else { ": not needed for the path" };
        for certificate in self.certificates.iter().filter(|certificate| !certificate.on_path) {
            writeln!(f, "{}{beside}", certificate.certificate)?;
            certificate.draw(f, "   ")?;
        }
        let told = |finding: &Finding| self.certificates.iter().any(|c| c.findings.contains(finding));
        for finding in self.findings.iter().filter(|finding| !told(finding)) {
            writeln!(f, "{finding}")?;
        }
        Ok(())
    }
}

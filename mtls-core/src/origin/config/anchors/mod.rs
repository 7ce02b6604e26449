//! The CAs that clients are trusted under, where their texts are at hand.

mod shelf;

use std::collections::BTreeSet;

use super::files::{Absent, ConfigFiles};
use super::{ClientAuth, ConfigOptions, Listener, OriginError};
use crate::finding::rules::{origin_config as rules, recipes};
use crate::finding::{Finding, Severity, Subject, excerpt};
use crate::origin::{CloudflareCa, issues_to_the_public};
use crate::pki::der::{Reader, SEQUENCE};
use crate::pki::{Certificate, Crl, Limits, PemKind, pem};

use shelf::Found;

pub(super) use shelf::Shelf;

/// CAs that are more than an edge has.
const MANY: usize = 8;
/// Seconds before its end that a CA is spoken of: 30 days.
const SOON: u64 = 30 * 24 * 60 * 60;

/// A file and where the configuration names it.
struct Named<'a> {
    /// The name that the configuration gives.
    name: &'a str,
    /// The line that names it.
    at: &'a Subject,
}

/// What is wrong with the CAs and revocation lists that listeners name, as far as their texts are at hand.
pub(super) fn judge(
    listeners: &[Listener],
    files: &ConfigFiles,
    shelf: &mut Shelf<'_>,
    base: &str,
    options: &ConfigOptions,
) -> Result<Vec<Finding>, OriginError> {
    let edge = match &options.edge_ca {
        Some(pem) => certificates(pem).map_err(|reason| OriginError::option("edge_ca", reason))?,
        None => Vec::new(),
    };
    if options.edge_ca.is_some() && edge.is_empty() {
        return Err(OriginError::option("edge_ca", "holds no certificate"));
    }
    // A certificate that signed itself is its own CA to OpenSSL.
    if let Some(first) = edge.first()
        && !edge.iter().any(|one| one.is_ca() || one.is_self_issued())
    {
        let reason = format!(
            "{} is no CA; give the CA that issued the edge's certificate, not the certificate",
            excerpt(first.subject())
        );
        return Err(OriginError::option("edge_ca", reason));
    }
    let (mut findings, mut seen) = (Vec::new(), BTreeSet::new());
    for one in listeners.iter().filter(|one| one.asks_under_cas()) {
        let demands = one.client_auth == ClientAuth::Required;
        if !seen.insert((one.trusted, &one.crls, demands)) {
            continue;
        }
        let subject = one.decision();
        let mut read: Vec<Found> = Vec::new();
        let mut known = !one.anchors.is_empty();
        for name in &one.anchors {
            let named = Named { name, at: &subject };
            // Names of sets of the system's, and of Secrets, are no files'.
            let found = if name.starts_with('@') { None } else { Some(shelf.find(name, base)?) };
            match found.as_deref() {
                Some(Ok(file)) => {
                    findings.extend(judge_cas(&named, &file.certificates, options));
                }
                Some(Err(absent)) => {
                    findings.extend(missing(&named, absent, files));
                    known = false;
                }
                None => known = false,
            }
            read.extend(found);
        }
        for name in one.crls.iter().filter(|name| !name.starts_with('@')) {
            let named = Named { name, at: &subject };
            match files.find(name, base, &options.limits)? {
                Ok(texts) => {
                    let text = texts.first().map(|file| file.text.as_ref());
                    findings.extend(text.map(|text| judge_crl(&named, text, options)).unwrap_or_default());
                }
                Err(absent) => findings.extend(missing(&named, &absent, files)),
            }
        }
        if !demands {
            continue;
        }
        let files = || read.iter().filter_map(|found| found.as_ref().as_ref().ok());
        let mut trusted = files().flat_map(|file| file.certificates.iter().flatten());
        let is_edge = |ca: &Certificate| {
            edge.iter()
                .any(|edge| edge.spki_sha256() == ca.spki_sha256() && edge.subject_der() == ca.subject_der())
        };
        let say = |rule, message: String| Finding::new(rule, subject.clone(), message);
        if known && !edge.is_empty() && !trusted.clone().any(is_edge) {
            findings.push(say(rules::CA_OTHER, format!("{} trusts CAs, and not the edge's", one.title())));
        } else if !known && !one.anchors.is_empty() && !edge.is_empty() {
            let message =
                format!("the CAs of {} were not all read: the edge's may not be there", one.title());
            findings.push(say(rules::UNRESOLVED, message).with_help("Give the file, or allow its folder."));
        } else if let (Some(other), false) = (trusted.find(|ca| !is_edge(ca)), edge.is_empty()) {
            let message =
                format!("{} trusts {} besides the edge's CA", one.title(), excerpt(other.subject()));
            findings.push(say(rules::CA_TOO_WIDE, message).with_severity(Severity::Warning));
        }
        if options.shared_ca && !options.tenant_checked {
            findings.push(say(
                rules::CA_SHARED,
                format!("{} trusts a CA that all customers of the edge share", one.title()),
            ));
        }
    }
    Ok(findings)
}

/// What is to be said of a file that was not read: that it is known to be missing, or why it may not be read.
fn missing(named: &Named<'_>, absent: &Absent, files: &ConfigFiles) -> Option<Finding> {
    let name = excerpt(named.name);
    match absent {
        Absent::Missing if named.name.contains('$') && files.is_on_disk() => {
            let message = format!("{name} was not read: its name may hang on a variable");
            Some(Finding::new(rules::UNRESOLVED, named.at.clone(), message))
        }
        Absent::Missing if files.is_on_disk() => {
            Some(Finding::new(rules::CA_MISSING, named.at.clone(), format!("{name} is not there")))
        }
        Absent::Refused(reason) => {
            let message = format!("{name} was not looked at: {reason}");
            let finding = Finding::new(rules::INCLUDE_MISSING, named.at.clone(), message);
            Some(finding.with_severity(Severity::Info))
        }
        Absent::Missing | Absent::Nothing => None,
    }
}

/// What is wrong with the CAs of one file.
fn judge_cas(
    named: &Named<'_>,
    certificates: &Result<Vec<Certificate>, String>,
    options: &ConfigOptions,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |rule, message: String| findings.push(Finding::new(rule, named.at.clone(), message));
    let name = excerpt(named.name);
    let certificates = match certificates {
        Ok(certificates) if !certificates.is_empty() => certificates,
        Ok(_) => {
            say(rules::CA_MISSING, format!("{name} holds no certificate"));
            return findings;
        }
        Err(reason) => {
            say(rules::CA_MISSING, format!("{name} cannot be read: {reason}"));
            return findings;
        }
    };
    let mut usable = 0_usize;
    let mut unusable = Vec::new();
    for one in certificates {
        let subject = excerpt(one.subject());
        match CloudflareCa::recognize(one) {
            Some(CloudflareCa::SharedPull) if !options.tenant_checked => {
                say(rules::CA_SHARED, format!("{name} holds Cloudflare's shared origin-pull CA"));
            }
            Some(CloudflareCa::StalePull) => {
                let message = format!(
                    "{name} holds Cloudflare's shared origin-pull CA in the certificate that ended in 2020"
                );
                unusable.push((recipes::SHARED_CA_STALE, message));
                continue;
            }
            Some(CloudflareCa::ServerIssuer) => {
                let message = format!("{name} holds a root of Cloudflare's Origin CA");
                say(recipes::CLIENT_CA_IS_ORIGIN_CA, message);
                continue;
            }
            _ => {}
        }
        // OpenSSL takes a certificate that signed itself for what it is, CA or not.
        if !one.is_ca() && !one.is_self_issued() {
            unusable.push((recipes::CLIENT_CA_NOT_CA, format!("{name} holds {subject}, which is no CA")));
            continue;
        }
        if issues_to_the_public(one.subject()) {
            let message = format!("{name} trusts {subject}, which issues certificates to the public");
            say(rules::CA_TOO_WIDE, message);
        }
        if let Some(at) = options.at {
            let (now, end) = (at.as_secs(), one.not_after().as_secs());
            if now > end || at < one.not_before() {
                unusable.push((
                    rules::CA_EXPIRED,
                    format!("{subject} in {name} is not valid at the time asked for"),
                ));
                continue;
            }
            if end.saturating_sub(now) < SOON {
                say(recipes::EXPIRES_SOON, format!("{subject} in {name} ends within 30 days"));
            }
        }
        usable = usable.saturating_add(1);
    }
    if certificates.len() > MANY {
        let message = format!("{name} trusts {} CAs", certificates.len());
        findings.push(
            Finding::new(rules::CA_TOO_WIDE, named.at.clone(), message).with_severity(Severity::Warning),
        );
    }
    // Beside a CA that serves, an old one does no harm.
    let severity = if usable == 0 { Severity::Error } else { Severity::Warning };
    findings.extend(
        unusable
            .into_iter()
            .map(|(rule, message)| Finding::new(rule, named.at.clone(), message).with_severity(severity)),
    );
    findings
}

/// What is wrong with a revocation list in PEM.
fn judge_crl(named: &Named<'_>, text: &str, options: &ConfigOptions) -> Vec<Finding> {
    let say = |message: String| vec![Finding::new(rules::CRL_UNUSABLE, named.at.clone(), message)];
    let name = excerpt(named.name);
    let blocks = match pem::parse(text.as_bytes(), &Limits::default()) {
        Ok(blocks) => blocks,
        Err(error) => return say(format!("{name} cannot be read: {error}")),
    };
    let mut lists = 0_usize;
    let mut findings = Vec::new();
    for block in blocks.iter().filter(|block| block.kind() == PemKind::Crl) {
        lists = lists.saturating_add(1);
        match Crl::from_der(block.der()) {
            Ok(list) => {
                let ended = options.at.zip(list.next_update()).is_some_and(|(at, end)| at > end);
                if ended {
                    findings.extend(say(format!(
                        "the list of {} in {name} is past its next update",
                        excerpt(list.issuer())
                    )));
                }
            }
            Err(error) => findings.extend(say(format!("{name} cannot be read: {error}"))),
        }
    }
    if lists == 0 { say(format!("{name} holds no revocation list")) } else { findings }
}

fn certificates(text: &str) -> Result<Vec<Certificate>, String> {
    let limits = Limits::default();
    let blocks = pem::parse(text.as_bytes(), &limits).map_err(|error| error.to_string())?;
    let read = blocks.iter().filter_map(|block| match block.kind() {
        PemKind::Certificate => Some(Certificate::from_block(block, &limits)),
        // OpenSSL trusts these as well.
        PemKind::TrustedCertificate => {
            let certificate = Certificate::from_der_with(without_settings(block.der()), &limits);
            Some(certificate.map_err(|error| block.locate(error)))
        }
        _ => None,
    });
    read.collect::<Result<_, _>>().map_err(|error| error.to_string())
}

/// The certificate of a block that may have settings of trust behind it.
fn without_settings(der: &[u8]) -> &[u8] {
    Reader::new(der).element(SEQUENCE).map_or(der, |certificate| certificate.raw)
}

#[cfg(test)]
mod tests;

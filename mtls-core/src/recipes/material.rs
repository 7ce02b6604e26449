//! Whether a certificate, its key, a CA and names fit together: what recipes have in common.

use rustls_pki_types::UnixTime;

use super::RecipeError;
use crate::finding::rules::{recipes as rules, verify as chain_rules};
use crate::finding::{Finding, NAME, Rule, Severity, Subject, excerpt_of};
use crate::pki::{Certificate, CertificateChain, ExtendedKeyUsage, KeyUsage, PkiError, PrivateKey};

/// How long before its end a certificate is pointed out, in seconds: 30 days, when most notices come.
const SOON: u64 = 30 * 24 * 60 * 60;

/// Whether the key belongs to the certificate.
pub(super) fn check_key(
    key: &PrivateKey,
    leaf: &Certificate,
    findings: &mut Vec<Finding>,
    assumptions: &mut Vec<String>,
) -> Result<(), RecipeError> {
    match key.matches(leaf) {
        Ok(true) => {}
        Ok(false) => findings.push(Finding::new(
            rules::KEY_MISMATCH,
            Subject::Certificate(leaf.reference(Some(0))),
            format!("the private key does not belong to the certificate of {}", name(leaf)),
        )),
        Err(PkiError::PublicHalfUnavailable { .. }) => assumptions.push(
            "The private key belongs to the certificate: this build could not compute its public half."
                .to_owned(),
        ),
        Err(error) => return Err(RecipeError::Input { input: "key", error }),
    }
    Ok(())
}

/// Whether the certificate is one of an end entity and of this purpose.
pub(super) fn check_leaf(
    leaf: &Certificate,
    purpose: &ExtendedKeyUsage,
    instead: &str,
    findings: &mut Vec<Finding>,
) {
    if leaf.is_ca() {
        findings.push(Finding::new(
            chain_rules::LEAF_IS_CA,
            Subject::Certificate(leaf.reference(Some(0))),
            format!("the first certificate is a CA; {instead} comes first"),
        ));
    }
    check_purpose(leaf, purpose, findings);
}

/// Whether the extended key usage, where there is one, allows the purpose.
pub(super) fn check_purpose(leaf: &Certificate, purpose: &ExtendedKeyUsage, findings: &mut Vec<Finding>) {
    let (what, usage) = match purpose {
        ExtendedKeyUsage::ClientAuth => ("clients", "clientAuth"),
        _ => ("servers", "serverAuth"),
    };
    if let Some(purposes) = leaf.extended_key_usage()
        && !purposes.iter().any(|p| p == purpose || matches!(p, ExtendedKeyUsage::Any))
    {
        findings.push(Finding::new(
            chain_rules::PURPOSE_MISMATCH,
            Subject::Certificate(leaf.reference(Some(0))),
            format!("the certificate is not for TLS {what}: its extended key usage lacks {usage}"),
        ));
    }
}

/// Whether the certificate is for every one of these hosts.
pub(super) fn check_hosts<'h>(
    hosts: impl IntoIterator<Item = &'h str>,
    leaf: &Certificate,
    findings: &mut Vec<Finding>,
) {
    let names = leaf.dns_names();
    // A host may carry a namespace for Istio: `ns/shop.example`.
    let bare = hosts.into_iter().map(|host| host.split_once('/').map_or(host, |(_, host)| host));
    let missing: Vec<String> = bare
        .filter(|host| !names.iter().any(|name| covers(name, host)))
        .map(|host| excerpt_of(host, NAME))
        .collect();
    if !missing.is_empty() {
        let has = if names.is_empty() { "no names".to_owned() } else { names.join(", ") };
        findings.push(Finding::new(
            rules::HOST_NOT_COVERED,
            Subject::Certificate(leaf.reference(Some(0))),
            format!("the certificate is not for {}; it is for {has}", missing.join(", ")),
        ));
    }
}

/// Whether a name of a certificate covers a host (RFC 6125 section 6.4): a wildcard stands for one whole label.
fn covers(name: &str, host: &str) -> bool {
    let fold = |text: &str| text.trim_end_matches('.').to_ascii_lowercase();
    let (name, host) = (fold(name), fold(host));
    if name == host {
        return true;
    }
    match (name.strip_prefix("*."), host.split_once('.')) {
        (Some(parent), Some((label, rest))) => parent == rest && !label.is_empty() && label != "*",
        _ => false,
    }
}

/// Why this is no CA that may issue certificates, if it is none.
pub(super) fn no_authority(authority: &Certificate) -> Option<String> {
    if !authority.is_ca() {
        return Some(format!("{} is no CA: its basic constraints do not say CA", name(authority)));
    }
    authority
        .key_usage()
        .filter(|usages| !usages.contains(&KeyUsage::KeyCertSign))
        .map(|_| format!("{} may not sign certificates: its key usage lacks keyCertSign", name(authority)))
}

/// Whether every certificate of a chain is valid now, and will be for a while.
pub(super) fn check_chain_dates(chain: &CertificateChain, at: UnixTime, findings: &mut Vec<Finding>) {
    for (i, certificate) in chain.certificates().iter().enumerate() {
        let (expired, early) = if i == 0 {
            (chain_rules::LEAF_EXPIRED, chain_rules::LEAF_NOT_YET_VALID)
        } else {
            (chain_rules::ISSUER_EXPIRED, chain_rules::ISSUER_NOT_YET_VALID)
        };
        let subject = Subject::Certificate(certificate.reference(Some(i)));
        findings.extend(date_finding(certificate, subject, at, expired, early));
    }
}

/// Whether CAs are valid now; while one of them is, those that are not are a warning: while a CA is being replaced,
/// old and new stand side by side.
pub(super) fn check_authority_dates<'c>(
    authorities: impl IntoIterator<Item = &'c Certificate>,
    usable: bool,
    at: UnixTime,
    findings: &mut Vec<Finding>,
) {
    for authority in authorities {
        let subject = Subject::Certificate(authority.reference(None));
        let (expired, early) = (chain_rules::AUTHORITY_EXPIRED, chain_rules::AUTHORITY_NOT_YET_VALID);
        findings.extend(
            date_finding(authority, subject, at, expired, early)
                .map(|finding| if usable { finding.with_severity(Severity::Warning) } else { finding }),
        );
    }
}

fn date_finding(
    certificate: &Certificate,
    subject: Subject,
    at: UnixTime,
    expired: &'static Rule,
    early: &'static Rule,
) -> Option<Finding> {
    let who = name(certificate);
    let now = at.as_secs();
    let end = certificate.not_after().as_secs();
    if now > end {
        Some(Finding::new(expired, subject, format!("{who} ended on {}", certificate.info().not_after)))
    } else if now < certificate.not_before().as_secs() {
        Some(Finding::new(early, subject, format!("{who} begins on {}", certificate.info().not_before)))
    } else if end.saturating_sub(now) < SOON {
        Some(Finding::new(
            rules::EXPIRES_SOON,
            subject,
            format!("{who} ends on {}", certificate.info().not_after),
        ))
    } else {
        None
    }
}

/// The certificate for people: its subject, or its first name where the subject is empty.
pub(super) fn name(certificate: &Certificate) -> String {
    match (certificate.subject(), certificate.dns_names().first()) {
        ("", Some(name)) => name.clone(),
        ("", None) => format!("the certificate {}", certificate.serial()),
        (subject, _) => subject.to_owned(),
    }
}

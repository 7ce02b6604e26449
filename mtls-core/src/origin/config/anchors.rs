//! The CAs that clients are trusted under, where their texts are at hand.

use std::collections::BTreeMap;

use super::{ConfigOptions, Listener};
use crate::finding::rules::{origin_config as rules, recipes};
use crate::finding::{Finding, Severity, Subject, excerpt};
use crate::origin::CloudflareCa;
use crate::pki::{Certificate, Crl, Limits, PemKind, pem};

/// CAs that are more than an edge has.
const MANY: usize = 8;
/// Words in the names of authorities that sell or give certificates to the public.
const PUBLIC: [&str; 12] = [
    "let's encrypt",
    "isrg root",
    "digicert",
    "globalsign",
    "sectigo",
    "comodo",
    "google trust services",
    "gts root",
    "amazon root",
    "entrust",
    "godaddy",
    "usertrust",
];
/// Seconds before its end that a CA is spoken of: 30 days.
const SOON: u64 = 30 * 24 * 60 * 60;

/// A text with CAs of clients and where the configuration names it.
pub(super) struct CaText<'a> {
    /// The name that the configuration gives.
    pub(super) name: &'a str,
    /// The text.
    pub(super) text: &'a str,
    /// The line that names it.
    pub(super) named: Subject,
}

/// What is wrong with the CAs in one text.
pub(super) fn judge_cas(ca: &CaText<'_>, options: &ConfigOptions) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |rule, message: String| findings.push(Finding::new(rule, ca.named.clone(), message));
    let name = excerpt(ca.name);
    let certificates = match certificates(ca.text) {
        Ok(certificates) if certificates.is_empty() => {
            say(rules::CA_MISSING, format!("{name} holds no certificate"));
            return findings;
        }
        Ok(certificates) => certificates,
        Err(reason) => {
            say(rules::CA_MISSING, format!("{name} cannot be read: {reason}"));
            return findings;
        }
    };
    let mut usable = 0_usize;
    let mut unusable = Vec::new();
    for one in &certificates {
        let subject = excerpt(one.subject());
        match CloudflareCa::recognize(one) {
            Some(CloudflareCa::SharedPull) if !options.tenant_checked => {
                say(recipes::SHARED_CA, format!("{name} holds Cloudflare's shared origin-pull CA"));
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
        if !one.is_ca() {
            unusable.push((recipes::CLIENT_CA_NOT_CA, format!("{name} holds {subject}, which is no CA")));
            continue;
        }
        if PUBLIC.iter().any(|word| one.subject().to_ascii_lowercase().contains(word)) {
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
            Finding::new(rules::CA_TOO_WIDE, ca.named.clone(), message).with_severity(Severity::Warning),
        );
    }
    // Beside a CA that serves, an old one does no harm.
    let severity = if usable == 0 { Severity::Error } else { Severity::Warning };
    findings.extend(
        unusable
            .into_iter()
            .map(|(rule, message)| Finding::new(rule, ca.named.clone(), message).with_severity(severity)),
    );
    findings
}

/// What is wrong with a revocation list in PEM.
pub(super) fn judge_crl(ca: &CaText<'_>, options: &ConfigOptions) -> Vec<Finding> {
    let say = |message: String| vec![Finding::new(rules::CRL_UNUSABLE, ca.named.clone(), message)];
    let name = excerpt(ca.name);
    let blocks = match pem::parse(ca.text.as_bytes(), &Limits::default()) {
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
    let read = blocks.iter().filter(|block| block.kind() == PemKind::Certificate);
    read.map(|block| Certificate::from_block(block, &limits))
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}

/// The anchors of listeners, each once, with the line that decides.
pub(super) fn named(listeners: &[Listener]) -> BTreeMap<&str, Subject> {
    let all =
        listeners.iter().flat_map(|one| one.anchors.iter().map(move |name| (name.as_str(), one.decision())));
    all.rev().collect()
}

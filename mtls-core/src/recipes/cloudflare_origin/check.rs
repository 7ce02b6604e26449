//! Whether certificate, key, CA and hosts fit together.

use rustls_pki_types::UnixTime;

use super::{CloudflareOrigin, Material, OriginPull};
use crate::finding::rules::{recipes as rules, verify as chain_rules};
use crate::finding::{Finding, Rule, Severity, Subject};
use crate::pki::{Certificate, ExtendedKeyUsage, KeyUsage, PkiError};
use crate::recipes::RecipeError;
use crate::recipes::cloudflare_ca::CloudflareCa;

/// How long before its end a certificate is pointed out, in seconds: 30 days, when Cloudflare's own notice comes.
const SOON: u64 = 30 * 24 * 60 * 60;

pub(super) fn check(
    recipe: &CloudflareOrigin,
    material: &Material,
    assumptions: &mut Vec<String>,
) -> Result<Vec<Finding>, RecipeError> {
    let mut findings = Vec::new();
    let leaf = material.chain.leaf();
    let at_leaf = || Subject::Certificate(leaf.reference(Some(0)));
    match material.key.matches(leaf) {
        Ok(true) => {}
        Ok(false) => findings.push(Finding::new(
            rules::KEY_MISMATCH,
            at_leaf(),
            format!("the private key does not belong to the certificate of {}", name(leaf)),
        )),
        Err(PkiError::PublicHalfUnavailable { .. }) => assumptions.push(
            "The private key belongs to the certificate: this build could not compute its public half."
                .to_owned(),
        ),
        Err(error) => return Err(RecipeError::Input { input: "key", error }),
    }
    check_leaf(recipe, leaf, &mut findings);
    findings.extend(material.chain.check_order());
    check_hosts(&recipe.hosts, leaf, &mut findings);
    for authority in material.client_ca.certificates() {
        check_authority(recipe, authority, leaf, &mut findings);
    }
    let shared = |ca: &Certificate| CloudflareCa::recognize(ca) == Some(CloudflareCa::SharedPull);
    if recipe.pull == OriginPull::Shared && !material.client_ca.certificates().iter().any(shared) {
        findings.push(Finding::new(
            rules::SHARED_CA_UNKNOWN,
            Subject::Certificate(material.client_ca.leaf().reference(None)),
            format!(
                "{} is not Cloudflare's shared origin-pull CA, as far as is known",
                name(material.client_ca.leaf())
            ),
        ));
    }
    if let Some(at) = recipe.at {
        check_dates(material, at, &mut findings);
    }
    Ok(findings)
}

fn check_leaf(recipe: &CloudflareOrigin, leaf: &Certificate, findings: &mut Vec<Finding>) {
    let subject = Subject::Certificate(leaf.reference(Some(0)));
    if leaf.is_ca() {
        let what = match CloudflareCa::recognize(leaf) {
            Some(CloudflareCa::ServerIssuer) => "the root of Cloudflare's Origin CA",
            Some(_) => "Cloudflare's origin-pull CA",
            None => "a CA",
        };
        findings.push(Finding::new(
            chain_rules::LEAF_IS_CA,
            subject.clone(),
            format!("the first certificate is {what}; the one for {} comes first", recipe.hosts.join(", ")),
        ));
    }
    if let Some(purposes) = leaf.extended_key_usage()
        && !purposes.iter().any(|p| matches!(p, ExtendedKeyUsage::ServerAuth | ExtendedKeyUsage::Any))
    {
        findings.push(Finding::new(
            chain_rules::PURPOSE_MISMATCH,
            subject,
            "the certificate is not for TLS servers: its extended key usage lacks serverAuth",
        ));
    }
}

fn check_hosts(hosts: &[String], leaf: &Certificate, findings: &mut Vec<Finding>) {
    let names = leaf.dns_names();
    // A host may carry a namespace for Istio: `ns/shop.example`.
    let bare = hosts.iter().map(|host| host.split_once('/').map_or(host.as_str(), |(_, host)| host));
    let missing: Vec<&str> = bare.filter(|host| !names.iter().any(|name| covers(name, host))).collect();
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

fn check_authority(
    recipe: &CloudflareOrigin,
    authority: &Certificate,
    leaf: &Certificate,
    findings: &mut Vec<Finding>,
) {
    let mut say = |rule: &'static Rule, message: String| {
        findings.push(Finding::new(rule, Subject::Certificate(authority.reference(None)), message));
    };
    match CloudflareCa::recognize(authority) {
        Some(CloudflareCa::ServerIssuer) => {
            return say(
                rules::CLIENT_CA_IS_ORIGIN_CA,
                "this is Cloudflare's Origin CA, which issues server certificates; the edge's client certificate is of another CA".to_owned(),
            );
        }
        Some(CloudflareCa::StalePull) => {
            return say(
                rules::SHARED_CA_STALE,
                "this is Cloudflare's shared origin-pull CA in the certificate that ended on 2020-01-12"
                    .to_owned(),
            );
        }
        Some(CloudflareCa::SharedPull) => {
            let but = match recipe.pull {
                OriginPull::Shared => "",
                _ => "; for a certificate of your own, give the CA that issued it",
            };
            say(
                rules::SHARED_CA,
                format!(
                    "this CA proves `came through Cloudflare` only: every customer's zone shows its certificate{but}"
                ),
            );
        }
        None => {}
    }
    if !authority.is_ca() {
        let what = if authority == leaf { "the server certificate itself" } else { "no CA" };
        return say(
            rules::CLIENT_CA_NOT_CA,
            format!("{} is {what}: its basic constraints do not say CA", name(authority)),
        );
    }
    if let Some(usages) = authority.key_usage()
        && !usages.contains(&KeyUsage::KeyCertSign)
        && CloudflareCa::recognize(authority).is_none()
    {
        return say(
            rules::CLIENT_CA_NOT_CA,
            format!("{} may not sign certificates: its key usage lacks keyCertSign", name(authority)),
        );
    }
    if leaf.names_as_issuer(authority) {
        say(
            rules::CLIENT_CA_ISSUES_SERVER,
            format!(
                "{} issued the server certificate; the CA of the edge's client certificate is usually another",
                name(authority)
            ),
        );
    }
}

fn check_dates(material: &Material, at: UnixTime, findings: &mut Vec<Finding>) {
    for (i, certificate) in material.chain.certificates().iter().enumerate() {
        let (expired, early) = if i == 0 {
            (chain_rules::LEAF_EXPIRED, chain_rules::LEAF_NOT_YET_VALID)
        } else {
            (chain_rules::ISSUER_EXPIRED, chain_rules::ISSUER_NOT_YET_VALID)
        };
        let subject = Subject::Certificate(certificate.reference(Some(i)));
        findings.extend(date_finding(certificate, subject, at, expired, early));
    }
    let authorities = material.client_ca.certificates();
    let usable = authorities.iter().any(|ca| ca.is_valid_at(at));
    for authority in authorities {
        // The stale CA of Cloudflare is said already.
        if CloudflareCa::recognize(authority) == Some(CloudflareCa::StalePull) {
            continue;
        }
        let subject = Subject::Certificate(authority.reference(None));
        let (expired, early) = (chain_rules::AUTHORITY_EXPIRED, chain_rules::AUTHORITY_NOT_YET_VALID);
        // While a CA is being replaced, old and new stand side by side.
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
fn name(certificate: &Certificate) -> String {
    match (certificate.subject(), certificate.dns_names().first()) {
        ("", Some(name)) => name.clone(),
        ("", None) => format!("the certificate {}", certificate.serial()),
        (subject, _) => subject.to_owned(),
    }
}

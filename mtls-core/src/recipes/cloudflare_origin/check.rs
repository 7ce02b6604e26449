//! Whether certificate, key, CA and hosts fit together.

use rustls_pki_types::UnixTime;

use super::{CloudflareOrigin, Material, OriginPull};
use crate::finding::rules::{recipes as rules, verify as chain_rules};
use crate::finding::{Finding, Rule, Subject};
use crate::origin::CloudflareCa;
use crate::pki::{Certificate, ExtendedKeyUsage, KeyUsage};
use crate::recipes::RecipeError;
use crate::recipes::material::{
    check_authority_dates, check_chain_dates, check_hosts, check_key, check_purpose, name,
};

pub(super) fn check(
    recipe: &CloudflareOrigin,
    material: &Material,
    assumptions: &mut Vec<String>,
) -> Result<Vec<Finding>, RecipeError> {
    let mut findings = Vec::new();
    let leaf = material.chain.leaf();
    check_key(&material.key, leaf, &mut findings, assumptions)?;
    check_leaf(recipe, leaf, &mut findings);
    findings.extend(material.chain.check_order());
    check_hosts(recipe.hosts.iter().map(String::as_str), leaf, &mut findings);
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
            subject,
            format!("the first certificate is {what}; the one for {} comes first", recipe.hosts.join(", ")),
        ));
    }
    check_purpose(leaf, &ExtendedKeyUsage::ServerAuth, findings);
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
            let (rule, but) = match recipe.pull {
                OriginPull::Shared => (rules::SHARED_CA, ""),
                _ => (
                    rules::SHARED_CA_UNEXPECTED,
                    "; for a certificate of your own, give only the CA that issued it",
                ),
            };
            say(
                rule,
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
    check_chain_dates(&material.chain, at, findings);
    let authorities = material.client_ca.certificates();
    let usable = authorities.iter().any(|ca| ca.is_valid_at(at));
    // The stale CA of Cloudflare is said already.
    let others = authorities.iter().filter(|ca| CloudflareCa::recognize(ca) != Some(CloudflareCa::StalePull));
    check_authority_dates(others, usable, at, findings);
}

//! Whether what was given is what this way of leaving the mesh needs, and whether certificates fit.

use std::net::IpAddr;

use rustls_pki_types::DnsName;
use zeroize::Zeroizing;

use super::{EgressApplication, EgressClient, EgressMtls};
use crate::finding::rules::recipes as rules;
use crate::finding::{Finding, Refusal, Subject};
use crate::identity::SpiffeId;
use crate::pki::{Certificate, CertificateChain, ExtendedKeyUsage, PkiError, PrivateKey};
use crate::recipes::RecipeError;
use crate::recipes::material::{
    check_authority_dates, check_chain_dates, check_key, check_leaf, no_authority,
};
use crate::resources::{ResourceError, bad_value, check_wildcard_domain, cut, is_label, refuses, required};

/// Certificates and keys, written anew: what surrounds PEM blocks is gone, keys are PKCS#8.
#[derive(Default)]
pub(super) struct Material {
    /// The CA of the service.
    pub(super) ca: String,
    /// The gateway's, or those of the applications in their order.
    pub(super) pairs: Vec<PemPair>,
}

pub(super) struct PemPair {
    pub(super) certificate: String,
    pub(super) key: Zeroizing<String>,
}

/// What is missing, or has no use for this client.
pub(super) fn check_options(recipe: &EgressMtls) -> Result<(), RecipeError> {
    let mut findings = Vec::new();
    check_service(recipe, &mut findings);
    let gateway = recipe.client == EgressClient::Gateway;
    let application = recipe.client == EgressClient::Application;
    let taken = [
        ("certificate", !recipe.certificate.is_empty(), gateway),
        ("key", !recipe.key.is_empty(), gateway),
        ("ca", !recipe.ca.is_empty(), gateway || application),
        ("applications", !recipe.applications.is_empty(), application),
    ];
    for (option, given, needed) in taken {
        if needed {
            required(&mut findings, option, given);
        }
    }
    let of_use = [
        ("namespace", recipe.namespace.is_some(), !gateway),
        ("credential", recipe.credential.is_some(), gateway),
        ("gateway", recipe.gateway.is_some(), gateway),
        ("selector", !recipe.selector.is_empty(), gateway),
        ("mount_path", recipe.mount_path.is_some(), application),
    ];
    for (option, given, taken) in taken.into_iter().chain(of_use) {
        if given && !taken {
            bad_value(&mut findings, option, format!("of no use here: {}", why_not(recipe.client, option)));
        }
    }
    check_applications(recipe, &mut findings);
    if refuses(&findings) {
        return Err(ResourceError::Options { what: "the recipe egress_mtls", findings }.into());
    }
    Ok(())
}

/// Why an option has no use for a client.
fn why_not(client: EgressClient, option: &str) -> &'static str {
    match (client, option) {
        (EgressClient::Mesh, _) => "each workload shows the certificate that the mesh issued to it",
        (EgressClient::Gateway, "namespace") => "everything stands in the namespace of the egress gateway",
        (EgressClient::Gateway, _) => "the egress gateway shows one certificate for all applications",
        (EgressClient::Application, _) => "each application has a certificate of its own, and no gateway",
    }
}

fn check_service(recipe: &EgressMtls, findings: &mut Vec<Finding>) {
    let host = recipe.host.as_str();
    match check_wildcard_domain(host) {
        Ok(()) if host.contains('*') => {
            bad_value(
                findings,
                "host",
                format!("`{}` is more than one service: it has a wildcard", cut(host)),
            );
        }
        Ok(()) if !host.contains('.') => {
            bad_value(findings, "host", format!("`{}` is no full name: it has no dot", cut(host)));
        }
        Ok(()) => {}
        Err(fault) => bad_value(findings, "host", format!("`{}` {fault}", cut(host))),
    }
    for (option, port) in [("port", recipe.port), ("plain_port", recipe.plain_port)] {
        if port == 0 {
            bad_value(findings, option, "0 is no port; ports are 1 to 65535".to_owned());
        }
    }
    if recipe.port == recipe.plain_port {
        bad_value(
            findings,
            "plain_port",
            format!("port {} cannot be both the plain one and that of TLS", recipe.port),
        );
    }
    for (i, name) in recipe.subject_alt_names.iter().enumerate() {
        if let Some(fault) = no_certificate_name(name) {
            let message = format!("`{}` {fault}", cut(name));
            bad_value(findings, &format!("subject_alt_names[{i}]"), message);
        }
    }
    let ips = recipe.addresses.iter().filter(|a| a.parse::<IpAddr>().is_ok()).count();
    if ips > 0 && ips < recipe.addresses.len() {
        bad_value(
            findings,
            "addresses",
            "addresses and names together have no one way to be resolved".to_owned(),
        );
    }
    let name = recipe.name_of_all();
    // The volume is named `<name>-certs`, the gateway's server and subset by the name itself.
    if !is_label(&super::application::volume_name(recipe)) {
        bad_value(
            findings,
            "name",
            format!("`{}` is no name of letters, digits and inner hyphens, at most 57 long", cut(&name)),
        );
    }
}

/// Why no certificate carries this as a name (RFC 5280 section 4.2.1.6), if none does. Proxies compare the whole text with
/// DNS names, URIs and IP addresses.
fn no_certificate_name(name: &str) -> Option<&'static str> {
    if name.parse::<IpAddr>().is_ok() {
        return None;
    }
    if let Some((scheme, rest)) = name.split_once(':') {
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
        // RFC 3986 section 2: neither spaces, nor control characters, nor these, nor what is no ASCII.
        let is_uri =
            !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b));
        let is_id = !scheme.eq_ignore_ascii_case("spiffe") || SpiffeId::parse(name).is_ok();
        return match (is_scheme && is_uri, is_id) {
            (false, _) => Some("is neither a DNS name, nor a URI, nor an IP address"),
            (true, false) => Some("is no SPIFFE ID"),
            (true, true) => None,
        };
    }
    let base = name.strip_prefix("*.").unwrap_or(name);
    if name.ends_with('.') {
        return Some("ends in a dot, and names in certificates do not");
    }
    DnsName::try_from(base).is_err().then_some("is neither a DNS name, nor a URI, nor an IP address")
}

fn check_applications(recipe: &EgressMtls, findings: &mut Vec<Finding>) {
    for (i, application) in recipe.applications.iter().enumerate() {
        let field = format!("applications[{i}]");
        required(findings, &format!("{field}.certificate"), !application.certificate.is_empty());
        required(findings, &format!("{field}.key"), !application.key.is_empty());
        if !is_label(&application.name) {
            bad_value(findings, &format!("{field}.name"), format!("`{}` is no name", cut(&application.name)));
        }
        let earlier = recipe.applications.iter().take(i);
        if earlier.clone().any(|other| other.name == application.name) {
            bad_value(findings, &format!("{field}.name"), format!("{} stands twice", application.name));
        } else if earlier.clone().any(|other| other.secret_name(recipe) == application.secret_name(recipe)) {
            bad_value(
                findings,
                &format!("{field}.secret"),
                "another application has this Secret; each has one of its own".to_owned(),
            );
        }
        application.annotated(recipe, &field, findings);
    }
    if let Some(path) = &recipe.mount_path
        && !(path.starts_with('/') && path.len() > 1 && !path.split('/').any(|part| part == ".."))
    {
        bad_value(findings, "mount_path", format!("`{}` is no absolute path below the root", cut(path)));
    }
}

/// The certificates and keys, and what is to be said of them.
pub(super) fn material(
    recipe: &EgressMtls,
    assumptions: &mut Vec<String>,
) -> Result<(Material, Vec<Finding>), RecipeError> {
    let mut findings = Vec::new();
    let mut material = Material::default();
    if recipe.client == EgressClient::Mesh {
        return Ok((material, findings));
    }
    let input = |input| move |error| RecipeError::Input { input, error };
    let authorities = CertificateChain::from_pem(&recipe.ca).map_err(input("ca"))?;
    check_authorities(recipe, &authorities, &mut findings);
    material.ca = authorities.to_pem();
    if recipe.client == EgressClient::Gateway {
        let chain = CertificateChain::from_pem(&recipe.certificate).map_err(input("certificate"))?;
        let key = PrivateKey::from_pem(&recipe.key).map_err(input("key"))?;
        check_pair(recipe, &chain, &key, &mut findings, assumptions)?;
        material.pairs.push(PemPair::of(&chain, &key));
    }
    let mut leaves: Vec<(&str, Certificate)> = Vec::new();
    for (i, application) in recipe.applications.iter().enumerate() {
        let before = findings.len();
        let Some((chain, key)) = read_application(i, application, &mut findings) else { continue };
        check_pair(recipe, &chain, &key, &mut findings, assumptions)?;
        for finding in findings.iter_mut().skip(before) {
            finding.message = format!("application {}: {}", application.name, finding.message);
        }
        let leaf = chain.leaf();
        if let Some((other, _)) = leaves.iter().find(|(_, l)| l.spki_sha256() == leaf.spki_sha256()) {
            findings.push(Finding::new(
                rules::APPLICATIONS_SHARE_KEY,
                Subject::Certificate(leaf.reference(Some(0))),
                format!("applications {other} and {} show certificates of the same key", application.name),
            ));
        }
        leaves.push((&application.name, leaf.clone()));
        material.pairs.push(PemPair::of(&chain, &key));
    }
    assumptions.dedup();
    Ok((material, findings))
}

impl PemPair {
    fn of(chain: &CertificateChain, key: &PrivateKey) -> Self {
        Self { certificate: chain.to_pem(), key: key.secret_pkcs8_pem() }
    }
}

/// Certificate and key of an application; what is not read is a finding that names the application.
fn read_application(
    i: usize,
    application: &EgressApplication,
    findings: &mut Vec<Finding>,
) -> Option<(CertificateChain, PrivateKey)> {
    let mut refused = |option: &str, error: &PkiError| {
        let message = format!("applications[{i}].{option}: {error}");
        findings.push(Finding::new(error.rule(), error.subject(), message));
    };
    let chain = CertificateChain::from_pem(&application.certificate);
    let key = PrivateKey::from_pem(&application.key);
    let chain = chain.map_err(|error| refused("certificate", &error)).ok();
    let key = key.map_err(|error| refused("key", &error)).ok();
    chain.zip(key)
}

fn check_pair(
    recipe: &EgressMtls,
    chain: &CertificateChain,
    key: &PrivateKey,
    findings: &mut Vec<Finding>,
    assumptions: &mut Vec<String>,
) -> Result<(), RecipeError> {
    check_key(key, chain.leaf(), findings, assumptions)?;
    check_leaf(chain.leaf(), &ExtendedKeyUsage::ClientAuth, "the client's own", findings);
    findings.extend(chain.check_order());
    if let Some(at) = recipe.at {
        check_chain_dates(chain, at, findings);
    }
    Ok(())
}

fn check_authorities(recipe: &EgressMtls, authorities: &CertificateChain, findings: &mut Vec<Finding>) {
    let all = authorities.certificates();
    for authority in all {
        if let Some(why) = no_authority(authority) {
            findings.push(Finding::new(
                rules::SERVER_CA_NOT_CA,
                Subject::Certificate(authority.reference(None)),
                format!("{why}; give the CA of the certificate that {} shows", recipe.host),
            ));
        }
    }
    if let Some(at) = recipe.at {
        let usable = all.iter().any(|authority| authority.is_valid_at(at));
        check_authority_dates(all, usable, at, findings);
    }
}

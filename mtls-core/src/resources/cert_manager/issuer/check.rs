//! What cert-manager's webhook asks of issuers.

use super::{AcmeIssuer, ClusterIssuer, Issuer, IssuerSpec, VaultIssuer};
use crate::finding::rules::cert_manager as rules;
use crate::resources::kind::Checker;

pub(super) fn check(issuer: &Issuer, check: &mut Checker) {
    check_spec(issuer.spec.as_ref(), check);
}

pub(super) fn check_cluster(issuer: &ClusterIssuer, check: &mut Checker) {
    check_spec(issuer.spec.as_ref(), check);
}

fn check_spec(spec: Option<&IssuerSpec>, check: &mut Checker) {
    let empty = IssuerSpec::default();
    let spec = spec.unwrap_or(&empty);
    let types: Vec<&str> = [
        (spec.acme.is_some(), "acme"),
        (spec.ca.is_some(), "ca"),
        (spec.self_signed.is_some(), "selfSigned"),
        (spec.vault.is_some(), "vault"),
        (spec.venafi.is_some(), "venafi"),
    ]
    .into_iter()
    .filter_map(|(there, name)| there.then_some(name))
    .collect();
    if types.is_empty() {
        check.report(rules::ISSUER_TYPE, "spec", "nothing says how it issues");
    }
    for other in types.iter().skip(1) {
        check.report(
            rules::ISSUER_TYPE,
            format!("spec.{other}"),
            format!("it issues by {} already", types.first().unwrap_or(other)),
        );
    }
    if let Some(ca) = &spec.ca {
        required(ca.secret_name.as_deref(), "spec.ca.secretName", check);
    }
    if let Some(acme) = &spec.acme {
        check_acme(acme, check);
    }
    if let Some(vault) = &spec.vault {
        check_vault(vault, check);
    }
}

fn required(value: Option<&str>, field: &str, check: &mut Checker) {
    if value.unwrap_or_default().is_empty() {
        check.report(rules::ISSUER_FIELD_MISSING, field, "the issuer cannot do without it");
    }
}

fn check_acme(acme: &AcmeIssuer, check: &mut Checker) {
    required(acme.server.as_deref(), "spec.acme.server", check);
    let account = acme.private_key_secret_ref.as_ref().and_then(|key| key.name.as_deref());
    required(account, "spec.acme.privateKeySecretRef.name", check);
    if acme.skip_tls_verify == Some(true) && acme.ca_bundle.as_ref().is_some_and(|ca| !ca.is_empty()) {
        check.report(
            rules::ISSUER_CONTRADICTION,
            "spec.acme.skipTLSVerify",
            "a CA is given for a server whose certificate is not checked",
        );
    }
}

fn check_vault(vault: &VaultIssuer, check: &mut Checker) {
    required(vault.server.as_deref(), "spec.vault.server", check);
    required(vault.path.as_deref(), "spec.vault.path", check);
    if vault.ca_bundle.as_ref().is_some_and(|ca| !ca.is_empty()) && vault.ca_bundle_secret_ref.is_some() {
        check.report(
            rules::ISSUER_CONTRADICTION,
            "spec.vault.caBundleSecretRef",
            "`caBundle` gives the CA already",
        );
    }
    let missing = match (&vault.client_cert_secret_ref, &vault.client_key_secret_ref) {
        (Some(_), None) => "spec.vault.clientKeySecretRef.name",
        (None, Some(_)) => "spec.vault.clientCertSecretRef.name",
        _ => return,
    };
    required(None, missing, check);
}

//! What Istio asks of the client's side of TLS, and the traps in it.

use super::{ClientTls, ClientTlsMode};
use crate::finding::rules::istio_networking as rules;
use crate::resources::error::cut;
use crate::resources::kind::Checker;
use crate::resources::path;

const FILES: [&str; 4] = ["clientCertificate", "privateKey", "caCertificates", "caCrl"];

/// What a check must know of the rule around the settings.
pub(super) struct Around<'a> {
    /// The namespace of the rule; empty where the manifest does not say.
    pub(super) namespace: &'a str,
    /// Whether a workloadSelector names the clients.
    pub(super) selected: bool,
    /// Whether exportTo names the namespaces of the clients.
    pub(super) limited: bool,
}

pub(super) fn check_tls(tls: &ClientTls, field: &str, around: &Around<'_>, check: &mut Checker) {
    check_config_map(tls, field, around, check);
    check_verification(tls, field, check);
    check_certificate(tls, field, check);
    check_ignored(tls, field, check);
    check_credential_used(tls, field, around, check);
    if tls.outside() && tls.has("sni") && !tls.has("subjectAltNames") && !tls.has("insecureSkipVerify") {
        check.report(
            rules::DESTINATION_RULE_NAMES_UNCHECKED,
            path::join(field, "sni"),
            "`sni` without `subjectAltNames` turns the check of the server's name off: any certificate of the CA is taken unless a ServiceEntry names the server's",
        );
    }
}

const CONFIG_MAP: &str = "configmap://";

fn check_config_map(tls: &ClientTls, field: &str, around: &Around<'_>, check: &mut Checker) {
    let Some(rest) = tls.credential_name.as_deref().and_then(|name| name.strip_prefix(CONFIG_MAP)) else {
        return;
    };
    let mut parts = rest.split('/');
    let (namespace, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let fault = if namespace.is_empty() || name.is_empty() {
        "a ConfigMap is named as `configmap://namespace/name`".to_owned()
    } else if !around.namespace.is_empty() && namespace != around.namespace {
        format!(
            "the ConfigMap is in namespace `{}`, the rule in `{}`; they must be in one",
            cut(namespace),
            cut(around.namespace)
        )
    } else {
        return;
    };
    check.report(rules::DESTINATION_RULE_CONFIG_MAP, path::join(field, "credentialName"), fault);
}

fn check_verification(tls: &ClientTls, field: &str, check: &mut Checker) {
    // Of a MUTUAL credential istiod cannot know whether there is a CA in it.
    let contradicting: &[&str] = match tls.mode {
        Some(ClientTlsMode::Simple) => &["caCertificates", "credentialName", "subjectAltNames"],
        Some(ClientTlsMode::Mutual) => &["caCertificates", "subjectAltNames"],
        _ => return,
    };
    if !tls.has("insecureSkipVerify") {
        return;
    }
    let found: Vec<&str> = tls.written().filter(|name| contradicting.contains(name)).collect();
    if !found.is_empty() {
        check.report(
            rules::DESTINATION_RULE_VERIFICATION,
            path::join(field, "insecureSkipVerify"),
            format!("the server is not to be verified, yet `{}` says by what", found.join("`, `")),
        );
    }
}

fn check_certificate(tls: &ClientTls, field: &str, check: &mut Checker) {
    if !tls.outside() {
        return;
    }
    if tls.has("credentialName") {
        let files: Vec<&str> = tls.written().filter(|name| FILES.contains(name)).collect();
        if !files.is_empty() {
            check.report(
                rules::DESTINATION_RULE_CREDENTIAL_AND_FILES,
                field,
                format!("`credentialName` and `{}` are given; it is one or the other", files.join("`, `")),
            );
        }
    } else if tls.mode == Some(ClientTlsMode::Mutual) {
        for name in ["clientCertificate", "privateKey"] {
            if !tls.has(name) {
                check.report(
                    rules::DESTINATION_RULE_CERTIFICATE_MISSING,
                    path::join(field, name),
                    format!(
                        "MUTUAL shows a certificate, but `{name}` is missing, and no credential is named"
                    ),
                );
            }
        }
    }
}

/// What is written and has no effect.
fn check_ignored(tls: &ClientTls, field: &str, check: &mut Checker) {
    let Some(mode) = &tls.mode else {
        let written = tls.written().collect::<Vec<_>>().join("`, `");
        let given = if written.is_empty() { String::new() } else { format!("`{written}` is given but ") };
        check.report(
            rules::DESTINATION_RULE_TLS_MODE_MISSING,
            path::join(field, "mode"),
            format!("{given}no mode, which means DISABLE: clients send plaintext"),
        );
        return;
    };
    let (used, instead): (fn(&str) -> bool, &str) = match mode {
        ClientTlsMode::Disable => (|_| false, "DISABLE sends plaintext"),
        ClientTlsMode::IstioMutual => (
            |name| matches!(name, "sni" | "subjectAltNames"),
            "ISTIO_MUTUAL uses the mesh's own certificates",
        ),
        ClientTlsMode::Simple => {
            (|name| !matches!(name, "clientCertificate" | "privateKey"), "SIMPLE shows no certificate")
        }
        ClientTlsMode::Mutual | ClientTlsMode::Unknown(_) => return,
    };
    // With a credential beside them they are refused, not ignored.
    if *mode == ClientTlsMode::Simple && tls.has("credentialName") {
        return;
    }
    let ignored: Vec<&str> = tls.written().filter(|name| !used(name)).collect();
    if !ignored.is_empty() {
        check.report(
            rules::DESTINATION_RULE_TLS_IGNORED,
            field,
            format!("`{}` has no effect: {instead}", ignored.join("`, `")),
        );
    }
}

/// Sidecars, be they of a few namespaces, get no credential that is meant for whoever sees the rule, and then speak no TLS at all.
fn check_credential_used(tls: &ClientTls, field: &str, around: &Around<'_>, check: &mut Checker) {
    let secret = tls.credential_name.as_deref().filter(|name| !name.starts_with(CONFIG_MAP));
    if tls.outside() && tls.has("credentialName") && secret.is_some() && !around.selected {
        check.report(
            rules::DESTINATION_RULE_CREDENTIAL_UNUSED,
            path::join(field, "credentialName"),
            if around.limited {
                "sidecars in the namespaces of `exportTo` see this rule, and without a workloadSelector none uses the credential: they send plaintext"
            } else {
                "every sidecar sees this rule, and without a workloadSelector none uses the credential: they send plaintext"
            },
        );
    }
}

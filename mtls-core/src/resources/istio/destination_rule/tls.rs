//! The client's side of TLS, what Istio asks of it, and the traps in it.

use crate::finding::rules::istio_networking as rules;
use crate::resources::error::cut;
use crate::resources::kind::Checker;
use crate::resources::model::{model, spellings};
use crate::resources::path;

model! {
    /// The client side of TLS.
    ///
    /// An absent `mode` is `DISABLE`, plaintext, whatever else is given.
    pub struct ClientTls {
        /// Whether and how TLS is spoken.
        mode: ClientTlsMode = "mode",
        /// File with the client's certificate.
        client_certificate: String = "clientCertificate",
        /// File with the client's key.
        private_key: String = "privateKey",
        /// File with the CA of the server; absent means the system's CAs.
        ca_certificates: String = "caCertificates",
        /// File with the CRL of that CA.
        ca_crl: String = "caCrl",
        /// The Secret with certificate, key and CA, in the namespace of the client's pods, or `configmap://` with
        /// namespace and name for a CA alone. Gateways use it; sidecars only where a workloadSelector names them.
        credential_name: String = "credentialName",
        /// Takes server certificates of any CA and any name.
        insecure_skip_verify: bool = "insecureSkipVerify",
        /// Names of which the server's certificate must carry one.
        subject_alt_names: Vec<String> = "subjectAltNames",
        /// The SNI that is sent; absent means the host of the request (HTTP alone).
        sni: String = "sni",
    }
}

spellings! {
    /// What a client does about TLS.
    pub enum ClientTlsMode {
        /// Plaintext. What an absent mode means.
        Disable = "DISABLE",
        /// TLS; the client shows no certificate.
        Simple = "SIMPLE",
        /// TLS; the client shows the given certificate.
        Mutual = "MUTUAL",
        /// The mesh's own mutual TLS.
        IstioMutual = "ISTIO_MUTUAL",
    }
}

impl ClientTls {
    /// TLS with the certificate of a Secret and the CA for the server in it.
    #[must_use]
    pub fn mutual(credential: impl Into<String>) -> Self {
        Self::default().mode(ClientTlsMode::Mutual).credential_name(credential.into())
    }

    /// TLS with a certificate from files of the client's pod.
    #[must_use]
    pub fn mutual_files(
        certificate: impl Into<String>,
        key: impl Into<String>,
        ca: impl Into<String>,
    ) -> Self {
        Self::default()
            .mode(ClientTlsMode::Mutual)
            .client_certificate(certificate.into())
            .private_key(key.into())
            .ca_certificates(ca.into())
    }

    /// The mesh's own mutual TLS.
    #[must_use]
    pub fn istio_mutual() -> Self {
        Self::default().mode(ClientTlsMode::IstioMutual)
    }

    /// TLS without a certificate of the client; the server is judged by the system's CAs unless others are set.
    #[must_use]
    pub fn simple() -> Self {
        Self::default().mode(ClientTlsMode::Simple)
    }

    /// Plaintext (`DISABLE`).
    #[must_use]
    pub fn plaintext() -> Self {
        Self::default().mode(ClientTlsMode::Disable)
    }

    /// Whether the client judges the server's certificate and speaks of a CA outside the mesh.
    fn outside(&self) -> bool {
        matches!(self.mode, Some(ClientTlsMode::Simple | ClientTlsMode::Mutual))
    }

    /// The fields that are written and say how certificates are shown or judged.
    fn written(&self) -> impl Iterator<Item = &'static str> {
        let text = |value: &Option<String>| value.as_deref().is_some_and(|v| !v.is_empty());
        [
            (text(&self.client_certificate), "clientCertificate"),
            (text(&self.private_key), "privateKey"),
            (text(&self.ca_certificates), "caCertificates"),
            (text(&self.ca_crl), "caCrl"),
            (text(&self.credential_name), "credentialName"),
            (self.insecure_skip_verify == Some(true), "insecureSkipVerify"),
            (self.subject_alt_names.as_ref().is_some_and(|names| !names.is_empty()), "subjectAltNames"),
            (text(&self.sni), "sni"),
        ]
        .into_iter()
        .filter_map(|(written, name)| written.then_some(name))
    }

    fn has(&self, field: &str) -> bool {
        self.written().any(|written| written == field)
    }
}

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

/// Sidecars get no credential that is meant for whoever sees the rule, and then speak no TLS at all.
fn check_credential_used(tls: &ClientTls, field: &str, around: &Around<'_>, check: &mut Checker) {
    let secret = tls.credential_name.as_deref().filter(|name| !name.starts_with(CONFIG_MAP));
    if tls.outside() && tls.has("credentialName") && secret.is_some() && !around.selected && !around.limited {
        check.report(
            rules::DESTINATION_RULE_CREDENTIAL_UNUSED,
            path::join(field, "credentialName"),
            "every sidecar sees this rule, and without a workloadSelector none uses the credential: they send plaintext",
        );
    }
}

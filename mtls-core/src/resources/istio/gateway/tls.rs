//! What Istio's webhook asks of a server's `tls`, and what we add. The same settings stand in a `Sidecar`.

use std::collections::BTreeSet;

use super::{ServerTls, ServerTlsMode, TlsVersion};
use crate::finding::Rule;
use crate::finding::rules::resources as rules;
use crate::resources::error::cut;
use crate::resources::kind::Checker;
use crate::resources::{path, suggest};

/// The cipher suites that Istio passes on to Envoy; it drops others.
const CIPHER_SUITES: &[&str] = &[
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-RSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-SHA",
    "ECDHE-RSA-AES256-SHA",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
    "AES128-SHA",
    "AES256-SHA",
    "DES-CBC3-SHA",
];

pub(crate) fn check_tls(tls: &ServerTls, field: &str, check: &mut Checker) {
    check_versions(tls, field, check);
    let sources = Sources::of(tls);
    match tls.mode.as_ref().unwrap_or(&ServerTlsMode::Passthrough) {
        ServerTlsMode::IstioMutual => {
            for name in sources.named() {
                check.report(
                    rules::GATEWAY_ISTIO_MUTUAL_CERTIFICATES,
                    path::join(field, name),
                    format!("ISTIO_MUTUAL uses the mesh's own certificates; `{name}` contradicts it"),
                );
            }
        }
        ServerTlsMode::Passthrough | ServerTlsMode::AutoPassthrough => {
            let named = sources.named().collect::<Vec<_>>().join("`, `");
            if !named.is_empty() && tls.mode.is_none() {
                check.report(
                    rules::GATEWAY_TLS_MODE_MISSING,
                    path::join(field, "mode"),
                    format!("`{named}` is given but no mode, which means PASSTHROUGH: TLS is not ended here"),
                );
            } else if !named.is_empty() {
                check.report(
                    rules::GATEWAY_PASSTHROUGH_CERTIFICATES,
                    field,
                    format!("`{named}` has no effect: the mode passes TLS on undecrypted"),
                );
            }
            check_one_source(&sources, field, check);
        }
        ServerTlsMode::Simple | ServerTlsMode::Mutual | ServerTlsMode::OptionalMutual => {
            check_one_source(&sources, field, check);
            if !sources.credential && !sources.credentials {
                check_files(tls, field, check);
            }
            check_clients(tls, field, check);
        }
        ServerTlsMode::Unknown(_) => {}
    }
    for (name, count) in [
        ("credentialNames", tls.credential_names.as_ref().map(Vec::len)),
        ("tlsCertificates", tls.tls_certificates.as_ref().map(Vec::len)),
    ] {
        if let Some(count) = count
            && !(1..=2).contains(&count)
        {
            check.report(
                rules::GATEWAY_CERTIFICATE_COUNT,
                path::join(field, name),
                format!("{count} entries; one or two are taken (an RSA and an ECDSA certificate)"),
            );
        }
    }
}

fn check_versions(tls: &ServerTls, field: &str, check: &mut Checker) {
    let suites = tls.cipher_suites.as_deref().unwrap_or_default();
    if let Some(version @ (TlsVersion::V1_0 | TlsVersion::V1_1)) = &tls.min_protocol_version
        && suites.is_empty()
    {
        check.report(
            rules::GATEWAY_OLD_TLS,
            path::join(field, "minProtocolVersion"),
            format!("{version} works with old cipher suites alone, and none are listed in `cipherSuites`"),
        );
    }
    check_cipher_suites(suites, rules::GATEWAY_CIPHER, &path::join(field, "cipherSuites"), check);
}

/// Unknown suites of a list for which a known one is sought: a hostile list is as long as its manifest.
const SUGGESTIONS: usize = 32;

/// Suites that have no effect, under a rule of the kind they are written in.
pub(in crate::resources::istio) fn check_cipher_suites(
    suites: &[String],
    rule: &'static Rule,
    field: &str,
    check: &mut Checker,
) {
    let mut seen = BTreeSet::new();
    let mut unknown = 0_usize;
    for (i, suite) in suites.iter().enumerate() {
        let field = format!("{field}[{i}]");
        // Expressions of BoringSSL (`-ALL`, `[A|B]`) are not taken apart.
        let plain = suite.starts_with(|c: char| c.is_alphanumeric()) && suite != "ALL";
        if plain && !CIPHER_SUITES.contains(&suite.as_str()) {
            let mut message = format!("`{}` is no cipher suite that Istio passes on", cut(suite));
            unknown = unknown.saturating_add(1);
            if unknown <= SUGGESTIONS
                && let Some(meant) = suggest::closest(suite, CIPHER_SUITES.iter().copied())
            {
                message.push_str(&format!("; did you mean `{meant}`?"));
            }
            check.report(rule, field, message);
        } else if !seen.insert(suite) {
            check.report(rule, field, format!("`{}` stands twice", cut(suite)));
        }
    }
}

/// Which ways to a certificate are written.
struct Sources {
    certificate: bool,
    key: bool,
    ca: bool,
    certificates: bool,
    credential: bool,
    credentials: bool,
}

impl Sources {
    fn of(tls: &ServerTls) -> Self {
        let text = |value: &Option<String>| value.as_deref().is_some_and(|v| !v.is_empty());
        Self {
            certificate: text(&tls.server_certificate),
            key: text(&tls.private_key),
            ca: text(&tls.ca_certificates),
            certificates: tls.tls_certificates.as_ref().is_some_and(|v| !v.is_empty()),
            credential: text(&tls.credential_name),
            credentials: tls.credential_names.as_ref().is_some_and(|v| !v.is_empty()),
        }
    }

    /// The fields that are written.
    fn named(&self) -> impl Iterator<Item = &'static str> {
        [
            (self.certificate, "serverCertificate"),
            (self.key, "privateKey"),
            (self.ca, "caCertificates"),
            (self.certificates, "tlsCertificates"),
            (self.credential, "credentialName"),
            (self.credentials, "credentialNames"),
        ]
        .into_iter()
        .filter_map(|(written, name)| written.then_some(name))
    }
}

fn check_one_source(sources: &Sources, field: &str, check: &mut Checker) {
    let ways: Vec<&str> = [
        (sources.certificate || sources.key, "serverCertificate and privateKey"),
        (sources.credential, "credentialName"),
        (sources.credentials, "credentialNames"),
        (sources.certificates, "tlsCertificates"),
    ]
    .into_iter()
    .filter_map(|(written, name)| written.then_some(name))
    .collect();
    if ways.len() > 1 {
        check.report(
            rules::GATEWAY_CERTIFICATE_SOURCES,
            field,
            format!("the certificate comes from {} places: {}", ways.len(), ways.join("; ")),
        );
    }
}

/// Certificates from files: without a credential, all of them are needed.
fn check_files(tls: &ServerTls, field: &str, check: &mut Checker) {
    let empty = |value: &Option<String>| value.as_deref().is_none_or(str::is_empty);
    let mutual = !matches!(tls.mode, Some(ServerTlsMode::Simple));
    let mut missing = |rule, field: String, name: &str| {
        check.report(
            rule,
            path::join(&field, name),
            format!("`{name}` is missing, and no credential is named"),
        );
    };
    match tls.tls_certificates.as_deref().filter(|list| !list.is_empty()) {
        Some(list) => {
            for (i, pair) in list.iter().enumerate() {
                let field = format!("{field}.tlsCertificates[{i}]");
                if empty(&pair.server_certificate) {
                    missing(rules::GATEWAY_CERTIFICATE_MISSING, field.clone(), "serverCertificate");
                }
                if empty(&pair.private_key) {
                    missing(rules::GATEWAY_CERTIFICATE_MISSING, field, "privateKey");
                }
            }
        }
        None => {
            if empty(&tls.server_certificate) {
                missing(rules::GATEWAY_CERTIFICATE_MISSING, field.to_owned(), "serverCertificate");
            }
            if empty(&tls.private_key) {
                missing(rules::GATEWAY_CERTIFICATE_MISSING, field.to_owned(), "privateKey");
            }
        }
    }
    if mutual && empty(&tls.ca_certificates) {
        missing(rules::GATEWAY_CA_MISSING, field.to_owned(), "caCertificates");
    }
    if !mutual && !empty(&tls.ca_crl) {
        check.report(
            rules::GATEWAY_CRL_WITHOUT_CLIENTS,
            path::join(field, "caCrl"),
            "SIMPLE asks for no client certificate that a CRL could revoke",
        );
    }
}

/// What Istio takes without a word, and what lets clients in or keeps them out all the same.
fn check_clients(tls: &ServerTls, field: &str, check: &mut Checker) {
    if tls.mode == Some(ServerTlsMode::Simple) {
        return;
    }
    if tls.insecure_skip_verify == Some(true) {
        check.report(
            rules::GATEWAY_CLIENTS_UNVERIFIED,
            path::join(field, "insecureSkipVerify"),
            "client certificates of any CA are taken, and their names reach AuthorizationPolicies",
        );
    }
    if let Some(name) = tls.ca_cert_credential_name.as_deref()
        && !name.is_empty()
        && !name.ends_with("-cacert")
        && !name.starts_with("configmap://")
    {
        check.report(
            rules::GATEWAY_CA_CREDENTIAL_NAME,
            path::join(field, "caCertCredentialName"),
            format!("istiod takes `{}` for a key pair: a Secret with a CA ends in `-cacert`", cut(name)),
        );
    }
}

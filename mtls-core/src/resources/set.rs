//! What shows only in several manifests together.

use std::collections::BTreeMap;

use super::limits::Limits;
use super::{Gateway, Manifest, Secret, ServerTls, ServerTlsMode, secret, stream, validate, yaml};
use crate::finding::rules::resources as rules;
use crate::finding::{Finding, Subject};

/// Everything that [`validate`] says of each, and what one says of another: a gateway that demands client
/// certificates beside a Secret that holds no CA to judge them by.
///
/// A Secret that is not among them is not judged.
pub fn validate_all(manifests: &[Manifest]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = manifests.iter().flat_map(validate).collect();
    let secrets: Vec<Secret> =
        manifests.iter().filter_map(|m| Secret::read(m).ok()).map(|(secret, _)| secret).collect();
    let mut by_name: BTreeMap<&str, Vec<&Secret>> = BTreeMap::new();
    for secret in &secrets {
        by_name.entry(secret.metadata.name()).or_default().push(secret);
    }
    for manifest in manifests {
        let Ok((gateway, _)) = Gateway::read(manifest) else { continue };
        let servers = gateway.spec.as_ref().and_then(|spec| spec.servers.as_deref()).unwrap_or_default();
        for (i, server) in servers.iter().enumerate() {
            if let Some(tls) = &server.tls {
                check_authority(manifest, i, tls, &by_name, &mut findings);
            }
        }
    }
    findings
}

/// Where istiod looks for the clients' CA: `caCertCredentialName`, then `<name>-cacert`, then `<name>`.
fn check_authority(
    manifest: &Manifest,
    server: usize,
    tls: &ServerTls,
    secrets: &BTreeMap<&str, Vec<&Secret>>,
    findings: &mut Vec<Finding>,
) {
    if !matches!(tls.mode, Some(ServerTlsMode::Mutual | ServerTlsMode::OptionalMutual))
        || tls.ca_cert_credential_name.as_deref().is_some_and(|name| !name.is_empty())
    {
        return;
    }
    let one = tls.credential_name.as_deref().filter(|name| !name.is_empty());
    let many = tls.credential_names.iter().flatten().map(String::as_str);
    for name in one.into_iter().chain(many) {
        let Some(found) = secrets.get(name) else { continue };
        let apart = secrets.get(format!("{name}-cacert").as_str()).into_iter().flatten();
        for secret in found {
            let namespace = secret.metadata.namespace();
            let has_authority = std::iter::once(*secret)
                .chain(apart.clone().copied().filter(|s| s.metadata.namespace() == namespace))
                .any(|secret| secret::certificate_authority_of(secret).is_some());
            if !has_authority {
                findings.push(Finding::new(
                    rules::SECRET_MISSING_CA_CRT,
                    manifest.subject(format!("spec.servers[{server}].tls.credentialName")),
                    format!(
                        "clients must show a certificate, but neither Secret `{name}` has `ca.crt` or `cacert` nor is there a Secret `{name}-cacert`"
                    ),
                ));
            }
        }
    }
}

/// Gives findings the file and the line of their field.
pub(super) fn locate(findings: &mut [Finding], text: &str, file: Option<&str>, limits: &Limits) {
    let pieces = stream::documents(text);
    for finding in findings {
        let Subject::Document(at) = &mut finding.subject else { continue };
        if let Some(file) = file {
            at.file = Some(file.to_owned());
        }
        // Documents are counted without the empty ones; the line that is known finds the piece.
        let Some(known) = at.line else { continue };
        let piece = pieces.iter().rev().find(|piece| piece.line <= known);
        if let Some(piece) = piece
            && !at.field.is_empty()
            && let Some((line, _)) = yaml::locate(piece.text, &at.field, limits)
        {
            at.line = Some(line.saturating_add(piece.line).saturating_sub(1));
        }
    }
}

//! What shows only in several manifests together.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::istio::{Gateway, ServerTls, ServerTlsMode};
use super::kind::refuses;
use super::kubernetes::{Secret, certificate_authority_of};
use super::limits::Limits;
use super::{LEAST, Manifest, Resource, first_line, path, stream, validate, yaml};
use crate::batch;
use crate::finding::rules::resources as rules;
use crate::finding::{DocumentRef, Finding, Subject};

/// Everything that [`validate`] says of each, and what one says of another: a gateway that demands client
/// certificates beside a Secret that holds no CA to judge them by.
///
/// A Secret that is not among them is not judged.
pub fn validate_all(manifests: &[Manifest]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = batch::map(manifests, LEAST, validate).into_iter().flatten().collect();
    let items = items_of_lists(manifests);
    let all: Vec<&Manifest> = manifests.iter().chain(&items).collect();
    let without = secrets_without_authority(&all);
    if without.is_empty() {
        return findings;
    }
    for manifest in all {
        // Of what cannot be read, nothing can be said.
        let Some((gateway, _)) = Gateway::read(manifest).ok().filter(|(_, found)| !refuses(found)) else {
            continue;
        };
        let servers = gateway.spec.as_ref().and_then(|spec| spec.servers.as_deref()).unwrap_or_default();
        for (i, server) in servers.iter().enumerate() {
            for name in
                server.tls.iter().flat_map(credentials_for_clients).filter(|name| without.contains(*name))
            {
                findings.push(Finding::new(
                    rules::SECRET_MISSING_CA_CRT,
                    manifest.subject(format!("spec.servers[{i}].tls.credentialName")),
                    format!(
                        "clients must show a certificate, but neither has Secret `{name}` an entry `ca.crt` or `cacert` nor is there a Secret `{name}-cacert`"
                    ),
                ));
            }
        }
    }
    findings
}

/// Whether a manifest is of this kind; refusals of all that are not would take their time.
fn is<K: Resource>(manifest: &Manifest) -> bool {
    manifest.kind() == K::KIND && manifest.group() == K::GROUP
}

/// The credentials that must bring the CA of the clients.
fn credentials_for_clients(tls: &ServerTls) -> impl Iterator<Item = &str> {
    let demands = matches!(tls.mode, Some(ServerTlsMode::Mutual | ServerTlsMode::OptionalMutual))
        && tls.ca_cert_credential_name.as_deref().is_none_or(str::is_empty);
    let one = tls.credential_name.as_deref().filter(|name| !name.is_empty());
    let many = tls.credential_names.iter().flatten().map(String::as_str);
    one.into_iter().chain(many).filter(move |_| demands)
}

/// What the lists among them hold, and the lists in those.
fn items_of_lists(manifests: &[Manifest]) -> Vec<Manifest> {
    let mut lists: VecDeque<Manifest> = manifests.iter().filter(|m| m.is_list()).cloned().collect();
    let mut items = Vec::new();
    while let Some(list) = lists.pop_front() {
        for item in list.into_items().into_iter().flatten() {
            if item.is_list() {
                lists.push_back(item);
            } else {
                items.push(item);
            }
        }
    }
    items
}

/// Names of Secrets that in no namespace have a CA, neither with them nor beside them: where istiod looks is
/// `<name>-cacert`, then `<name>`. In which namespace it looks, a set of manifests does not say: it is that of the
/// gateway's pods.
fn secrets_without_authority(manifests: &[&Manifest]) -> BTreeSet<String> {
    let secrets: Vec<(Secret, bool)> = manifests
        .iter()
        .filter(|m| is::<Secret>(m))
        .filter_map(|m| Secret::read(m).ok())
        .map(|(secret, found)| {
            // One that cannot be read may well have one.
            let has = refuses(&found) || certificate_authority_of(&secret).is_some();
            (secret, has)
        })
        .collect();
    let with: BTreeSet<(&str, &str)> = secrets
        .iter()
        .filter(|(_, has)| *has)
        .map(|(secret, _)| (secret.metadata.namespace(), secret.metadata.name()))
        .collect();
    let mut named: BTreeMap<&str, bool> = BTreeMap::new();
    for (secret, _) in &secrets {
        let (namespace, name) = (secret.metadata.namespace(), secret.metadata.name());
        let has = with.contains(&(namespace, name))
            || with.contains(&(namespace, format!("{name}-cacert").as_str()));
        *named.entry(name).or_default() |= has;
    }
    named.into_iter().filter(|(_, has)| !has).map(|(name, _)| name.to_owned()).collect()
}

/// Gives findings the file and the line of their field, or of the nearest field around it.
pub(super) fn locate(findings: &mut [Finding], text: &str, file: Option<&str>, limits: &Limits) {
    let references = findings.iter_mut().filter_map(|finding| match &mut finding.subject {
        Subject::Document(at) => Some(at),
        _ => None,
    });
    locate_references(&mut references.collect::<Vec<_>>(), text, file, limits);
}

/// The same for references to manifests of this text.
pub(crate) fn locate_references(
    references: &mut [&mut DocumentRef],
    text: &str,
    file: Option<&str>,
    limits: &Limits,
) {
    let pieces = stream::documents(text);
    let first_lines: Vec<usize> =
        pieces.iter().map(|piece| piece.line.saturating_add(first_line(piece.text))).collect();
    // The line of its document is known of each finding. Where it is another, the reader said where the fault is.
    let piece_of = |at: &DocumentRef| {
        let line = at.line.filter(|_| !at.field.is_empty())?;
        first_lines.binary_search(&line).ok()
    };
    let mut fields: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for at in &*references {
        if let Some(piece) = piece_of(at) {
            fields.entry(piece).or_default().push(at.field.clone());
        }
    }
    let places: BTreeMap<usize, _> = fields
        .iter()
        .filter_map(|(index, fields)| {
            let piece = pieces.get(*index)?;
            Some((*index, (piece.line, yaml::locate(piece.text, fields.iter().map(String::as_str), limits))))
        })
        .collect();
    for at in references {
        if let Some((first, places)) = piece_of(at).and_then(|piece| places.get(&piece)) {
            let mut path = Some(at.field.as_str());
            while let Some(field) = path {
                if let Some((line, _)) = places.get(field) {
                    at.line = Some(line.saturating_add(*first).saturating_sub(1));
                    break;
                }
                path = path::parent(field);
            }
        }
        if let Some(file) = file {
            at.file = Some(file.to_owned());
        }
    }
}

//! The manifests of the three ways. The ServiceEntry is always the last: it opens the way out.

use super::check::{Material, PemPair};
use super::routing::{service_entry, through_gateway, to_tls_port};
use super::{EgressApplication, EgressMtls};
use crate::recipes::RecipeError;
use crate::resources::istio::{ClientTls, DestinationRule, Gateway};
use crate::resources::kubernetes::Secret;
use crate::resources::{Builder, Manifest, Resource};

/// The port of the egress gateway on which it ends the mesh's mutual TLS.
const GATEWAY_PORT: u16 = 443;

/// The workload's own certificate.
pub(super) fn mesh(recipe: &EgressMtls) -> Result<Vec<Manifest>, RecipeError> {
    let (name, namespace) = (recipe.name_of_all(), recipe.home());
    // The default SNI is the mesh's own name of the port, and no name of the server is asked for.
    let tls = named(ClientTls::istio_mutual(), recipe);
    let rule = DestinationRule::new(name, namespace).host(&recipe.host).port(recipe.plain_port, tls);
    Ok(vec![labelled(recipe, rule).manifest()?, service_entry(recipe)?])
}

/// One certificate at the egress gateway.
pub(super) fn gateway(recipe: &EgressMtls, material: &Material) -> Result<Vec<Manifest>, RecipeError> {
    let (name, namespace) = (recipe.name_of_all(), recipe.home());
    let (service, _) = recipe.egress_gateway();
    let service = format!("{service}.{namespace}.svc.cluster.local");
    let selector = || {
        let default = [("istio", "egressgateway")];
        let given = recipe.selector.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let default = default.into_iter().filter(|_| recipe.selector.is_empty());
        given.chain(default)
    };
    let mut all = Vec::new();
    for pair in &material.pairs {
        all.push(secret(recipe, recipe.credential_name(), pair, &material.ca)?);
    }
    // For the gateway's pods alone: a sidecar that saw it would find no credential and speak plaintext.
    let mut outward = DestinationRule::new(&name, namespace)
        .host(&recipe.host)
        .port(recipe.port, named(ClientTls::mutual(recipe.credential_name()), recipe))
        .export_to(["."]);
    for (key, value) in selector() {
        outward = outward.workload_selector(key, value);
    }
    all.push(labelled(recipe, outward).manifest()?);
    // For routes of the gateway's own namespace alone: no other takes the host over.
    let host = format!("./{}", recipe.host);
    let mut gateway = Gateway::new(&name, namespace).https(GATEWAY_PORT, [host]).istio_mutual();
    for (key, value) in selector() {
        gateway = gateway.selector(key, value);
    }
    all.push(labelled(recipe, gateway).manifest()?);
    // It stands with the gateway's Service, so that clients of every namespace find the subset.
    let inward = DestinationRule::new(format!("{name}-gateway"), namespace).host(&service).subset_port(
        &name,
        GATEWAY_PORT,
        ClientTls::istio_mutual().sni(&recipe.host),
    );
    all.push(labelled(recipe, inward).manifest()?);
    all.push(through_gateway(recipe, &service, GATEWAY_PORT)?);
    all.push(service_entry(recipe)?);
    Ok(all)
}

/// A certificate for each application, in files of its sidecar.
pub(super) fn application(recipe: &EgressMtls, material: &Material) -> Result<Vec<Manifest>, RecipeError> {
    let (name, namespace, files) = (recipe.name_of_all(), recipe.home(), recipe.mounted_at());
    let mut all = Vec::new();
    for (application, pair) in recipe.applications.iter().zip(&material.pairs) {
        all.push(secret(recipe, application.secret_name(recipe), pair, &material.ca)?);
    }
    all.extend(recipe.applications.iter().enumerate().filter_map(|(i, a)| workload(recipe, i, a)));
    let file = |name: &str| format!("{}/{name}", files.trim_end_matches('/'));
    let tls = ClientTls::mutual_files(file("tls.crt"), file("tls.key"), file("ca.crt"));
    // Without a selector: sidecars that lack the files get no connection. With one they would speak plaintext.
    let rule = DestinationRule::new(name, namespace)
        .host(&recipe.host)
        .port(recipe.port, named(tls, recipe))
        .export_to(["."]);
    all.push(labelled(recipe, rule).manifest()?);
    all.push(to_tls_port(recipe)?);
    all.push(service_entry(recipe)?);
    Ok(all)
}

/// Was checked with the options.
fn workload(recipe: &EgressMtls, i: usize, application: &EgressApplication) -> Option<Manifest> {
    application.annotated(recipe, &format!("applications[{i}]"), &mut Vec::new())
}

/// The settings with the server's names: the one that is asked for, and those of which its certificate carries one.
fn named(tls: ClientTls, recipe: &EgressMtls) -> ClientTls {
    tls.sni(recipe.server_name()).subject_alt_names(recipe.server_names())
}

fn secret(recipe: &EgressMtls, name: String, pair: &PemPair, ca: &str) -> Result<Manifest, RecipeError> {
    let mut secret = Secret::tls(name, recipe.home()).cert(&pair.certificate).key(&*pair.key).ca(ca);
    for (key, value) in &recipe.labels {
        secret = secret.label(key, value);
    }
    Ok(secret.manifest()?)
}

pub(super) fn labelled<K: Resource>(recipe: &EgressMtls, mut builder: Builder<K>) -> Builder<K> {
    for (key, value) in &recipe.labels {
        builder = builder.label(key, value);
    }
    builder
}

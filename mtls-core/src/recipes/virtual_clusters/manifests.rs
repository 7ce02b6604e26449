//! The manifests, namespaces first.

use super::environment::{JwtPolicy, OutsideService};
use super::{VirtualCluster, VirtualClusters};
use crate::recipes::RecipeError;
use crate::resources::istio::{
    AuthorizationPolicy, AuthorizationRule, Destination, Gateway, HttpMatch, HttpRoute, JwtRule, MtlsMode,
    PeerAuthentication, RequestAuthentication, ServiceEntry, StringMatch, TlsVersion, VirtualService,
};
use crate::resources::kubernetes::{Namespace, Secret};
use crate::resources::{Builder, Manifest, Resource};

pub(super) fn all(
    recipe: &VirtualClusters,
    certificate: &str,
    key: &str,
) -> Result<Vec<Manifest>, RecipeError> {
    let mut all = Vec::new();
    for cluster in &recipe.clusters {
        let namespace = Namespace::new(&cluster.namespace);
        let namespace = match &recipe.revision {
            Some(revision) => namespace.revision(revision),
            None => namespace.inject(),
        };
        all.push(labelled(recipe, namespace).manifest()?);
    }
    // Who may call, before the way there is open.
    for cluster in &recipe.clusters {
        all.extend(policies(recipe, cluster)?);
    }
    for cluster in &recipe.clusters {
        for service in recipe.outside.iter().chain(&cluster.outside) {
            all.push(outside(recipe, cluster, service)?);
        }
    }
    let mut secret =
        Secret::tls(recipe.credential_name(), &recipe.gateway_namespace).cert(certificate).key(key);
    for (key, value) in &recipe.labels {
        secret = secret.label(key, value);
    }
    all.push(secret.manifest()?);
    for cluster in &recipe.clusters {
        all.push(routes(recipe, cluster)?);
    }
    all.push(gateway(recipe)?);
    Ok(all)
}

fn labelled<K: Resource>(recipe: &VirtualClusters, mut builder: Builder<K>) -> Builder<K> {
    for (key, value) in &recipe.labels {
        builder = builder.label(key, value);
    }
    builder
}

/// Mutual TLS for all workloads of the namespace, and tokens for all requests to them.
fn policies(recipe: &VirtualClusters, cluster: &VirtualCluster) -> Result<Vec<Manifest>, RecipeError> {
    let namespace = &cluster.namespace;
    let strict = PeerAuthentication::new("default", namespace).mode(MtlsMode::Strict);
    let mut all = vec![labelled(recipe, strict).manifest()?];
    if let Some(policy) = recipe.jwt_of(cluster) {
        // A request without a token is one without a principal; RequestAuthentication alone lets it pass. Denied, not just
        // left out of what is allowed: another policy that allows something would let it in.
        let demanded = AuthorizationPolicy::new(&recipe.name, namespace)
            .deny()
            .rule(AuthorizationRule::new().when_not("request.auth.principal", [principals_of(policy)]))
            .rule(AuthorizationRule::new().when_not("request.auth.audiences", policy.audiences.clone()));
        let believed = RequestAuthentication::new(&recipe.name, namespace).jwt_rule(jwt_rule(policy));
        all.push(labelled(recipe, demanded).manifest()?);
        all.push(labelled(recipe, believed).manifest()?);
    }
    Ok(all)
}

/// Everyone to whom the issuer gives tokens. Istio takes a principal apart at its last slash: an issuer that ends with
/// one needs a second.
fn principals_of(policy: &JwtPolicy) -> String {
    format!("{}/*", policy.issuer)
}

fn jwt_rule(policy: &JwtPolicy) -> JwtRule {
    // Calls from one workload to the next need the token too, so applications must see it to pass it on.
    let mut rule = JwtRule::default()
        .issuer(&policy.issuer)
        .audiences(policy.audiences.clone())
        .forward_original_token(true);
    rule.jwks_uri = policy.jwks_uri.clone();
    rule.jwks = policy.jwks.clone();
    rule
}

/// One certificate, one port; a host is for VirtualServices of its own namespace alone.
fn gateway(recipe: &VirtualClusters) -> Result<Manifest, RecipeError> {
    let hosts: Vec<String> = recipe
        .clusters
        .iter()
        .map(|cluster| format!("{}/{}", cluster.namespace, recipe.host_of(cluster)))
        .collect();
    let mut gateway = Gateway::new(&recipe.name, &recipe.gateway_namespace);
    if recipe.redirect {
        gateway = gateway.http(80, &hosts).redirect_to_https();
    }
    gateway = gateway.https(443, &hosts).simple(recipe.credential_name()).min_version(TlsVersion::V1_2);
    if recipe.selector.is_empty() {
        gateway = gateway.selector("istio", "ingressgateway");
    }
    for (key, value) in &recipe.selector {
        gateway = gateway.selector(key, value);
    }
    Ok(labelled(recipe, gateway).manifest()?)
}

/// Where requests for the host of an environment go, by the prefix of their path.
fn routes(recipe: &VirtualClusters, cluster: &VirtualCluster) -> Result<Manifest, RecipeError> {
    let namespace = &cluster.namespace;
    let mut routes = VirtualService::new(&recipe.name, namespace)
        .hosts([recipe.host_of(cluster)])
        .gateways([format!("{}/{}", recipe.gateway_namespace, recipe.name)]);
    for route in recipe.routes_of(cluster) {
        let service = format!("{}.{namespace}.svc.cluster.local", route.service);
        let prefix = HttpMatch::default().uri(StringMatch::default().prefix(&route.prefix));
        routes = routes.http(HttpRoute::to(Destination::new(service).port(route.port)).matches([prefix]));
    }
    Ok(labelled(recipe, routes).manifest()?)
}

/// A service outside by the server name of its TLS, for the environment alone.
fn outside(
    recipe: &VirtualClusters,
    cluster: &VirtualCluster,
    service: &OutsideService,
) -> Result<Manifest, RecipeError> {
    let entry = ServiceEntry::new(&service.name, &cluster.namespace);
    let entry = service.hosts.iter().fold(entry, |entry, host| entry.host(host));
    let entry = entry.port(service.port, "TLS", "tls").external().export_to(["."]);
    // DNS has no answer for a wildcard.
    let wildcard = service.hosts.iter().any(|host| host.contains('*'));
    let entry = if wildcard { entry.unresolved() } else { entry.dns() };
    Ok(labelled(recipe, entry).manifest()?)
}

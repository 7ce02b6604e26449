//! Whether names, routes and tokens make environments, and whether the certificate is for their hosts.

use std::collections::BTreeSet;

use super::VirtualClusters;
use super::dns::check_domain;
use super::environment::{JwtPolicy, OutsideService, Route};
use crate::finding::rules::recipes as rules;
use crate::finding::{DocumentRef, Finding, Subject};
use crate::pki::{CertificateChain, ExtendedKeyUsage, PrivateKey};
use crate::recipes::RecipeError;
use crate::recipes::material::{check_chain_dates, check_hosts, check_key, check_leaf};
use crate::resources::istio::secret_keys;
use crate::resources::{ResourceError, bad_value, cut, is_label, is_object_name, refuses, required};

/// The namespace of the control plane, unless Istio was installed otherwise.
const ROOT_NAMESPACE: &str = "istio-system";

/// What makes no set-up.
pub(super) fn check_options(recipe: &VirtualClusters) -> Result<(), RecipeError> {
    let mut findings = Vec::new();
    required(&mut findings, "certificate", !recipe.certificate.is_empty());
    required(&mut findings, "key", !recipe.key.is_empty());
    check_names(recipe, &mut findings);
    for (i, cluster) in recipe.clusters.iter().enumerate() {
        let field = format!("clusters[{i}]");
        if recipe.routes_of(cluster).is_empty() {
            bad_value(
                &mut findings,
                "routes",
                format!("no request to {} has anywhere to go: there is no route", recipe.host_of(cluster)),
            );
        }
        check_routes(&cluster.routes, &field, &mut findings);
        check_jwt(cluster.jwt.as_ref(), &field, &mut findings);
        check_outside(cluster.outside.iter().chain(&recipe.outside), &field, &mut findings);
    }
    check_routes(&recipe.routes, "", &mut findings);
    check_jwt(recipe.jwt.as_ref(), "", &mut findings);
    if let Some(dns) = &recipe.dns {
        let hosts = recipe.hosts();
        dns.check(&hosts.iter().map(|host| &**host).collect::<Vec<_>>(), &mut findings);
    }
    if refuses(&findings) {
        return Err(ResourceError::Options { what: "the recipe virtual_clusters", findings }.into());
    }
    Ok(())
}

fn check_names(recipe: &VirtualClusters, findings: &mut Vec<Finding>) {
    if !is_label(&recipe.name) || !is_object_name(&recipe.name) {
        bad_value(findings, "name", format!("`{}` is no name of a manifest", cut(&recipe.name)));
    }
    let (mut namespaces, mut hosts) = (BTreeSet::new(), BTreeSet::new());
    for (i, cluster) in recipe.clusters.iter().enumerate() {
        let namespace = cluster.namespace.as_str();
        let field = format!("clusters[{i}].namespace");
        if !is_label(namespace) || !is_object_name(namespace) {
            bad_value(findings, &field, format!("`{}` is no name of a namespace", cut(namespace)));
        } else if namespace == ROOT_NAMESPACE {
            let message = format!("policies in {namespace} hold for workloads of every namespace");
            let at = Subject::Document(DocumentRef::new("", field));
            findings.push(Finding::new(rules::ROOT_NAMESPACE, at, message));
        } else if namespace == recipe.gateway_namespace {
            bad_value(
                findings,
                &field,
                format!("{namespace} is the gateway's own namespace, and holds its certificate's key"),
            );
        } else if !namespaces.insert(namespace) {
            bad_value(findings, &field, format!("{namespace} stands twice"));
        }
        let host = recipe.host_of(cluster);
        let field = if cluster.host.is_some() { format!("clusters[{i}].host") } else { "domain".to_owned() };
        match check_domain(&host) {
            Err(fault) => bad_value(findings, &field, format!("`{}` {fault}", cut(&host))),
            Ok(()) if host.contains('*') => {
                bad_value(findings, &field, format!("`{}` is not one host", cut(&host)));
            }
            Ok(()) if !hosts.insert(host.to_ascii_lowercase()) => {
                bad_value(findings, &field, format!("{host} is the host of two environments"));
            }
            Ok(()) => {}
        }
    }
}

fn check_routes(routes: &[Route], field: &str, findings: &mut Vec<Finding>) {
    for (i, route) in routes.iter().enumerate() {
        let field = join(field, &format!("routes[{i}]"));
        if !route.prefix.starts_with('/') {
            let message = format!("`{}` is no path: it does not begin with `/`", cut(&route.prefix));
            bad_value(findings, &format!("{field}.prefix"), message);
        } else if let Some(earlier) = routes.iter().take(i).find(|r| route.prefix.starts_with(&r.prefix)) {
            let message = format!(
                "no request comes here: `{}` stands before it and takes all of `{}`",
                cut(&earlier.prefix),
                cut(&route.prefix)
            );
            bad_value(findings, &format!("{field}.prefix"), message);
        }
        if route.port == 0 {
            bad_value(findings, &format!("{field}.port"), "0 is no port; ports are 1 to 65535".to_owned());
        }
        if !is_label(&route.service) || !is_object_name(&route.service) {
            let message =
                format!("`{}` is no name of a service in the environment's namespace", cut(&route.service));
            bad_value(findings, &format!("{field}.service"), message);
        }
    }
}

fn check_jwt(policy: Option<&JwtPolicy>, field: &str, findings: &mut Vec<Finding>) {
    let Some(policy) = policy else { return };
    let field = join(field, "jwt");
    if policy.issuer.is_empty() || policy.issuer.contains('*') {
        let message = format!("`{}` is not the `iss` of a token", cut(&policy.issuer));
        bad_value(findings, &format!("{field}.issuer"), message);
    } else if policy.issuer.strip_prefix("https://").is_some_and(|host| host.ends_with(".auth0.com")) {
        findings.push(Finding::new(
            rules::AUTH0_ISSUER_SLASH,
            Subject::Document(DocumentRef::new("", format!("{field}.issuer"))),
            format!("`{0}` has no slash at its end; the tokens of Auth0 say `{0}/`", cut(&policy.issuer)),
        ));
    }
    if policy.audiences.is_empty() {
        let message = "without an audience a token for any application of the issuer would do";
        bad_value(findings, &format!("{field}.audiences"), message.to_owned());
    }
    let secret = policy.jwks.as_deref().map(secret_keys).and_then(Result::ok).unwrap_or_default();
    for index in secret {
        findings.push(Finding::new(
            rules::JWKS_SECRET,
            Subject::Document(DocumentRef::new("", format!("{field}.jwks"))),
            format!(
                "the key at index {index} is a private or symmetric one; tokens are checked by public keys"
            ),
        ));
    }
    if policy.jwks.is_some() && policy.jwks_uri.is_some() {
        let message = "the keys are given, so there is nowhere to look for them";
        bad_value(findings, &format!("{field}.jwks_uri"), message.to_owned());
    }
}

fn check_outside<'s>(
    services: impl Iterator<Item = &'s OutsideService>,
    field: &str,
    findings: &mut Vec<Finding>,
) {
    let mut names = BTreeSet::new();
    for service in services {
        let mut bad = |option: &str, message: String| {
            bad_value(findings, &join(field, &format!("outside.{option}")), message);
        };
        if !is_object_name(&service.name) {
            bad("name", format!("`{}` is no name of a manifest", cut(&service.name)));
        } else if !names.insert(&service.name) {
            bad("name", format!("{} stands twice", service.name));
        }
        if service.port == 0 {
            bad("port", "0 is no port; ports are 1 to 65535".to_owned());
        }
        if service.hosts.is_empty() {
            bad("hosts", format!("{} has no host", service.name));
        }
        for host in &service.hosts {
            if let Err(fault) = check_domain(host) {
                bad("hosts", format!("`{}` {fault}", cut(host)));
            }
        }
    }
}

fn join(field: &str, name: &str) -> String {
    if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") }
}

/// What is to be said of the certificate.
pub(super) fn material(
    recipe: &VirtualClusters,
    chain: &CertificateChain,
    key: &PrivateKey,
    assumptions: &mut Vec<String>,
) -> Result<Vec<Finding>, RecipeError> {
    let mut findings = Vec::new();
    let leaf = chain.leaf();
    check_key(key, leaf, &mut findings, assumptions)?;
    check_leaf(leaf, &ExtendedKeyUsage::ServerAuth, "the server's own", &mut findings);
    findings.extend(chain.check_order());
    let hosts = recipe.hosts();
    check_hosts(hosts.iter().map(|host| &**host), leaf, &mut findings);
    if let Some(at) = recipe.at {
        check_chain_dates(chain, at, &mut findings);
    }
    Ok(findings)
}

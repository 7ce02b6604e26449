//! The recipe from a plain document of options, for the bindings.

use std::collections::BTreeMap;
use std::time::Duration;

use rustls_pki_types::UnixTime;

use super::{DnsMove, JwtPolicy, OutsideService, Route, VirtualCluster, VirtualClusters};
use crate::finding::Finding;
use crate::recipes::RecipeError;
use crate::resources::model::{Field, Shape, fields};
use crate::resources::{Options, SecretText, Value, bad_value, required};

fields! {
    /// What `virtual_clusters` takes.
    pub(crate) struct VirtualClustersOptions {
        /// The domain below which the hosts are.
        domain: String = "domain" [required],
        /// Name of the manifests.
        name: String = "name",
        /// The environments; `dev`, `test` and `uat` unless given.
        clusters: Vec<VirtualClusterOptions> = "clusters",
        /// Routes of every environment that has none of its own.
        routes: Vec<PathRouteOptions> = "routes",
        /// Tokens of every environment that says nothing else.
        jwt: JwtPolicyOptions = "jwt",
        /// Services outside of the mesh that every environment calls.
        outside: Vec<OutsideServiceOptions> = "outside",
        /// The server certificate for all hosts in PEM.
        certificate: String = "certificate" [required, document],
        /// Its key in PEM.
        key: SecretText = "key" [required],
        /// Name of the Secret.
        credential: String = "credential",
        /// Namespace of the gateway's pods.
        gateway_namespace: String = "gateway_namespace",
        /// Labels of its pods.
        selector: BTreeMap<String, String> = "selector",
        /// Labels of the manifests.
        labels: BTreeMap<String, String> = "labels",
        /// The revision of Istio that injects sidecars.
        revision: String = "revision",
        /// Redirects plain HTTP to HTTPS; without it the port stays closed.
        redirect_http: bool = "redirect_http",
        /// The DNS records to move; `files` has the transaction.
        dns: DnsMoveOptions = "dns",
        /// The time for which dates are judged, in seconds since 1970; without it they are not judged.
        at: i64 = "at",
    }
}
/// What the recipe takes, for the declared types.
pub(in crate::recipes) const OPTIONS: &Shape = <VirtualClustersOptions as Field>::SHAPE;

fields! {
    /// An environment.
    pub(crate) struct VirtualClusterOptions {
        /// Its namespace.
        namespace: String = "namespace" [required],
        /// Its host, in place of `<namespace>.<domain>`.
        host: String = "host",
        /// Its routes.
        routes: Vec<PathRouteOptions> = "routes",
        /// Its tokens.
        jwt: JwtPolicyOptions = "jwt",
        /// Services outside of the mesh that it alone calls.
        outside: Vec<OutsideServiceOptions> = "outside",
    }
}

fields! {
    /// A route.
    pub(crate) struct PathRouteOptions {
        /// What the path begins with.
        prefix: String = "prefix" [required],
        /// The service.
        service: String = "service" [required],
        /// Its port.
        port: i64 = "port" [required],
    }
}

fields! {
    /// Tokens.
    pub(crate) struct JwtPolicyOptions {
        /// An Auth0 tenant by its domain, in place of `issuer` and `jwks_uri`.
        auth0: String = "auth0",
        /// The `iss` of the tokens, character by character.
        issuer: String = "issuer",
        /// Audiences of which a token must have one; at least one.
        audiences: Vec<String> = "audiences" [required],
        /// Where the issuer's keys are.
        jwks_uri: String = "jwks_uri",
        /// The keys themselves.
        jwks: String = "jwks",
    }
}

fields! {
    /// A service outside of the mesh: `mongodb_atlas` or `confluent_kafka` alone, or the rest.
    pub(crate) struct OutsideServiceOptions {
        /// A cluster of MongoDB Atlas.
        mongodb_atlas: String = "mongodb_atlas",
        /// A bootstrap server of Confluent Cloud.
        confluent_kafka: String = "confluent_kafka",
        /// Name of the manifest.
        name: String = "name",
        /// Hosts of another service.
        hosts: Vec<String> = "hosts",
        /// Port of the same.
        port: i64 = "port",
    }
}

fields! {
    /// Records to move.
    pub(crate) struct DnsMoveOptions {
        /// The zone.
        zone: String = "zone" [required],
        /// The data of its SOA record, as it is served now.
        soa: String = "soa" [required],
        /// The time to live of the SOA record, in seconds; 21600 unless given.
        soa_ttl: i64 = "soa_ttl",
        /// The time to live of the address records, in seconds; 300 unless given.
        ttl: i64 = "ttl",
        /// The addresses that the records hold now.
        old_addresses: Vec<String> = "old_addresses",
        /// The addresses of the new load balancer.
        new_addresses: Vec<String> = "new_addresses" [required],
    }
}

/// The recipe that the options describe.
pub(in crate::recipes) fn from_options(mut options: Value) -> Result<VirtualClusters, RecipeError> {
    let read = Options::<VirtualClustersOptions>::read("the recipe virtual_clusters", &options, check);
    crate::resources::wipe_options(&mut options);
    let o = read?;
    let mut recipe = VirtualClusters::new(o.domain.unwrap_or_default())
        .certificate(o.certificate.unwrap_or_default())
        .key(o.key.as_ref().map(SecretText::as_str).unwrap_or_default());
    if let Some(name) = o.name {
        recipe.name = name;
    }
    if let Some(namespace) = o.gateway_namespace {
        recipe.gateway_namespace = namespace;
    }
    recipe.clusters = o.clusters.into_iter().flatten().map(cluster).collect();
    recipe.routes = routes(o.routes);
    recipe.jwt = o.jwt.map(jwt);
    recipe.outside = o.outside.into_iter().flatten().map(outside).collect();
    recipe.credential = o.credential;
    recipe.selector = o.selector.unwrap_or_default();
    recipe.labels = o.labels.unwrap_or_default();
    recipe.revision = o.revision;
    recipe.redirect = o.redirect_http == Some(true);
    recipe.dns = o.dns.map(dns);
    recipe.at =
        o.at.and_then(|at| u64::try_from(at).ok())
            .map(|at| UnixTime::since_unix_epoch(Duration::from_secs(at)));
    Ok(recipe)
}

fn cluster(o: VirtualClusterOptions) -> VirtualCluster {
    VirtualCluster {
        namespace: o.namespace.unwrap_or_default(),
        host: o.host,
        routes: routes(o.routes),
        jwt: o.jwt.map(jwt),
        outside: o.outside.into_iter().flatten().map(outside).collect(),
    }
}

fn routes(options: Option<Vec<PathRouteOptions>>) -> Vec<Route> {
    let route = |o: PathRouteOptions| Route {
        prefix: o.prefix.unwrap_or_default(),
        service: o.service.unwrap_or_default(),
        port: port(o.port),
    };
    options.into_iter().flatten().map(route).collect()
}

/// Ports beyond the range were refused before.
fn port(number: Option<i64>) -> u16 {
    number.and_then(|number| u16::try_from(number).ok()).unwrap_or_default()
}

fn jwt(o: JwtPolicyOptions) -> JwtPolicy {
    let mut policy = match o.auth0 {
        Some(domain) => JwtPolicy::auth0(domain),
        None => JwtPolicy::new(o.issuer.unwrap_or_default()),
    };
    policy.audiences = o.audiences.unwrap_or_default();
    policy.jwks_uri = o.jwks_uri.or(policy.jwks_uri.filter(|_| o.jwks.is_none()));
    policy.jwks = o.jwks;
    policy
}

fn outside(o: OutsideServiceOptions) -> OutsideService {
    let mut service = match (o.mongodb_atlas, o.confluent_kafka) {
        (Some(domain), _) => OutsideService::mongodb_atlas(domain),
        (None, Some(bootstrap)) => OutsideService::confluent_kafka(bootstrap),
        (None, None) => OutsideService::new("", o.hosts.unwrap_or_default(), port(o.port)),
    };
    if let Some(name) = o.name {
        service.name = name;
    }
    service
}

fn dns(o: DnsMoveOptions) -> DnsMove {
    let mut dns = DnsMove::new(o.zone.unwrap_or_default(), o.soa.unwrap_or_default())
        .old_addresses(o.old_addresses.unwrap_or_default())
        .new_addresses(o.new_addresses.unwrap_or_default());
    for (ttl, given) in [(&mut dns.soa_ttl, o.soa_ttl), (&mut dns.ttl, o.ttl)] {
        if let Some(seconds) = given.and_then(|seconds| u32::try_from(seconds).ok()) {
            *ttl = seconds;
        }
    }
    dns
}

fn check(o: &VirtualClustersOptions, findings: &mut Vec<Finding>) {
    required(findings, "domain", o.domain.is_some());
    check_routes(o.routes.as_ref(), "", findings);
    check_jwt(o.jwt.as_ref(), "", findings);
    check_outside(o.outside.as_ref(), "", findings);
    for (i, cluster) in o.clusters.iter().flatten().enumerate() {
        let field = format!("clusters[{i}].");
        required(findings, &format!("{field}namespace"), cluster.namespace.is_some());
        check_routes(cluster.routes.as_ref(), &field, findings);
        check_jwt(cluster.jwt.as_ref(), &field, findings);
        check_outside(cluster.outside.as_ref(), &field, findings);
    }
    if let Some(dns) = &o.dns {
        required(findings, "dns.zone", dns.zone.is_some());
        required(findings, "dns.soa", dns.soa.is_some());
        required(findings, "dns.new_addresses", dns.new_addresses.is_some());
        for (option, seconds) in [("dns.soa_ttl", dns.soa_ttl), ("dns.ttl", dns.ttl)] {
            if let Some(seconds) = seconds
                && u32::try_from(seconds).is_err()
            {
                bad_value(findings, option, format!("{seconds} is no number of seconds"));
            }
        }
    }
    if let Some(at) = o.at
        && at < 0
    {
        bad_value(findings, "at", format!("{at} lies before 1970"));
    }
}

fn check_routes(routes: Option<&Vec<PathRouteOptions>>, field: &str, findings: &mut Vec<Finding>) {
    for (i, route) in routes.into_iter().flatten().enumerate() {
        let field = format!("{field}routes[{i}]");
        required(findings, &format!("{field}.prefix"), route.prefix.is_some());
        required(findings, &format!("{field}.service"), route.service.is_some());
        check_port(&format!("{field}.port"), route.port, findings);
    }
}

fn check_port(option: &str, port: Option<i64>, findings: &mut Vec<Finding>) {
    required(findings, option, port.is_some());
    if let Some(port) = port
        && !(1..=65535).contains(&port)
    {
        bad_value(findings, option, format!("{port} is no port; ports are 1 to 65535"));
    }
}

fn check_jwt(jwt: Option<&JwtPolicyOptions>, field: &str, findings: &mut Vec<Finding>) {
    let Some(jwt) = jwt else { return };
    if jwt.auth0.is_none() {
        required(findings, &format!("{field}jwt.issuer"), jwt.issuer.is_some());
    } else if jwt.issuer.is_some() {
        let message = "`auth0` says the issuer already; give one of them";
        bad_value(findings, &format!("{field}jwt.issuer"), message.to_owned());
    }
}

fn check_outside(services: Option<&Vec<OutsideServiceOptions>>, field: &str, findings: &mut Vec<Finding>) {
    for (i, service) in services.into_iter().flatten().enumerate() {
        let field = format!("{field}outside[{i}]");
        let known = [&service.mongodb_atlas, &service.confluent_kafka].into_iter().flatten().count();
        match known {
            0 => {
                required(findings, &format!("{field}.name"), service.name.is_some());
                required(findings, &format!("{field}.hosts"), service.hosts.is_some());
                check_port(&format!("{field}.port"), service.port, findings);
            }
            1 if service.hosts.is_none() && service.port.is_none() => {}
            _ => {
                let message =
                    "give `mongodb_atlas`, `confluent_kafka`, or `hosts` and `port`, one of the three";
                bad_value(findings, &field, message.to_owned());
            }
        }
    }
}

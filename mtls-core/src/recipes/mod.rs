//! Floor 9: give me the whole set-up.
//!
//! A recipe takes names and certificates, checks that they fit together, and gives manifests in the order in
//! which they are applied, with the assumptions that no one could check for you.
//!
//! * [`CloudflareOrigin`]: an Istio gateway that lets in Cloudflare's edge alone, by its client certificate.
//! * [`EgressMtls`]: a service outside of the mesh that demands a client certificate, by the mesh's own, by one at an
//!   egress gateway, or by one for each application.
//! * [`EgressProxy`]: the mesh's side of a proxy that knows who leaves the mesh.
#![cfg_attr(
    all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")),
    doc = "* [`MultiClusterMesh`]: one mesh over several clusters, under one root.",
    doc = "* [`RootRotation`]: the manifests by which such a mesh gets another root, step by step."
)]
//! * [`VirtualClusters`]: several environments in one cluster, with HTTPS, tokens and DNS records for each.
//! * [`cloudflare_origin()`] and its neighbours are the same from a plain document of options, as the bindings call it.

#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod cacerts;
mod cloudflare_origin;
mod egress_mtls;
mod egress_proxy;
mod error;
mod material;
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod multi_cluster_mesh;
mod options;
mod output;
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod root_rotation;
mod virtual_clusters;

pub use cloudflare_origin::{BigBang, CloudflareAccess, CloudflareOrigin, OriginPull};
pub use egress_mtls::{EgressApplication, EgressClient, EgressMtls};
pub use egress_proxy::{EgressAction, EgressProxy, EgressRule};
pub use error::RecipeError;
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
pub use multi_cluster_mesh::{AwsPca, MeshAccess, MeshCluster, MeshIngress, MultiClusterMesh};
pub use output::{ClusterOutput, RecipeOutput};
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
pub use root_rotation::{RootRotation, RotationCluster, RotationStage};
pub use virtual_clusters::{DnsMove, JwtPolicy, OutsideService, VirtualCluster, VirtualClusters};

use crate::resources::model::Shape;
use crate::resources::{Map, Value, fields_schema};

/// [`CloudflareOrigin`] from options, in snake_case or camelCase:
/// `{hosts, certificate, key, client_ca, pull: zone|hostname|shared, gateway, namespace, selector, credential, port, big_bang, secret_form: together|apart, labels, access: {team, audiences, service_tokens}, at}`.
/// The first three and `pull` are needed; `at` is in seconds since 1970.
///
/// # Errors
/// Those of [`CloudflareOrigin::build`]; [`RecipeError::Resource`] for options that do not fit.
pub fn cloudflare_origin(options: impl Into<Value>) -> Result<RecipeOutput, RecipeError> {
    cloudflare_origin::from_options(options.into())?.build()
}

/// [`EgressProxy`] from options, in snake_case or camelCase:
/// `{host, identity, addresses, rules: [{namespace, service_account, hosts, ports, action: allow|inspect|refuse, name}], port, listen, name, namespace, system_namespace, pods}`.
/// The first four are needed, and of a rule all but `service_account` and `name`.
///
/// # Errors
/// Those of [`EgressProxy::build`]; [`RecipeError::Resource`] for options that do not fit, [`RecipeError::Identity`] for an
/// identity that is none of a workload.
pub fn egress_proxy(options: impl Into<Value>) -> Result<RecipeOutput, RecipeError> {
    egress_proxy::from_options(options.into())?.build()
}

/// [`MultiClusterMesh`] from options, in snake_case or camelCase:
/// `{mesh, clusters: [{name, trust_domain, network, api_server: {server, ca, token}, cacerts}], root, aws_pca: {arn, root, role}, intermediate_days, system_namespace, permissive_namespaces, access: [{cluster, namespace, name, labels, principals, ports}], ingress: [{cluster, hosts, certificate, key, client_ca, gateway, namespace, selector, port}], at}`.
/// The first two are needed; `root` and `cacerts` are the entries of a Secret `cacerts` in PEM, `at` is in seconds since 1970.
///
/// # Errors
/// Those of [`MultiClusterMesh::build`]; [`RecipeError::Resource`] for options that do not fit.
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
pub fn multi_cluster_mesh(options: impl Into<Value>) -> Result<Vec<ClusterOutput>, RecipeError> {
    multi_cluster_mesh::from_options(options.into())
}

/// [`RootRotation`] of a plan from options, in snake_case or camelCase:
/// `{clusters: [{name, current, next, trust_domain}], root, aws_pca: {arn, root, role}, bundle, intermediate_days, system_namespace}`.
/// The first is needed; `current`, `next` and `root` are the entries of a Secret `cacerts` in PEM.
///
/// # Errors
/// Those of [`RootRotation::build`]; [`RecipeError::Resource`] for options that do not fit.
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
pub fn root_rotation(
    plan: &crate::trust::RotationPlan,
    options: impl Into<Value>,
) -> Result<Vec<RotationStage>, RecipeError> {
    root_rotation::from_options(plan, options.into())
}

/// [`EgressMtls`] from options, in snake_case or camelCase:
/// `{host, client: mesh|gateway|application, name, namespace, addresses, port, plain_port, sni, subject_alt_names, ca, certificate, key, credential, gateway, gateway_namespace, selector, applications: [{name, certificate, key, secret, workload}], mount_path, labels, at}`.
/// The first two are needed, for `gateway` also `ca`, `certificate` and `key`, for `application` also `ca` and
/// `applications`; a `workload` is a manifest; `at` is in seconds since 1970.
///
/// # Errors
/// Those of [`EgressMtls::build`]; [`RecipeError::Resource`] for options that do not fit.
pub fn egress_mtls(options: impl Into<Value>) -> Result<RecipeOutput, RecipeError> {
    egress_mtls::from_options(options.into())?.build()
}

/// [`VirtualClusters`] from options, in snake_case or camelCase:
/// `{domain, certificate, key, routes: [{prefix, service, port}], clusters: [{namespace, host, routes, jwt, outside}], jwt: {auth0 | issuer, audiences, jwks_uri, jwks}, outside: [{mongodb_atlas | confluent_kafka | name, hosts, port}], dns: {zone, soa, soa_ttl, ttl, old_addresses, new_addresses}, name, credential, gateway_namespace, selector, labels, revision, redirect_http, at}`.
/// The first four are needed; `at` is in seconds since 1970.
///
/// # Errors
/// Those of [`VirtualClusters::build`]; [`RecipeError::Resource`] for options that do not fit.
pub fn virtual_clusters(options: impl Into<Value>) -> Result<RecipeOutput, RecipeError> {
    virtual_clusters::from_options(options.into())?.build()
}

/// The recipes that take options, and which: a list of `{recipe, options: [{name, doc, required, type}]}`, with types as
/// [`schema`](crate::resources::schema) of the resources has them. The Python and Node declarations are written from it.
pub fn recipe_schema() -> Value {
    let recipe = |name: &str, options: &'static Shape| {
        Value::from(Map::from([("recipe", Value::from(name)), ("options", fields_schema(options.fields()))]))
    };
    Value::List(vec![
        recipe("cloudflare_origin", cloudflare_origin::OPTIONS),
        recipe("egress_mtls", egress_mtls::OPTIONS),
        recipe("egress_proxy", egress_proxy::OPTIONS),
        #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
        recipe("multi_cluster_mesh", multi_cluster_mesh::OPTIONS),
        #[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
        recipe("root_rotation", root_rotation::OPTIONS),
        recipe("virtual_clusters", virtual_clusters::OPTIONS),
    ])
}

#[cfg(test)]
mod hidden;
#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod key_tests;
#[cfg(all(test, feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod tests;

//! Floor 9: give me the whole set-up.
//!
//! A recipe takes names and certificates, checks that they fit together, and gives manifests in the order in
//! which they are applied, with the assumptions that no one could check for you.
//!
//! * [`CloudflareOrigin`]: an Istio gateway that lets in Cloudflare's edge alone, by its client certificate.
//! * [`EgressProxy`]: the mesh's side of a proxy that knows who leaves the mesh.
#![cfg_attr(
    all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")),
    doc = "* [`MultiClusterMesh`]: one mesh over several clusters, under one root.",
    doc = "* [`RootRotation`]: the manifests by which such a mesh gets another root, step by step."
)]
//! * [`cloudflare_origin()`] is the same from a plain document of options, as the bindings call it.

#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod cacerts;
mod cloudflare_ca;
mod cloudflare_origin;
mod egress_proxy;
mod error;
mod material;
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod multi_cluster_mesh;
mod options;
mod output;
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
mod root_rotation;

pub use cloudflare_origin::{BigBang, CloudflareAccess, CloudflareOrigin, OriginPull};
pub use egress_proxy::{EgressAction, EgressProxy, EgressRule};
pub use error::RecipeError;
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
pub use multi_cluster_mesh::{AwsPca, MeshAccess, MeshCluster, MeshIngress, MultiClusterMesh};
pub use output::{ClusterOutput, RecipeOutput};
#[cfg(all(feature = "issue", any(feature = "aws-lc-rs", feature = "ring")))]
pub use root_rotation::{RootRotation, RotationCluster, RotationStage};

use crate::resources::Value;

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

//! The recipe from a plain document of options, for the bindings.

use std::time::Duration;

use super::{RootRotation, RotationCluster, RotationStage};
use crate::identity::TrustDomain;
use crate::recipes::RecipeError;
use crate::recipes::multi_cluster_mesh::AwsPca;
use crate::recipes::options::{AwsPrivateCaOptions, Cacerts, authority};
use crate::resources::model::{Field, Shape, fields};
use crate::resources::{Options, Value, bad_value, required};
use crate::trust::RotationPlan;

fields! {
    /// What `root_rotation` takes.
    pub(crate) struct RootRotationOptions {
        /// The clusters, in the order in which they switch.
        clusters: Vec<RotationClusterOptions> = "clusters" [required],
        /// The CA that issues what is missing, as the entries of a Secret `cacerts`.
        root: Cacerts = "root",
        /// The new root in AWS Private CA.
        aws_pca: AwsPrivateCaOptions = "aws_pca",
        /// Name of a Bundle of trust-manager to publish the roots by, too.
        bundle: String = "bundle",
        /// How many days an issued CA is valid; a year unless given.
        intermediate_days: i64 = "intermediate_days",
        /// The namespace of the control plane.
        system_namespace: String = "system_namespace",
    }
}
/// What the recipe takes, for the declared types.
pub(in crate::recipes) const OPTIONS: &Shape = <RootRotationOptions as Field>::SHAPE;

fields! {
    /// A cluster.
    pub(crate) struct RotationClusterOptions {
        /// Its name.
        name: String = "name" [required],
        /// The trust domain of an issued CA.
        trust_domain: String = "trust_domain",
        /// Its CA as it is, as the entries of a Secret `cacerts`; absent where cert-manager gets it from AWS.
        current: Cacerts = "current",
        /// Its CA under the new root, as the entries of a Secret `cacerts`; absent where `root` issues it.
        next: Cacerts = "next",
    }
}

/// What the options describe.
pub(in crate::recipes) fn from_options(
    plan: &RotationPlan,
    mut options: Value,
) -> Result<Vec<RotationStage>, RecipeError> {
    let read = Options::<RootRotationOptions>::read("the recipe root_rotation", &options, |o, findings| {
        required(findings, "clusters", o.clusters.is_some());
        for (i, cluster) in o.clusters.iter().flatten().enumerate() {
            required(findings, &format!("clusters[{i}].name"), cluster.name.is_some());
        }
        if let Some(pca) = &o.aws_pca {
            required(findings, "aws_pca.arn", pca.arn.is_some());
            required(findings, "aws_pca.root", pca.root.is_some());
        }
        if o.intermediate_days.is_some_and(|days| !(1..=36_500).contains(&days)) {
            bad_value(findings, "intermediate_days", "a CA is valid for 1 to 36500 days".to_owned());
        }
    });
    crate::resources::wipe_options(&mut options);
    let o = read?;
    let root = o.root.as_ref().map(|entries| authority("root", entries)).transpose()?;
    let mut rotation = RootRotation::new(plan);
    rotation.root = root.as_ref();
    rotation.bundle = o.bundle;
    for cluster in o.clusters.into_iter().flatten() {
        rotation = rotation.cluster(self::cluster(cluster)?);
    }
    if let Some(pca) = o.aws_pca {
        let mut root = AwsPca::new(pca.arn.unwrap_or_default(), pca.root.unwrap_or_default());
        if let Some(role) = pca.role {
            root = root.role(role);
        }
        rotation = rotation.aws_pca(root);
    }
    if let Some(days) = o.intermediate_days.and_then(|days| u64::try_from(days).ok()) {
        rotation = rotation.intermediate_lifetime(Duration::from_secs(days.saturating_mul(86_400)));
    }
    if let Some(namespace) = o.system_namespace {
        rotation = rotation.system_namespace(namespace);
    }
    rotation.build()
}

fn cluster(o: RotationClusterOptions) -> Result<RotationCluster, RecipeError> {
    let mut cluster = RotationCluster::new(o.name.unwrap_or_default());
    if let Some(entries) = &o.current {
        cluster = cluster.current(authority("current", entries)?);
    }
    if let Some(entries) = &o.next {
        cluster = cluster.next(authority("next", entries)?);
    }
    if let Some(text) = &o.trust_domain {
        let domain = TrustDomain::parse(text).map_err(|error| RecipeError::Identity { error })?;
        cluster = cluster.trust_domain(domain);
    }
    Ok(cluster)
}

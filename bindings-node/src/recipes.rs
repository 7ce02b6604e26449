//! Floor 9: recipes, from plain options to manifests.

use std::collections::BTreeMap;

use mtls_core::recipes as core;
use mtls_core::resources::Value;
use napi::bindgen_prelude::{AsyncTask, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::date;
use crate::job::{Job, promise};
use crate::raise::{Raise, call};
use crate::record::{document, record};
use crate::resources::tree;
use crate::rotation::RotationPlan;

type Outcome<T> = std::result::Result<T, Raise>;

/// An Istio gateway that lets in Cloudflare's edge alone, by its client certificate. Off the main thread. Rejects with
/// `RecipeError`.
#[napi(namespace = "recipes", ts_return_type = "Promise<RecipeOutput>")]
pub fn cloudflare_origin(
    env: &Env,
    #[napi(ts_arg_type = "CloudflareOriginOptions")] options: Unknown<'_>,
) -> Result<AsyncTask<Job<RecipeOutput>>> {
    let options = tree(env, options)?;
    Ok(promise(move || origin(options)))
}

/// `cloudflareOrigin` at once.
#[napi(namespace = "recipes")]
pub fn cloudflare_origin_sync(
    env: &Env,
    #[napi(ts_arg_type = "CloudflareOriginOptions")] options: Unknown<'_>,
) -> Result<RecipeOutput> {
    let options = tree(env, options)?;
    call(env, || origin(options))
}

fn origin(options: Value) -> Outcome<RecipeOutput> {
    Ok(RecipeOutput(core::cloudflare_origin(options)?))
}

/// A service outside of the mesh that demands a client certificate, by whoever's; `files` has a patch for each application
/// without a workload. Off the main thread. Rejects with `RecipeError`.
#[napi(namespace = "recipes", ts_return_type = "Promise<RecipeOutput>")]
pub fn egress_mtls(
    env: &Env,
    #[napi(ts_arg_type = "EgressMtlsOptions")] options: Unknown<'_>,
) -> Result<AsyncTask<Job<RecipeOutput>>> {
    let options = tree(env, options)?;
    Ok(promise(move || egress(options)))
}

/// `egressMtls` at once.
#[napi(namespace = "recipes")]
pub fn egress_mtls_sync(
    env: &Env,
    #[napi(ts_arg_type = "EgressMtlsOptions")] options: Unknown<'_>,
) -> Result<RecipeOutput> {
    let options = tree(env, options)?;
    call(env, || egress(options))
}

fn egress(options: Value) -> Outcome<RecipeOutput> {
    Ok(RecipeOutput(core::egress_mtls(options)?))
}

/// Several environments in one cluster, each with a host, tokens and DNS records; `files` has the DNS transaction. Off the
/// main thread. Rejects with `RecipeError`.
#[napi(namespace = "recipes", ts_return_type = "Promise<RecipeOutput>")]
pub fn virtual_clusters(
    env: &Env,
    #[napi(ts_arg_type = "VirtualClustersOptions")] options: Unknown<'_>,
) -> Result<AsyncTask<Job<RecipeOutput>>> {
    let options = tree(env, options)?;
    Ok(promise(move || environments(options)))
}

/// `virtualClusters` at once.
#[napi(namespace = "recipes")]
pub fn virtual_clusters_sync(
    env: &Env,
    #[napi(ts_arg_type = "VirtualClustersOptions")] options: Unknown<'_>,
) -> Result<RecipeOutput> {
    let options = tree(env, options)?;
    call(env, || environments(options))
}

fn environments(options: Value) -> Outcome<RecipeOutput> {
    Ok(RecipeOutput(core::virtual_clusters(options)?))
}

/// The mesh's side of an egress proxy that knows its clients by their SPIFFE IDs; `files` has the proxy's own policy. Off the
/// main thread. Rejects with `RecipeError`.
#[napi(namespace = "recipes", ts_return_type = "Promise<RecipeOutput>")]
pub fn egress_proxy(
    env: &Env,
    #[napi(ts_arg_type = "EgressProxyOptions")] options: Unknown<'_>,
) -> Result<AsyncTask<Job<RecipeOutput>>> {
    let options = tree(env, options)?;
    Ok(promise(move || proxy(options)))
}

/// `egressProxy` at once.
#[napi(namespace = "recipes")]
pub fn egress_proxy_sync(
    env: &Env,
    #[napi(ts_arg_type = "EgressProxyOptions")] options: Unknown<'_>,
) -> Result<RecipeOutput> {
    let options = tree(env, options)?;
    call(env, || proxy(options))
}

fn proxy(options: Value) -> Outcome<RecipeOutput> {
    Ok(RecipeOutput(core::egress_proxy(options)?))
}

/// One mesh over several clusters: an output for each. Off the main thread. Rejects with `RecipeError`.
#[napi(namespace = "recipes", ts_return_type = "Promise<Array<ClusterOutput>>")]
pub fn multi_cluster_mesh(
    env: &Env,
    #[napi(ts_arg_type = "MultiClusterMeshOptions")] options: Unknown<'_>,
) -> Result<AsyncTask<Job<Vec<ClusterOutput>>>> {
    let options = tree(env, options)?;
    Ok(promise(move || mesh(options)))
}

/// `multiClusterMesh` at once.
#[napi(namespace = "recipes")]
pub fn multi_cluster_mesh_sync(
    env: &Env,
    #[napi(ts_arg_type = "MultiClusterMeshOptions")] options: Unknown<'_>,
) -> Result<Vec<ClusterOutput>> {
    let options = tree(env, options)?;
    call(env, || mesh(options))
}

fn mesh(options: Value) -> Outcome<Vec<ClusterOutput>> {
    Ok(of_clusters(core::multi_cluster_mesh(options)?))
}

/// The manifests by which a mesh gets another root, for each step of a plan. Off the main thread. Rejects with `RecipeError`.
#[napi(namespace = "recipes", ts_return_type = "Promise<Array<RotationStage>>")]
pub fn root_rotation(
    env: &Env,
    plan: &RotationPlan,
    #[napi(ts_arg_type = "RootRotationOptions")] options: Unknown<'_>,
) -> Result<AsyncTask<Job<Vec<RotationStage>>>> {
    let (plan, options) = (plan.0.clone(), tree(env, options)?);
    Ok(promise(move || stages(&plan, options)))
}

/// `rootRotation` at once.
#[napi(namespace = "recipes")]
pub fn root_rotation_sync(
    env: &Env,
    plan: &RotationPlan,
    #[napi(ts_arg_type = "RootRotationOptions")] options: Unknown<'_>,
) -> Result<Vec<RotationStage>> {
    let options = tree(env, options)?;
    call(env, || stages(&plan.0, options))
}

fn stages(plan: &mtls_core::trust::RotationPlan, options: Value) -> Outcome<Vec<RotationStage>> {
    Ok(core::root_rotation(plan, options)?.into_iter().map(RotationStage).collect())
}

fn of_clusters(clusters: Vec<core::ClusterOutput>) -> Vec<ClusterOutput> {
    clusters.into_iter().map(ClusterOutput).collect()
}

/// What a recipe gives for one of several clusters. It holds a private key; `util.inspect` and JSON do not show it.
#[napi]
pub struct ClusterOutput(core::ClusterOutput);

#[napi]
impl ClusterOutput {
    /// The name of the cluster.
    #[napi(getter)]
    pub fn cluster(&self) -> String {
        self.0.cluster.clone()
    }

    /// What is for this cluster.
    #[napi(getter)]
    pub fn output(&self) -> RecipeOutput {
        RecipeOutput(self.0.output.clone())
    }

    /// The name and what the manifests are; never the key.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        format!("{}: {}", self.0.cluster, names(&self.0.output).join(", "))
    }

    /// The name and what the manifests are; never the key.
    #[napi(js_name = "toJSON", ts_return_type = "{ cluster: string; resources: string[] }")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        let (cluster, resources) = (&self.0.cluster, names(&self.0.output));
        record(env, &serde_json::json!({ "cluster": cluster, "resources": resources }))
    }
}

/// A step of a rotation: what is applied in each cluster, not before which time, and what must be started anew.
#[napi]
pub struct RotationStage(core::RotationStage);

#[napi]
impl RotationStage {
    /// What it is about: `publish`, `await-bundles`, `switch`, `await-svids` or `retire`.
    #[napi(getter, ts_return_type = "RotationStepKind")]
    pub fn kind(&self) -> &'static str {
        self.0.kind.as_str()
    }

    /// When its manifests may be applied.
    #[napi(getter)]
    pub fn not_before<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.not_before)
    }

    /// When the next step may begin.
    #[napi(getter)]
    pub fn until<'env>(&self, env: &'env Env) -> Result<JsDate<'env>> {
        date(env, self.0.until)
    }

    /// What to do.
    #[napi(getter)]
    pub fn action(&self) -> String {
        self.0.action.clone()
    }

    /// What breaks if it is left out.
    #[napi(getter)]
    pub fn if_skipped(&self) -> String {
        self.0.if_skipped.clone()
    }

    /// Commands by which those start anew that take in the change only then, in order.
    #[napi(getter)]
    pub fn restarts(&self) -> Vec<String> {
        self.0.restarts.clone()
    }

    /// The manifests of each cluster; none where the step is to wait.
    #[napi(getter)]
    pub fn clusters(&self) -> Vec<ClusterOutput> {
        of_clusters(self.0.clusters.clone())
    }

    /// What it is about; never a key.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.kind.as_str().to_owned()
    }

    /// The step and what the manifests are; never a key.
    #[napi(
        js_name = "toJSON",
        ts_return_type = "{ kind: string; action: string; restarts: string[]; clusters: { cluster: string; resources: string[] }[] }"
    )]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        let clusters = self
            .0
            .clusters
            .iter()
            .map(|one| serde_json::json!({ "cluster": one.cluster, "resources": names(&one.output) }));
        let (kind, action, restarts) = (self.0.kind, &self.0.action, &self.0.restarts);
        let clusters: Vec<_> = clusters.collect();
        record(
            env,
            &serde_json::json!({ "kind": kind, "action": action, "restarts": restarts, "clusters": clusters }),
        )
    }
}

fn names(output: &core::RecipeOutput) -> Vec<String> {
    output.manifests.iter().map(mtls_core::resources::Manifest::resource).collect()
}

/// What a recipe gives. It holds a private key; `util.inspect` and JSON do not show it.
#[napi]
pub struct RecipeOutput(core::RecipeOutput);

#[napi]
impl RecipeOutput {
    /// The whole set-up, in the order in which it is applied.
    #[napi(getter, ts_return_type = "Manifest[]")]
    pub fn manifests<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        document(env, &self.0.manifests)
    }

    /// The manifests as one YAML stream.
    #[napi]
    pub fn to_yaml(&self, env: &Env) -> Result<String> {
        call(env, || Ok::<_, Raise>(self.0.to_yaml()?.to_string()))
    }

    /// The same as values of a chart, where the recipe was asked for them: instead of the manifests, not beside them.
    #[napi(getter)]
    pub fn values(&self) -> Option<String> {
        self.0.values.as_ref().map(|values| values.to_string())
    }

    /// What must be applied beside the values, because the chart has no value for it.
    #[napi(getter, ts_return_type = "Manifest[]")]
    pub fn beside_values<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        document(env, &self.0.beside_values)
    }

    /// What is no manifest, by the name of a file, such as values for a chart: belongs to the manifests.
    #[napi(getter, ts_return_type = "Record<string, string>")]
    pub fn files<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        let files = self.0.files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        document(env, &files.collect::<BTreeMap<_, _>>())
    }

    /// What the recipe takes for granted and could not check.
    #[napi(getter)]
    pub fn assumptions(&self) -> Vec<String> {
        self.0.assumptions.clone()
    }

    /// What it did check and wants said: warnings and hints.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings)
    }

    /// What the manifests are; never the key.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.resources().join(", ")
    }

    /// What the manifests are, and the findings; never the key.
    #[napi(
        js_name = "toJSON",
        ts_return_type = "{ resources: string[]; assumptions: string[]; findings: Finding[] }"
    )]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        let (resources, assumptions, findings) = (self.resources(), &self.0.assumptions, &self.0.findings);
        record(
            env,
            &serde_json::json!({ "resources": resources, "assumptions": assumptions, "findings": findings }),
        )
    }

    fn resources(&self) -> Vec<String> {
        names(&self.0)
    }
}

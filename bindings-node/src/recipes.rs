//! Floor 9: recipes, from plain options to manifests.

use std::collections::BTreeMap;

use mtls_core::recipes as core;
use mtls_core::resources::Value;
use napi::bindgen_prelude::{AsyncTask, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::job::{Job, promise};
use crate::raise::{Raise, call};
use crate::record::{document, record};
use crate::resources::tree;

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
        self.0.manifests.iter().map(mtls_core::resources::Manifest::resource).collect()
    }
}

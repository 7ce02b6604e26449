//! Floor 9: recipes, from plain options to manifests.

use mtls_core::recipes as core;
use napi::bindgen_prelude::Unknown;
use napi::{Env, Result};
use napi_derive::napi;

use crate::raise::call;
use crate::record::{camel_case, parse};
use crate::resources::tree;

/// An Istio gateway that lets in Cloudflare's edge alone, by its client certificate. Throws `RecipeError`.
#[napi(namespace = "recipes", ts_return_type = "RecipeOutput")]
pub fn cloudflare_origin<'env>(
    env: &'env Env,
    #[napi(ts_arg_type = "CloudflareOriginOptions")] options: Unknown<'_>,
) -> Result<Unknown<'env>> {
    let options = tree(env, options)?;
    let output = call(env, || core::cloudflare_origin(options))?;
    // The manifests keep their names; what is ours is in camelCase.
    let mut findings = serde_json::to_value(&output.findings).unwrap_or_default();
    camel_case(&mut findings);
    let text = serde_json::to_string(&serde_json::json!({
        "manifests": output.manifests,
        "values": output.values.as_ref().map(|text| text.as_str()),
        "besideValues": output.beside_values,
        "assumptions": output.assumptions,
        "findings": findings,
    }));
    parse(env, text.unwrap_or_default())
}

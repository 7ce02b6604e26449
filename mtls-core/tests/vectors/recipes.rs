//! Operations of the subject `recipes`.

use mtls_core::recipes;
use serde_json::json;

use super::resources::tree;
use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "recipes.cloudflare_origin" => {
            answer(recipes::cloudflare_origin(tree(args, "options")).map(|output| {
                let rules: Vec<&str> = output.findings.iter().map(|f| f.rule).collect();
                json!({
                    "manifests": output.manifests,
                    "values": output.values.as_ref().map(|text| text.as_str()),
                    "beside_values": output.beside_values,
                    "rules": rules,
                })
            }))
        }
        _ => return None,
    })
}

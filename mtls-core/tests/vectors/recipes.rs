//! Operations of the subject `recipes`.

use std::collections::BTreeMap;

use mtls_core::recipes::{self, ClusterOutput, RecipeError, RecipeOutput};
use serde_json::json;

use super::resources::tree;
use super::{Answer, Args, answer, rotation};

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
        "recipes.egress_mtls" => with_files(recipes::egress_mtls(tree(args, "options"))),
        "recipes.egress_proxy" => with_files(recipes::egress_proxy(tree(args, "options"))),
        "recipes.multi_cluster_mesh" => {
            answer(recipes::multi_cluster_mesh(tree(args, "options")).map(|clusters| of_clusters(&clusters)))
        }
        "recipes.root_rotation" => {
            let plan = rotation::plan(&Args(args.0["plan"].as_object().unwrap().clone())).unwrap();
            answer(recipes::root_rotation(&plan, tree(args, "options")).map(|stages| {
                let stages = stages.iter().map(|stage| {
                    json!({
                        "kind": stage.kind.as_str(), "not_before": stage.not_before.as_secs(),
                        "until": stage.until.as_secs(), "restarts": stage.restarts,
                        "clusters": of_clusters(&stage.clusters),
                    })
                });
                stages.collect::<Vec<_>>()
            }))
        }
        "recipes.virtual_clusters" => with_files(recipes::virtual_clusters(tree(args, "options"))),
        _ => return None,
    })
}

fn of_clusters(clusters: &[ClusterOutput]) -> Vec<serde_json::Value> {
    let named = clusters.iter().map(|one| {
        let mut record = record(&one.output);
        record["cluster"] = one.cluster.as_str().into();
        record
    });
    named.collect()
}

fn with_files(output: Result<RecipeOutput, RecipeError>) -> Answer {
    answer(output.map(|output| record(&output)))
}

fn record(output: &RecipeOutput) -> serde_json::Value {
    let files: BTreeMap<&str, &str> =
        output.files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let rules: Vec<&str> = output.findings.iter().map(|f| f.rule).collect();
    json!({"manifests": output.manifests, "files": files, "rules": rules})
}

//! Operations of the subject `resources`.

use mtls_core::finding::{Finding, Subject};
use mtls_core::resources::{self, Manifest, ResourceError, Value as Tree};
use serde_json::{Value, json};

use super::{Answer, Args, answer};

pub(crate) fn run(op: &str, args: &Args) -> Option<Answer> {
    Some(match op {
        "resources.read_yaml" => {
            answer(resources::read_yaml_bytes(&args.bytes("text")).into_iter().collect::<Result<Vec<_>, _>>())
        }
        "resources.read_json" => {
            answer(resources::read_json(args.text("text")).into_iter().collect::<Result<Vec<_>, _>>())
        }
        "resources.write_yaml" => answer(manifests(args).and_then(|all| resources::write_yaml(&all))),
        "resources.write_yaml_value" => answer(resources::write_yaml_value(&tree(args, "value"))),
        "resources.write_json" => answer(
            Manifest::new(tree(args, "manifest")).and_then(|manifest| resources::write_json(&manifest)),
        ),
        "resources.build" => answer(resources::build(args.text("kind"), tree(args, "options"))),
        "resources.gateway" => answer(resources::build("networking.istio.io/Gateway", tree(args, "options"))),
        "resources.secret" => answer(resources::build("Secret", tree(args, "options"))),
        "resources.validate" => answer(
            manifests(args)
                .map(|all| resources::validate_all(&all).iter().map(|f| brief(f, false)).collect::<Vec<_>>()),
        ),
        "resources.migrate" => answer(manifests(args).map(|all| {
            let done = resources::istio::legacy::migrate(&all);
            let findings: Vec<_> = done.findings.iter().map(|f| brief(f, false)).collect();
            json!({"manifests": done.manifests, "findings": findings})
        })),
        "resources.read_mesh_config" => answer(Ok::<_, ResourceError>(
            resources::istio::read_mesh_config(&tree(args, "document")).map(|read| {
                let findings: Vec<_> = read.findings.iter().map(|f| brief(f, false)).collect();
                json!({"config": read.config.to_value(), "settings": read.settings, "findings": findings})
            }),
        )),
        "resources.check_yaml" => answer(Ok::<_, ResourceError>(
            resources::check_yaml(args.text("text"), None).iter().map(|f| brief(f, true)).collect::<Vec<_>>(),
        )),
        _ => return None,
    })
}

pub(crate) fn tree(args: &Args, key: &str) -> Tree {
    args.0.get(key).cloned().unwrap_or_else(|| panic!("no argument `{key}`")).into()
}

fn manifests(args: &Args) -> Result<Vec<Manifest>, ResourceError> {
    let Tree::List(list) = tree(args, "manifests") else { panic!("`manifests` is a list") };
    list.into_iter().map(Manifest::new).collect()
}

fn brief(finding: &Finding, with_line: bool) -> Value {
    let Subject::Document(at) = &finding.subject else { panic!("{finding} is about no document") };
    let mut record = json!({"severity": finding.severity, "rule": finding.rule, "field": at.field});
    if with_line {
        record["line"] = json!(at.line);
    }
    record
}

//! Applications with certificates of their own: what becomes of their workloads.

use serde_json::json;

use super::tests::{CA, applications, curl, faults};
use super::*;
use crate::finding::Refusal;
use crate::resources::Manifest;

pub(super) fn deployment(annotations: serde_json::Value) -> Manifest {
    Manifest::new(
        json!({
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "curl"},
            "spec": {
                "selector": {"matchLabels": {"app": "curl"}},
                "template": {
                    "metadata": {"labels": {"app": "curl"}, "annotations": annotations},
                    "spec": {"containers": [{"name": "curl", "image": "curl"}]}
                }
            }
        })
        .into(),
    )
    .unwrap()
}

/// The annotations of the pod template that comes out, or the error.
fn annotated(annotations: serde_json::Value) -> Result<serde_json::Value, RecipeError> {
    let mut recipe = applications();
    recipe.applications = vec![curl().workload(deployment(annotations))];
    let output = recipe.build()?;
    assert!(output.files.is_empty());
    let found = output.manifests.iter().find(|m| m.kind() == "Deployment").unwrap();
    assert_eq!(found.namespace(), "shop");
    let tree = serde_json::to_value(found).unwrap();
    Ok(tree["spec"]["template"]["metadata"]["annotations"].clone())
}

#[test]
fn volumes_join_those_of_the_pods() {
    const VOLUME: &str =
        r#"{"name":"ledger-partner-example-certs","secret":{"secretName":"curl-ledger-partner-example"}}"#;
    const MOUNT: &str = r#"{"name":"ledger-partner-example-certs","mountPath":"/etc/egress-certs/ledger-partner-example","readOnly":true}"#;
    let (volumes, mounts) = ("sidecar.istio.io/userVolume", "sidecar.istio.io/userVolumeMount");
    let alone = json!({volumes: format!("[{VOLUME}]"), mounts: format!("[{MOUNT}]")});
    assert_eq!(annotated(json!(null)).unwrap(), alone);
    assert_eq!(annotated(alone.clone()).unwrap(), alone, "once is enough");
    let beside = json!({"a": "b", volumes: r#"[{"name": "x", "emptyDir": {}}]"#});
    let both = json!({
        "a": "b", volumes: format!(r#"[{{"name":"x","emptyDir":{{}}}},{VOLUME}]"#), mounts: format!("[{MOUNT}]")
    });
    assert_eq!(annotated(beside).unwrap(), both);
    // Istio takes a map by the names of volumes as well.
    let map = json!({"a": "b", volumes: r#"{"x": {"emptyDir": {}}}"#, mounts: "{}"});
    let listed = json!({
        "a": "b", volumes: format!(r#"[{{"emptyDir":{{}},"name":"x"}},{VOLUME}]"#), mounts: format!("[{MOUNT}]")
    });
    assert_eq!(annotated(map).unwrap(), listed);
    for bad in [
        json!({volumes: "["}),
        json!({volumes: "1"}),
        json!({volumes: "[1]"}),
        json!({volumes: 1}),
        json!({volumes: r#"[{"name": "ledger-partner-example-certs", "emptyDir": {}}]"#}),
        json!({volumes: r#"{"ledger-partner-example-certs": {"emptyDir": {}}}"#}),
        json!({mounts: r#"[{"name": "x", "mountPath": "/etc/egress-certs/ledger-partner-example"}]"#}),
        json!("none"),
    ] {
        let error = annotated(bad.clone()).unwrap_err();
        assert_eq!(error.code(), "options-invalid", "{bad}");
        assert_eq!(error.findings()[0].subject.to_string(), "applications[0].workload", "{bad}");
    }
}

/// A workload that calls two services has the volumes of both, whichever recipe came first.
#[test]
fn a_workload_goes_from_recipe_to_recipe() {
    let through = |host: &str, workload: Manifest| {
        let application = curl().secret(host.replace('.', "-")).workload(workload);
        let recipe = EgressMtls::new(host, EgressClient::Application).ca(CA).application(application);
        let output = recipe.build().unwrap();
        output.manifests.into_iter().find(|m| m.kind() == "Deployment").unwrap()
    };
    let last = through("b.example", through("a.example", deployment(json!({}))));
    let tree = serde_json::to_value(last).unwrap();
    let volumes = tree["spec"]["template"]["metadata"]["annotations"]["sidecar.istio.io/userVolume"].as_str();
    let volumes: serde_json::Value = serde_json::from_str(volumes.unwrap()).unwrap();
    assert_eq!(volumes[0]["secret"]["secretName"], "a-example");
    assert_eq!(volumes[1]["secret"]["secretName"], "b-example");
}

#[test]
fn a_patch_says_what_it_replaces() {
    let output = applications().build().unwrap();
    assert!(output.files.contains_key("curl.patch.yaml"));
    let said = "A patch sets the annotations sidecar.istio.io/userVolume and userVolumeMount anew";
    assert!(output.assumptions.iter().any(|a| a.starts_with(said)), "{:?}", output.assumptions);
    let mut recipe = applications();
    recipe.applications = vec![curl().workload(deployment(json!({})))];
    assert!(!recipe.build().unwrap().assumptions.iter().any(|a| a.starts_with(said)));
}

/// What runs at set times has its pods' metadata further down, and a bare pod has them itself.
#[test]
fn the_pods_of_every_kind_get_the_volumes() {
    let pod = || {
        json!({"metadata": {"annotations": {"a": "b"}}, "spec": {
            "containers": [{"name": "curl", "image": "curl"}], "restartPolicy": "Never"
        }})
    };
    let kind = |api: &str, kind: &str, spec: serde_json::Value| json!({"apiVersion": api, "kind": kind, "metadata": {"name": "curl"}, "spec": spec});
    let mut bare = kind("v1", "Pod", pod()["spec"].clone());
    bare["metadata"]["annotations"] = json!({"a": "b"});
    let job = json!({"template": pod()});
    let scheduled = json!({"schedule": "0 0 * * *", "jobTemplate": {"spec": job}});
    for (workload, pods, others) in [
        (bare, "", "/spec/template"),
        (kind("batch/v1", "CronJob", scheduled), "/spec/jobTemplate/spec/template", "/spec/template"),
        (kind("batch/v1", "Job", job), "/spec/template", "/spec/jobTemplate"),
    ] {
        let mut recipe = applications();
        recipe.applications = vec![curl().workload(Manifest::new(workload.clone().into()).unwrap())];
        let output = recipe.build().unwrap_or_else(|e| panic!("{workload}: {e}"));
        let found = output.manifests.iter().find(|m| m.kind() == workload["kind"]).unwrap();
        let tree = serde_json::to_value(found).unwrap();
        let annotations = tree.pointer(&format!("{pods}/metadata/annotations")).unwrap();
        assert_eq!(annotations["a"], "b", "{tree}");
        assert!(annotations["sidecar.istio.io/userVolume"].is_string(), "{tree}");
        assert!(annotations["sidecar.istio.io/userVolumeMount"].is_string(), "{tree}");
        assert_eq!(tree["metadata"]["namespace"], "shop");
        assert!(tree.pointer(others).is_none(), "nothing is made up: {tree}");
    }
}

#[test]
fn a_workload_without_a_template_or_elsewhere_is_refused() {
    let mut elsewhere = deployment(json!({}));
    elsewhere.merge_patch(json!({"metadata": {"namespace": "other"}}).into()).unwrap();
    let service =
        Manifest::new(json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "curl"}}).into())
            .unwrap();
    let empty = json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "curl"}, "spec": {"template": {}}});
    for workload in [elsewhere, service, Manifest::new(empty.into()).unwrap()] {
        let mut recipe = applications();
        recipe.applications = vec![curl().workload(workload)];
        assert_eq!(faults(recipe), ["option-value applications[0].workload"]);
    }
}

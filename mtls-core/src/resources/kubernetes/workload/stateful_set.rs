//! `StatefulSet`.

use super::build::templated;
use crate::resources::Value;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::kubernetes::pod::{Pods, check_template};
use crate::resources::kubernetes::{LabelSelector, PodTemplate, RestartPolicy};
use crate::resources::model::model;

kind! {
    /// An `apps` `StatefulSet`: pods with names and storage of their own.
    pub struct StatefulSet: "apps" ["apps/v1"], check {
        /// What runs, and how many.
        spec: StatefulSetSpec = "spec",
    }
}

built!(StatefulSet, spec: StatefulSetSpec);
templated!(StatefulSet, selector);

model! {
    /// What a `StatefulSet` runs.
    pub struct StatefulSetSpec {
        /// How many pods; absent is 1.
        replicas: i64 = "replicas",
        /// The labels of its pods.
        selector: LabelSelector = "selector",
        /// The headless Service under which its pods have names.
        service_name: String = "serviceName",
        /// Its pods.
        template: PodTemplate = "template",
        /// The storage of each pod, kept as it is; containers mount it by its name.
        volume_claim_templates: Vec<Value> = "volumeClaimTemplates",
        /// Whether pods start one after another.
        pod_management_policy: String = "podManagementPolicy",
        /// How pods are replaced, kept as it is.
        update_strategy: Value = "updateStrategy",
        /// How many former versions are kept.
        revision_history_limit: i64 = "revisionHistoryLimit",
        /// How long a pod must be ready to count, in seconds.
        min_ready_seconds: i64 = "minReadySeconds",
        /// What becomes of the storage, kept as it is.
        persistent_volume_claim_retention_policy: Value = "persistentVolumeClaimRetentionPolicy",
        /// From which number the pods count, kept as it is.
        ordinals: Value = "ordinals",
    }
}

fn check(set: &StatefulSet, check: &mut Checker) {
    let spec = set.spec.as_ref();
    let claims = spec.and_then(|spec| spec.volume_claim_templates.as_deref()).unwrap_or_default();
    let pods = Pods {
        at: "spec.template",
        selector: Some(spec.and_then(|spec| spec.selector.as_ref())),
        restarts: &[RestartPolicy::Always],
        claims: claims.iter().filter_map(|claim| claim.get("metadata")?.get("name")?.as_str()).collect(),
    };
    check_template(spec.and_then(|spec| spec.template.as_ref()), &pods, check);
}

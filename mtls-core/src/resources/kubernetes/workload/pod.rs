//! A single `Pod`.

use super::build::Workload;
use crate::resources::ObjectMeta;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::kubernetes::pod::{Pods, check_pod_spec};
use crate::resources::kubernetes::{LabelSelector, PodSpec, RestartPolicy};

kind! {
    /// A core `Pod`.
    pub struct Pod: "" ["v1"], check {
        /// Containers, volumes and the account that they run under.
        spec: PodSpec = "spec",
    }
}

built!(Pod, spec: PodSpec);

impl Workload for Pod {
    fn pod_metadata(&self) -> Option<&ObjectMeta> {
        Some(&self.metadata)
    }

    fn pod_spec(&self) -> Option<&PodSpec> {
        self.spec.as_ref()
    }

    fn pod_metadata_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }

    fn pod_spec_mut(&mut self) -> &mut PodSpec {
        self.spec.get_or_insert_default()
    }

    fn pod_selector_mut(&mut self) -> Option<&mut LabelSelector> {
        None
    }
}

fn check(pod: &Pod, check: &mut Checker) {
    let pods = Pods {
        at: "",
        selector: None,
        restarts: &[RestartPolicy::Always, RestartPolicy::OnFailure, RestartPolicy::Never],
        claims: Vec::new(),
    };
    check_pod_spec(pod.spec.as_ref(), "spec", &pods, check);
}

//! `Deployment` and `DaemonSet`.

use super::build::templated;
use crate::resources::Value;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::kubernetes::pod::{Pods, check_template};
use crate::resources::kubernetes::{LabelSelector, PodTemplate, RestartPolicy};
use crate::resources::model::model;

kind! {
    /// An `apps` `Deployment`.
    ///
    /// ```
    /// use mtls_core::resources::kubernetes::Deployment;
    ///
    /// let cart = Deployment::new("cart", "shop")
    ///     .selects("app", "cart")
    ///     .service_account("cart")
    ///     .container("cart", "registry.example/cart:1")
    ///     .container_port("http", 8080)
    ///     .build()?;
    /// assert_eq!(cart.spec.unwrap().template.unwrap().spec.unwrap().account(), "cart");
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct Deployment: "apps" ["apps/v1"], check {
        /// What runs, and how many.
        spec: DeploymentSpec = "spec",
    }
}

built!(Deployment, spec: DeploymentSpec);
templated!(Deployment, selector);

model! {
    /// What a `Deployment` runs.
    pub struct DeploymentSpec {
        /// How many pods; absent is 1.
        replicas: i64 = "replicas",
        /// The labels of its pods.
        selector: LabelSelector = "selector",
        /// Its pods.
        template: PodTemplate = "template",
        /// How pods are replaced, kept as it is.
        strategy: Value = "strategy",
        /// How long a pod must be ready to count, in seconds.
        min_ready_seconds: i64 = "minReadySeconds",
        /// How many former versions are kept.
        revision_history_limit: i64 = "revisionHistoryLimit",
        /// Whether changes wait.
        paused: bool = "paused",
        /// How long a change may take, in seconds.
        progress_deadline_seconds: i64 = "progressDeadlineSeconds",
    }
}

fn check(deployment: &Deployment, check: &mut Checker) {
    let spec = deployment.spec.as_ref();
    let pods = Pods {
        at: "spec.template",
        selector: Some(spec.and_then(|spec| spec.selector.as_ref())),
        restarts: &[RestartPolicy::Always],
        claims: Vec::new(),
    };
    check_template(spec.and_then(|spec| spec.template.as_ref()), &pods, check);
}

kind! {
    /// An `apps` `DaemonSet`: a pod on every node.
    pub struct DaemonSet: "apps" ["apps/v1"], check_daemon_set {
        /// What runs.
        spec: DaemonSetSpec = "spec",
    }
}

built!(DaemonSet, spec: DaemonSetSpec);
templated!(DaemonSet, selector);

model! {
    /// What a `DaemonSet` runs.
    pub struct DaemonSetSpec {
        /// The labels of its pods.
        selector: LabelSelector = "selector",
        /// Its pods.
        template: PodTemplate = "template",
        /// How pods are replaced, kept as it is.
        update_strategy: Value = "updateStrategy",
        /// How long a pod must be ready to count, in seconds.
        min_ready_seconds: i64 = "minReadySeconds",
        /// How many former versions are kept.
        revision_history_limit: i64 = "revisionHistoryLimit",
    }
}

fn check_daemon_set(set: &DaemonSet, check: &mut Checker) {
    let spec = set.spec.as_ref();
    let pods = Pods {
        at: "spec.template",
        selector: Some(spec.and_then(|spec| spec.selector.as_ref())),
        restarts: &[RestartPolicy::Always],
        claims: Vec::new(),
    };
    check_template(spec.and_then(|spec| spec.template.as_ref()), &pods, check);
}

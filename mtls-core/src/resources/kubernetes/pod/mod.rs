//! What all workloads share: the pods that they make.

mod check;
mod container;
mod proxy;
mod volume;

use std::collections::BTreeMap;

use crate::resources::model::{model, spellings};
use crate::resources::{ObjectMeta, Value};

pub(super) use check::{Pods, check_pod_spec, check_template};
pub use container::{Container, ContainerPort, EnvVar, VolumeMount};
pub use proxy::ProxyMetadata;
pub use volume::{ConfigMapVolume, SecretVolume, Volume};

model! {
    /// The pods of a workload. Labels and annotations for the pods stand here, not at the workload.
    pub struct PodTemplate {
        /// Labels and annotations of the pods.
        metadata: ObjectMeta = "metadata",
        /// Containers, volumes and the account that they run under.
        spec: PodSpec = "spec",
    }
}

model! {
    /// Containers, volumes and the account that they run under.
    pub struct PodSpec {
        /// The ServiceAccount, from which the SPIFFE ID comes; absent is `default`.
        service_account_name: String = "serviceAccountName",
        /// The older name of `serviceAccountName`.
        service_account: String = "serviceAccount",
        /// Whether the account's token is mounted; absent leaves it to the account.
        automount_service_account_token: bool = "automountServiceAccountToken",
        /// Whether the pods use the network of their node; no sidecar is put into such pods.
        host_network: bool = "hostNetwork",
        /// Containers that run before the others, or beside them where they restart.
        init_containers: Vec<Container> = "initContainers",
        /// The containers.
        containers: Vec<Container> = "containers",
        /// Containers for looking into a running pod, kept as they are.
        ephemeral_containers: Value = "ephemeralContainers",
        /// What containers can mount.
        volumes: Vec<Volume> = "volumes",
        /// When containers are started anew; absent is `Always`.
        restart_policy: RestartPolicy = "restartPolicy",
        /// How long the end of a pod may take, in seconds.
        termination_grace_period_seconds: i64 = "terminationGracePeriodSeconds",
        /// How long a pod may run, in seconds.
        active_deadline_seconds: i64 = "activeDeadlineSeconds",
        /// How names are looked up.
        dns_policy: String = "dnsPolicy",
        /// Settings for looking up names, kept as they are.
        dns_config: Value = "dnsConfig",
        /// Labels that a node must carry.
        node_selector: BTreeMap<String, String> = "nodeSelector",
        /// The node, where it is chosen already.
        node_name: String = "nodeName",
        /// Whether the processes of the node are seen.
        host_pid: bool = "hostPID",
        /// Whether the memory of the node's processes is shared.
        host_ipc: bool = "hostIPC",
        /// Whether the containers' own users are the node's.
        host_users: bool = "hostUsers",
        /// Whether the containers see each other's processes.
        share_process_namespace: bool = "shareProcessNamespace",
        /// Users, groups and rights, kept as they are.
        security_context: Value = "securityContext",
        /// Secrets for pulling images, kept as they are.
        image_pull_secrets: Vec<Value> = "imagePullSecrets",
        /// The pod's own host name.
        hostname: String = "hostname",
        /// The part behind the pod's own host name.
        subdomain: String = "subdomain",
        /// Whether the full name is the host name.
        set_hostname_as_fqdn: bool = "setHostnameAsFQDN",
        /// The host name, whatever else says.
        hostname_override: String = "hostnameOverride",
        /// Entries of `/etc/hosts`, kept as they are.
        host_aliases: Value = "hostAliases",
        /// Near which pods and nodes, kept as it is.
        affinity: Value = "affinity",
        /// The scheduler.
        scheduler_name: String = "schedulerName",
        /// What must be cleared before a node is sought, kept as it is.
        scheduling_gates: Value = "schedulingGates",
        /// Taints of nodes that are borne, kept as they are.
        tolerations: Value = "tolerations",
        /// How pods are spread, kept as it is.
        topology_spread_constraints: Value = "topologySpreadConstraints",
        /// The name of the priority.
        priority_class_name: String = "priorityClassName",
        /// The priority.
        priority: i64 = "priority",
        /// Whether other pods make way.
        preemption_policy: String = "preemptionPolicy",
        /// What else must hold before the pod is ready, kept as it is.
        readiness_gates: Value = "readinessGates",
        /// The kind of runtime.
        runtime_class_name: String = "runtimeClassName",
        /// Whether Services are told by environment variables.
        enable_service_links: bool = "enableServiceLinks",
        /// What the runtime itself needs, kept as it is.
        overhead: Value = "overhead",
        /// The operating system, kept as it is.
        os: Value = "os",
        /// Claims of devices, kept as they are.
        resource_claims: Value = "resourceClaims",
        /// What the pod needs as a whole, kept as it is.
        resources: Value = "resources",
        /// The group of pods that are scheduled together, kept as it is.
        workload_ref: Value = "workloadRef",
    }
}

spellings! {
    /// When containers are started anew.
    pub enum RestartPolicy {
        /// Whenever they end.
        Always = "Always",
        /// When they fail.
        OnFailure = "OnFailure",
        /// Never.
        Never = "Never",
    }
}

impl PodTemplate {
    /// The labels of the pods.
    pub fn labels(&self) -> Option<&BTreeMap<String, String>> {
        self.metadata.as_ref()?.labels.as_ref()
    }
}

impl PodSpec {
    /// The ServiceAccount under which the pods run.
    pub fn account(&self) -> &str {
        [&self.service_account_name, &self.service_account]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .find(|name| !name.is_empty())
            .unwrap_or("default")
    }
}

//! The kinds of Kubernetes itself, as far as mutual TLS needs them.

mod config_map;
mod int_or_string;
mod label_selector;
mod namespace;
mod pod;
mod secret;
mod service;
mod service_account;
mod workload;

pub use config_map::ConfigMap;
pub use int_or_string::IntOrString;
pub(super) use label_selector::check_label_selector;
pub use label_selector::{LabelRequirement, LabelSelector, SelectorOperator};
pub use namespace::{Namespace, NamespaceSpec};
pub use pod::{
    ConfigMapVolume, Container, ContainerPort, EnvVar, PodSpec, PodTemplate, ProxyMetadata, RestartPolicy,
    SecretVolume, Volume, VolumeMount,
};
pub(crate) use secret::SecretText;
pub(super) use secret::certificate_authority_of;
pub use secret::{Secret, SecretBuilder, SecretData, SecretForm};
pub(super) use secret::{decode, encode};
pub use service::{PortProtocol, Service, ServicePort, ServiceSpec, ServiceTrafficPolicy, ServiceType};
pub use service_account::ServiceAccount;
pub use workload::{
    CronJob, CronJobSpec, DaemonSet, DaemonSetSpec, Deployment, DeploymentSpec, Job, JobSpec, JobTemplate,
    Pod, StatefulSet, StatefulSetSpec, Workload,
};

use super::ObjectMeta;
use super::kind::{Checker, Kind};
use super::names;
use crate::finding::rules::kubernetes as rules;

/// The kinds with a model.
pub(super) const KINDS: &[Kind] = &[
    ConfigMap::ENTRY,
    CronJob::ENTRY,
    DaemonSet::ENTRY,
    Deployment::ENTRY,
    Job::ENTRY,
    Namespace::ENTRY,
    Pod::ENTRY,
    Secret::ENTRY,
    Service::ENTRY,
    ServiceAccount::ENTRY,
    StatefulSet::ENTRY,
];

/// For kinds whose names become part of a domain name.
fn check_name_is_label(meta: &ObjectMeta, check: &mut Checker) {
    let name = meta.name();
    if names::is_object_name(name) && !names::is_lower_label(name) {
        check.report(
            rules::NAME_NO_LABEL,
            "metadata.name",
            format!("`{}` is no DNS label", super::error::cut(name)),
        );
    }
}

#[cfg(test)]
mod tests;

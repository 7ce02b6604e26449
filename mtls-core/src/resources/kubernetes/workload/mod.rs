//! What runs: workloads and their pods.

mod batch;
mod build;
mod deployment;
mod pod;
mod stateful_set;

pub use batch::{CronJob, CronJobSpec, Job, JobSpec, JobTemplate};
pub use build::Workload;
pub use deployment::{DaemonSet, DaemonSetSpec, Deployment, DeploymentSpec};
pub use pod::Pod;
pub use stateful_set::{StatefulSet, StatefulSetSpec};

#[cfg(test)]
mod tests;

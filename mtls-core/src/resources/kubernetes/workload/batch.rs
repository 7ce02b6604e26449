//! `Job` and `CronJob`.

use super::build::{Workload, templated};
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::kubernetes::pod::{Pods, check_template};
use crate::resources::kubernetes::{LabelSelector, PodSpec, PodTemplate, RestartPolicy};
use crate::resources::model::model;
use crate::resources::{ObjectMeta, Value};

/// Pods that end are not started anew for ever.
const RESTARTS: &[RestartPolicy] = &[RestartPolicy::OnFailure, RestartPolicy::Never];

kind! {
    /// A `batch` `Job`: pods that end.
    pub struct Job: "batch" ["batch/v1"], check {
        /// What runs.
        spec: JobSpec = "spec",
    }
}

built!(Job, spec: JobSpec);
templated!(Job);

model! {
    /// What a `Job` runs.
    pub struct JobSpec {
        /// How many pods run at once.
        parallelism: i64 = "parallelism",
        /// How many pods must succeed.
        completions: i64 = "completions",
        /// Whether each pod has a number of its own.
        completion_mode: String = "completionMode",
        /// How long it may take, in seconds.
        active_deadline_seconds: i64 = "activeDeadlineSeconds",
        /// How often it is tried again.
        backoff_limit: i64 = "backoffLimit",
        /// How often each number is tried again.
        backoff_limit_per_index: i64 = "backoffLimitPerIndex",
        /// How many numbers may fail.
        max_failed_indexes: i64 = "maxFailedIndexes",
        /// What a failure means, kept as it is.
        pod_failure_policy: Value = "podFailurePolicy",
        /// When it has succeeded, kept as it is.
        success_policy: Value = "successPolicy",
        /// When a pod is replaced.
        pod_replacement_policy: String = "podReplacementPolicy",
        /// The labels of its pods; the API server writes them unless `manualSelector` is set.
        selector: LabelSelector = "selector",
        /// Whether the author writes `selector`.
        manual_selector: bool = "manualSelector",
        /// Its pods.
        template: PodTemplate = "template",
        /// How long it is kept after its end, in seconds.
        ttl_seconds_after_finished: i64 = "ttlSecondsAfterFinished",
        /// Whether it waits.
        suspend: bool = "suspend",
        /// The controller in charge.
        managed_by: String = "managedBy",
    }
}

fn check(job: &Job, check: &mut Checker) {
    let template = job.spec.as_ref().and_then(|spec| spec.template.as_ref());
    check_job(template, "spec.template", check);
}

fn check_job(template: Option<&PodTemplate>, at: &str, check: &mut Checker) {
    let pods = Pods { at, selector: None, restarts: RESTARTS, claims: Vec::new() };
    check_template(template, &pods, check);
}

kind! {
    /// A `batch` `CronJob`: a `Job` at set times.
    pub struct CronJob: "batch" ["batch/v1"], check_cron_job {
        /// What runs, and when.
        spec: CronJobSpec = "spec",
    }
}

built!(CronJob, spec: CronJobSpec);

model! {
    /// What a `CronJob` runs, and when.
    pub struct CronJobSpec {
        /// When, as five fields of cron.
        schedule: String = "schedule",
        /// The time zone of `schedule`.
        time_zone: String = "timeZone",
        /// How late it may start, in seconds.
        starting_deadline_seconds: i64 = "startingDeadlineSeconds",
        /// Whether one may begin while another runs.
        concurrency_policy: String = "concurrencyPolicy",
        /// Whether it waits.
        suspend: bool = "suspend",
        /// The jobs.
        job_template: JobTemplate = "jobTemplate",
        /// How many that succeeded are kept.
        successful_jobs_history_limit: i64 = "successfulJobsHistoryLimit",
        /// How many that failed are kept.
        failed_jobs_history_limit: i64 = "failedJobsHistoryLimit",
    }
}

model! {
    /// The jobs of a `CronJob`.
    pub struct JobTemplate {
        /// Labels and annotations of the jobs.
        metadata: ObjectMeta = "metadata",
        /// What they run.
        spec: JobSpec = "spec",
    }
}

impl CronJob {
    fn template(&self) -> Option<&PodTemplate> {
        self.spec.as_ref()?.job_template.as_ref()?.spec.as_ref()?.template.as_ref()
    }

    fn template_mut(&mut self) -> &mut PodTemplate {
        let jobs = self.spec.get_or_insert_default().job_template.get_or_insert_default();
        jobs.spec.get_or_insert_default().template.get_or_insert_default()
    }
}

impl Workload for CronJob {
    fn pod_metadata(&self) -> Option<&ObjectMeta> {
        self.template()?.metadata.as_ref()
    }

    fn pod_spec(&self) -> Option<&PodSpec> {
        self.template()?.spec.as_ref()
    }

    fn pod_metadata_mut(&mut self) -> &mut ObjectMeta {
        self.template_mut().metadata.get_or_insert_default()
    }

    fn pod_spec_mut(&mut self) -> &mut PodSpec {
        self.template_mut().spec.get_or_insert_default()
    }

    fn pod_selector_mut(&mut self) -> Option<&mut LabelSelector> {
        None
    }
}

fn check_cron_job(job: &CronJob, check: &mut Checker) {
    check_job(job.template(), "spec.jobTemplate.spec.template", check);
}

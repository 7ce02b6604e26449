// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface JobSpec {
      /** How many pods run at once. */
      parallelism?: number
      /** How many pods must succeed. */
      completions?: number
      /** Whether each pod has a number of its own. */
      completionMode?: string
      /** How long it may take, in seconds. */
      activeDeadlineSeconds?: number
      /** How often it is tried again. */
      backoffLimit?: number
      /** How often each number is tried again. */
      backoffLimitPerIndex?: number
      /** How many numbers may fail. */
      maxFailedIndexes?: number
      /** What a failure means, kept as it is. */
      podFailurePolicy?: unknown
      /** When it has succeeded, kept as it is. */
      successPolicy?: unknown
      /** When a pod is replaced. */
      podReplacementPolicy?: string
      /** The labels of its pods; the API server writes them unless `manualSelector` is set. */
      selector?: LabelSelector
      /** Whether the author writes `selector`. */
      manualSelector?: boolean
      /** Its pods. */
      template?: PodTemplate
      /** How long it is kept after its end, in seconds. */
      ttlSecondsAfterFinished?: number
      /** Whether it waits. */
      suspend?: boolean
      /** The controller in charge. */
      managedBy?: string
    }
    export interface JobTemplate {
      /** Labels and annotations of the jobs. */
      metadata?: ObjectMeta
      /** What they run. */
      spec?: JobSpec
    }
    /** What `resources.cronJob` takes. */
    export interface CronJobOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'batch/v1'
      /** When, as five fields of cron. */
      schedule?: string
      /** The time zone of `schedule`. */
      timeZone?: string
      /** How late it may start, in seconds. */
      startingDeadlineSeconds?: number
      /** Whether one may begin while another runs. */
      concurrencyPolicy?: string
      /** Whether it waits. */
      suspend?: boolean
      /** The jobs. */
      jobTemplate?: JobTemplate
      /** How many that succeeded are kept. */
      successfulJobsHistoryLimit?: number
      /** How many that failed are kept. */
      failedJobsHistoryLimit?: number
    }
    /** A CronJob of batch/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function cronJob(options: CronJobOptions): Manifest
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../../index' {
  export namespace resources {
    /** What `resources.job` takes. */
    export interface JobOptions {
      /** Name of the object. */
      name: string
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'batch/v1'
      /** Labels of the object. */
      labels?: Readonly<Record<string, string>>
      /** Annotations of the object. */
      annotations?: Readonly<Record<string, string>>
      /** Fields that this version does not know, as they are written. */
      extra?: object
      /** A JSON merge patch (RFC 7396) over the result. */
      mergePatch?: object
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
    /** A Job of batch/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function job(options: JobOptions): Manifest
  }
}

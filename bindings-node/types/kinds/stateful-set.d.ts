// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.statefulSet` takes. */
    export interface StatefulSetOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'apps/v1'
      /** How many pods; absent is 1. */
      replicas?: number
      /** The labels of its pods. */
      selector?: LabelSelector
      /** The headless Service under which its pods have names. */
      serviceName?: string
      /** Its pods. */
      template?: PodTemplate
      /** The storage of each pod, kept as it is; containers mount it by its name. */
      volumeClaimTemplates?: readonly unknown[]
      /** Whether pods start one after another. */
      podManagementPolicy?: string
      /** How pods are replaced, kept as it is. */
      updateStrategy?: unknown
      /** How many former versions are kept. */
      revisionHistoryLimit?: number
      /** How long a pod must be ready to count, in seconds. */
      minReadySeconds?: number
      /** What becomes of the storage, kept as it is. */
      persistentVolumeClaimRetentionPolicy?: unknown
      /** From which number the pods count, kept as it is. */
      ordinals?: unknown
    }
    /** A StatefulSet of apps/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function statefulSet(options: StatefulSetOptions): Manifest
  }
}

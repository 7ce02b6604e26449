// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.deployment` takes. */
    export interface DeploymentOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'apps/v1'
      /** How many pods; absent is 1. */
      replicas?: number
      /** The labels of its pods. */
      selector?: LabelSelector
      /** Its pods. */
      template?: PodTemplate
      /** How pods are replaced, kept as it is. */
      strategy?: unknown
      /** How long a pod must be ready to count, in seconds. */
      minReadySeconds?: number
      /** How many former versions are kept. */
      revisionHistoryLimit?: number
      /** Whether changes wait. */
      paused?: boolean
      /** How long a change may take, in seconds. */
      progressDeadlineSeconds?: number
    }
    /** A Deployment of apps/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function deployment(options: DeploymentOptions): Manifest
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.daemonSet` takes. */
    export interface DaemonSetOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'apps/v1'
      /** The labels of its pods. */
      selector?: LabelSelector
      /** Its pods. */
      template?: PodTemplate
      /** How pods are replaced, kept as it is. */
      updateStrategy?: unknown
      /** How long a pod must be ready to count, in seconds. */
      minReadySeconds?: number
      /** How many former versions are kept. */
      revisionHistoryLimit?: number
    }
    /** A DaemonSet of apps/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function daemonSet(options: DaemonSetOptions): Manifest
  }
}

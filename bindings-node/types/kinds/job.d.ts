// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.job` takes. */
    export interface JobOptions extends ObjectOptions, JobSpec {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'batch/v1'
    }
    /** A Job of batch/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function job(options: JobOptions): Manifest
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.pod` takes. */
    export interface PodOptions extends ObjectOptions, PodSpec {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'v1'
    }
    /** A Pod of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function pod(options: PodOptions): Manifest
  }
}

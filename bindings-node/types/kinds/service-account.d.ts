// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.serviceAccount` takes. */
    export interface ServiceAccountOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'v1'
      /** Secrets that its pods may use, kept as they are. */
      secrets?: readonly unknown[]
      /** Secrets for pulling images, kept as they are. */
      imagePullSecrets?: readonly unknown[]
      /** Whether its token is mounted into pods; absent means that it is. */
      automountServiceAccountToken?: boolean
    }
    /** A ServiceAccount of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function serviceAccount(options: ServiceAccountOptions): Manifest
  }
}

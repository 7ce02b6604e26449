// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.configMap` takes. */
    export interface ConfigMapOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'v1'
      /** Whether changes are refused. */
      immutable?: boolean
      /** The entries that are text. */
      data?: Readonly<Record<string, string>>
      /** The entries that are bytes, in Base64. */
      binaryData?: Readonly<Record<string, string>>
    }
    /** A ConfigMap of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function configMap(options: ConfigMapOptions): Manifest
  }
}

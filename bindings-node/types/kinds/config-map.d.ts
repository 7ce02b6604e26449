// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../../index' {
  export namespace resources {
    /** What `resources.configMap` takes. */
    export interface ConfigMapOptions {
      /** Name of the object. */
      name: string
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'v1'
      /** Labels of the object. */
      labels?: Readonly<Record<string, string>>
      /** Annotations of the object. */
      annotations?: Readonly<Record<string, string>>
      /** Fields that this version does not know, as they are written. */
      extra?: object
      /** A JSON merge patch (RFC 7396) over the result. */
      mergePatch?: object
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

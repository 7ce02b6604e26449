// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../../index' {
  export namespace resources {
    /** What `resources.namespace` takes. */
    export interface NamespaceOptions {
      /** Name of the object. */
      name: string
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
      /** Finalizers that must be gone before it ends. */
      finalizers?: readonly string[]
    }
    /** A Namespace of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function namespace(options: NamespaceOptions): Manifest
  }
}

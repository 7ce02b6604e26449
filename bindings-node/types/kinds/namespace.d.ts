// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.namespace` takes. */
    export interface NamespaceOptions extends ObjectOptions {
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'v1'
      /** Finalizers that must be gone before it ends. */
      finalizers?: readonly string[]
    }
    /** A Namespace of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function namespace(options: NamespaceOptions): Manifest
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface GrantedFrom {
      /** Its API group. */
      group?: string
      /** The kind. */
      kind?: string
      /** Its namespace. */
      namespace?: string
    }
    export interface GrantedTo {
      /** Its API group; empty for core kinds. */
      group?: string
      /** Its kind. */
      kind?: string
      /** Its name; absent means all. */
      name?: string
    }
    /** What `resources.referenceGrant` takes. */
    export interface ReferenceGrantOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'gateway.networking.k8s.io/v1beta1' | 'gateway.networking.k8s.io/v1'
      /** The kinds that may name it, and their namespaces. */
      from?: readonly GrantedFrom[]
      /** What may be named. */
      to?: readonly GrantedTo[]
    }
    /**
     * A ReferenceGrant of gateway.networking.k8s.io/v1beta1. Throws `ResourceError`, whose `findings` say all that
     * is wrong.
     */
    export function referenceGrant(options: ReferenceGrantOptions): Manifest
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface MutualTls {
      /** The mode; absent is `UNSET`. */
      mode?: 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT'
    }
    /** What `resources.peerAuthentication` takes. */
    export interface PeerAuthenticationOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'security.istio.io/v1' | 'security.istio.io/v1beta1'
      /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
      selector?: WorkloadSelector
      /** The mode of every port. */
      mtls?: MutualTls
      /** The mode of single ports, by the number that the workload listens on. */
      portLevelMtls?: Readonly<Record<string, MutualTls>>
    }
    /**
     * A PeerAuthentication of security.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is
     * wrong.
     */
    export function peerAuthentication(options: PeerAuthenticationOptions): Manifest
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface TlsRouteRule {
      /** Its name. */
      name?: string
      /** Where connections go. */
      backendRefs?: readonly BackendRef[]
    }
    /** What `resources.tlsRoute` takes. */
    export interface TlsRouteOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1alpha3' | 'gateway.networking.k8s.io/v1alpha2'
      /** The Gateways that it attaches to. */
      parentRefs?: readonly ParentRef[]
      /** Whether it attaches to default Gateways. */
      useDefaultGateways?: string
      /** The hosts, as clients name them by SNI. */
      hostnames?: readonly string[]
      /** The rules. */
      rules?: readonly TlsRouteRule[]
    }
    /** A TLSRoute of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function tlsRoute(options: TlsRouteOptions): Manifest
  }
}

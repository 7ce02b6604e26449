// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface GrpcMethodMatch {
      /** How the names are compared; absent is `Exact`. */
      type?: 'Exact' | 'RegularExpression'
      /** The service, with its package; absent means all. */
      service?: string
      /** The method; absent means all. */
      method?: string
    }
    export interface GrpcRouteMatch {
      /** Their method. */
      method?: GrpcMethodMatch
      /** Their metadata. */
      headers?: readonly HttpHeaderMatch[]
    }
    export interface GrpcRouteRule {
      /** Its name. */
      name?: string
      /** The calls; absent means all. */
      matches?: readonly GrpcRouteMatch[]
      /** What is done with them. */
      filters?: readonly RouteFilter[]
      /** Where they go. */
      backendRefs?: readonly BackendRef[]
      /** Whether a client keeps its pod, kept as it is. */
      sessionPersistence?: unknown
    }
    /** What `resources.grpcRoute` takes. */
    export interface GrpcRouteOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'gateway.networking.k8s.io/v1'
      /** The Gateways that it attaches to. */
      parentRefs?: readonly ParentRef[]
      /** Whether it attaches to default Gateways. */
      useDefaultGateways?: string
      /** The hosts; absent means those of the listeners. */
      hostnames?: readonly string[]
      /** The rules. */
      rules?: readonly GrpcRouteRule[]
    }
    /** A GRPCRoute of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function grpcRoute(options: GrpcRouteOptions): Manifest
  }
}

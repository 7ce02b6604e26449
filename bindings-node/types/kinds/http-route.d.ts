// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface HttpPathMatch {
      /** How it is compared; absent is `PathPrefix`. */
      type?: 'Exact' | 'PathPrefix' | 'RegularExpression'
      /** The path; absent is `/`. */
      value?: string
    }
    export interface HttpRouteMatch {
      /** Their path; absent means all. */
      path?: HttpPathMatch
      /** Their headers. */
      headers?: readonly HttpHeaderMatch[]
      /** Their parameters. */
      queryParams?: readonly HttpHeaderMatch[]
      /** Their method. */
      method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH'
    }
    export interface HttpRouteRule {
      /** Its name. */
      name?: string
      /** The requests; absent means all. */
      matches?: readonly HttpRouteMatch[]
      /** What is done with them. */
      filters?: readonly RouteFilter[]
      /** Where they go. */
      backendRefs?: readonly BackendRef[]
      /** How long they may take, kept as it is. */
      timeouts?: unknown
      /** When they are tried again, kept as it is. */
      retry?: unknown
      /** Whether a client keeps its pod, kept as it is. */
      sessionPersistence?: unknown
    }
    /** What `resources.httpRoute` takes. */
    export interface HttpRouteOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'
      /** The Gateways that it attaches to. */
      parentRefs?: readonly ParentRef[]
      /** Whether it attaches to default Gateways. */
      useDefaultGateways?: string
      /** The hosts; absent means those of the listeners. */
      hostnames?: readonly string[]
      /** The rules. */
      rules?: readonly HttpRouteRule[]
    }
    /** A HTTPRoute of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function httpRoute(options: HttpRouteOptions): Manifest
  }
}

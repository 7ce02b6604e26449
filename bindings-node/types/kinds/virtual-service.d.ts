// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface StringMatch {
      /** It is this. */
      exact?: string
      /** It begins with this. */
      prefix?: string
      /** It matches this expression (RE2) as a whole. */
      regex?: string
    }
    export interface HttpMatch {
      /** A name for logs. */
      name?: string
      /** The path with its query. */
      uri?: StringMatch
      /** The scheme. */
      scheme?: StringMatch
      /** The method. */
      method?: StringMatch
      /** The authority (HTTP/1: the `Host` header). */
      authority?: StringMatch
      /** Headers by their names in lower case; an empty match means that the header is there. */
      headers?: Readonly<Record<string, StringMatch>>
      /** The port that is addressed. */
      port?: number
      /** Labels of the client's pods. */
      sourceLabels?: Readonly<Record<string, string>>
      /** The gateways at which this holds; absent means those of the whole. */
      gateways?: readonly string[]
      /** Parameters of the query. */
      queryParams?: Readonly<Record<string, StringMatch>>
      /** Whether `uri` is compared without regard to case (exact and prefix). */
      ignoreUriCase?: boolean
      /** Headers that must not match so. */
      withoutHeaders?: Readonly<Record<string, StringMatch>>
      /** The client's namespace. */
      sourceNamespace?: string
      /** A prefix for statistics. */
      statPrefix?: string
    }
    export interface Destination {
      /** The host of the service; a short name is completed by the namespace of the VirtualService. */
      host?: string
      /** The subset, as a DestinationRule names it. */
      subset?: string
      /** The port; may be absent where the service has one alone. */
      port?: PortSelector
    }
    export interface HttpRouteDestination {
      /** Where it is. */
      destination?: Destination
      /** Its share beside the weights of the others; absent is 0, which with a single destination is all. */
      weight?: number
      /** Headers to set, add or remove, kept as they are. */
      headers?: object
    }
    export interface Delegate {
      /** Its name. */
      name?: string
      /** Its namespace; absent means that of the one that delegates. */
      namespace?: string
    }
    export interface HttpMirror {
      /** The service. */
      destination?: Destination
      /** How many are copied, kept as it is. */
      percentage?: object
    }
    export interface HttpRoute {
      /** A name for logs. */
      name?: string
      /** The requests that it takes; one of them must hold, and none at all means every request. */
      match?: readonly HttpMatch[]
      /** Where they go, by weight. */
      route?: readonly HttpRouteDestination[]
      /** Sends the client elsewhere, kept as it is. */
      redirect?: object
      /** Answers in place of a service, kept as it is. */
      directResponse?: object
      /** The VirtualService without hosts that routes them on. */
      delegate?: Delegate
      /** Changes path or authority before they go on, kept as it is. */
      rewrite?: object
      /** The time that an answer may take, as `10s`. */
      timeout?: string
      /** Retries, kept as they are. */
      retries?: object
      /** Faults to test with, kept as they are. */
      fault?: object
      /** Where a copy of each goes. */
      mirror?: Destination
      /** Where copies go. */
      mirrors?: readonly HttpMirror[]
      /** How many of a hundred are copied; replaced by `mirrorPercentage`. */
      mirrorPercent?: number
      /** How many are copied, kept as it is. */
      mirrorPercentage?: object
      /** Cross-origin resource sharing, kept as it is. */
      corsPolicy?: object
      /** Headers to set, add or remove, kept as they are. */
      headers?: object
    }
    export interface TlsMatch {
      /** The names in the SNI, each one of the hosts or under a wildcard of them. */
      sniHosts?: readonly string[]
      /** Addresses or CIDR ranges of which the destination is one. */
      destinationSubnets?: readonly string[]
      /** The port that is addressed. */
      port?: number
      /** Labels of the client's pods. */
      sourceLabels?: Readonly<Record<string, string>>
      /** The gateways at which this holds; absent means those of the whole. */
      gateways?: readonly string[]
      /** The client's namespace. */
      sourceNamespace?: string
    }
    export interface RouteDestination {
      /** Where it is. */
      destination?: Destination
      /** Its share beside the weights of the others; absent is 0, which with a single destination is all. */
      weight?: number
    }
    export interface TlsRoute {
      /** The connections that it takes; one of them must hold. */
      match?: readonly TlsMatch[]
      /** Where they go, by weight. */
      route?: readonly RouteDestination[]
    }
    export interface TcpMatch {
      /** Addresses or CIDR ranges of which the destination is one. */
      destinationSubnets?: readonly string[]
      /** The port that is addressed. */
      port?: number
      /** Has no effect. */
      sourceSubnet?: string
      /** Labels of the client's pods. */
      sourceLabels?: Readonly<Record<string, string>>
      /** The gateways at which this holds; absent means those of the whole. */
      gateways?: readonly string[]
      /** The client's namespace. */
      sourceNamespace?: string
    }
    export interface TcpRoute {
      /** The connections that it takes; one of them must hold, and none at all means every connection. */
      match?: readonly TcpMatch[]
      /** Where they go, by weight. */
      route?: readonly RouteDestination[]
    }
    /** What `resources.virtualService` takes. */
    export interface VirtualServiceOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
      /**
       * The hosts that clients address: domain names, wildcards (`*.shop.example`), or IP addresses. None makes it
       * a delegate, to which HTTP routes of others lead.
       */
      hosts?: readonly string[]
      /**
       * The gateways at which the routes hold, as `namespace/name` or the name alone; `mesh` means the sidecars,
       * and so do none at all.
       */
      gateways?: readonly string[]
      /** Routes of HTTP, of TLS that a gateway ends too; the first that matches counts. */
      http?: readonly HttpRoute[]
      /** Routes of TLS that is passed on, by its SNI; the first that matches counts. */
      tls?: readonly TlsRoute[]
      /** Routes of anything else; the first that matches counts. */
      tcp?: readonly TcpRoute[]
      /**
       * The namespaces whose sidecars and gateways see it: names, `.` (its own) or `*` (all); absent means what
       * the mesh sets, by default all.
       */
      exportTo?: readonly string[]
    }
    /** A VirtualService of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function virtualService(options: VirtualServiceOptions): Manifest
  }
}

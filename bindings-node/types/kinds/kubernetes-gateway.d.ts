// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface ListenerTls {
      /** Whether TLS ends here; absent is `Terminate`. */
      mode?: 'Terminate' | 'Passthrough'
      /** Secrets with certificate and key; Istio takes two at most. */
      certificateRefs?: readonly ObjectRef[]
      /**
       * Settings of the implementation. Istio reads `gateway.istio.io/tls-terminate-mode` (`MUTUAL`,
       * `OPTIONAL_MUTUAL`, `ISTIO_SIMPLE`, `ISTIO_MUTUAL`) and `gateway.istio.io/tls-cipher-suites`.
       */
      options?: Readonly<Record<string, string>>
    }
    export interface RouteNamespaces {
      /** Which; absent is `Same`. */
      from?: 'All' | 'Selector' | 'Same'
      /** Their labels, for `Selector`. */
      selector?: LabelSelector
    }
    export interface RouteKind {
      /** Its API group; absent is that of the Gateway API. */
      group?: string
      /** The kind. */
      kind?: string
    }
    export interface AllowedRoutes {
      /** Their namespaces. */
      namespaces?: RouteNamespaces
      /** Their kinds. */
      kinds?: readonly RouteKind[]
    }
    export interface Listener {
      /** Its name, unique in the Gateway. */
      name?: string
      /** The host for which it is; absent means all. */
      hostname?: string
      /** The port. */
      port?: number
      /** `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`, or one with a domain before it. */
      protocol?: string
      /** How TLS is ended. */
      tls?: ListenerTls
      /** The routes that may attach; absent means those of the Gateway's namespace. */
      allowedRoutes?: AllowedRoutes
    }
    export interface GatewayInfrastructure {
      /** Labels. */
      labels?: Readonly<Record<string, string>>
      /** Annotations. */
      annotations?: Readonly<Record<string, string>>
      /** Further settings of the class. */
      parametersRef?: ObjectRef
    }
    export interface GatewayBackendTls {
      /** The Secret with its client certificate and key. */
      clientCertificateRef?: ObjectRef
    }
    export interface FrontendValidation {
      /** ConfigMaps with `ca.crt`; Istio takes one, and Secrets too. */
      caCertificateRefs?: readonly ObjectRef[]
      /** Whether a client without a certificate that stands the check is refused; absent is `AllowValidOnly`. */
      mode?: 'AllowValidOnly' | 'AllowInsecureFallback'
    }
    export interface FrontendTlsConfig {
      /** How client certificates are checked; absent means that none is asked for. */
      validation?: FrontendValidation
    }
    export interface FrontendPort {
      /** The port of a listener. */
      port?: number
      /** What holds there. */
      tls?: FrontendTlsConfig
    }
    export interface FrontendTls {
      /** On ports for which nothing else is said. */
      default?: FrontendTlsConfig
      /** On single ports. */
      perPort?: readonly FrontendPort[]
    }
    export interface GatewayTls {
      /** Towards backends. */
      backend?: GatewayBackendTls
      /** Towards clients. */
      frontend?: FrontendTls
    }
    /** What `resources.kubernetesGateway` takes. */
    export interface KubernetesGatewayOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'
      /** The class, which says whose gateway it is: `istio`, `istio-waypoint`. */
      gatewayClassName?: string
      /** The ports that it opens. */
      listeners?: readonly Listener[]
      /** Addresses that are asked for, kept as they are. */
      addresses?: unknown
      /** Labels and annotations of what is made for it. */
      infrastructure?: GatewayInfrastructure
      /** Who may add listeners by a `ListenerSet`, kept as it is. */
      allowedListeners?: unknown
      /** Certificates of clients, and its own towards backends. */
      tls?: GatewayTls
      /** Whether it is a default for routes that name none. */
      defaultScope?: string
    }
    /** A Gateway of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function kubernetesGateway(options: KubernetesGatewayOptions): Manifest
  }
}

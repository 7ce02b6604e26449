// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface PolicyTarget {
    /** Its API group; empty for core kinds. */
    group?: string
    /** Its kind. */
    kind?: string
    /** Its name. */
    name?: string
    /** The name of one port. */
    sectionName?: string
  }
  export interface ObjectRef {
    /** Its API group; empty for core kinds. */
    group?: string
    /** Its kind. */
    kind?: string
    /** Its name. */
    name?: string
    /** Its namespace; another one than here needs a `ReferenceGrant` there. */
    namespace?: string
  }
  export interface BackendTlsName {
    /** Its type. */
    type?: 'Hostname' | 'URI'
    /** The DNS name. */
    hostname?: string
    /** The URI: a SPIFFE ID. */
    uri?: string
  }
  export interface BackendTlsValidation {
    /** ConfigMaps with `ca.crt`; Istio reads the first alone. */
    caCertificateRefs?: readonly ObjectRef[]
    /** `System` for the CAs of the public web, in place of them. */
    wellKnownCACertificates?: string
    /** The SNI, and the name in the certificate where `subjectAltNames` has none. */
    hostname?: string
    /** Names of which the certificate must carry one. */
    subjectAltNames?: readonly BackendTlsName[]
  }
  export interface ParentRef {
    /** Its API group; absent is that of the Gateway API. */
    group?: string
    /** Its kind; absent is `Gateway`. */
    kind?: string
    /** Its namespace; absent is that of the route. */
    namespace?: string
    /** Its name. */
    name?: string
    /** The name of one listener. */
    sectionName?: string
    /** The port of listeners. */
    port?: number
  }
  export interface GrpcMethodMatch {
    /** How the names are compared; absent is `Exact`. */
    type?: 'Exact' | 'RegularExpression'
    /** The service, with its package; absent means all. */
    service?: string
    /** The method; absent means all. */
    method?: string
  }
  export interface HttpHeaderMatch {
    /** How the value is compared; absent is `Exact`. */
    type?: 'Exact' | 'RegularExpression'
    /** The name. */
    name?: string
    /** The value. */
    value?: string
  }
  export interface GrpcRouteMatch {
    /** Their method. */
    method?: GrpcMethodMatch
    /** Their metadata. */
    headers?: readonly HttpHeaderMatch[]
  }
  export interface RouteFilter {
    /** What is done. */
    type?: 'RequestHeaderModifier' | 'ResponseHeaderModifier' | 'RequestMirror' | 'RequestRedirect' | 'URLRewrite' | 'CORS' | 'ExternalAuth' | 'ExtensionRef'
    /** Headers of requests, kept as they are. */
    requestHeaderModifier?: unknown
    /** Headers of responses, kept as they are. */
    responseHeaderModifier?: unknown
    /** Where copies of requests go, kept as it is. */
    requestMirror?: unknown
    /** Where clients are sent, kept as it is. */
    requestRedirect?: unknown
    /** What becomes of host and path, kept as it is. */
    urlRewrite?: unknown
    /** Which other sites may call, kept as it is. */
    cors?: unknown
    /** Who is asked whether a request may pass, kept as it is. */
    externalAuth?: unknown
    /** A filter of the implementation, kept as it is. */
    extensionRef?: unknown
  }
  export interface BackendRef {
    /** Its API group; absent means core kinds. */
    group?: string
    /** Its kind; absent is `Service`. */
    kind?: string
    /** Its name. */
    name?: string
    /** Its namespace; another one than the route's needs a `ReferenceGrant` there. */
    namespace?: string
    /** The port of the Service. */
    port?: number
    /** The share of this one among all; absent is 1. */
    weight?: number
    /** What is done with requests that go here. */
    filters?: readonly RouteFilter[]
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
  export interface TlsRouteRule {
    /** Its name. */
    name?: string
    /** Where connections go. */
    backendRefs?: readonly BackendRef[]
  }
  /** What `resources.backendTlsPolicy` takes. */
  export interface BackendTlsPolicyOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The Services. */
    targetRefs?: readonly PolicyTarget[]
    /** What they must show. */
    validation?: BackendTlsValidation
    /** Settings of the implementation. */
    options?: Readonly<Record<string, string>>
  }
  /**
   * A BackendTLSPolicy of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is
   * wrong.
   */
  export function backendTlsPolicy(options: BackendTlsPolicyOptions): Manifest
  /** What `resources.gatewayClass` takes. */
  export interface GatewayClassOptions {
    /** Name of the object. */
    name: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The controller: a domain and a path, such as `istio.io/gateway-controller`. */
    controllerName?: string
    /** Further settings. */
    parametersRef?: ObjectRef
    /** What it is for. */
    description?: string
  }
  /**
   * A GatewayClass of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is
   * wrong.
   */
  export function gatewayClass(options: GatewayClassOptions): Manifest
  /** What `resources.grpcRoute` takes. */
  export interface GrpcRouteOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
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
  /** What `resources.httpRoute` takes. */
  export interface HttpRouteOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
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
  /** What `resources.kubernetesGateway` takes. */
  export interface KubernetesGatewayOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
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
  /** What `resources.referenceGrant` takes. */
  export interface ReferenceGrantOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1beta1' | 'gateway.networking.k8s.io/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
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
  /** What `resources.tlsRoute` takes. */
  export interface TlsRouteOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1alpha3' | 'gateway.networking.k8s.io/v1alpha2'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
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

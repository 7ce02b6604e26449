// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface ClientTls {
    /** Whether and how TLS is spoken. */
    mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL'
    /** File with the client's certificate. */
    clientCertificate?: string
    /** File with the client's key. */
    privateKey?: string
    /** File with the CA of the server; absent means the system's CAs. */
    caCertificates?: string
    /** File with the CRL of that CA. */
    caCrl?: string
    /**
     * The Secret with certificate, key and CA, in the namespace of the client's pods, or `configmap://` with
     * namespace and name for a CA alone. Gateways use it; sidecars only where a workloadSelector names them.
     */
    credentialName?: string
    /** Takes server certificates of any CA and any name. */
    insecureSkipVerify?: boolean
    /** Names of which the server's certificate must carry one. */
    subjectAltNames?: readonly string[]
    /** The SNI that is sent; absent means the host of the request (HTTP alone). */
    sni?: string
  }
  export interface PortSelector {
    /** The number of the service's port, 1 to 65535. */
    number?: number
  }
  export interface PortTrafficPolicy {
    /** The port of the service. */
    port?: PortSelector
    /** How endpoints are chosen, kept as it is. */
    loadBalancer?: object
    /** Limits of connections, kept as they are. */
    connectionPool?: object
    /** When endpoints are taken out, kept as it is. */
    outlierDetection?: object
    /** The client's side of TLS; absent means the mesh's automatic mutual TLS, whatever the policy around says. */
    tls?: ClientTls
  }
  export interface TunnelSettings {
    /** `CONNECT` (what absent means) or `POST`. */
    protocol?: string
    /** The host to which the proxy connects, a whole domain name or an IP address. */
    targetHost?: string
    /** The port to which the proxy connects, 1 to 65535. */
    targetPort?: number
  }
  export interface ProxyProtocol {
    /** Its version; absent is `V1`. */
    version?: 'V1' | 'V2'
  }
  export interface TrafficPolicy {
    /** How endpoints are chosen, kept as it is. */
    loadBalancer?: object
    /** Limits of connections, kept as they are. */
    connectionPool?: object
    /** When endpoints are taken out, kept as it is. */
    outlierDetection?: object
    /** The client's side of TLS; absent means the mesh's automatic mutual TLS where the endpoint has it. */
    tls?: ClientTls
    /**
     * Settings of single ports. Such an entry takes the place of the policy around it: without `tls` of its own it
     * has none.
     */
    portLevelSettings?: readonly PortTrafficPolicy[]
    /** A proxy through which TCP and TLS go on. */
    tunnel?: TunnelSettings
    /** The PROXY protocol, to tell the endpoint of the client's address. */
    proxyProtocol?: ProxyProtocol
    /** How many retries there may be at a time, kept as it is. */
    retryBudget?: object
  }
  export interface Subset {
    /** The name by which routes refer to it. */
    name?: string
    /** The labels of its endpoints; absent means all. */
    labels?: Readonly<Record<string, string>>
    /** How it is reached, where that differs from the host. */
    trafficPolicy?: TrafficPolicy
  }
  export interface Server {
    /** Its number. */
    port: number
    /** `HTTPS` unless given, `HTTP` where it redirects. */
    protocol?: string
    /** Its name. */
    name?: string
    /** The hosts. */
    hosts: readonly string[]
    /** What is done with TLS. */
    mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL'
    /** The Secret with certificate and key. */
    credentialName?: string
    /** The credential with the CA of the clients. */
    caCredentialName?: string
    /** Names of which the client's certificate must carry one. */
    subjectAltNames?: readonly string[]
    /** Lowest version of TLS. */
    minVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3'
    /** Cipher suites. */
    cipherSuites?: readonly string[]
    /** Redirects to HTTPS. */
    redirectToHttps?: boolean
  }
  export interface ProxyImage {
    /** `default`, `debug` or `distroless`; absent is `default`. */
    imageType?: string
  }
  export interface ServiceEntryPort {
    /** The number that callers use, 1 to 65535. */
    number?: number
    /**
     * `HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case; absent means that it is found out by looking
     * at the traffic.
     */
    protocol?: string
    /** The name, one for each port. */
    name?: string
    /** The port of the workloads; absent means `number`. */
    targetPort?: number
  }
  export interface WorkloadEntrySpec {
    /**
     * An IP address, a domain name where the service is resolved by DNS, or `unix://` and a path. May be absent
     * where a `network` is given: the workload is then reached by that network's gateway.
     */
    address?: string
    /** Where the workload listens, by the names of the service's ports; absent names are the port of the service. */
    ports?: Readonly<Record<string, number>>
    /** Labels of the workload. `security.istio.io/tlsMode: istio` says that it speaks mutual TLS. */
    labels?: Readonly<Record<string, string>>
    /** The network that it stands in; absent means the one of the caller. */
    network?: string
    /** Where it stands, as `region/zone/subzone`. */
    locality?: string
    /** Its share of the load; absent means that of the others. */
    weight?: number
    /**
     * The service account whose identity it carries, of the namespace that this stands in. With it callers speak
     * mutual TLS to the workload and look for this identity.
     */
    serviceAccount?: string
  }
  export interface WorkloadLabels {
    /** The labels that a workload must all carry. */
    labels?: Readonly<Record<string, string>>
  }
  export interface SidecarPort {
    /** The number, 1 to 65535; 0 with a Unix socket. */
    number?: number
    /** `HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case. */
    protocol?: string
    /** The name. */
    name?: string
    /** Has no effect here and is refused. */
    targetPort?: number
  }
  export interface TlsCertificate {
    /** File with the certificate. */
    serverCertificate?: string
    /** File with the key. */
    privateKey?: string
    /** File with the CA of the clients. */
    caCertificates?: string
  }
  export interface ServerTls {
    /** Redirects plain HTTP to HTTPS. */
    httpsRedirect?: boolean
    /** What is demanded of the client. */
    mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL'
    /** The Secret with certificate and key, in the namespace of the gateway's pods. */
    credentialName?: string
    /** One or two Secrets with certificates of different key kinds. */
    credentialNames?: readonly string[]
    /** Where the CA of the clients comes from, when not from the credential. */
    caCertCredentialName?: string
    /** File with the certificate. */
    serverCertificate?: string
    /** File with the key. */
    privateKey?: string
    /** File with the CA of the clients. */
    caCertificates?: string
    /** File with the CRL of that CA. */
    caCrl?: string
    /** One or two pairs of files. */
    tlsCertificates?: readonly TlsCertificate[]
    /** Names of which the client's certificate must carry one. */
    subjectAltNames?: readonly string[]
    /** SHA-256 of public keys (SPKI, Base64) of which the client's must be one. */
    verifyCertificateSpki?: readonly string[]
    /** SHA-256 of certificates (hexadecimal) of which the client's must be one. */
    verifyCertificateHash?: readonly string[]
    /** Takes client certificates of any CA. */
    insecureSkipVerify?: boolean
    /** Lowest version of TLS. */
    minProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3'
    /** Highest version of TLS. */
    maxProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3'
    /** Cipher suites of TLS 1.2 and below, by OpenSSL's names. */
    cipherSuites?: readonly string[]
  }
  export interface SidecarIngress {
    /** The port. */
    port?: SidecarPort
    /** The IP address to listen on; absent means that of the workload. */
    bind?: string
    /** How traffic gets to the proxy; absent is `DEFAULT`. */
    captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE'
    /** Where the workload listens: `127.0.0.1:8080`, `[::1]:8080`, `:8080`, or `unix://` and a path. */
    defaultEndpoint?: string
    /** TLS that the proxy ends in the workload's stead; the mesh's own mutual TLS must be off on this port. */
    tls?: ServerTls
    /** Limits of the connections to the workload. */
    connectionPool?: object
  }
  export interface SidecarEgress {
    /** The port; absent means that this is for every port that no other listener is for. */
    port?: SidecarPort
    /** The IP address to listen on, or `unix://` and a path. */
    bind?: string
    /** How traffic gets to the proxy; absent is `DEFAULT`. */
    captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE'
    /**
     * The services, as `namespace/host`: the namespace may be `.` or `*`, with `~` before it all but that one, the
     * host may be `*` or begin with `*.`.
     */
    hosts?: readonly string[]
  }
  export interface EgressProxy {
    /** Its whole domain name. */
    host?: string
    /** A subset that a `DestinationRule` names. */
    subset?: string
    /** Its port. */
    port?: PortSelector
  }
  export interface OutboundTrafficPolicy {
    /** Whether it goes on; absent is `REGISTRY_ONLY` where the policy is written. */
    mode?: 'REGISTRY_ONLY' | 'ALLOW_ANY'
    /** The service that it goes to; with `ALLOW_ANY` alone. */
    egressProxy?: EgressProxy
  }
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
  export interface WorkloadEntrySpecFields {
    /** Labels of the workload. `security.istio.io/tlsMode: istio` says that it speaks mutual TLS. */
    labels?: Readonly<Record<string, string>>
  }
  export interface WorkloadGroupMetadata {
    /** Labels of the entry. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the entry. */
    annotations?: Readonly<Record<string, string>>
  }
  export interface HttpProbe {
    /** The path; absent means `/`. */
    path?: string
    /** The port. */
    port?: number
    /** The host; absent means the machine itself. */
    host?: string
    /** `HTTP`, which is what absent means, or `HTTPS`. */
    scheme?: string
    /** Headers of the request: maps with `name` and `value`. */
    httpHeaders?: readonly unknown[]
  }
  export interface TcpProbe {
    /** The host; absent means the machine itself. */
    host?: string
    /** The port. */
    port?: number
  }
  export interface ExecProbe {
    /** The program and its arguments. */
    command?: readonly string[]
  }
  export interface GrpcProbe {
    /** The port. */
    port?: number
    /** The service whose health is asked for; absent means the server's. */
    service?: string
  }
  export interface ReadinessProbe {
    /** Seconds to wait before the first attempt. */
    initialDelaySeconds?: number
    /** Seconds that an attempt may take; absent means 1. */
    timeoutSeconds?: number
    /** Seconds between attempts; absent means 10. */
    periodSeconds?: number
    /** Successes in a row that make it ready; absent means 1. */
    successThreshold?: number
    /** Failures in a row that make it unready; absent means 3. */
    failureThreshold?: number
    /** By an HTTP request. */
    httpGet?: HttpProbe
    /** By opening a TCP connection. */
    tcpSocket?: TcpProbe
    /** By a command that succeeds. */
    exec?: ExecProbe
    /** By gRPC's health protocol. */
    grpc?: GrpcProbe
  }
  /** What `resources.destinationRule` takes. */
  export interface DestinationRuleOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /**
     * The host of the services that are reached: `cart.shop.svc.cluster.local`, `*.shop.example`. A short name is
     * completed by the namespace of the rule, not of the client.
     */
    host?: string
    /** The clients, by the labels of their pods, in the namespace of the rule; absent means all that see the rule. */
    workloadSelector?: WorkloadSelector
    /** How every port of the host is reached. */
    trafficPolicy?: TrafficPolicy
    /** Parts of the host's endpoints, for routes to name. */
    subsets?: readonly Subset[]
    /**
     * The namespaces whose clients see the rule: names, `.` (its own) or `*` (all); absent means what the mesh
     * sets, by default all.
     */
    exportTo?: readonly string[]
  }
  /** A DestinationRule of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function destinationRule(options: DestinationRuleOptions): Manifest
  /** What `resources.gateway` takes. */
  export interface GatewayOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Labels of the gateway's pods. */
    selector?: Readonly<Record<string, string>>
    /** The ports. */
    servers: readonly Server[]
  }
  /** A Gateway of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function gateway(options: GatewayOptions): Manifest
  /** What `resources.proxyConfig` takes. */
  export interface ProxyConfigOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
    selector?: WorkloadSelector
    /** Threads of the proxy; 0 means one for each core, absent the mesh's default. */
    concurrency?: number
    /** Environment variables of the proxy. */
    environmentVariables?: Readonly<Record<string, string>>
    /** The image of the proxy. */
    image?: ProxyImage
  }
  /** A ProxyConfig of networking.istio.io/v1beta1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function proxyConfig(options: ProxyConfigOptions): Manifest
  /** What `resources.serviceEntry` takes. */
  export interface ServiceEntryOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The names that callers use; a `*` may stand for the first label. */
    hosts?: readonly string[]
    /** The addresses that callers use: IP addresses, or ranges where the resolution is `NONE` or `STATIC`. */
    addresses?: readonly string[]
    /** The ports that callers use. */
    ports?: readonly ServiceEntryPort[]
    /** Whether the service belongs to the mesh; absent is `MESH_EXTERNAL`. */
    location?: 'MESH_EXTERNAL' | 'MESH_INTERNAL'
    /** How its workloads are found; absent is `NONE`. */
    resolution?: 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS'
    /** Its workloads. */
    endpoints?: readonly WorkloadEntrySpec[]
    /** Its workloads, by the labels of pods and `WorkloadEntry` objects of this namespace. Not with `endpoints`. */
    workloadSelector?: WorkloadLabels
    /**
     * The namespaces that see it: names, `.` for its own, `*` for all, `~` for none. Absent means the mesh's
     * default, which is all.
     */
    exportTo?: readonly string[]
    /**
     * Names of which the server's certificate must carry one, as SPIFFE IDs or domain names, where a caller's
     * proxy speaks TLS to it.
     */
    subjectAltNames?: readonly string[]
  }
  /** A ServiceEntry of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function serviceEntry(options: ServiceEntryOptions): Manifest
  /** What `resources.sidecar` takes. */
  export interface SidecarOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
    workloadSelector?: WorkloadLabels
    /** The ports that the proxy takes traffic in on; absent means those of the workload's services. */
    ingress?: readonly SidecarIngress[]
    /** The services that the proxy knows; absent means all that are shown to the namespace. */
    egress?: readonly SidecarEgress[]
    /** Limits of the connections to the workload, for every port without its own. */
    inboundConnectionPool?: object
    /** Where traffic to unknown services goes; absent means as the mesh says. */
    outboundTrafficPolicy?: OutboundTrafficPolicy
  }
  /** A Sidecar of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function sidecar(options: SidecarOptions): Manifest
  /** What `resources.virtualService` takes. */
  export interface VirtualServiceOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /**
     * The hosts that clients address: domain names, wildcards (`*.shop.example`), or IP addresses. None makes it a
     * delegate, to which HTTP routes of others lead.
     */
    hosts?: readonly string[]
    /**
     * The gateways at which the routes hold, as `namespace/name` or the name alone; `mesh` means the sidecars, and
     * so do none at all.
     */
    gateways?: readonly string[]
    /** Routes of HTTP, of TLS that a gateway ends too; the first that matches counts. */
    http?: readonly HttpRoute[]
    /** Routes of TLS that is passed on, by its SNI; the first that matches counts. */
    tls?: readonly TlsRoute[]
    /** Routes of anything else; the first that matches counts. */
    tcp?: readonly TcpRoute[]
    /**
     * The namespaces whose sidecars and gateways see it: names, `.` (its own) or `*` (all); absent means what the
     * mesh sets, by default all.
     */
    exportTo?: readonly string[]
  }
  /** A VirtualService of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function virtualService(options: VirtualServiceOptions): Manifest
  /** What `resources.workloadEntry` takes. */
  export interface WorkloadEntryOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /**
     * An IP address, a domain name where the service is resolved by DNS, or `unix://` and a path. May be absent
     * where a `network` is given: the workload is then reached by that network's gateway.
     */
    address?: string
    /** Where the workload listens, by the names of the service's ports; absent names are the port of the service. */
    ports?: Readonly<Record<string, number>>
    /** The network that it stands in; absent means the one of the caller. */
    network?: string
    /** Where it stands, as `region/zone/subzone`. */
    locality?: string
    /** Its share of the load; absent means that of the others. */
    weight?: number
    /**
     * The service account whose identity it carries, of the namespace that this stands in. With it callers speak
     * mutual TLS to the workload and look for this identity.
     */
    serviceAccount?: string
    /** Fields of the spec whose names are taken here. */
    spec?: WorkloadEntrySpecFields
  }
  /** A WorkloadEntry of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function workloadEntry(options: WorkloadEntryOptions): Manifest
  /** What `resources.workloadGroup` takes. */
  export interface WorkloadGroupOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Labels and annotations of the entries that are made. */
    metadata?: WorkloadGroupMetadata
    /** What the entries say; the address is filled in when a machine joins. */
    template?: WorkloadEntrySpec
    /** How it is found out whether a machine is ready; absent means that it always is. */
    probe?: ReadinessProbe
  }
  /** A WorkloadGroup of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function workloadGroup(options: WorkloadGroupOptions): Manifest
}

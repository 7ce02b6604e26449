// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface ServicePort {
    /**
     * Its name; may be absent where there is one port alone. Istio reads the protocol from its beginning
     * (`http-…`).
     */
    name?: string
    /** The port on which the Service listens. */
    port?: number
    /** The port of the pods, by number or by the name of a container's port; absent is `port`. */
    targetPort?: unknown
    /** The protocol of the transport; absent is `TCP`. */
    protocol?: 'TCP' | 'UDP' | 'SCTP'
    /** The protocol above it; for Istio it wins over the name (`http`, `https`, `tls`, `tcp`, …). */
    appProtocol?: string
    /** The port of every node, for types `NodePort` and `LoadBalancer`. */
    nodePort?: number
  }
  /** What `resources.configMap` takes. */
  export interface ConfigMapOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Whether changes are refused. */
    immutable?: boolean
    /** The entries that are text. */
    data?: Readonly<Record<string, string>>
    /** The entries that are bytes, in Base64. */
    binaryData?: Readonly<Record<string, string>>
  }
  /** A ConfigMap of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function configMap(options: ConfigMapOptions): Manifest
  /** What `resources.namespace` takes. */
  export interface NamespaceOptions {
    /** Name of the object. */
    name: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Finalizers that must be gone before it ends. */
    finalizers?: readonly string[]
  }
  /** A Namespace of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function namespace(options: NamespaceOptions): Manifest
  /** What `resources.pod` takes. */
  export interface PodOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The ServiceAccount, from which the SPIFFE ID comes; absent is `default`. */
    serviceAccountName?: string
    /** The older name of `serviceAccountName`. */
    serviceAccount?: string
    /** Whether the account's token is mounted; absent leaves it to the account. */
    automountServiceAccountToken?: boolean
    /** Whether the pods use the network of their node; no sidecar is put into such pods. */
    hostNetwork?: boolean
    /** Containers that run before the others, or beside them where they restart. */
    initContainers?: readonly Container[]
    /** The containers. */
    containers?: readonly Container[]
    /** Containers for looking into a running pod, kept as they are. */
    ephemeralContainers?: unknown
    /** What containers can mount. */
    volumes?: readonly Volume[]
    /** When containers are started anew; absent is `Always`. */
    restartPolicy?: 'Always' | 'OnFailure' | 'Never'
    /** How long the end of a pod may take, in seconds. */
    terminationGracePeriodSeconds?: number
    /** How long a pod may run, in seconds. */
    activeDeadlineSeconds?: number
    /** How names are looked up. */
    dnsPolicy?: string
    /** Settings for looking up names, kept as they are. */
    dnsConfig?: unknown
    /** Labels that a node must carry. */
    nodeSelector?: Readonly<Record<string, string>>
    /** The node, where it is chosen already. */
    nodeName?: string
    /** Whether the processes of the node are seen. */
    hostPID?: boolean
    /** Whether the memory of the node's processes is shared. */
    hostIPC?: boolean
    /** Whether the containers' own users are the node's. */
    hostUsers?: boolean
    /** Whether the containers see each other's processes. */
    shareProcessNamespace?: boolean
    /** Users, groups and rights, kept as they are. */
    securityContext?: unknown
    /** Secrets for pulling images, kept as they are. */
    imagePullSecrets?: readonly unknown[]
    /** The pod's own host name. */
    hostname?: string
    /** The part behind the pod's own host name. */
    subdomain?: string
    /** Whether the full name is the host name. */
    setHostnameAsFQDN?: boolean
    /** The host name, whatever else says. */
    hostnameOverride?: string
    /** Entries of `/etc/hosts`, kept as they are. */
    hostAliases?: unknown
    /** Near which pods and nodes, kept as it is. */
    affinity?: unknown
    /** The scheduler. */
    schedulerName?: string
    /** What must be cleared before a node is sought, kept as it is. */
    schedulingGates?: unknown
    /** Taints of nodes that are borne, kept as they are. */
    tolerations?: unknown
    /** How pods are spread, kept as it is. */
    topologySpreadConstraints?: unknown
    /** The name of the priority. */
    priorityClassName?: string
    /** The priority. */
    priority?: number
    /** Whether other pods make way. */
    preemptionPolicy?: string
    /** What else must hold before the pod is ready, kept as it is. */
    readinessGates?: unknown
    /** The kind of runtime. */
    runtimeClassName?: string
    /** Whether Services are told by environment variables. */
    enableServiceLinks?: boolean
    /** What the runtime itself needs, kept as it is. */
    overhead?: unknown
    /** The operating system, kept as it is. */
    os?: unknown
    /** Claims of devices, kept as they are. */
    resourceClaims?: unknown
    /** What the pod needs as a whole, kept as it is. */
    resources?: unknown
    /** The group of pods that are scheduled together, kept as it is. */
    workloadRef?: unknown
  }
  /** A Pod of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function pod(options: PodOptions): Manifest
  /** What `resources.secret` takes. */
  export interface SecretOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The form: `tls` unless given. In form `cacert` the name is that of the credential. */
    form?: 'tls' | 'generic' | 'cacert' | 'opaque'
    /** The certificate in PEM. */
    cert?: Pem
    /** The key in PEM. */
    key?: Pem
    /** The CA of the clients in PEM. */
    ca?: Pem
    /** Other entries, as text. */
    entries?: Readonly<Record<string, Pem>>
    /** Refuses later changes. */
    immutable?: boolean
  }
  /** A Secret of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function secret(options: SecretOptions): Manifest
  /** What `resources.service` takes. */
  export interface ServiceOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** How it is reached; absent is `ClusterIP`. */
    type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
    /** The labels of the pods behind it; absent where others write its endpoints. */
    selector?: Readonly<Record<string, string>>
    /** Its ports. */
    ports?: readonly ServicePort[]
    /** Its address; `None` makes it headless, absent lets the API server choose. */
    clusterIP?: string
    /** Its addresses, one a family. */
    clusterIPs?: readonly string[]
    /** The host that a Service of type `ExternalName` stands for. */
    externalName?: string
    /** Addresses of nodes that lead to it. */
    externalIPs?: readonly string[]
    /** `None` or `ClientIP`: whether a client keeps its pod. */
    sessionAffinity?: string
    /** Settings of `sessionAffinity`, kept as they are. */
    sessionAffinityConfig?: unknown
    /** An address that is asked of the load balancer. */
    loadBalancerIP?: string
    /** CIDRs from which the load balancer takes connections. */
    loadBalancerSourceRanges?: readonly string[]
    /** Which implementation of a load balancer is meant. */
    loadBalancerClass?: string
    /** Whether ports of nodes are taken for the load balancer. */
    allocateLoadBalancerNodePorts?: boolean
    /** `Local` keeps the client's address, for pods on the node that was reached alone. */
    externalTrafficPolicy?: 'Cluster' | 'Local'
    /** The same for callers of the cluster. */
    internalTrafficPolicy?: 'Cluster' | 'Local'
    /** The port of nodes that load balancers ask for health. */
    healthCheckNodePort?: number
    /** Whether pods that are not ready are published. */
    publishNotReadyAddresses?: boolean
    /** `IPv4`, `IPv6`. */
    ipFamilies?: readonly string[]
    /** `SingleStack`, `PreferDualStack` or `RequireDualStack`. */
    ipFamilyPolicy?: string
    /** Which pods are preferred, by where they run. */
    trafficDistribution?: string
  }
  /** A Service of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function service(options: ServiceOptions): Manifest
  /** What `resources.serviceAccount` takes. */
  export interface ServiceAccountOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Secrets that its pods may use, kept as they are. */
    secrets?: readonly unknown[]
    /** Secrets for pulling images, kept as they are. */
    imagePullSecrets?: readonly unknown[]
    /** Whether its token is mounted into pods; absent means that it is. */
    automountServiceAccountToken?: boolean
  }
  /** A ServiceAccount of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function serviceAccount(options: ServiceAccountOptions): Manifest
}

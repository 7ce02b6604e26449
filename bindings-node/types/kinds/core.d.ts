// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
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
  export interface PodContainerPort {
    /** Its name, by which Services can mean it: at most 15 characters. */
    name?: string
    /** The number. */
    containerPort?: number
    /** The protocol of the transport; absent is `TCP`. */
    protocol?: 'TCP' | 'UDP' | 'SCTP'
    /** The port of the node that leads here. */
    hostPort?: number
    /** The address of the node that leads here. */
    hostIP?: string
  }
  export interface PodEnvVar {
    /** Its name. */
    name?: string
    /** Its value. */
    value?: string
    /** Where the value comes from, kept as it is. */
    valueFrom?: unknown
  }
  export interface PodVolumeMount {
    /** The name of the volume. */
    name?: string
    /** The path where it appears. */
    mountPath?: string
    /** Whether nothing can be written to it. */
    readOnly?: boolean
    /** Whether that holds for what is mounted below, too. */
    recursiveReadOnly?: string
    /** The path in the volume. */
    subPath?: string
    /** The path in the volume, with environment variables in it. */
    subPathExpr?: string
    /** Whether later mounts are seen. */
    mountPropagation?: string
  }
  export interface PodContainer {
    /** Its name, unique in the pod. */
    name?: string
    /** The image. */
    image?: string
    /** When the image is pulled. */
    imagePullPolicy?: string
    /** The program, in place of the image's own. */
    command?: readonly string[]
    /** Its arguments. */
    args?: readonly string[]
    /** The directory that it starts in. */
    workingDir?: string
    /** The ports on which it listens. */
    ports?: readonly PodContainerPort[]
    /** Sources of environment variables, kept as they are. */
    envFrom?: unknown
    /** Environment variables. */
    env?: readonly PodEnvVar[]
    /** What it needs and may use, kept as it is. */
    resources?: unknown
    /** How a change of that is carried out, kept as it is. */
    resizePolicy?: unknown
    /** `Always` makes an init container run beside the others. */
    restartPolicy?: string
    /** When it is started anew, by how it ended; kept as it is. */
    restartPolicyRules?: unknown
    /** Volumes in its file system. */
    volumeMounts?: readonly PodVolumeMount[]
    /** Volumes as devices, kept as they are. */
    volumeDevices?: unknown
    /** Whether it lives, kept as it is. */
    livenessProbe?: unknown
    /** Whether it can be called, kept as it is. */
    readinessProbe?: unknown
    /** Whether it has started, kept as it is. */
    startupProbe?: unknown
    /** What is done at its start and end, kept as it is. */
    lifecycle?: unknown
    /** The file with its last words. */
    terminationMessagePath?: string
    /** Where its last words come from. */
    terminationMessagePolicy?: string
    /** User, group and rights, kept as they are. */
    securityContext?: unknown
    /** Whether its input is kept open. */
    stdin?: boolean
    /** Whether its input ends with the first who writes to it. */
    stdinOnce?: boolean
    /** Whether it has a terminal. */
    tty?: boolean
  }
  export interface PodSecretVolume {
    /** The Secret, in the namespace of the pod. */
    secretName?: string
    /** Which entries, under which paths; kept as they are. Absent means all. */
    items?: unknown
    /** The mode of the files: 420 is `0644`. */
    defaultMode?: number
    /** Whether the pod starts without the Secret. */
    optional?: boolean
  }
  export interface PodConfigMapVolume {
    /** The ConfigMap, in the namespace of the pod. */
    name?: string
    /** Which entries, under which paths; kept as they are. Absent means all. */
    items?: unknown
    /** The mode of the files: 420 is `0644`. */
    defaultMode?: number
    /** Whether the pod starts without the ConfigMap. */
    optional?: boolean
  }
  export interface PodVolume {
    /** Its name. */
    name?: string
    /** The entries of a Secret as files. */
    secret?: PodSecretVolume
    /** The entries of a ConfigMap as files. */
    configMap?: PodConfigMapVolume
    /** Several sources in one directory, kept as they are. */
    projected?: unknown
    /** A driver's volume, such as `csi.cert-manager.io` or `csi.spiffe.io`; kept as it is. */
    csi?: unknown
    /** An empty directory, kept as it is. */
    emptyDir?: unknown
    /** A directory of the node, kept as it is. */
    hostPath?: unknown
    /** A claim of storage, kept as it is. */
    persistentVolumeClaim?: unknown
    /** A claim of storage that lives as long as the pod, kept as it is. */
    ephemeral?: unknown
    /** What the pod knows of itself, kept as it is. */
    downwardAPI?: unknown
    /** The files of an image, kept as it is. */
    image?: unknown
    /** NFS, kept as it is. */
    nfs?: unknown
    /** iSCSI, kept as it is. */
    iscsi?: unknown
    /** Fibre Channel, kept as it is. */
    fc?: unknown
    /** Amazon EBS, kept as it is. */
    awsElasticBlockStore?: unknown
    /** An Azure disk, kept as it is. */
    azureDisk?: unknown
    /** An Azure share, kept as it is. */
    azureFile?: unknown
    /** CephFS, kept as it is. */
    cephfs?: unknown
    /** Cinder, kept as it is. */
    cinder?: unknown
    /** A volume of an older driver, kept as it is. */
    flexVolume?: unknown
    /** Flocker, kept as it is. */
    flocker?: unknown
    /** A disk of Google Cloud, kept as it is. */
    gcePersistentDisk?: unknown
    /** A Git repository, kept as it is. */
    gitRepo?: unknown
    /** GlusterFS, kept as it is. */
    glusterfs?: unknown
    /** Photon, kept as it is. */
    photonPersistentDisk?: unknown
    /** Portworx, kept as it is. */
    portworxVolume?: unknown
    /** Quobyte, kept as it is. */
    quobyte?: unknown
    /** Ceph RBD, kept as it is. */
    rbd?: unknown
    /** ScaleIO, kept as it is. */
    scaleIO?: unknown
    /** StorageOS, kept as it is. */
    storageos?: unknown
    /** vSphere, kept as it is. */
    vsphereVolume?: unknown
  }
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
    initContainers?: readonly PodContainer[]
    /** The containers. */
    containers?: readonly PodContainer[]
    /** Containers for looking into a running pod, kept as they are. */
    ephemeralContainers?: unknown
    /** What containers can mount. */
    volumes?: readonly PodVolume[]
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
    /** Name of the Secret; of the credential in form `cacert`. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The form: `tls` unless given. */
    form?: 'tls' | 'generic' | 'cacert' | 'opaque'
    /** The certificate in PEM. */
    cert?: Pem
    /** The key in PEM. */
    key?: Pem
    /** The CA of the clients in PEM. */
    ca?: Pem
    /** Other entries, as text. */
    entries?: Readonly<Record<string, Pem>>
    /** Labels. */
    labels?: Readonly<Record<string, string>>
    /** Annotations. */
    annotations?: Readonly<Record<string, string>>
    /** Refuses later changes. */
    immutable?: boolean
  }
  /** A Secret of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function secret(options: SecretOptions): Manifest
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

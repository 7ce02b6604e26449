// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../../index' {
  export namespace resources {
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
  }
}

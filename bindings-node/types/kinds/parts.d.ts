// Generated from the models of the engine, not to be edited: `make kinds`.
export {}

declare module '../native/resources' {
  export namespace resources {
    export interface ObjectOptions {
      /** Name of the object. */
      name: string
      /** Labels of the object. */
      labels?: Readonly<Record<string, string>>
      /** Annotations of the object. */
      annotations?: Readonly<Record<string, string>>
      /** Fields that this version does not know, as they are written. */
      extra?: object
      /** A JSON merge patch (RFC 7396) over the result. */
      mergePatch?: object
    }
    export interface WorkloadSelector {
      /** The labels that a workload's pods must all carry. */
      matchLabels?: Readonly<Record<string, string>>
    }
    export interface PolicyTargetReference {
      /** The API group; absent or empty is the core group of a `Service`. */
      group?: string
      /** `Gateway`, `GatewayClass`, `Service` or `ServiceEntry`. */
      kind?: string
      /** The name. */
      name?: string
      /** Must be absent: the object stands in the namespace of the policy. */
      namespace?: string
    }
    export interface LabelRequirement {
      /** The key of the label. */
      key?: string
      /** What must hold. */
      operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
      /** The values for `In` and `NotIn`. */
      values?: readonly string[]
    }
    export interface LabelSelector {
      /** Labels that an object must carry. */
      matchLabels?: Readonly<Record<string, string>>
      /** Conditions on labels. */
      matchExpressions?: readonly LabelRequirement[]
    }
    export interface TargetMetadata {
      /** Annotations. */
      annotations?: Readonly<Record<string, string>>
      /** Labels. */
      labels?: Readonly<Record<string, string>>
    }
    export interface ObjectMeta {
      /** The name. */
      name?: string
      /** The beginning of a name that the API server completes. */
      generateName?: string
      /** The namespace; absent for cluster-wide kinds and where the applying side chooses. */
      namespace?: string
      /** Labels. */
      labels?: Readonly<Record<string, string>>
      /** Annotations. */
      annotations?: Readonly<Record<string, string>>
      /** When the object was created, as the API server wrote it. */
      creationTimestamp?: string
      /** Owners, kept as they are. */
      ownerReferences?: unknown
      /** Finalizers. */
      finalizers?: readonly string[]
      /** A counter of the API server. */
      resourceVersion?: string
      /** The object's identity in the cluster. */
      uid?: string
      /** A counter of changes. */
      generation?: number
      /** When a deletion was asked for. */
      deletionTimestamp?: string
      /** How long a deletion may take, in seconds. */
      deletionGracePeriodSeconds?: number
      /** A link of former versions. */
      selfLink?: string
      /** Who set which field, kept as it is. */
      managedFields?: unknown
    }
    export interface ContainerPort {
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
    export interface EnvVar {
      /** Its name. */
      name?: string
      /** Its value. */
      value?: string
      /** Where the value comes from, kept as it is. */
      valueFrom?: unknown
    }
    export interface VolumeMount {
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
    export interface Container {
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
      ports?: readonly ContainerPort[]
      /** Sources of environment variables, kept as they are. */
      envFrom?: unknown
      /** Environment variables. */
      env?: readonly EnvVar[]
      /** What it needs and may use, kept as it is. */
      resources?: unknown
      /** How a change of that is carried out, kept as it is. */
      resizePolicy?: unknown
      /** `Always` makes an init container run beside the others. */
      restartPolicy?: string
      /** When it is started anew, by how it ended; kept as it is. */
      restartPolicyRules?: unknown
      /** Volumes in its file system. */
      volumeMounts?: readonly VolumeMount[]
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
    export interface SecretVolume {
      /** The Secret, in the namespace of the pod. */
      secretName?: string
      /** Which entries, under which paths; kept as they are. Absent means all. */
      items?: unknown
      /** The mode of the files: 420 is `0644`. */
      defaultMode?: number
      /** Whether the pod starts without the Secret. */
      optional?: boolean
    }
    export interface ConfigMapVolume {
      /** The ConfigMap, in the namespace of the pod. */
      name?: string
      /** Which entries, under which paths; kept as they are. Absent means all. */
      items?: unknown
      /** The mode of the files: 420 is `0644`. */
      defaultMode?: number
      /** Whether the pod starts without the ConfigMap. */
      optional?: boolean
    }
    export interface Volume {
      /** Its name. */
      name?: string
      /** The entries of a Secret as files. */
      secret?: SecretVolume
      /** The entries of a ConfigMap as files. */
      configMap?: ConfigMapVolume
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
    export interface PodSpec {
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
    export interface PodTemplate {
      /** Labels and annotations of the pods. */
      metadata?: ObjectMeta
      /** Containers, volumes and the account that they run under. */
      spec?: PodSpec
    }
  }
}

"""Types of which kinds of several API groups are made.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict


class WorkloadSelector(TypedDict, total=False):
    match_labels: Mapping[str, str]
    """The labels that a workload's pods must all carry."""


class PolicyTargetReference(TypedDict, total=False):
    group: str
    """The API group; absent or empty is the core group of a `Service`."""
    kind: str
    """`Gateway`, `GatewayClass`, `Service` or `ServiceEntry`."""
    name: str
    """The name."""
    namespace: str
    """Must be absent: the object stands in the namespace of the policy."""


class LabelRequirement(TypedDict, total=False):
    key: str
    """The key of the label."""
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"]
    """What must hold."""
    values: Sequence[str]
    """The values for `In` and `NotIn`."""


class LabelSelector(TypedDict, total=False):
    match_labels: Mapping[str, str]
    """Labels that an object must carry."""
    match_expressions: Sequence[LabelRequirement]
    """Conditions on labels."""


class TargetMetadata(TypedDict, total=False):
    annotations: Mapping[str, str]
    """Annotations."""
    labels: Mapping[str, str]
    """Labels."""


class ObjectMeta(TypedDict, total=False):
    name: str
    """The name."""
    generate_name: str
    """The beginning of a name that the API server completes."""
    namespace: str
    """The namespace; absent for cluster-wide kinds and where the applying side chooses."""
    labels: Mapping[str, str]
    """Labels."""
    annotations: Mapping[str, str]
    """Annotations."""
    creation_timestamp: str
    """When the object was created, as the API server wrote it."""
    owner_references: object
    """Owners, kept as they are."""
    finalizers: Sequence[str]
    """Finalizers."""
    resource_version: str
    """A counter of the API server."""
    uid: str
    """The object's identity in the cluster."""
    generation: int
    """A counter of changes."""
    deletion_timestamp: str
    """When a deletion was asked for."""
    deletion_grace_period_seconds: int
    """How long a deletion may take, in seconds."""
    self_link: str
    """A link of former versions."""
    managed_fields: object
    """Who set which field, kept as it is."""


class ContainerPort(TypedDict, total=False):
    name: str
    """Its name, by which Services can mean it: at most 15 characters."""
    container_port: int
    """The number."""
    protocol: Literal["TCP", "UDP", "SCTP"]
    """The protocol of the transport; absent is `TCP`."""
    host_port: int
    """The port of the node that leads here."""
    host_ip: str
    """The address of the node that leads here."""


class EnvVar(TypedDict, total=False):
    name: str
    """Its name."""
    value: str
    """Its value."""
    value_from: object
    """Where the value comes from, kept as it is."""


class VolumeMount(TypedDict, total=False):
    name: str
    """The name of the volume."""
    mount_path: str
    """The path where it appears."""
    read_only: bool
    """Whether nothing can be written to it."""
    recursive_read_only: str
    """Whether that holds for what is mounted below, too."""
    sub_path: str
    """The path in the volume."""
    sub_path_expr: str
    """The path in the volume, with environment variables in it."""
    mount_propagation: str
    """Whether later mounts are seen."""


class Container(TypedDict, total=False):
    name: str
    """Its name, unique in the pod."""
    image: str
    """The image."""
    image_pull_policy: str
    """When the image is pulled."""
    command: Sequence[str]
    """The program, in place of the image's own."""
    args: Sequence[str]
    """Its arguments."""
    working_dir: str
    """The directory that it starts in."""
    ports: Sequence[ContainerPort]
    """The ports on which it listens."""
    env_from: object
    """Sources of environment variables, kept as they are."""
    env: Sequence[EnvVar]
    """Environment variables."""
    resources: object
    """What it needs and may use, kept as it is."""
    resize_policy: object
    """How a change of that is carried out, kept as it is."""
    restart_policy: str
    """`Always` makes an init container run beside the others."""
    restart_policy_rules: object
    """When it is started anew, by how it ended; kept as it is."""
    volume_mounts: Sequence[VolumeMount]
    """Volumes in its file system."""
    volume_devices: object
    """Volumes as devices, kept as they are."""
    liveness_probe: object
    """Whether it lives, kept as it is."""
    readiness_probe: object
    """Whether it can be called, kept as it is."""
    startup_probe: object
    """Whether it has started, kept as it is."""
    lifecycle: object
    """What is done at its start and end, kept as it is."""
    termination_message_path: str
    """The file with its last words."""
    termination_message_policy: str
    """Where its last words come from."""
    security_context: object
    """User, group and rights, kept as they are."""
    stdin: bool
    """Whether its input is kept open."""
    stdin_once: bool
    """Whether its input ends with the first who writes to it."""
    tty: bool
    """Whether it has a terminal."""


class SecretVolume(TypedDict, total=False):
    secret_name: str
    """The Secret, in the namespace of the pod."""
    items: object
    """Which entries, under which paths; kept as they are. Absent means all."""
    default_mode: int
    """The mode of the files: 420 is `0644`."""
    optional: bool
    """Whether the pod starts without the Secret."""


class ConfigMapVolume(TypedDict, total=False):
    name: str
    """The ConfigMap, in the namespace of the pod."""
    items: object
    """Which entries, under which paths; kept as they are. Absent means all."""
    default_mode: int
    """The mode of the files: 420 is `0644`."""
    optional: bool
    """Whether the pod starts without the ConfigMap."""


class Volume(TypedDict, total=False):
    name: str
    """Its name."""
    secret: SecretVolume
    """The entries of a Secret as files."""
    config_map: ConfigMapVolume
    """The entries of a ConfigMap as files."""
    projected: object
    """Several sources in one directory, kept as they are."""
    csi: object
    """A driver's volume, such as `csi.cert-manager.io` or `csi.spiffe.io`; kept as it is."""
    empty_dir: object
    """An empty directory, kept as it is."""
    host_path: object
    """A directory of the node, kept as it is."""
    persistent_volume_claim: object
    """A claim of storage, kept as it is."""
    ephemeral: object
    """A claim of storage that lives as long as the pod, kept as it is."""
    downward_api: object
    """What the pod knows of itself, kept as it is."""
    image: object
    """The files of an image, kept as it is."""
    nfs: object
    """NFS, kept as it is."""
    iscsi: object
    """iSCSI, kept as it is."""
    fc: object
    """Fibre Channel, kept as it is."""
    aws_elastic_block_store: object
    """Amazon EBS, kept as it is."""
    azure_disk: object
    """An Azure disk, kept as it is."""
    azure_file: object
    """An Azure share, kept as it is."""
    cephfs: object
    """CephFS, kept as it is."""
    cinder: object
    """Cinder, kept as it is."""
    flex_volume: object
    """A volume of an older driver, kept as it is."""
    flocker: object
    """Flocker, kept as it is."""
    gce_persistent_disk: object
    """A disk of Google Cloud, kept as it is."""
    git_repo: object
    """A Git repository, kept as it is."""
    glusterfs: object
    """GlusterFS, kept as it is."""
    photon_persistent_disk: object
    """Photon, kept as it is."""
    portworx_volume: object
    """Portworx, kept as it is."""
    quobyte: object
    """Quobyte, kept as it is."""
    rbd: object
    """Ceph RBD, kept as it is."""
    scale_io: object
    """ScaleIO, kept as it is."""
    storageos: object
    """StorageOS, kept as it is."""
    vsphere_volume: object
    """vSphere, kept as it is."""


class PodSpec(TypedDict, total=False):
    service_account_name: str
    """The ServiceAccount, from which the SPIFFE ID comes; absent is `default`."""
    service_account: str
    """The older name of `serviceAccountName`."""
    automount_service_account_token: bool
    """Whether the account's token is mounted; absent leaves it to the account."""
    host_network: bool
    """Whether the pods use the network of their node; no sidecar is put into such pods."""
    init_containers: Sequence[Container]
    """Containers that run before the others, or beside them where they restart."""
    containers: Sequence[Container]
    """The containers."""
    ephemeral_containers: object
    """Containers for looking into a running pod, kept as they are."""
    volumes: Sequence[Volume]
    """What containers can mount."""
    restart_policy: Literal["Always", "OnFailure", "Never"]
    """When containers are started anew; absent is `Always`."""
    termination_grace_period_seconds: int
    """How long the end of a pod may take, in seconds."""
    active_deadline_seconds: int
    """How long a pod may run, in seconds."""
    dns_policy: str
    """How names are looked up."""
    dns_config: object
    """Settings for looking up names, kept as they are."""
    node_selector: Mapping[str, str]
    """Labels that a node must carry."""
    node_name: str
    """The node, where it is chosen already."""
    host_pid: bool
    """Whether the processes of the node are seen."""
    host_ipc: bool
    """Whether the memory of the node's processes is shared."""
    host_users: bool
    """Whether the containers' own users are the node's."""
    share_process_namespace: bool
    """Whether the containers see each other's processes."""
    security_context: object
    """Users, groups and rights, kept as they are."""
    image_pull_secrets: Sequence[object]
    """Secrets for pulling images, kept as they are."""
    hostname: str
    """The pod's own host name."""
    subdomain: str
    """The part behind the pod's own host name."""
    set_hostname_as_fqdn: bool
    """Whether the full name is the host name."""
    hostname_override: str
    """The host name, whatever else says."""
    host_aliases: object
    """Entries of `/etc/hosts`, kept as they are."""
    affinity: object
    """Near which pods and nodes, kept as it is."""
    scheduler_name: str
    """The scheduler."""
    scheduling_gates: object
    """What must be cleared before a node is sought, kept as it is."""
    tolerations: object
    """Taints of nodes that are borne, kept as they are."""
    topology_spread_constraints: object
    """How pods are spread, kept as it is."""
    priority_class_name: str
    """The name of the priority."""
    priority: int
    """The priority."""
    preemption_policy: str
    """Whether other pods make way."""
    readiness_gates: object
    """What else must hold before the pod is ready, kept as it is."""
    runtime_class_name: str
    """The kind of runtime."""
    enable_service_links: bool
    """Whether Services are told by environment variables."""
    overhead: object
    """What the runtime itself needs, kept as it is."""
    os: object
    """The operating system, kept as it is."""
    resource_claims: object
    """Claims of devices, kept as they are."""
    resources: object
    """What the pod needs as a whole, kept as it is."""
    workload_ref: object
    """The group of pods that are scheduled together, kept as it is."""


class PodTemplate(TypedDict, total=False):
    metadata: ObjectMeta
    """Labels and annotations of the pods."""
    spec: PodSpec
    """Containers, volumes and the account that they run under."""

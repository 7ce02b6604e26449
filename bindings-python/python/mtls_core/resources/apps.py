"""Kinds of apps.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class DaemonSetLabelRequirement(TypedDict, total=False):
    key: str
    """The key of the label."""
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"]
    """What must hold."""
    values: Sequence[str]
    """The values for `In` and `NotIn`."""


class DaemonSetLabelSelector(TypedDict, total=False):
    match_labels: Mapping[str, str]
    """Labels that an object must carry."""
    match_expressions: Sequence[DaemonSetLabelRequirement]
    """Conditions on labels."""


class DaemonSetObjectMeta(TypedDict, total=False):
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


class DaemonSetContainerPort(TypedDict, total=False):
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


class DaemonSetEnvVar(TypedDict, total=False):
    name: str
    """Its name."""
    value: str
    """Its value."""
    value_from: object
    """Where the value comes from, kept as it is."""


class DaemonSetVolumeMount(TypedDict, total=False):
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


class DaemonSetContainer(TypedDict, total=False):
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
    ports: Sequence[DaemonSetContainerPort]
    """The ports on which it listens."""
    env_from: object
    """Sources of environment variables, kept as they are."""
    env: Sequence[DaemonSetEnvVar]
    """Environment variables."""
    resources: object
    """What it needs and may use, kept as it is."""
    resize_policy: object
    """How a change of that is carried out, kept as it is."""
    restart_policy: str
    """`Always` makes an init container run beside the others."""
    restart_policy_rules: object
    """When it is started anew, by how it ended; kept as it is."""
    volume_mounts: Sequence[DaemonSetVolumeMount]
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


class DaemonSetSecretVolume(TypedDict, total=False):
    secret_name: str
    """The Secret, in the namespace of the pod."""
    items: object
    """Which entries, under which paths; kept as they are. Absent means all."""
    default_mode: int
    """The mode of the files: 420 is `0644`."""
    optional: bool
    """Whether the pod starts without the Secret."""


class DaemonSetConfigMapVolume(TypedDict, total=False):
    name: str
    """The ConfigMap, in the namespace of the pod."""
    items: object
    """Which entries, under which paths; kept as they are. Absent means all."""
    default_mode: int
    """The mode of the files: 420 is `0644`."""
    optional: bool
    """Whether the pod starts without the ConfigMap."""


class DaemonSetVolume(TypedDict, total=False):
    name: str
    """Its name."""
    secret: DaemonSetSecretVolume
    """The entries of a Secret as files."""
    config_map: DaemonSetConfigMapVolume
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


class DaemonSetPodSpec(TypedDict, total=False):
    service_account_name: str
    """The ServiceAccount, from which the SPIFFE ID comes; absent is `default`."""
    service_account: str
    """The older name of `serviceAccountName`."""
    automount_service_account_token: bool
    """Whether the account's token is mounted; absent leaves it to the account."""
    host_network: bool
    """Whether the pods use the network of their node; no sidecar is put into such pods."""
    init_containers: Sequence[DaemonSetContainer]
    """Containers that run before the others, or beside them where they restart."""
    containers: Sequence[DaemonSetContainer]
    """The containers."""
    ephemeral_containers: object
    """Containers for looking into a running pod, kept as they are."""
    volumes: Sequence[DaemonSetVolume]
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


class DaemonSetPodTemplate(TypedDict, total=False):
    metadata: DaemonSetObjectMeta
    """Labels and annotations of the pods."""
    spec: DaemonSetPodSpec
    """Containers, volumes and the account that they run under."""


class DaemonSetOptions(TypedDict, total=False):
    """What :func:`daemon_set` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["apps/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    selector: DaemonSetLabelSelector
    """The labels of its pods."""
    template: DaemonSetPodTemplate
    """Its pods."""
    update_strategy: object
    """How pods are replaced, kept as it is."""
    min_ready_seconds: int
    """How long a pod must be ready to count, in seconds."""
    revision_history_limit: int
    """How many former versions are kept."""


def daemon_set(**options: Unpack[DaemonSetOptions]) -> Manifest:
    """A DaemonSet of apps/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        selector: The labels of its pods.
        template: Its pods.
        update_strategy: How pods are replaced, kept as it is.
        min_ready_seconds: How long a pod must be ready to count, in seconds.
        revision_history_limit: How many former versions are kept.
    """
    return made("apps/DaemonSet", options)


class DeploymentLabelRequirement(TypedDict, total=False):
    key: str
    """The key of the label."""
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"]
    """What must hold."""
    values: Sequence[str]
    """The values for `In` and `NotIn`."""


class DeploymentLabelSelector(TypedDict, total=False):
    match_labels: Mapping[str, str]
    """Labels that an object must carry."""
    match_expressions: Sequence[DeploymentLabelRequirement]
    """Conditions on labels."""


class DeploymentObjectMeta(TypedDict, total=False):
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


class DeploymentContainerPort(TypedDict, total=False):
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


class DeploymentEnvVar(TypedDict, total=False):
    name: str
    """Its name."""
    value: str
    """Its value."""
    value_from: object
    """Where the value comes from, kept as it is."""


class DeploymentVolumeMount(TypedDict, total=False):
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


class DeploymentContainer(TypedDict, total=False):
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
    ports: Sequence[DeploymentContainerPort]
    """The ports on which it listens."""
    env_from: object
    """Sources of environment variables, kept as they are."""
    env: Sequence[DeploymentEnvVar]
    """Environment variables."""
    resources: object
    """What it needs and may use, kept as it is."""
    resize_policy: object
    """How a change of that is carried out, kept as it is."""
    restart_policy: str
    """`Always` makes an init container run beside the others."""
    restart_policy_rules: object
    """When it is started anew, by how it ended; kept as it is."""
    volume_mounts: Sequence[DeploymentVolumeMount]
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


class DeploymentSecretVolume(TypedDict, total=False):
    secret_name: str
    """The Secret, in the namespace of the pod."""
    items: object
    """Which entries, under which paths; kept as they are. Absent means all."""
    default_mode: int
    """The mode of the files: 420 is `0644`."""
    optional: bool
    """Whether the pod starts without the Secret."""


class DeploymentConfigMapVolume(TypedDict, total=False):
    name: str
    """The ConfigMap, in the namespace of the pod."""
    items: object
    """Which entries, under which paths; kept as they are. Absent means all."""
    default_mode: int
    """The mode of the files: 420 is `0644`."""
    optional: bool
    """Whether the pod starts without the ConfigMap."""


class DeploymentVolume(TypedDict, total=False):
    name: str
    """Its name."""
    secret: DeploymentSecretVolume
    """The entries of a Secret as files."""
    config_map: DeploymentConfigMapVolume
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


class DeploymentPodSpec(TypedDict, total=False):
    service_account_name: str
    """The ServiceAccount, from which the SPIFFE ID comes; absent is `default`."""
    service_account: str
    """The older name of `serviceAccountName`."""
    automount_service_account_token: bool
    """Whether the account's token is mounted; absent leaves it to the account."""
    host_network: bool
    """Whether the pods use the network of their node; no sidecar is put into such pods."""
    init_containers: Sequence[DeploymentContainer]
    """Containers that run before the others, or beside them where they restart."""
    containers: Sequence[DeploymentContainer]
    """The containers."""
    ephemeral_containers: object
    """Containers for looking into a running pod, kept as they are."""
    volumes: Sequence[DeploymentVolume]
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


class DeploymentPodTemplate(TypedDict, total=False):
    metadata: DeploymentObjectMeta
    """Labels and annotations of the pods."""
    spec: DeploymentPodSpec
    """Containers, volumes and the account that they run under."""


class DeploymentOptions(TypedDict, total=False):
    """What :func:`deployment` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["apps/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    replicas: int
    """How many pods; absent is 1."""
    selector: DeploymentLabelSelector
    """The labels of its pods."""
    template: DeploymentPodTemplate
    """Its pods."""
    strategy: object
    """How pods are replaced, kept as it is."""
    min_ready_seconds: int
    """How long a pod must be ready to count, in seconds."""
    revision_history_limit: int
    """How many former versions are kept."""
    paused: bool
    """Whether changes wait."""
    progress_deadline_seconds: int
    """How long a change may take, in seconds."""


def deployment(**options: Unpack[DeploymentOptions]) -> Manifest:
    """A Deployment of apps/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        replicas: How many pods; absent is 1.
        selector: The labels of its pods.
        template: Its pods.
        strategy: How pods are replaced, kept as it is.
        min_ready_seconds: How long a pod must be ready to count, in seconds.
        revision_history_limit: How many former versions are kept.
        paused: Whether changes wait.
        progress_deadline_seconds: How long a change may take, in seconds.
    """
    return made("apps/Deployment", options)


class StatefulSetLabelRequirement(TypedDict, total=False):
    key: str
    """The key of the label."""
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"]
    """What must hold."""
    values: Sequence[str]
    """The values for `In` and `NotIn`."""


class StatefulSetLabelSelector(TypedDict, total=False):
    match_labels: Mapping[str, str]
    """Labels that an object must carry."""
    match_expressions: Sequence[StatefulSetLabelRequirement]
    """Conditions on labels."""


class StatefulSetObjectMeta(TypedDict, total=False):
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


class StatefulSetContainerPort(TypedDict, total=False):
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


class StatefulSetEnvVar(TypedDict, total=False):
    name: str
    """Its name."""
    value: str
    """Its value."""
    value_from: object
    """Where the value comes from, kept as it is."""


class StatefulSetVolumeMount(TypedDict, total=False):
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


class StatefulSetContainer(TypedDict, total=False):
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
    ports: Sequence[StatefulSetContainerPort]
    """The ports on which it listens."""
    env_from: object
    """Sources of environment variables, kept as they are."""
    env: Sequence[StatefulSetEnvVar]
    """Environment variables."""
    resources: object
    """What it needs and may use, kept as it is."""
    resize_policy: object
    """How a change of that is carried out, kept as it is."""
    restart_policy: str
    """`Always` makes an init container run beside the others."""
    restart_policy_rules: object
    """When it is started anew, by how it ended; kept as it is."""
    volume_mounts: Sequence[StatefulSetVolumeMount]
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


class StatefulSetSecretVolume(TypedDict, total=False):
    secret_name: str
    """The Secret, in the namespace of the pod."""
    items: object
    """Which entries, under which paths; kept as they are. Absent means all."""
    default_mode: int
    """The mode of the files: 420 is `0644`."""
    optional: bool
    """Whether the pod starts without the Secret."""


class StatefulSetConfigMapVolume(TypedDict, total=False):
    name: str
    """The ConfigMap, in the namespace of the pod."""
    items: object
    """Which entries, under which paths; kept as they are. Absent means all."""
    default_mode: int
    """The mode of the files: 420 is `0644`."""
    optional: bool
    """Whether the pod starts without the ConfigMap."""


class StatefulSetVolume(TypedDict, total=False):
    name: str
    """Its name."""
    secret: StatefulSetSecretVolume
    """The entries of a Secret as files."""
    config_map: StatefulSetConfigMapVolume
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


class StatefulSetPodSpec(TypedDict, total=False):
    service_account_name: str
    """The ServiceAccount, from which the SPIFFE ID comes; absent is `default`."""
    service_account: str
    """The older name of `serviceAccountName`."""
    automount_service_account_token: bool
    """Whether the account's token is mounted; absent leaves it to the account."""
    host_network: bool
    """Whether the pods use the network of their node; no sidecar is put into such pods."""
    init_containers: Sequence[StatefulSetContainer]
    """Containers that run before the others, or beside them where they restart."""
    containers: Sequence[StatefulSetContainer]
    """The containers."""
    ephemeral_containers: object
    """Containers for looking into a running pod, kept as they are."""
    volumes: Sequence[StatefulSetVolume]
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


class StatefulSetPodTemplate(TypedDict, total=False):
    metadata: StatefulSetObjectMeta
    """Labels and annotations of the pods."""
    spec: StatefulSetPodSpec
    """Containers, volumes and the account that they run under."""


class StatefulSetOptions(TypedDict, total=False):
    """What :func:`stateful_set` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["apps/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    replicas: int
    """How many pods; absent is 1."""
    selector: StatefulSetLabelSelector
    """The labels of its pods."""
    service_name: str
    """The headless Service under which its pods have names."""
    template: StatefulSetPodTemplate
    """Its pods."""
    volume_claim_templates: Sequence[object]
    """The storage of each pod, kept as it is; containers mount it by its name."""
    pod_management_policy: str
    """Whether pods start one after another."""
    update_strategy: object
    """How pods are replaced, kept as it is."""
    revision_history_limit: int
    """How many former versions are kept."""
    min_ready_seconds: int
    """How long a pod must be ready to count, in seconds."""
    persistent_volume_claim_retention_policy: object
    """What becomes of the storage, kept as it is."""
    ordinals: object
    """From which number the pods count, kept as it is."""


def stateful_set(**options: Unpack[StatefulSetOptions]) -> Manifest:
    """A StatefulSet of apps/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        replicas: How many pods; absent is 1.
        selector: The labels of its pods.
        service_name: The headless Service under which its pods have names.
        template: Its pods.
        volume_claim_templates: The storage of each pod, kept as it is; containers mount it by its name.
        pod_management_policy: Whether pods start one after another.
        update_strategy: How pods are replaced, kept as it is.
        revision_history_limit: How many former versions are kept.
        min_ready_seconds: How long a pod must be ready to count, in seconds.
        persistent_volume_claim_retention_policy: What becomes of the storage, kept as it is.
        ordinals: From which number the pods count, kept as it is.
    """
    return made("apps/StatefulSet", options)

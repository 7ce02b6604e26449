"""Kinds of the core API.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class ConfigMapOptions(TypedDict, total=False):
    """What :func:`config_map` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    immutable: bool
    """Whether changes are refused."""
    data: Mapping[str, str]
    """The entries that are text."""
    binary_data: Mapping[str, str]
    """The entries that are bytes, in Base64."""


def config_map(**options: Unpack[ConfigMapOptions]) -> Manifest:
    """A ConfigMap of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        immutable: Whether changes are refused.
        data: The entries that are text.
        binary_data: The entries that are bytes, in Base64.
    """
    return made("ConfigMap", options)


class NamespaceOptions(TypedDict, total=False):
    """What :func:`namespace` takes."""

    name: Required[str]
    """Name of the object."""
    api_version: Literal["v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    finalizers: Sequence[str]
    """Finalizers that must be gone before it ends."""


def namespace(**options: Unpack[NamespaceOptions]) -> Manifest:
    """A Namespace of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        finalizers: Finalizers that must be gone before it ends.
    """
    return made("Namespace", options)


class PodContainerPort(TypedDict, total=False):
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


class PodEnvVar(TypedDict, total=False):
    name: str
    """Its name."""
    value: str
    """Its value."""
    value_from: object
    """Where the value comes from, kept as it is."""


class PodVolumeMount(TypedDict, total=False):
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


class PodContainer(TypedDict, total=False):
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
    ports: Sequence[PodContainerPort]
    """The ports on which it listens."""
    env_from: object
    """Sources of environment variables, kept as they are."""
    env: Sequence[PodEnvVar]
    """Environment variables."""
    resources: object
    """What it needs and may use, kept as it is."""
    resize_policy: object
    """How a change of that is carried out, kept as it is."""
    restart_policy: str
    """`Always` makes an init container run beside the others."""
    restart_policy_rules: object
    """When it is started anew, by how it ended; kept as it is."""
    volume_mounts: Sequence[PodVolumeMount]
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


class PodSecretVolume(TypedDict, total=False):
    secret_name: str
    """The Secret, in the namespace of the pod."""
    items: object
    """Which entries, under which paths; kept as they are. Absent means all."""
    default_mode: int
    """The mode of the files: 420 is `0644`."""
    optional: bool
    """Whether the pod starts without the Secret."""


class PodConfigMapVolume(TypedDict, total=False):
    name: str
    """The ConfigMap, in the namespace of the pod."""
    items: object
    """Which entries, under which paths; kept as they are. Absent means all."""
    default_mode: int
    """The mode of the files: 420 is `0644`."""
    optional: bool
    """Whether the pod starts without the ConfigMap."""


class PodVolume(TypedDict, total=False):
    name: str
    """Its name."""
    secret: PodSecretVolume
    """The entries of a Secret as files."""
    config_map: PodConfigMapVolume
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


class PodOptions(TypedDict, total=False):
    """What :func:`pod` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    service_account_name: str
    """The ServiceAccount, from which the SPIFFE ID comes; absent is `default`."""
    service_account: str
    """The older name of `serviceAccountName`."""
    automount_service_account_token: bool
    """Whether the account's token is mounted; absent leaves it to the account."""
    host_network: bool
    """Whether the pods use the network of their node; no sidecar is put into such pods."""
    init_containers: Sequence[PodContainer]
    """Containers that run before the others, or beside them where they restart."""
    containers: Sequence[PodContainer]
    """The containers."""
    ephemeral_containers: object
    """Containers for looking into a running pod, kept as they are."""
    volumes: Sequence[PodVolume]
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


def pod(**options: Unpack[PodOptions]) -> Manifest:
    """A Pod of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        service_account_name: The ServiceAccount, from which the SPIFFE ID comes; absent is `default`.
        service_account: The older name of `serviceAccountName`.
        automount_service_account_token: Whether the account's token is mounted; absent leaves it to the
            account.
        host_network: Whether the pods use the network of their node; no sidecar is put into such pods.
        init_containers: Containers that run before the others, or beside them where they restart.
        containers: The containers.
        ephemeral_containers: Containers for looking into a running pod, kept as they are.
        volumes: What containers can mount.
        restart_policy: When containers are started anew; absent is `Always`.
        termination_grace_period_seconds: How long the end of a pod may take, in seconds.
        active_deadline_seconds: How long a pod may run, in seconds.
        dns_policy: How names are looked up.
        dns_config: Settings for looking up names, kept as they are.
        node_selector: Labels that a node must carry.
        node_name: The node, where it is chosen already.
        host_pid: Whether the processes of the node are seen.
        host_ipc: Whether the memory of the node's processes is shared.
        host_users: Whether the containers' own users are the node's.
        share_process_namespace: Whether the containers see each other's processes.
        security_context: Users, groups and rights, kept as they are.
        image_pull_secrets: Secrets for pulling images, kept as they are.
        hostname: The pod's own host name.
        subdomain: The part behind the pod's own host name.
        set_hostname_as_fqdn: Whether the full name is the host name.
        hostname_override: The host name, whatever else says.
        host_aliases: Entries of `/etc/hosts`, kept as they are.
        affinity: Near which pods and nodes, kept as it is.
        scheduler_name: The scheduler.
        scheduling_gates: What must be cleared before a node is sought, kept as it is.
        tolerations: Taints of nodes that are borne, kept as they are.
        topology_spread_constraints: How pods are spread, kept as it is.
        priority_class_name: The name of the priority.
        priority: The priority.
        preemption_policy: Whether other pods make way.
        readiness_gates: What else must hold before the pod is ready, kept as it is.
        runtime_class_name: The kind of runtime.
        enable_service_links: Whether Services are told by environment variables.
        overhead: What the runtime itself needs, kept as it is.
        os: The operating system, kept as it is.
        resource_claims: Claims of devices, kept as they are.
        resources: What the pod needs as a whole, kept as it is.
        workload_ref: The group of pods that are scheduled together, kept as it is.
    """
    return made("Pod", options)


class SecretOptions(TypedDict, total=False):
    """What :func:`secret` takes."""

    name: Required[str]
    """Name of the Secret; of the credential in form `cacert`."""
    namespace: str
    """Its namespace."""
    form: Literal["tls", "generic", "cacert", "opaque"]
    """The form: `tls` unless given."""
    cert: str | bytes
    """The certificate in PEM."""
    key: str | bytes
    """The key in PEM."""
    ca: str | bytes
    """The CA of the clients in PEM."""
    entries: Mapping[str, str | bytes]
    """Other entries, as text."""
    labels: Mapping[str, str]
    """Labels."""
    annotations: Mapping[str, str]
    """Annotations."""
    immutable: bool
    """Refuses later changes."""


def secret(**options: Unpack[SecretOptions]) -> Manifest:
    """A Secret of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the Secret; of the credential in form `cacert`.
        namespace: Its namespace.
        form: The form: `tls` unless given.
        cert: The certificate in PEM.
        key: The key in PEM.
        ca: The CA of the clients in PEM.
        entries: Other entries, as text.
        labels: Labels.
        annotations: Annotations.
        immutable: Refuses later changes.
    """
    return made("Secret", options)


class ServicePort(TypedDict, total=False):
    name: str
    """Its name; may be absent where there is one port alone. Istio reads the protocol from its beginning
    (`http-…`)."""
    port: int
    """The port on which the Service listens."""
    target_port: object
    """The port of the pods, by number or by the name of a container's port; absent is `port`."""
    protocol: Literal["TCP", "UDP", "SCTP"]
    """The protocol of the transport; absent is `TCP`."""
    app_protocol: str
    """The protocol above it; for Istio it wins over the name (`http`, `https`, `tls`, `tcp`, …)."""
    node_port: int
    """The port of every node, for types `NodePort` and `LoadBalancer`."""


class ServiceOptions(TypedDict, total=False):
    """What :func:`service` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    type: Literal["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]
    """How it is reached; absent is `ClusterIP`."""
    selector: Mapping[str, str]
    """The labels of the pods behind it; absent where others write its endpoints."""
    ports: Sequence[ServicePort]
    """Its ports."""
    cluster_ip: str
    """Its address; `None` makes it headless, absent lets the API server choose."""
    cluster_ips: Sequence[str]
    """Its addresses, one a family."""
    external_name: str
    """The host that a Service of type `ExternalName` stands for."""
    external_ips: Sequence[str]
    """Addresses of nodes that lead to it."""
    session_affinity: str
    """`None` or `ClientIP`: whether a client keeps its pod."""
    session_affinity_config: object
    """Settings of `sessionAffinity`, kept as they are."""
    load_balancer_ip: str
    """An address that is asked of the load balancer."""
    load_balancer_source_ranges: Sequence[str]
    """CIDRs from which the load balancer takes connections."""
    load_balancer_class: str
    """Which implementation of a load balancer is meant."""
    allocate_load_balancer_node_ports: bool
    """Whether ports of nodes are taken for the load balancer."""
    external_traffic_policy: Literal["Cluster", "Local"]
    """`Local` keeps the client's address, for pods on the node that was reached alone."""
    internal_traffic_policy: Literal["Cluster", "Local"]
    """The same for callers of the cluster."""
    health_check_node_port: int
    """The port of nodes that load balancers ask for health."""
    publish_not_ready_addresses: bool
    """Whether pods that are not ready are published."""
    ip_families: Sequence[str]
    """`IPv4`, `IPv6`."""
    ip_family_policy: str
    """`SingleStack`, `PreferDualStack` or `RequireDualStack`."""
    traffic_distribution: str
    """Which pods are preferred, by where they run."""


def service(**options: Unpack[ServiceOptions]) -> Manifest:
    """A Service of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        type: How it is reached; absent is `ClusterIP`.
        selector: The labels of the pods behind it; absent where others write its endpoints.
        ports: Its ports.
        cluster_ip: Its address; `None` makes it headless, absent lets the API server choose.
        cluster_ips: Its addresses, one a family.
        external_name: The host that a Service of type `ExternalName` stands for.
        external_ips: Addresses of nodes that lead to it.
        session_affinity: `None` or `ClientIP`: whether a client keeps its pod.
        session_affinity_config: Settings of `sessionAffinity`, kept as they are.
        load_balancer_ip: An address that is asked of the load balancer.
        load_balancer_source_ranges: CIDRs from which the load balancer takes connections.
        load_balancer_class: Which implementation of a load balancer is meant.
        allocate_load_balancer_node_ports: Whether ports of nodes are taken for the load balancer.
        external_traffic_policy: `Local` keeps the client's address, for pods on the node that was reached
            alone.
        internal_traffic_policy: The same for callers of the cluster.
        health_check_node_port: The port of nodes that load balancers ask for health.
        publish_not_ready_addresses: Whether pods that are not ready are published.
        ip_families: `IPv4`, `IPv6`.
        ip_family_policy: `SingleStack`, `PreferDualStack` or `RequireDualStack`.
        traffic_distribution: Which pods are preferred, by where they run.
    """
    return made("Service", options)


class ServiceAccountOptions(TypedDict, total=False):
    """What :func:`service_account` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    secrets: Sequence[object]
    """Secrets that its pods may use, kept as they are."""
    image_pull_secrets: Sequence[object]
    """Secrets for pulling images, kept as they are."""
    automount_service_account_token: bool
    """Whether its token is mounted into pods; absent means that it is."""


def service_account(**options: Unpack[ServiceAccountOptions]) -> Manifest:
    """A ServiceAccount of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        secrets: Secrets that its pods may use, kept as they are.
        image_pull_secrets: Secrets for pulling images, kept as they are.
        automount_service_account_token: Whether its token is mounted into pods; absent means that it is.
    """
    return made("ServiceAccount", options)

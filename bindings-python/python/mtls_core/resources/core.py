"""Kinds of the core API.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.parts import Container, Volume


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
    form: Literal["tls", "generic", "cacert", "opaque"]
    """The form: `tls` unless given. In form `cacert` the name is that of the credential."""
    cert: str | bytes
    """The certificate in PEM."""
    key: str | bytes
    """The key in PEM."""
    ca: str | bytes
    """The CA of the clients in PEM."""
    entries: Mapping[str, str | bytes]
    """Other entries, as text."""
    immutable: bool
    """Refuses later changes."""


def secret(**options: Unpack[SecretOptions]) -> Manifest:
    """A Secret of v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        form: The form: `tls` unless given. In form `cacert` the name is that of the credential.
        cert: The certificate in PEM.
        key: The key in PEM.
        ca: The CA of the clients in PEM.
        entries: Other entries, as text.
        immutable: Refuses later changes.
    """
    return made("Secret", options)


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

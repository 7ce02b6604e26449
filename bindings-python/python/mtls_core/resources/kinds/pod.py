"""The kind Pod.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.parts import Container, Volume


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

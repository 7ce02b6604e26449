"""The kind Service.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


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

"""The kind networking.istio.io/DestinationRule.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.networking_istio_io_parts import PortSelector
from mtls_core.resources.kinds.parts import WorkloadSelector


class ClientTls(TypedDict, total=False):
    mode: Literal["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"]
    """Whether and how TLS is spoken."""
    client_certificate: str
    """File with the client's certificate."""
    private_key: str
    """File with the client's key."""
    ca_certificates: str
    """File with the CA of the server; absent means the system's CAs."""
    ca_crl: str
    """File with the CRL of that CA."""
    credential_name: str
    """The Secret with certificate, key and CA, in the namespace of the client's pods, or `configmap://`
    with namespace and name for a CA alone. Gateways use it; sidecars only where a workloadSelector
    names them."""
    insecure_skip_verify: bool
    """Takes server certificates of any CA and any name."""
    subject_alt_names: Sequence[str]
    """Names of which the server's certificate must carry one."""
    sni: str
    """The SNI that is sent; absent means the host of the request (HTTP alone)."""


class PortTrafficPolicy(TypedDict, total=False):
    port: PortSelector
    """The port of the service."""
    load_balancer: Mapping[str, object]
    """How endpoints are chosen, kept as it is."""
    connection_pool: Mapping[str, object]
    """Limits of connections, kept as they are."""
    outlier_detection: Mapping[str, object]
    """When endpoints are taken out, kept as it is."""
    tls: ClientTls
    """The client's side of TLS; absent means the mesh's automatic mutual TLS, whatever the policy around
    says."""


class TunnelSettings(TypedDict, total=False):
    protocol: str
    """`CONNECT` (what absent means) or `POST`."""
    target_host: str
    """The host to which the proxy connects, a whole domain name or an IP address."""
    target_port: int
    """The port to which the proxy connects, 1 to 65535."""


class ProxyProtocol(TypedDict, total=False):
    version: Literal["V1", "V2"]
    """Its version; absent is `V1`."""


class TrafficPolicy(TypedDict, total=False):
    load_balancer: Mapping[str, object]
    """How endpoints are chosen, kept as it is."""
    connection_pool: Mapping[str, object]
    """Limits of connections, kept as they are."""
    outlier_detection: Mapping[str, object]
    """When endpoints are taken out, kept as it is."""
    tls: ClientTls
    """The client's side of TLS; absent means the mesh's automatic mutual TLS where the endpoint has it."""
    port_level_settings: Sequence[PortTrafficPolicy]
    """Settings of single ports. Such an entry takes the place of the policy around it: without `tls` of
    its own it has none."""
    tunnel: TunnelSettings
    """A proxy through which TCP and TLS go on."""
    proxy_protocol: ProxyProtocol
    """The PROXY protocol, to tell the endpoint of the client's address."""
    retry_budget: Mapping[str, object]
    """How many retries there may be at a time, kept as it is."""


class Subset(TypedDict, total=False):
    name: str
    """The name by which routes refer to it."""
    labels: Mapping[str, str]
    """The labels of its endpoints; absent means all."""
    traffic_policy: TrafficPolicy
    """How it is reached, where that differs from the host."""


class DestinationRuleOptions(TypedDict, total=False):
    """What :func:`destination_rule` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal[
        "networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"
    ]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    host: str
    """The host of the services that are reached: `cart.shop.svc.cluster.local`, `*.shop.example`. A short
    name is completed by the namespace of the rule, not of the client."""
    workload_selector: WorkloadSelector
    """The clients, by the labels of their pods, in the namespace of the rule; absent means all that see
    the rule."""
    traffic_policy: TrafficPolicy
    """How every port of the host is reached."""
    subsets: Sequence[Subset]
    """Parts of the host's endpoints, for routes to name."""
    export_to: Sequence[str]
    """The namespaces whose clients see the rule: names, `.` (its own) or `*` (all); absent means what the
    mesh sets, by default all."""


def destination_rule(**options: Unpack[DestinationRuleOptions]) -> Manifest:
    """A DestinationRule of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        host: The host of the services that are reached: `cart.shop.svc.cluster.local`, `*.shop.example`.
            A short name is completed by the namespace of the rule, not of the client.
        workload_selector: The clients, by the labels of their pods, in the namespace of the rule; absent
            means all that see the rule.
        traffic_policy: How every port of the host is reached.
        subsets: Parts of the host's endpoints, for routes to name.
        export_to: The namespaces whose clients see the rule: names, `.` (its own) or `*` (all); absent
            means what the mesh sets, by default all.
    """
    return made("networking.istio.io/DestinationRule", options)

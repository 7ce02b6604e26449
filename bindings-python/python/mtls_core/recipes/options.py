"""What recipes take.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Required, TypedDict

__all__ = [
    "CloudflareOriginOptions",
    "EgressMtlsOptions",
    "EgressProxyOptions",
    "MultiClusterMeshOptions",
    "RootRotationOptions",
    "VirtualClustersOptions",
]


class CloudflareAccess(TypedDict, total=False):
    team: Required[str]
    """The team."""
    audiences: Required[Sequence[str]]
    """The AUD tags of applications, of which a token must have one."""
    service_tokens: Sequence[str]
    """The client IDs of service tokens."""


class EgressApplication(TypedDict, total=False):
    name: Required[str]
    """Its name."""
    certificate: Required[str | bytes]
    """Its client certificate in PEM."""
    key: Required[str | bytes]
    """The key of it in PEM."""
    secret: str
    """Name of its Secret."""
    workload: Mapping[str, object]
    """Its Deployment, which comes out with the annotations beside its own; without it `files` has a patch
    that replaces them."""


class EgressProxyRule(TypedDict, total=False):
    name: str
    """Its name in the log."""
    namespace: Required[str]
    """The namespace of the clients."""
    service_account: str
    """Their service account; absent means all."""
    hosts: Required[Sequence[str]]
    """Names, `*.` and a name, or addresses."""
    ports: Required[Sequence[int]]
    """The ports."""
    action: Required[Literal["allow", "inspect", "refuse"]]
    """What is done."""


class MeshApiServer(TypedDict, total=False):
    server: Required[str]
    """Its URL."""
    ca: Required[str | bytes]
    """Its CA in PEM."""
    token: Required[str | bytes]
    """A token that may read services."""


class MeshCluster(TypedDict, total=False):
    name: Required[str]
    """Its name."""
    trust_domain: Required[str]
    """Its trust domain: letters, digits and inner hyphens between dots, for Istio takes no `_`."""
    network: str
    """Its network."""
    api_server: MeshApiServer
    """How the others reach its API server."""
    cacerts: Mapping[str, str | bytes]
    """Its CA, where it has one already, as the entries of a Secret `cacerts`."""


class AwsPrivateCa(TypedDict, total=False):
    arn: Required[str]
    """Its ARN."""
    role: str
    """The role by whose rights it is used."""
    root: Required[str | bytes]
    """Its certificate in PEM."""


class MeshAccess(TypedDict, total=False):
    cluster: Required[str]
    """The cluster."""
    namespace: Required[str]
    """The namespace."""
    name: str
    """The name of the policy."""
    labels: Mapping[str, str]
    """Labels of the workloads."""
    principals: Required[Sequence[str]]
    """The callers."""
    ports: Sequence[int]
    """The ports."""


class MeshIngress(TypedDict, total=False):
    cluster: Required[str]
    """The cluster."""
    hosts: Required[Sequence[str]]
    """The hosts."""
    certificate: Required[str | bytes]
    """The server certificate in PEM."""
    key: Required[str | bytes]
    """Its key in PEM."""
    client_ca: str | bytes
    """The CA of the clients in PEM."""
    gateway: str
    """Name of the Gateway."""
    namespace: str
    """Namespace of its pods."""
    selector: Mapping[str, str]
    """Labels of its pods."""
    port: int
    """Its port."""


class RotationCluster(TypedDict, total=False):
    name: Required[str]
    """Its name."""
    trust_domain: str
    """The trust domain of an issued CA."""
    current: Mapping[str, str | bytes]
    """Its CA as it is, as the entries of a Secret `cacerts`; absent where cert-manager gets it from AWS."""
    next: Mapping[str, str | bytes]
    """Its CA under the new root, as the entries of a Secret `cacerts`; absent where `root` issues it."""


class PathRoute(TypedDict, total=False):
    prefix: Required[str]
    """What the path begins with."""
    service: Required[str]
    """The service."""
    port: Required[int]
    """Its port."""


class JwtPolicy(TypedDict, total=False):
    auth0: str
    """An Auth0 tenant by its domain, in place of `issuer` and `jwks_uri`."""
    issuer: str
    """The `iss` of the tokens, character by character."""
    audiences: Required[Sequence[str]]
    """Audiences of which a token must have one; at least one."""
    jwks_uri: str
    """Where the issuer's keys are."""
    jwks: str
    """The keys themselves."""


class OutsideService(TypedDict, total=False):
    mongodb_atlas: str
    """A cluster of MongoDB Atlas."""
    confluent_kafka: str
    """A bootstrap server of Confluent Cloud."""
    name: str
    """Name of the manifest."""
    hosts: Sequence[str]
    """Hosts of another service."""
    port: int
    """Port of the same."""


class VirtualCluster(TypedDict, total=False):
    namespace: Required[str]
    """Its namespace."""
    host: str
    """Its host, in place of `<namespace>.<domain>`."""
    routes: Sequence[PathRoute]
    """Its routes."""
    jwt: JwtPolicy
    """Its tokens."""
    outside: Sequence[OutsideService]
    """Services outside of the mesh that it alone calls."""


class DnsMove(TypedDict, total=False):
    zone: Required[str]
    """The zone."""
    soa: Required[str]
    """The data of its SOA record, as it is served now."""
    soa_ttl: int
    """The time to live of the SOA record, in seconds; 21600 unless given."""
    ttl: int
    """The time to live of the address records, in seconds; 300 unless given."""
    old_addresses: Sequence[str]
    """The addresses that the records hold now."""
    new_addresses: Required[Sequence[str]]
    """The addresses of the new load balancer."""


class CloudflareOriginOptions(TypedDict, total=False):
    """What :func:`cloudflare_origin` takes."""

    hosts: Required[Sequence[str]]
    """The hosts that the gateway answers for."""
    certificate: Required[str | bytes]
    """The origin's certificate in PEM."""
    key: Required[str | bytes]
    """Its key in PEM."""
    client_ca: Required[str | bytes]
    """The CA of the edge's client certificate in PEM."""
    pull: Required[Literal["zone", "hostname", "shared"]]
    """Which client certificate the edge shows: one of the zone or hostname, or Cloudflare's shared one."""
    gateway: str
    """Name of the Gateway."""
    namespace: str
    """Namespace of its pods."""
    selector: Mapping[str, str]
    """Labels of its pods."""
    labels: Mapping[str, str]
    """Labels of the manifests."""
    credential: str
    """Name of the Secret."""
    port: int
    """Port of the gateway."""
    big_bang: str
    """Version of Big Bang, for values of its chart in place of manifests. What the chart has no value for
    is refused."""
    secret_form: Literal["together", "apart"]
    """The clients' CA in the Secret of the certificate, or in one of its own."""
    access: CloudflareAccess
    """Tokens of Cloudflare Access to demand of every request."""
    at: datetime | int
    """The time for which dates are judged, in seconds since 1970; without it they are not judged."""


class EgressMtlsOptions(TypedDict, total=False):
    """What :func:`egress_mtls` takes."""

    host: Required[str]
    """The service outside of the mesh."""
    client: Required[Literal["mesh", "gateway", "application"]]
    """Whose certificate it is shown: that of each workload, one at the egress gateway, or one for each
    application."""
    name: str
    """Name of the manifests."""
    namespace: str
    """Their namespace; not for `gateway`."""
    addresses: Sequence[str]
    """The service's addresses, or other names of it."""
    port: int
    """The service's port."""
    plain_port: int
    """The port that applications call in plain HTTP."""
    sni: str
    """The server name to ask for."""
    subject_alt_names: Sequence[str]
    """Names of which the service's certificate must carry one."""
    labels: Mapping[str, str]
    """Labels of the manifests."""
    ca: str | bytes
    """The CA of the service's certificate in PEM; not for `mesh`."""
    certificate: str | bytes
    """The gateway's client certificate in PEM."""
    key: str | bytes
    """Its key in PEM."""
    credential: str
    """Name of its Secret."""
    gateway: str
    """Service of the egress gateway."""
    gateway_namespace: str
    """Namespace of the egress gateway."""
    selector: Mapping[str, str]
    """Labels of its pods."""
    applications: Sequence[EgressApplication]
    """The applications, each with a certificate, for `application`."""
    mount_path: str
    """Where sidecars find their certificates."""
    at: datetime | int
    """The time for which dates are judged, in seconds since 1970; without it they are not judged."""


class EgressProxyOptions(TypedDict, total=False):
    """What :func:`egress_proxy` takes."""

    host: Required[str]
    """The host that workloads name the proxy by."""
    identity: Required[str]
    """The SPIFFE ID that it shows."""
    addresses: Required[Sequence[str]]
    """Its IP addresses."""
    port: int
    """The port that workloads name; 3128 unless given."""
    listen: int
    """The port that it listens on; 15443 unless given."""
    name: str
    """Name of what is made for it."""
    namespace: str
    """Namespace of the same; that of its identity unless given."""
    system_namespace: str
    """The namespace of the control plane."""
    rules: Required[Sequence[EgressProxyRule]]
    """The rules, in order: the first that fits decides."""
    pods: Mapping[str, str]
    """Labels of its pods, where they have a sidecar in front of them; they run in the namespace of the
    identity."""


class MultiClusterMeshOptions(TypedDict, total=False):
    """What :func:`multi_cluster_mesh` takes."""

    mesh: Required[str]
    """The name of the mesh."""
    clusters: Required[Sequence[MeshCluster]]
    """The clusters."""
    root: Mapping[str, str | bytes]
    """The CA that issues an intermediate for each cluster that has none, as the entries of a Secret
    `cacerts`."""
    aws_pca: AwsPrivateCa
    """A root in AWS Private CA instead."""
    intermediate_days: int
    """How many days an intermediate is valid; a year unless given."""
    system_namespace: str
    """The namespace of the control plane."""
    permissive_namespaces: Sequence[str]
    """Namespaces in which plaintext stays allowed."""
    access: Sequence[MeshAccess]
    """Workloads that let in named callers alone."""
    ingress: Sequence[MeshIngress]
    """Ways in for clients outside the mesh; with `client_ca` they must show a certificate."""
    at: datetime | int
    """The time of issue and for which dates are judged, in seconds since 1970; without it they are not
    judged."""


class RootRotationOptions(TypedDict, total=False):
    """What :func:`root_rotation` takes."""

    clusters: Required[Sequence[RotationCluster]]
    """The clusters, in the order in which they switch."""
    root: Mapping[str, str | bytes]
    """The CA that issues what is missing, as the entries of a Secret `cacerts`."""
    aws_pca: AwsPrivateCa
    """The new root in AWS Private CA."""
    bundle: str
    """Name of a Bundle of trust-manager to publish the roots by, too."""
    intermediate_days: int
    """How many days an issued CA is valid; a year unless given."""
    system_namespace: str
    """The namespace of the control plane."""


class VirtualClustersOptions(TypedDict, total=False):
    """What :func:`virtual_clusters` takes."""

    domain: Required[str]
    """The domain below which the hosts are."""
    name: str
    """Name of the manifests."""
    clusters: Sequence[VirtualCluster]
    """The environments; `dev`, `test` and `uat` unless given."""
    routes: Sequence[PathRoute]
    """Routes of every environment that has none of its own."""
    jwt: JwtPolicy
    """Tokens of every environment that says nothing else."""
    outside: Sequence[OutsideService]
    """Services outside of the mesh that every environment calls."""
    certificate: Required[str | bytes]
    """The server certificate for all hosts in PEM."""
    key: Required[str | bytes]
    """Its key in PEM."""
    credential: str
    """Name of the Secret."""
    gateway_namespace: str
    """Namespace of the gateway's pods."""
    selector: Mapping[str, str]
    """Labels of its pods."""
    labels: Mapping[str, str]
    """Labels of the manifests."""
    revision: str
    """The revision of Istio that injects sidecars."""
    redirect_http: bool
    """Redirects plain HTTP to HTTPS; without it the port stays closed."""
    dns: DnsMove
    """The DNS records to move; `files` has the transaction."""
    at: datetime | int
    """The time for which dates are judged, in seconds since 1970; without it they are not judged."""

"""Kinds of networking.istio.io.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.parts import WorkloadSelector


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


class PortSelector(TypedDict, total=False):
    number: int
    """The number of the service's port, 1 to 65535."""


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


class Server(TypedDict, total=False):
    port: Required[int]
    """Its number."""
    protocol: str
    """`HTTPS` unless given, `HTTP` where it redirects."""
    name: str
    """Its name."""
    hosts: Required[Sequence[str]]
    """The hosts."""
    mode: Literal["PASSTHROUGH", "SIMPLE", "MUTUAL", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL", "OPTIONAL_MUTUAL"]
    """What is done with TLS."""
    credential_name: str
    """The Secret with certificate and key."""
    ca_credential_name: str
    """The credential with the CA of the clients."""
    subject_alt_names: Sequence[str]
    """Names of which the client's certificate must carry one."""
    min_version: Literal["TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"]
    """Lowest version of TLS."""
    cipher_suites: Sequence[str]
    """Cipher suites."""
    redirect_to_https: bool
    """Redirects to HTTPS."""


class ProxyImage(TypedDict, total=False):
    image_type: str
    """`default`, `debug` or `distroless`; absent is `default`."""


class ServiceEntryPort(TypedDict, total=False):
    number: int
    """The number that callers use, 1 to 65535."""
    protocol: str
    """`HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case; absent means that it is found out by
    looking at the traffic."""
    name: str
    """The name, one for each port."""
    target_port: int
    """The port of the workloads; absent means `number`."""


class WorkloadEntrySpec(TypedDict, total=False):
    address: str
    """An IP address, a domain name where the service is resolved by DNS, or `unix://` and a path. May be
    absent where a `network` is given: the workload is then reached by that network's gateway."""
    ports: Mapping[str, int]
    """Where the workload listens, by the names of the service's ports; absent names are the port of the
    service."""
    labels: Mapping[str, str]
    """Labels of the workload. `security.istio.io/tlsMode: istio` says that it speaks mutual TLS."""
    network: str
    """The network that it stands in; absent means the one of the caller."""
    locality: str
    """Where it stands, as `region/zone/subzone`."""
    weight: int
    """Its share of the load; absent means that of the others."""
    service_account: str
    """The service account whose identity it carries, of the namespace that this stands in. With it callers
    speak mutual TLS to the workload and look for this identity."""


class WorkloadLabels(TypedDict, total=False):
    labels: Mapping[str, str]
    """The labels that a workload must all carry."""


class SidecarPort(TypedDict, total=False):
    number: int
    """The number, 1 to 65535; 0 with a Unix socket."""
    protocol: str
    """`HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case."""
    name: str
    """The name."""
    target_port: int
    """Has no effect here and is refused."""


class TlsCertificate(TypedDict, total=False):
    server_certificate: str
    """File with the certificate."""
    private_key: str
    """File with the key."""
    ca_certificates: str
    """File with the CA of the clients."""


class ServerTls(TypedDict, total=False):
    https_redirect: bool
    """Redirects plain HTTP to HTTPS."""
    mode: Literal["PASSTHROUGH", "SIMPLE", "MUTUAL", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL", "OPTIONAL_MUTUAL"]
    """What is demanded of the client."""
    credential_name: str
    """The Secret with certificate and key, in the namespace of the gateway's pods."""
    credential_names: Sequence[str]
    """One or two Secrets with certificates of different key kinds."""
    ca_cert_credential_name: str
    """Where the CA of the clients comes from, when not from the credential."""
    server_certificate: str
    """File with the certificate."""
    private_key: str
    """File with the key."""
    ca_certificates: str
    """File with the CA of the clients."""
    ca_crl: str
    """File with the CRL of that CA."""
    tls_certificates: Sequence[TlsCertificate]
    """One or two pairs of files."""
    subject_alt_names: Sequence[str]
    """Names of which the client's certificate must carry one."""
    verify_certificate_spki: Sequence[str]
    """SHA-256 of public keys (SPKI, Base64) of which the client's must be one."""
    verify_certificate_hash: Sequence[str]
    """SHA-256 of certificates (hexadecimal) of which the client's must be one."""
    insecure_skip_verify: bool
    """Takes client certificates of any CA."""
    min_protocol_version: Literal["TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"]
    """Lowest version of TLS."""
    max_protocol_version: Literal["TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"]
    """Highest version of TLS."""
    cipher_suites: Sequence[str]
    """Cipher suites of TLS 1.2 and below, by OpenSSL's names."""


class SidecarIngress(TypedDict, total=False):
    port: SidecarPort
    """The port."""
    bind: str
    """The IP address to listen on; absent means that of the workload."""
    capture_mode: Literal["DEFAULT", "IPTABLES", "NONE"]
    """How traffic gets to the proxy; absent is `DEFAULT`."""
    default_endpoint: str
    """Where the workload listens: `127.0.0.1:8080`, `[::1]:8080`, `:8080`, or `unix://` and a path."""
    tls: ServerTls
    """TLS that the proxy ends in the workload's stead; the mesh's own mutual TLS must be off on this port."""
    connection_pool: Mapping[str, object]
    """Limits of the connections to the workload."""


class SidecarEgress(TypedDict, total=False):
    port: SidecarPort
    """The port; absent means that this is for every port that no other listener is for."""
    bind: str
    """The IP address to listen on, or `unix://` and a path."""
    capture_mode: Literal["DEFAULT", "IPTABLES", "NONE"]
    """How traffic gets to the proxy; absent is `DEFAULT`."""
    hosts: Sequence[str]
    """The services, as `namespace/host`: the namespace may be `.` or `*`, with `~` before it all but that
    one, the host may be `*` or begin with `*.`."""


class EgressProxy(TypedDict, total=False):
    host: str
    """Its whole domain name."""
    subset: str
    """A subset that a `DestinationRule` names."""
    port: PortSelector
    """Its port."""


class OutboundTrafficPolicy(TypedDict, total=False):
    mode: Literal["REGISTRY_ONLY", "ALLOW_ANY"]
    """Whether it goes on; absent is `REGISTRY_ONLY` where the policy is written."""
    egress_proxy: EgressProxy
    """The service that it goes to; with `ALLOW_ANY` alone."""


class StringMatch(TypedDict, total=False):
    exact: str
    """It is this."""
    prefix: str
    """It begins with this."""
    regex: str
    """It matches this expression (RE2) as a whole."""


class HttpMatch(TypedDict, total=False):
    name: str
    """A name for logs."""
    uri: StringMatch
    """The path with its query."""
    scheme: StringMatch
    """The scheme."""
    method: StringMatch
    """The method."""
    authority: StringMatch
    """The authority (HTTP/1: the `Host` header)."""
    headers: Mapping[str, StringMatch]
    """Headers by their names in lower case; an empty match means that the header is there."""
    port: int
    """The port that is addressed."""
    source_labels: Mapping[str, str]
    """Labels of the client's pods."""
    gateways: Sequence[str]
    """The gateways at which this holds; absent means those of the whole."""
    query_params: Mapping[str, StringMatch]
    """Parameters of the query."""
    ignore_uri_case: bool
    """Whether `uri` is compared without regard to case (exact and prefix)."""
    without_headers: Mapping[str, StringMatch]
    """Headers that must not match so."""
    source_namespace: str
    """The client's namespace."""
    stat_prefix: str
    """A prefix for statistics."""


class Destination(TypedDict, total=False):
    host: str
    """The host of the service; a short name is completed by the namespace of the VirtualService."""
    subset: str
    """The subset, as a DestinationRule names it."""
    port: PortSelector
    """The port; may be absent where the service has one alone."""


class HttpRouteDestination(TypedDict, total=False):
    destination: Destination
    """Where it is."""
    weight: int
    """Its share beside the weights of the others; absent is 0, which with a single destination is all."""
    headers: Mapping[str, object]
    """Headers to set, add or remove, kept as they are."""


class Delegate(TypedDict, total=False):
    name: str
    """Its name."""
    namespace: str
    """Its namespace; absent means that of the one that delegates."""


class HttpMirror(TypedDict, total=False):
    destination: Destination
    """The service."""
    percentage: Mapping[str, object]
    """How many are copied, kept as it is."""


class HttpRoute(TypedDict, total=False):
    name: str
    """A name for logs."""
    match: Sequence[HttpMatch]
    """The requests that it takes; one of them must hold, and none at all means every request."""
    route: Sequence[HttpRouteDestination]
    """Where they go, by weight."""
    redirect: Mapping[str, object]
    """Sends the client elsewhere, kept as it is."""
    direct_response: Mapping[str, object]
    """Answers in place of a service, kept as it is."""
    delegate: Delegate
    """The VirtualService without hosts that routes them on."""
    rewrite: Mapping[str, object]
    """Changes path or authority before they go on, kept as it is."""
    timeout: str
    """The time that an answer may take, as `10s`."""
    retries: Mapping[str, object]
    """Retries, kept as they are."""
    fault: Mapping[str, object]
    """Faults to test with, kept as they are."""
    mirror: Destination
    """Where a copy of each goes."""
    mirrors: Sequence[HttpMirror]
    """Where copies go."""
    mirror_percent: int
    """How many of a hundred are copied; replaced by `mirrorPercentage`."""
    mirror_percentage: Mapping[str, object]
    """How many are copied, kept as it is."""
    cors_policy: Mapping[str, object]
    """Cross-origin resource sharing, kept as it is."""
    headers: Mapping[str, object]
    """Headers to set, add or remove, kept as they are."""


class TlsMatch(TypedDict, total=False):
    sni_hosts: Sequence[str]
    """The names in the SNI, each one of the hosts or under a wildcard of them."""
    destination_subnets: Sequence[str]
    """Addresses or CIDR ranges of which the destination is one."""
    port: int
    """The port that is addressed."""
    source_labels: Mapping[str, str]
    """Labels of the client's pods."""
    gateways: Sequence[str]
    """The gateways at which this holds; absent means those of the whole."""
    source_namespace: str
    """The client's namespace."""


class RouteDestination(TypedDict, total=False):
    destination: Destination
    """Where it is."""
    weight: int
    """Its share beside the weights of the others; absent is 0, which with a single destination is all."""


class TlsRoute(TypedDict, total=False):
    match: Sequence[TlsMatch]
    """The connections that it takes; one of them must hold."""
    route: Sequence[RouteDestination]
    """Where they go, by weight."""


class TcpMatch(TypedDict, total=False):
    destination_subnets: Sequence[str]
    """Addresses or CIDR ranges of which the destination is one."""
    port: int
    """The port that is addressed."""
    source_subnet: str
    """Has no effect."""
    source_labels: Mapping[str, str]
    """Labels of the client's pods."""
    gateways: Sequence[str]
    """The gateways at which this holds; absent means those of the whole."""
    source_namespace: str
    """The client's namespace."""


class TcpRoute(TypedDict, total=False):
    match: Sequence[TcpMatch]
    """The connections that it takes; one of them must hold, and none at all means every connection."""
    route: Sequence[RouteDestination]
    """Where they go, by weight."""


class WorkloadEntrySpecFields(TypedDict, total=False):
    labels: Mapping[str, str]
    """Labels of the workload. `security.istio.io/tlsMode: istio` says that it speaks mutual TLS."""


class WorkloadGroupMetadata(TypedDict, total=False):
    labels: Mapping[str, str]
    """Labels of the entry."""
    annotations: Mapping[str, str]
    """Annotations of the entry."""


class HttpProbe(TypedDict, total=False):
    path: str
    """The path; absent means `/`."""
    port: int
    """The port."""
    host: str
    """The host; absent means the machine itself."""
    scheme: str
    """`HTTP`, which is what absent means, or `HTTPS`."""
    http_headers: Sequence[object]
    """Headers of the request: maps with `name` and `value`."""


class TcpProbe(TypedDict, total=False):
    host: str
    """The host; absent means the machine itself."""
    port: int
    """The port."""


class ExecProbe(TypedDict, total=False):
    command: Sequence[str]
    """The program and its arguments."""


class GrpcProbe(TypedDict, total=False):
    port: int
    """The port."""
    service: str
    """The service whose health is asked for; absent means the server's."""


class ReadinessProbe(TypedDict, total=False):
    initial_delay_seconds: int
    """Seconds to wait before the first attempt."""
    timeout_seconds: int
    """Seconds that an attempt may take; absent means 1."""
    period_seconds: int
    """Seconds between attempts; absent means 10."""
    success_threshold: int
    """Successes in a row that make it ready; absent means 1."""
    failure_threshold: int
    """Failures in a row that make it unready; absent means 3."""
    http_get: HttpProbe
    """By an HTTP request."""
    tcp_socket: TcpProbe
    """By opening a TCP connection."""
    exec: ExecProbe
    """By a command that succeeds."""
    grpc: GrpcProbe
    """By gRPC's health protocol."""


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


class GatewayOptions(TypedDict, total=False):
    """What :func:`gateway` takes."""

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
    selector: Mapping[str, str]
    """Labels of the gateway's pods."""
    servers: Required[Sequence[Server]]
    """The ports."""


def gateway(**options: Unpack[GatewayOptions]) -> Manifest:
    """A Gateway of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        selector: Labels of the gateway's pods.
        servers: The ports.
    """
    return made("networking.istio.io/Gateway", options)


class ProxyConfigOptions(TypedDict, total=False):
    """What :func:`proxy_config` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["networking.istio.io/v1beta1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    selector: WorkloadSelector
    """The workloads that this is for; absent means all of the namespace, in the root namespace all of the
    mesh."""
    concurrency: int
    """Threads of the proxy; 0 means one for each core, absent the mesh's default."""
    environment_variables: Mapping[str, str]
    """Environment variables of the proxy."""
    image: ProxyImage
    """The image of the proxy."""


def proxy_config(**options: Unpack[ProxyConfigOptions]) -> Manifest:
    """A ProxyConfig of networking.istio.io/v1beta1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        selector: The workloads that this is for; absent means all of the namespace, in the root namespace
            all of the mesh.
        concurrency: Threads of the proxy; 0 means one for each core, absent the mesh's default.
        environment_variables: Environment variables of the proxy.
        image: The image of the proxy.
    """
    return made("networking.istio.io/ProxyConfig", options)


class ServiceEntryOptions(TypedDict, total=False):
    """What :func:`service_entry` takes."""

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
    hosts: Sequence[str]
    """The names that callers use; a `*` may stand for the first label."""
    addresses: Sequence[str]
    """The addresses that callers use: IP addresses, or ranges where the resolution is `NONE` or `STATIC`."""
    ports: Sequence[ServiceEntryPort]
    """The ports that callers use."""
    location: Literal["MESH_EXTERNAL", "MESH_INTERNAL"]
    """Whether the service belongs to the mesh; absent is `MESH_EXTERNAL`."""
    resolution: Literal["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"]
    """How its workloads are found; absent is `NONE`."""
    endpoints: Sequence[WorkloadEntrySpec]
    """Its workloads."""
    workload_selector: WorkloadLabels
    """Its workloads, by the labels of pods and `WorkloadEntry` objects of this namespace. Not with
    `endpoints`."""
    export_to: Sequence[str]
    """The namespaces that see it: names, `.` for its own, `*` for all, `~` for none. Absent means the
    mesh's default, which is all."""
    subject_alt_names: Sequence[str]
    """Names of which the server's certificate must carry one, as SPIFFE IDs or domain names, where a
    caller's proxy speaks TLS to it."""


def service_entry(**options: Unpack[ServiceEntryOptions]) -> Manifest:
    """A ServiceEntry of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        hosts: The names that callers use; a `*` may stand for the first label.
        addresses: The addresses that callers use: IP addresses, or ranges where the resolution is `NONE`
            or `STATIC`.
        ports: The ports that callers use.
        location: Whether the service belongs to the mesh; absent is `MESH_EXTERNAL`.
        resolution: How its workloads are found; absent is `NONE`.
        endpoints: Its workloads.
        workload_selector: Its workloads, by the labels of pods and `WorkloadEntry` objects of this
            namespace. Not with `endpoints`.
        export_to: The namespaces that see it: names, `.` for its own, `*` for all, `~` for none. Absent
            means the mesh's default, which is all.
        subject_alt_names: Names of which the server's certificate must carry one, as SPIFFE IDs or domain
            names, where a caller's proxy speaks TLS to it.
    """
    return made("networking.istio.io/ServiceEntry", options)


class SidecarOptions(TypedDict, total=False):
    """What :func:`sidecar` takes."""

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
    workload_selector: WorkloadLabels
    """The workloads that this is for; absent means all of the namespace, in the root namespace all of the
    mesh."""
    ingress: Sequence[SidecarIngress]
    """The ports that the proxy takes traffic in on; absent means those of the workload's services."""
    egress: Sequence[SidecarEgress]
    """The services that the proxy knows; absent means all that are shown to the namespace."""
    inbound_connection_pool: Mapping[str, object]
    """Limits of the connections to the workload, for every port without its own."""
    outbound_traffic_policy: OutboundTrafficPolicy
    """Where traffic to unknown services goes; absent means as the mesh says."""


def sidecar(**options: Unpack[SidecarOptions]) -> Manifest:
    """A Sidecar of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        workload_selector: The workloads that this is for; absent means all of the namespace, in the root
            namespace all of the mesh.
        ingress: The ports that the proxy takes traffic in on; absent means those of the workload's
            services.
        egress: The services that the proxy knows; absent means all that are shown to the namespace.
        inbound_connection_pool: Limits of the connections to the workload, for every port without its
            own.
        outbound_traffic_policy: Where traffic to unknown services goes; absent means as the mesh says.
    """
    return made("networking.istio.io/Sidecar", options)


class VirtualServiceOptions(TypedDict, total=False):
    """What :func:`virtual_service` takes."""

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
    hosts: Sequence[str]
    """The hosts that clients address: domain names, wildcards (`*.shop.example`), or IP addresses. None
    makes it a delegate, to which HTTP routes of others lead."""
    gateways: Sequence[str]
    """The gateways at which the routes hold, as `namespace/name` or the name alone; `mesh` means the
    sidecars, and so do none at all."""
    http: Sequence[HttpRoute]
    """Routes of HTTP, of TLS that a gateway ends too; the first that matches counts."""
    tls: Sequence[TlsRoute]
    """Routes of TLS that is passed on, by its SNI; the first that matches counts."""
    tcp: Sequence[TcpRoute]
    """Routes of anything else; the first that matches counts."""
    export_to: Sequence[str]
    """The namespaces whose sidecars and gateways see it: names, `.` (its own) or `*` (all); absent means
    what the mesh sets, by default all."""


def virtual_service(**options: Unpack[VirtualServiceOptions]) -> Manifest:
    """A VirtualService of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        hosts: The hosts that clients address: domain names, wildcards (`*.shop.example`), or IP
            addresses. None makes it a delegate, to which HTTP routes of others lead.
        gateways: The gateways at which the routes hold, as `namespace/name` or the name alone; `mesh`
            means the sidecars, and so do none at all.
        http: Routes of HTTP, of TLS that a gateway ends too; the first that matches counts.
        tls: Routes of TLS that is passed on, by its SNI; the first that matches counts.
        tcp: Routes of anything else; the first that matches counts.
        export_to: The namespaces whose sidecars and gateways see it: names, `.` (its own) or `*` (all);
            absent means what the mesh sets, by default all.
    """
    return made("networking.istio.io/VirtualService", options)


class WorkloadEntryOptions(TypedDict, total=False):
    """What :func:`workload_entry` takes."""

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
    address: str
    """An IP address, a domain name where the service is resolved by DNS, or `unix://` and a path. May be
    absent where a `network` is given: the workload is then reached by that network's gateway."""
    ports: Mapping[str, int]
    """Where the workload listens, by the names of the service's ports; absent names are the port of the
    service."""
    network: str
    """The network that it stands in; absent means the one of the caller."""
    locality: str
    """Where it stands, as `region/zone/subzone`."""
    weight: int
    """Its share of the load; absent means that of the others."""
    service_account: str
    """The service account whose identity it carries, of the namespace that this stands in. With it callers
    speak mutual TLS to the workload and look for this identity."""
    spec: WorkloadEntrySpecFields
    """Fields of the spec whose names are taken here."""


def workload_entry(**options: Unpack[WorkloadEntryOptions]) -> Manifest:
    """A WorkloadEntry of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        address: An IP address, a domain name where the service is resolved by DNS, or `unix://` and a
            path. May be absent where a `network` is given: the workload is then reached by that network's
            gateway.
        ports: Where the workload listens, by the names of the service's ports; absent names are the port
            of the service.
        network: The network that it stands in; absent means the one of the caller.
        locality: Where it stands, as `region/zone/subzone`.
        weight: Its share of the load; absent means that of the others.
        service_account: The service account whose identity it carries, of the namespace that this stands
            in. With it callers speak mutual TLS to the workload and look for this identity.
        spec: Fields of the spec whose names are taken here.
    """
    return made("networking.istio.io/WorkloadEntry", options)


class WorkloadGroupOptions(TypedDict, total=False):
    """What :func:`workload_group` takes."""

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
    metadata: WorkloadGroupMetadata
    """Labels and annotations of the entries that are made."""
    template: WorkloadEntrySpec
    """What the entries say; the address is filled in when a machine joins."""
    probe: ReadinessProbe
    """How it is found out whether a machine is ready; absent means that it always is."""


def workload_group(**options: Unpack[WorkloadGroupOptions]) -> Manifest:
    """A WorkloadGroup of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        metadata: Labels and annotations of the entries that are made.
        template: What the entries say; the address is filled in when a machine joins.
        probe: How it is found out whether a machine is ready; absent means that it always is.
    """
    return made("networking.istio.io/WorkloadGroup", options)

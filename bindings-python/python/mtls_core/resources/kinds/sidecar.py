"""The kind networking.istio.io/Sidecar.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.networking_istio_io_parts import PortSelector, WorkloadLabels


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

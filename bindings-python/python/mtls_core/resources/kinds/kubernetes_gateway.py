"""The kind gateway.networking.k8s.io/Gateway.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.kinds.gateway_networking_k8s_io_parts import ObjectRef
from mtls_core.resources.kinds.parts import LabelSelector


class ListenerTls(TypedDict, total=False):
    mode: Literal["Terminate", "Passthrough"]
    """Whether TLS ends here; absent is `Terminate`."""
    certificate_refs: Sequence[ObjectRef]
    """Secrets with certificate and key; Istio takes two at most."""
    options: Mapping[str, str]
    """Settings of the implementation. Istio reads `gateway.istio.io/tls-terminate-mode` (`MUTUAL`,
    `OPTIONAL_MUTUAL`, `ISTIO_SIMPLE`, `ISTIO_MUTUAL`) and `gateway.istio.io/tls-cipher-suites`."""


RouteNamespaces = TypedDict(
    "RouteNamespaces",
    {
        # Which; absent is `Same`.
        "from": Literal["All", "Selector", "Same"],
        # Their labels, for `Selector`.
        "selector": LabelSelector,
    },
    total=False,
)


class RouteKind(TypedDict, total=False):
    group: str
    """Its API group; absent is that of the Gateway API."""
    kind: str
    """The kind."""


class AllowedRoutes(TypedDict, total=False):
    namespaces: RouteNamespaces
    """Their namespaces."""
    kinds: Sequence[RouteKind]
    """Their kinds."""


class Listener(TypedDict, total=False):
    name: str
    """Its name, unique in the Gateway."""
    hostname: str
    """The host for which it is; absent means all."""
    port: int
    """The port."""
    protocol: str
    """`HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`, or one with a domain before it."""
    tls: ListenerTls
    """How TLS is ended."""
    allowed_routes: AllowedRoutes
    """The routes that may attach; absent means those of the Gateway's namespace."""


class GatewayInfrastructure(TypedDict, total=False):
    labels: Mapping[str, str]
    """Labels."""
    annotations: Mapping[str, str]
    """Annotations."""
    parameters_ref: ObjectRef
    """Further settings of the class."""


class GatewayBackendTls(TypedDict, total=False):
    client_certificate_ref: ObjectRef
    """The Secret with its client certificate and key."""


class FrontendValidation(TypedDict, total=False):
    ca_certificate_refs: Sequence[ObjectRef]
    """ConfigMaps with `ca.crt`; Istio takes one, and Secrets too."""
    mode: Literal["AllowValidOnly", "AllowInsecureFallback"]
    """Whether a client without a certificate that stands the check is refused; absent is `AllowValidOnly`."""


class FrontendTlsConfig(TypedDict, total=False):
    validation: FrontendValidation
    """How client certificates are checked; absent means that none is asked for."""


class FrontendPort(TypedDict, total=False):
    port: int
    """The port of a listener."""
    tls: FrontendTlsConfig
    """What holds there."""


class FrontendTls(TypedDict, total=False):
    default: FrontendTlsConfig
    """On ports for which nothing else is said."""
    per_port: Sequence[FrontendPort]
    """On single ports."""


class GatewayTls(TypedDict, total=False):
    backend: GatewayBackendTls
    """Towards backends."""
    frontend: FrontendTls
    """Towards clients."""


class KubernetesGatewayOptions(TypedDict, total=False):
    """What :func:`kubernetes_gateway` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    gateway_class_name: str
    """The class, which says whose gateway it is: `istio`, `istio-waypoint`."""
    listeners: Sequence[Listener]
    """The ports that it opens."""
    addresses: object
    """Addresses that are asked for, kept as they are."""
    infrastructure: GatewayInfrastructure
    """Labels and annotations of what is made for it."""
    allowed_listeners: object
    """Who may add listeners by a `ListenerSet`, kept as it is."""
    tls: GatewayTls
    """Certificates of clients, and its own towards backends."""
    default_scope: str
    """Whether it is a default for routes that name none."""


def kubernetes_gateway(**options: Unpack[KubernetesGatewayOptions]) -> Manifest:
    """A Gateway of gateway.networking.k8s.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        gateway_class_name: The class, which says whose gateway it is: `istio`, `istio-waypoint`.
        listeners: The ports that it opens.
        addresses: Addresses that are asked for, kept as they are.
        infrastructure: Labels and annotations of what is made for it.
        allowed_listeners: Who may add listeners by a `ListenerSet`, kept as it is.
        tls: Certificates of clients, and its own towards backends.
        default_scope: Whether it is a default for routes that name none.
    """
    return made("gateway.networking.k8s.io/Gateway", options)

"""Kinds of gateway.networking.k8s.io.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made
from mtls_core.resources.parts import LabelSelector


class PolicyTarget(TypedDict, total=False):
    group: str
    """Its API group; empty for core kinds."""
    kind: str
    """Its kind."""
    name: str
    """Its name."""
    section_name: str
    """The name of one port."""


class ObjectRef(TypedDict, total=False):
    group: str
    """Its API group; empty for core kinds."""
    kind: str
    """Its kind."""
    name: str
    """Its name."""
    namespace: str
    """Its namespace; another one than here needs a `ReferenceGrant` there."""


class BackendTlsName(TypedDict, total=False):
    type: Literal["Hostname", "URI"]
    """Its type."""
    hostname: str
    """The DNS name."""
    uri: str
    """The URI: a SPIFFE ID."""


class BackendTlsValidation(TypedDict, total=False):
    ca_certificate_refs: Sequence[ObjectRef]
    """ConfigMaps with `ca.crt`; Istio reads the first alone."""
    well_known_ca_certificates: str
    """`System` for the CAs of the public web, in place of them."""
    hostname: str
    """The SNI, and the name in the certificate where `subjectAltNames` has none."""
    subject_alt_names: Sequence[BackendTlsName]
    """Names of which the certificate must carry one."""


class ParentRef(TypedDict, total=False):
    group: str
    """Its API group; absent is that of the Gateway API."""
    kind: str
    """Its kind; absent is `Gateway`."""
    namespace: str
    """Its namespace; absent is that of the route."""
    name: str
    """Its name."""
    section_name: str
    """The name of one listener."""
    port: int
    """The port of listeners."""


class GrpcMethodMatch(TypedDict, total=False):
    type: Literal["Exact", "RegularExpression"]
    """How the names are compared; absent is `Exact`."""
    service: str
    """The service, with its package; absent means all."""
    method: str
    """The method; absent means all."""


class HttpHeaderMatch(TypedDict, total=False):
    type: Literal["Exact", "RegularExpression"]
    """How the value is compared; absent is `Exact`."""
    name: str
    """The name."""
    value: str
    """The value."""


class GrpcRouteMatch(TypedDict, total=False):
    method: GrpcMethodMatch
    """Their method."""
    headers: Sequence[HttpHeaderMatch]
    """Their metadata."""


class RouteFilter(TypedDict, total=False):
    type: Literal[
        "RequestHeaderModifier",
        "ResponseHeaderModifier",
        "RequestMirror",
        "RequestRedirect",
        "URLRewrite",
        "CORS",
        "ExternalAuth",
        "ExtensionRef",
    ]
    """What is done."""
    request_header_modifier: object
    """Headers of requests, kept as they are."""
    response_header_modifier: object
    """Headers of responses, kept as they are."""
    request_mirror: object
    """Where copies of requests go, kept as it is."""
    request_redirect: object
    """Where clients are sent, kept as it is."""
    url_rewrite: object
    """What becomes of host and path, kept as it is."""
    cors: object
    """Which other sites may call, kept as it is."""
    external_auth: object
    """Who is asked whether a request may pass, kept as it is."""
    extension_ref: object
    """A filter of the implementation, kept as it is."""


class BackendRef(TypedDict, total=False):
    group: str
    """Its API group; absent means core kinds."""
    kind: str
    """Its kind; absent is `Service`."""
    name: str
    """Its name."""
    namespace: str
    """Its namespace; another one than the route's needs a `ReferenceGrant` there."""
    port: int
    """The port of the Service."""
    weight: int
    """The share of this one among all; absent is 1."""
    filters: Sequence[RouteFilter]
    """What is done with requests that go here."""


class GrpcRouteRule(TypedDict, total=False):
    name: str
    """Its name."""
    matches: Sequence[GrpcRouteMatch]
    """The calls; absent means all."""
    filters: Sequence[RouteFilter]
    """What is done with them."""
    backend_refs: Sequence[BackendRef]
    """Where they go."""
    session_persistence: object
    """Whether a client keeps its pod, kept as it is."""


class HttpPathMatch(TypedDict, total=False):
    type: Literal["Exact", "PathPrefix", "RegularExpression"]
    """How it is compared; absent is `PathPrefix`."""
    value: str
    """The path; absent is `/`."""


class HttpRouteMatch(TypedDict, total=False):
    path: HttpPathMatch
    """Their path; absent means all."""
    headers: Sequence[HttpHeaderMatch]
    """Their headers."""
    query_params: Sequence[HttpHeaderMatch]
    """Their parameters."""
    method: Literal["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]
    """Their method."""


class HttpRouteRule(TypedDict, total=False):
    name: str
    """Its name."""
    matches: Sequence[HttpRouteMatch]
    """The requests; absent means all."""
    filters: Sequence[RouteFilter]
    """What is done with them."""
    backend_refs: Sequence[BackendRef]
    """Where they go."""
    timeouts: object
    """How long they may take, kept as it is."""
    retry: object
    """When they are tried again, kept as it is."""
    session_persistence: object
    """Whether a client keeps its pod, kept as it is."""


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


class GrantedFrom(TypedDict, total=False):
    group: str
    """Its API group."""
    kind: str
    """The kind."""
    namespace: str
    """Its namespace."""


class GrantedTo(TypedDict, total=False):
    group: str
    """Its API group; empty for core kinds."""
    kind: str
    """Its kind."""
    name: str
    """Its name; absent means all."""


class TlsRouteRule(TypedDict, total=False):
    name: str
    """Its name."""
    backend_refs: Sequence[BackendRef]
    """Where connections go."""


class BackendTlsPolicyOptions(TypedDict, total=False):
    """What :func:`backend_tls_policy` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1alpha3"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    target_refs: Sequence[PolicyTarget]
    """The Services."""
    validation: BackendTlsValidation
    """What they must show."""
    options: Mapping[str, str]
    """Settings of the implementation."""


def backend_tls_policy(**options: Unpack[BackendTlsPolicyOptions]) -> Manifest:
    """A BackendTLSPolicy of gateway.networking.k8s.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        target_refs: The Services.
        validation: What they must show.
        options: Settings of the implementation.
    """
    return made("gateway.networking.k8s.io/BackendTLSPolicy", options)


class GatewayClassOptions(TypedDict, total=False):
    """What :func:`gateway_class` takes."""

    name: Required[str]
    """Name of the object."""
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
    controller_name: str
    """The controller: a domain and a path, such as `istio.io/gateway-controller`."""
    parameters_ref: ObjectRef
    """Further settings."""
    description: str
    """What it is for."""


def gateway_class(**options: Unpack[GatewayClassOptions]) -> Manifest:
    """A GatewayClass of gateway.networking.k8s.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        controller_name: The controller: a domain and a path, such as `istio.io/gateway-controller`.
        parameters_ref: Further settings.
        description: What it is for.
    """
    return made("gateway.networking.k8s.io/GatewayClass", options)


class GrpcRouteOptions(TypedDict, total=False):
    """What :func:`grpc_route` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["gateway.networking.k8s.io/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    parent_refs: Sequence[ParentRef]
    """The Gateways that it attaches to."""
    use_default_gateways: str
    """Whether it attaches to default Gateways."""
    hostnames: Sequence[str]
    """The hosts; absent means those of the listeners."""
    rules: Sequence[GrpcRouteRule]
    """The rules."""


def grpc_route(**options: Unpack[GrpcRouteOptions]) -> Manifest:
    """A GRPCRoute of gateway.networking.k8s.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        parent_refs: The Gateways that it attaches to.
        use_default_gateways: Whether it attaches to default Gateways.
        hostnames: The hosts; absent means those of the listeners.
        rules: The rules.
    """
    return made("gateway.networking.k8s.io/GRPCRoute", options)


class HttpRouteOptions(TypedDict, total=False):
    """What :func:`http_route` takes."""

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
    parent_refs: Sequence[ParentRef]
    """The Gateways that it attaches to."""
    use_default_gateways: str
    """Whether it attaches to default Gateways."""
    hostnames: Sequence[str]
    """The hosts; absent means those of the listeners."""
    rules: Sequence[HttpRouteRule]
    """The rules."""


def http_route(**options: Unpack[HttpRouteOptions]) -> Manifest:
    """A HTTPRoute of gateway.networking.k8s.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        parent_refs: The Gateways that it attaches to.
        use_default_gateways: Whether it attaches to default Gateways.
        hostnames: The hosts; absent means those of the listeners.
        rules: The rules.
    """
    return made("gateway.networking.k8s.io/HTTPRoute", options)


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


class ReferenceGrantOptions(TypedDict, total=False):
    """What :func:`reference_grant` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal["gateway.networking.k8s.io/v1beta1", "gateway.networking.k8s.io/v1"]
    """The version of the API to write; the newest unless given."""
    labels: Mapping[str, str]
    """Labels of the object."""
    annotations: Mapping[str, str]
    """Annotations of the object."""
    extra: Mapping[str, object]
    """Fields that this version does not know, as they are written."""
    merge_patch: Mapping[str, object]
    """A JSON merge patch (RFC 7396) over the result."""
    from_: Sequence[GrantedFrom]
    """The kinds that may name it, and their namespaces."""
    to: Sequence[GrantedTo]
    """What may be named."""


def reference_grant(**options: Unpack[ReferenceGrantOptions]) -> Manifest:
    """A ReferenceGrant of gateway.networking.k8s.io/v1beta1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        from_: The kinds that may name it, and their namespaces.
        to: What may be named.
    """
    return made("gateway.networking.k8s.io/ReferenceGrant", options)


class TlsRouteOptions(TypedDict, total=False):
    """What :func:`tls_route` takes."""

    name: Required[str]
    """Name of the object."""
    namespace: str
    """Its namespace."""
    api_version: Literal[
        "gateway.networking.k8s.io/v1",
        "gateway.networking.k8s.io/v1alpha3",
        "gateway.networking.k8s.io/v1alpha2",
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
    parent_refs: Sequence[ParentRef]
    """The Gateways that it attaches to."""
    use_default_gateways: str
    """Whether it attaches to default Gateways."""
    hostnames: Sequence[str]
    """The hosts, as clients name them by SNI."""
    rules: Sequence[TlsRouteRule]
    """The rules."""


def tls_route(**options: Unpack[TlsRouteOptions]) -> Manifest:
    """A TLSRoute of gateway.networking.k8s.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the object.
        namespace: Its namespace.
        api_version: The version of the API to write; the newest unless given.
        labels: Labels of the object.
        annotations: Annotations of the object.
        extra: Fields that this version does not know, as they are written.
        merge_patch: A JSON merge patch (RFC 7396) over the result.
        parent_refs: The Gateways that it attaches to.
        use_default_gateways: Whether it attaches to default Gateways.
        hostnames: The hosts, as clients name them by SNI.
        rules: The rules.
    """
    return made("gateway.networking.k8s.io/TLSRoute", options)

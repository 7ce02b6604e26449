"""Types of which several kinds of gateway.networking.k8s.io are made.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypedDict


class ObjectRef(TypedDict, total=False):
    group: str
    """Its API group; empty for core kinds."""
    kind: str
    """Its kind."""
    name: str
    """Its name."""
    namespace: str
    """Its namespace; another one than here needs a `ReferenceGrant` there."""


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


class HttpHeaderMatch(TypedDict, total=False):
    type: Literal["Exact", "RegularExpression"]
    """How the value is compared; absent is `Exact`."""
    name: str
    """The name."""
    value: str
    """The value."""


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

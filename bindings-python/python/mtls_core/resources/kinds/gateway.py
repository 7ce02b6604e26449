"""The kind networking.istio.io/Gateway.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


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

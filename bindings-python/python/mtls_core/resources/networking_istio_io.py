"""Kinds of networking.istio.io. Generated from the models of the engine, not to be edited: `make kinds`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypedDict, Unpack

from mtls_core.resources._manifest import Manifest, made


class GatewayServer(TypedDict, total=False):
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
    """Name of the Gateway."""
    namespace: str
    """Its namespace."""
    api_version: Literal[
        "networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3"
    ]
    """The version of the API to write."""
    selector: Mapping[str, str]
    """Labels of the gateway's pods."""
    labels: Mapping[str, str]
    """Labels of the Gateway."""
    annotations: Mapping[str, str]
    """Annotations of the Gateway."""
    servers: Required[Sequence[GatewayServer]]
    """The ports."""
    merge_patch: object
    """A JSON merge patch over the result."""


def gateway(**options: Unpack[GatewayOptions]) -> Manifest:
    """A Gateway of networking.istio.io/v1.

    Raises ResourceError, whose ``findings`` say all that is wrong.

    Args:
        name: Name of the Gateway.
        namespace: Its namespace.
        api_version: The version of the API to write.
        selector: Labels of the gateway's pods.
        labels: Labels of the Gateway.
        annotations: Annotations of the Gateway.
        servers: The ports.
        merge_patch: A JSON merge patch over the result.
    """
    return made("networking.istio.io/Gateway", options)

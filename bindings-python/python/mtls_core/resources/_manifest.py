"""What the functions of all kinds share."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import Any, TypeAlias, TypedDict

from mtls_core._native import build
from mtls_core.finding import Finding

Manifest: TypeAlias = dict[str, Any]
"""A Kubernetes object as it is written, keys in their order."""


class Migration(TypedDict):
    """What Istio's former policies became."""

    manifests: list[Manifest]
    findings: list[Finding]
    """What could not be carried over, and what works in another way now."""


class MeshSettings(TypedDict):
    """The settings of a mesh with Istio's defaults filled in, by the names of Istio."""

    rootNamespace: str
    trustDomain: str
    trustDomainAliases: list[str]
    acceptedTrustDomains: list[str]
    """The trust domains that peers may be of."""
    enableAutoMtls: bool
    mtlsMinProtocolVersion: str
    outboundTrafficPolicy: str
    pathNormalization: str
    numTrustedProxies: int
    forwardClientCertDetails: str
    defaultServiceExportTo: list[str]
    defaultVirtualServiceExportTo: list[str]
    defaultDestinationRuleExportTo: list[str]
    extensionProviders: list[str]


class MeshReading(TypedDict):
    """The settings of a mesh as they were read."""

    config: dict[str, Any]
    """What is written, as far as it could be read."""
    settings: MeshSettings
    """What holds."""
    findings: list[Finding]
    """At an error, istiod does not take the settings."""


def made(kind: str, options: Mapping[str, object]) -> Manifest:
    """The manifest of a kind. An option that is a keyword of the language has an underscore behind it."""
    return build(kind, {option(name): value for name, value in options.items()})


def option(name: str) -> str:
    return name[:-1] if name.endswith("_") and keyword.iskeyword(name[:-1]) else name

"""Types of which several kinds of networking.istio.io are made.

Generated from the models of the engine, not to be edited: `make kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict


class PortSelector(TypedDict, total=False):
    number: int
    """The number of the service's port, 1 to 65535."""


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

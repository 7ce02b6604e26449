"""Whole set-ups: options in, manifests out."""

from __future__ import annotations

from typing import Unpack

from mtls_core import _native
from mtls_core._native import ClusterOutput, RecipeOutput, RotationPlan, RotationStage, recipe_schema
from mtls_core.recipes.options import (
    CloudflareOriginOptions,
    EgressMtlsOptions,
    EgressProxyOptions,
    MultiClusterMeshOptions,
    RootRotationOptions,
    VirtualClustersOptions,
)

__all__ = [
    "CloudflareOriginOptions",
    "ClusterOutput",
    "EgressMtlsOptions",
    "EgressProxyOptions",
    "MultiClusterMeshOptions",
    "RecipeOutput",
    "RootRotationOptions",
    "RotationStage",
    "VirtualClustersOptions",
    "cloudflare_origin",
    "egress_mtls",
    "egress_proxy",
    "multi_cluster_mesh",
    "recipe_schema",
    "root_rotation",
    "virtual_clusters",
]


def cloudflare_origin(**options: Unpack[CloudflareOriginOptions]) -> RecipeOutput:
    """An Istio gateway that lets in Cloudflare's edge alone, by its client certificate.

    Dates are judged if ``at`` is given. What the chart of Big Bang has no value for is refused.
    """
    return _native.cloudflare_origin(**options)


def egress_mtls(**options: Unpack[EgressMtlsOptions]) -> RecipeOutput:
    """A service outside of the mesh that demands a client certificate.

    ``files`` has a patch for each application without a workload, which replaces volumes of the sidecar; a
    workload keeps those that it has.
    """
    return _native.egress_mtls(**options)


def egress_proxy(**options: Unpack[EgressProxyOptions]) -> RecipeOutput:
    """The mesh's side of an egress proxy that knows its clients by their SPIFFE IDs.

    ``files`` has the proxy's own policy.
    """
    return _native.egress_proxy(**options)


def multi_cluster_mesh(**options: Unpack[MultiClusterMeshOptions]) -> list[ClusterOutput]:
    """One mesh over several clusters, under one root, for each cluster what is applied in it."""
    return _native.multi_cluster_mesh(**options)


def root_rotation(plan: RotationPlan, /, **options: Unpack[RootRotationOptions]) -> list[RotationStage]:
    """The manifests by which a mesh gets another root, for each step of a plan."""
    return _native.root_rotation(plan, **options)


def virtual_clusters(**options: Unpack[VirtualClustersOptions]) -> RecipeOutput:
    """Several environments in one cluster, with HTTPS, tokens and DNS records for each."""
    return _native.virtual_clusters(**options)

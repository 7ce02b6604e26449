"""Whole set-ups: options in, manifests out."""

from __future__ import annotations

from mtls_core._native import (
    ClusterOutput,
    RecipeOutput,
    RotationStage,
    cloudflare_origin,
    egress_mtls,
    egress_proxy,
    multi_cluster_mesh,
    root_rotation,
    virtual_clusters,
)

__all__ = [
    "ClusterOutput",
    "RecipeOutput",
    "RotationStage",
    "cloudflare_origin",
    "egress_mtls",
    "egress_proxy",
    "multi_cluster_mesh",
    "root_rotation",
    "virtual_clusters",
]

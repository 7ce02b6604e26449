"""Whole set-ups: options in, manifests out."""

from __future__ import annotations

from mtls_core._native import RecipeOutput, cloudflare_origin

__all__ = ["RecipeOutput", "cloudflare_origin"]

"""Mutual TLS that simply works: identities, chains, trust bundles, TLS sessions and Istio resources.

The engine is Rust; this package converts and decides nothing. Everything that refuses raises a
:class:`MtlsError` with ``code``, ``help`` and ``findings``.
"""

from mtls_core._native import __version__, catalog
from mtls_core.errors import (
    IdentityError,
    IssueError,
    MtlsError,
    PkiError,
    RecipeError,
    ResourceError,
    TlsError,
    TrustError,
    VerificationError,
)
from mtls_core.finding import Finding, Rule, Severity

__all__ = [
    "Finding",
    "IdentityError",
    "IssueError",
    "MtlsError",
    "PkiError",
    "RecipeError",
    "ResourceError",
    "Rule",
    "Severity",
    "TlsError",
    "TrustError",
    "VerificationError",
    "__version__",
    "catalog",
]

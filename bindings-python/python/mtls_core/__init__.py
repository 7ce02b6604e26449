"""Mutual TLS that simply works: identities, chains, trust bundles, TLS sessions and Istio resources.

The engine is Rust; this package converts and decides nothing. Everything that refuses raises a
:class:`MtlsError` with ``code``, ``help`` and ``findings``.
"""

from mtls_core._native import (
    Certificate,
    CertificateAuthority,
    CertificateChain,
    CertificateRequest,
    Crl,
    CsrPolicy,
    IdentityPattern,
    IssuedCertificate,
    PemBlock,
    PrivateKey,
    PublicKey,
    SpiffeId,
    TrustDomain,
    WorkloadIdentity,
    __version__,
    catalog,
    parse_pem,
)
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
    "Certificate",
    "CertificateAuthority",
    "CertificateChain",
    "CertificateRequest",
    "Crl",
    "CsrPolicy",
    "Finding",
    "IdentityError",
    "IdentityPattern",
    "IssueError",
    "IssuedCertificate",
    "MtlsError",
    "PemBlock",
    "PkiError",
    "PrivateKey",
    "PublicKey",
    "RecipeError",
    "ResourceError",
    "Rule",
    "Severity",
    "SpiffeId",
    "TlsError",
    "TrustDomain",
    "TrustError",
    "VerificationError",
    "WorkloadIdentity",
    "__version__",
    "catalog",
    "parse_pem",
]

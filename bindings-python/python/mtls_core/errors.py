"""What mtls_core raises: one class a floor of the engine, all of them :class:`MtlsError`.

``code`` is the name of a rule of the catalog (:func:`mtls_core.catalog`). It is the same in Rust, Python
and Node and stays the same between releases; messages may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mtls_core.finding import Finding

__all__ = [
    "IdentityError",
    "IssueError",
    "MtlsError",
    "OriginError",
    "PkiError",
    "RecipeError",
    "ResourceError",
    "TlsError",
    "TrustError",
    "VerificationError",
]


class MtlsError(ValueError):
    """A refusal: ``str(error)`` says what was seen, ``help`` what to do next."""

    code: str
    """The rule that refused, in kebab case."""
    help: str
    """The next step for the reader."""
    findings: list[Finding]
    """All that was found, at least one entry when the engine raised."""

    def __init__(
        self, message: str, code: str = "", help: str = "", findings: Sequence[Finding] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.help = help
        self.findings = list(findings)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.code, self.help, self.findings)


class IdentityError(MtlsError):
    """Not a SPIFFE ID, trust domain, workload identity or pattern."""


class PkiError(MtlsError):
    """Bytes that are not the certificate, key, request or CRL they should be."""


class IssueError(MtlsError):
    """A certificate that cannot be issued as asked."""


class TrustError(MtlsError):
    """A trust bundle, or a set of them, that does not hold."""


class VerificationError(MtlsError):
    """A chain that was refused; ``findings`` says why, the most telling cause first."""

    claimed_id: str | None
    """The SPIFFE ID that the leaf claims. Not verified: for logs, never for decisions."""
    chain: list[dict[str, Any]]
    """The certificates that were presented, leaf first: ``index``, ``subject``, ``serial``, ``spiffe_id``."""

    def __init__(
        self,
        message: str,
        code: str = "",
        help: str = "",
        findings: Sequence[Finding] = (),
        claimed_id: str | None = None,
        chain: Sequence[dict[str, Any]] = (),
    ) -> None:
        super().__init__(message, code, help, findings)
        self.claimed_id = claimed_id
        self.chain = list(chain)

    def __reduce__(self) -> tuple[Any, ...]:
        return (*super().__reduce__(), {"claimed_id": self.claimed_id, "chain": self.chain})


class TlsError(MtlsError):
    """A TLS configuration that cannot be built, or a handshake that failed."""


class ResourceError(MtlsError):
    """A Kubernetes or Istio resource that cannot be read or would not work."""


class OriginError(MtlsError):
    """An origin, its configuration, its policy or a request to it that is refused or cannot be judged."""


class RecipeError(MtlsError):
    """A scenario that cannot be turned into manifests."""

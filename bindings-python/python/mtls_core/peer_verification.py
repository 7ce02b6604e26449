"""The verdict on a connection of Python's own TLS stack, for :mod:`mtls_core.ssl`."""

from __future__ import annotations

import contextlib
import socket
import ssl
from _ssl import ENCODING_DER
from collections.abc import Sequence
from typing import Any, TypeVar, cast

from mtls_core._native import TlsClient, TlsServer, VerifiedCertificate, VerifiedPeer, catalog
from mtls_core.errors import TlsError
from mtls_core.finding import Finding

__all__ = ["PeerVerificationError", "Verdict", "fault", "hang_up", "has_session", "verdict"]

Verdict = TypeVar("Verdict", bound=VerifiedPeer | VerifiedCertificate)
# RFC 6761 section 6.4: nobody's name.
NO_NAME = "host.invalid"


class PeerVerificationError(TlsError, ssl.SSLCertVerificationError):
    """A refused peer: a :class:`TlsError`, and the error that users of `ssl` expect of a bad certificate."""

    chain: list[bytes]
    """What the peer presented, leaf first, in DER; for ``explain``."""

    library = "mtls_core"
    verify_code = 50  # X509_V_ERR_APPLICATION_VERIFICATION

    def __init__(
        self,
        message: str,
        code: str = "",
        help: str = "",
        findings: Sequence[Finding] = (),
        chain: Sequence[bytes] = (),
    ) -> None:
        super().__init__(message, code, help, findings)
        self.chain = list(chain)
        self.reason = code
        self.verify_message = message

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.code, self.help, self.findings, self.chain)


def verdict(
    connection: ssl.SSLSocket | ssl.SSLObject, judge: TlsServer | TlsClient, kind: type[Verdict]
) -> Verdict:
    # Before that, OpenSSL may have a chain whose key has signed for nothing yet.
    if not has_session(connection) or connection.version() is None:
        raise TlsError(*fault("tls-handshake-not-done", "the handshake is not done, or the socket is closed"))
    if connection.server_side is not isinstance(judge, TlsServer):
        raise TypeError("a TlsServer judges clients, a TlsClient judges servers")
    chain = _chain_of(connection)
    if connection.session_reused:
        message = "it resumed a session, without presenting its certificate again"
        raise PeerVerificationError(*fault("tls-peer-unverified", message), chain)
    found: VerifiedPeer | VerifiedCertificate
    try:
        if kind is VerifiedPeer:
            found = judge.judge(chain)
        elif isinstance(judge, TlsClient):
            found = judge.judge_certificate(chain, connection.server_hostname or NO_NAME)
        else:
            found = judge.judge_certificate(chain)
    except TlsError as refusal:
        if refusal.code == "tls-verifier-mismatch":
            raise  # nothing is said of the peer
        raise PeerVerificationError(
            str(refusal), refusal.code, refusal.help, refusal.findings, chain
        ) from refusal
    return cast(Verdict, found)


def _chain_of(connection: ssl.SSLSocket | ssl.SSLObject) -> list[bytes]:
    """What the peer sent, leaf first; empty when it sent no certificate."""
    # The method of the same name that is public is there from Python 3.13 on.
    chain = connection._sslobj.get_unverified_chain()  # type: ignore[union-attr]
    # A server that a client sent nothing has None in place of the leaf.
    if not chain or chain[0] is None:
        return []
    return [certificate.public_bytes(ENCODING_DER) for certificate in chain]


def has_session(connection: ssl.SSLSocket | ssl.SSLObject) -> bool:
    # None for a socket that is not connected, or closed.
    return connection._sslobj is not None  # type: ignore[union-attr]


def hang_up(sock: ssl.SSLSocket) -> None:
    """Ends the connection under the TLS session, also where files made of the socket keep it open."""
    with contextlib.suppress(OSError):
        super(ssl.SSLSocket, sock).shutdown(socket.SHUT_RDWR)
    sock.close()


def fault(code: str, message: str) -> tuple[str, str, str, list[Finding]]:
    """The arguments of an error of the catalog."""
    rule = next(rule for rule in catalog() if rule["name"] == code)
    finding: Finding = {
        "rule": code,
        "severity": rule["severity"],
        "subject": {"kind": "input"},
        "message": message,
        "help": rule["help"],
    }
    return message, code, rule["help"], [finding]

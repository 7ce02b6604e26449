"""Python's own TLS stack with peers that are known by SPIFFE ID: for asyncio, `http.server`, `urllib`.

:func:`server_context` and :func:`client_context` make an `ssl.SSLContext` for whatever takes one. Each of its
connections is judged by the engine when its handshake ends, before a byte of it can be read or written; a
refused one is closed.

OpenSSL judges first and cannot be the judge: a context has one pool of roots, in which the root of one trust
domain may sign for another. Its verification stays on, so that a stranger is refused in the handshake, with
an alert; then the engine judges the chain as it was sent, against the bundle of the leaf's own trust domain,
and that verdict counts. For its refusals Python cannot send an alert: the peer sees the connection end.

No connection resumes a session, as its handshake would carry no certificate, and none is renegotiated.
"""

from __future__ import annotations

import os
import socket
import ssl
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

from mtls_core._native import (
    BundleSet,
    CertificateChain,
    ChainVerifier,
    IdentityPattern,
    LiveVerifier,
    PrivateKey,
    SpiffeId,
    TlsClient,
    TlsIdentity,
    TlsServer,
    VerifiedPeer,
)
from mtls_core.errors import TlsError
from mtls_core.peer_verification import PeerVerificationError, fault, hang_up, has_session, verdict

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

__all__ = [
    "PeerContext",
    "PeerObject",
    "PeerSocket",
    "PeerVerificationError",
    "client_context",
    "server_context",
    "verify_peer",
]


class _Judged:
    """What sockets and objects of a :class:`PeerContext` have in common."""

    _peer: VerifiedPeer | None = None
    _refusal: PeerVerificationError | None = None

    @property
    def peer(self) -> VerifiedPeer:
        """Who is at the other end, as it was verified in the handshake; raises TlsError before that."""
        if self._refusal is not None:
            raise self._refusal
        if self._peer is None:
            raise TlsError(*fault("tls-handshake-not-done", "the handshake is not done"))
        return self._peer

    def _judge(self) -> None:
        # The first verdict stands: OpenSSL may be told to shake hands again, which is nothing new to it.
        if self._peer is None and self._refusal is None:
            connection = cast("PeerSocket | PeerObject", self)
            try:
                self._peer = verdict(connection, _judge_of(connection))
            except PeerVerificationError as refusal:
                self._refuse(refusal)
        if self._refusal is not None:
            raise self._refusal

    def _refuse(self, refusal: PeerVerificationError) -> None:
        self._refusal = refusal
        connection = cast("PeerSocket | PeerObject", self)
        if isinstance(connection, PeerSocket):
            hang_up(connection)
        if isinstance(connection.context, PeerContext):
            connection.context._tell(refusal)


class PeerSocket(_Judged, ssl.SSLSocket):
    """A socket of a :class:`PeerContext`. It reads and writes nothing before its peer is verified."""

    def do_handshake(self, block: bool = False) -> None:
        """Shakes hands and judges the peer; closes the socket if it is refused."""
        if self._refusal is None:
            super().do_handshake(block)
        self._judge()

    # OpenSSL shakes hands of itself when it is asked to read or write first.

    def read(self, len: int = 1024, buffer: WriteableBuffer | None = None) -> bytes:
        self._shake_hands()
        return super().read(len, buffer)

    def write(self, data: ReadableBuffer) -> int:
        self._shake_hands()
        return super().write(data)

    def send(self, data: ReadableBuffer, flags: int = 0) -> int:
        self._shake_hands()
        return super().send(data, flags)

    def _shake_hands(self) -> None:
        if self._peer is None and (self._refusal is not None or has_session(self)):
            self.do_handshake()


class PeerObject(_Judged, ssl.SSLObject):
    """An object of a :class:`PeerContext`; asyncio's is ``writer.get_extra_info("ssl_object")``."""

    def do_handshake(self) -> None:
        """Shakes hands and judges the peer."""
        if self._refusal is None:
            super().do_handshake()
        self._judge()

    def read(self, len: int = 1024, buffer: WriteableBuffer | None = None) -> bytes:
        if self._peer is None:
            self.do_handshake()
        return super().read(len, buffer)

    def write(self, data: ReadableBuffer) -> int:
        if self._peer is None:
            self.do_handshake()
        return super().write(data)


class PeerContext(ssl.SSLContext):
    """An `ssl.SSLContext` whose every connection is judged by the engine. Made by :func:`server_context` and
    :func:`client_context`.

    It follows a :class:`LiveVerifier`: roots that come in are handed to OpenSSL before the next connection.
    Roots that went stay with OpenSSL, and vouch for nobody, as the engine's verdict is needed too.
    """

    sslsocket_class: type[ssl.SSLSocket] = PeerSocket
    sslobject_class: type[ssl.SSLObject] = PeerObject

    _judge: TlsServer | TlsClient
    _verifier: ChainVerifier | LiveVerifier
    _on_refusal: Callable[[PeerVerificationError], object] | None
    _bundles: BundleSet | None
    _roots: set[bytes]

    def __new__(
        cls,
        judge: TlsServer | TlsClient,
        verifier: ChainVerifier | LiveVerifier,
        on_refusal: Callable[[PeerVerificationError], object] | None = None,
    ) -> Self:
        server = isinstance(judge, TlsServer)
        self = super().__new__(cls, ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
        self._judge, self._verifier, self._on_refusal = judge, verifier, on_refusal
        self._bundles, self._roots = None, set()
        # Peers are known by SPIFFE ID; the name that is connected to is sent as SNI and decides nothing.
        self.check_hostname = False
        self.verify_mode = ssl.CERT_REQUIRED
        # The authorities of a bundle need not be roots.
        self.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        self.options |= ssl.OP_NO_TICKET | ssl.OP_NO_RENEGOTIATION
        if server:
            self.num_tickets = 0
        return self

    def wrap_socket(
        self,
        sock: socket.socket,
        server_side: bool = False,
        do_handshake_on_connect: bool = True,
        suppress_ragged_eofs: bool = True,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> PeerSocket:
        self._prepare(session)
        wrapped = super().wrap_socket(
            sock, server_side, do_handshake_on_connect, suppress_ragged_eofs, server_hostname
        )
        if not isinstance(wrapped, PeerSocket):
            wrapped.close()
            raise TypeError("sslsocket_class was replaced: nobody would judge the peer")
        return wrapped

    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> PeerObject:
        self._prepare(session)
        wrapped = super().wrap_bio(incoming, outgoing, server_side, server_hostname)
        if not isinstance(wrapped, PeerObject):
            raise TypeError("sslobject_class was replaced: nobody would judge the peer")
        return wrapped

    def _prepare(self, session: ssl.SSLSession | None) -> None:
        if session is not None:
            raise ValueError("no session is resumed: its handshake would carry no certificate to judge")
        self._follow()

    def _follow(self) -> None:
        """Hands OpenSSL the roots that it does not have yet."""
        verifier = self._verifier.current if isinstance(self._verifier, LiveVerifier) else self._verifier
        bundles = verifier.bundles
        if bundles == self._bundles:
            return
        roots = {authority.der for bundle in bundles.bundles for authority in bundle.authorities}
        if new := roots - self._roots:
            self.load_verify_locations(cadata=b"".join(sorted(new)))
        self._roots |= new
        self._bundles = bundles

    def _present(self, chain: CertificateChain, key: PrivateKey) -> None:
        """OpenSSL reads keys from files alone: it gets one that its owner alone can read, for a moment."""
        memory = "/dev/shm"  # Linux: never on a disk
        where = memory if os.access(memory, os.W_OK | os.X_OK) else None
        with tempfile.TemporaryDirectory(dir=where) as folder:
            key_file, chain_file = Path(folder, "key.pem"), Path(folder, "chain.pem")
            key.write_pem(key_file)
            chain_file.write_text(chain.to_pem(), encoding="ascii")
            self.load_cert_chain(chain_file, key_file)

    def _tell(self, refusal: PeerVerificationError) -> None:
        if self._on_refusal is not None:
            self._on_refusal(refusal)


def server_context(
    chain: CertificateChain,
    key: PrivateKey,
    verifier: ChainVerifier | LiveVerifier,
    *,
    expect_peer: SpiffeId | str | None = None,
    authorize: IdentityPattern | None = None,
    allow_any_verified_peer: bool = False,
    alpn: Sequence[str] = (),
    tls13_only: bool = False,
    on_refusal: Callable[[PeerVerificationError], object] | None = None,
) -> PeerContext:
    """A context for servers: demands a certificate of each client and knows it by SPIFFE ID.

    Say whom it lets in by one of ``expect_peer``, ``authorize`` and ``allow_any_verified_peer``, as for
    :class:`TlsServer`. ``on_refusal`` hears of every client that the engine refused, for the log.
    """
    judge = TlsServer(
        TlsIdentity(chain, key),
        verifier,
        expect_peer=expect_peer,
        authorize=authorize,
        allow_any_verified_peer=allow_any_verified_peer,
        alpn=list(alpn),
        tls13_only=tls13_only,
    )
    return _set_up(PeerContext(judge, verifier, on_refusal), chain, key, alpn, tls13_only)


def client_context(
    chain: CertificateChain,
    key: PrivateKey,
    verifier: ChainVerifier | LiveVerifier,
    *,
    expect_peer: SpiffeId | str | None = None,
    authorize: IdentityPattern | None = None,
    allow_any_verified_peer: bool = False,
    alpn: Sequence[str] = (),
    tls13_only: bool = False,
    on_refusal: Callable[[PeerVerificationError], object] | None = None,
) -> PeerContext:
    """A context for clients: presents a certificate and knows servers by SPIFFE ID, whatever their host.

    Say whom it takes by one of ``expect_peer``, ``authorize`` and ``allow_any_verified_peer``, as for
    :class:`TlsClient`. ``on_refusal`` hears of every server that the engine refused.
    """
    judge = TlsClient(
        TlsIdentity(chain, key),
        verifier,
        expect_peer=expect_peer,
        authorize=authorize,
        allow_any_verified_peer=allow_any_verified_peer,
        alpn=list(alpn),
        tls13_only=tls13_only,
    )
    return _set_up(PeerContext(judge, verifier, on_refusal), chain, key, alpn, tls13_only)


def verify_peer(
    connection: ssl.SSLSocket | ssl.SSLObject, judge: TlsServer | TlsClient | None = None
) -> VerifiedPeer:
    """The peer of a connection, judged now. A refused one is closed and is a :class:`PeerVerificationError`.

    A connection of a :class:`PeerContext` was judged in its handshake. On a long-lived one, this judges once
    more: by then the certificate may have expired, or a root may be gone from the bundle. For a connection of
    another context, say by ``judge`` whom to let in, and call this after the handshake and before anything is
    read or written.
    """
    if isinstance(connection, _Judged) and connection._refusal is not None:
        raise connection._refusal
    try:
        return verdict(connection, judge or _judge_of(connection))
    except PeerVerificationError as refusal:
        if isinstance(connection, _Judged):
            connection._peer = None
            connection._refuse(refusal)
        elif isinstance(connection, ssl.SSLSocket):
            hang_up(connection)
        raise


def _set_up(
    context: PeerContext, chain: CertificateChain, key: PrivateKey, alpn: Sequence[str], tls13_only: bool
) -> PeerContext:
    context.minimum_version = ssl.TLSVersion.TLSv1_3 if tls13_only else ssl.TLSVersion.TLSv1_2
    if alpn:
        context.set_alpn_protocols(list(alpn))
    context._present(chain, key)
    context._follow()
    return context


def _judge_of(connection: ssl.SSLSocket | ssl.SSLObject) -> TlsServer | TlsClient:
    context = connection.context
    if not isinstance(context, PeerContext):
        message = "the connection is not one of a PeerContext: say who judges it"
        raise TlsError(*fault("tls-peer-unverified", message))
    return context._judge

"""Python's own TLS stack with peers that are known: for asyncio, `http.server`, `urllib`.

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
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from mtls_core._native import (
    BundleSet,
    CertificateChain,
    ChainVerifier,
    EdgeVerifier,
    IdentityPattern,
    IdentitySource,
    LiveIdentity,
    LiveVerifier,
    SpiffeId,
    TlsClient,
    TlsIdentity,
    TlsServer,
    TrustAnchors,
    VerifiedCertificate,
    VerifiedPeer,
    WorkloadApi,
)
from mtls_core.errors import TlsError
from mtls_core.peer_verification import PeerVerificationError, Verdict, fault, hang_up, has_session, verdict

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

__all__ = [
    "PeerContext",
    "PeerObject",
    "PeerSocket",
    "PeerVerificationError",
    "client_context",
    "server_context",
    "verify_certificate",
    "verify_peer",
]


class _Judged:
    """What sockets and objects of a :class:`PeerContext` have in common."""

    # A TlsError for a client that presented no certificate and need not.
    _verdict: VerifiedPeer | VerifiedCertificate | TlsError | None = None
    _refusal: PeerVerificationError | None = None

    @property
    def peer(self) -> VerifiedPeer:
        """Who is at the other end, as it was verified in the handshake; raises TlsError before that. With
        the code `tls-peer-anonymous` where it presented no certificate and need not, with
        `tls-peer-unverified` where it is known by name."""
        return self._known(VerifiedPeer, "its verifier knows peers by name: ask for the certificate")

    @property
    def certificate(self) -> VerifiedCertificate:
        """The same for a peer that an :class:`EdgeVerifier` judged, which has no SPIFFE ID. Raises as
        ``peer``."""
        return self._known(VerifiedCertificate, "its verifier knows peers by SPIFFE ID: ask for the peer")

    def _known(self, kind: type[Verdict], otherwise: str) -> Verdict:
        if self._refusal is not None:
            raise self._refusal
        if self._verdict is None:
            raise TlsError(*fault("tls-handshake-not-done", "the handshake is not done"))
        if isinstance(self._verdict, TlsError):
            raise self._verdict
        if not isinstance(self._verdict, kind):
            raise TlsError(*fault("tls-peer-unverified", otherwise))
        return self._verdict

    def _judge(self) -> None:
        # The first verdict stands: OpenSSL may be told to shake hands again, which is nothing new to it.
        if self._verdict is None and self._refusal is None:
            connection = cast("PeerSocket | PeerObject", self)
            try:
                self._verdict = _context_of(connection)._verdict_on(connection)
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
        if self._verdict is None and (self._refusal is not None or has_session(self)):
            self.do_handshake()


class PeerObject(_Judged, ssl.SSLObject):
    """An object of a :class:`PeerContext`; asyncio's is ``writer.get_extra_info("ssl_object")``."""

    def do_handshake(self) -> None:
        """Shakes hands and judges the peer."""
        if self._refusal is None:
            super().do_handshake()
        self._judge()

    def read(self, len: int = 1024, buffer: WriteableBuffer | None = None) -> bytes:
        if self._verdict is None:
            self.do_handshake()
        return super().read(len, buffer)

    def write(self, data: ReadableBuffer) -> int:
        if self._verdict is None:
            self.do_handshake()
        return super().write(data)


class PeerContext(ssl.SSLContext):
    """An `ssl.SSLContext` whose every connection is judged by the engine. Made by :func:`server_context` and
    :func:`client_context`.

    It follows a :class:`LiveVerifier` and a :class:`LiveIdentity`: what is new is handed to OpenSSL before
    the next connection. Roots that went stay with OpenSSL, and vouch for nobody, as the engine's verdict is
    needed too. A pair that OpenSSL cannot use is warned of, and the last one stays. OpenSSL keeps one pair
    for each kind of key: it may go on presenting an RSA certificate after an ECDSA one came, which is warned
    of; make a new context then.
    """

    sslsocket_class: type[ssl.SSLSocket] = PeerSocket
    sslobject_class: type[ssl.SSLObject] = PeerObject

    _judge: TlsServer | TlsClient
    _identity: TlsIdentity | LiveIdentity | IdentitySource | WorkloadApi
    _verifier: ChainVerifier | LiveVerifier | EdgeVerifier
    _by_host: bool
    _optional: bool
    _on_refusal: Callable[[PeerVerificationError], object] | None
    _following: threading.Lock
    _chain: CertificateChain | None
    _key_kind: str
    _trusted: BundleSet | TrustAnchors | None
    _roots: set[bytes]

    def __new__(
        cls,
        judge: TlsServer | TlsClient,
        identity: TlsIdentity | LiveIdentity | IdentitySource | WorkloadApi,
        verifier: ChainVerifier | LiveVerifier | EdgeVerifier,
        *,
        by_host: bool = False,
        optional: bool = False,
        on_refusal: Callable[[PeerVerificationError], object] | None = None,
    ) -> Self:
        server = isinstance(judge, TlsServer)
        self = super().__new__(cls, ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
        # Of a source, all of it: it ends when nobody has it.
        self._judge, self._identity, self._verifier = judge, identity, verifier
        self._by_host, self._optional, self._on_refusal = by_host, optional, on_refusal
        self._following = threading.Lock()
        self._chain, self._key_kind = None, ""
        self._trusted, self._roots = None, set()
        # The engine knows the peer; the name that is connected to is sent as SNI, and the engine hears of it.
        self.check_hostname = False
        self.verify_mode = ssl.CERT_OPTIONAL if optional else ssl.CERT_REQUIRED
        # The authorities of a bundle need not be roots.
        self.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        self.options |= ssl.OP_NO_TICKET | ssl.OP_NO_RENEGOTIATION
        if server:
            self.num_tickets = 0
        self._follow()
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
        self._check(server_hostname, session)
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
        self._check(server_hostname, session)
        wrapped = super().wrap_bio(incoming, outgoing, server_side, server_hostname)
        if not isinstance(wrapped, PeerObject):
            raise TypeError("sslobject_class was replaced: nobody would judge the peer")
        return wrapped

    def _check(self, server_hostname: str | bytes | None, session: ssl.SSLSession | None) -> None:
        if session is not None:
            raise ValueError("no session is resumed: its handshake would carry no certificate to judge")
        if self._by_host and not server_hostname:
            raise ValueError("server_hostname is needed: it is what the server is known by")

    # OpenSSL makes every connection here, also those of `connect`. It copies the pair, which must not be
    # replaced meanwhile.

    def _wrap_socket(self, *args: Any, **kwargs: Any) -> Any:
        with self._following:
            self._follow()
            return super()._wrap_socket(*args, **kwargs)  # type: ignore[misc]

    def _wrap_bio(self, *args: Any, **kwargs: Any) -> Any:
        with self._following:
            self._follow()
            return super()._wrap_bio(*args, **kwargs)  # type: ignore[misc]

    def _follow(self) -> None:
        """Hands OpenSSL what it does not have yet."""
        self._follow_verifier()
        self._follow_identity()

    def _follow_verifier(self) -> None:
        verifier = self._verifier.current if isinstance(self._verifier, LiveVerifier) else self._verifier
        trusted = verifier.anchors if isinstance(verifier, EdgeVerifier) else verifier.bundles
        if trusted == self._trusted:
            return
        bundles = [trusted] if isinstance(trusted, TrustAnchors) else trusted.bundles
        roots = {authority.der for bundle in bundles for authority in bundle.authorities}
        if new := roots - self._roots:
            self.load_verify_locations(cadata=b"".join(sorted(new)))
        self._roots |= new
        self._trusted = trusted

    def _follow_identity(self) -> None:
        source = self._identity
        identity = source.identity if isinstance(source, IdentitySource | WorkloadApi) else source
        if isinstance(identity, LiveIdentity):
            if identity.is_withdrawn:
                raise ssl.SSLError("the identity was withdrawn")
            identity = identity.current
        chain, first = identity.chain, self._chain is None
        if chain == self._chain:
            return
        try:
            self._present(identity)
        except ssl.SSLError as error:
            if first:
                raise
            self._chain = chain
            message = f"OpenSSL cannot use {identity!r}, and keeps the last: {error}"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
            return
        # Only now: what failed for want of room or descriptors is tried again.
        self._chain = chain
        kind = chain.leaf.public_key.algorithm.partition(" ")[0]  # ECDSA, RSA, Ed25519
        if not first and kind != self._key_kind:
            message = f"OpenSSL may still present the {self._key_kind} certificate, beside the new {kind} one"
            warnings.warn(f"{message}: make a new context", RuntimeWarning, stacklevel=2)
        self._key_kind = kind

    def _present(self, identity: TlsIdentity) -> None:
        """OpenSSL reads keys from files alone: it gets one that its owner alone can read, for a moment."""
        memory = "/dev/shm"  # Linux: never on a disk
        where = memory if os.access(memory, os.W_OK | os.X_OK) else None
        with tempfile.TemporaryDirectory(dir=where) as folder:
            key_file, chain_file = Path(folder, "key.pem"), Path(folder, "chain.pem")
            identity.key.write_pem(key_file)
            chain_file.write_text(identity.chain.to_pem(), encoding="ascii")
            # A pair that is refused would leave half of itself behind.
            ssl.SSLContext(self.protocol).load_cert_chain(chain_file, key_file)
            self.load_cert_chain(chain_file, key_file)

    def _verdict_on(
        self, connection: ssl.SSLSocket | ssl.SSLObject
    ) -> VerifiedPeer | VerifiedCertificate | TlsError:
        try:
            if isinstance(self._verifier, EdgeVerifier):
                return verdict(connection, self._judge, VerifiedCertificate)
            return verdict(connection, self._judge, VerifiedPeer)
        except PeerVerificationError as refusal:
            if self._optional and refusal.code == "tls-peer-anonymous":
                return TlsError(str(refusal), refusal.code, refusal.help, refusal.findings)
            raise

    def _tell(self, refusal: PeerVerificationError) -> None:
        if self._on_refusal is not None:
            self._on_refusal(refusal)


def server_context(
    identity: TlsIdentity | LiveIdentity | IdentitySource | WorkloadApi,
    verifier: ChainVerifier | LiveVerifier | EdgeVerifier,
    *,
    expect_peer: SpiffeId | str | None = None,
    expect_name: str | None = None,
    authorize: IdentityPattern | None = None,
    allow_any_verified_peer: bool = False,
    peer_optional: bool = False,
    alpn: Sequence[str] = (),
    tls13_only: bool = False,
    on_refusal: Callable[[PeerVerificationError], object] | None = None,
) -> PeerContext:
    """A context for servers: demands a certificate of each client and knows it by SPIFFE ID, or by name.

    The arguments are those of :class:`TlsServer`. ``on_refusal`` hears of every client that the engine
    refused, for the log. With ``peer_optional``, ask each connection for its peer.
    """
    presented = identity.identity if isinstance(identity, IdentitySource | WorkloadApi) else identity
    judge = TlsServer(
        presented,
        verifier,
        expect_peer=expect_peer,
        expect_name=expect_name,
        authorize=authorize,
        allow_any_verified_peer=allow_any_verified_peer,
        peer_optional=peer_optional,
        alpn=alpn,
        tls13_only=tls13_only,
    )
    context = PeerContext(judge, identity, verifier, optional=peer_optional, on_refusal=on_refusal)
    return _set_up(context, alpn, tls13_only)


def client_context(
    identity: TlsIdentity | LiveIdentity | IdentitySource | WorkloadApi,
    verifier: ChainVerifier | LiveVerifier | EdgeVerifier,
    *,
    expect_peer: SpiffeId | str | None = None,
    expect_name: str | None = None,
    authorize: IdentityPattern | None = None,
    allow_any_verified_peer: bool = False,
    alpn: Sequence[str] = (),
    tls13_only: bool = False,
    on_refusal: Callable[[PeerVerificationError], object] | None = None,
) -> PeerContext:
    """A context for clients: presents a certificate and knows servers by SPIFFE ID, whatever their host;
    with an :class:`EdgeVerifier` by name, which is the host unless another one is expected.

    The arguments are those of :class:`TlsClient`. ``on_refusal`` hears of every server that the engine
    refused.
    """
    presented = identity.identity if isinstance(identity, IdentitySource | WorkloadApi) else identity
    judge = TlsClient(
        presented,
        verifier,
        expect_peer=expect_peer,
        expect_name=expect_name,
        authorize=authorize,
        allow_any_verified_peer=allow_any_verified_peer,
        alpn=alpn,
        tls13_only=tls13_only,
    )
    by_host = isinstance(verifier, EdgeVerifier) and expect_name is None and not allow_any_verified_peer
    context = PeerContext(judge, identity, verifier, by_host=by_host, on_refusal=on_refusal)
    return _set_up(context, alpn, tls13_only)


def verify_peer(
    connection: ssl.SSLSocket | ssl.SSLObject, judge: TlsServer | TlsClient | None = None
) -> VerifiedPeer:
    """The peer of a connection, judged now. A refused one is closed and is a :class:`PeerVerificationError`.

    A connection of a :class:`PeerContext` was judged in its handshake. On a long-lived one, this judges once
    more: by then the certificate may have expired, or a root may be gone from the bundle. For a connection of
    another context, say by ``judge`` whom to let in, and call this after the handshake and before anything is
    read or written.
    """
    return _verify(connection, judge, VerifiedPeer)


def verify_certificate(
    connection: ssl.SSLSocket | ssl.SSLObject, judge: TlsServer | TlsClient | None = None
) -> VerifiedCertificate:
    """The same for a peer that an :class:`EdgeVerifier` judges, which has no SPIFFE ID."""
    return _verify(connection, judge, VerifiedCertificate)


def _verify(
    connection: ssl.SSLSocket | ssl.SSLObject, judge: TlsServer | TlsClient | None, kind: type[Verdict]
) -> Verdict:
    if isinstance(connection, _Judged):
        if connection._refusal is not None:
            raise connection._refusal
        if judge is None and isinstance(connection._verdict, TlsError):
            raise connection._verdict
    try:
        return verdict(connection, judge or _context_of(connection)._judge, kind)
    except PeerVerificationError as refusal:
        if isinstance(connection, _Judged):
            connection._verdict = None
            connection._refuse(refusal)
        elif isinstance(connection, ssl.SSLSocket):
            hang_up(connection)
        raise


def _set_up(context: PeerContext, alpn: Sequence[str], tls13_only: bool) -> PeerContext:
    context.minimum_version = ssl.TLSVersion.TLSv1_3 if tls13_only else ssl.TLSVersion.TLSv1_2
    if alpn:
        context.set_alpn_protocols(list(alpn))
    return context


def _context_of(connection: ssl.SSLSocket | ssl.SSLObject) -> PeerContext:
    context = connection.context
    if not isinstance(context, PeerContext):
        message = "the connection is not one of a PeerContext: say who judges it"
        raise TlsError(*fault("tls-peer-unverified", message))
    return context

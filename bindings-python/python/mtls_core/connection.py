"""A TLS session over a socket: the engine judges and encrypts, this module moves the bytes."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

from mtls_core._native import Session, TlsClient, TlsServer, VerifiedCertificate, VerifiedPeer
from mtls_core.errors import TlsError

__all__ = ["Connection"]

_CHUNK = 64 * 1024


def _require(name: str, value: object, kind: type) -> None:
    """Before a socket is opened, which would then be for nothing."""
    if not isinstance(value, kind):
        raise TypeError(f"argument '{name}': a {kind.__name__} is needed, not {type(value).__name__}")


Known = TypeVar("Known")


def _known(ask: Callable[[], Known]) -> Known | TlsError:
    """What the handshake proved, or why it proved nothing of the kind: peers are known in one way or the
    other."""
    try:
        return ask()
    except TlsError as error:
        return error


class Connection:
    """A blocking connection; the handshake is done when the constructor returns.

    When this side refuses the peer or is refused, it raises the :class:`TlsError` that says why, and
    closes the socket. Under TLS 1.3 a client's handshake ends before the server has judged it: the client
    hears of a refusal at its first :meth:`recv`.
    """

    session: Session

    def __init__(self, sock: socket.socket, session: Session) -> None:
        _require("session", session, Session)
        self._socket = sock
        self.session = session
        try:
            self._shake_hands()
            self._peer = _known(lambda: session.peer)
            self._certificate = _known(lambda: session.certificate)
        except BaseException:
            sock.close()
            raise

    def _shake_hands(self) -> None:
        """Within the socket's timeout as a whole: a peer that drips bytes would else go on for ever."""
        timeout = self._socket.gettimeout()
        deadline = None if timeout is None else time.monotonic() + timeout
        self._send()
        while self.session.is_handshaking:
            if deadline is not None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"the handshake took longer than {timeout:g} s")
                self._socket.settimeout(left)
            self._receive()
        self._socket.settimeout(timeout)

    @classmethod
    def connect(
        cls,
        address: tuple[str, int],
        client: TlsClient,
        *,
        server_name: str | None = None,
        timeout: float | None = 30,
    ) -> Self:
        """Opens a TCP connection and shakes hands, each within ``timeout`` seconds, which each later read and
        write have, too. ``server_name`` is the host unless given: it is sent as SNI, and a client with an
        :class:`EdgeVerifier` and no other expectation knows the server by it."""
        _require("client", client, TlsClient)
        sock = socket.create_connection(address, timeout)
        try:
            session = client.session(address[0] if server_name is None else server_name)
        except BaseException:
            sock.close()
            raise
        return cls(sock, session)

    @classmethod
    def accept(cls, listener: socket.socket, server: TlsServer, *, timeout: float | None = 30) -> Self:
        """Takes one TCP connection of a listening socket and shakes hands within ``timeout`` seconds."""
        _require("server", server, TlsServer)
        sock, _ = listener.accept()
        sock.settimeout(timeout)
        return cls(sock, server.session())

    @property
    def peer(self) -> VerifiedPeer:
        """Who is at the other end, as it was verified in the handshake. Raises TlsError where that is
        nobody: with the code `tls-peer-anonymous` where it presented no certificate and need not, with
        `tls-peer-unverified` where it is known by name."""
        if isinstance(self._peer, TlsError):
            raise self._peer
        return self._peer

    @property
    def certificate(self) -> VerifiedCertificate:
        """The same for a peer that an :class:`EdgeVerifier` judged, which has no SPIFFE ID. Raises as
        ``peer``."""
        if isinstance(self._certificate, TlsError):
            raise self._certificate
        return self._certificate

    @property
    def alpn(self) -> str | None:
        """The application protocol that was agreed on; None without one."""
        return self.session.alpn

    def sendall(self, data: bytes) -> None:
        """Sends all of ``data``."""
        for start in range(0, len(data), _CHUNK):
            self.session.write(data[start : start + _CHUNK])
            self._send()

    def recv(self) -> bytes:
        """What the peer sends next, of any length; empty once it has closed."""
        while not (data := self.session.read()):
            if not self._receive():
                break
        return data

    def close(self) -> None:
        """Says goodbye and closes the socket."""
        with self._socket, contextlib.suppress(OSError):
            # The peer may be gone; then there is nobody to say it to.
            self.session.close()
            self._send()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self) -> None:
        if data := self.session.send_tls():
            self._socket.sendall(data)

    def _receive(self) -> bool:
        data = self._socket.recv(_CHUNK)
        try:
            self.session.receive_tls(data)
        except TlsError:
            self._send_alert()
            raise
        self._send()
        return bool(data)

    def _send_alert(self) -> None:
        # The peer may be gone; our own reason matters more.
        with contextlib.suppress(OSError):
            self._send()

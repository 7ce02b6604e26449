"""A SPIFFE agent that says what a test wants: as much of HTTP/2 and gRPC as one call needs."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from mtls_core import IssuedCertificate, TrustBundle

# RFC 9113 section 6 and RFC 7541: frames, and headers that need no table of one's own.
DATA, HEADERS, SETTINGS, PING = 0, 1, 4, 6
ACK = END_STREAM = 1
END_HEADERS = 4
PREFACE = 24
BEGIN = b"\x88\x0f\x10\x10application/grpc"


def literal(name: bytes, value: bytes) -> bytes:
    return b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value


def field(number: int, value: bytes) -> bytes:
    """A field of a protocol buffer that is text, bytes or a message."""
    length, size = b"", len(value)
    while size > 127:
        length, size = length + bytes([size & 127 | 128]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + value


def ders(bundle: TrustBundle) -> bytes:
    return b"".join(authority.der for authority in bundle.authorities)


def svid(issued: IssuedCertificate, bundle: TrustBundle, hint: str = "") -> bytes:
    chain = b"".join(certificate.der for certificate in issued.chain.certificates)
    entry = field(1, str(issued.chain.leaf.spiffe_id).encode())
    entry += field(2, chain) + field(3, issued.key.secret_pkcs8_der()) + field(4, ders(bundle))
    return field(1, entry + (field(5, hint.encode()) if hint else b""))


def federated(bundles: Mapping[str, TrustBundle]) -> bytes:
    named = ((f"spiffe://{name}".encode(), ders(bundle)) for name, bundle in bundles.items())
    return b"".join(field(3, field(1, name) + field(2, bundle)) for name, bundle in named)


class Agent:
    """Answers every call with what it was last told to, and once more whenever that changes."""

    def __init__(self, path: Path, answer: bytes | None) -> None:
        self.address = f"unix://{path}"
        self._answer = answer
        self._lock = threading.Lock()
        self._calls: list[tuple[socket.socket, int]] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def say(self, answer: bytes | None) -> None:
        """None denies an identity."""
        with self._lock:
            self._answer = answer
            calls, self._calls = self._calls, []
            for call in calls:
                self._reply(*call, begin=False)

    def _reply(self, sock: socket.socket, stream: int, begin: bool) -> None:
        try:
            if self._answer is None:
                denied = literal(b"grpc-status", b"7") + literal(b"grpc-message", b"no identity issued")
                flags = END_HEADERS | END_STREAM
                send(sock, HEADERS, flags, stream, (BEGIN if begin else b"") + denied)
                return
            if begin:
                send(sock, HEADERS, END_HEADERS, stream, BEGIN)
            send(sock, DATA, 0, stream, b"\0" + struct.pack(">I", len(self._answer)) + self._answer)
            self._calls.append((sock, stream))
        except OSError:
            sock.close()

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(sock,), daemon=True).start()

    def _talk(self, sock: socket.socket) -> None:
        with sock, sock.makefile("rb") as wire:
            wire.read(PREFACE)
            send(sock, SETTINGS, 0, 0, b"")
            while len(head := wire.read(9)) == 9:
                length, kind, flags, stream = struct.unpack(">I", b"\0" + head[:3])[0], *head[3:5], head[5:]
                payload = wire.read(length)
                with self._lock:
                    if kind in (SETTINGS, PING) and not flags & ACK:
                        send(sock, kind, ACK, 0, payload if kind == PING else b"")
                    elif kind == HEADERS:
                        self._reply(sock, int.from_bytes(stream), begin=True)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for sock, _ in self._calls:
                with contextlib.suppress(OSError):  # the other end may have left
                    sock.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def send(sock: socket.socket, kind: int, flags: int, stream: int, payload: bytes) -> None:
    head = struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream)
    sock.sendall(head + payload)

"""HTTPS servers on loopback, for the tests of the live probe and of the inspection."""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from mtls_core import CertificateAuthority, TlsIdentity

HOST = "shop.example"


class Page(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    http3 = False

    def setup(self) -> None:
        if isinstance(self.request, ssl.SSLSocket):
            self.request.settimeout(20)
            self.request.do_handshake()
        super().setup()

    def do_GET(self) -> None:
        self.send_response(301 if self.path == "/old" else 200)
        if self.path == "/old":
            self.send_header("Location", f"https://{HOST}/new")
        if self.http3:
            self.send_header("Alt-Svc", f'h3=":{self.connection.getsockname()[1]}"')
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass


def edge_of(ca: CertificateAuthority) -> TlsIdentity:
    issued = ca.client("edge")
    return TlsIdentity(issued.chain, issued.key)


def write(ca: CertificateAuthority, folder: Path) -> None:
    """The CA of the clients, and a certificate for the host under it."""
    issued = ca.server([HOST])
    (folder / "ca.pem").write_text(ca.certificate.to_pem())
    (folder / "chain.pem").write_text(issued.chain.to_pem())
    (folder / "key.pem").unlink(missing_ok=True)
    issued.key.write_pem(folder / "key.pem")


def context(ca: CertificateAuthority, folder: Path, mode: ssl.VerifyMode) -> ssl.SSLContext:
    write(ca, folder)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(folder / "chain.pem", folder / "key.pem")
    made.load_verify_locations(folder / "ca.pem")
    made.set_alpn_protocols(["http/1.1"])
    made.verify_mode = mode
    return made


@contextlib.contextmanager
def serving(tls: ssl.SSLContext | None, *, http3: bool = False) -> Iterator[str]:
    """The address of a server, which may say that it speaks HTTP/3 too."""
    page = type("PageOfThis", (Page,), {"http3": http3})
    with Server(("127.0.0.1", 0), page) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def taking_any_certificate(ca: CertificateAuthority, folder: Path) -> Iterator[str]:
    """OpenSSL's server, which wants a certificate and goes on when it is a bad one."""
    write(ca, folder)
    command = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-Verify", "1"]
    command += ["-cert", "chain.pem", "-key", "key.pem", "-CAfile", "ca.pem"]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            yield next(line.split()[1] for line in server.stdout if line.startswith("ACCEPT "))
        finally:
            server.kill()


@contextlib.contextmanager
def silent() -> Iterator[str]:
    """The address of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def fields(record: dict[str, Any]) -> list[str]:
    return sorted(record)

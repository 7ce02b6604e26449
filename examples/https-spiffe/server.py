"""An HTTPS server of Python's own that knows its callers by SPIFFE ID.

`python server.py DIR [NAME] [SECONDS]` ends when nobody has called for so many seconds.
"""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from typing import Any

from mtls_core import CertificateChain, ChainVerifier, IdentityPattern, PrivateKey, TlsIdentity, TrustBundle
from mtls_core.ssl import PeerContext, PeerSocket, PeerVerificationError, server_context


def context_of(folder: Path, name: str) -> PeerContext:
    domains = ["shop.example", "partner.example"]
    bundles = [TrustBundle.from_pem(one, (folder / f"{one}.pem").read_text()) for one in domains]
    return server_context(
        TlsIdentity(
            CertificateChain((folder / f"{name}.pem").read_text()),
            PrivateKey((folder / f"{name}.key").read_text()),
        ),
        ChainVerifier(bundles),
        authorize=IdentityPattern.path_prefix("shop.example", "/ns/web"),
    )


class Greeter(BaseHTTPRequestHandler):
    connection: PeerSocket

    def do_GET(self) -> None:
        body = f"hello {self.connection.peer.spiffe_id}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        print("let in", self.connection.peer.spiffe_id, flush=True)


class Server(ThreadingHTTPServer):
    """Shakes hands in the thread of the request: who stalls there keeps nobody else waiting."""

    open = True

    def __init__(self, context: PeerContext, seconds: float) -> None:
        super().__init__(("127.0.0.1", 0), Greeter)
        self.context, self.timeout = context, seconds

    def get_request(self) -> tuple[socket, Any]:
        plain, address = self.socket.accept()
        plain.settimeout(10)
        return self.context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def finish_request(self, request: Any, client_address: Any) -> None:
        try:
            request.do_handshake()
        except OSError as refusal:
            reason = refusal.code if isinstance(refusal, PeerVerificationError) else "by OpenSSL"
            print("refused", reason, flush=True)
            return
        super().finish_request(request, client_address)

    def handle_timeout(self) -> None:
        self.open = False


def main(folder: str, name: str = "till", seconds: str = "10") -> None:
    with Server(context_of(Path(folder), name), float(seconds)) as server:
        print(f"https://127.0.0.1:{server.server_port}", flush=True)
        while server.open:
            server.handle_request()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Step 3: a server and two clients over sockets, driven through the session without I/O."""

import socket
import threading
from collections.abc import Callable

from material import Material
from mtls_core import ChainVerifier, MtlsError, Session, TlsClient, TlsIdentity, TlsServer, TrustBundle


def pump(session: Session, sock: socket.socket, done: Callable[[], bool]) -> None:
    """Moves bytes between socket and session until ``done``; a refusal still sends its alert."""
    while True:
        sock.sendall(session.send_tls())
        if done():
            return
        data = sock.recv(16384)
        try:
            session.receive_tls(data)
        except MtlsError:
            sock.sendall(session.send_tls())
            raise
        if not data:
            raise ConnectionError("the peer closed the connection")


def serve(server: TlsServer, listener: socket.socket, log: list[str]) -> None:
    """Serves two connections, and notes who came."""
    for _ in range(2):
        sock, _address = listener.accept()
        with sock:
            sock.settimeout(10)
            session = server.session()
            try:
                pump(session, sock, lambda session=session: not session.is_handshaking)  # type: ignore[misc]
                peer = session.peer.spiffe_id
                session.write(f"hello {peer}".encode())
                session.close()
                sock.sendall(session.send_tls())
                log.append(f"served {peer}")
            except MtlsError as refused:
                log.append(f"refused [{refused.code}] {refused}")


def call(client: TlsClient, address: tuple[str, int]) -> str:
    """Asks the server who we are."""
    with socket.create_connection(address, timeout=10) as sock:
        session = client.session("checkout.shop.svc")
        answer = bytearray()

        def answered() -> bool:
            answer.extend(session.read())
            return bool(answer)

        pump(session, sock, answered)
        return answer.decode()


def run(material: Material) -> None:
    """A server on loopback lets one workload in by its SPIFFE ID, and not the other."""
    base = "spiffe://mesh.example/ns/shop/sa"
    verifier = ChainVerifier([TrustBundle("mesh.example", [material.root.certificate])])

    def identity(name: str) -> TlsIdentity:
        issued = material.good[name]
        return TlsIdentity(issued.chain, issued.key)

    server = TlsServer(identity("checkout"), verifier, expect_peer=f"{base}/cart")
    log: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=serve, args=(server, listener, log), daemon=True)
        serving.start()
        for name in ("cart", "intruder"):
            client = TlsClient(identity(name), verifier, expect_peer=f"{base}/checkout")
            try:
                answer = call(client, listener.getsockname()[:2])
            except MtlsError as refused:
                answer = f"refused ({refused})"
            print(f"  client {base}/{name}: {answer}")
        serving.join(30)
    for line in log:
        print(f"  server log: {line}")
    if not (len(log) == 2 and log[0] == f"served {base}/cart" and "tls-peer-not-authorized" in log[1]):
        raise SystemExit(f"the handshakes did not end as they should: {log}")

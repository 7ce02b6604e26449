"""The main job in Python: the same verdicts as the Rust program, and a handshake of its own.

``story.py OUT`` judges OUT/cases.json, writes OUT/verdicts-python.json and lets two workloads talk;
with a second argument (the user's own certificates) it judges alone.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mtls_core import (
    BundleSet,
    CertificateAuthority,
    ChainVerifier,
    IssuedCertificate,
    MtlsError,
    Session,
    TlsClient,
    TlsIdentity,
    TlsServer,
    TrustBundle,
    VerificationError,
)


def judge(case: dict[str, Any]) -> dict[str, Any]:
    """The verdict on one case, in the form that the three languages share."""
    bundles = BundleSet([TrustBundle.from_pem(name, pem) for name, pem in case["bundles"].items()])
    try:
        peer = ChainVerifier(bundles).verify(case["chain"], case["at"])
    except VerificationError as refused:
        return {
            "name": case["name"],
            "accepted": False,
            "code": refused.code,
            "findings": refused.findings,
        }
    return {
        "name": case["name"],
        "accepted": True,
        "spiffe_id": str(peer.spiffe_id),
        "findings": peer.warnings,
    }


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
                session.write(f"hello {session.peer}".encode())
                session.close()
                sock.sendall(session.send_tls())
                log.append(f"served {session.peer}")
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


def handshake() -> None:
    """A server on loopback lets one workload in by its SPIFFE ID, and not the other."""
    root = CertificateAuthority.root("Example Root", trust_domain="mesh.example")
    cluster = root.intermediate("cluster-a")
    base = "spiffe://mesh.example/ns/shop/sa"
    svids = {name: cluster.svid(f"{base}/{name}") for name in ("checkout", "cart", "intruder")}
    verifier = ChainVerifier(BundleSet([TrustBundle("mesh.example", [root.certificate])]))

    def identity(issued: IssuedCertificate) -> TlsIdentity:
        return TlsIdentity(issued.chain, issued.key)

    server = TlsServer(identity(svids["checkout"]), verifier, expect_peer=f"{base}/cart")
    log: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=serve, args=(server, listener, log))
        serving.start()
        for name in ("cart", "intruder"):
            client = TlsClient(identity(svids[name]), verifier, expect_peer=f"{base}/checkout")
            try:
                answer = call(client, listener.getsockname()[:2])
            except MtlsError as refused:
                answer = f"refused ({refused})"
            print(f"  client {base}/{name}: {answer}")
        serving.join()
    for line in log:
        print(f"  server log: {line}")
    if not (log[0] == f"served {base}/cart" and "tls-peer-not-authorized" in log[1]):
        raise SystemExit(f"the handshakes did not end as they should: {log}")


def main(out: Path, *, own_certificates: bool) -> None:
    cases = json.loads((out / "cases.json").read_text(encoding="utf-8"))
    verdicts = [judge(case) for case in cases]
    print("\nPython\n------")
    for verdict in verdicts:
        print(f"  {verdict['name']}: {verdict.get('code', 'accepted')}")
    text = json.dumps(verdicts, indent=2, ensure_ascii=False)
    (out / "verdicts-python.json").write_text(text + "\n", encoding="utf-8")
    if not own_certificates:
        handshake()


if __name__ == "__main__":
    main(Path(sys.argv[1]), own_certificates=len(sys.argv) > 2)

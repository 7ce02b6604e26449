"""TLS from Python: sessions in memory, over loopback, and against Python's own `ssl`."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mtls_core import (
    BundleSet,
    CertificateAuthority,
    CertificateChain,
    ChainVerifier,
    Connection,
    DistrustList,
    EdgeVerifier,
    IdentityPattern,
    PrivateKey,
    Session,
    SpiffeId,
    TlsClient,
    TlsError,
    TlsIdentity,
    TlsServer,
    TrustAnchors,
    TrustBundle,
)
from vectors import Args, Case, briefs, bundles_of, cases, check, unpem

CART = SpiffeId("spiffe://a.example/ns/shop/sa/cart")
TILL = SpiffeId("spiffe://a.example/ns/shop/sa/till")


End = TypeVar("End", TlsClient, TlsServer)


def identity_of(side: Mapping[str, Any]) -> TlsIdentity:
    return TlsIdentity(CertificateChain.from_pem("".join(side["chain"])), PrivateKey.from_pem(side["key"]))


def end_of(kind: type[End], side: Mapping[str, Any]) -> End:
    """A client or a server as the side says."""
    named = ("allow_any_verified_peer", "alpn", "expect_name", "expect_peer", "peer_optional", "tls13_only")
    options = {key: side[key] for key in named if key in side}
    if "authorize" in side:
        options["authorize"] = IdentityPattern(json.dumps(side["authorize"]))
    if "anchors" in side:
        anchors = TrustAnchors.from_pem("".join(side["anchors"]))
        edge = EdgeVerifier(anchors, profile=side["profile"])
        return kind(identity_of(side), edge, **options)
    judged_by = {key: side[key] for key in ("profile", "crls") if key in side}
    if "distrust" in side:
        judged_by["distrust"] = DistrustList.from_json(json.dumps(side["distrust"]))
    verifier = ChainVerifier(bundles_of(side["bundles"]), **judged_by)
    return kind(identity_of(side), verifier, **options)


def pair_of(args: Args) -> tuple[Session, Session]:
    client = end_of(TlsClient, args["client"]).session(args.get("host", "localhost"))
    return client, end_of(TlsServer, args["server"]).session()


def to_the_end(sessions: tuple[Session, Session]) -> list[TlsError | None]:
    """Moves bytes until both are silent; gives the failure of each, if it failed."""
    failures: list[TlsError | None] = [None, None]
    silent = False
    while not silent:
        silent = True
        for sender, receiver in ((0, 1), (1, 0)):
            data = sessions[sender].send_tls()
            if not data or failures[receiver] is not None:
                continue
            silent = False
            try:
                sessions[receiver].receive_tls(data)
            except TlsError as error:
                failures[receiver] = error
    return failures


def known(session: Session) -> dict[str, object]:
    """Who the peer is, by ID or by name, or why it is nobody."""
    try:
        return {"peer": session.peer.spiffe_id, "alpn": session.alpn}
    except TlsError as nobody:
        try:
            return {"certificate": session.certificate.name, "alpn": session.alpn}
        except TlsError as error:
            assert error.code == nobody.code
            return {"unknown": error.code}


def told(session: Session, error: TlsError | None) -> dict[str, object]:
    """What a side says of the other."""
    if error is None:
        return {**known(session), "version": session.version}
    if error.code == "tls-alert-received":
        return {"error": error.code, "alert": str(error).rsplit(" ", 1)[-1]}
    refused = session.refused
    presented = {} if refused is None else {"presented": len(refused.chain)}
    return {"error": error.code, "findings": briefs(error.findings), **presented}


def handshake(args: Args) -> dict[str, object]:
    client, server = sessions = pair_of(args)
    failures = to_the_end(sessions)
    return {"client": told(client, failures[0]), "server": told(server, failures[1])}


def met(args: Args) -> Session:
    """The server's side, after a handshake if there is a client."""
    if "client" not in args.values:
        return end_of(TlsServer, args["server"]).session()
    sessions = pair_of(args)
    assert to_the_end(sessions) == [None, None]
    return sessions[1]


def anonymous(args: Args) -> dict[str, object]:
    """What a server says of a client of Python's own that presents nothing."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    context = ssl.create_default_context(cadata=args["root"])
    client = context.wrap_bio(back, there, server_hostname=args["host"])
    server = end_of(TlsServer, args["server"]).session()
    while server.is_handshaking:
        with contextlib.suppress(ssl.SSLWantReadError):
            client.do_handshake()
        try:
            server.receive_tls(there.read())
        except TlsError as error:
            return told(server, error)
        back.write(server.send_tls())
    return told(server, None)


def judged(args: Args) -> object:
    return end_of(TlsServer, args["side"]).judge_certificate(ders(args), args["at"]).name


def judged_server(args: Args) -> object:
    judge = end_of(TlsClient, args["side"])
    return judge.judge_certificate(ders(args), args["server_name"], args["at"]).name


def ders(args: Args) -> list[bytes]:
    return [unpem(text) for text in args["chain"]]


def described(identity: TlsIdentity) -> dict[str, object]:
    return {"spiffe_id": identity.spiffe_id, "length": len(identity.chain.certificates)}


def client_session(args: Args) -> dict[str, object]:
    return {"handshaking": end_of(TlsClient, args["client"]).session(args["server_name"]).is_handshaking}


def received(args: Args) -> dict[str, object]:
    if "server" in args.values:
        session = end_of(TlsServer, args["server"]).session()
    else:
        session = end_of(TlsClient, args["client"]).session("localhost")
    data = args.data("bytes")
    assert isinstance(data, bytes)
    session.receive_tls(data)
    return {"handshaking": session.is_handshaking}


def written(args: Args) -> dict[str, object]:
    client, server = sessions = pair_of(args)
    if not args.get("early"):
        assert to_the_end(sessions) == [None, None]
    if args.get("closed"):
        client.close()
    client.write(b"x" * args["length"])
    data, count = client.send_tls(), 0
    for start in range(0, len(data), 1 << 16):
        server.receive_tls(data[start : start + (1 << 16)])
        count += len(server.read())
    return {"received": count}


OPERATIONS = {
    "tls_identity.new": lambda args: described(identity_of(args.values)),
    "tls_server.new": lambda args: isinstance(end_of(TlsServer, args["side"]), TlsServer),
    "tls_client.new": lambda args: isinstance(end_of(TlsClient, args["side"]), TlsClient),
    "tls_client.session": client_session,
    "tls.handshake": handshake,
    "session.receive_tls": received,
    "session.write": written,
    "session.peer": lambda args: met(args).peer.spiffe_id,
    "session.certificate": lambda args: met(args).certificate.name,
    "tls.anonymous": anonymous,
    "tls_server.judge": lambda args: end_of(TlsServer, args["side"]).judge(ders(args), args["at"]).spiffe_id,
    "tls_server.judge_certificate": judged,
    "tls_client.judge_certificate": judged_server,
}


@pytest.mark.parametrize("case", cases("tls"), ids=lambda case: case.name)
def test_vectors(case: Case) -> None:
    check(case, OPERATIONS, TlsError)


class World:
    """A root, its verifier, and identities under it."""

    def __init__(self) -> None:
        self.root = CertificateAuthority.root("Root A", trust_domain="a.example")
        self.verifier = ChainVerifier(BundleSet([TrustBundle("a.example", [self.root.certificate])]))

    def identity(self, id: SpiffeId) -> TlsIdentity:
        svid = self.root.svid(id, dns_names=["localhost"])
        return TlsIdentity(svid.chain, svid.key)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def shake(client: Session, server: Session) -> None:
    for _ in range(10):
        for sender, receiver in ((client, server), (server, client)):
            if data := sender.send_tls():
                receiver.receive_tls(data)
        if not (client.is_handshaking or server.is_handshaking):
            return


def test_two_sessions_know_each_other(world: World) -> None:
    server = TlsServer(
        world.identity(TILL), world.verifier, expect_peer=CART, alpn=["h2", "http/1.1"]
    ).session()
    client = TlsClient(
        world.identity(CART), world.verifier, expect_peer=str(TILL), alpn=["http/1.1"], tls13_only=True
    ).session("localhost")
    for early in (lambda: client.peer, lambda: client.write(b"too early")):
        with pytest.raises(TlsError) as refusal:
            early()
        assert refusal.value.code == "tls-handshake-not-done"
    shake(client, server)
    assert (client.peer.spiffe_id, server.peer.spiffe_id) == (TILL, CART)
    assert (client.peer.purpose, server.peer.purpose) == ("server", "client")
    assert server.peer.authority == world.root.certificate
    assert len(server.peer.path) == 1
    assert client.alpn == server.alpn == "http/1.1"
    assert client.version == "TLSv1.3"
    client.write(b"one")
    client.write(bytearray(b" two"))
    server.receive_tls(client.send_tls())
    assert server.read() == b"one two"
    assert server.read() == b""
    client.close()
    server.receive_tls(client.send_tls())
    assert str(TILL) in repr(client)


def pair(world: World) -> tuple[Session, Session]:
    server = TlsServer(world.identity(TILL), world.verifier, expect_peer=CART).session()
    client = TlsClient(world.identity(CART), world.verifier, expect_peer=TILL).session("localhost")
    shake(client, server)
    return client, server


def test_nothing_is_sent_after_the_goodbye(world: World) -> None:
    client, server = pair(world)
    client.write(b"last words")
    client.close()
    with pytest.raises(TlsError) as refusal:
        client.write(b"never sent")
    assert refusal.value.code == "tls-closed"
    server.receive_tls(client.send_tls())
    assert server.read() == b"last words"


def test_what_a_full_session_refuses_is_given_again(world: World) -> None:
    client, server = pair(world)
    sent = bytes(i % 251 for i in range(1 << 20))
    wire = b""
    for _ in range(3):
        client.write(sent)
        with pytest.raises(TlsError) as full:
            client.write(b"x")
        assert full.value.code == "tls-buffer-full"
        wire += client.send_tls()
    received, refused = b"", 0
    for start in range(0, len(wire), 700_001):
        part = wire[start : start + 700_001]
        try:
            server.receive_tls(part)
        except TlsError as error:
            assert error.code == "tls-buffer-full"
            refused += 1
            received += server.read()
            server.receive_tls(part)
    received += server.read()
    assert refused
    assert received == 3 * sent


def test_a_stranger_is_refused_with_the_reason(world: World) -> None:
    server = TlsServer(world.identity(TILL), world.verifier, authorize=IdentityPattern.exact(CART)).session()
    client = TlsClient(world.identity(TILL), world.verifier, allow_any_verified_peer=True).session(
        "localhost"
    )
    server.receive_tls(client.send_tls())
    client.receive_tls(server.send_tls())
    with pytest.raises(TlsError) as refusal:
        server.receive_tls(client.send_tls())
    assert refusal.value.code == "tls-peer-not-authorized"
    assert str(TILL) in str(refusal.value)
    refused = server.refused
    assert refused is not None
    assert type(refused.error) is TlsError
    assert refused.error.code == refusal.value.code
    assert refused.purpose == "client"
    assert world.verifier.explain(refused.chain, refused.at, purpose=refused.purpose).accepted
    with pytest.raises(TlsError) as alert:
        client.receive_tls(server.send_tls())
    assert alert.value.code == "tls-alert-received"


def test_a_foreign_root_is_refused_with_its_findings(world: World) -> None:
    stranger = World()
    server = TlsServer(world.identity(TILL), world.verifier, allow_any_verified_peer=True).session()
    client = TlsClient(stranger.identity(CART), world.verifier, allow_any_verified_peer=True).session(
        "localhost"
    )
    server.receive_tls(client.send_tls())
    client.receive_tls(server.send_tls())
    with pytest.raises(TlsError) as refusal:
        server.receive_tls(client.send_tls())
    assert refusal.value.code == "tls-peer-rejected"
    assert len(refusal.value.findings) > 1


def test_set_ups_that_decide_nothing_are_refused(world: World) -> None:
    identity = world.identity(CART)
    for side in (TlsServer, TlsClient):
        with pytest.raises(TlsError) as refusal:
            side(identity, world.verifier)
        assert refusal.value.code == "tls-peers-not-named"
        with pytest.raises(TypeError):
            side(identity, world.verifier, expect_peer=CART, allow_any_verified_peer=True)
    one, other = world.root.svid(CART), world.root.svid(CART)
    with pytest.raises(TlsError) as mismatch:
        TlsIdentity(one.chain, other.key)
    assert mismatch.value.code == "tls-key-mismatch"
    client = TlsClient(identity, world.verifier, expect_peer=CART)
    with pytest.raises(TlsError):
        client.session("not a name")
    secret = one.key.secret_pkcs8_pem().splitlines()[1]
    assert secret not in repr(TlsIdentity(one.chain, one.key))


@pytest.mark.parametrize("noise", [b"\x00", b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 70_000])
def test_noise_on_the_wire_ends_the_session(world: World, noise: bytes) -> None:
    session = TlsServer(world.identity(TILL), world.verifier, expect_peer=CART).session()

    def receive() -> None:
        session.receive_tls(noise)
        session.receive_tls(b"")  # and then the wire is closed

    for again in (receive, receive, lambda: session.peer, lambda: session.write(b"x")):
        with pytest.raises(TlsError):
            again()


def serve(handle: Callable[[socket.socket], None]) -> tuple[tuple[str, int], threading.Thread]:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)

    def run() -> None:
        with listener:
            handle(listener)

    thread = threading.Thread(target=run)
    thread.start()
    address: tuple[str, int] = listener.getsockname()
    return address, thread


def test_a_real_connection_over_loopback(world: World) -> None:
    server = TlsServer(world.identity(TILL), world.verifier, expect_peer=CART)
    seen: list[object] = []

    def handle(listener: socket.socket) -> None:
        with Connection.accept(listener, server) as connection:
            data = b""
            while len(data) < 300_000:
                data += connection.recv()
            seen.extend([connection.peer.spiffe_id, len(data)])
            connection.sendall(b"thanks")
        try:
            Connection.accept(listener, server)
        except TlsError as error:
            seen.append(error.code)

    address, thread = serve(handle)
    client = TlsClient(world.identity(CART), world.verifier, expect_peer=TILL)
    with Connection.connect(address, client) as connection:
        assert connection.peer.spiffe_id == TILL
        connection.sendall(b"x" * 300_000)
        assert connection.recv() == b"thanks"
        assert connection.recv() == b""
    stranger = TlsClient(world.identity(TILL), world.verifier, expect_peer=TILL)
    with pytest.raises(TlsError), Connection.connect(address, stranger) as connection:
        connection.recv()
    thread.join()
    assert seen == [CART, 300_000, "tls-peer-not-authorized"]


def test_a_client_that_drips_is_given_up_on_in_time(world: World) -> None:
    server = TlsServer(world.identity(TILL), world.verifier, expect_peer=CART)
    given_up = threading.Event()

    def handle(listener: socket.socket) -> None:
        with pytest.raises(TimeoutError):
            Connection.accept(listener, server, timeout=1)
        given_up.set()

    address, thread = serve(handle)
    hello = TlsClient(world.identity(CART), world.verifier, expect_peer=TILL).session("till").send_tls()
    with socket.create_connection(address, 20) as drip, contextlib.suppress(OSError):
        # A byte every tenth of a second, so that no single read is ever late.
        for byte in hello:
            drip.sendall(bytes([byte]))
            if given_up.wait(0.1):
                break
    assert given_up.is_set()
    thread.join()


def test_pythons_ssl_is_let_in_by_its_spiffe_id(world: World, tmp_path: Path) -> None:
    svid = world.root.svid(CART)
    (tmp_path / "cart.pem").write_text(svid.chain.to_pem())
    svid.key.write_pem(tmp_path / "cart.key")
    context = ssl.create_default_context(cadata=world.root.certificate.to_pem())
    context.load_cert_chain(tmp_path / "cart.pem", tmp_path / "cart.key")
    server = TlsServer(world.identity(TILL), world.verifier, expect_peer=CART)
    peers: list[SpiffeId] = []

    def handle(listener: socket.socket) -> None:
        with Connection.accept(listener, server) as connection:
            peers.append(connection.peer.spiffe_id)
            connection.sendall(connection.recv())

    address, thread = serve(handle)
    with (
        socket.create_connection(address, 20) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as connection,
    ):
        connection.sendall(b"hello")
        assert connection.recv(100) == b"hello"
        peer = connection.getpeercert()
        assert peer is not None
        assert ("URI", str(TILL)) in peer["subjectAltName"]
    thread.join()
    assert peers == [CART]

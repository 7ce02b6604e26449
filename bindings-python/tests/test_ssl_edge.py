"""`mtls_core.ssl` with peers that are known by name, clients that are nobody, identities that change."""

from __future__ import annotations

import asyncio
import errno
import gc
import socket
import ssl
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from mtls_core import (
    CertificateAuthority,
    CertificateChain,
    ChainVerifier,
    EdgeVerifier,
    IdentitySource,
    IssuedCertificate,
    LiveIdentity,
    PrivateKey,
    TlsClient,
    TlsError,
    TlsIdentity,
    TlsServer,
    TrustBundle,
)
from mtls_core.ssl import (
    PeerContext,
    PeerObject,
    PeerSocket,
    PeerVerificationError,
    client_context,
    server_context,
    verify_certificate,
    verify_peer,
)

CART = "spiffe://a.example/ns/shop/sa/cart"
TILL = "spiffe://a.example/ns/shop/sa/till"
VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


def presented(issued: IssuedCertificate) -> TlsIdentity:
    return TlsIdentity(issued.chain, issued.key)


class World:
    mesh = CertificateAuthority.root("Mesh", trust_domain="a.example")
    public = CertificateAuthority.root("Public")
    cdn = CertificateAuthority.root("CDN")
    impostor = CertificateAuthority.root("CDN")
    shop = presented(public.server(["shop.example", "127.0.0.1"]))
    edge = presented(cdn.client("edge", dns_names=["edge.example"]))
    cart, till = presented(mesh.svid(CART)), presented(mesh.svid(TILL))
    of_mesh = ChainVerifier([TrustBundle("a.example", [mesh.certificate])])
    of_clients = EdgeVerifier([cdn.certificate], profile="edge-client")
    of_servers = EdgeVerifier([public.certificate], profile="server")

    def origin(self, **options: Any) -> PeerContext:
        return server_context(self.shop, self.of_clients, expect_name="edge.example", **options)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(params=VERSIONS, ids=["TLSv1.2", "TLSv1.3"])
def version(request: pytest.FixtureRequest) -> ssl.TLSVersion:
    found: ssl.TLSVersion = request.param
    return found


@contextmanager
def serving(context: ssl.SSLContext, connections: int) -> Iterator[tuple[tuple[str, int], list[object]]]:
    """Takes that many connections; the list has for each the socket's verdicts, or the error."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)
    outcomes: list[object] = []

    def run() -> None:
        for _ in range(connections):
            sock, _ = listener.accept()
            sock.settimeout(20)
            try:
                with context.wrap_socket(sock, server_side=True) as wrapped:
                    assert isinstance(wrapped, PeerSocket)
                    wrapped.sendall(b"hello")
                    outcomes.append(known(wrapped))
            except (OSError, ValueError) as error:
                outcomes.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield listener.getsockname(), outcomes
    finally:
        thread.join(30)
        listener.close()
    assert not thread.is_alive()


def known(connection: PeerSocket | PeerObject) -> object:
    """The SPIFFE ID, the name, or why there is neither."""
    codes = []
    asked: list[Callable[[], object]] = [
        lambda: str(connection.peer.spiffe_id),
        lambda: connection.certificate.name,
    ]
    for ask in asked:
        try:
            return ask()
        except TlsError as error:
            codes.append(error.code)
    return codes


def code_of(outcome: object) -> str:
    assert isinstance(outcome, PeerVerificationError), outcome
    return outcome.code


def ask(address: tuple[str, int], context: ssl.SSLContext, host: str | None = "shop.example") -> Any:
    sock = socket.create_connection(address, 20)
    try:
        sock = context.wrap_socket(sock, server_hostname=host)
        if sock.recv(100) != b"hello":
            raise ConnectionResetError
    except BaseException:
        sock.close()
        raise
    return sock


def turned_away(address: tuple[str, int], context: ssl.SSLContext) -> None:
    with suppress(OSError), ask(address, context):
        raise AssertionError("it was let in")


def test_the_edge_over_pythons_own_stack(world: World, version: ssl.TLSVersion) -> None:
    refused: list[str] = []
    origin = world.origin(on_refusal=lambda refusal: refused.append(refusal.code))
    origin.maximum_version = version
    pull = client_context(world.edge, world.of_servers)
    other = client_context(presented(world.cdn.client("x", dns_names=["x.example"])), world.of_servers)
    forged = client_context(
        presented(world.impostor.client("edge", dns_names=["edge.example"])), world.of_servers
    )
    with serving(origin, 4) as (address, outcomes):
        with ask(address, pull) as sock:
            assert known(sock) == "shop.example"
            with pytest.raises(TlsError) as unverified:
                _ = sock.peer
            assert unverified.value.code == "tls-peer-unverified"
            assert verify_certificate(sock) == sock.certificate
            with pytest.raises(TlsError) as mismatch:
                verify_peer(sock)
            assert mismatch.value.code == "tls-verifier-mismatch"
            assert verify_certificate(sock).name == "shop.example", "the question has closed nothing"
        with ask(address, pull, "127.0.0.1") as sock:
            assert known(sock) == "127.0.0.1"
        turned_away(address, other)
        turned_away(address, forged)
    assert outcomes[:2] == ["edge.example"] * 2
    assert code_of(outcomes[2]) == "tls-peer-rejected"
    assert isinstance(outcomes[3], ssl.SSLError)
    assert refused == ["tls-peer-rejected"], "OpenSSL knows the other authority to be none"


@pytest.mark.parametrize(
    ("host", "options", "good"),
    [
        ("shop.example", {}, True),
        ("other.example", {}, False),
        ("other.example", {"expect_name": "shop.example"}, True),
        (None, {"expect_name": "shop.example"}, True),
        ("shop.example", {"expect_name": "other.example"}, False),
        (None, {"allow_any_verified_peer": True}, True),
    ],
)
def test_a_client_goes_by_the_host(
    world: World, host: str | None, options: dict[str, Any], good: bool
) -> None:
    pull = client_context(world.edge, world.of_servers, **options)
    with serving(world.origin(), 1) as (address, _):
        if good:
            ask(address, pull, host).close()
        else:
            with pytest.raises(PeerVerificationError) as refusal:
                ask(address, pull, host)
            assert refusal.value.code == "tls-peer-rejected"
            assert refusal.value.findings[1]["rule"] == "peer-name-mismatch"


def test_a_client_that_goes_by_the_host_needs_one(world: World) -> None:
    pull = client_context(world.edge, world.of_servers)
    with pytest.raises(ValueError, match="server_hostname is needed"):
        pull.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())
    with socket.socket() as sock, pytest.raises(ValueError, match="server_hostname is needed"):
        pull.wrap_socket(sock)


def test_asyncio_goes_by_the_host(world: World) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(writer.get_extra_info("ssl_object").certificate.name.encode())
        writer.close()

    async def story() -> None:
        pull = client_context(world.edge, world.of_servers)
        async with await asyncio.start_server(greet, "127.0.0.1", 0, ssl=world.origin()) as server:
            host, port = server.sockets[0].getsockname()
            reader, writer = await asyncio.open_connection(host, port, ssl=pull)
            assert await reader.read(100) == b"edge.example"
            assert writer.get_extra_info("ssl_object").certificate.name == host
            writer.close()
            with pytest.raises(PeerVerificationError):
                await asyncio.open_connection(host, port, ssl=pull, server_hostname="other.example")

    asyncio.run(story())


def test_a_context_of_ones_own_is_judged_by_name(world: World, tmp_path: Path) -> None:
    pull = ssl.create_default_context(cadata=world.public.certificate.to_pem())
    world.edge.key.write_pem(tmp_path / "key.pem")
    (tmp_path / "chain.pem").write_text(world.edge.chain.to_pem())
    pull.load_cert_chain(tmp_path / "chain.pem", tmp_path / "key.pem")
    judge = TlsClient(world.edge, world.of_servers)
    with serving(world.origin(), 2) as (address, outcomes):
        with ask(address, pull) as sock:
            assert verify_certificate(sock, judge).name == "shop.example"
        with ask(address, pull) as sock:
            other = TlsClient(world.edge, world.of_servers, expect_name="other.example")
            with pytest.raises(PeerVerificationError):
                verify_certificate(sock, other)
            assert sock.fileno() == -1
    assert outcomes == ["edge.example"] * 2


def test_a_client_may_be_nobody(world: World, version: ssl.TLSVersion) -> None:
    server = server_context(world.shop, world.of_mesh, expect_peer=CART, peer_optional=True)
    server.maximum_version = version
    nobody = ssl.create_default_context(cadata=world.public.certificate.to_pem())
    cart, till = (client_context(one, world.of_servers) for one in (world.cart, world.till))
    with serving(server, 4) as (address, outcomes):
        ask(address, nobody).close()
        ask(address, cart).close()
        turned_away(address, till)
        turned_away(address, client_context(world.edge, world.of_servers))
    assert outcomes[:2] == [["tls-peer-anonymous"] * 2, CART]
    assert code_of(outcomes[2]) == "tls-peer-not-authorized"
    assert isinstance(outcomes[3], ssl.SSLError)
    with serving(server_context(world.shop, world.of_mesh, expect_peer=CART), 1) as (address, outcomes):
        turned_away(address, nobody)
    assert isinstance(outcomes[0], ssl.SSLError)


def test_nobody_is_asked_about_again(world: World) -> None:
    server = server_context(world.shop, world.of_mesh, expect_peer=CART, peer_optional=True)
    nobody = ssl.create_default_context(cadata=world.public.certificate.to_pem())
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = nobody.wrap_bio(back, there, server_hostname="shop.example")
    end = server.wrap_bio(there, back, server_side=True)
    for side in (client, end, client, end):
        with suppress(ssl.SSLWantReadError):
            side.do_handshake()
    with pytest.raises(TlsError) as anonymous:
        verify_peer(end)
    assert anonymous.value.code == "tls-peer-anonymous"
    assert not isinstance(anonymous.value, PeerVerificationError)
    end.write(b"still here")
    assert client.read(100) == b"still here"
    judge = TlsServer(world.shop, world.of_mesh, expect_peer=CART)
    with pytest.raises(PeerVerificationError):
        verify_peer(end, judge)
    with pytest.raises(PeerVerificationError):
        end.read(100)


def serial_of(sock: Any) -> str:
    return str(sock.peer.leaf.serial)


def test_a_live_identity_is_presented_from_the_next_connection_on(
    world: World, version: ssl.TLSVersion
) -> None:
    first, second = (presented(world.mesh.svid(TILL)) for _ in range(2))
    here = LiveIdentity(first)
    server = server_context(here, world.of_mesh, expect_peer=CART)
    server.maximum_version = version
    there = LiveIdentity(world.cart)
    client = client_context(there, world.of_mesh, expect_peer=TILL)
    with serving(server, 3) as (address, outcomes):
        with ask(address, client) as old:
            assert serial_of(old) == first.chain.leaf.serial
            here.replace(second)
            assert serial_of(old) == first.chain.leaf.serial
        with ask(address, client) as new:
            assert serial_of(new) == second.chain.leaf.serial
        there.replace(presented(world.mesh.svid("spiffe://a.example/ns/shop/sa/bank")))
        turned_away(address, client)
    assert outcomes[:2] == [CART] * 2
    assert code_of(outcomes[2]) == "tls-peer-not-authorized"


def write(folder: Path, issued: IssuedCertificate) -> str:
    (folder / "tls.crt").write_text(issued.chain.to_pem())
    (folder / "tls.key").write_text(issued.key.secret_pkcs8_pem())
    return issued.chain.leaf.serial


def test_a_context_keeps_its_source_and_rotates_under_load(world: World, tmp_path: Path) -> None:
    """Many threads connect while the pair is replaced; the source is the context's alone."""
    write(tmp_path, world.mesh.svid(TILL))
    source = IdentitySource.open_directory(tmp_path, settle=0.03)
    source.watch(0.01)
    server = server_context(source, world.of_mesh, expect_peer=CART)
    del source
    gc.collect()
    client = client_context(world.cart, world.of_mesh, expect_peer=TILL)
    seen, failed, stop = set[str](), list[BaseException](), threading.Event()

    def call() -> None:
        while not stop.is_set():
            there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
            try:
                ends = (client.wrap_bio(back, there), server.wrap_bio(there, back, server_side=True))
                for side in ends * 2:
                    with suppress(ssl.SSLWantReadError):
                        side.do_handshake()
                assert str(ends[1].peer.spiffe_id) == CART
                seen.add(serial_of(ends[0]))
            except BaseException as error:
                failed.append(error)
                return

    callers = [threading.Thread(target=call) for _ in range(4)]
    for caller in callers:
        caller.start()
    for _ in range(6):
        serial = write(tmp_path, world.mesh.svid(TILL))
        end = time.monotonic() + 20
        while serial not in seen and not failed:
            assert time.monotonic() < end, "the new one is not presented"
            time.sleep(0.005)
    stop.set()
    for caller in callers:
        caller.join()
    assert failed == []


def test_a_pair_that_openssl_cannot_use_leaves_the_last_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = LiveIdentity(world.till)
    server = server_context(here, world.of_mesh, expect_peer=CART)
    client = client_context(world.cart, world.of_mesh, expect_peer=TILL)

    def refuse(self: ssl.SSLContext, *files: object) -> None:
        raise ssl.SSLError("EE_KEY_TOO_SMALL")

    with monkeypatch.context() as patch:
        patch.setattr(ssl.SSLContext, "load_cert_chain", refuse)
        here.replace(presented(world.mesh.svid(TILL)))
        with pytest.warns(RuntimeWarning, match="keeps the last"):
            server.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
        with pytest.raises(ssl.SSLError, match="TOO_SMALL"):
            server_context(here, world.of_mesh, expect_peer=CART)
    with serving(server, 1) as (address, _), ask(address, client) as sock:
        assert serial_of(sock) == world.till.chain.leaf.serial


def test_a_pair_that_could_not_be_written_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = LiveIdentity(world.till)
    server = server_context(here, world.of_mesh, expect_peer=CART)
    client = client_context(world.cart, world.of_mesh, expect_peer=TILL)
    renewed = presented(world.mesh.svid(TILL))
    here.replace(renewed)

    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.TemporaryDirectory", full)
        with pytest.raises(OSError, match="no space"):
            server.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
    with serving(server, 1) as (address, _), ask(address, client) as sock:
        assert serial_of(sock) == renewed.chain.leaf.serial


def test_another_kind_of_key_is_warned_of(world: World) -> None:
    here = LiveIdentity(world.till)
    server = server_context(here, world.of_mesh, expect_peer=CART)
    here.replace(presented(world.mesh.svid(TILL, key_algorithm="Ed25519")))
    with pytest.warns(RuntimeWarning, match="the ECDSA certificate, beside the new Ed25519"):
        server.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
    with warnings.catch_warnings(record=True) as told:
        server.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
    assert told == []


def test_what_a_context_cannot_judge_is_refused(world: World) -> None:
    calls: list[tuple[Callable[[], object], str]] = [
        (lambda: server_context(world.shop, world.of_clients, expect_peer=CART), "tls-verifier-mismatch"),
        (lambda: server_context(world.shop, world.of_servers, expect_name="a.b"), "tls-verifier-mismatch"),
        (lambda: client_context(world.edge, world.of_clients), "tls-verifier-mismatch"),
        (lambda: client_context(world.edge, world.of_mesh, expect_name="a.b"), "tls-verifier-mismatch"),
        (lambda: server_context(world.shop, world.of_clients), "tls-peers-not-named"),
    ]
    for make, code in calls:
        with pytest.raises(TlsError) as refusal:
            make()
        assert refusal.value.code == code
    wrong: Any = (CertificateChain(world.till.chain.to_pem()), PrivateKey(world.till.key.secret_pkcs8_pem()))
    with pytest.raises(TypeError):
        server_context(*wrong, expect_peer=CART)

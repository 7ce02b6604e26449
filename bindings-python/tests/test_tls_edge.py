"""Peers that are known by name, and clients that need not be known at all."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any

import pytest
from mtls_core import (
    CertificateAuthority,
    ChainVerifier,
    Connection,
    EdgeVerifier,
    IssuedCertificate,
    Session,
    TlsClient,
    TlsError,
    TlsIdentity,
    TlsServer,
    TrustAnchors,
    TrustBundle,
    VerificationError,
)

CART = "spiffe://a.example/ns/shop/sa/cart"


def presented(issued: IssuedCertificate) -> TlsIdentity:
    return TlsIdentity(issued.chain, issued.key)


class World:
    """A mesh, a public CA and the CA of a CDN's edge."""

    mesh = CertificateAuthority.root("Mesh", trust_domain="a.example")
    public = CertificateAuthority.root("Public")
    cdn = CertificateAuthority.root("CDN")
    shop = presented(public.server(["shop.example"]))
    edge = presented(cdn.client("edge", dns_names=["edge.example"]))
    cart = presented(mesh.svid(CART))
    of_mesh = ChainVerifier([TrustBundle("a.example", [mesh.certificate])])
    of_clients = EdgeVerifier([cdn.certificate], profile="edge-client")
    of_servers = EdgeVerifier(TrustAnchors([public.certificate]), profile="server")

    def origin(self, **options: Any) -> TlsServer:
        return TlsServer(self.shop, self.of_clients, **(options or {"expect_name": "edge.example"}))

    def pull(self, **options: Any) -> TlsClient:
        return TlsClient(self.edge, self.of_servers, **options)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def shake(client: Session, server: Session) -> None:
    while client.is_handshaking or server.is_handshaking:
        for sender, receiver in ((client, server), (server, client)):
            if data := sender.send_tls():
                receiver.receive_tls(data)


def code_of(error: pytest.ExceptionInfo[TlsError]) -> str:
    return error.value.code


def test_edge_and_origin_know_each_other_by_name(world: World) -> None:
    client, server = world.pull().session("shop.example"), world.origin().session()
    shake(client, server)
    assert (client.certificate.name, server.certificate.name) == ("shop.example", "edge.example")
    assert (client.certificate.purpose, server.certificate.purpose) == ("server", "client")
    assert server.certificate.leaf == world.edge.chain.leaf
    with pytest.raises(TlsError) as nobody:
        _ = server.peer
    assert code_of(nobody) == "tls-peer-unverified"
    assert (repr(client), repr(server)) == ("<Session with shop.example>", "<Session with edge.example>")
    anybody = world.origin(allow_any_verified_peer=True).session()
    shake(world.pull().session("shop.example"), anybody)
    assert anybody.certificate.name is None
    assert anybody.certificate.leaf.dns_names == ["edge.example"]


@pytest.mark.parametrize(
    ("host", "options", "good"),
    [
        ("shop.example", {}, True),
        ("other.example", {}, False),
        ("127.0.0.1", {}, False),
        ("other.example", {"expect_name": "shop.example"}, True),
        ("shop.example", {"expect_name": "other.example"}, False),
        ("other.example", {"allow_any_verified_peer": True}, True),
    ],
)
def test_a_client_goes_by_the_name_that_it_connects_to(
    world: World, host: str, options: dict[str, Any], good: bool
) -> None:
    client, server = world.pull(**options).session(host), world.origin().session()
    server.receive_tls(client.send_tls())
    if good:
        client.receive_tls(server.send_tls())
        assert client.certificate.leaf == world.shop.chain.leaf
        return
    with pytest.raises(TlsError) as refusal:
        client.receive_tls(server.send_tls())
    assert code_of(refusal) == "tls-peer-rejected"
    assert refusal.value.findings[1]["rule"] == "peer-name-mismatch"


def test_chains_of_other_stacks_are_judged_by_name(world: World) -> None:
    origin, pull = world.origin(), world.pull()
    assert origin.judge_certificate(world.edge.chain).name == "edge.example"
    assert pull.judge_certificate(world.shop.chain.to_pem(), "shop.example").name == "shop.example"
    der = [certificate.der for certificate in world.shop.chain.certificates]
    calls: list[tuple[Callable[[], object], str]] = [
        (lambda: pull.judge_certificate(der, "other.example"), "tls-peer-rejected"),
        (lambda: pull.judge_certificate(der, "no name"), "tls-server-name"),
        (lambda: pull.judge_certificate(der, "shop.example", 0), "tls-peer-rejected"),
        (lambda: origin.judge_certificate([]), "tls-peer-anonymous"),
        (lambda: origin.judge(world.edge.chain), "tls-verifier-mismatch"),
        (lambda: pull.judge(world.shop.chain), "tls-verifier-mismatch"),
    ]
    for call, code in calls:
        with pytest.raises(TlsError) as refusal:
            call()
        assert code_of(refusal) == code
    mesh = TlsServer(world.shop, world.of_mesh, expect_peer=CART)
    with pytest.raises(TlsError) as mismatch:
        mesh.judge_certificate(world.cart.chain)
    assert code_of(mismatch) == "tls-verifier-mismatch"


def test_a_verifier_that_cannot_judge_whom_is_expected_is_refused(world: World) -> None:
    for make in (
        lambda: TlsServer(world.shop, world.of_mesh, expect_name="edge.example"),
        lambda: TlsServer(world.shop, world.of_clients, expect_peer=CART),
        lambda: TlsServer(world.shop, world.of_servers, expect_name="edge.example"),
        lambda: TlsClient(world.edge, world.of_clients),
        lambda: TlsClient(world.edge, world.of_mesh, expect_name="shop.example"),
    ):
        with pytest.raises(TlsError) as mismatch:
            make()
        assert code_of(mismatch) == "tls-verifier-mismatch"
    with pytest.raises(TlsError) as unnamed:
        TlsServer(world.shop, world.of_clients)
    assert code_of(unnamed) == "tls-peers-not-named"
    with pytest.raises(TypeError, match="expect_name"):
        TlsServer(world.shop, world.of_clients, expect_name="a.example", allow_any_verified_peer=True)
    with pytest.raises(VerificationError) as name:
        world.origin(expect_name="not a name")
    assert name.value.code == "peer-name-invalid"


def test_connections_know_names_and_nobody(world: World) -> None:
    """Over sockets; the one who is nobody is Python's own `ssl`."""
    optional = TlsServer(world.shop, world.of_mesh, expect_peer=CART, peer_optional=True)
    told: list[Any] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)

    def serve() -> None:
        with listener:
            with Connection.accept(listener, world.origin()) as connection:
                told.append(connection.certificate.name)
                with pytest.raises(TlsError) as unverified:
                    _ = connection.peer
                told.append(code_of(unverified))
                connection.sendall(b"hello")
            with Connection.accept(listener, optional) as connection:
                for ask in (lambda: connection.peer, lambda: connection.certificate):
                    with pytest.raises(TlsError) as anonymous:
                        ask()
                    told.append(code_of(anonymous))
                told.append(repr(connection.session))
                connection.sendall(b"hello stranger")
            with Connection.accept(listener, optional) as connection:
                told.append(str(connection.peer.spiffe_id))
            for server in (optional, TlsServer(world.shop, world.of_mesh, expect_peer=CART)):
                with pytest.raises(TlsError) as refused, Connection.accept(listener, server):
                    pass
                told.append(code_of(refused))

    thread = threading.Thread(target=serve)
    thread.start()
    address = listener.getsockname()
    with Connection.connect(address, world.pull(), server_name="shop.example") as connection:
        assert connection.certificate.name == "shop.example"
        assert connection.recv() == b"hello"
    stranger = ssl.create_default_context(cadata=world.public.certificate.to_pem())
    with (
        socket.create_connection(address, 20) as plain,
        stranger.wrap_socket(plain, server_hostname="shop.example") as tls,
    ):
        assert tls.recv(100) == b"hello stranger"
    of_shop = EdgeVerifier([world.public.certificate], profile="server")
    with Connection.connect(address, TlsClient(world.cart, of_shop), server_name="shop.example"):
        pass
    with (
        pytest.raises(TlsError),
        Connection.connect(address, world.pull(), server_name="shop.example") as wrong,
    ):
        wrong.recv()
    with (
        socket.create_connection(address, 20) as plain,
        pytest.raises(ssl.SSLError),
        stranger.wrap_socket(plain, server_hostname="shop.example") as tls,
    ):
        tls.recv(100)
    thread.join()
    assert told == [
        "edge.example",
        "tls-peer-unverified",
        "tls-peer-anonymous",
        "tls-peer-anonymous",
        "<Session with nobody known>",
        CART,
        "tls-peer-rejected",
        "tls-peer-anonymous",
    ]

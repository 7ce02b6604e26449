"""Python's own TLS stack with our verdict: `mtls_core.ssl` over loopback, in memory and under asyncio."""

from __future__ import annotations

import asyncio
import functools
import os
import pickle
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from mtls_core import (
    BundleSet,
    CertificateAuthority,
    ChainVerifier,
    IdentityPattern,
    IssuedCertificate,
    LiveVerifier,
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
    verify_peer,
)

SHOP = "spiffe://a.example/ns/shop/sa/"
CART, TILL = SHOP + "cart", SHOP + "till"
NOW = datetime.now(UTC)
VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]
Address = tuple[str, int]


def presented(issued: IssuedCertificate) -> TlsIdentity:
    return TlsIdentity(issued.chain, issued.key)


class World:
    """Two trust domains that are known here, and what they issue. The root of b.example signs for anybody."""

    a = CertificateAuthority.root("Root A", trust_domain="a.example", at=NOW - timedelta(hours=10))
    b = CertificateAuthority.root("Root B")
    bundles = BundleSet(
        [TrustBundle("a.example", [a.certificate]), TrustBundle("b.example", [b.certificate])]
    )
    verifier = ChainVerifier(bundles)
    till = a.svid(TILL)
    cart = a.intermediate("Cluster").svid(CART)
    forged = b.svid(CART)
    intruder = a.svid(SHOP + "intruder")
    expired = a.svid(CART, at=NOW - timedelta(hours=9), valid_for=timedelta(hours=1))
    stranger = CertificateAuthority.root("Root A", trust_domain="a.example").svid(CART)
    cart_or_b = IdentityPattern.exact(CART) | IdentityPattern.any_in("b.example")

    def server(self, **options: Any) -> PeerContext:
        return server_context(presented(self.till), self.verifier, authorize=self.cart_or_b, **options)

    def client(self, **options: Any) -> PeerContext:
        return client_context(presented(self.cart), self.verifier, expect_peer=TILL, **options)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(params=VERSIONS, ids=["TLSv1.2", "TLSv1.3"])
def version(request: pytest.FixtureRequest) -> ssl.TLSVersion:
    found: ssl.TLSVersion = request.param
    return found


def plain(
    side: int, issued: IssuedCertificate | None, tmp_path: Path, version: ssl.TLSVersion | None = None
) -> ssl.SSLContext:
    """A context of Python's own, which trusts both roots and asks nothing of names."""
    context = ssl.SSLContext(side)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=World.a.certificate.to_pem() + World.b.certificate.to_pem())
    if issued is not None:
        key, chain = tmp_path / "key.pem", tmp_path / "chain.pem"
        key.unlink(missing_ok=True)
        issued.key.write_pem(key)
        chain.write_text(issued.chain.to_pem())
        context.load_cert_chain(chain, key)
    if version is not None:
        context.minimum_version = context.maximum_version = version
    return context


def say_hello(sock: ssl.SSLSocket) -> str:
    """What a server does with a connection: it hears a name and greets it."""
    heard = sock.recv(100).decode()
    sock.sendall(b"hello " + heard.encode())
    with suppress(OSError):
        sock.unwrap()
    return heard


@contextmanager
def serving(
    context: ssl.SSLContext,
    connections: int = 1,
    handle: Callable[[ssl.SSLSocket], object] = say_hello,
    **options: Any,
) -> Iterator[tuple[Address, list[object]]]:
    """Takes that many connections; the list has for each what `handle` gave, or the error."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)
    outcomes: list[object] = []

    def run() -> None:
        for _ in range(connections):
            sock, _ = listener.accept()
            sock.settimeout(20)
            try:
                with context.wrap_socket(sock, server_side=True, **options) as wrapped:
                    outcomes.append(handle(wrapped))
            except (OSError, ValueError) as error:
                outcomes.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield listener.getsockname(), outcomes
    finally:
        thread.join()
        listener.close()


def ask(address: Address, context: ssl.SSLContext, session: ssl.SSLSession | None = None) -> ssl.SSLSocket:
    """Connects, says a name and takes the greeting; the socket stays open."""
    sock = context.wrap_socket(socket.create_connection(address, 20), session=session)
    try:
        sock.sendall(b"cart")
        greeting = sock.recv(100)
        if greeting != b"hello cart":
            raise ConnectionError(greeting)
    except BaseException:
        sock.close()
        raise
    return sock


def turned_away(address: Address, context: ssl.SSLContext, session: ssl.SSLSession | None = None) -> None:
    """Connects, and gets no greeting."""
    with pytest.raises(OSError, match=r"."):
        ask(address, context, session)


def code_of(error: object) -> str:
    assert isinstance(error, PeerVerificationError), repr(error)
    return error.code


def test_both_sides_know_each_other(world: World, version: ssl.TLSVersion) -> None:
    client, server = world.client(alpn=["http/1.1"]), world.server(alpn=["h2", "http/1.1"])
    client.maximum_version = version
    seen: list[object] = []

    def handle(sock: ssl.SSLSocket) -> None:
        assert isinstance(sock, PeerSocket)
        seen.extend(
            [sock.version(), sock.peer.spiffe_id, sock.peer.purpose, len(sock.peer.path), verify_peer(sock)]
        )
        say_hello(sock)

    with serving(server, handle=handle) as (address, _), ask(address, client) as sock:
        assert isinstance(sock, PeerSocket)
        assert (str(sock.peer.spiffe_id), sock.peer.purpose) == (TILL, "server")
        assert (verify_peer(sock), sock.selected_alpn_protocol()) == (sock.peer, "http/1.1")
    peer = world.verifier.verify(world.cart.chain, purpose="client")
    assert seen == [version.name.replace("_", "."), peer.spiffe_id, "client", 2, peer]


REFUSED = {
    # Refused by the engine, after OpenSSL has accepted it.
    "an unauthorised ID": ("intruder", "tls-peer-not-authorized", None),
    "a leaf of a.example under the root of b.example": (
        "forged",
        "tls-peer-rejected",
        "signed-by-other-trust-domain",
    ),
    # By OpenSSL already.
    "an expired leaf": ("expired", None, "certificate has expired"),
    "an unknown root of the same name": ("stranger", None, "unable to get local issuer certificate"),
    "no certificate": (None, None, "peer did not return a certificate"),
}


@pytest.mark.parametrize(("who", "code", "reason"), REFUSED.values(), ids=REFUSED)
def test_clients_that_are_refused(
    world: World,
    tmp_path: Path,
    version: ssl.TLSVersion,
    who: str | None,
    code: str | None,
    reason: str | None,
) -> None:
    issued = getattr(world, who) if who else None
    client = plain(ssl.PROTOCOL_TLS_CLIENT, issued, tmp_path, version)
    told: list[PeerVerificationError] = []
    with serving(world.server(on_refusal=told.append)) as (address, outcomes):
        turned_away(address, client)
    (refusal,) = outcomes
    assert isinstance(refusal, ssl.SSLError)
    if code is None:
        assert reason is not None
        assert reason in str(refusal)
        assert not isinstance(refusal, TlsError)
        assert told == []
        return
    assert isinstance(refusal, PeerVerificationError)
    assert told == [refusal]
    assert refusal.code == refusal.reason == code
    if reason is not None:
        assert refusal.findings[1]["rule"] == reason
    assert issued is not None
    assert refusal.chain[: len(issued.chain)] == issued.chain.to_der()  # OpenSSL adds the root that it knows
    with serving(plain(ssl.PROTOCOL_TLS_SERVER, world.till, tmp_path, version)) as (address, outcomes):
        ask(address, client).close()
    assert outcomes == ["cart"]  # OpenSSL alone lets it in


@pytest.mark.parametrize(
    ("who", "code"), [("intruder", "tls-peer-not-authorized"), ("forged", "tls-peer-rejected")]
)
def test_servers_that_are_refused_hear_nothing(
    world: World, tmp_path: Path, version: ssl.TLSVersion, who: str, code: str
) -> None:
    server = plain(ssl.PROTOCOL_TLS_SERVER, getattr(world, who), tmp_path, version)
    hear = serving(server, handle=lambda sock: sock.recv(100))
    with hear as (address, outcomes), pytest.raises(PeerVerificationError) as refusal:
        ask(address, world.client())
    assert refusal.value.code == code
    assert outcomes == [b""] or isinstance(outcomes[0], OSError)


def test_a_protocol_is_not_taken_for_a_list_of_its_letters(world: World) -> None:
    for make in (world.client, world.server):
        with pytest.raises(TypeError, match=r"^alpn: 'str' object is not an instance of 'list\[str\]'$"):
            make(alpn="h2")


def test_what_is_read_or_written_first_shakes_hands_and_is_judged(world: World, tmp_path: Path) -> None:
    client = plain(ssl.PROTOCOL_TLS_CLIENT, world.intruder, tmp_path)
    uses: list[Callable[[ssl.SSLSocket], object]] = [
        lambda sock: sock.recv(100),
        lambda sock: sock.recv_into(bytearray(100)),
        lambda sock: sock.read(),
        lambda sock: sock.send(b"x"),
        lambda sock: sock.sendall(b"x"),
        lambda sock: sock.write(b"x"),
    ]

    def handle(sock: ssl.SSLSocket) -> list[object]:
        codes: list[object] = []
        assert isinstance(sock, PeerSocket)
        with pytest.raises(TlsError) as early:
            _ = sock.peer
        codes.append(early.value.code)
        again: list[Callable[[], object]] = [lambda: sock.peer, lambda: verify_peer(sock), sock.do_handshake]
        first: Callable[[], object] = functools.partial(uses.pop(0), sock)
        for use in [first, *again]:
            with pytest.raises(PeerVerificationError) as refusal:
                use()
            codes.append(refusal.value.code)
        with pytest.raises(OSError, match="descriptor"):
            sock.getpeername()
        return codes

    count = len(uses)
    with serving(world.server(), count, handle, do_handshake_on_connect=False) as (address, outcomes):
        for _ in range(count):
            turned_away(address, client)
    assert outcomes == [["tls-handshake-not-done"] + ["tls-peer-not-authorized"] * 4] * count


def test_a_refused_socket_with_files_gives_nothing_out(world: World, tmp_path: Path) -> None:
    def handle(sock: ssl.SSLSocket) -> list[str]:
        codes = []
        with sock.makefile("rb") as file:  # keeps the descriptor
            for use in (file.readline, lambda: sock.recv(100), lambda: sock.send(b"x")):
                with pytest.raises(PeerVerificationError) as refusal:
                    use()
                codes.append(refusal.value.code)
        return codes

    client = plain(ssl.PROTOCOL_TLS_CLIENT, world.intruder, tmp_path)
    with serving(world.server(), handle=handle, do_handshake_on_connect=False) as (address, outcomes):
        turned_away(address, client)
    assert outcomes == [["tls-peer-not-authorized"] * 3]


def test_a_server_resumes_no_session_of_tls_1_3(world: World, tmp_path: Path) -> None:
    client = plain(ssl.PROTOCOL_TLS_CLIENT, world.cart, tmp_path, ssl.TLSVersion.TLSv1_3)
    with serving(world.server(), 2) as (address, outcomes):
        with ask(address, client) as first:
            session = first.session
            assert session is None or not session.has_ticket
        with ask(address, client, session) as second:
            assert not second.session_reused
    assert outcomes == ["cart", "cart"]


def test_a_server_refuses_a_session_of_tls_1_2_that_is_resumed_by_its_number(
    world: World, tmp_path: Path
) -> None:
    # Python cannot turn these off. The server forgets the session that it refused: the next try is whole.
    client = plain(ssl.PROTOCOL_TLS_CLIENT, world.cart, tmp_path, ssl.TLSVersion.TLSv1_2)
    with serving(world.server(), 3) as (address, outcomes):
        with ask(address, client) as first:
            session = first.session
            assert session is not None
            assert not session.has_ticket
        turned_away(address, client, session)
        with ask(address, client, session) as third:
            assert not third.session_reused
    assert [outcomes[0], code_of(outcomes[1]), outcomes[2]] == ["cart", "tls-peer-unverified", "cart"]


def test_a_client_resumes_no_session(world: World, tmp_path: Path, version: ssl.TLSVersion) -> None:
    server = plain(ssl.PROTOCOL_TLS_SERVER, world.till, tmp_path, version)
    client = world.client()
    with serving(server, 3) as (address, _):
        with ask(address, client) as first:
            session = first.session
        second = socket.create_connection(address, 20)
        with second, pytest.raises(ValueError, match="no session is resumed"):
            client.wrap_socket(second, session=session)
        with client.wrap_socket(
            socket.create_connection(address, 20), do_handshake_on_connect=False
        ) as third:
            third.session = session
            with pytest.raises(PeerVerificationError) as refusal:
                third.sendall(b"cart")
    assert refusal.value.code == "tls-peer-unverified"
    with pytest.raises(ValueError, match="no session is resumed"):
        client.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), session=session)


def test_roots_come_and_go(world: World, version: ssl.TLSVersion) -> None:
    new = CertificateAuthority.root("Root A 2", trust_domain="a.example")
    old_bundle, new_bundle = (TrustBundle("a.example", [ca.certificate]) for ca in (world.a, new))
    both = TrustBundle("a.example", [world.a.certificate, new.certificate])
    live = LiveVerifier(ChainVerifier([old_bundle]))
    server = server_context(presented(world.till), live, expect_peer=CART)
    server.maximum_version = version

    def client_of(issued: IssuedCertificate) -> PeerContext:
        return client_context(presented(issued), world.verifier, expect_peer=TILL)

    before, after = client_of(world.cart), client_of(new.svid(CART))
    with serving(server, 6) as (address, outcomes):
        ask(address, before).close()
        turned_away(address, after)
        live.reload([both])
        ask(address, before).close()
        ask(address, after).close()
        live.reload([new_bundle])
        turned_away(address, before)
        ask(address, after).close()
    assert isinstance(outcomes[1], ssl.SSLCertVerificationError)
    assert code_of(outcomes[4]) == "tls-peer-rejected"
    assert [outcomes[place] for place in (0, 2, 3, 5)] == ["cart"] * 4


def test_a_long_lived_connection_is_judged_anew(world: World) -> None:
    live = LiveVerifier(world.verifier)
    server = server_context(presented(world.till), live, expect_peer=CART)

    def handle(sock: ssl.SSLSocket) -> str:
        assert str(verify_peer(sock).spiffe_id) == CART
        live.reload([])
        for use in (verify_peer, verify_peer, lambda sock: sock.recv(100), lambda sock: sock.peer):
            with pytest.raises((PeerVerificationError, OSError)) as refusal:
                use(sock)
        return code_of(refusal.value)

    with serving(server, handle=handle) as (address, outcomes):
        turned_away(address, world.client())
    assert outcomes == ["tls-peer-rejected"]


def test_a_context_of_ones_own_is_judged_by_verify_peer(
    world: World, tmp_path: Path, version: ssl.TLSVersion
) -> None:
    identity = TlsIdentity(world.till.chain, world.till.key)
    judge = TlsServer(identity, world.verifier, expect_peer=CART)
    server = plain(ssl.PROTOCOL_TLS_SERVER, world.till, tmp_path, version)

    def handle(sock: ssl.SSLSocket) -> str:
        with pytest.raises(TlsError) as nobody:
            verify_peer(sock)
        assert nobody.value.code == "tls-peer-unverified"
        with pytest.raises(TypeError):
            verify_peer(sock, TlsClient(identity, world.verifier, expect_peer=CART))
        assert str(verify_peer(sock, judge).spiffe_id) == CART
        return say_hello(sock)

    with serving(server, 2, handle) as (address, outcomes):
        ask(address, world.client()).close()
        turned_away(address, plain(ssl.PROTOCOL_TLS_CLIENT, world.forged, tmp_path))
    assert [outcomes[0], code_of(outcomes[1])] == ["cart", "tls-peer-rejected"]


def pump(sender: ssl.MemoryBIO, receiver: ssl.MemoryBIO, step: Callable[[], object]) -> None:
    receiver.write(sender.read())
    with suppress(ssl.SSLWantReadError):
        step()


def test_a_chain_whose_key_has_not_signed_yet_is_not_judged(world: World) -> None:
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = world.client().wrap_bio(back, there)
    server = world.server().wrap_bio(there, back, server_side=True)
    for end in (client, server):
        with pytest.raises(ssl.SSLWantReadError):
            end.do_handshake()
    flight, known_early = back.read(), 0
    for start in range(0, len(flight), 64):
        back.write(flight[start : start + 64])
        with suppress(ssl.SSLWantReadError):
            client.do_handshake()
            break
        known_early += bool(client._sslobj.get_unverified_chain())  # type: ignore[attr-defined]
        with pytest.raises(TlsError) as early:
            verify_peer(client)
        assert early.value.code == "tls-handshake-not-done"
        assert not isinstance(early.value, ssl.SSLError)
    assert known_early
    assert str(client.peer.spiffe_id) == TILL
    server.do_handshake()
    assert str(server.peer.spiffe_id) == CART


def test_a_refused_object_stays_refused(world: World) -> None:
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    live = LiveVerifier(world.verifier)
    client = client_context(presented(world.cart), live, expect_peer=CART).wrap_bio(back, there)
    server = world.server().wrap_bio(there, back, server_side=True)
    for end in (client, server):
        with pytest.raises(ssl.SSLWantReadError):
            end.do_handshake()
    for use in (
        client.do_handshake,
        client.do_handshake,
        client.read,
        lambda: client.write(b"x"),
        lambda: client.peer,
    ):
        with pytest.raises(PeerVerificationError) as refusal:
            use()
        assert refusal.value.code == "tls-peer-not-authorized"


def test_asyncio(world: World, tmp_path: Path, version: ssl.TLSVersion) -> None:
    told: list[str] = []
    greeted: list[str] = []

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("ssl_object")
        assert isinstance(connection, PeerObject)
        greeted.append(str(connection.peer.spiffe_id))
        assert verify_peer(connection) == connection.peer
        with suppress(asyncio.CancelledError, asyncio.IncompleteReadError, OSError):
            writer.write(b"hello " + await reader.readexactly(4))
        writer.close()

    async def story() -> None:
        context = world.server(on_refusal=lambda refusal: told.append(refusal.code))
        context.maximum_version = version
        async with await asyncio.start_server(greet, "127.0.0.1", 0, ssl=context) as server:
            host, port = server.sockets[0].getsockname()
            for issued in (world.cart, world.intruder, world.forged, world.stranger):
                client = plain(ssl.PROTOCOL_TLS_CLIENT, issued, tmp_path)
                greeting = b""
                with suppress(OSError, asyncio.IncompleteReadError):
                    reader, writer = await asyncio.open_connection(host, port, ssl=client)
                    writer.write(b"cart")
                    greeting = await reader.readexactly(10)
                    writer.close()
                assert bool(greeting) is (issued is world.cart)
            wrong = client_context(presented(world.cart), world.verifier, expect_peer=CART)
            with pytest.raises(PeerVerificationError) as refusal:
                await asyncio.open_connection(host, port, ssl=wrong, server_hostname="till.shop")
            assert refusal.value.code == "tls-peer-not-authorized"

    asyncio.run(story())
    # Under TLS 1.2 a server's handshake may end before the client has judged it.
    assert greeted == [CART] * (2 if version == ssl.TLSVersion.TLSv1_2 else 1)
    assert told == ["tls-peer-not-authorized", "tls-peer-rejected"]


def test_no_context_comes_of_what_decides_nothing(world: World) -> None:
    till = world.till
    for make in (server_context, client_context):
        with pytest.raises(TlsError) as unnamed:
            make(presented(till), world.verifier)
        assert unnamed.value.code == "tls-peers-not-named"
        with pytest.raises(TypeError):
            make(presented(till), world.verifier, expect_peer=CART, allow_any_verified_peer=True)
        context = make(presented(till), world.verifier, expect_peer=CART, tls13_only=True)
        assert context.minimum_version == ssl.TLSVersion.TLSv1_3
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, False)


def test_classes_that_judge_nobody_are_refused(world: World) -> None:
    context = world.client()
    context.sslobject_class, context.sslsocket_class = ssl.SSLObject, ssl.SSLSocket
    with pytest.raises(TypeError, match="sslobject_class"):
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())
    with pytest.raises(TypeError, match="sslsocket_class"):
        context.wrap_socket(socket.socket())


def test_a_server_that_is_told_to_ask_for_no_certificate_lets_nobody_in(world: World) -> None:
    server = world.server()
    server.verify_mode = ssl.CERT_NONE
    with serving(server) as (address, outcomes):
        turned_away(address, world.client())
    assert code_of(outcomes[0]) == "tls-peer-anonymous"


def test_the_key_is_in_a_file_of_its_owner_for_a_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def load(self: PeerContext, chain: Path, key: Path) -> None:
        assert (os.stat(key).st_mode & 0o777, os.stat(key.parent).st_mode & 0o777) == (0o600, 0o700)
        seen.append(str(key))

    monkeypatch.setattr(PeerContext, "load_cert_chain", load)
    world.server()
    (key,) = seen
    assert not Path(key).parent.exists()
    monkeypatch.setattr(os, "access", lambda *_: False)
    world.server()
    assert Path(seen[1]).parent.parent == Path(tempfile.gettempdir())


def test_an_intermediate_may_be_an_authority(world: World) -> None:
    cluster = world.a.intermediate("Cluster 2")
    cart = cluster.svid(CART)
    verifier = ChainVerifier([TrustBundle("a.example", [cluster.certificate])])
    server = server_context(presented(world.till), verifier, expect_peer=CART)
    client = client_context(presented(cart), world.verifier, expect_peer=TILL)
    with serving(server) as (address, outcomes):
        ask(address, client).close()
    assert outcomes == ["cart"]


def test_the_refusal_is_an_error_of_both_families() -> None:
    error = PeerVerificationError("why", "some-rule", "help", [], [b"der"])
    assert isinstance(error, TlsError)
    assert isinstance(error, ssl.CertificateError)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.code, again.help, again.chain) == ("why", "some-rule", "help", [b"der"])

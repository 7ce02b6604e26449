"""Identities and bundles from files that change under way, and listeners that threads of the engine call."""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from mtls_core import (
    BundleSource,
    CertificateAuthority,
    ChainVerifier,
    IdentitySource,
    IssuedCertificate,
    LiveIdentity,
    LiveVerifier,
    Session,
    SourceEvent,
    TlsClient,
    TlsIdentity,
    TlsServer,
    TrustBundle,
    TrustDomain,
    TrustError,
)

ID = "spiffe://a.example/ns/shop/sa/"
CART, TILL = ID + "cart", ID + "till"
SETTLE = 0.03
NOW = datetime.now(UTC)


class World:
    root = CertificateAuthority.root("Root A", trust_domain="a.example", at=NOW - timedelta(days=10))
    other = CertificateAuthority.root("Root A 2", trust_domain="a.example")
    verifier = ChainVerifier([TrustBundle("a.example", [root.certificate])])
    cart = root.svid(CART)

    def client(self) -> TlsClient:
        return TlsClient(presented(self.cart), self.verifier, expect_peer=TILL)


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def presented(issued: IssuedCertificate) -> TlsIdentity:
    return TlsIdentity(issued.chain, issued.key)


def write(folder: Path, issued: IssuedCertificate) -> None:
    """As somebody copies files by hand: one after the other, and not at once."""
    (folder / "tls.crt").write_text(issued.chain.to_pem())
    (folder / "tls.key").write_text(issued.key.secret_pkcs8_pem())


class Volume:
    """The kubelet's way: a directory for each version, and a link that changes in one step."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.versions = folder, 0
        for name in ("tls.crt", "tls.key"):
            (folder / name).symlink_to(f"..data/{name}")

    def publish(self, issued: IssuedCertificate) -> None:
        self.versions += 1
        version = self.folder / f"..{self.versions}"
        version.mkdir()
        write(version, issued)
        (self.folder / "..next").symlink_to(version.name)
        (self.folder / "..next").rename(self.folder / "..data")


def until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.005)


def shake(client: Session, server: Session) -> None:
    while client.is_handshaking or server.is_handshaking:
        for sender, receiver in ((client, server), (server, client)):
            if data := sender.send_tls():
                receiver.receive_tls(data)


def serial(source: IdentitySource) -> str:
    return source.identity.current.chain.leaf.serial


def test_a_live_identity_is_presented_from_the_next_handshake_on(world: World) -> None:
    first, second = presented(world.root.svid(TILL)), presented(world.root.svid(TILL))
    live = LiveIdentity(first)
    server = TlsServer(live, world.verifier, expect_peer=CART)

    def seen() -> str:
        client, there = world.client().session("x"), server.session()
        shake(client, there)
        assert str(there.peer.spiffe_id) == CART
        return client.peer.leaf.serial

    assert seen() == first.chain.leaf.serial
    assert live.replace(second).chain == first.chain
    assert live.current.chain == second.chain
    assert seen() == second.chain.leaf.serial
    assert second.key.matches(second.chain.leaf)
    assert TILL in repr(live)
    assert second.key.secret_pkcs8_pem().splitlines()[1] not in repr(live)
    as_client = TlsClient(live, world.verifier, expect_peer=CART).session("x")
    there = TlsServer(presented(world.cart), world.verifier, expect_peer=TILL).session()
    shake(as_client, there)
    assert there.peer.leaf.serial == second.chain.leaf.serial


@pytest.mark.parametrize("mounted", [True, False], ids=["volume", "files"])
def test_an_identity_rotates_under_live_handshakes(world: World, tmp_path: Path, mounted: bool) -> None:
    volume = Volume(tmp_path) if mounted else None
    publish = volume.publish if volume else lambda issued: write(tmp_path, issued)
    publish(world.root.svid(TILL))
    source = IdentitySource.open_directory(tmp_path, settle=SETTLE)
    source.watch(0.01)
    server = TlsServer(source.identity, world.verifier, expect_peer=CART)
    stop, seen, failed = threading.Event(), set[str](), list[BaseException]()

    def call() -> None:
        while not stop.is_set():
            client, there = world.client().session("x"), server.session()
            try:
                shake(client, there)
                seen.add(client.peer.leaf.serial)
            except BaseException as error:
                failed.append(error)

    callers = [threading.Thread(target=call) for _ in range(3)]
    for caller in callers:
        caller.start()
    published = []
    for _ in range(8):
        issued = world.root.svid(TILL)
        publish(issued)
        published.append(issued.chain.leaf.serial)
        until(lambda: serial(source) == published[-1])
        until(lambda: published[-1] in seen)
    stop.set()
    for caller in callers:
        caller.join()
    assert failed == []
    assert seen >= set(published)
    assert source.state.loads == 9
    source.unwatch()


def test_the_last_good_pair_stays(world: World, tmp_path: Path) -> None:
    write(tmp_path, world.root.svid(TILL))
    events: list[SourceEvent] = []
    source = IdentitySource.open_files(
        tmp_path / "tls.crt",
        str(tmp_path / "tls.key"),
        settle=timedelta(seconds=SETTLE),
        on_event=events.append,
    )
    first = serial(source)
    for name, text, code in [
        ("tls.crt", "-----BEGIN CERTIFICATE-----\nMIIB", "pem-malformed"),
        ("tls.crt", "hello", "pem-nothing-found"),
        ("tls.key", world.cart.key.secret_pkcs8_pem(), "tls-key-mismatch"),
    ]:
        good = (tmp_path / name).read_text()
        (tmp_path / name).write_text(text)
        until(lambda: not source.poll() and source.state.failures > 1)
        state = source.state
        assert isinstance(state.last_error, TrustError)
        assert state.last_error.findings[0]["subject"] == {"kind": "file", "path": str(tmp_path / name)}
        assert serial(source) == first
        (tmp_path / name).write_text(good)
        until(lambda: not source.poll() and source.state.last_error is None)
        if code == "tls-key-mismatch":
            assert state.last_error.code == code
    (tmp_path / "tls.key").unlink()
    assert source.poll() is False
    assert source.state.last_error.code == "source-unreadable"  # type: ignore[union-attr]
    assert [finding["rule"] for finding in source.state.findings()] == ["source-unreadable"]
    write(tmp_path, world.root.svid(TILL))
    until(source.poll)
    assert serial(source) != first
    kinds = [event.kind for event in events]
    assert kinds == ["loaded", *["failed"] * 4, "loaded"]
    assert all(event.finding is None for event in events)
    assert events[-1].state == source.state or events[-1].state is not None
    state = source.state
    assert (state.loads, state.failures, state.name) == (2, 0, f"{tmp_path}/tls.crt, {tmp_path}/tls.key")
    assert state.loaded_at is not None
    assert state.checked_at is not None
    assert state.loaded_at <= state.checked_at <= datetime.now(UTC)
    assert state.expires_at == source.identity.current.chain.leaf.not_after
    assert "taken 2 times" in str(source.state)
    assert "taken 2 times" in repr(source)
    plain = source.state.to_dict()
    assert (plain["loads"], plain["last_error"]) == (2, None)


def test_what_cannot_begin_says_why(world: World, tmp_path: Path) -> None:
    for begin in (
        lambda: IdentitySource.open_directory(tmp_path, settle=0),
        lambda: IdentitySource.open_files(tmp_path / "chain", tmp_path / "key", settle=0),
        lambda: BundleSource.open({"a.example": tmp_path / "none"}),
    ):
        with pytest.raises(TrustError) as missing:
            begin()
        assert missing.value.code == "source-unreadable"
    with pytest.raises(TrustError) as nothing:
        BundleSource.open({})
    assert nothing.value.code == "source-without-file"
    write(tmp_path, world.root.svid(TILL, at=NOW - timedelta(days=9), valid_for=timedelta(days=1)))
    with pytest.raises(TrustError) as over:
        IdentitySource.open_directory(tmp_path, settle=0)
    assert over.value.code == "tls-identity-dates"
    for wrong in (-1, -0.5, float("nan"), float("inf"), 1e300):
        with pytest.raises(ValueError, match="duration"):
            IdentitySource.open_directory(tmp_path, settle=wrong)
    broken: Any = True
    with pytest.raises(TypeError):
        IdentitySource.open_directory(tmp_path, settle=broken)


def test_an_expiry_is_told_ahead(world: World, tmp_path: Path) -> None:
    write(tmp_path, world.root.svid(TILL, valid_for=timedelta(hours=1)))
    events: list[SourceEvent] = []
    warned = IdentitySource.open_directory(
        tmp_path, settle=0, warn_before=timedelta(hours=2), on_event=events.append
    )
    assert [event.kind for event in events] == ["loaded", "expiring"]
    finding = events[1].finding
    assert finding is not None
    assert (finding["rule"], events[1].state) == ("source-expiring", None)
    state = warned.state
    assert state.warn_at is not None
    assert state.expires_at is not None
    assert state.warn_at < state.expires_at
    late = state.expires_at + timedelta(seconds=1)
    assert [one["rule"] for one in state.findings(late)] == ["source-expired"]
    assert str(events[1]).startswith("expiring: ")
    assert repr(events[0]).startswith("<SourceEvent loaded: ")
    assert events[1].to_dict() == {"kind": "expiring", "state": None, "finding": finding}
    calm = IdentitySource.open_directory(tmp_path, settle=0, warn_before=1)
    assert calm.state.findings() == []


def test_bundles_are_followed_each_for_itself(world: World, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.pem", tmp_path / "theirs.json"
    ours.write_text(world.root.certificate.to_pem())
    theirs.write_text('{"keys": []}')
    events: list[SourceEvent] = []
    source = BundleSource.open(
        {TrustDomain("a.example"): ours, TrustDomain("b.example"): theirs}, settle=SETTLE
    )
    live = LiveVerifier(ChainVerifier([]))
    live.follow(source)
    live.current.verify(world.cart.chain)
    source = BundleSource.open(
        {"b.example": theirs, "a.example": ours}, settle=SETTLE, warn_before=1, on_event=events.append
    )
    live.follow(source)
    assert list(source.states) == ["b.example", "a.example"]
    theirs.write_text('{"keys": 1}')
    ours.write_text(world.other.certificate.to_pem())
    until(source.poll)
    until(lambda: not source.poll() and source.states["b.example"].last_error)
    with pytest.raises(ValueError, match=r"root|authority|issuer"):
        live.current.verify(world.cart.chain)
    assert live.current.verify(world.other.svid(CART).chain)
    assert source.states["a.example"].last_error is None
    assert source.states["b.example"].to_dict()["last_error"]["code"] == "bundle-field-type"
    assert [str(one.trust_domain) for one in source.bundles.bundles] == ["a.example", "b.example"]
    assert "2 trust domains" in repr(source)
    source.watch(0.01)
    ours.write_text(world.root.certificate.to_pem())
    until(lambda: [one.subject for one in live.current.bundles.bundles[0].authorities] == ["CN=Root A"])
    source.unwatch()


def test_what_a_listener_raises_is_reported_and_stops_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", reported.append)

    def fail(event: SourceEvent) -> None:
        raise RuntimeError(event.kind)

    write(tmp_path, world.root.svid(TILL))
    source = IdentitySource.open_directory(tmp_path, settle=SETTLE, on_event=fail)
    source.watch(0.01)
    for loads in (2, 3):
        write(tmp_path, world.root.svid(TILL))
        until(lambda loads=loads: source.state.loads == loads)  # type: ignore[misc]
    until(lambda: len(reported) >= 3)
    source.unwatch()
    loaded = [one for one in reported if str(one.exc_value) == "loaded"]
    assert len(loaded) == 3
    assert all(one.exc_type is RuntimeError and one.object is fail for one in reported)


def test_a_listener_may_use_its_source(world: World, tmp_path: Path) -> None:
    write(tmp_path, world.root.svid(TILL))
    heard: list[tuple[str, int, str]] = []
    sources: list[IdentitySource] = []

    def listen(event: SourceEvent) -> None:
        for source in sources:
            source.poll()
            heard.append((event.kind, source.state.loads, threading.current_thread().name))
            source.identity.current.chain.to_pem()
            if source.state.loads > 1:
                source.unwatch()

    source = IdentitySource.open_directory(tmp_path, settle=SETTLE, on_event=listen)
    sources.append(source)
    source.watch(0.01)
    write(tmp_path, world.root.svid(TILL))
    until(lambda: any(loads == 2 for _, loads, _ in heard))
    assert any(name != "MainThread" for _, _, name in heard)
    seen = len(heard)
    write(tmp_path, world.root.svid(TILL))
    time.sleep(0.15)
    assert len(heard) == seen, "it was told to stop"
    sources.clear()


def test_many_threads_share_a_source(world: World, tmp_path: Path) -> None:
    Volume(tmp_path).publish(world.root.svid(TILL))
    events: list[SourceEvent] = []
    source = IdentitySource.open_directory(tmp_path, on_event=events.append)
    data = tmp_path / "..data"

    def use(number: int) -> None:
        for turn in range(60):
            if number == 0 and turn % 10 == 0:
                (tmp_path / "..next").symlink_to(("..1", "nowhere")[turn // 10 % 2])
                (tmp_path / "..next").rename(data)
            if number == 1:
                source.watch(0.01)
            source.poll()
            assert source.state.loads >= 1
            assert source.identity.current.spiffe_id

    threads = [threading.Thread(target=use, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    source.unwatch()
    assert {event.kind for event in events} <= {"loaded", "failed"}


def test_letting_go_of_a_source_ends_its_watch_and_waits_for_nobody(world: World, tmp_path: Path) -> None:
    write(tmp_path, world.root.svid(TILL))
    lock, begun, ended = threading.Lock(), threading.Event(), threading.Event()
    before = watches()

    def listen(event: SourceEvent) -> None:
        if event.kind == "failed":
            begun.set()
            with lock:
                ended.set()

    source = IdentitySource.open_directory(tmp_path, settle=SETTLE, on_event=listen)
    source.watch(0.01)
    with lock:
        (tmp_path / "tls.crt").unlink()
        assert begun.wait(20)
        del source
        gc.collect()
        assert not ended.is_set()
    assert ended.wait(20)
    until(lambda: watches() <= before)


def watches() -> int:
    """How many threads look at files, where the system tells."""
    names = []
    for path in Path("/proc/self/task").glob("*/comm"):
        with contextlib.suppress(OSError):  # it has ended
            names.append(path.read_text())
    return sum(name.startswith("mtls-core sourc") for name in names)


SCRIPT = """
import os, sys, threading, time
from pathlib import Path
from mtls_core import CertificateAuthority, IdentitySource
folder = Path(sys.argv[1])
ca = CertificateAuthority.root("R", trust_domain="a.example")
issued = ca.svid("spiffe://a.example/x")
def write():
    (folder / "tls.crt").write_text(issued.chain.to_pem())
    (folder / "tls.key").write_text(issued.key.secret_pkcs8_pem())
write()
begun = threading.Event()
def listen(event):
    if event.kind == "failed":
        begun.set()
        {listener}
    os.write(1, event.kind.encode() + b" ")
def flap():
    while True:
        (folder / "tls.crt").write_text("x")
        time.sleep(0.005)
        (folder / "tls.crt").unlink(missing_ok=True)
        time.sleep(0.005)
{sources}
(folder / "tls.crt").unlink(missing_ok=True)
begun.wait()
{end}
"""
KEPT = """source = IdentitySource.open_directory(folder, settle=0, on_event=listen)
source.watch(0.01)"""
MANY = """kept = [IdentitySource.open_directory(folder, settle=0, on_event=listen) for _ in range(8)]
for one in kept: one.watch(0.01)
threading.Thread(target=flap, daemon=True).start()"""
ENDS = {
    "a listener that sleeps": ("time.sleep(0.3)", KEPT, ""),
    "a listener that computes": ("sum(range(10_000_000))", KEPT, ""),
    "many that are called all the time": ("sum(range(100_000))", MANY, "time.sleep(0.1)"),
    "an exit code": ("time.sleep(0.3)", KEPT, "sys.exit(0)"),
    "a source in a cycle": ("time.sleep(0.3)", KEPT, "cycle = [source]; cycle.append(cycle); del source"),
    "a child that does not have the thread": (
        "time.sleep(0.3)",
        KEPT,
        "child = os.fork()\nif child: assert os.waitpid(child, 0)[1] == 0",
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_the_interpreter_ends_while_files_are_watched(tmp_path: Path, how: str) -> None:
    listener, sources, end = ENDS[how]
    script = SCRIPT.format(listener=listener, sources=sources, end=end)
    for turn in range(3):
        folder = tmp_path / str(turn)
        folder.mkdir()
        # Python warns of `fork` where there are threads.
        command = [sys.executable, "-W", "ignore", "-c", script, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, ""), how
        assert "loaded" in done.stdout
        assert "failed" in done.stdout, "what was under way has ended"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_ctrl_c_ends_the_wait_for_a_listener(tmp_path: Path) -> None:
    script = SCRIPT.format(listener="time.sleep(60)", sources=KEPT, end="os.write(1, b'end ')")
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        heard = b""
        while b"end" not in heard:
            heard += os.read(process.stdout.fileno(), 100)
        time.sleep(0.3)
        assert process.poll() is None
        process.send_signal(2)
        process.communicate(timeout=20)

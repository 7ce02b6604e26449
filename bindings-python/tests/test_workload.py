"""Identity and bundles from a SPIFFE agent."""

from __future__ import annotations

import gc
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from agent import Agent, federated, svid
from mtls_core import (
    CertificateAuthority,
    ChainVerifier,
    LiveVerifier,
    SourceEvent,
    TlsClient,
    TlsError,
    TlsIdentity,
    TlsServer,
    TrustBundle,
    TrustError,
    WorkloadApi,
)
from mtls_core.ssl import server_context

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the agent listens on a Unix socket")

CART, TILL = "spiffe://a.example/cart", "spiffe://a.example/till"
ROOT = CertificateAuthority.root("Root A", trust_domain="a.example")
OURS = TrustBundle("a.example", [ROOT.certificate])
PARTNER = CertificateAuthority.root("Root B", trust_domain="b.example")
THEIRS = TrustBundle("b.example", [PARTNER.certificate])


def given(id: str = TILL, hint: str = "") -> bytes:
    return svid(ROOT.svid(id), OURS, hint)


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Agent]:
    with Agent(tmp_path / "agent.sock", given()) as agent:
        yield agent


def until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.005)


def meet(server: TlsServer, verifier: ChainVerifier) -> str:
    """The serial number of the server's leaf, as a client sees it."""
    cart = ROOT.svid(CART)
    client = TlsClient(TlsIdentity(cart.chain, cart.key), verifier, expect_peer=TILL).session("x")
    there = server.session()
    while client.is_handshaking or there.is_handshaking:
        for sender, receiver in ((client, there), (there, client)):
            if data := sender.send_tls():
                receiver.receive_tls(data)
    assert str(there.peer.spiffe_id) == CART
    return client.peer.leaf.serial


def test_identity_and_bundles_follow_the_agent(agent: Agent) -> None:
    events: list[SourceEvent] = []
    with WorkloadApi.open(agent.address, on_event=events.append) as workload:
        assert workload.is_open
        assert str(workload.identity.current.spiffe_id) == TILL
        assert workload.bundles.bundles[0].authorities == [ROOT.certificate]
        assert list(workload.bundle_states) == ["a.example"]
        live = LiveVerifier(ChainVerifier([]))
        live.follow(workload)
        server = TlsServer(workload.identity, live, expect_peer=CART)
        first = meet(server, live.current)
        agent.say(given() + federated({"b.example": THEIRS}))
        until(lambda: len(live.current.bundles.bundles) == 2)
        assert meet(server, live.current) != first
        assert live.current.verify(PARTNER.svid("spiffe://b.example/x").chain)
        agent.say(given())
        until(lambda: len(live.current.bundles.bundles) == 1)
        agent.say(b"\xff")
        until(lambda: workload.state.last_error)
        assert workload.state.last_error.code == "source-answer"  # type: ignore[union-attr]
        assert meet(server, live.current), "the last good one stays"
        assert agent.address in repr(workload)
    assert not workload.is_open
    workload.close()
    assert workload.state.loads == 3
    assert str(workload.identity.current.spiffe_id) == TILL
    late = LiveVerifier(ChainVerifier([]))
    late.follow(workload)
    assert late.current.bundles == workload.bundles
    assert list(workload.bundle_states) == ["a.example"]
    kinds = [event.kind for event in events]
    assert kinds.count("loaded") >= 3
    assert "failed" in kinds


def test_one_of_several_identities_is_taken(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    agent.say(given() + given(CART, "internal"))
    choices: list[tuple[dict[str, Any], str]] = [
        ({}, TILL),
        ({"hint": "internal"}, CART),
        ({"spiffe_id": CART, "warn_before": 1.5}, CART),
    ]
    for options, id in choices:
        with WorkloadApi.open(agent.address, **options) as workload:
            assert str(workload.identity.current.spiffe_id) == id
    monkeypatch.setenv("SPIFFE_ENDPOINT_SOCKET", agent.address)
    WorkloadApi.open().close()
    monkeypatch.delenv("SPIFFE_ENDPOINT_SOCKET")
    calls: list[tuple[Callable[[], object], str]] = [
        (lambda: WorkloadApi.open(), "source-address"),
        (lambda: WorkloadApi.open("http://agent"), "source-address"),
        (lambda: WorkloadApi.open(agent.address, hint="none", timeout=0.3), "source-not-offered"),
    ]
    for call, code in calls:
        with pytest.raises(TrustError) as refusal:
            call()
        assert refusal.value.code == code


def test_an_identity_that_is_denied_is_withdrawn(agent: Agent) -> None:
    workload = WorkloadApi.open(agent.address, withdraw_after=0)
    live = LiveVerifier(ChainVerifier([OURS]))
    server = TlsServer(workload.identity, live, expect_peer=CART)
    context = server_context(workload, live, expect_peer=CART)
    context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
    agent.say(None)
    until(lambda: workload.identity.is_withdrawn)
    with pytest.raises(TlsError):
        meet(server, live.current)
    with pytest.raises(ssl.SSLError, match="withdrawn"):
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
    agent.say(given())
    until(lambda: not workload.identity.is_withdrawn, 60)
    assert meet(server, live.current)
    context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
    workload.close()
    workload.identity.withdraw()
    with pytest.raises(TlsError):
        meet(server, live.current)


def test_ctrl_c_ends_the_wait_for_an_agent(tmp_path: Path) -> None:
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        WorkloadApi.open(f"unix://{tmp_path}/nobody.sock", timeout=60)
    assert time.monotonic() - begun < 20


def test_letting_go_ends_the_call_and_waits_for_nobody(agent: Agent) -> None:
    lock, begun, ended = threading.Lock(), threading.Event(), threading.Event()

    def listen(event: SourceEvent) -> None:
        if event.kind == "failed":
            begun.set()
            with lock:
                ended.set()

    workload = WorkloadApi.open(agent.address, on_event=listen)
    with lock:
        agent.say(b"\xff")
        assert begun.wait(20)
        del workload
        gc.collect()
        assert not ended.is_set()
    assert ended.wait(20)


def test_the_interpreter_ends_while_a_call_is_open(agent: Agent) -> None:
    script = f"""
import os, time
from mtls_core import WorkloadApi
def listen(event):
    time.sleep(0.2)
    os.write(1, event.kind.encode())
workload = WorkloadApi.open({agent.address!r}, on_event=listen)
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("loaded")

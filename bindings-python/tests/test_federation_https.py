"""Bundles over HTTPS: fetched and served in both profiles, bad servers refused, slow ones not waited for."""

from __future__ import annotations

import errno
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from mtls_core import (
    BundleClient,
    BundleEndpoint,
    BundleKeeper,
    BundleListener,
    BundleServer,
    CertificateAuthority,
    ChainVerifier,
    FederatedBundle,
    IssuedCertificate,
    LiveVerifier,
    TlsIdentity,
    TrustBundle,
    TrustError,
    VerificationError,
)

TD = "partner.example"
ID = f"spiffe://{TD}/bundles"
ROOT = CertificateAuthority.root("one", trust_domain=TD)
OTHER = CertificateAuthority.root("two", trust_domain=TD)
WEB = CertificateAuthority.root("Web")
BUNDLE = TrustBundle(TD, [ROOT.certificate]).with_refresh_hint(60).with_sequence(1)


def identity(issued: IssuedCertificate) -> TlsIdentity:
    return TlsIdentity(issued.chain, issued.key)


def serving(issued: IssuedCertificate, bundle: TrustBundle = BUNDLE) -> BundleListener:
    return BundleServer(bundle, identity(issued)).listen("127.0.0.1", 0)


def url(address: tuple[str, int]) -> str:
    return f"https://{address[0]}:{address[1]}/bundle"


def by_web(address: tuple[str, int]) -> FederatedBundle:
    return FederatedBundle(BundleEndpoint.https_web(TD, url(address)))


def by_spiffe(address: tuple[str, int], bundle: TrustBundle = BUNDLE) -> FederatedBundle:
    return FederatedBundle(BundleEndpoint.https_spiffe(TD, url(address), ID, bundle))


def refused(client: BundleClient, partner: FederatedBundle, what: str) -> None:
    before, kept = time.time(), partner.bundle
    with pytest.raises(TrustError) as failed:
        client.fetch(partner)
    assert what in str(failed.value)
    assert failed.value.code == "federation-fetch-failed"
    assert failed.value.help
    assert (partner.failures, partner.bundle) == (1, kept)
    assert str(partner.failure) == str(failed.value)
    # The usual cadence, not at once: that of the hint, or what holds without one.
    assert partner.next_at.timestamp() >= before + (59 if kept else 299)


@contextmanager
def foreign(
    tmp_path: Path, body: bytes, status: int = 200, location: str | None = None
) -> Iterator[tuple[str, int]]:
    """Python's own HTTPS server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    issued = WEB.server(["127.0.0.1"])
    (tmp_path / "chain.pem").write_text(issued.chain.to_pem())
    issued.key.write_pem(tmp_path / f"{id(body)}.key")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "chain.pem", tmp_path / f"{id(body)}.key")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[0], server.server_port  # type: ignore[misc]
        finally:
            server.shutdown()
            thread.join()


def test_a_server_known_by_its_name() -> None:
    server = BundleServer(BUNDLE, identity(WEB.server(["127.0.0.1"])))
    client = BundleClient([WEB.certificate])
    with server.listen("127.0.0.1", 0) as listener:
        assert listener.is_open
        assert repr(listener) == f"<BundleListener at 127.0.0.1:{listener.address[1]}>"
        partner = by_web(listener.address)
        taken = client.fetch(partner)
        assert (taken.outcome, taken.profile, taken.url) == ("taken", "https_web", url(listener.address))
        assert (partner.bundle, server.bundle, partner.failures) == (BUNDLE, BUNDLE, 0)
        both = TrustBundle(TD, [ROOT.certificate, OTHER.certificate])
        server.publish(both)
        assert server.bundle.sequence == 2
        again = client.fetch(partner)
        assert again.diff is not None
        assert again.diff.added == [OTHER.certificate]
        with pytest.raises(TrustError):
            server.publish(BUNDLE)
        refused(BundleClient([ROOT.certificate]), by_web(listener.address), "the server is refused")
    assert not listener.is_open
    listener.close()
    refused(client, by_web(listener.address), "refused")
    with serving(WEB.server(["other.example"])) as listener:
        refused(client, by_web(listener.address), "[peer-name-mismatch]")


def test_a_server_known_by_its_spiffe_id() -> None:
    client = BundleClient([])
    server = BundleServer(BUNDLE, identity(ROOT.svid(ID)))
    with server.listen("127.0.0.1", 0) as listener:
        partner = by_spiffe(listener.address)
        assert client.fetch(partner).outcome == "unchanged"
        # The next authority is published, then used.
        server.publish(TrustBundle(TD, [ROOT.certificate, OTHER.certificate]).with_sequence(2))
        assert client.fetch(partner).outcome == "taken"
        server.present(identity(OTHER.svid(ID)))
        assert client.fetch(partner).outcome == "unchanged"
        refused(client, by_spiffe(listener.address), "the server is refused")
    with serving(ROOT.svid(f"spiffe://{TD}/somebody")) as listener:
        refused(client, by_spiffe(listener.address), "[tls-peer-not-authorized]")
    other = CertificateAuthority.root("other", trust_domain="other.example")
    with serving(other.svid("spiffe://other.example/bundles")) as listener:
        refused(client, by_spiffe(listener.address), "the server is refused")
    with serving(WEB.server(["127.0.0.1"])) as listener:
        refused(BundleClient([WEB.certificate]), by_spiffe(listener.address), "the server is refused")


def soon(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_keeper_puts_what_it_fetches_in_force() -> None:
    own = TrustBundle("own.example", [])
    live = LiveVerifier(ChainVerifier([own]))
    server = BundleServer(BUNDLE, identity(ROOT.svid(ID)))
    server.publish(TrustBundle(TD, [ROOT.certificate, OTHER.certificate]))
    old, new = (authority.svid(f"spiffe://{TD}/cart").chain for authority in (ROOT, OTHER))
    with server.listen("127.0.0.1", 0) as listener, socket.create_server(("127.0.0.1", 0)) as silent:
        partner = by_spiffe(listener.address)
        endpoint = BundleEndpoint.https_web("silent.example", url(silent.getsockname()))
        late = FederatedBundle(endpoint)
        client = BundleClient([], timeout=600)
        with pytest.raises(VerificationError):
            live.current.verify(old)
        with BundleKeeper.start(client, [partner, late], live) as keeper:
            assert keeper.is_open
            live.current.verify(old)  # the profile's bundle, at once
            soon(lambda: partner.bundle == server.bundle)
            soon(lambda: live.current.bundles.get(TD) == server.bundle)
            live.current.verify(new)
            assert live.current.bundles.get("own.example") == own
            assert (partner.failure, late.bundle) == (None, None)
            begun = time.monotonic()
        assert time.monotonic() - begun < 5
        assert not keeper.is_open
        with pytest.raises(TrustError) as twice:
            BundleKeeper.start(client, [partner, partner], live)
        assert twice.value.code == "bundle-duplicate-domain"


def test_foreign_servers(tmp_path: Path) -> None:
    client = BundleClient([WEB.certificate])
    with foreign(tmp_path, BUNDLE.to_spiffe_json().encode()) as address:
        partner = by_web(address)
        assert client.fetch(partner).outcome == "taken"
        assert partner.bundle == BUNDLE
        with foreign(tmp_path, b"", 302, url(address)) as first:
            partner = by_web(first)
            moved = client.fetch(partner)
            assert (moved.outcome, moved.url) == ("taken", url(address))
            assert partner.request().url == url(first)
    with foreign(tmp_path, b"", 302, "http://127.0.0.1/") as address:
        partner = by_web(address)
        with pytest.raises(TrustError) as failed:
            client.fetch(partner)
        assert (failed.value.code, partner.failures) == ("federation-url-invalid", 1)
    for body, code in ((b"<html>", "bundle-not-json"), (b"{}", "bundle-keys-missing")):
        with foreign(tmp_path, body) as address:
            partner = FederatedBundle(BundleEndpoint.https_web(TD, url(address)), stored=BUNDLE)
            with pytest.raises(TrustError) as failed:
                client.fetch(partner)
            assert (failed.value.code, partner.bundle, partner.failures) == (code, BUNDLE, 1)
    with foreign(tmp_path, b"", 404) as address:
        refused(client, by_web(address), "status 404")
    with foreign(tmp_path, b" " * (5 << 20)) as address:
        refused(client, by_web(address), "more than 4194304")


def test_a_silent_server_costs_the_timeout_and_nobody_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        partner = by_web(silent.getsockname())
        client = BundleClient([WEB.certificate], timeout=timedelta(milliseconds=2500))
        failures: list[TrustError] = []

        def fetch() -> None:
            with pytest.raises(TrustError) as failed:
                client.fetch(partner)
            failures.append(failed.value)

        begun = time.monotonic()
        thread = threading.Thread(target=fetch)
        thread.start()
        time.sleep(0.2)
        # It holds neither the GIL nor the bundle.
        assert (partner.bundle, partner.failures) == (None, 0)
        assert time.monotonic() - begun < 2
        thread.join(20)
        assert not thread.is_alive()
        assert "took too long" in str(failures[0])
        assert partner.failures == 1


def test_who_asks_as_others_do_is_answered_too() -> None:
    with serving(WEB.server(["127.0.0.1"])) as listener:
        context = ssl.create_default_context(cadata=WEB.certificate.to_pem())
        with (
            socket.create_connection(listener.address) as raw,
            context.wrap_socket(raw, server_hostname="127.0.0.1") as sock,
        ):
            sock.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            head, body = b"".join(iter(lambda: sock.recv(4096), b"")).split(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n")
    assert TrustBundle.from_spiffe_json(TD, body) == BUNDLE


def test_closing_does_not_wait_for_clients() -> None:
    server = BundleServer(BUNDLE, identity(ROOT.svid(ID)), timeout=60)
    listener = server.listen("127.0.0.1", 0)
    with socket.create_connection(listener.address), pytest.raises(OSError, match="in use") as taken:
        server.listen(*listener.address)
    assert taken.value.errno == errno.EADDRINUSE
    with socket.create_connection(listener.address) as silent:
        time.sleep(0.1)
        begun = time.monotonic()
        listener.close()
        assert time.monotonic() - begun < 5
        silent.settimeout(5)
        assert silent.recv(1) == b""
    address = server.listen("127.0.0.1", 0).address  # let go of at once
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address)


# Python 3.12 warns of threads at a fork: that they are no harm is what is tested.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_fork_leaves_the_server_to_its_parent() -> None:
    listener = serving(ROOT.svid(ID))
    child = os.fork()
    if child == 0:
        listener.close()
        os._exit(0 if not listener.is_open else 1)
    deadline = time.monotonic() + 10
    while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.02)
    assert ended[1] == 0
    with listener:
        assert BundleClient([]).fetch(by_spiffe(listener.address)).outcome == "unchanged"


SCRIPT = """
import socket, sys, threading
from mtls_core import *
root = CertificateAuthority.root("one", trust_domain="partner.example")
svid = root.svid("spiffe://partner.example/bundles")
bundle = TrustBundle("partner.example", [root.certificate])
listener = BundleServer(bundle, TlsIdentity(svid.chain, svid.key)).listen("127.0.0.1", 0)
silent, held = socket.create_server(("127.0.0.1", 0)), []
accept = lambda: held.append(silent.accept())  # and do not let go of it
endpoint = BundleEndpoint.https_web("partner.example", f"https://127.0.0.1:{silent.getsockname()[1]}/")
live = LiveVerifier(ChainVerifier([bundle]))
keep = lambda: BundleKeeper.start(BundleClient([], timeout=600), [FederatedBundle(endpoint)], live)
fetch = lambda: BundleClient([], timeout=600).fetch(FederatedBundle(endpoint))
"""


def test_the_interpreter_ends_without_waiting() -> None:
    end = "threading.Thread(target=fetch, daemon=True).start(); accept(); keeper = keep(); print('end')"
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT + end], timeout=30, capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr, ended.returncode) == ("end\n", "", 0)


def test_ctrl_c_ends_a_fetch() -> None:
    fetching = "threading.Thread(target=lambda: (accept(), print('asked', flush=True))).start(); fetch()"
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT + fetching], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "asked\n"
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert errors.rstrip().endswith("KeyboardInterrupt")

"""The manifests of the recipe, on a real Envoy: the edge is let in, nobody else."""

from __future__ import annotations

import contextlib
import http.client
import json
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from istiod import binary, listeners
from mtls_core import CertificateAuthority, recipes
from process import free_port, running

HOST = "shop.example"
YEAR = 365 * 86400


class World:
    """A gateway that runs, and who comes to it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.origin = CertificateAuthority.root("Origin")
        self.edge = CertificateAuthority.root("Origin Pull", at=int(time.time()) - 2 * YEAR)
        served = self.origin.server([HOST])
        self.output = recipes.cloudflare_origin(
            hosts=[HOST],
            certificate=served.chain.to_pem(),
            key=served.key.secret_pkcs8_pem(),
            client_ca=self.edge.certificate.to_pem(),
            pull="zone",
            gateway="public",
        )
        self.port = free_port()

    def ask(
        self, chain: str | None, key: str = "", version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3
    ) -> int | str:
        """The status that a client with this certificate gets, or how it is refused."""
        context = ssl.create_default_context(cadata=self.origin.certificate.to_pem())
        context.minimum_version = context.maximum_version = version
        if chain is not None:
            pair = self.directory / "client.pem"
            pair.write_text(chain + key)
            context.load_cert_chain(pair)
        connection = Connection(self.port, context)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        except ssl.SSLError as refused:
            return refused.reason or "refused"
        except (ConnectionError, http.client.HTTPException):
            return "refused"
        finally:
            connection.close()


class Connection(http.client.HTTPSConnection):
    """To the gateway on loopback, by the name that it serves. Reads first: an alert would be lost else."""

    def __init__(self, port: int, context: ssl.SSLContext) -> None:
        super().__init__("127.0.0.1", port, context=context, timeout=20)
        self.tls = context

    def connect(self) -> None:
        http.client.HTTPConnection.connect(self)
        self.sock = self.tls.wrap_socket(self.sock, server_hostname=HOST)
        self.sock.settimeout(0.5)
        # Nothing comes before the request, unless it is the refusal.
        with contextlib.suppress(TimeoutError):
            self.sock.recv(1)
        self.sock.settimeout(20)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    directory = tmp_path_factory.mktemp("origin")
    world = World(directory)
    gateway = next(m for m in world.output.manifests if m["kind"] == "Gateway")
    ports = {server["port"]["number"]: free_port() for server in gateway["spec"]["servers"]}
    world.port = ports[443]
    config: dict[str, Any] = {"static_resources": {"listeners": listeners(world.output.manifests, ports)}}
    file = directory / "envoy.json"
    file.write_text(json.dumps(config))
    flags = ["--concurrency", "1", "--use-dynamic-base-id", "--log-level", "warning"]
    command: list[str | Path] = [binary(), "-c", file, *flags]
    with running(command, list(ports.values()), directory / "envoy.log"):
        yield world


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
def test_the_edge_alone_gets_in(world: World, version: ssl.TLSVersion) -> None:
    edge = world.edge.client("edge.example")
    assert world.ask(edge.chain.to_pem(), edge.key.secret_pkcs8_pem(), version) == 200
    none = (
        "TLSV13_ALERT_CERTIFICATE_REQUIRED"
        if version == ssl.TLSVersion.TLSv1_3
        else "SSLV3_ALERT_HANDSHAKE_FAILURE"
    )
    assert world.ask(None, version=version) == none
    same_name = CertificateAuthority.root("Origin Pull").client("edge.example")
    for stranger, alert in [
        (same_name, "TLSV1_ALERT_UNKNOWN_CA"),
        # `ca.crt` is the CA of the edge, not the one that issued `tls.crt`.
        (world.origin.client("edge.example"), "TLSV1_ALERT_UNKNOWN_CA"),
        (
            world.edge.client("edge.example", at=int(time.time()) - YEAR, valid_for=86400),
            "SSLV3_ALERT_CERTIFICATE_EXPIRED",
        ),
        (world.edge.server(["edge.example"]), "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE"),
    ]:
        assert world.ask(stranger.chain.to_pem(), stranger.key.secret_pkcs8_pem(), version) == alert
    # The gateway is still there, and still takes the edge.
    assert world.ask(edge.chain.to_pem(), edge.key.secret_pkcs8_pem(), version) == 200

"""The examples of the package's README run, one after the other, as they stand there."""

from __future__ import annotations

import inspect
import re
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mtls_core import (
    CertificateAuthority,
    Connection,
    TlsIdentity,
    TlsServer,
    check_config,
    probe_origin,
    resources,
)
from mtls_core.ssl import PeerContext

README = Path(__file__).parents[1] / "README.md"


def test_the_examples_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(
        r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(blocks) == 14
    monkeypatch.chdir(tmp_path)
    write_files()
    names: dict[str, Any] = {}
    for block in blocks:
        if "Connection.connect" in block:
            serve_till(names, monkeypatch)
        exec(block.replace("203.0.113.7:443", "127.0.0.1:1"), names)  # nobody listens there
    names["server"].join()
    names["listening"].close()
    assert isinstance(names["context"], PeerContext)
    assert names["gateway"]["kind"] == "Gateway"
    printed = capsys.readouterr().out
    assert "loaded: tls/tls.crt" in printed
    assert "istio: enforced" in printed
    assert "shop.example at 127.0.0.1:1: unproven" in printed
    assert "(https_spiffe): taken, sequence 1" in printed
    assert "ACCEPTED spiffe://cluster-a.example/ns/shop/sa/cart" in printed
    assert "spiffe://cluster-a.example/ns/shop/sa/till b'hello'" in printed


def test_the_jobs_in_the_readme_of_the_repository_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = Path(__file__).parents[2] / "README.md"
    judge, check = re.findall(
        r"^```python\n(.*?)^```$", readme.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    monkeypatch.chdir(tmp_path)
    root = CertificateAuthority.root("Example Root", trust_domain="mesh.example")
    Path("root.pem").write_text(root.certificate.to_pem())
    Path("cart.pem").write_text(root.svid("spiffe://mesh.example/ns/shop/sa/cart").chain.to_pem())
    exec(judge, {})
    assert capsys.readouterr().out == "spiffe://mesh.example/ns/shop/sa/cart\n"
    Path("nginx.conf").write_text("http { server { listen 443 ssl; } }")
    with pytest.raises(SystemExit, match="10"):
        exec(check, {})
    assert capsys.readouterr().out.startswith("nginx: open\n")


def test_the_tables_of_options_are_those_of_the_functions() -> None:
    tables = re.findall(
        r"^\| option \|.*\n\|---.*\n((?:\|.*\n)+)", README.read_text(encoding="utf-8"), re.MULTILINE
    )
    functions: list[Callable[..., object]] = [check_config, probe_origin]
    for rows, function in zip(tables, functions, strict=True):
        listed = {
            name
            for cell in re.findall(r"^\| (.*?) \|", rows, re.MULTILINE)
            for name in re.findall(r"`(\w+)`", cell)
        }
        options = {
            name
            for name, parameter in inspect.signature(function).parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY and not name.startswith("max_")
        }
        assert listed == options


def write_files() -> None:
    """What the README takes for granted."""
    root = CertificateAuthority.root("Example Root", trust_domain="cluster-a.example")
    cart = root.intermediate("cluster-a").svid("spiffe://cluster-a.example/ns/shop/sa/cart")
    Path("root.pem").write_text(root.certificate.to_pem())
    Path("chain.pem").write_text(cart.chain.to_pem())
    Path("cart.pem").write_text(cart.chain.leaf.to_pem())
    cart.key.write_pem("cart.key")
    Path("tls").mkdir()
    Path("tls/tls.crt").write_text(cart.chain.to_pem())
    cart.key.write_pem("tls/tls.key")
    gateway = resources.gateway(
        name="public",
        servers=[{"port": 443, "hosts": ["*"], "mode": "SIMPLE", "credential_name": "public-cert"}],
    )
    Path("manifests").mkdir()
    Path("manifests/gateway.yaml").write_text(resources.write_yaml([gateway]))


def serve_till(names: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts the till behind the address that the README connects to."""
    till = names["cluster"].svid("spiffe://cluster-a.example/ns/shop/sa/till")
    server = TlsServer(TlsIdentity(till.chain, till.key), names["verifier"], expect_peer=names["cart"])
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)
    connect, address = socket.create_connection, listener.getsockname()

    def serve() -> None:
        with listener, Connection.accept(listener, server) as connection:
            connection.sendall(connection.recv())

    monkeypatch.setattr(
        "mtls_core.connection.socket.create_connection", lambda _, timeout: connect(address, timeout)
    )
    names["server"] = threading.Thread(target=serve)
    names["server"].start()

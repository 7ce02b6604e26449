"""The three programs apply the same, by the same requests, and tell a conflict."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

HERE = Path(__file__).parent
PEER_AUTHENTICATION = {
    "apiVersion": "security.istio.io/v1",
    "kind": "PeerAuthentication",
    "metadata": {"name": "default", "namespace": "shop"},
    "spec": {"mtls": {"mode": "STRICT"}},
}
DESTINATION_RULE = {
    "apiVersion": "networking.istio.io/v1",
    "kind": "DestinationRule",
    "metadata": {"name": "cart", "namespace": "shop"},
    "spec": {"host": "cart.shop.svc.cluster.local", "trafficPolicy": {"tls": {"mode": "ISTIO_MUTUAL"}}},
}
KINDS = {
    "security.istio.io": [("peerauthentications", "PeerAuthentication")],
    "networking.istio.io": [("destinationrules", "DestinationRule")],
}


def discovery(path: str) -> dict[str, Any] | None:
    """What an API server says of its kinds."""
    versions = [{"groupVersion": f"{group}/v1", "version": "v1"} for group in KINDS]
    match path.strip("/").split("/"):
        case ["version"]:
            return {"major": "1", "minor": "34", "gitVersion": "v1.34.0"}
        case ["api"]:
            return {"kind": "APIVersions", "versions": ["v1"]}
        case ["api", "v1"]:
            return {"kind": "APIResourceList", "groupVersion": "v1", "resources": []}
        case ["apis"]:
            groups = [
                {"name": group, "versions": [version], "preferredVersion": version}
                for group, version in zip(KINDS, versions, strict=True)
            ]
            return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}
        case ["apis", group, "v1"] if group in KINDS:
            resources = [
                {
                    "name": name,
                    "singularName": kind.lower(),
                    "namespaced": not name.endswith("/status"),
                    "kind": kind,
                    "verbs": ["get", "patch"],
                }
                for plural, kind in KINDS[group]
                for name in (plural, f"{plural}/status")
            ]
            return {"kind": "APIResourceList", "groupVersion": f"{group}/v1", "resources": resources}
    return None


class Server(ThreadingHTTPServer):
    """An API server, as far as an apply needs one."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.applied: list[tuple[str, dict[str, list[str]], str, Any]] = []
        self.owned_by_others = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        found = discovery(urlsplit(self.path).path)
        self.answer(404 if found is None else 200, found or {"kind": "Status", "code": 404})

    def do_PATCH(self) -> None:
        url = urlsplit(self.path)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        query = parse_qs(url.query)
        self.server.applied.append((url.path, query, self.headers["Content-Type"], body))
        if self.server.owned_by_others and query.get("force") != ["true"]:
            self.answer(409, {"kind": "Status", "apiVersion": "v1", "reason": "Conflict", "code": 409})
        else:
            self.answer(200, body)

    def answer(self, status: int, body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def programs() -> dict[str, list[str]]:
    command = ["cargo", "build", "--locked", "--package", "mtls-core-examples", "--bin", "apply"]
    built = subprocess.run(
        [*command, "--message-format", "json"], cwd=HERE, check=True, stdout=subprocess.PIPE
    ).stdout
    messages = [json.loads(line) for line in built.splitlines()]
    binary = next(one["executable"] for one in messages if one.get("executable"))
    return {
        "rust": [binary],
        "python": [sys.executable, str(HERE / "apply.py")],
        "node": ["node", str(HERE / "apply.mjs")],
    }


def run(command: list[str], server: Server, folder: Path, *flags: str) -> tuple[int, str]:
    # Python's client keeps what it discovered in a file.
    environment = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(
        [*command, *flags, server.url], env=environment, stdout=subprocess.PIPE, encoding="utf-8", timeout=120
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("language", ["rust", "python", "node"])
def test_what_was_built_is_applied(
    language: str, programs: dict[str, list[str]], server: Server, tmp_path: Path
) -> None:
    told = "PeerAuthentication default: applied\nDestinationRule cart: applied\n"
    assert run(programs[language], server, tmp_path) == (0, told)
    root = "/apis/{}/v1/namespaces/shop/{}"
    assert [(path, body) for path, _, _, body in server.applied] == [
        (root.format("security.istio.io", "peerauthentications/default"), PEER_AUTHENTICATION),
        (root.format("networking.istio.io", "destinationrules/cart"), DESTINATION_RULE),
    ]
    for _, query, content_type, _ in server.applied:
        assert query["fieldManager"] == ["mtls-core-example"]
        assert query.get("force", ["false"])[0].lower() == "false"
        assert content_type == "application/apply-patch+yaml"


@pytest.mark.parametrize("language", ["rust", "python", "node"])
def test_fields_of_others_are_a_conflict_unless_forced(
    language: str, programs: dict[str, list[str]], server: Server, tmp_path: Path
) -> None:
    server.owned_by_others = True
    told = "PeerAuthentication default: refused with 409\n"
    assert run(programs[language], server, tmp_path) == (1, told)
    assert len(server.applied) == 1
    status, text = run(programs[language], server, tmp_path, "--force")
    assert (status, text.count("applied")) == (0, 2)

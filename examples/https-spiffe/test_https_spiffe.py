"""Each server with each client: who is let in, who is refused, and that both say so."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

HERE = Path(__file__).parent
SERVERS = {"python": [sys.executable, "server.py"], "node": ["node", "server.mjs"]}
CLIENTS = {"python": [sys.executable, "client.py"], "node": ["node", "client.mjs"]}
CART = "spiffe://shop.example/ns/web/sa/cart"
TILL = "spiffe://shop.example/ns/web/sa/till"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("identities")
    subprocess.run([sys.executable, "identities.py", folder], cwd=HERE, check=True, timeout=60)
    return folder


@contextmanager
def serving(
    command: list[str], folder: Path, name: str = "till", lines: int = 1
) -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and what it says; it is ended once it has said so many lines.

    It ends by itself when nobody calls: after longer than a client needs to start on a busy machine.
    """
    said: list[str] = []
    with subprocess.Popen(
        [*command, folder, name, "30"], cwd=HERE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), said
            said += [process.stdout.readline().strip() for _ in range(lines)]
            process.terminate()
            said += process.stdout.read().splitlines()
        finally:
            process.kill()


def ask(command: list[str], folder: Path, name: str, url: str) -> tuple[int, str]:
    done = subprocess.run(
        [*command, folder, name, url], cwd=HERE, stdout=subprocess.PIPE, encoding="utf-8", timeout=60
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_callers_are_known(server: list[str], client: list[str], folder: Path) -> None:
    with serving(server, folder, lines=3) as (url, said):
        assert ask(client, folder, "cart", url) == (0, f"server {TILL}\nhello {CART}\n")
        for name in ("intruder", "forged"):
            status, heard = ask(client, folder, name, url)
            assert (status, "hello" in heard) == (1, False)
    assert said == [f"let in {CART}", "refused tls-peer-not-authorized", "refused tls-peer-rejected"]


@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_the_server_is_known(client: list[str], folder: Path) -> None:
    with serving(SERVERS["python"], folder, "cart") as (url, said):
        assert ask(client, folder, "cart", url) == (1, "refused tls-peer-not-authorized\n")
        # What speaks no TLS is the last that it tells of.
        with socket.create_connection(("127.0.0.1", urlsplit(url).port)) as plain:
            plain.sendall(b"hello\n")
    assert "refused by OpenSSL" in said
    assert f"let in {CART}" not in said

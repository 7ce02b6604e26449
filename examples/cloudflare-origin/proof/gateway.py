"""A gateway for manifests: a real Envoy on loopback, configured as istiod would configure it.

``gateway.py MANIFESTS DIRECTORY`` says ``443 PORT`` for each port of the Gateway once it listens, and ends
with its input.
The translation is that of the tests, in bindings-python/tests/proxies.
"""

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

sys.path.append(str(Path(__file__).parents[3] / "bindings-python/tests/proxies"))

from istiod import binary, listeners, one
from process import free_port, running


@contextlib.contextmanager
def gateway(text: str, directory: Path) -> Iterator[dict[int, int]]:
    """Where the ports of the Gateway are on this machine."""
    manifests = list(yaml.safe_load_all(text))
    ports = {server["port"]["number"]: free_port() for server in one(manifests, "Gateway")["spec"]["servers"]}
    file = directory / "envoy.json"
    file.write_text(json.dumps({"static_resources": {"listeners": listeners(manifests, ports)}}))
    command = [binary(), "-c", file, "--concurrency", "1", "--disable-hot-restart", "--log-level", "warning"]
    with running(command, list(ports.values()), directory / "envoy.log"):
        yield ports


if __name__ == "__main__":
    with gateway(Path(sys.argv[1]).read_text(encoding="utf-8"), Path(sys.argv[2])) as running_at:
        for port, here in running_at.items():
            print(port, here)
        print("ready", flush=True)
        sys.stdin.read()

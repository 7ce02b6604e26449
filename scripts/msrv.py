"""Check that the declared `rust-version` is no lower than what any crate that users build asks for.

Users build the normal and build dependencies of the crate and the bindings; dev-dependencies are ours alone.
"""

from __future__ import annotations

import json
import subprocess
import sys

OURS = ("mtls-core", "mtls-core-python", "mtls-core-node")


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))[:2]


def main() -> int:
    metadata = json.loads(
        subprocess.check_output(["cargo", "metadata", "--locked", "--all-features", "--format-version=1"])
    )
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    todo = [key for key, package in packages.items() if package["name"] in OURS]
    declared = max(number(packages[key]["rust_version"]) for key in todo)
    seen: set[str] = set()
    while todo:
        key = todo.pop()
        if key in seen:
            continue
        seen.add(key)
        for dependency in nodes[key]["deps"]:
            if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"]):
                todo.append(dependency["pkg"])
    asked = sorted(
        (
            (number(package["rust_version"]), package["name"], package["version"])
            for key in seen
            if (package := packages[key])["rust_version"] and package["name"] not in OURS
        ),
        reverse=True,
    )
    highest, name, version = asked[0]
    print("declared: Rust {}.{}".format(*declared))
    print("highest asked for: {}.{}".format(*highest), f"by {name} {version}")
    if highest > declared:
        print(
            "raise `rust-version` in Cargo.toml, or choose an older version of the crate",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Step 4: the gateway behind Cloudflare, from the options that the Rust program wrote."""

import json
import os
from pathlib import Path

from mtls_core import recipes


def write(out: Path) -> None:
    """Writes manifests and Big Bang values; all hold the gateway's key, so 0600."""
    options = json.loads((out / "gateway-options.json").read_text(encoding="utf-8"))
    setup = recipes.cloudflare_origin(**options)
    for name, text in (("manifests", setup.to_yaml()), ("bigbang-values", setup.values)):
        path = out / f"{name}-python.yaml"
        path.unlink(missing_ok=True)
        with open(path, "x", encoding="utf-8", newline="", opener=private) as file:
            file.write(text or "")
        print(f"  {name} -> {path}")
    print(f"  {len(setup.assumptions)} assumptions, {len(setup.findings)} findings")


def private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

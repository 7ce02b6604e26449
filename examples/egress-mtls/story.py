"""A service outside of the mesh demands client certificates, and applications speak plain HTTP: three ways.

README.md tells the story; main.rs and story.mjs tell the same. ``story.py OUT`` writes the files too.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from mtls_core import CertificateAuthority, IssuedCertificate, MtlsError, recipes, resources

LEDGER = "ledger.partner.example"
AT = 1_800_000_000  # 2027-01-15
SERVICE = {"host": LEDGER, "name": "ledger", "addresses": ["203.0.113.20"], "port": 9443, "at": AT}


def pair(issued: IssuedCertificate) -> dict[str, str]:
    return {"certificate": issued.chain.to_pem(), "key": issued.key.secret_pkcs8_pem()}


def tell() -> dict[str, recipes.RecipeOutput]:
    # The partner's CA, and the client certificates that it issued.
    partner = CertificateAuthority.root("Partner CA", at=AT)
    ca = partner.certificate.to_pem()
    cluster, cart, till = (
        partner.client(name, at=AT, valid_for=timedelta(days=90)) for name in ("cluster", "cart", "till")
    )
    deployment = resources.read_yaml((Path(__file__).parent / "cart.yaml").read_text(encoding="utf-8"))[0]
    ways: dict[str, dict[str, Any]] = {
        # The service trusts the mesh's root: each workload shows its own certificate.
        "mesh": {**SERVICE, "client": "mesh", "namespace": "shop"},
        # It trusts a CA of its own: the egress gateway shows one certificate for all.
        "gateway": {**SERVICE, "client": "gateway", "ca": ca, **pair(cluster)},
        # Each application has one. The Deployment of `cart` comes out with its volume; `till` gets a patch.
        "application": {
            **SERVICE,
            "client": "application",
            "namespace": "shop",
            "ca": ca,
            "applications": [
                {"name": "cart", **pair(cart), "workload": deployment},
                {"name": "till", **pair(till)},
            ],
        },
    }
    made = {way: recipes.egress_mtls(**options) for way, options in ways.items()}
    for way, set_up in made.items():
        print(f"{way}, applied in this order:")
        for manifest in set_up.manifests:
            print(f"  {manifest['kind']} {manifest['metadata']['namespace']}/{manifest['metadata']['name']}")
        for name, text in set_up.files.items():
            print(f"{name}:\n{text}", end="")
        print("taken for granted:")
        for assumption in set_up.assumptions:
            print(f"  {assumption}")
        print()
    print("Refused:")
    server = partner.server([LEDGER], at=AT)
    gateway, mesh = ways["gateway"], ways["mesh"]
    for what, options in {
        "a key of another certificate": {**gateway, "key": till.key.secret_pkcs8_pem()},
        "a certificate for servers": {**gateway, **pair(server)},
        "the service's own certificate as its CA": {**gateway, "ca": server.chain.to_pem()},
        "a certificate where the mesh has one": {**mesh, "certificate": till.chain.to_pem()},
        "no application": {**SERVICE, "client": "application", "ca": ca},
    }.items():
        try:
            recipes.egress_mtls(**options)
        except MtlsError as refusal:
            print(f"  {what}: {', '.join(finding['rule'] for finding in refusal.findings)}")
        else:
            raise SystemExit(f"{what} is not refused")
    return made


def write(out: Path, ways: dict[str, recipes.RecipeOutput]) -> None:
    """The manifests hold keys, so 0600."""
    out.mkdir(parents=True, exist_ok=True)
    for way, set_up in ways.items():
        for name, text in {f"{way}.yaml": set_up.to_yaml(), **set_up.files}.items():
            path = out / name
            path.unlink(missing_ok=True)
            with open(path, "x", encoding="utf-8", newline="", opener=private) as file:
                file.write(text)


def private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


if __name__ == "__main__":
    made = tell()
    if sys.argv[1:]:
        write(Path(sys.argv[1]), made)

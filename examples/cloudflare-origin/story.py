"""A gateway behind Cloudflare that lets in Cloudflare's edge alone, and of its visitors those of Access.

README.md tells the story; main.rs and story.mjs tell the same. ``story.py OUT`` writes the files too.
"""

import os
import sys
from pathlib import Path
from typing import Any

from mtls_core import (
    Certificate,
    CertificateAuthority,
    ConfigFiles,
    IssuedCertificate,
    MtlsError,
    check_config,
    recipes,
    resources,
)

HOST = "*.cosmology.example"
TEAM = "cosmology"
# The AUD tag of the application in Access.
AUDIENCE = "6f0c9cbde1f6d3f6d1e2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8"
BIG_BANG = ("2.5", "2.9", "3.0")
AT = 1_800_000_000  # 2027-01-15


class Certificates:
    """What is issued: the origin's certificate (by Cloudflare's Origin CA in earnest), the one that
    is uploaded for the zone, and the CA that the gateway knows it by.
    """

    def __init__(self) -> None:
        self.origin_ca = CertificateAuthority.root("Cosmology Origin CA", at=AT)
        self.origin: IssuedCertificate = self.origin_ca.server([HOST], at=AT)
        self.pull_ca = CertificateAuthority.root("Cosmology Origin Pull CA", at=AT)
        self.edge = self.pull_ca.client("edge.cosmology.example", at=AT, valid_for=365 * 86_400)


def gateway(issued: Certificates) -> dict[str, Any]:
    """The set-up of the story."""
    return {
        "hosts": [HOST],
        "certificate": issued.origin.chain.to_pem(),
        "key": issued.origin.key.secret_pkcs8_pem(),
        "client_ca": issued.pull_ca.certificate.to_pem(),
        "pull": "zone",
        "access": {"team": TEAM, "audiences": [AUDIENCE]},
        "at": AT,
    }


def names(manifests: list[dict[str, Any]]) -> list[str]:
    return [
        f"{manifest['kind']} {manifest['metadata']['namespace']}/{manifest['metadata']['name']}"
        for manifest in manifests
    ]


def read(manifests: str, edge_ca: Certificate) -> str:
    """What manifests come to, with the rules that they break."""
    files = ConfigFiles({"manifests.yaml": manifests})
    report = check_config("istio", files, hosts=[HOST], edge_ca=edge_ca.to_pem(), at=AT)
    rules = [finding["rule"] for finding in report.findings if finding["severity"] != "info"]
    return f"{report.verdict} ({', '.join(rules)})" if rules else report.verdict


def tell() -> dict[str, str]:
    issued = Certificates()
    options = gateway(issued)
    set_up = recipes.cloudflare_origin(**options)
    manifests = set_up.to_yaml()
    files = {
        "manifests.yaml": manifests,
        "edge.pem": issued.edge.chain.to_pem(),
        "edge.key": issued.edge.key.secret_pkcs8_pem(),
    }
    print("Applied in this order:")
    for name in names(set_up.manifests):
        print(f"  {name}")
    print("\nWith Big Bang, values and beside them:")
    for version in BIG_BANG:
        chart = recipes.cloudflare_origin(**options, big_bang=version)
        assert chart.values is not None
        files[f"big-bang-{version}.yaml"] = chart.values
        files[f"big-bang-{version}-beside.yaml"] = resources.write_yaml(chart.beside_values)
        print(f"  {version}: {', '.join(names(chart.beside_values))}")
    print("\nTaken for granted:")
    for assumption in set_up.assumptions:
        print(f"  {assumption}")
    print("\nThe manifests, read before they are applied:")
    edge_ca, other_ca = issued.pull_ca.certificate, issued.origin_ca.certificate
    optional = manifests.replace("mode: MUTUAL", "mode: OPTIONAL_MUTUAL")
    print(f"  as they are: {read(manifests, edge_ca)}")
    print(f"  with OPTIONAL_MUTUAL: {read(optional, edge_ca)}")
    print(f"  for another CA of the edge: {read(manifests, other_ca)}")
    print("\nRefused:")
    mistakes: dict[str, dict[str, Any]] = {
        "the edge's certificate in the place of its CA": {"client_ca": issued.edge.chain.leaf.to_pem()},
        "the edge's key for the origin's certificate": {"key": issued.edge.key.secret_pkcs8_pem()},
        "tokens for any application of the team": {"access": {"team": TEAM, "audiences": []}},
        "certificates that have ended": {"at": AT * 2},
    }
    for what, change in mistakes.items():
        try:
            recipes.cloudflare_origin(**{**options, **change})
        except MtlsError as refusal:
            print(f"  {what}: {', '.join(finding['rule'] for finding in refusal.findings)}")
        else:
            raise SystemExit(f"{what} is not refused")
    return files


def write(out: Path, files: dict[str, str]) -> None:
    """0600 for all: most hold a key."""
    out.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
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

"""Three environments in one cluster: HTTPS by one certificate, tokens for each, DNS records that lead there.

README.md tells the story; main.rs and story.mjs tell the same. ``story.py OUT`` writes the files too.
"""

import os
import sys
from pathlib import Path
from typing import Any

from mtls_core import CertificateAuthority, IssuedCertificate, MtlsError, recipes

DOMAIN = "api.storefront.example"
TENANT = "storefront-demo.auth0.com"
# The SOA record as `gcloud dns record-sets list --type SOA` shows it.
SOA = "ns-cloud-d1.googledomains.com. cloud-dns-hostmaster.google.com. 54 21600 3600 259200 300"
AT = 1_800_000_000  # 2027-01-15


def wildcard() -> IssuedCertificate:
    """The certificate for every environment. A public CA would issue it."""
    return CertificateAuthority.root("Storefront CA", at=AT).server([f"*.{DOMAIN}"], at=AT)


def tokens(audience: str) -> dict[str, Any]:
    return {"auth0": TENANT, "audiences": [audience]}


def environments(certificate: IssuedCertificate) -> dict[str, Any]:
    """The set-up of the story. `dev` and `test` share an audience; testers of `uat` come from outside."""
    return {
        "domain": DOMAIN,
        "name": "storefront",
        "clusters": [
            {"namespace": "dev"},
            {"namespace": "test"},
            {"namespace": "uat", "jwt": tokens("storefront-api-uat")},
        ],
        "jwt": tokens("storefront-api-dev-test"),
        "routes": [
            {"prefix": f"/{service}", "service": service, "port": 8080}
            for service in ("accounts", "fulfillment", "orders")
        ],
        "outside": [
            {"mongodb_atlas": "ab1cd.gcp.mongodb.net"},
            {"confluent_kafka": "pkc-1a2b3.us-central1.gcp.confluent.cloud"},
        ],
        "certificate": certificate.chain.to_pem(),
        "key": certificate.key.secret_pkcs8_pem(),
        "dns": {
            "zone": "storefront.example",
            "soa": SOA,
            "old_addresses": ["203.0.113.1"],
            "new_addresses": ["203.0.113.7"],
        },
        "at": AT,
    }


def tell() -> recipes.RecipeOutput:
    options = environments(wildcard())
    set_up = recipes.virtual_clusters(**options)
    print("Applied in this order:")
    for manifest in set_up.manifests:
        names = (manifest["metadata"].get("namespace"), manifest["metadata"]["name"])
        print(f"  {manifest['kind']} {'/'.join(name for name in names if name)}")
    print(f"\ntransaction.yaml:\n{set_up.files['transaction.yaml']}")
    print("Taken for granted:")
    for assumption in set_up.assumptions:
        print(f"  {assumption}")
    print("\nRefused:")
    far = {"namespace": "demo", "host": f"demo.eu.{DOMAIN}"}
    no_slash = {"issuer": f"https://{TENANT}", "audiences": ["a"]}
    for what, change in {
        "a host two labels below the wildcard": {"clusters": [*options["clusters"], far]},
        "an issuer without Auth0's slash": {"jwt": no_slash},
        "tokens for any audience": {"jwt": {"auth0": TENANT}},
        "a certificate that has ended": {"at": AT * 2},
    }.items():
        try:
            recipes.virtual_clusters(**{**options, **change})
        except MtlsError as refusal:
            print(f"  {what}: {', '.join(finding['rule'] for finding in refusal.findings)}")
        else:
            raise SystemExit(f"{what} is not refused")
    return set_up


def write(out: Path, set_up: recipes.RecipeOutput) -> None:
    """The manifests hold the key, so 0600."""
    out.mkdir(parents=True, exist_ok=True)
    for name, text in {"manifests.yaml": set_up.to_yaml(), **set_up.files}.items():
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

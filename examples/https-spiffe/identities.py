"""Issues what the servers and clients of this example present and trust: `python identities.py DIR`."""

import sys
from pathlib import Path

from mtls_core import CertificateAuthority

SHOP = "spiffe://shop.example/ns/web/sa/"


def main(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    shop = CertificateAuthority.root("Shop", trust_domain="shop.example")
    partner = CertificateAuthority.root("Partner")
    cluster = shop.intermediate("Cluster")
    issued = {
        "till": cluster.svid(SHOP + "till"),
        "cart": cluster.svid(SHOP + "cart"),
        "intruder": cluster.svid("spiffe://shop.example/ns/lab/sa/intruder"),
        # The partner signs an ID of the shop. OpenSSL, which trusts both roots, would take it.
        "forged": partner.svid(SHOP + "cart"),
    }
    for name, svid in issued.items():
        (folder / f"{name}.pem").write_text(svid.chain.to_pem())
        svid.key.write_pem(folder / f"{name}.key")
    (folder / "shop.example.pem").write_text(shop.certificate.to_pem())
    (folder / "partner.example.pem").write_text(partner.certificate.to_pem())


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Step 1: issue a root, two intermediates and the workloads' certificates, the bad ones included."""

import shutil
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from mtls_core import CertificateAuthority, IssuedCertificate, TrustDomain


@dataclass
class Material:
    """What the story is told with."""

    at: int
    root: CertificateAuthority
    good: dict[str, IssuedCertificate]
    bad: dict[str, tuple[IssuedCertificate, str]]

    def cases(self) -> list[dict[str, Any]]:
        """Step 2's chains, and what must be said of them."""
        issued = {"good": (self.good["cart"], "accepted"), **self.bad}
        return [
            {
                "name": name,
                "chain": one.chain.to_pem(),
                "bundles": {"mesh.example": self.root.certificate.to_pem()},
                "edge": None,
                "keys": [],
                "at": self.at,
                "expected": expected,
            }
            for name, (one, expected) in issued.items()
        ]


def issue(directory: Path) -> Material:
    now = int(time.time())
    earlier = now - 30 * 24 * 60 * 60
    hour = timedelta(hours=1)
    domain, partner = TrustDomain("mesh.example"), TrustDomain("partner.example")

    def root(common_name: str, trust_domain: TrustDomain) -> CertificateAuthority:
        return CertificateAuthority.root(common_name, trust_domain=trust_domain, at=earlier)

    company = root("Example Root", domain)
    a, b = (
        company.intermediate(name, at=earlier, valid_for=timedelta(days=365), path_len=0)
        for name in ("cluster-a", "cluster-b")
    )

    def workload(name: str) -> str:
        return str(domain.join(f"ns/shop/sa/{name}"))

    guest = partner.join("ns/guest/sa/caller")
    made = Material(
        at=now,
        root=company,
        good={
            name: ca.svid(workload(name), at=now, valid_for=hour)
            for name, ca in (("cart", a), ("intruder", b), ("checkout", b))
        },
        bad={
            "expired": (a.svid(workload("cart"), at=earlier, valid_for=hour), "leaf-expired"),
            "wrong trust domain": (
                root("Partner Root", partner).svid(guest, at=now, valid_for=hour),
                "trust-domain-unknown",
            ),
            # The same name and another key: what a root rotation done in one step looks like.
            "root rotated under the same name": (
                root("Example Root", domain).svid(workload("cart"), at=now, valid_for=hour),
                "authority-rotated",
            ),
        },
    )
    # The demo's own folder from the run before: a CA is never overwritten in silence.
    shutil.rmtree(directory, ignore_errors=True)
    for name, ca in (("root", company), ("cluster-a", a), ("cluster-b", b)):
        ca.save(directory / name)
        print(f"  {ca.certificate.subject} -> {directory / name}")
    for name, svid in made.good.items():
        (directory / f"{name}.pem").write_text(svid.chain.to_pem(), encoding="ascii")
        svid.key.write_pem(directory / f"{name}-key.pem")
        print(f"  {svid.chain.leaf.spiffe_id} -> {directory / name}.pem")
    return made

"""A mesh gets another root: what is applied in each cluster, and not before when.

README.md tells the story; main.rs and story.mjs tell the same. ``story.py OUT`` writes the manifests too.
"""

import base64
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mtls_core import CertificateAuthority, MtlsError, RotationPlan, TrustBundle, recipes

START = datetime(2027, 1, 15, 8, tzinfo=UTC)
ARN = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/99998888-7777-6666-5555-444433332222"


def below(root: CertificateAuthority, cluster: str) -> dict[str, str]:
    """A cluster's intermediate under a root."""
    return root.intermediate(cluster, trust_domain=f"{cluster}.ew.bp", at=START).secret_cacerts()


def ending(root: CertificateAuthority, cluster: str) -> dict[str, str]:
    """One that ends an hour after the rotation begins."""
    hour = timedelta(hours=1)
    ca = root.intermediate(cluster, trust_domain=f"{cluster}.ew.bp", at=START, valid_for=hour)
    return ca.secret_cacerts()


def after(time: datetime) -> int:
    return int((time - START).total_seconds())


def resource(manifest: dict[str, Any]) -> str:
    metadata = manifest["metadata"]
    place = f"{metadata['namespace']}/" if "namespace" in metadata else ""
    return f"{manifest['kind']} {place}{metadata['name']}"


def tell() -> list[recipes.RotationStage]:
    old, new, other = (
        CertificateAuthority.root(name, at=START)
        for name in ("Mesh Root 2017", "Mesh Root 2027", "Other Root")
    )
    plan = RotationPlan(
        TrustBundle("cluster-a.ew.bp", [old.certificate]),
        [new.certificate],
        start=START,
        svid_lifetime=timedelta(days=1),
        switch_window=timedelta(hours=1),
    )
    clusters = [{"name": name, "current": below(old, name)} for name in ("cluster-a", "cluster-b")]
    issuer = new.secret_cacerts()
    stages = recipes.root_rotation(plan, clusters=clusters, root=issuer, bundle="mesh-roots")
    for stage in stages:
        say(stage)
    print("With AWS Private CA:")
    aws = {"arn": ARN, "root": new.certificate.to_pem()}
    slow = RotationPlan(
        TrustBundle("cluster-a.ew.bp", [old.certificate]),
        [new.certificate],
        start=START,
        # Proxies hear of roots with their next certificate.
        svid_lifetime=timedelta(hours=1),
        refresh_hint=timedelta(hours=1),
        # cert-manager issues the new intermediate, and istio-csr starts anew.
        switch_window=timedelta(minutes=10),
    )
    for stage in recipes.root_rotation(slow, clusters=[{"name": "cluster-a"}], aws_pca=aws):
        for manifest in (manifest for one in stage.clusters for manifest in one.output.manifests):
            print(f"  {stage.kind}: {resource(manifest)}")
        for first in stage.restarts[:1]:
            print(f"  {stage.kind}: {first}")
    print("\nRefused:")
    a = clusters[0]
    for what, options in {
        "a cluster that is under another root": {
            "clusters": [{"name": "cluster-a", "current": below(other, "cluster-a")}],
            "root": issuer,
        },
        "a next CA under the old root": {"clusters": [{**a, "next": below(old, "cluster-a")}]},
        "a next CA of another trust domain": {"clusters": [{**a, "next": below(new, "cluster-b")}]},
        "nobody to issue the next CA": {"clusters": [a]},
        "a CA that ends before the switch": {
            "clusters": [{"name": "cluster-a", "current": ending(old, "cluster-a")}],
            "root": issuer,
        },
        "a switch before istio-csr's proxies know the root": {
            "clusters": [{"name": "cluster-a"}],
            "aws_pca": aws,
        },
    }.items():
        try:
            recipes.root_rotation(plan, **options)
        except MtlsError as refusal:
            for finding in refusal.findings:
                print(f"  {what}: {finding['rule']}: {finding['message']}")
        else:
            raise SystemExit(f"{what} is not refused")
    return stages


def say(stage: recipes.RotationStage) -> None:
    """A stage: when, what in each cluster, and what the Secret says afterwards."""
    until = f", until {after(stage.until)} s" if stage.until > stage.not_before else ""
    print(f"{stage.kind}, not before {after(stage.not_before)} s{until}")
    for one in stage.clusters:
        for manifest in one.output.manifests:
            print(f"  {one.cluster}: {resource(manifest)}")
            if manifest["metadata"]["name"] == "cacerts":
                entries = {name: base64.b64decode(value) for name, value in manifest["data"].items()}
                ca = CertificateAuthority.from_cacerts(entries)
                roots = " and ".join(root.subject for root in ca.roots)
                print(f"    issues under {ca.certificate.issuer}, trusts {roots}")
        if one.cluster == "cluster-a":
            for name, text in one.output.files.items():
                print(f"{name}:\n{text}", end="")
    for restart in stage.restarts:
        print(f"  then {restart}")
    for assumption in stage.clusters[0].output.assumptions:
        print(f"  taken for granted: {assumption}")
    print()


def write(out: Path, stages: list[recipes.RotationStage]) -> None:
    """The manifests hold keys, so 0600."""
    out.mkdir(parents=True, exist_ok=True)
    for number, stage in enumerate(stages, start=1):
        for one in stage.clusters:
            if one.output.manifests:
                path = out / f"{number}-{stage.kind}-{one.cluster}.yaml"
                path.unlink(missing_ok=True)
                with open(path, "x", encoding="utf-8", newline="", opener=private) as file:
                    file.write(one.output.to_yaml())


def private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


if __name__ == "__main__":
    made = tell()
    if sys.argv[1:]:
        write(Path(sys.argv[1]), made)

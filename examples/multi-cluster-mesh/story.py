"""One mesh over two clusters: a root that stays outside, an intermediate and a trust domain for each cluster.

README.md tells the story; main.rs and story.mjs tell the same. ``story.py OUT`` writes the files too.
"""

import base64
import os
import sys
from pathlib import Path
from typing import Any

from mtls_core import CertificateAuthority, ChainVerifier, MtlsError, TrustBundle, recipes

AT = 1_800_000_000  # 2027-01-15
ARN = "arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222-3333-4444-5555-666677778888"
CALLER = "cluster-a.ew.bp/ns/app-a/sa/sa-a"
DOMAINS = ["cluster-a.ew.bp", "cluster-b.ew.bp"]

root = CertificateAuthority.root("Mesh Root", at=AT)
root_pem = root.certificate.to_pem()


def cluster(letter: str, trust_domain: str) -> dict[str, Any]:
    server = {"server": f"https://{letter}.eks.example:443", "ca": root_pem, "token": f"token-of-{letter}"}
    return {
        "name": f"cluster-{letter}",
        "trust_domain": trust_domain,
        "network": f"vpc-{letter}",
        "api_server": server,
    }


def access(principal: str) -> dict[str, Any]:
    labels = {"app.kubernetes.io/instance": "app-b", "app.kubernetes.io/name": "app-b"}
    return {
        "cluster": "cluster-b",
        "namespace": "app-b",
        "name": "app-b-authz-rw",
        "labels": labels,
        "principals": [principal],
    }


def mesh() -> dict[str, Any]:
    """The mesh of the article, with a hyphen for the underscore in its trust domains."""
    issued = CertificateAuthority.root("Web CA", at=AT).server(["api.ew.example"], at=AT)
    ingress = {
        "cluster": "cluster-b",
        "hosts": ["api.ew.example"],
        "certificate": issued.chain.to_pem(),
        "key": issued.key.secret_pkcs8_pem(),
        "client_ca": CertificateAuthority.root("Customers", at=AT).certificate.to_pem(),
    }
    return {
        "mesh": "bitpanda",
        "clusters": [cluster("a", DOMAINS[0]), cluster("b", DOMAINS[1])],
        "permissive_namespaces": ["legacy"],
        "access": [access(CALLER)],
        "ingress": [ingress],
        "at": AT,
    }


def resource(manifest: dict[str, Any]) -> str:
    metadata = manifest["metadata"]
    place = f"{metadata['namespace']}/" if "namespace" in metadata else ""
    return f"{manifest['kind']} {place}{metadata['name']}"


def tell() -> list[recipes.ClusterOutput]:
    options = mesh()
    own = {**options, "root": root.secret_cacerts()}
    clusters = recipes.multi_cluster_mesh(**own)
    for one in clusters:
        print(f"{one.cluster}, applied in this order:")
        for manifest in one.output.manifests:
            print(f"  {resource(manifest)}")
        for name, text in one.output.files.items():
            print(f"{name}:\n{text}", end="")
        print("taken for granted:")
        for assumption in one.output.assumptions:
            print(f"  {assumption}")
        print()
    print("With AWS Private CA, cluster-a, applied in this order:")
    for manifest in recipes.multi_cluster_mesh(**options, aws_pca={"arn": ARN, "root": root_pem})[
        0
    ].output.manifests:
        print(f"  {resource(manifest)}")
    print()
    calls(clusters)
    refusals(own)
    return clusters


def calls(clusters: list[recipes.ClusterOutput]) -> None:
    """Whom the clusters take in, by the roots of their own Secrets."""
    of_a, of_b = (authority(one) for one in clusters)
    stranger = CertificateAuthority.root("Somebody Else", at=AT)
    a = "spiffe://cluster-a.ew.bp/ns/app-a/sa/sa-a"
    b = "spiffe://cluster-b.ew.bp/ns/app-b/sa/sa-b"
    for what, verifier, issuer, id in (
        ("cluster-b judges app-a of cluster-a", of_b, of_a, a),
        ("cluster-a judges app-b of cluster-b", of_a, of_b, b),
        ("cluster-b judges app-a of somebody else", of_b, stranger, a),
    ):
        bundles = [TrustBundle(domain, verifier.roots) for domain in DOMAINS]
        try:
            peer = ChainVerifier(bundles).verify(issuer.svid(id, at=AT).chain, AT)
            print(f"{what}: {peer.spiffe_id}")
        except MtlsError as refusal:
            print(f"{what}: {refusal.code}")
    print()


def authority(one: recipes.ClusterOutput) -> CertificateAuthority:
    """The CA that istiod finds in the Secret."""
    secret = next(m for m in one.output.manifests if m["metadata"]["name"] == "cacerts")
    return CertificateAuthority.from_cacerts(
        {name: base64.b64decode(value) for name, value in secret["data"].items()}
    )


def refusals(own: dict[str, Any]) -> None:
    print("Refused:")
    below = CertificateAuthority.root("Other Root", at=AT).intermediate("cluster-c", at=AT)
    plain = {"server": "http://c.eks.example", "ca": root_pem, "token": "t"}

    def with_c(**more: Any) -> dict[str, Any]:
        c = {"name": "cluster-c", "trust_domain": "cluster-c.ew.bp", **more}
        return {**own, "clusters": [*own["clusters"], c]}

    def with_caller(principal: str) -> dict[str, Any]:
        return {**own, "access": [*own["access"], access(principal)]}

    article = [{"name": f"cluster-{x}", "trust_domain": f"cluster_{x}.ew.bp"} for x in "ab"]
    for what, options in {
        "the article's trust domains": {"mesh": "bitpanda", "clusters": article, "root": own["root"]},
        "a SPIFFE ID for a principal": with_caller("spiffe://cluster-a.ew.bp/ns/app-a/sa/sa-a"),
        "a caller of no cluster": with_caller("cluster-c.ew.bp/ns/app-a/sa/sa-a"),
        "a cluster under another root": with_c(cacerts=below.secret_cacerts()),
        "the root's key in a cluster": with_c(cacerts=root.secret_cacerts()),
        "an API server in plaintext": with_c(api_server=plain),
    }.items():
        try:
            recipes.multi_cluster_mesh(**options)
        except MtlsError as refusal:
            for finding in refusal.findings:
                print(f"  {what}: {finding['rule']}: {finding['message']}")
        else:
            raise SystemExit(f"{what} is not refused")


def write(out: Path, clusters: list[recipes.ClusterOutput]) -> None:
    """The manifests hold keys, so 0600."""
    out.mkdir(parents=True, exist_ok=True)
    for one in clusters:
        files = {f"{one.cluster}-{name}": text for name, text in one.output.files.items()}
        for name, text in {f"{one.cluster}.yaml": one.output.to_yaml(), **files}.items():
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

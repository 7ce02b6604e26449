"""An Istio gateway that lets Cloudflare's edge alone in: built, run, probed, and broken in three ways.

The README one folder up tells the story; main.rs and proof.mjs tell the same.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from gateway import gateway
from mtls_core import (
    CertificateAuthority,
    ConfigFiles,
    Finding,
    ProbeReport,
    TlsIdentity,
    check_config,
    probe_origin,
    recipes,
)

HOST = "shop.example"
# A server more.
PLAINTEXT = """  servers:
  - port: {number: 80, protocol: HTTP, name: http-80}
    hosts: [shop.example]
"""


class World:
    """Who comes to the gateway."""

    def __init__(self) -> None:
        # Issued the certificate that Cloudflare's edge shows for this zone.
        self.edge_ca = CertificateAuthority.root("Shop Origin Pull")
        edge = self.edge_ca.client("shop.example zone")
        self.edge = TlsIdentity(edge.chain, edge.key)
        # Issued the gateway's own.
        self.origin_ca = CertificateAuthority.root("Shop Origin")

    def manifests(self, client_ca: CertificateAuthority) -> recipes.RecipeOutput:
        """For a gateway that takes clients under `client_ca`."""
        served = self.origin_ca.server([HOST])
        return recipes.cloudflare_origin(
            hosts=[HOST],
            gateway="public",
            namespace="istio-system",
            certificate=served.chain.to_pem(),
            key=served.key.secret_pkcs8_pem(),
            client_ca=client_ca.certificate.to_pem(),
            pull="zone",
        )

    def probe(self, ports: dict[int, int]) -> ProbeReport:
        return probe_origin(
            f"127.0.0.1:{ports[443]}",
            server_name=HOST,
            edge_certificate=self.edge,
            edge_ca=[self.edge_ca.certificate],
            plaintext_port=ports.get(80),
        )


def tell() -> None:
    world = World()
    built = world.manifests(world.edge_ca)
    text = built.to_yaml()
    print("Built, and applied in this order:")
    for manifest in built.manifests:
        metadata = manifest["metadata"]
        print(f"  {manifest['kind']} {metadata['namespace']}/{metadata['name']}")
    print("\nAs it was built:")
    judge(world, text)

    print("\nBroken: it asks for a certificate, and does not insist.")
    judge(world, edited(text, "mode: MUTUAL", "mode: OPTIONAL_MUTUAL"))

    print("\nBroken: it listens without TLS as well.")
    judge(world, edited(text, "  servers:\n", PLAINTEXT))

    print("\nBroken: the CA of the clients is the one of the gateway's own certificate.")
    mixed_up = world.manifests(world.origin_ca)
    for finding in mixed_up.findings:
        if finding["severity"] != "info":
            print(f"  the recipe warns: {finding['rule']}")
    judge(world, mixed_up.to_yaml())


def edited(text: str, old: str, new: str) -> str:
    """As by a hand that changes one place."""
    if text.count(old) != 1:
        raise SystemExit(f"the manifests do not say `{old}` once")
    return text.replace(old, new)


def judge(world: World, text: str) -> None:
    """The verdict on the manifests, then the one on the gateway that runs with them."""
    edge_ca = world.edge_ca.certificate.to_pem()
    config = check_config("istio", ConfigFiles({"manifests.yaml": text}), hosts=[HOST], edge_ca=edge_ca)
    print(f"  the manifests say: {config.verdict}{rules(config.findings)}")

    with TemporaryDirectory() as directory, gateway(text, Path(directory)) as ports:
        report = world.probe(ports)
    for who, probe in {
        "without a certificate": "no-certificate",
        "with one of another CA": "same-name-ca",
        "as the edge": "edge-certificate",
    }.items():
        for seen in report.evidence:
            if seen["probe"] == probe:
                print(f"  {who}, {seen['version']}: {seen['reading']}")
    print(f"  the probe says: {report.verdict}{rules(report.findings)}")


def rules(findings: list[Finding]) -> str:
    """What is wrong, by name."""
    names = sorted({finding["rule"] for finding in findings if finding["severity"] != "info"})
    return f" ({', '.join(names)})" if names else ""


if __name__ == "__main__":
    tell()

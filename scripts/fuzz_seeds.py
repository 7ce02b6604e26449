"""Write the seeds of the fuzz targets `bundle_json`, `bundle_map`, `chain`, `distrust`, `origin_mesh` and
`session` anew.

They are made of the certificates in mtls-core/tests/data/pki, those of `origin_mesh` of the shared cases. A
handshake has random parts: the seeds of `session` are others each time, and as good.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import ssl
from pathlib import Path

PKI = Path("mtls-core/tests/data/pki")
CONFIGURATIONS = Path("mtls-core/tests/vectors/origin_config.json")
SEEDS = Path("fuzz/seeds")
# The byte that `chain` begins with: years since 1970.
YEAR = bytes([60])


def der(name: str) -> bytes:
    return ssl.PEM_cert_to_DER_cert((PKI / f"{name}.pem").read_text())


def write(target: str, name: str, contents: bytes | str) -> None:
    path = SEEDS / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(contents.encode() if isinstance(contents, str) else contents)


def authority(name: str) -> dict[str, object]:
    x5c = [base64.b64encode(der(name)).decode()]
    return {"kty": "EC", "crv": "P-384", "use": "x509-svid", "x": "AA", "y": "AA", "x5c": x5c}


def bundles() -> None:
    jwt = {"kty": "EC", "use": "jwt-svid", "kid": "k1", "crv": "P-256", "x": "AA", "y": "AA"}
    one = {"keys": [authority("root"), jwt], "spiffe_sequence": 7, "spiffe_refresh_hint": 300}
    odd = {
        "keys": [
            authority("svid"),
            {"kty": "oct"},
            {"kty": "RSA", "use": "x509-svid", "x5c": ["!"]},
            1,
            None,
        ],
        "spiffe_refresh_hint": -1,
        "spiffe_new": {"a": [1.5, "\u00e9"]},
    }
    write("bundle_json", "full.json", json.dumps(one))
    write("bundle_json", "odd.json", json.dumps(odd))
    write("bundle_json", "empty.json", '{"keys": []}')
    write("bundle_map", "two.json", json.dumps({"trust_domains": {"a.example": one, "b.example": odd}}))
    write("bundle_map", "spelled.json", json.dumps({"trust_domains": {"spiffe://A.example": odd}}))
    write("bundle_map", "twice.json", '{"trust_domains": {"a": {"keys": []}, "A": {"keys": []}}}')


def distrusted() -> None:
    entries = [
        {"certificate_sha256": "9f" * 32, "reason": "lost", "since": "2026-11-20T12:00:00Z"},
        {"key_sha256": ":".join(["60"] * 32), "reason": "found in a backup"},
        # CN=x
        {"issuer_der": "MAwxCjAIBgNVBAMMAXg=", "serial": "0a:1f", "reason": "mis-issued"},
        {"issuer_der": "MAwxCjAIBgNVBAMMAXg=", "issuer": "CN=x", "reason": "all of it"},
    ]
    write("distrust", "each.json", json.dumps({"distrusted": entries}))
    write("distrust", "empty.json", '{"distrusted": []}')
    write("distrust", "intermediate.pem", (PKI / "intermediate.pem").read_bytes())


def chains() -> None:
    svid, intermediate, root = der("svid"), der("intermediate"), der("root")
    write("chain", "good", YEAR + svid + intermediate)
    write("chain", "with-root", YEAR + svid + root + intermediate)
    write("chain", "leaf-alone", YEAR + svid)
    write("chain", "past", b"\x01" + svid + intermediate)
    write("chain", "a-ca-as-leaf", YEAR + intermediate)


def meshes() -> None:
    """Configurations of Envoy and manifests, a file each."""
    for case in json.loads(CONFIGURATIONS.read_text())["cases"]:
        kind, _, name = case["name"].partition(": ")
        if kind in ("envoy", "istio", "gateway-api"):
            texts = [text for _, text in case["args"]["files"]]
            words = re.findall(r"\w+", name.replace("'", ""))
            write("origin_mesh", "-".join([kind, *words]), "---\n".join(texts))


def side(purpose: int, version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(purpose)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(PKI / "root.pem")
    context.load_verify_locations(PKI / "intermediate.pem")
    context.load_cert_chain(PKI / "svid.pem", PKI / "svid.key")
    context.minimum_version = context.maximum_version = version
    return context


def handshakes() -> None:
    """What each side sends in a handshake with the other, both by Python's ssl."""
    for name, version in [("tls12", ssl.TLSVersion.TLSv1_2), ("tls13", ssl.TLSVersion.TLSv1_3)]:
        to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = side(ssl.PROTOCOL_TLS_CLIENT, version).wrap_bio(to_client, to_server)
        server = side(ssl.PROTOCOL_TLS_SERVER, version).wrap_bio(to_server, to_client, server_side=True)
        sent = {0: b"", 1: b""}
        for _ in range(4):
            for role, speaker, wire in [(0, client, to_server), (1, server, to_client)]:
                with contextlib.suppress(ssl.SSLWantReadError):
                    speaker.do_handshake()
                part = wire.read()
                sent[role] += part
                wire.write(part)
        # The first byte: the role that receives it, and how much comes at once.
        write("session", f"{name}-to-server", b"\x00" + sent[0])
        write("session", f"{name}-to-client", b"\x01" + sent[1])
        write("session", f"{name}-in-pieces", bytes([50 << 1]) + sent[0])
    write("session", "not-tls", b"\x00GET / HTTP/1.1\r\n\r\n")
    write("session", "alert", b"\x00\x15\x03\x03\x00\x02\x02\x28")


if __name__ == "__main__":
    bundles()
    chains()
    distrusted()
    handshakes()
    meshes()

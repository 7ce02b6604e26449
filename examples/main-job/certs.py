"""``make demo CERTS=dir``: what the files of a directory hold, and the chains to judge; certs.rs says how."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mtls_core import Certificate, MtlsError, PrivateKey, SpiffeId, parse_pem

# Bytes of the largest file that is read; the engine takes less and says so.
MOST = 20 << 20


@dataclass
class Contents:
    """What a readable file holds."""

    holds: list[str] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    keys: list[PrivateKey] = field(default_factory=list)


def read(directory: str, at: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The files described, and the chains as cases."""
    files: list[dict[str, Any]] = []
    contents: dict[Path, Contents] = {}
    for entry in sorted(Path(directory).iterdir(), key=lambda path: os.fsencode(path.name)):
        if entry.is_file():
            file, contents[entry] = describe(entry)
            files.append(file)
            print(f"  {file['name']}: {file['role']}")
    return files, chains(contents, at)


def printable(path: Path) -> str:
    """A name that cannot move the terminal's cursor."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", os.fsencode(path.name).decode("utf-8", "replace"))


def describe(path: Path) -> tuple[dict[str, Any], Contents]:
    file: dict[str, Any] = {"name": printable(path), "holds": [], "role": "not judged", "error": None}
    try:
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > MOST:
                file["error"] = {
                    "code": "file-too-large",
                    "message": f"the file has {size} bytes; this example reads files of at most {MOST}",
                    "help": "Put the certificates into a folder of their own.",
                }
                return file, Contents()
            contents = parse(stream.read(MOST))
    except OSError:
        file["error"] = {
            "code": "unreadable",
            "message": "the file cannot be read",
            "help": "Let your user read it.",
        }
    except MtlsError as refused:
        file["error"] = {"code": refused.code, "message": str(refused), "help": refused.help}
    else:
        return {**file, "holds": contents.holds, "role": role(contents)}, contents
    return file, Contents()


def parse(data: bytes) -> Contents:
    contents = Contents()
    for block in parse_pem(data):
        what = block.kind
        if what == "a certificate":
            certificate = Certificate.from_der(block.der)
            contents.certificates.append(certificate)
            what = f"{what} ({certificate.spiffe_id or certificate.subject})"
        elif what == "a private key":
            contents.keys.append(PrivateKey.from_der(block.der))
        contents.holds.append(what)
    return contents


def role(contents: Contents) -> str:
    authorities = [one for one in contents.certificates if is_authority(one)]
    named = sorted({str(one.spiffe_id.trust_domain) for one in authorities if one.spiffe_id})
    roles = []
    if contents.certificates and not contents.certificates[0].is_ca:
        roles.append("a chain to judge")
    if named:
        roles.append(f"an authority of {', '.join(named)}")
    if any(one.spiffe_id is None for one in authorities):
        roles.append("an authority without a SPIFFE ID, taken for each trust domain that a leaf claims")
    if roles:
        return "; ".join(roles)
    if contents.certificates:
        return "not judged: a CA certificate that is neither self-signed nor behind a leaf"
    if contents.keys:
        return "matched with the chains"
    if "a certificate request" in contents.holds:
        return "not judged: a request becomes a certificate when a CA signs it"
    return "not judged: nothing that this example reads"


def is_authority(certificate: Certificate) -> bool:
    return certificate.is_ca and certificate.is_self_issued


def chains(read: dict[Path, Contents], at: int) -> list[dict[str, Any]]:
    certificates = [one for contents in read.values() for one in contents.certificates]
    authorities = [one for one in certificates if is_authority(one)]
    cases = []
    for path, contents in read.items():
        if not contents.certificates or contents.certificates[0].is_ca:
            continue
        leaf = contents.certificates[0]
        cases.append(
            {
                "name": printable(path),
                "chain": "".join(one.to_pem() for one in contents.certificates),
                "bundles": bundles(leaf.spiffe_id, authorities),
                "edge": edge(leaf, authorities),
                "keys": [printable(other) for other, held in read.items() if has_key_of(held, leaf)],
                "at": at,
                "expected": None,
            }
        )
    return cases


def edge(leaf: Certificate, authorities: list[Certificate]) -> dict[str, str] | None:
    """How to judge a leaf that is no workload: without a key usage it may serve."""
    if leaf.uris:
        return None
    usages = leaf.extended_key_usage
    profile = "server" if usages is None or "serverAuth" in usages else "edge-client"
    return {"profile": profile, "anchors": "".join(one.to_pem() for one in authorities)}


def bundles(claimed: SpiffeId | None, authorities: list[Certificate]) -> dict[str, str]:
    """Each authority vouches for its own trust domain, one that names none for the one claimed."""
    bundles: dict[str, str] = {}
    for authority in authorities:
        if named := authority.spiffe_id or claimed:
            domain = str(named.trust_domain)
            bundles[domain] = bundles.get(domain, "") + authority.to_pem()
    return bundles


def has_key_of(contents: Contents, leaf: Certificate) -> bool:
    return any(key.matches(leaf) for key in contents.keys)

"""The header X-Forwarded-Client-Cert: the shared cases, and what is Python's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from mtls_core import Certificate, ForwardedClientCert, PkiError
from vectors import Args, Case, briefs, cases, check

SVID = Path(__file__).parents[2] / "mtls-core" / "tests" / "data" / "pki" / "svid.pem"
ID = "spiffe://cluster-a.example/ns/shop/sa/cart"


def parsed(args: Args) -> ForwardedClientCert:
    return ForwardedClientCert.parse(args["header"], several_uris=args.get("several_uris", False))


def parts(args: Args) -> dict[str, object]:
    forwarded = parsed(args)
    return {
        "form": forwarded.form,
        "elements": [element.info() for element in forwarded.elements],
        "warnings": briefs(forwarded.warnings),
    }


OPERATIONS = {
    "forwarded.parse": parts,
    "forwarded.spiffe_id": lambda args: parsed(args).spiffe_id(),
}


@pytest.mark.parametrize("case", cases("forwarded"), ids=lambda case: case.name)
def test_shared_case(case: Case) -> None:
    check(case, OPERATIONS, PkiError)


def test_the_parts_are_objects() -> None:
    certificate = Certificate(SVID.read_bytes())
    text = certificate.to_pem().replace("\n", "%0A").replace("+", "%2B").replace("=", "%3D")
    header = f'By=spiffe://a.example/p;Hash={certificate.fingerprint_sha256};Chain="{text}";Subject="CN=x"'
    forwarded = ForwardedClientCert.parse(header)
    nearest = forwarded.nearest
    assert nearest == forwarded.elements[-1]
    assert nearest.certificate == certificate
    assert nearest.chain is not None
    assert len(nearest.chain) == 1
    assert nearest.spiffe_id() == forwarded.spiffe_id()
    assert str(forwarded.spiffe_id()) == ID
    assert (nearest.number, nearest.by, nearest.hash) == (
        1,
        ["spiffe://a.example/p"],
        certificate.fingerprint_sha256,
    )
    assert (nearest.subject, nearest.issuer) == ("CN=x", None)
    assert (nearest.uris, nearest.dns_names) == ([ID], ["cart.shop.svc"])
    assert repr(nearest) == f"<ForwardedElement 1 [{ID!r}]>".replace("'", '"')
    assert repr(forwarded) == "<ForwardedClientCert text of 1>"
    assert forwarded == ForwardedClientCert.parse(header)
    assert forwarded != ForwardedClientCert.parse(f"URI={ID}")

"""Bundles and CAs in the entries of Istio's ConfigMap and Secrets: the shared cases."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import pytest
from mtls_core import Certificate, CertificateAuthority, MtlsError, TrustBundle
from vectors import Args, Case, cases, check


def entries(args: Args) -> dict[str, str | bytes]:
    encoded = args.get("entries_b64", {})
    decoded = {name: base64.b64decode(value, validate=True) for name, value in encoded.items()}
    return {**args.get("entries", {}), **decoded}


def hashes(certificates: Sequence[Certificate]) -> list[str]:
    return [certificate.fingerprint_sha256 for certificate in certificates]


def bundle(args: Args) -> dict[str, object]:
    read = TrustBundle.from_istio_entries(args["trust_domain"], entries(args))
    return {
        "trust_domain": read.trust_domain,
        "authorities": hashes(read.authorities),
        "findings": [(finding["rule"], finding["severity"]) for finding in read.findings],
    }


def root_cert(args: Args) -> dict[str, str]:
    authorities = [Certificate.from_pem(text) for text in args["authorities"]]
    return TrustBundle(args["trust_domain"], authorities).to_istio_root_cert()


def authority(args: Args) -> dict[str, object]:
    ca = CertificateAuthority.from_cacerts(entries(args))
    return {
        "subject": ca.certificate.subject,
        "is_root": ca.is_root,
        "intermediates": hashes(ca.intermediates),
        "roots": hashes(ca.roots),
        "trust_domain": ca.trust_domain,
    }


OPERATIONS = {
    "trust_bundle.from_istio_entries": bundle,
    "trust_bundle.to_istio_root_cert": root_cert,
    "ca.from_cacerts": authority,
    "ca.secret_cacerts": lambda args: CertificateAuthority.from_cacerts(entries(args)).secret_cacerts(),
}


@pytest.mark.parametrize("case", cases("istio"), ids=lambda case: case.name)
def test_vectors(case: Case) -> None:
    check(case, OPERATIONS, MtlsError)

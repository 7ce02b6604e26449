"""Trust bundles from Python."""

from __future__ import annotations

import json
from datetime import timedelta

import mtls_core
import pytest
from mtls_core import BundleSet, CertificateAuthority, IdentityError, TrustBundle, TrustDomain, TrustError

A, B = TrustDomain("a.example"), TrustDomain("b.example")


@pytest.fixture(scope="module")
def root() -> CertificateAuthority:
    return CertificateAuthority.root("A", trust_domain=A)


def test_a_bundle_goes_out_and_comes_back(root: CertificateAuthority) -> None:
    bundle = TrustBundle(A, [root.certificate]).with_sequence(7).with_refresh_hint(timedelta(minutes=5))
    assert (bundle.trust_domain, bundle.authorities, len(bundle)) == (A, [root.certificate], 1)
    assert (bundle.sequence, bundle.declared_refresh_hint) == (7, 300)
    assert bundle.refresh_interval == timedelta(minutes=5)
    text = bundle.to_spiffe_json()
    assert json.loads(text)["spiffe_sequence"] == 7
    for again in (text, text.encode()):
        assert TrustBundle.from_spiffe_json("a.example", again) == bundle
    assert TrustBundle.from_pem(A, bundle.to_pem()).authorities == bundle.authorities
    assert TrustBundle.from_der(A, root.certificate.der).authorities == bundle.authorities
    assert TrustBundle.from_der(A, b"").authorities == []


def test_new_authorities_raise_the_sequence_number(root: CertificateAuthority) -> None:
    old = TrustBundle(A, [root.certificate]).with_sequence(1)
    other = CertificateAuthority.root("A", trust_domain=A)
    new = old.with_authorities([root.certificate, other.certificate])
    assert (old.sequence, new.sequence) == (1, 2)
    with pytest.raises(TrustError):
        new.with_sequence(2)


def test_what_is_no_authority_is_left_out_and_reported(root: CertificateAuthority) -> None:
    leaf = root.svid("spiffe://a.example/x").chain.leaf
    bundle = TrustBundle(A, [leaf, root.certificate])
    assert bundle.authorities == [root.certificate]
    assert [finding["rule"] for finding in bundle.findings] == ["bundle-authority-not-ca"]


def test_a_set_keeps_bundles_apart(root: CertificateAuthority) -> None:
    other = CertificateAuthority.root("B", trust_domain=B)
    both = BundleSet([TrustBundle(B, [other.certificate]), TrustBundle(A, [root.certificate])])
    assert [str(bundle.trust_domain) for bundle in both.bundles] == ["a.example", "b.example"]
    assert A in both
    assert "c.example" not in both
    assert both.get("c.example") is None
    found = both.get(B)
    assert found is not None
    assert found.authorities == [other.certificate]
    assert BundleSet.from_spiffe_json(both.to_spiffe_json()) == both
    alone = both.without(A)
    assert len(alone) == 1
    assert A in both
    assert alone.with_bundle(TrustBundle(A, [root.certificate])) == both
    with pytest.raises(TrustError):
        BundleSet([TrustBundle(A, []), TrustBundle(A, [root.certificate])])


@pytest.mark.parametrize(
    "bad", ["", "[]", "{}", '{"keys": 1}', '{"keys": [], "keys": []}', b"\xff", "9" * (5 << 20)]
)
def test_bad_documents_are_refused(bad: str | bytes) -> None:
    for read in (lambda: TrustBundle.from_spiffe_json(A, bad), lambda: BundleSet.from_spiffe_json(bad)):
        with pytest.raises(TrustError) as refusal:
            read()
        assert refusal.value.code in {rule["name"] for rule in mtls_core.catalog()}
    with pytest.raises(IdentityError):
        TrustBundle.from_pem("A B", "")

"""Trust bundles: the shared cases, and what is Python's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import mtls_core
import pytest
from mtls_core import (
    BundleDiff,
    BundleSet,
    Certificate,
    CertificateAuthority,
    Distrusted,
    DistrustList,
    Finding,
    IdentityError,
    TrustBundle,
    TrustDomain,
    TrustError,
)
from vectors import Args, Case, cases, check

A, B = TrustDomain("a.example"), TrustDomain("b.example")


def from_pem(args: Args) -> TrustBundle:
    return TrustBundle.from_pem(args["trust_domain"], args.data("pem"))


def from_der(args: Args) -> TrustBundle:
    der = args.data("der")
    assert isinstance(der, bytes)
    return TrustBundle.from_der(args["trust_domain"], der)


def from_json(args: Args) -> TrustBundle:
    return TrustBundle.from_spiffe_json(args["trust_domain"], args.data("json"))


def described(bundle: TrustBundle) -> dict[str, object]:
    hint = bundle.declared_refresh_hint
    return {
        "trust_domain": bundle.trust_domain,
        "authorities": hashes(bundle.authorities),
        "sequence": None if bundle.sequence is None else str(bundle.sequence),
        "refresh_hint": None if hint is None else str(hint),
        "refresh_interval": int(bundle.refresh_interval.total_seconds()),
        "jwt_authorities": bundle.jwt_authority_count,
        "findings": found(bundle.findings),
    }


def written(args: Args) -> object:
    bundle = from_pem(args)
    if "refresh_hint" in args.values:
        bundle = bundle.with_refresh_hint(args["refresh_hint"])
    if "sequence" in args.values:
        bundle = bundle.with_sequence(int(args["sequence"]))
    return json.loads(bundle.to_spiffe_json())


def described_set(args: Args) -> dict[str, object]:
    bundles = BundleSet.from_spiffe_json(args.data("json")).bundles
    return {str(bundle.trust_domain): described(bundle) for bundle in bundles}


def differing(args: Args) -> BundleDiff:
    old, new = (
        TrustBundle.from_spiffe_json(of["trust_domain"], of["json"]) for of in (args["old"], args["new"])
    )
    return old.diff(new)


def hashes(authorities: Sequence[Certificate]) -> list[str]:
    return [authority.fingerprint_sha256 for authority in authorities]


def found(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(finding["rule"], finding["severity"]) for finding in findings]


def described_diff(args: Args) -> dict[str, object]:
    diff = differing(args)
    record = diff.to_dict()
    same = ("sequence", "refresh_hint", "jwt_authorities_changed")
    return {
        "trust_domain": diff.trust_domain,
        "added": hashes(diff.added),
        "removed": hashes(diff.removed),
        "renewed": [hashes(pair) for pair in diff.renewed],
        "kept": hashes(diff.kept),
        **{name: record[name] for name in same},
        "changes": bool(diff),
        "findings": found(diff.findings),
    }


def described_set_diff(args: Args) -> dict[str, object]:
    old, new = (BundleSet.from_spiffe_json(args[key]) for key in ("old", "new"))
    diff = old.diff(new)
    return {
        "added": diff.added,
        "removed": diff.removed,
        "changed": [one.trust_domain for one in diff.changed],
        "changes": bool(diff),
        "findings": [brief for one in diff.changed for brief in found(one.findings)],
    }


OPERATIONS = {
    "trust_bundle.from_pem": lambda args: described(from_pem(args)),
    "trust_bundle.from_der": lambda args: described(from_der(args)),
    "trust_bundle.from_spiffe_json": lambda args: described(from_json(args)),
    "trust_bundle.rewritten": lambda args: json.loads(from_json(args).to_spiffe_json()),
    "trust_bundle.to_spiffe_json": written,
    "trust_bundle.with_refresh_hint": lambda args: described(
        from_json(args).with_refresh_hint(args["offered"])
    ),
    "trust_bundle.with_sequence": lambda args: described(from_json(args).with_sequence(int(args["offered"]))),
    "trust_bundle.with_authorities": lambda args: described(
        from_json(args).with_authorities(from_pem(args).authorities)
    ),
    "bundle_set.new": lambda args: [
        bundle.trust_domain
        for bundle in BundleSet([TrustBundle(name, []) for name in args["trust_domains"]]).bundles
    ],
    "bundle_set.from_spiffe_json": described_set,
    "bundle_set.rewritten": lambda args: json.loads(
        BundleSet.from_spiffe_json(args.data("json")).to_spiffe_json()
    ),
    "trust_bundle.diff": described_diff,
    "bundle_diff.record": lambda args: differing(args).to_dict(),
    "bundle_diff.text": lambda args: str(differing(args)),
    "bundle_diff.findings": lambda args: {"findings": found(differing(args).findings)},
    "bundle_set.diff": described_set_diff,
    "distrust_list.from_json": lambda args: [
        (entry.kind, entry.reason, entry.since) for entry in DistrustList.from_json(args.data("json")).entries
    ],
}


@pytest.mark.parametrize("case", cases("trust"), ids=lambda case: case.name)
def test_vectors(case: Case) -> None:
    check(case, OPERATIONS, TrustError)


@pytest.fixture(scope="module")
def root() -> CertificateAuthority:
    return CertificateAuthority.root("A", trust_domain=A)


def test_a_bundle_goes_out_and_comes_back(root: CertificateAuthority) -> None:
    bundle = TrustBundle(A, [root.certificate]).with_refresh_hint(timedelta(minutes=5)).with_sequence(7)
    assert (bundle.trust_domain, bundle.authorities, len(bundle)) == (A, [root.certificate], 1)
    assert (bundle.is_empty, TrustBundle(A, []).is_empty) == (False, True)
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


def test_a_diff_says_what_changes(root: CertificateAuthority) -> None:
    other = CertificateAuthority.root("B", trust_domain=A)
    old = TrustBundle(A, [root.certificate]).with_sequence(7)
    new = old.with_authorities([root.certificate, other.certificate])
    diff = old.diff(new)
    assert diff
    assert not old.diff(old)
    assert (diff.trust_domain, diff.added, diff.removed) == (A, [other.certificate], [])
    assert (diff.kept, diff.renewed, diff.findings) == ([root.certificate], [], [])
    assert diff.to_dict()["sequence"] == {"old": 7, "new": 8}
    assert "\n  + CN=B" in str(diff)
    assert [finding["rule"] for finding in new.diff(old).findings] == ["bundle-sequence-back"]
    with pytest.raises(TrustError):
        old.diff(TrustBundle(B, []))


def test_sets_differ_by_trust_domains_and_bundles(root: CertificateAuthority) -> None:
    one, two = TrustBundle(A, [root.certificate]), TrustBundle(B, [])
    diff = BundleSet([one]).diff(BundleSet([TrustBundle(A, []), two]))
    assert (diff.added, diff.removed, [str(each.trust_domain) for each in diff.changed]) == (
        [B],
        [],
        ["a.example"],
    )
    assert diff
    assert not BundleSet([one]).diff(BundleSet([one]))
    assert diff.to_dict()["added"] == ["b.example"]
    assert str(diff).startswith("+ trust domain b.example\n")


def test_a_distrust_list_goes_out_and_comes_back(root: CertificateAuthority) -> None:
    sibling = root.intermediate("sibling").certificate
    stolen = root.intermediate("stolen").certificate
    since = datetime(2026, 11, 20, tzinfo=UTC)
    entry = Distrusted(stolen, "found in a backup", kind="key", since=since)
    assert (entry.kind, entry.reason, entry.since) == ("key", "found in a backup", since)
    assert entry.to_dict()["key_sha256"] == stolen.spki_sha256
    assert "found in a backup (since 2026-11-20T00:00:00Z)" in str(entry)
    shut_out = DistrustList([entry])
    assert (shut_out.find(stolen), shut_out.find(sibling)) == (entry, None)
    assert DistrustList.from_json(shut_out.to_json()) == shut_out
    assert len(shut_out.without(entry)) == 0
    both = shut_out.with_entry(Distrusted(root.certificate, "all", kind="issuer"))
    assert [each.kind for each in both.entries] == ["key", "issuer"]
    found = both.find(sibling)
    assert found is not None
    assert found.reason == "all"
    pem = DistrustList.from_pem(stolen.to_pem(), "stolen", kind="serial")
    assert pem.find(stolen) is not None


@pytest.mark.parametrize("bad", ["", "{}", '{"distrusted": [{"reason": "r"}]}'])
def test_a_list_that_would_shut_nobody_out_is_refused(bad: str, root: CertificateAuthority) -> None:
    with pytest.raises(TrustError) as refusal:
        DistrustList.from_json(bad)
    assert refusal.value.code == "distrust-list-invalid"
    with pytest.raises(TrustError):
        DistrustList.from_pem(bad, "r")
    with pytest.raises(TrustError):
        Distrusted(root.certificate, "r", kind="thumbprint")


def test_limits_can_be_widened_and_narrowed() -> None:
    elements = '{"keys": [' + ", ".join(["0"] * 2000) + "]}"
    with pytest.raises(TrustError, match=r"keys: 1025"):
        TrustBundle.from_spiffe_json(A, elements)
    bundle = TrustBundle.from_spiffe_json(A, elements, max_authorities=2000, max_findings=3)
    assert [finding["rule"] for finding in bundle.findings][2:] == [
        "bundle-element-ignored",
        "bundle-findings-cut",
    ]
    root = CertificateAuthority.root("A", trust_domain=A).certificate
    bundles = [TrustBundle(A, [root]), TrustBundle(B, [])]
    text = BundleSet(bundles).to_spiffe_json()
    for narrow in (
        lambda: TrustBundle.from_pem(A, root.to_pem(), max_bytes=10),
        lambda: TrustBundle.from_pem(A, root.to_pem(), max_authorities=0),
        lambda: TrustBundle.from_der(A, root.der, max_bytes=10),
        lambda: TrustBundle.from_der(A, root.der, max_authorities=0),
        lambda: mtls_core.TrustAnchors.from_pem(root.to_pem(), max_bytes=10),
        lambda: mtls_core.TrustAnchors.from_pem(root.to_pem(), max_authorities=0),
        lambda: BundleSet(bundles, max_trust_domains=1),
        lambda: BundleSet.from_spiffe_json(text, max_bytes=10),
        lambda: BundleSet.from_spiffe_json(text, max_authorities=0),
        lambda: BundleSet.from_spiffe_json(text, max_trust_domains=1),
        lambda: BundleSet.from_spiffe_json(text, max_keys=0),
    ):
        with pytest.raises(TrustError):
            narrow()

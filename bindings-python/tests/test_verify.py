"""Chain verification from Python."""

from __future__ import annotations

import json
import pickle
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from mtls_core import (
    BundleSet,
    CertificateAuthority,
    CertificateChain,
    ChainReport,
    ChainVerifier,
    DistrustList,
    EdgeVerifier,
    MtlsError,
    PkiError,
    PrivateKey,
    SpiffeId,
    TrustBundle,
    TrustError,
    VerificationError,
    VerifiedPeer,
    WorkloadIdentity,
)
from vectors import Args, Case, blamed, briefs, bundles_of, cases, check, unpem

CART = SpiffeId("spiffe://a.example/ns/shop/sa/cart")
AT = datetime(2030, 1, 1, tzinfo=UTC)


OPTIONS = (
    "profile",
    "purpose",
    "crls",
    "revocation_depth",
    "accept_unknown_status",
    "accept_expired_crls",
    "max_certificates",
    "max_bytes",
    "max_intermediates",
)


def verifier_of(args: Args) -> ChainVerifier:
    given = {key: args[key] for key in OPTIONS if key in args.values}
    if "distrust" in args.values:
        given["distrust"] = DistrustList.from_json(json.dumps(args["distrust"]))
    return ChainVerifier(bundles_of(args["bundles"]), **given)


def chain_of(args: Args) -> list[bytes]:
    return [unpem(text) for text in args["chain"]]


def made(args: Args) -> dict[str, object]:
    verifier = verifier_of(args)
    return {"profile": verifier.profile, "findings": briefs(verifier.findings)}


def verified(args: Args) -> dict[str, object]:
    verifier, chain = verifier_of(args), chain_of(args)
    peer: VerifiedPeer = verifier.verify(chain, args["at"], purpose=args.get("for"))
    bundle = verifier.bundles.get(peer.trust_domain)
    assert bundle is not None
    return {
        "spiffe_id": peer.spiffe_id,
        "trust_domain": peer.trust_domain,
        "path": [chain.index(used) for used in peer.path],
        "authority": bundle.authorities.index(peer.authority),
        "valid_until": peer.valid_until,
        "warnings": briefs(peer.warnings),
    }


def explained(args: Args) -> dict[str, object]:
    report = verifier_of(args).explain(chain_of(args), args["at"], purpose=args.get("for"))
    if "key" in args.values:
        report = report.with_key(PrivateKey.from_pem(args["key"]))
    return {"spiffe_id": report.spiffe_id, **blamed(report)}


OPERATIONS = {
    "chain_verifier.new": made,
    "chain_verifier.verify": verified,
    "chain_verifier.explain": explained,
}


@pytest.mark.parametrize("case", cases("verify"), ids=lambda case: case.name)
def test_vectors(case: Case) -> None:
    check(case, OPERATIONS, VerificationError)


@pytest.fixture(scope="module")
def root() -> CertificateAuthority:
    return CertificateAuthority.root("Root A", trust_domain="a.example", at=AT)


@pytest.fixture(scope="module")
def cluster(root: CertificateAuthority) -> CertificateAuthority:
    return root.intermediate("Cluster A", at=AT)


@pytest.fixture(scope="module")
def verifier(root: CertificateAuthority) -> ChainVerifier:
    return ChainVerifier(BundleSet([TrustBundle("a.example", [root.certificate])]))


def test_a_good_chain_names_its_peer(
    verifier: ChainVerifier, cluster: CertificateAuthority, root: CertificateAuthority
) -> None:
    chain = cluster.svid(CART, at=AT).chain
    peer = verifier.verify(chain, AT)
    assert peer.spiffe_id == CART
    assert str(peer.trust_domain) == "a.example"
    assert peer.workload == WorkloadIdentity("a.example", "shop", "cart")
    assert peer.leaf == chain.leaf
    assert peer.path == chain.to_der()
    assert peer.authority == root.certificate
    assert peer.valid_until == AT + timedelta(days=1)
    assert (peer.profile, peer.purpose, peer.warnings) == ("spiffe-interop", "either", [])
    assert peer.to_dict()["spiffe_id"] == str(CART)
    assert str(CART) in str(peer)


def test_a_chain_may_be_an_object_pem_or_der(verifier: ChainVerifier, cluster: CertificateAuthority) -> None:
    chain = cluster.svid(CART, at=AT).chain
    for form in (chain, chain.to_pem(), chain.to_pem().encode(), chain.to_der(), tuple(chain.to_der())):
        assert verifier.verify(form, int(AT.timestamp())).spiffe_id == CART


def test_an_expired_chain_says_so(verifier: ChainVerifier, cluster: CertificateAuthority) -> None:
    chain = cluster.svid(CART, at=AT).chain
    with pytest.raises(VerificationError) as refusal:
        verifier.verify(chain, AT + timedelta(days=2))
    error = refusal.value
    assert error.claimed_id == str(CART)
    assert [one["index"] for one in error.chain] == [0, 1]
    twin = pickle.loads(pickle.dumps(error))
    assert (twin.claimed_id, twin.chain, twin.help) == (error.claimed_id, error.chain, error.help)
    assert error.code == "leaf-expired"
    assert error.findings[0]["subject"]["index"] == 0
    assert error.findings[0]["subject"]["serial"] == chain.leaf.serial
    assert pickle.loads(pickle.dumps(error)).findings == error.findings
    assert isinstance(error, MtlsError)


def test_without_a_time_it_is_now(root: CertificateAuthority) -> None:
    today = CertificateAuthority.root("Today", trust_domain="a.example")
    verifier = ChainVerifier(BundleSet([TrustBundle("a.example", [today.certificate])]))
    assert verifier.verify(today.svid(CART).chain).spiffe_id == CART
    with pytest.raises(VerificationError):
        ChainVerifier(BundleSet([TrustBundle("a.example", [root.certificate])])).verify(
            root.svid(CART, at=AT).chain
        )


def test_causes_are_told_apart(verifier: ChainVerifier, cluster: CertificateAuthority) -> None:
    rotated = CertificateAuthority.root("Root A", trust_domain="a.example", at=AT)
    other = CertificateAuthority.root("Root B", trust_domain="b.example", at=AT)
    causes = {}
    for name, chain in {
        "rotated": rotated.svid(CART, at=AT).chain,
        "elsewhere": other.svid("spiffe://b.example/x", at=AT).chain,
        "gap": CertificateChain.from_certificates([cluster.svid(CART, at=AT).chain.leaf]),
    }.items():
        with pytest.raises(VerificationError) as refusal:
            verifier.verify(chain, AT)
        causes[name] = refusal.value.code
        report = verifier.explain(chain, AT)
        assert not report.accepted
        assert report.findings == refusal.value.findings
        assert str(report).startswith("REFUSED")
    assert len(set(causes.values())) == 3, causes


def test_explain_agrees_with_verify(verifier: ChainVerifier, cluster: CertificateAuthority) -> None:
    report = verifier.explain(cluster.svid(CART, at=AT).chain, AT)
    assert report.accepted
    assert report.spiffe_id == str(CART)
    assert [one["on_path"] for one in report.certificates] == [True, True, True]
    assert report.to_dict()["accepted"] is True
    assert str(report).startswith("ACCEPTED")


def test_bundles_may_be_a_list(root: CertificateAuthority, cluster: CertificateAuthority) -> None:
    bundle = TrustBundle("a.example", [root.certificate])
    assert ChainVerifier([bundle]).verify(cluster.svid(CART, at=AT).chain, AT).spiffe_id == CART
    with pytest.raises(TrustError):
        ChainVerifier([bundle, bundle])


def test_options_are_checked(verifier: ChainVerifier, cluster: CertificateAuthority) -> None:
    for wrong in ({"profile": "lax"}, {"purpose": "any"}):
        with pytest.raises(VerificationError):
            ChainVerifier(verifier.bundles, **wrong)  # type: ignore[arg-type]
    strict = ChainVerifier(verifier.bundles, profile="spiffe-strict", purpose="server", max_certificates=1)
    assert strict.profile == "spiffe-strict"
    with pytest.raises(VerificationError):
        strict.verify(cluster.svid(CART, at=AT).chain, AT)
    client = cluster.client("nobody", at=AT).chain
    with pytest.raises(VerificationError):
        verifier.verify(client, AT)
    with pytest.raises(PkiError):
        verifier.verify("no chain", AT)
    with pytest.raises(VerificationError):
        verifier.verify([], AT)
    with pytest.raises(VerificationError):
        verifier.verify([b"\x00"], AT)
    with pytest.raises(TypeError):
        verifier.verify(None, AT)  # type: ignore[arg-type]


def test_threads_share_a_verifier(verifier: ChainVerifier, cluster: CertificateAuthority) -> None:
    chain = cluster.svid(CART, at=AT).chain
    seen: list[str] = []

    def work() -> None:
        for _ in range(50):
            seen.append(str(verifier.verify(chain, AT).spiffe_id))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [str(CART)] * 200


def test_of_a_chain_that_is_too_long_no_more_is_copied_than_is_looked_at() -> None:
    root = CertificateAuthority.root("Root", trust_domain="a.example")
    verifier = ChainVerifier([TrustBundle("a.example", [root.certificate])])
    edge = EdgeVerifier([root.certificate], profile="server")
    # Copied, they would fill 100 GB.
    chain = [root.svid(CART).chain.leaf.der, *[bytes(1 << 20)] * 99_999]
    judges: list[tuple[Callable[[], object], Callable[[], ChainReport]]] = [
        (lambda: verifier.verify(chain), lambda: verifier.explain(chain)),
        (lambda: edge.verify(chain, None), lambda: edge.explain(chain, None)),
    ]
    for verify, explain in judges:
        with pytest.raises(VerificationError, match="100000 certificates; the limit is 16") as caught:
            verify()
        assert caught.value.code == "chain-too-long"
        assert caught.value.chain is not None
        assert len(caught.value.chain) == 32
        assert len(explain().certificates) == 32
    [refused] = verifier.verify_batch([chain])
    assert isinstance(refused, VerificationError)
    assert refused.claimed_id == str(CART)

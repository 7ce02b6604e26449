"""Edge verification, revocation and distrust from Python."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from mtls_core import (
    Certificate,
    CertificateAuthority,
    CertificateChain,
    ChainVerifier,
    Crl,
    Distrusted,
    DistrustList,
    EdgeVerifier,
    PkiError,
    TrustAnchors,
    TrustBundle,
    TrustError,
    VerificationError,
    VerifiedCertificate,
    VerifiedPeer,
)
from vectors import Args, Case, blamed, briefs, cases, check, unpem

AT = datetime(2030, 1, 1, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@pytest.fixture(scope="module")
def root() -> CertificateAuthority:
    return CertificateAuthority.root("Root", trust_domain="a.example", at=AT)


@pytest.fixture(scope="module")
def issuing(root: CertificateAuthority) -> CertificateAuthority:
    return root.intermediate("Issuing", at=AT)


@pytest.fixture(scope="module")
def sibling(root: CertificateAuthority) -> CertificateAuthority:
    return root.intermediate("Sibling", at=AT)


@pytest.fixture(scope="module")
def anchors(root: CertificateAuthority) -> TrustAnchors:
    return TrustAnchors([root.certificate])


@pytest.fixture(scope="module")
def server(issuing: CertificateAuthority) -> CertificateChain:
    return issuing.server(["shop.example", "*.shop.example", "192.0.2.1"], at=AT).chain


@pytest.fixture(scope="module")
def client(issuing: CertificateAuthority) -> CertificateChain:
    return issuing.client("edge.example", dns_names=["edge.example"], at=AT).chain


def crl(ca: CertificateAuthority, number: int, *revoked: Certificate, days: int = 7) -> Crl:
    pairs = [(one, "keyCompromise") for one in revoked]
    return ca.crl(number, revoked=pairs, at=AT, valid_for=timedelta(days=days))


def code(verifier: EdgeVerifier, chain: CertificateChain, name: Any, at: datetime = LATER) -> str:
    """The code of a refusal, beside which `explain` must agree."""
    with pytest.raises(VerificationError) as refusal:
        verifier.verify(chain, name, at)
    report = verifier.explain(chain, name, at)
    assert not report.accepted
    assert report.name in ("shop.example", "edge.example")
    assert str(report).startswith(f"REFUSED {report.name} at ")
    assert report.findings == refusal.value.findings
    assert refusal.value.help
    assert refusal.value.code == refusal.value.findings[0]["rule"]
    return refusal.value.code


# --- anchors ---


def test_anchors_come_from_certificates_or_pem(root: CertificateAuthority, server: CertificateChain) -> None:
    anchors = TrustAnchors([root.certificate])
    assert TrustAnchors.from_pem(root.certificate.to_pem()) == anchors
    assert TrustAnchors.from_pem(root.certificate.to_pem().encode()) == anchors
    assert anchors != TrustAnchors([])
    assert (len(anchors), anchors.authorities, anchors.findings) == (1, [root.certificate], [])
    assert repr(anchors) == "<TrustAnchors, 1 authorities>"
    for trusted in (anchors, [root.certificate]):
        verifier = EdgeVerifier(trusted, profile="server")
        assert verifier.anchors == anchors
        assert verifier.verify(server, "shop.example", LATER).authority == root.certificate


def test_anchors_that_are_none_are_left_out_or_refused(server: CertificateChain) -> None:
    leaf_alone = TrustAnchors([server.leaf])
    assert len(leaf_alone) == 0
    assert [one["severity"] for one in leaf_alone.findings] == ["warning"]
    assert (
        code(EdgeVerifier(leaf_alone, profile="server"), server, "shop.example") == "bundle-authority-not-ca"
    )
    with pytest.raises(TrustError):
        TrustAnchors.from_pem("no pem")


# --- profiles ---


@pytest.mark.parametrize("profile", ["server", "server-strict"])
def test_a_server_is_known_by_its_names(
    anchors: TrustAnchors, server: CertificateChain, client: CertificateChain, profile: str
) -> None:
    verifier = EdgeVerifier(anchors, profile=profile)
    assert (verifier.profile, verifier.purpose, verifier.findings) == (profile, "server", [])
    for name in ("shop.example", "www.shop.example", "192.0.2.1"):
        verified = verifier.verify(server, name, LATER)
        assert verified.name == name
        assert name in str(verified)
        assert name in repr(verified)
        assert (verified.profile, verified.purpose) == (profile, "server")
        assert verified.leaf == server.leaf
        assert verified.path == server.to_der()
        assert verified.valid_until == AT + timedelta(days=45)
        assert verified.to_dict()["name"] == name
        assert verifier.explain(server, name, LATER).accepted
    for name in ("shop.example.org", "a.www.shop.example", "192.0.2.2", "me@shop.example"):
        assert code(verifier, server, name) == "peer-name-mismatch"
    assert code(verifier, client, None) == "purpose-mismatch"
    assert code(verifier, server, "shop.example", AT + timedelta(days=46)) == "leaf-expired"


def test_an_edge_client_is_known_by_its_names(
    anchors: TrustAnchors, server: CertificateChain, client: CertificateChain
) -> None:
    verifier = EdgeVerifier(anchors, profile="edge-client")
    assert verifier.purpose == "client"
    assert verifier.verify(client, "edge.example", LATER).purpose == "client"
    assert code(verifier, client, "shop.example") == "peer-name-mismatch"
    assert code(verifier, server, None) == "purpose-mismatch"


def test_one_of_several_names_is_enough_and_none_is_any(
    anchors: TrustAnchors, server: CertificateChain
) -> None:
    verifier = EdgeVerifier(anchors, profile="server")
    assert verifier.verify(server, ["x.example", "shop.example"], LATER).name == "shop.example"
    assert code(verifier, server, ["x.example", "y.example"]) == "peer-name-mismatch"
    assert code(verifier, server, []) == "peer-name-mismatch"
    anyone = verifier.verify(server, None, LATER)
    assert anyone.name is None
    assert repr(anyone) == "<VerifiedCertificate for any name>"
    with pytest.raises(TypeError):
        verifier.verify(server)  # type: ignore[call-arg]


def test_names_that_no_certificate_can_have_are_refused(
    anchors: TrustAnchors, server: CertificateChain
) -> None:
    verifier = EdgeVerifier(anchors, profile="server")
    for name in ("", "*.shop.example", "https://shop.example", "shop.example:443", "spiffe://a.example/x"):
        with pytest.raises(VerificationError) as refusal:
            verifier.verify(server, name, LATER)
        assert refusal.value.code == "peer-name-invalid"
        with pytest.raises(VerificationError):
            verifier.explain(server, name, LATER)


def test_a_chain_may_be_an_object_pem_or_der(anchors: TrustAnchors, server: CertificateChain) -> None:
    verifier = EdgeVerifier(anchors, profile="server")
    for form in (server, server.to_pem(), server.to_pem().encode(), server.to_der()):
        assert verifier.verify(form, "shop.example", int(LATER.timestamp())).name == "shop.example"
    for hostile in ([], [b""], [b"\x30"], server.to_der()[:1] * 100, [server.to_der()[0][:100]]):
        with pytest.raises(VerificationError):
            verifier.verify(hostile, "shop.example", LATER)
    with pytest.raises(PkiError):
        verifier.verify("no chain", "shop.example", LATER)


def test_without_a_time_it_is_now(anchors: TrustAnchors, server: CertificateChain) -> None:
    today = CertificateAuthority.root("Today")
    chain = today.server(["shop.example"]).chain
    assert EdgeVerifier([today.certificate], profile="server").verify(chain, "shop.example").name
    with pytest.raises(VerificationError):
        EdgeVerifier(anchors, profile="server").verify(server, "shop.example")


def test_profiles_purposes_and_limits_are_checked(
    root: CertificateAuthority, anchors: TrustAnchors, server: CertificateChain, client: CertificateChain
) -> None:
    def refused(**options: Any) -> str:
        with pytest.raises(VerificationError) as refusal:
            EdgeVerifier(anchors, **{"profile": "server", **options})
        return refusal.value.code

    assert refused(profile="lax") == "verifier-profile-unknown"
    assert refused(profile="spiffe-strict") == "verifier-profile-mismatch"
    assert refused(purpose="any") == "verifier-purpose-unknown"
    assert refused(revocation_depth="root") == "verifier-revocation-depth-unknown"
    with pytest.raises(VerificationError) as mismatch:
        ChainVerifier([TrustBundle("a.example", [root.certificate])], profile="server")
    assert mismatch.value.code == "verifier-profile-mismatch"
    with pytest.raises(TypeError):
        EdgeVerifier(anchors)  # type: ignore[call-arg]

    either = EdgeVerifier(anchors, profile="server", purpose="either")
    assert either.purpose == "either"
    assert either.verify(client, "edge.example", LATER)
    for limit in ({"max_certificates": 1}, {"max_bytes": 100}):
        assert code(EdgeVerifier(anchors, profile="server", **limit), server, None) == "chain-too-long"  # type: ignore[arg-type]
    none_between = EdgeVerifier(anchors, profile="server", max_intermediates=0)
    assert code(none_between, server, None)
    assert none_between.verify(root.server(["shop.example"], at=AT).chain, "shop.example", LATER)
    assert EdgeVerifier(anchors, profile="server", max_intermediates=1).verify(server, None, LATER)


# --- revocation, in both verifiers ---


class Judge:
    """Both verifiers with the same options, and their verdicts, which must agree."""

    def __init__(self, root: CertificateAuthority, **options: Any) -> None:
        self.edge = EdgeVerifier([root.certificate], profile="server", purpose="either", **options)
        self.chain = ChainVerifier([TrustBundle("a.example", [root.certificate])], **options)

    def __call__(self, chain: CertificateChain, at: datetime = LATER) -> str:
        """`ok`, the rule that is warned of, or the code of the refusal."""
        answers = set()
        for verify in (lambda: self.edge.verify(chain, None, at), lambda: self.chain.verify(chain, at)):
            try:
                warnings = [
                    one["rule"]
                    for one in verify().warnings
                    if "revocation" in one["rule"] or "crl" in one["rule"]
                ]
                answers.add("warned: " + ", ".join(warnings) if warnings else "ok")
            except VerificationError as refusal:
                answers.add(refusal.code)
        assert len(answers) == 1, answers
        return answers.pop()


def svid(ca: CertificateAuthority) -> CertificateChain:
    return ca.svid("spiffe://a.example/w", at=AT, valid_for=timedelta(days=30)).chain


def test_crls_refuse_what_they_revoke_and_nothing_else(
    root: CertificateAuthority, issuing: CertificateAuthority, sibling: CertificateAuthority
) -> None:
    good, bad, beside = svid(issuing), svid(issuing), svid(sibling)
    lists = [crl(root, 1), crl(issuing, 1, bad.leaf), crl(sibling, 1)]
    judge = Judge(root, crls=lists)
    assert [judge(chain) for chain in (good, bad, beside)] == ["ok", "certificate-revoked", "ok"]
    # As text and bytes, too.
    judge = Judge(root, crls=[lists[0].to_pem(), lists[1].der, lists[2].to_pem().encode()])
    assert [judge(chain) for chain in (good, bad, beside)] == ["ok", "certificate-revoked", "ok"]
    # No list at all looks nothing up.
    assert Judge(root, crls=[])(bad) == Judge(root)(bad) == "ok"


def test_the_depth_says_who_is_looked_up(
    root: CertificateAuthority, issuing: CertificateAuthority, sibling: CertificateAuthority
) -> None:
    lists = [crl(root, 1, issuing.certificate), crl(issuing, 1), crl(sibling, 1)]
    chain, beside = svid(issuing), svid(sibling)
    assert Judge(root, crls=lists, revocation_depth="chain")(chain) == "certificate-revoked"
    assert Judge(root, crls=lists)(chain) == "certificate-revoked"
    assert Judge(root, crls=lists, revocation_depth="leaf")(chain) == "ok"
    assert Judge(root, crls=lists)(beside) == "ok"


def test_unknown_status_and_expired_lists_are_policy(
    root: CertificateAuthority, issuing: CertificateAuthority
) -> None:
    chain = svid(issuing)
    known = [crl(root, 1, days=30)]
    assert Judge(root, crls=known)(chain) == "revocation-unknown"
    assert Judge(root, crls=known, accept_unknown_status=True)(chain) == "warned: revocation-unknown"
    stale = [*known, crl(issuing, 1, days=1)]
    at = AT + timedelta(days=2)
    assert Judge(root, crls=stale)(chain) == "ok"
    assert Judge(root, crls=stale)(chain, at) == "crl-expired"
    assert Judge(root, crls=stale, accept_unknown_status=True)(chain, at) == "crl-expired"
    assert Judge(root, crls=stale, accept_expired_crls=True)(chain, at) == "warned: crl-expired"


def test_lists_that_cannot_be_read_are_refused(anchors: TrustAnchors, root: CertificateAuthority) -> None:
    for bad in ("no list", b"\x30\x00", root.certificate.to_pem()):
        with pytest.raises(PkiError):
            EdgeVerifier(anchors, profile="server", crls=[bad])
    for wrong in ([1], [root.certificate]):
        with pytest.raises(TypeError):
            EdgeVerifier(anchors, profile="server", crls=wrong)  # type: ignore[arg-type]


# --- distrust, in both verifiers ---


@pytest.mark.parametrize("kind", ["certificate", "serial", "key"])
def test_one_intermediate_is_shut_out_and_its_sibling_stays(
    root: CertificateAuthority, issuing: CertificateAuthority, sibling: CertificateAuthority, kind: str
) -> None:
    entry = Distrusted(issuing.certificate, "key found in a backup", kind=kind)
    judge = Judge(root, distrust=DistrustList([entry]))
    assert judge(svid(issuing)) == "certificate-distrusted"
    assert judge(svid(sibling)) == "ok"
    with pytest.raises(VerificationError) as refusal:
        judge.edge.verify(svid(issuing), None, LATER)
    assert "key found in a backup" in str(refusal.value)


def test_all_that_an_issuer_issued_may_be_shut_out(
    root: CertificateAuthority, issuing: CertificateAuthority, sibling: CertificateAuthority
) -> None:
    judge = Judge(root, distrust=DistrustList([Distrusted(issuing.certificate, "gone", kind="issuer")]))
    assert (judge(svid(issuing)), judge(svid(sibling))) == ("certificate-distrusted", "ok")
    root_out = Judge(root, distrust=DistrustList([Distrusted(root.certificate, "gone", kind="key")]))
    assert root_out(svid(sibling)) == "certificate-distrusted"


# --- many chains, and what is remembered ---


def test_a_batch_gives_each_its_verdict(
    root: CertificateAuthority, issuing: CertificateAuthority, server: CertificateChain
) -> None:
    edge = EdgeVerifier([root.certificate], profile="server")
    names = ["shop.example", "x.example", None, ["x.example", "192.0.2.1"]]
    verdicts = edge.verify_batch([server] * len(names), names, LATER)
    assert [one.code if isinstance(one, VerificationError) else one.name for one in verdicts] == [
        "shop.example",
        "peer-name-mismatch",
        None,
        "192.0.2.1",
    ]
    assert edge.verify_batch([], [], LATER) == []
    with pytest.raises(VerificationError):
        edge.verify_batch([server], ["*.example"], LATER)
    with pytest.raises(ValueError, match="2 chains and 1 names"):
        edge.verify_batch([server, server], ["shop.example"], LATER)

    chains = ChainVerifier([TrustBundle("a.example", [root.certificate])])
    peers = chains.verify_batch([svid(issuing), server, svid(root).to_pem()], LATER)
    assert [isinstance(one, VerifiedPeer) for one in peers] == [True, False, True]
    assert isinstance(peers[1], VerificationError)
    assert peers[1].code == "leaf-spiffe-id-missing"
    assert peers[1].findings


def test_other_bundles_keep_the_settings(
    root: CertificateAuthority, issuing: CertificateAuthority, sibling: CertificateAuthority
) -> None:
    lists = [crl(root, 1, sibling.certificate), crl(issuing, 1), crl(sibling, 1)]
    nobody = ChainVerifier([], profile="spiffe-strict", crls=lists)
    with pytest.raises(VerificationError):
        nobody.verify(svid(issuing), LATER)
    trusting = nobody.with_bundles([TrustBundle("a.example", [root.certificate])])
    assert trusting.profile == "spiffe-strict"
    assert trusting.verify(svid(issuing), LATER)
    with pytest.raises(VerificationError) as refusal:
        trusting.verify(svid(sibling), LATER)
    assert refusal.value.code == "certificate-revoked"


def test_a_role_is_explained(root: CertificateAuthority, server: CertificateChain) -> None:
    chains = ChainVerifier([TrustBundle("a.example", [root.certificate])])
    both = svid(root)
    assert chains.explain(both, LATER, purpose="server").accepted
    with pytest.raises(VerificationError):
        chains.explain(both, LATER, purpose="any")


@pytest.mark.parametrize("caches", [{}, {"peer_cache_bytes": 0, "issuer_cache_bytes": 0}])
def test_what_is_remembered_changes_no_verdict(
    root: CertificateAuthority,
    issuing: CertificateAuthority,
    server: CertificateChain,
    caches: Any,
) -> None:
    edge = EdgeVerifier([root.certificate], profile="server", **caches)
    for _ in range(3):
        assert edge.verify(server, "shop.example", LATER).name == "shop.example"
        assert code(edge, server, "shop.example", AT + timedelta(days=46)) == "leaf-expired"
        assert code(edge, server, "edge.example") == "peer-name-mismatch"
    with pytest.raises(ValueError, match="negative"):
        EdgeVerifier([root.certificate], profile="server", peer_cache_bytes=-1)


# --- threads ---


def test_heavy_calls_let_go_of_the_gil(anchors: TrustAnchors, root: CertificateAuthority) -> None:
    # A list of many thousand entries takes long to read; meanwhile another thread counts.
    entries = [(f"{serial:x}", "superseded", AT) for serial in range(1, 20_000)]
    text = root.crl(1, revoked_serials=entries, at=AT, valid_for=timedelta(days=7)).to_pem()
    ticks, done = [], threading.Event()

    def count() -> None:
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.0005)

    thread = threading.Thread(target=count)
    thread.start()
    try:
        while not ticks:
            time.sleep(0.001)
        before = time.monotonic()
        EdgeVerifier(anchors, profile="server", crls=[text] * 4)
        after = time.monotonic()
    finally:
        done.set()
        thread.join()
    assert any(before < tick < after for tick in ticks)


def test_threads_share_a_verifier(anchors: TrustAnchors, server: CertificateChain) -> None:
    verifier = EdgeVerifier(anchors, profile="server")
    seen: list[Mapping[str, Any] | str | None] = []

    def work() -> None:
        for _ in range(50):
            seen.append(verifier.verify(server, "shop.example", LATER).name)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == ["shop.example"] * 200


# --- the shared cases ---


def options(args: Args) -> dict[str, Any]:
    names = [
        "profile",
        "purpose",
        "crls",
        "revocation_depth",
        "accept_unknown_status",
        "accept_expired_crls",
        "max_certificates",
        "max_bytes",
        "max_intermediates",
    ]
    given = {name: args[name] for name in names if name in args.values}
    entries = args.get("distrust", [])
    list_of = [Distrusted(Certificate(pem), reason, kind=kind) for kind, pem, reason in entries]
    return {**given, "distrust": DistrustList(list_of)}


def edge_of(args: Args) -> EdgeVerifier:
    return EdgeVerifier([Certificate(pem) for pem in args["anchors"]], **options(args))


def spiffe_of(args: Args) -> ChainVerifier:
    authorities = [Certificate(pem) for pem in args["anchors"]]
    return ChainVerifier([TrustBundle(args["trust_domain"], authorities)], **options(args))


def chain_of(args: Args) -> list[bytes]:
    return [unpem(text) for text in args["chain"]]


def described(name: object, verdict: VerifiedCertificate | VerifiedPeer, args: Args) -> dict[str, object]:
    chain = chain_of(args)
    return {
        "name": name,
        "path": [chain.index(used) for used in verdict.path],
        "authority": [Certificate(pem) for pem in args["anchors"]].index(verdict.authority),
        "valid_until": verdict.valid_until,
        "warnings": briefs(verdict.warnings),
    }


def made(args: Args) -> dict[str, object]:
    verifier = edge_of(args)
    return {
        "profile": verifier.profile,
        "purpose": verifier.purpose,
        "findings": briefs(verifier.findings),
    }


def verified(args: Args) -> dict[str, object]:
    verdict = edge_of(args).verify(chain_of(args), args["name"], args["at"])
    return described(verdict.name, verdict, args)


def verified_svid(args: Args) -> dict[str, object]:
    peer = spiffe_of(args).verify(chain_of(args), args["at"])
    return described(peer.spiffe_id, peer, args)


def explained(args: Args) -> dict[str, object]:
    return blamed(edge_of(args).explain(chain_of(args), args["name"], args["at"]))


OPERATIONS = {
    "edge_verifier.new": made,
    "edge_verifier.verify": verified,
    "edge_verifier.explain": explained,
    "chain_verifier.new": lambda args: {"profile": spiffe_of(args).profile},
    "chain_verifier.verify": verified_svid,
}


@pytest.mark.parametrize("case", cases("edge"), ids=lambda case: case.name)
def test_shared_cases(case: Case) -> None:
    check(case, OPERATIONS, VerificationError)

"""Issuing from Python: CAs, SVIDs, requests, CRLs; OpenSSL and Python's own `ssl` judge what comes out."""

from __future__ import annotations

import json
import ssl
import stat
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from mtls_core import (
    Certificate,
    CertificateAuthority,
    CertificateChain,
    CertificateRequest,
    CsrPolicy,
    IdentityError,
    IdentityPattern,
    IssueError,
    MtlsError,
    PkiError,
    PrivateKey,
    SpiffeId,
    TrustDomain,
)
from vectors import Args, Case, cases, check

DATA = Path(__file__).parents[2] / "mtls-core" / "tests" / "data" / "pki"
DOMAIN = TrustDomain("cluster-a.example")
CART = SpiffeId("spiffe://cluster-a.example/ns/shop/sa/cart")


def authority(args: Args) -> CertificateAuthority:
    def certificates(key: str) -> list[Certificate]:
        pem = args.data(key)
        return CertificateChain.from_pem(pem).certificates if pem else []

    certificate, key = Certificate.from_pem(args.data("ca_cert")), PrivateKey.from_pem(args.data("ca_key"))
    return CertificateAuthority.from_parts(certificate, key, certificates("pool"), certificates("roots"))


def assembled(args: Args) -> dict[str, object]:
    ca = authority(args)
    return {
        "subject": ca.certificate.subject,
        "is_root": ca.is_root,
        "path_len": ca.path_len,
        "trust_domain": ca.trust_domain,
    }


def intermediate(args: Args) -> dict[str, object]:
    made = authority(args).intermediate(args["common_name"], at=args["at"], path_len=args["path_len"])
    return {"subject": made.certificate.subject, "path_len": made.path_len}


def policy(asked: dict[str, Any]) -> CsrPolicy:
    options: dict[str, Any] = {
        "ignore_subject": asked.get("ignore_subject", False),
        "max_validity": asked.get("max_validity"),
    }
    if "server" in asked:
        assert "allow_dns" not in asked
        return CsrPolicy.server(asked["server"], **options)
    options["allow_dns"] = asked.get("allow_dns", [])
    if "exact" in asked:
        return CsrPolicy.exact(asked["exact"], **options)
    if "matching" in asked:
        return CsrPolicy.matching(IdentityPattern(json.dumps(asked["matching"])), **options)
    return CsrPolicy.client(asked["client"], **options)


def signed(args: Args) -> dict[str, object]:
    request = CertificateRequest.from_pem(args.data("csr"))
    return described(authority(args).sign_csr(request, policy(args["policy"]), at=args["at"]))


def described(chain: CertificateChain) -> dict[str, object]:
    leaf = chain.leaf
    return {
        "subject": leaf.subject,
        "uris": leaf.uris,
        "dns_names": leaf.dns_names,
        "ip_addresses": leaf.ip_addresses,
        "extended_key_usage": leaf.extended_key_usage,
        "not_before": leaf.not_before,
        "not_after": leaf.not_after,
        "chain_length": len(chain),
    }


def svid(args: Args) -> dict[str, object]:
    return described(
        authority(args)
        .svid(args["id"], dns_names=args.get("dns_names", []), at=args["at"], valid_for=args.get("valid_for"))
        .chain
    )


def server(args: Args) -> dict[str, object]:
    return described(
        authority(args).server(args["names"], at=args["at"], valid_for=args.get("valid_for")).chain
    )


def client(args: Args) -> dict[str, object]:
    return described(
        authority(args).client(args["common_name"], at=args["at"], valid_for=args.get("valid_for")).chain
    )


def crl(args: Args) -> dict[str, object]:
    revoked = [(entry["serial"], entry["reason"], entry["when"]) for entry in args["revoke"]]
    made = authority(args).crl(args["number"], revoked_serials=revoked, at=args["at"])
    return {
        "issuer": made.issuer,
        "number": made.number,
        "this_update": made.this_update,
        "next_update": made.next_update,
        "entries": [
            {**entry, "revoked_at": datetime.fromisoformat(entry["revoked_at"])}
            for entry in made.info()["entries"]
        ],
    }


OPERATIONS = {
    "ca.from_parts": assembled,
    "ca.intermediate": intermediate,
    "ca.sign_csr": signed,
    "ca.svid": svid,
    "ca.server": server,
    "ca.client": client,
    "ca.crl": crl,
}


@pytest.mark.parametrize("case", cases("issue"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    check(case, OPERATIONS, MtlsError)


@pytest.fixture(scope="module")
def root() -> CertificateAuthority:
    return CertificateAuthority.root("Example Root", trust_domain=DOMAIN)


@pytest.fixture(scope="module")
def cluster(root: CertificateAuthority) -> CertificateAuthority:
    return root.intermediate("cluster-a", valid_for=timedelta(days=30))


def test_openssl_accepts_what_is_issued(
    root: CertificateAuthority, cluster: CertificateAuthority, tmp_path: Path
) -> None:
    svid = cluster.svid(CART, dns_names=["cart.shop.svc"], valid_for=timedelta(hours=24))
    assert [one.is_ca for one in svid.chain] == [False, True]
    (tmp_path / "root.pem").write_text(root.certificate.to_pem())
    (tmp_path / "chain.pem").write_text(svid.chain.to_pem())
    for purpose in ("sslclient", "sslserver"):
        verdict = subprocess.run(
            [
                "openssl",
                "verify",
                "-x509_strict",
                "-purpose",
                purpose,
                "-CAfile",
                "root.pem",
                "-untrusted",
                "chain.pem",
                "chain.pem",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert verdict.returncode == 0, verdict.stderr


def test_python_ssl_shakes_hands_with_what_is_issued(
    root: CertificateAuthority, cluster: CertificateAuthority, tmp_path: Path
) -> None:
    server = cluster.server(["shop.example"])
    client = cluster.client("partner-7", organization="Partner")
    for name, issued in (("server", server), ("client", client)):
        (tmp_path / f"{name}.pem").write_text(issued.chain.to_pem())
        issued.key.write_pem(tmp_path / f"{name}.key")

    def context(side: ssl.Purpose, name: str) -> ssl.SSLContext:
        made = ssl.create_default_context(side, cadata=root.certificate.to_pem())
        made.load_cert_chain(tmp_path / f"{name}.pem", tmp_path / f"{name}.key")
        return made

    listening = context(ssl.Purpose.CLIENT_AUTH, "server")
    listening.verify_mode = ssl.CERT_REQUIRED
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        listening.wrap_bio(to_server, to_client, server_side=True),
        context(ssl.Purpose.SERVER_AUTH, "client").wrap_bio(
            to_client, to_server, server_hostname="shop.example"
        ),
    ]
    for _ in range(8):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert ends[1].version() == "TLSv1.3"
    peer = ends[0].getpeercert()
    assert peer is not None
    assert (("commonName", "partner-7"),) in peer["subject"]


def test_the_key_belongs_to_the_leaf(cluster: CertificateAuthority) -> None:
    svid = cluster.svid(str(CART))
    assert svid.key.matches(svid.chain.leaf)
    assert not svid.key.matches(cluster.certificate)
    assert svid.chain.leaf.spiffe_id == CART
    assert repr(svid) == str(svid) == f'<IssuedCertificate "{CART}">'


@pytest.mark.parametrize("algorithm", ["P-256", "P-384", "P-521", "Ed25519", "RSA 2048"])
def test_every_kind_of_key(cluster: CertificateAuthority, algorithm: str) -> None:
    svid = cluster.svid(CART, key_algorithm=algorithm)
    assert svid.key.algorithm.endswith(algorithm)
    assert svid.chain.leaf.public_key.algorithm.endswith(algorithm)


def test_times_are_the_callers() -> None:
    at = datetime(2030, 1, 1, tzinfo=UTC)
    root = CertificateAuthority.root("Dated", at=at, valid_for=3600, backdate=0)
    assert (root.certificate.not_before, root.certificate.not_after) == (at, at + timedelta(hours=1))
    leaf = root.client("x", at=int(at.timestamp()) + 60, clip_to_issuer=True).chain.leaf
    assert leaf.not_after == at + timedelta(hours=1)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda ca: ca.svid("spiffe://cluster-b.example/x"),
        lambda ca: ca.svid(DOMAIN.id()),
        lambda ca: ca.server([]),
        lambda ca: ca.server(["*"]),
        lambda ca: ca.svid(CART, valid_for=timedelta(days=4000)),
        lambda ca: ca.svid(CART, valid_for=0),
        lambda ca: ca.svid(CART, key_algorithm="RSA 512"),
        lambda ca: ca.intermediate("below"),
        lambda ca: ca.client(""),
    ],
)
def test_what_cannot_be_issued_is_refused(cluster: CertificateAuthority, wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(IssueError) as refusal:
        wrong(cluster)
    assert refusal.value.code
    assert refusal.value.findings


def test_other_floors_keep_their_own_errors(cluster: CertificateAuthority) -> None:
    with pytest.raises(IdentityError):
        cluster.svid("cart")
    with pytest.raises(PkiError):
        cluster.svid(CART, key_algorithm="P-257")
    with pytest.raises(TypeError):
        cluster.svid(CART, valid_for=1.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="negative"):
        cluster.svid(CART, valid_for=-1)
    with pytest.raises(ValueError, match="negative"):
        cluster.svid(CART, valid_for=timedelta(seconds=-1))


def test_a_request_gets_what_the_policy_grants(
    root: CertificateAuthority, cluster: CertificateAuthority
) -> None:
    request = CertificateRequest((DATA / "svid.csr").read_bytes())
    request.verify()
    assert request.spiffe_id == CART
    for policy in (
        CsrPolicy.exact(CART, allow_dns=["cart.shop.svc"], ignore_subject=True, max_validity=600),
        CsrPolicy.matching(IdentityPattern.any_in(DOMAIN), allow_dns=["cart.shop.svc"], ignore_subject=True),
    ):
        chain = cluster.sign_csr(request, policy)
        assert chain.leaf.spiffe_id == CART
        assert chain.leaf.public_key == request.public_key
        chain.leaf.verify_signed_by(cluster.certificate)
    with pytest.raises(IssueError) as refusal:
        cluster.sign_csr(
            request, CsrPolicy.exact("spiffe://cluster-a.example/ns/shop/sa/till", ignore_subject=True)
        )
    assert "cart" in str(refusal.value)
    at = int(root.certificate.not_after.timestamp()) + 1
    with pytest.raises(IssueError):
        root.sign_csr(request, CsrPolicy.exact(CART, allow_dns=["cart.shop.svc"], ignore_subject=True), at=at)


def test_a_revoked_certificate_is_on_the_list(cluster: CertificateAuthority) -> None:
    lost, kept = cluster.client("lost"), cluster.client("kept")
    first = cluster.crl(1, revoked=[(lost.chain.leaf, "keyCompromise")])
    first.verify_signed_by(cluster.certificate)
    entry = first.entry_of(lost.chain.leaf)
    assert entry is not None
    assert (entry["reason"], entry["serial"]) == ("keyCompromise", lost.chain.leaf.serial)
    assert first.entry_of(kept.chain.leaf) is None
    when = datetime.now(UTC) - timedelta(days=1)
    second = cluster.crl(
        2, revoked_serials=[("01:02:03", "superseded", when)], carry_over=first, valid_for=timedelta(days=1)
    )
    assert len(second) == 2
    assert second.next_update is not None
    assert second.next_update - second.this_update == timedelta(days=1)
    with pytest.raises(IssueError):
        cluster.crl(2, carry_over=second)
    with pytest.raises(PkiError) as refusal:
        cluster.crl(3, revoked=[(lost.chain.leaf, "lost")])
    assert refusal.value.code == "revocation-reason-unknown"


def test_a_ca_is_saved_and_loaded(
    cluster: CertificateAuthority, root: CertificateAuthority, tmp_path: Path
) -> None:
    there = tmp_path / "cacerts"
    cluster.save(there)
    assert {path.name for path in there.iterdir()} == {
        "ca-cert.pem",
        "ca-key.pem",
        "cert-chain.pem",
        "root-cert.pem",
    }
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in there.iterdir())
    again = CertificateAuthority.load(there)
    assert again.certificate == cluster.certificate
    assert again.roots == [root.certificate]
    assert again.trust_domain == DOMAIN
    assert again.svid(CART).chain.leaf.issuer == cluster.certificate.subject
    with pytest.raises(IssueError):
        root.save(there)
    root.replace(there)
    assert CertificateAuthority.load(there).is_root
    with pytest.raises(MtlsError):
        CertificateAuthority.load(tmp_path / "nothing")


def test_a_ca_is_built_of_its_parts(cluster: CertificateAuthority, root: CertificateAuthority) -> None:
    again = CertificateAuthority.from_parts(
        cluster.certificate, cluster.private_key(), [], [root.certificate]
    )
    assert again.certificate == cluster.certificate
    with pytest.raises(IssueError):
        CertificateAuthority.from_parts(cluster.certificate, root.private_key(), [], [root.certificate])


def test_a_ca_does_not_show_its_key(cluster: CertificateAuthority) -> None:
    secret = cluster.private_key().secret_pkcs8_pem().splitlines()[1]
    assert repr(cluster) == '<CertificateAuthority "CN=cluster-a">'
    assert secret not in repr(cluster)


def test_other_threads_run_while_a_key_is_made() -> None:
    """An RSA key takes a good part of a second; a counter in another thread must not stand still for it."""
    ticks: list[float] = []
    done = threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    other = threading.Thread(target=tick)
    other.start()
    try:
        begin = time.perf_counter()
        CertificateAuthority.root("Slow", key_algorithm="RSA 4096")
        end = time.perf_counter()
    finally:
        done.set()
        other.join()
    during = [at for at in ticks if begin < at < end]
    assert len(during) > (end - begin) * 1000 / 20

"""Certificates, chains, keys, requests and CRLs: the shared cases, and what is Python's own."""

from __future__ import annotations

import copy
import pickle
import stat
from datetime import UTC, datetime, timedelta, timezone
from ipaddress import ip_address
from pathlib import Path

import mtls_core
import pytest
from mtls_core import (
    Certificate,
    CertificateAuthority,
    CertificateChain,
    CertificateRequest,
    Crl,
    PkiError,
    PrivateKey,
    SpiffeId,
)
from vectors import Args, Case, cases, check

DATA = Path(__file__).parents[2] / "mtls-core" / "tests" / "data" / "pki"
SVID = DATA / "svid.pem"
KEY = DATA / "svid.key"


def certificate(args: Args) -> Certificate:
    return Certificate(args.data("pem"))


def brief(chain: CertificateChain) -> list[dict[str, object]]:
    return [
        {"rule": f["rule"], "severity": f["severity"], "index": f["subject"]["index"]}
        for f in chain.check_order()
    ]


def subjects(chain: CertificateChain) -> list[str]:
    return [one.subject for one in chain]


def verified(args: Args) -> bool:
    certificate(args).verify_signed_by(Certificate(args.data("issuer_pem")))
    return True


def request_verified(args: Args) -> bool:
    CertificateRequest(args.data("pem")).verify()
    return True


def key_info(args: Args) -> dict[str, str]:
    key = PrivateKey(args.data("pem"))
    return {"algorithm": key.algorithm, "format": key.format, "spki_sha256": key.public_key().sha256}


OPERATIONS = {
    "pem.parse": lambda args: [
        {"label": b.label, "line": b.line, "block": b.block, "bytes": len(b.der)}
        for b in mtls_core.parse_pem(args.data("text"))
    ],
    "certificate.info": lambda args: certificate(args).info(),
    "certificate.is_valid_at": lambda args: certificate(args).is_valid_at(args["at"]),
    "certificate.verify_signed_by": verified,
    "chain.subjects": lambda args: subjects(CertificateChain.from_pem(args.data("pem"))),
    "chain.check_order": lambda args: brief(CertificateChain.from_pem(args.data("pem"))),
    "chain.sorted": lambda args: subjects(CertificateChain.from_pem(args.data("pem")).sorted()),
    "private_key.info": key_info,
    "private_key.matches": lambda args: PrivateKey(args.data("pem")).matches(
        Certificate(args.data("certificate_pem"))
    ),
    "private_key.to_pkcs8_pem": lambda args: PrivateKey(args.data("pem")).secret_pkcs8_pem(),
    "request.info": lambda args: CertificateRequest(args.data("pem")).info(),
    "request.verify": request_verified,
    "crl.info": lambda args: Crl(args.data("pem")).info(),
    "crl.is_current_at": lambda args: Crl(args.data("pem")).is_current_at(args["at"]),
    "crl.entry_of": lambda args: Crl(args.data("pem")).entry_of(Certificate(args.data("certificate_pem"))),
}


@pytest.mark.parametrize("case", cases("pki"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    check(case, OPERATIONS, PkiError)


def test_a_crl_says_what_it_revokes() -> None:
    crl = Crl((DATA / "intermediate.crl").read_bytes())
    assert [(entry["serial"], entry["reason"]) for entry in crl.entries] == [
        ("ff:03", None),
        ("7a:3b:9c", "keyCompromise"),
    ]
    assert crl.entries == crl.info()["entries"]
    assert len(crl) == 2


def test_the_facts_of_a_certificate() -> None:
    root = CertificateAuthority.root("Facts", trust_domain="a.example", at=1_800_000_000, valid_for=3600)
    leaf = root.svid(
        "spiffe://a.example/x",
        dns_names=["x.example"],
        ip_addresses=[ip_address("203.0.113.7")],
        at=1_800_000_000,
    ).chain.leaf
    assert leaf.spiffe_id == SpiffeId("spiffe://a.example/x")
    assert leaf.dns_names == ["x.example"]
    assert leaf.ip_addresses == [ip_address("203.0.113.7")]
    assert leaf.uris == ["spiffe://a.example/x"]
    assert leaf.emails == []
    assert leaf.key_usage == ["digitalSignature"]
    assert leaf.extended_key_usage is not None
    assert set(leaf.extended_key_usage) == {"serverAuth", "clientAuth"}
    assert leaf.not_after == datetime.fromtimestamp(1_800_003_600, UTC)
    assert leaf.not_before.tzinfo is UTC
    assert leaf.authority_key_id == root.certificate.subject_key_id
    assert (leaf.is_ca, root.certificate.is_ca) == (False, True)
    assert leaf.public_key.algorithm == "ECDSA P-256"
    assert leaf.issuer == root.certificate.subject == "CN=Facts"
    assert str(leaf) == leaf.describe()


def test_text_and_bytes_pem_and_der_read_the_same() -> None:
    pem = SVID.read_text()
    first = Certificate(pem)
    for twin in (
        Certificate(pem.encode()),
        Certificate(bytearray(pem, "ascii")),
        Certificate.from_pem(pem),
        Certificate.from_der(first.der),
        Certificate(first.der),
        pickle.loads(pickle.dumps(first)),
        copy.deepcopy(first),
    ):
        assert twin == first
        assert hash(twin) == hash(first)
    assert {first: 1}[Certificate(pem)] == 1


def test_a_chain_is_a_sequence() -> None:
    chain = CertificateChain(SVID.read_bytes() + (DATA / "intermediate.pem").read_bytes())
    assert len(chain) == 2
    assert list(chain) == chain.certificates == [chain.leaf, *chain.issuers]
    assert chain[-1] == chain[1]
    for outside in (2, -3, 2**60):
        with pytest.raises(IndexError):
            chain[outside]
    assert CertificateChain.from_der(chain.to_der()) == chain
    assert CertificateChain.from_certificates(chain.certificates) == chain
    assert pickle.loads(pickle.dumps(chain)) == chain


def test_times_may_be_seconds_or_aware_datetimes() -> None:
    svid = Certificate(SVID.read_bytes())
    start = svid.not_before
    assert svid.is_valid_at(start)
    assert svid.is_valid_at(start.astimezone(timezone(timedelta(hours=9))))
    assert not svid.is_valid_at(start - timedelta(seconds=1))
    assert not svid.is_valid_at(int(start.timestamp()) - 1)
    with pytest.raises(ValueError, match="time zone"):
        svid.is_valid_at(datetime(2030, 1, 1))
    with pytest.raises(ValueError, match="1970"):
        svid.is_valid_at(-1)
    with pytest.raises(ValueError, match="1970"):
        svid.is_valid_at(datetime(1969, 12, 31, tzinfo=UTC))
    with pytest.raises(TypeError):
        svid.is_valid_at(1.5)  # type: ignore[arg-type]


def test_a_private_key_keeps_its_secret() -> None:
    key = PrivateKey(KEY.read_bytes())
    secret = key.secret_pkcs8_pem()
    body = "".join(secret.splitlines()[1:-1])
    for text in (repr(key), str(key), f"{key}"):
        assert text == "<PrivateKey ECDSA P-256>"
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            way(key)
    assert not hasattr(key, "__dict__")
    svid = Certificate(SVID.read_bytes())
    assert key.matches(svid)
    issued = CertificateAuthority.root("Secret", key=key)
    assert body not in repr(issued)


def test_a_key_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    key = PrivateKey(KEY.read_bytes())
    key.write_pem(tmp_path / "tls.key")
    assert stat.S_IMODE((tmp_path / "tls.key").stat().st_mode) == 0o600
    assert PrivateKey((tmp_path / "tls.key").read_bytes()).matches(Certificate(SVID.read_bytes()))
    with pytest.raises(PkiError) as refusal:
        key.write_pem(tmp_path / "missing" / "tls.key")
    assert refusal.value.findings[0]["subject"]["kind"] == "file"


def test_an_error_says_where_and_what_next() -> None:
    with pytest.raises(PkiError) as refusal:
        Certificate(KEY.read_bytes())
    error = refusal.value
    assert error.code == "wrong-kind"
    assert "private key" in str(error)
    assert error.findings[0]["rule"] == error.code
    assert any(rule["name"] == error.code and rule["help"] == error.help for rule in mtls_core.catalog())
    twin = pickle.loads(pickle.dumps(error))
    assert (twin.code, twin.findings) == (error.code, error.findings)


@pytest.mark.parametrize("read", [Certificate, CertificateChain, CertificateRequest, Crl, PrivateKey])
@pytest.mark.parametrize(
    "data",
    [b"", b"\x00", b"\xff" * 4096, "no PEM", "-----BEGIN CERTIFICATE-----\n", b"0" * (17 << 20)],
    ids=["empty", "zero", "high bytes", "text", "cut off", "huge"],
)
def test_bad_input_is_refused_by_every_reader(
    read: type[Certificate | CertificateChain | CertificateRequest | Crl | PrivateKey], data: str | bytes
) -> None:
    with pytest.raises(PkiError):
        read(data)


@pytest.mark.parametrize("read", [Certificate, CertificateChain, CertificateRequest, Crl, PrivateKey])
def test_another_type_is_a_type_error(read: type[Certificate]) -> None:
    for wrong in (None, 7, ["x"], SVID):
        with pytest.raises(TypeError):
            read(wrong)  # type: ignore[arg-type]

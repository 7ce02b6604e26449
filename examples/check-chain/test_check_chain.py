"""The three programs give the same answer, as text and as JSON, and the exit code that goes with it."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from mtls_core import CertificateAuthority

HERE = Path(__file__).parent
AT = datetime(2030, 1, 1, tzinfo=UTC)
LATER = ["--at", str(int(AT.timestamp()) + 3600)]
YEARS_LATER = ["--at", str(int((AT + timedelta(days=20 * 365)).timestamp()))]

Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def programs() -> dict[str, list[str]]:
    command = ["cargo", "build", "--locked", "--package", "mtls-core-examples", "--bin", "check-chain"]
    built = subprocess.run(
        [*command, "--message-format", "json"], cwd=HERE, check=True, stdout=subprocess.PIPE
    ).stdout
    messages = [json.loads(line) for line in built.splitlines()]
    binary = next(one["executable"] for one in messages if one.get("executable"))
    return {
        "rust": [binary],
        "python": [sys.executable, str(HERE / "check_chain.py")],
        "node": ["node", str(HERE / "check_chain.mjs")],
    }


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chains of a small company, and what goes wrong with them."""
    folder = tmp_path_factory.mktemp("pem")

    def write(name: str, *parts: Any) -> None:
        text = "".join(part if isinstance(part, str) else part.to_pem() for part in parts)
        (folder / name).write_text(text, encoding="utf-8")

    root = CertificateAuthority.root("Root", trust_domain="shop.example", at=AT)
    issuing = root.intermediate("Issuing", at=AT)
    server = issuing.server(["shop.example", "192.0.2.1"], at=AT, valid_for=timedelta(days=90))
    till = issuing.svid("spiffe://shop.example/ns/shop/sa/till", at=AT)
    write("root.pem", root.certificate)
    write("rotated.pem", CertificateAuthority.root("Root", trust_domain="shop.example", at=AT).certificate)
    write("server.pem", server.chain)
    write("leaf.pem", server.chain.leaf)
    write("issuing.pem", issuing.certificate)
    write("disordered.pem", server.chain.leaf, root.certificate, issuing.certificate)
    write("till.pem", till.chain)
    write("key.pem", server.key.secret_pkcs8_pem())
    write("nothing.pem", "no certificate here\n")
    write("root.crl", root.crl(1, at=AT, valid_for=timedelta(days=30)))
    write("issuing.crl", issuing.crl(1, at=AT, valid_for=timedelta(days=30)))
    revoked = [(server.chain.leaf, "keyCompromise")]
    write("revoked.crl", issuing.crl(2, revoked=revoked, at=AT, valid_for=timedelta(days=30)))
    return folder


@pytest.fixture
def run(programs: dict[str, list[str]], files: Path) -> Run:
    """What all three answer."""

    def ask(*words: str) -> tuple[int, str]:
        answers = {}
        for language, program in programs.items():
            done = subprocess.run(
                [*program, *words], cwd=files, capture_output=True, text=True, encoding="utf-8", timeout=60
            )
            output = json.loads(done.stdout) if "--json" in words and done.stdout else done.stdout
            answers[language] = (done.returncode, output)
        assert answers["python"] == answers["rust"]
        assert answers["node"] == answers["rust"]
        return answers["rust"]

    return ask


SHOP = ["--name", "shop.example"]
TILL = ["--trust-domain", "shop.example"]
CRLS = ["--crl", "root.crl", "--crl", "issuing.crl"]
QUESTIONS = {
    "a good server": ([*SHOP, *LATER, "root.pem", "server.pem"], 0, None),
    "a good server in two files": ([*SHOP, *LATER, "root.pem", "leaf.pem", "issuing.pem"], 0, None),
    "an address": (["--name", "192.0.2.1", *LATER, "root.pem", "server.pem"], 0, None),
    "by strict rules": ([*SHOP, "--profile", "server-strict", *LATER, "root.pem", "server.pem"], 0, None),
    "a disordered chain": ([*SHOP, *LATER, "root.pem", "disordered.pem"], 0, None),
    "clean lists": ([*SHOP, *CRLS, *LATER, "root.pem", "server.pem"], 0, None),
    "a workload": ([*TILL, *LATER, "root.pem", "till.pem"], 0, None),
    "another name": (["--name", "x.example", *LATER, "root.pem", "server.pem"], 1, "peer-name-mismatch"),
    "years later": ([*SHOP, *YEARS_LATER, "root.pem", "server.pem"], 1, "clock-skew"),
    "no intermediate": ([*SHOP, *LATER, "root.pem", "leaf.pem"], 1, "issuer-missing"),
    "a rotated root": ([*SHOP, *LATER, "rotated.pem", "server.pem"], 1, "authority-rotated"),
    "the wrong role": (
        [*SHOP, "--profile", "edge-client", *LATER, "root.pem", "server.pem"],
        1,
        "purpose-mismatch",
    ),
    "a revoked leaf": (
        [*SHOP, "--crl", "root.crl", "--crl", "revoked.crl", *LATER, "root.pem", "server.pem"],
        1,
        "certificate-revoked",
    ),
    "a list missing": (
        [*SHOP, "--crl", "root.crl", *LATER, "root.pem", "server.pem"],
        1,
        "revocation-unknown",
    ),
    "another trust domain": (
        ["--trust-domain", "other.example", *LATER, "root.pem", "till.pem"],
        1,
        "trust-domain-unknown",
    ),
    "no SPIFFE ID": ([*TILL, *LATER, "root.pem", "server.pem"], 1, "leaf-spiffe-id-missing"),
    "no file": ([*SHOP, "root.pem", "none.pem"], 2, "file-unreadable"),
    "no certificate": ([*SHOP, "root.pem", "nothing.pem"], 2, None),
    "a key in place of the chain": ([*SHOP, "root.pem", "key.pem"], 2, None),
    "a key in place of the anchors": ([*SHOP, "key.pem", "server.pem"], 2, None),
    "a certificate in place of a list": ([*SHOP, "--crl", "root.pem", "root.pem", "server.pem"], 2, None),
    "a URL for a name": (["--name", "https://x", "root.pem", "server.pem"], 2, "peer-name-invalid"),
    "no such profile": (
        [*SHOP, "--profile", "lax", "root.pem", "server.pem"],
        2,
        "verifier-profile-unknown",
    ),
    "a profile of the other kind": (
        [*TILL, "--profile", "server", "root.pem", "till.pem"],
        2,
        "verifier-profile-mismatch",
    ),
    "no trust domain": (["--trust-domain", "A B", "root.pem", "till.pem"], 2, None),
}


@pytest.mark.parametrize(("words", "status", "code"), QUESTIONS.values(), ids=QUESTIONS)
def test_all_three_answer_alike(run: Run, words: list[str], status: int, code: str | None) -> None:
    as_text = run(*words)
    assert as_text[0] == status
    head = as_text[1].split(maxsplit=1)[0]
    assert (head == "ACCEPTED", head == "REFUSED") == (status == 0, status == 1)
    assert status == 0 or "help: " in as_text[1]
    returned, record = run("--json", *words)
    assert returned == status
    assert record["accepted"] is {0: True, 1: False, 2: None}[status]
    if status == 0:
        assert record["code"] is None
    else:
        assert record["code"] == (code or record["code"])
        assert record["code"]


def test_what_was_sent_out_of_order_is_said(run: Run) -> None:
    _, text = run(*SHOP, *LATER, "root.pem", "disordered.pem")
    assert "as sent: " in text
    _, record = run("--json", *SHOP, *LATER, "root.pem", "server.pem")
    assert record["as_sent"] == []


@pytest.mark.parametrize(
    "words",
    [
        [],
        SHOP,
        [*SHOP, "root.pem"],
        ["root.pem", "server.pem"],
        [*SHOP, *TILL, "root.pem", "server.pem"],
        [*SHOP, "--at", "soon", "root.pem", "server.pem"],
        [*SHOP, "--nmae", "root.pem", "server.pem"],
        ["root.pem", "server.pem", "--name"],
    ],
)
def test_a_question_that_is_none(run: Run, words: list[str]) -> None:
    assert run(*words) == (2, "")

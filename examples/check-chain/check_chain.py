"""Why does this handshake fail? Judges a chain in PEM files and says what is wrong with it."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from mtls_core import (
    CertificateChain,
    ChainReport,
    ChainVerifier,
    Crl,
    EdgeVerifier,
    MtlsError,
    TrustAnchors,
    TrustBundle,
    TrustDomain,
)

T = TypeVar("T")


class UnreadError(Exception):
    """Nothing could be judged: the file or argument, and what is wrong with it."""

    def __init__(self, of: str, error: MtlsError | None = None) -> None:
        self.of = of
        self.code = error.code if error else "file-unreadable"
        self.message = str(error) if error else "the file cannot be read"
        self.help = error.help if error else "Check its name and rights."


def attempt(of: str, call: Callable[[], T]) -> T:
    try:
        return call()
    except OSError:
        raise UnreadError(of) from None
    except MtlsError as error:
        raise UnreadError(of, error) from None


def read(path: str, parse: Callable[[bytes], T]) -> T:
    return attempt(path, lambda: parse(Path(path).read_bytes()))


def judge(question: argparse.Namespace) -> tuple[CertificateChain, ChainReport]:
    chains = [read(path, CertificateChain.from_pem) for path in question.chain]
    chain = CertificateChain.from_certificates([one for chain in chains for one in chain])
    crls = [read(path, Crl.from_pem) for path in question.crl]
    if question.name is not None:
        profile = question.profile or "server"
        anchors = read(question.anchors, TrustAnchors.from_pem)
        edge = attempt("the options", lambda: EdgeVerifier(anchors, profile=profile, crls=crls))
        return chain, attempt("--name", lambda: edge.explain(chain, question.name, question.at))
    profile = question.profile or "spiffe-interop"
    domain = attempt("--trust-domain", lambda: TrustDomain(question.trust_domain))
    bundle = read(question.anchors, lambda pem: TrustBundle.from_pem(domain, pem))
    verifier = attempt("the options", lambda: ChainVerifier([bundle], profile=profile, crls=crls))
    return chain, verifier.explain(chain, question.at)


def answer(chain: CertificateChain, report: ChainReport) -> tuple[str, dict[str, Any], int]:
    """The verdict as text and as JSON, and the exit code."""
    order = chain.check_order()
    text = str(report).rstrip()
    for finding in order:
        text += f"\nas sent: {finding['message']}\n  help: {finding['help']}"
    record = {
        "accepted": report.accepted,
        "code": None if report.accepted else report.findings[0]["rule"],
        "report": report.to_dict(),
        "as_sent": order,
    }
    return text, record, 0 if report.accepted else 1


def main() -> int:
    parser = argparse.ArgumentParser(prog="check-chain", description=__doc__, allow_abbrev=False)
    expected = parser.add_mutually_exclusive_group(required=True)
    expected.add_argument(
        "--name", help="the DNS name, address or e-mail address that the leaf must be valid for"
    )
    expected.add_argument("--trust-domain", metavar="NAME", help="the trust domain of a workload")
    parser.add_argument(
        "--profile", metavar="NAME", help="server unless given, spiffe-interop for a workload"
    )
    parser.add_argument("--crl", metavar="FILE", action="append", default=[])
    parser.add_argument("--at", metavar="SECONDS", type=int, help="since 1970; now unless given")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("anchors", metavar="ANCHORS", help="PEM with the trust anchors")
    parser.add_argument("chain", metavar="CHAIN", nargs="+", help="PEM with the chain, the leaf first")
    question = parser.parse_args()
    try:
        text, record, status = answer(*judge(question))
    except UnreadError as unread:
        text = f"{unread.of}: {unread.message}\n  help: {unread.help}"
        record = {
            "accepted": None,
            "code": unread.code,
            "of": unread.of,
            "message": unread.message,
            "help": unread.help,
        }
        status = 2
    print(json.dumps(record, indent=2, ensure_ascii=False) if question.json else text)
    return status


if __name__ == "__main__":
    sys.exit(main())

"""Chain verification beside pyca/cryptography: leaf, intermediate, root, all P-256, as DER from a connection.

Prints ``ratio NAME VALUE``: the other's time divided by ours, more is better. The times themselves go to
standard error. The two take turns in one run, so that both meet the same machine, and the shortest turns
count. The numbers mean something for a release build alone: ``make bench`` makes one.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store
from mtls_core import CertificateAuthority, ChainVerifier, TrustBundle

ISSUED_AT = datetime(2026, 1, 1, tzinfo=UTC)
AT = ISSUED_AT + timedelta(minutes=1)
ID = "spiffe://cluster.local/ns/shop/sa/cart-{}"
# Chains that take turns.
CHAINS = 64
ROUNDS = 200
# How long one turn lasts, in seconds: long against the clock's own cost.
TURN = 0.001

Verify = Callable[[list[bytes]], object]


def turn(verify: Verify, chains: Iterator[list[bytes]], repeats: int) -> float:
    """The time of one call, in seconds."""
    some = list(itertools.islice(chains, repeats))
    start = time.perf_counter()
    for chain in some:
        verify(chain)
    return (time.perf_counter() - start) / repeats


def compare(name: str, theirs: Verify, ours: Verify, chains: list[list[bytes]]) -> None:
    sides = []
    for verify in (theirs, ours):
        endless = itertools.cycle(chains)
        # Every chain once first: what is remembered of them is then there.
        once = turn(verify, endless, len(chains))
        sides.append((verify, endless, max(1, int(TURN / once))))
    best = [
        min(times) for times in zip(*([turn(*side) for side in sides] for _ in range(ROUNDS)), strict=True)
    ]
    print(f"{name}: pyca {best[0] * 1e6:.2f} us, ours {best[1] * 1e6:.2f} us", file=sys.stderr)
    print(f"ratio {name} {best[0] / best[1]:.2f}")


def main() -> None:
    root = CertificateAuthority.root("root", trust_domain="cluster.local", at=ISSUED_AT)
    cluster = root.intermediate("cluster-a", path_len=0, at=ISSUED_AT)
    chains = [cluster.svid(ID.format(number), at=ISSUED_AT).chain.to_der() for number in range(CHAINS)]
    at = int(AT.timestamp())

    store = Store([x509.load_der_x509_certificate(root.certificate.der)])
    policy = PolicyBuilder().store(store).time(AT.replace(tzinfo=None)).build_client_verifier()
    load = x509.load_der_x509_certificate

    def theirs(chain: list[bytes]) -> object:
        leaf, *issuers = map(load, chain)
        return policy.verify(leaf, issuers)

    bundles = [TrustBundle("cluster.local", [root.certificate])]
    forgetful = ChainVerifier(bundles, purpose="client", peer_cache_bytes=0, issuer_cache_bytes=0)
    remembers = ChainVerifier(bundles, purpose="client")

    # Both accept, and name the same peer.
    subjects = policy.verify(load(chains[0][0]), [load(chains[0][1])]).subjects or []
    assert [name.value for name in subjects] == [str(forgetful.verify(chains[0], at).spiffe_id)]

    compare("python-chain-cold", theirs, lambda chain: forgetful.verify(chain, at), chains)
    compare("python-chain-returning", theirs, lambda chain: remembers.verify(chain, at), chains)


if __name__ == "__main__":
    main()

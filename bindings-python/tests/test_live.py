"""Verifiers that are replaced while they are in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from mtls_core import (
    BundleSet,
    CertificateAuthority,
    ChainVerifier,
    IssuedCertificate,
    LiveVerifier,
    SpiffeId,
    TlsClient,
    TlsError,
    TlsIdentity,
    TlsServer,
    TrustBundle,
)

CART = SpiffeId("spiffe://td.example/ns/shop/sa/cart")
AT = datetime.now(UTC) + timedelta(minutes=1)


@dataclass
class Mesh:
    bundles: BundleSet
    cart: IssuedCertificate

    @staticmethod
    def named(name: str) -> Mesh:
        ca = CertificateAuthority.root(name, trust_domain="td.example")
        bundles = BundleSet([TrustBundle("td.example", [ca.certificate])])
        return Mesh(bundles, ca.svid(CART))


@pytest.fixture(scope="module")
def old() -> Mesh:
    return Mesh.named("old")


@pytest.fixture(scope="module")
def new() -> Mesh:
    return Mesh.named("new")


def test_a_live_verifier_counts_from_the_next_verdict_on(old: Mesh, new: Mesh) -> None:
    live = LiveVerifier(ChainVerifier(old.bundles, profile="spiffe-strict"))
    before = live.current
    live.reload(new.bundles)
    assert live.current.verify(new.cart.chain, AT).spiffe_id == CART
    assert live.current.profile == "spiffe-strict"
    assert before.verify(old.cart.chain, AT).spiffe_id == CART
    assert live.replace(before).verify(new.cart.chain, AT).spiffe_id == CART
    assert live.current.verify(old.cart.chain, AT).spiffe_id == CART


def shake(server: TlsServer, client: TlsClient) -> SpiffeId:
    ours, theirs = server.session(), client.session("server")
    for _ in range(4):
        for source, sink in ((theirs, ours), (ours, theirs)):
            flight = source.send_tls()
            if flight:
                sink.receive_tls(flight)
    return ours.peer.spiffe_id


def test_servers_judge_by_the_verifier_in_force(old: Mesh, new: Mesh) -> None:
    live = LiveVerifier(ChainVerifier(old.bundles))
    identity = TlsIdentity(new.cart.chain, new.cart.key)
    server = TlsServer(identity, live, allow_any_verified_peer=True)
    client = TlsClient(identity, ChainVerifier(new.bundles), allow_any_verified_peer=True)
    with pytest.raises(TlsError):
        shake(server, client)
    live.reload(new.bundles)
    assert shake(server, client) == CART

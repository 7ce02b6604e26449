"""Origins behind an edge: the shared cases, and what only Python has."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import mtls_core
import pytest
from mtls_core import (
    AccessKeys,
    AccessKeysClient,
    AccessPolicy,
    AddressRanges,
    Certificate,
    CertificateAuthority,
    CertificateChain,
    EdgeProvider,
    OriginError,
    OriginPolicy,
    RolloutPlan,
    TlsIdentity,
    TlsServer,
    TrustAnchors,
    TrustError,
)
from vectors import Args, Case, cases, check

AUD = "5f1c8e0a" * 8


def facts(args: Args) -> dict[str, object]:
    provider = EdgeProvider(args["name"])
    record = provider.to_dict()
    assert (record["presents"], record["title"]) == (provider.presents, provider.title)
    anchors = provider.anchors
    return {
        "presents": provider.presents,
        "is_tenant_bound": provider.is_tenant_bound,
        "leaf": record["leaf"],
        "rotation": [record["rotation"]["leaf"], record["rotation"]["authority"]],
        "anchors": len(anchors) if anchors else 0,
    }


def authorities(args: Args) -> list[str]:
    read = [Certificate.from_pem(pem) for pem in args["authorities"]]
    findings = mtls_core.check_client_authorities(read, args.get("provider"), at=args.get("at"))
    return [finding["rule"] for finding in findings]


def addresses(args: Args) -> dict[str, object]:
    ranges = AddressRanges.parse(args.data("list"))
    assert ranges.to_dict() == {"ranges": ranges.ranges, "etag": ranges.etag}
    contains = {text: ranges.contains(ip_address(text)) for text in args["addresses"]}
    return {"ranges": ranges.ranges, "etag": ranges.etag, "contains": contains}


def access_policy(of: Mapping[str, Any]) -> AccessPolicy:
    options = {name: of[name] for name in ("service_tokens", "leeway") if name in of}
    return AccessPolicy(of["team"], of["audiences"], **options)


def verified(args: Args) -> dict[str, object]:
    keys = AccessKeys(args["jwks"])
    return access_policy(args.values).verify(args["token"], keys, args["at"]).to_dict()


def admitted(args: Args) -> dict[str, object]:
    of: dict[str, Any] = dict(args["policy"])
    provider = of.pop("provider")
    if "anchors" in of:
        of["anchors"] = TrustAnchors.from_pem("".join(of["anchors"]))
    if "addresses" in of:
        of["addresses"] = AddressRanges(of["addresses"])
    if "access" in of:
        of["access"] = access_policy(of["access"])
        of["access_keys"] = AccessKeys(of.pop("jwks"))
    policy = OriginPolicy(provider, **of)
    request: dict[str, Any] = dict(args["request"])
    if "chain" in request:
        request["chain"] = "".join(request["chain"])
    if "source" in request:
        request["source"] = ip_address(request["source"])
    admission = policy.admit(**request, at=args["at"])
    assert admission.to_dict()["admitted"] == admission.is_admitted
    rules = [finding["rule"] for finding in admission.findings if finding["severity"] == "error"]
    return {"admitted": admission.is_admitted, "host": admission.host, "rules": rules}


def steps(args: Args) -> list[object]:
    plan = RolloutPlan(args["provider"], args["kind"])
    assert plan.to_dict() == {"provider": plan.provider, "kind": plan.kind, "steps": plan.steps}
    return [
        [step["name"], step["place"], [[one["certificate"], one["verdict"]] for one in step["probes"]]]
        for step in plan.steps
    ]


OPERATIONS = {
    "edge_provider.facts": facts,
    "check_client_authorities": authorities,
    "address_ranges.parse": addresses,
    "access_policy.verify": verified,
    "origin_policy.admit": admitted,
    "rollout_plan.steps": steps,
}


@pytest.mark.parametrize("case", cases("origin"), ids=lambda case: case.name)
def test_shared_case(case: Case) -> None:
    check(case, OPERATIONS, OriginError)


def test_providers_are_listed_and_made() -> None:
    providers = EdgeProvider.all()
    assert [EdgeProvider(provider.name) for provider in providers] == providers
    assert str(providers[0]) == "Cloudflare, certificate of the zone (cloudflare-zone)"
    own = EdgeProvider.custom("ours", "customer-leaf", client_auth_required=True)
    assert own.to_dict()["leaf"]["client_auth_required"]
    assert repr(own) == "<EdgeProvider ours>"
    with pytest.raises(OriginError, match="did you mean `cloudfront`") as refusal:
        EdgeProvider("cloudfrnt")
    assert refusal.value.code == "origin-provider-unknown"


def test_a_policy_goes_with_a_server() -> None:
    ca = CertificateAuthority.root("Edge")
    edge = ca.client("edge")
    shop = CertificateAuthority.root("Shop").server(["shop.example"])
    policy = OriginPolicy("cloudflare-zone", anchors=[ca.certificate], hosts=["shop.example"])
    server = TlsServer(TlsIdentity(shop.chain, shop.key), policy.verifier, allow_any_verified_peer=True)
    assert server.session() is not None
    assert policy.findings == []
    assert policy.findings_at() == []
    assert policy.is_tenant_bound
    assert policy.provider == EdgeProvider("cloudflare-zone")
    anchors = policy.anchors
    assert anchors is not None
    assert anchors.authorities == [ca.certificate]
    for chain in (edge.chain, edge.chain.to_pem(), [one.der for one in edge.chain.certificates]):
        admission = policy.admit(chain=chain, server_name="shop.example", host="Shop.example:443")
        assert admission.is_admitted, str(admission)
        assert admission.certificate is not None
        assert admission.certificate.leaf == edge.chain.leaf
        assert admission.token is None
    refused = policy.admit(host="shop.example")
    assert str(refused).startswith("refused\nerror[origin-certificate-missing]")
    with pytest.raises(ValueError, match="go together"):
        OriginPolicy("cloudflare-zone", anchors=[ca.certificate], access=AccessPolicy("shop", [AUD]))
    with pytest.raises(OriginError):
        _ = OriginPolicy(
            "azure-front-door", addresses=AddressRanges(["192.0.2.0/24"]), headers={"X-Azure-FDID": "x"}
        ).verifier


def test_keys_are_held_while_they_change() -> None:
    case = next(case for case in cases("origin") if case.name == "a good token")
    keys = AccessKeys()
    policy = AccessPolicy("shop", [AUD], leeway=timedelta(minutes=1))
    with pytest.raises(OriginError) as refusal:
        policy.verify(case.args["token"], keys, case.args["at"])
    assert refusal.value.code == "access-token-key-unknown"
    assert keys.replace(case.args["jwks"])
    assert not keys.replace(case.args["jwks"].encode())
    with pytest.raises(OriginError):
        keys.replace("{}")
    token = policy.verify(case.args["token"], keys, case.args["at"])
    assert (keys.key_ids, keys.findings) == ([token.key_id], [])
    assert token.expires_at == datetime(2027, 1, 15, 8, 1, tzinfo=UTC)
    assert str(token).startswith("a@shop.example (https://shop.cloudflareaccess.com")
    assert policy.keys_url == "https://shop.cloudflareaccess.com/cdn-cgi/access/certs"


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_fetching_keys_lets_other_threads_run(silent: int) -> None:
    policy = AccessPolicy("shop", [AUD])
    client = AccessKeysClient(policy, [], url=f"https://localhost:{silent}/", timeout=1)
    refused: list[OriginError] = []

    def fetch() -> None:
        try:
            client.refresh()
        except OriginError as error:
            refused.append(error)

    thread = threading.Thread(target=fetch)
    thread.start()
    assert client.fetched_at is None
    thread.join(timeout=30)
    assert [error.code for error in refused] == ["access-keys-invalid"]
    assert client.keys.key_ids == []
    assert not client.refresh_for("no token")
    with pytest.raises(TrustError):
        AccessKeysClient(policy, [], url="http://localhost/")


def test_chains_are_read_in_every_form() -> None:
    case = next(case for case in cases("origin") if case.name == "the edge gets in")
    chain = CertificateChain("".join(case.args["request"]["chain"]))
    policy = OriginPolicy(
        "cloudflare-zone",
        anchors=TrustAnchors.from_pem(case.args["policy"]["anchors"][0]),
        hosts=case.args["policy"]["hosts"],
    )
    verdict = policy.admit(
        chain=chain, server_name="shop.example", host="shop.example", at=datetime(2027, 1, 15, tzinfo=UTC)
    )
    assert verdict.is_admitted

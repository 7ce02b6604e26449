"""SPIFFE IDs, trust domains, workload identities and patterns, as Python sees them."""

from __future__ import annotations

import copy
import json
import pickle

import mtls_core
import pytest
from mtls_core import IdentityError, IdentityPattern, SpiffeId, TrustDomain, WorkloadIdentity
from vectors import Args, Case, cases, check

CART = SpiffeId("spiffe://cluster-a.example/ns/shop/sa/cart")
TILL = SpiffeId("spiffe://cluster-a.example/ns/shop/sa/till")
DOMAIN = TrustDomain("cluster-a.example")
VALUES = [
    CART,
    DOMAIN,
    WorkloadIdentity(DOMAIN, "shop", "cart"),
    IdentityPattern.path_prefix(DOMAIN, "/ns/shop") & ~IdentityPattern.exact(TILL),
]


def parsed(args: Args) -> dict[str, object]:
    id = SpiffeId(args["text"])
    return {"id": id, "trust_domain": id.trust_domain, "path": id.path, "segments": id.segments}


def parts(workload: WorkloadIdentity) -> dict[str, object]:
    return {
        "id": workload.spiffe_id,
        "principal": workload.principal,
        "trust_domain": workload.trust_domain,
        "namespace": workload.namespace,
        "service_account": workload.service_account,
    }


def lenient(key: str, read: tuple[SpiffeId | TrustDomain, list[str]]) -> dict[str, object]:
    return {key: read[0], "changes": read[1]}


def pattern(args: Args) -> IdentityPattern:
    return IdentityPattern(json.dumps(args["pattern"]))


def mismatch(args: Args) -> str | None:
    one, id = pattern(args), SpiffeId(args["id"])
    reason = one.mismatch(id)
    assert one.matches(id) == (reason is None)
    return reason


OPERATIONS = {
    "spiffe_id.parse": parsed,
    "spiffe_id.parse_lenient": lambda args: lenient("id", SpiffeId.parse_lenient(args["text"])),
    "spiffe_id.join": lambda args: SpiffeId(args["id"]).join(args["path"]),
    "spiffe_id.append_segment": lambda args: SpiffeId(args["id"]).append_segment(args["segment"]),
    "spiffe_id.is_member_of": lambda args: SpiffeId(args["id"]).is_member_of(args["trust_domain"]),
    "trust_domain.parse": lambda args: {
        "name": TrustDomain(args["text"]),
        "id": TrustDomain(args["text"]).id(),
    },
    "trust_domain.parse_lenient": lambda args: lenient("name", TrustDomain.parse_lenient(args["text"])),
    "trust_domain.join": lambda args: TrustDomain(args["trust_domain"]).join(args["path"]),
    "workload_identity.new": lambda args: parts(
        WorkloadIdentity(args["trust_domain"], args["namespace"], args["service_account"])
    ),
    "workload_identity.from_spiffe_id": lambda args: parts(WorkloadIdentity.from_spiffe_id(args["text"])),
    "workload_identity.from_principal": lambda args: parts(WorkloadIdentity.from_principal(args["text"])),
    "identity_pattern.mismatch": mismatch,
    "identity_pattern.from_json": lambda args: {
        "words": str(pattern(args)),
        "cautions": [caution["rule"] for caution in pattern(args).cautions()],
    },
}


@pytest.mark.parametrize("case", cases("identity"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    check(case, OPERATIONS, IdentityError)


def test_the_parts_of_an_id() -> None:
    assert CART.trust_domain == DOMAIN
    assert CART.path == "/ns/shop/sa/cart"
    assert CART.segments == ["ns", "shop", "sa", "cart"]
    assert str(CART) == "spiffe://cluster-a.example/ns/shop/sa/cart"
    assert DOMAIN.id().path == ""
    assert DOMAIN.join("ns/shop").join("sa/cart") == CART
    assert DOMAIN.join("ns/shop/sa").append_segment("cart") == CART
    assert CART.is_member_of(DOMAIN)
    assert CART.is_member_of("cluster-a.example")
    assert not CART.is_member_of("cluster-b.example")


def test_a_lenient_parse_says_what_it_changed() -> None:
    assert SpiffeId.parse_lenient("SPIFFE://Cluster-A.example/x") == (
        SpiffeId("spiffe://cluster-a.example/x"),
        ["scheme-lowercased", "trust-domain-lowercased"],
    )
    assert TrustDomain.parse_lenient("spiffe://Cluster-A.example")[0] == DOMAIN
    assert SpiffeId.parse_lenient(str(CART)) == (CART, [])


def test_a_workload_has_an_istio_principal() -> None:
    cart = WorkloadIdentity.from_spiffe_id(CART)
    assert (str(cart.trust_domain), cart.namespace, cart.service_account) == (
        "cluster-a.example",
        "shop",
        "cart",
    )
    assert cart.principal == "cluster-a.example/ns/shop/sa/cart"
    assert WorkloadIdentity.from_principal(cart.principal) == cart == WorkloadIdentity(DOMAIN, "shop", "cart")
    assert cart.spiffe_id == CART


def test_patterns_combine_with_operators() -> None:
    shop = IdentityPattern.path_prefix("cluster-a.example", "/ns/shop")
    assert shop.matches(CART)
    assert not shop.matches("spiffe://cluster-a.example/ns/shopping/sa/cart")
    but_till = shop & ~IdentityPattern.exact(TILL)
    assert but_till == IdentityPattern.all_of([shop, IdentityPattern.not_(IdentityPattern.exact(TILL))])
    assert but_till.matches(CART)
    assert not but_till.matches(TILL)
    either = IdentityPattern.istio_principal("*/sa/cart") | IdentityPattern.exact(TILL)
    assert either == IdentityPattern.any_of(
        [IdentityPattern.istio_principal("*/sa/cart"), IdentityPattern.exact(TILL)]
    )
    assert either.matches(CART)
    assert either.matches(TILL)
    assert either.mismatch(CART) is None
    reason = either.mismatch("spiffe://cluster-a.example/ns/shop/sa/ad")
    assert reason is not None
    assert "/sa/cart" in reason
    assert json.loads(either.to_json())["any_of"]
    assert IdentityPattern(either.to_json()) == either


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_hash_pickle_copy_and_show_themselves(value: object) -> None:
    for twin in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert twin == value
        assert hash(twin) == hash(value)
    assert eval(repr(value), vars(mtls_core)) == value
    assert value != str(value)


def test_ids_sort_as_text() -> None:
    texts = ["spiffe://b.example", "spiffe://a.example/b", "spiffe://a.example/a"]
    assert [str(one) for one in sorted(map(SpiffeId, texts))] == sorted(texts)


def test_values_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        CART.path = "/other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        CART.extra = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "spiffe-id-scheme"),
        ("https://a.example/x", "spiffe-id-scheme"),
        ("spiffe://a.example/é", None),
        ("spiffe://a.example/\0", None),
        ("spiffe://a.example/" + "x" * 3000, None),
    ],
)
def test_bad_ids_are_refused_with_a_rule(text: str, code: str | None) -> None:
    rules = {rule["name"] for rule in mtls_core.catalog()}
    for read in (SpiffeId, IdentityPattern.exact, WorkloadIdentity.from_spiffe_id):
        with pytest.raises(IdentityError) as refusal:
            read(text)
        assert refusal.value.code in rules
        assert code in (None, refusal.value.code)
        assert len(str(refusal.value)) < 300


def test_another_type_is_a_type_error() -> None:
    for wrong in (None, 7, b"spiffe://a.example"):
        with pytest.raises(TypeError):
            SpiffeId(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            CART.is_member_of(wrong)  # type: ignore[arg-type]

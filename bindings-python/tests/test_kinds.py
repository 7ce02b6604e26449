"""The functions of the modelled kinds build what the engine builds, and their types say what it takes."""

from __future__ import annotations

import collections
import inspect
import json
import re
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_type_hints

import pytest
from mtls_core import Finding, ResourceError, resources
from mtls_core.resources import _manifest
from vectors import Case, cases, check

SCHEMA = {f"{kind['group']}/{kind['kind']}".lstrip("/"): kind for kind in resources.schema()}


def builders() -> dict[str, Callable[..., resources.Manifest]]:
    """The functions of the kinds, by what they build."""
    found: dict[str, Callable[..., resources.Manifest]] = {}
    with pytest.MonkeyPatch.context() as patch:
        for name in resources.__all__:
            function = getattr(resources, name)
            if inspect.isfunction(function):
                patch.setattr(_manifest, "build", lambda kind, _, made=function: found.update({kind: made}))
                function()
    return found


BUILDERS = builders()


def build(args: Any) -> object:
    """By the kind's name and by its function, which must be the same."""
    kind, options = args["kind"], args["options"]
    function = BUILDERS.get(kind)
    if function is None:
        return resources.build(kind, options)
    names = {f"{name}_" if name == "from" else name: value for name, value in options.items()}
    try:
        made = function(**names)
    except ResourceError as refusal:
        with pytest.raises(ResourceError) as other:
            resources.build(kind, options)
        assert other.value.findings == refusal.findings
        raise
    assert resources.build(kind, options) == made
    return made


@pytest.mark.parametrize("case", cases("kinds"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    check(case, {"resources.build": build}, ResourceError)


def test_every_kind_has_a_function_and_cases() -> None:
    assert BUILDERS.keys() == SCHEMA.keys()
    shown = {(case.args["kind"], *case.expected) for case in cases("kinds")}
    for kind in SCHEMA:
        assert (kind, "ok") in shown, kind
        assert (kind, "error", "findings") in shown, kind


def snake(name: str) -> str:
    """As the engine reads it."""
    return "_".join(re.findall(r"[A-Z]+s$|[A-Z]+(?![a-z])|[A-Z]?[a-z0-9_]+", name)).lower()


def sample(shape: Any, *, wire: bool) -> object:
    """Something of the type, with all its fields."""
    match shape:
        case {"list": element}:
            return [sample(element, wire=wire)]
        case {"map": element}:
            return {"key": sample(element, wire=wire)}
        case {"enum": _, "values": values}:
            return values[0]
        case {"object": _, "fields": fields}:
            return {
                one["name"] if wire else snake(one["name"]): sample(one["type"], wire=wire) for one in fields
            }
    return {"string": "x", "document": "x", "boolean": True, "integer": 1, "any": {"someField": 1}}[shape]


def outcome(make: Callable[[], object]) -> object:
    try:
        return make()
    except ResourceError as refusal:
        return [finding["rule"] for finding in refusal.findings]


def keywords(kind: str) -> dict[str, type]:
    """The options that the function's types name."""
    (options,) = get_type_hints(BUILDERS[kind])["options"].__args__
    return dict(options.__annotations__)


@pytest.mark.parametrize("kind", SCHEMA)
def test_every_option_is_known_by_the_name_that_the_types_give_it(kind: str) -> None:
    spelt: dict[str, object] = {}
    nested: dict[str, object] = {}
    python: dict[str, Any] = {}
    for one in SCHEMA[kind]["options"]:
        name = snake(one["name"])
        name = f"{name}_" if name == "from" else name
        # What all kinds have under that name stands there first.
        spec = name in python
        (nested if spec else spelt)[one["name"]] = sample(one["type"], wire=True)
        inner = python.setdefault("spec", {}) if spec else python
        inner[name] = sample(one["type"], wire=False)
    assert keywords(kind).keys() == python.keys()
    given = {**spelt, "spec": nested} if nested else spelt
    made = outcome(lambda: BUILDERS[kind](**python))
    assert made == outcome(lambda: resources.build(kind, given))
    if isinstance(made, list):
        assert not {"option-unknown", "option-type"} & set(made)


@pytest.mark.parametrize("kind", SCHEMA)
def test_what_an_option_does_not_take_is_refused(kind: str) -> None:
    for name in keywords(kind):
        for wrong in (1j, {1: 2}, {"a"}, float("nan"), b"\xff", "\ud800", bytearray(b"a"), memoryview(b"a")):
            with pytest.raises((TypeError, ValueError)):
                BUILDERS[kind](**{name: wrong})
    with pytest.raises(ResourceError) as refusal:
        BUILDERS[kind](nothing=1, nme="x")
    rules = collections.Counter(finding["rule"] for finding in refusal.value.findings)
    assert rules["option-unknown"] == 2
    assert rules["option-missing"] >= 1


def test_a_kind_is_asked_for_by_its_full_name() -> None:
    with pytest.raises(ResourceError, match=r"did you mean `networking\.istio\.io/Gateway`") as refusal:
        resources.build("Gateway", {"name": "g"})
    assert refusal.value.code == "kind-unknown"
    with pytest.raises(TypeError):
        resources.build("Secret")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        resources.build(1, {})  # type: ignore[arg-type]


class Pairs(Mapping[str, object]):
    """A mapping of the caller's own."""

    def __init__(self, pairs: dict[str, object]) -> None:
        self.pairs = pairs

    def __getitem__(self, key: str) -> object:
        return self.pairs[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


def test_what_the_types_allow_is_taken() -> None:
    labels = {"app": "cart"}
    made = resources.peer_authentication(name="cart", selector={"match_labels": labels}, labels=labels)
    for form in (types.MappingProxyType(labels), collections.OrderedDict(labels), Pairs({**labels})):
        assert made == resources.build(
            "security.istio.io/PeerAuthentication",
            {"name": "cart", "selector": {"matchLabels": form}, "labels": form},
        )
    hosts = ("a.example", "b.example")
    gateways = [
        resources.gateway(name="g", servers=[{"port": 80, "protocol": "HTTP", "hosts": form}])
        for form in (hosts, list(hosts), collections.UserList(hosts))
    ]
    assert gateways[0] == gateways[1] == gateways[2]
    endless = Pairs({"a": 1})
    endless.pairs["b"] = endless
    with pytest.raises(ResourceError, match="more than 64 levels"):
        resources.write_yaml_value(endless)


def test_types_refuse_what_the_engine_refuses() -> None:
    wrong: list[Callable[[], object]] = [
        lambda: resources.peer_authentication(),  # type: ignore[call-arg]
        lambda: resources.peer_authentication(name="x", colour="red"),  # type: ignore[call-arg]
        lambda: resources.peer_authentication(name="x", mtls={"mode": "ON"}),  # type: ignore[typeddict-item]
        lambda: resources.peer_authentication(name="x", mtls={"moode": "STRICT"}),  # type: ignore[typeddict-unknown-key]
        lambda: resources.peer_authentication(name="x", selector="app"),  # type: ignore[arg-type]
        lambda: resources.gateway(name="x", servers=[{"port": 443}]),  # type: ignore[typeddict-item]
        lambda: resources.secret(name="x", form="pem"),  # type: ignore[arg-type]
    ]
    for call in wrong:
        with pytest.raises(ResourceError):
            call()


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ResourceError) as refusal:
        resources.build(
            "security.istio.io/PeerAuthentication",
            {"mtls": {"mode": "ON"}, "port_level_mtls": {"80": {"moode": "STRICT"}}, "colour": "red"},
        )
    fields: list[Finding] = refusal.value.findings
    assert [one["subject"]["field"] for one in fields] == [
        "mtls.mode",
        "port_level_mtls.80.moode",
        "colour",
        "name",
    ]
    assert json.loads(json.dumps(fields)) == fields

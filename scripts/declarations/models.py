"""What the schemas of the engine say, in the terms of both languages."""

from __future__ import annotations

import re
from typing import Any

# What a kind is called where its own name is taken or does not fall into words.
NAMES = {
    "gateway.networking.k8s.io/Gateway": "KubernetesGateway",
    "awspca.cert-manager.io/AWSPCAClusterIssuer": "AwsPcaClusterIssuer",
    "awspca.cert-manager.io/AWSPCAIssuer": "AwsPcaIssuer",
}
# The module of the types that kinds of several API groups have; those of one group's kinds are before it.
SHARED = "parts"
ABOUT = "Generated from the models of the engine, not to be edited: `make kinds`."

Schema = dict[str, Any]


def snake(name: str) -> str:
    """`sourceIPBlocks` is `source_ip_blocks`, `clusterIPs` is `cluster_ips`: as the engine reads them."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])(?!.s$)", "_", name).lower()


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def pascal(name: str) -> str:
    """`HTTPRoute` is `HttpRoute`."""
    return camel(f"_{snake(name)}")


class Kind:
    """A kind under its names in both languages."""

    def __init__(self, schema: Schema) -> None:
        self.group: str = schema["group"]
        self.full = f"{self.group}/{schema['kind']}" if self.group else schema["kind"]
        self.versions: list[str] = schema["apiVersions"]
        self.title = pascal(NAMES.get(self.full, schema["kind"]))
        self.python = snake(self.title)
        self.node = camel(self.python)
        article = "An" if schema["kind"][0] in "AEIOU" else "A"
        self.about = f"{article} {schema['kind']} of {self.versions[0]}."
        self.fields = self.options(schema["options"])

    def options(self, options: list[Schema]) -> list[Schema]:
        """The options, those apart whose name all kinds have for something else: they stand in `spec`."""
        own = {"enum": "", "values": self.versions}
        taken: dict[str, Schema] = {}
        rest = []
        for option in options:
            if snake(option["name"]) == "api_version":
                option = {**option, "type": own}
            if taken.setdefault(snake(option["name"]), option) is not option:
                rest.append(option)
        if rest:
            nested = {"object": f"{self.title}SpecFields", "fields": rest}
            doc = "Fields of the spec whose names are taken here."
            taken["spec"] = {"name": "spec", "doc": doc, "required": False, "type": nested}
        return list(taken.values())

    def types(self) -> dict[str, list[Schema]]:
        """The types that its options name, those first that others name."""
        found: dict[str, list[Schema]] = {}
        for field in self.fields:
            collect(field["type"], found)
        return found


def collect(shape: Any, found: dict[str, list[Schema]]) -> None:
    if not isinstance(shape, dict):
        return
    for inner in ("list", "map"):
        collect(shape.get(inner), found)
    if "object" in shape:
        for field in shape["fields"]:
            collect(field["type"], found)
        name = type_name(shape)
        if found.setdefault(name, shape["fields"]) != shape["fields"]:
            raise AssertionError(f"two types are called {name}")


def type_name(shape: Schema) -> str:
    """One name means one type, whichever kind has it."""
    return pascal(shape["object"].removesuffix("Options"))


class Module:
    """What stands in one file: a kind with the types that it alone has, or types that several kinds have."""

    def __init__(self, name: str, about: str, kind: Kind | None = None) -> None:
        self.name = name
        self.about = about
        self.kind = kind
        self.types: dict[str, list[Schema]] = {}


def named(module: Module) -> set[str]:
    """The types that its own types and kinds name, and that stand elsewhere."""
    found: set[str] = set()
    for fields in [*module.types.values(), module.kind.fields if module.kind else []]:
        for field in fields:
            shape = field["type"]
            while isinstance(shape, dict) and "object" not in shape:
                shape = shape.get("list", shape.get("map"))
            if isinstance(shape, dict):
                found.add(type_name(shape))
    return found - module.types.keys()


def arranged(kinds: list[Kind]) -> list[Module]:
    """A module for each kind, and one for the types that several have: of one API group, or of several."""
    modules: dict[str, Module] = {}
    users: dict[str, list[Kind]] = {}
    types: dict[str, list[Schema]] = {}
    for kind in sorted(kinds, key=lambda kind: kind.python):
        modules[kind.python] = Module(kind.python, f"The kind {kind.full}", kind)
        for name, fields in kind.types().items():
            users.setdefault(name, []).append(kind)
            if types.setdefault(name, fields) != fields:
                raise AssertionError(f"two types are called {name}")
    taken = {f"{kind.title}Options" for kind in kinds} & types.keys()
    if taken:
        raise AssertionError(f"types that are called as the options of a kind: {taken}")
    for name, fields in types.items():
        place, about = home(users[name])
        modules.setdefault(place, Module(place, about)).types[name] = fields
    return list(modules.values())


def home(users: list[Kind]) -> tuple[str, str]:
    """The module of a type that these kinds have, and what to say of it."""
    groups = {kind.group for kind in users}
    if len(users) == 1:
        return users[0].python, ""
    if len(groups) > 1:
        return SHARED, "Types of which kinds of several API groups are made"
    group = groups.pop() or "core"
    return f"{re.sub(r'[^a-z0-9]', '_', group)}_{SHARED}", f"Types of which several kinds of {group} are made"


def plain(doc: str) -> str:
    """Documentation without the links of Rust's."""
    return re.sub(r"\[(`[^`]+`)\](?:\([^)]*\))?", r"\1", doc)


class Recipe:
    """A recipe and the types of its options."""

    def __init__(self, schema: Schema) -> None:
        self.name: str = schema["recipe"]
        self.title = f"{pascal(self.name)}Options"
        self.fields: list[Schema] = schema["options"]


def recipe_types(recipes: list[Recipe]) -> dict[str, list[Schema]]:
    """The types that options of recipes name."""
    found: dict[str, list[Schema]] = {}
    for recipe in recipes:
        for field in recipe.fields:
            collect(field["type"], found)
    return found

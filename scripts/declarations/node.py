"""The declarations of Node."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from declarations.models import (
    ABOUT,
    SHARED,
    Kind,
    Module,
    Recipe,
    Schema,
    camel,
    plain,
    recipe_types,
    type_name,
)


def node_type(shape: Any) -> str:
    match shape:
        case {"list": element}:
            made = node_type(element)
            return f"readonly ({made})[]" if " | " in made else f"readonly {made}[]"
        case {"map": "any"}:
            return "object"
        case {"map": element}:
            return f"Readonly<Record<string, {node_type(element)}>>"
        case {"enum": _, "values": values}:
            return " | ".join(f"'{value}'" for value in values)
        case {"object": _}:
            return type_name(shape)
    return {
        "string": "string",
        "document": "Pem",
        "boolean": "boolean",
        "integer": "number",
        "any": "unknown",
    }[shape]


def node_name(name: str) -> str:
    return camel(name) if "_" in name else name


def jsdoc(text: str, indent: str) -> str:
    lines = textwrap.wrap(text.replace("*/", "* /"), 118 - len(indent) - 6, break_on_hyphens=False)
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    return f"{indent}/**\n" + "".join(f"{indent} * {line}\n" for line in lines) + f"{indent} */\n"


def node_object(
    name: str, fields: list[Schema], function: str = "", indent: str = "  ", bases: tuple[str, ...] = ()
) -> str:
    """A type that adds fields to its bases; `function` is the one whose options these are."""
    text = jsdoc(f"What `{function}` takes.", indent) if function else ""
    extends = f" extends {', '.join(bases)}" if bases else ""
    text += f"{indent}export interface {name}{extends} {{\n"
    for field in fields:
        mark = "" if field["required"] else "?"
        made = node_type(field["type"])
        text += jsdoc(plain(field["doc"]), f"{indent}  ")
        text += f"{indent}  {node_name(field['name'])}{mark}: {made}\n"
    return text + f"{indent}}}\n"


# Where the types are that kinds and recipes take and give.
HOMES = {"Manifest": "resources", "Pem": "pki"}


def node_imports(text: str, folder: str) -> str:
    used = {name: home for name, home in HOMES.items() if re.search(rf"\b{name}\b", text)}
    return "".join(f"import type {{ {name} }} from '{folder}/{home}'\n" for name, home in used.items())


# What all kinds take, and the fewest fields that are taken from another type.
COMMON = "ObjectOptions"
FEWEST = 6


def node_types(module: Module, modules: list[Module]) -> str:
    """What a kind adds to the namespace `resources`."""
    types = module.types
    if module.name == SHARED:
        types = {COMMON: common(modules), **types}
    text = "".join(node_object(name, fields, indent="    ") for name, fields in types.items())
    if kind := module.kind:
        bases, own = inherited(kind, modules)
        text += node_object(f"{kind.title}Options", own, f"resources.{kind.node}", "    ", bases)
        text += jsdoc(f"{kind.about} Throws `ResourceError`, whose `findings` say all that is wrong.", "    ")
        text += f"    export function {kind.node}(options: {kind.title}Options): Manifest\n"
    # Without any import or export a file would declare another module of this name.
    head = node_imports(text, "..") or "export {}\n"
    space = "declare module '../native/resources' {\n  export namespace resources {\n"
    return f"// {ABOUT}\n{head}\n{space}{text}  }}\n}}\n"


def common(modules: list[Module]) -> list[Schema]:
    """The options that every kind has alike."""
    first, *others = [module.kind.fields for module in modules if module.kind]
    return [field for field in first if all(field in fields for fields in others)]


def inherited(kind: Kind, modules: list[Module]) -> tuple[tuple[str, ...], list[Schema]]:
    """The types whose fields are all among the options of a kind, and the options that are left."""
    bases, own = [COMMON], [field for field in kind.fields if field not in common(modules)]
    for name, fields in {name: fields for module in modules for name, fields in module.types.items()}.items():
        if len(fields) >= FEWEST and all(field in own for field in fields):
            bases.append(name)
            own = [field for field in own if field not in fields]
    return tuple(bases), own


def node_kinds(kinds: list[Kind]) -> str:
    lines = [f"  {kind.node}: '{kind.full}',\n" for kind in sorted(kinds, key=lambda kind: kind.node)]
    return f"'use strict'\n// {ABOUT}\nmodule.exports = {{\n{''.join(lines)}}}\n"


# Options that stand for one thing of several: what each needs, and what may stand beside it.
ALTERNATIVES = {
    "OutsideService": [
        (["mongodb_atlas"], ["name"]),
        (["confluent_kafka"], ["name"]),
        (["name", "hosts", "port"], []),
    ]
}


def node_union(name: str, fields: list[Schema]) -> str:
    types = {field["name"]: node_type(field["type"]) for field in fields}
    text = f"export type {name} =\n"
    for needed, others in ALTERNATIVES[name]:
        members = [f"{node_name(one)}: {types[one]}" for one in needed]
        members += [f"{node_name(one)}?: {types[one]}" for one in others]
        text += f"  | {{ {'; '.join(members)} }}\n"
    return text


def node_recipes(recipes: list[Recipe]) -> str:
    """The options of recipes."""
    types = [
        node_union(name, fields) if name in ALTERNATIVES else node_object(name, fields, indent="")
        for name, fields in recipe_types(recipes).items()
    ]
    for recipe in recipes:
        types.append(node_object(recipe.title, recipe.fields, f"recipes.{camel(recipe.name)}", indent=""))
    text = "\n".join(types)
    return f"// {ABOUT}\n{node_imports(text, '.')}\n{text}"

"""The declarations of Python."""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from declarations.models import (
    ABOUT,
    Kind,
    Module,
    Recipe,
    Schema,
    named,
    plain,
    recipe_types,
    snake,
    type_name,
)

ROOT = Path(__file__).parents[2]
WIDTH = 110

# What `resources` has beside the kinds, and what that gives.
NATIVE = [
    "build",
    "check_files",
    "check_yaml",
    "migrate",
    "read_json",
    "read_mesh_config",
    "read_yaml",
    "schema",
    "validate",
    "write_json",
    "write_yaml",
    "write_yaml_value",
]
# The package with a module for each kind.
KINDS = "mtls_core.resources.kinds"
RECORDS = ["Manifest", "MeshReading", "MeshSettings", "Migration"]


def python_type(shape: Any) -> str:
    match shape:
        case {"list": element}:
            return f"Sequence[{python_type(element)}]"
        case {"map": element}:
            return f"Mapping[str, {python_type(element)}]"
        case {"enum": _, "values": values}:
            return f"Literal[{', '.join(map(python_text, values))}]"
        case {"object": _}:
            return type_name(shape)
    return {"string": "str", "document": "str | bytes", "boolean": "bool", "integer": "int", "any": "object"}[
        shape
    ]


def python_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def python_field(field: Schema) -> str:
    made = python_type(field["type"])
    return f"Required[{made}]" if field["required"] else made


def docstring(text: str, indent: str) -> str:
    lines = textwrap.wrap(
        text.replace("\\", "\\\\"), WIDTH - len(indent) - 6, break_long_words=False, break_on_hyphens=False
    )
    return indent + '"""' + f"\n{indent}".join(lines) + '"""\n'


def python_name(name: str) -> str:
    """An option as an argument; a keyword of the language has an underscore behind it."""
    return f"{name}_" if keyword.iskeyword(name) else name


def python_object(name: str, fields: list[Schema], function: str = "") -> str:
    """A type; `function` is the one whose options these are."""
    about = f"What :func:`{function}` takes." if function else ""
    named = [(python_name(snake(f["name"])) if about else snake(f["name"]), f) for f in fields]
    if any(keyword.iskeyword(field) for field, _ in named):
        lines = [f"{name} = TypedDict({python_text(name)}, {{"]
        for field, one in named:
            lines += [f"    # {line}" for line in textwrap.wrap(plain(one["doc"]), WIDTH - 6)]
            lines.append(f"    {python_text(field)}: {python_field(one)},")
        return "\n".join([*lines, "}, total=False)"]) + "\n\n"
    body = docstring(about, "    ") + "\n" if about else ""
    for field, one in named:
        body += f"    {field}: {python_field(one)}\n" + docstring(plain(one["doc"]), "    ")
    return f"class {name}(TypedDict, total=False):\n{body or '    pass'}\n\n"


def python_function(kind: Kind) -> str:
    doc = [kind.about, "", "Raises ResourceError, whose ``findings`` say all that is wrong.", "", "Args:"]
    for field in kind.fields:
        text = f"{python_name(snake(field['name']))}: {plain(field['doc'])}"
        doc += textwrap.wrap(
            text, WIDTH - 8, initial_indent="    ", subsequent_indent="        ", break_on_hyphens=False
        )
    inner = "\n".join(f"    {line}".rstrip() for line in doc).replace("\\", "\\\\").strip()
    return (
        f"def {kind.python}(**options: Unpack[{kind.title}Options]) -> Manifest:\n"
        f'    """{inner}\n    """\n'
        f"    return made({python_text(kind.full)}, options)\n\n"
    )


def python_module(module: Module, modules: list[Module]) -> str:
    text = "".join(python_object(name, fields) for name, fields in module.types.items())
    if kind := module.kind:
        text += python_object(f"{kind.title}Options", kind.fields, kind.python) + python_function(kind)
    lines = [f'"""{module.about}.', "", ABOUT, '"""', "", "from __future__ import annotations", ""]
    for source, names in [
        ("collections.abc", ["Mapping", "Sequence"]),
        ("typing", ["Literal", "Required", "TypedDict", "Unpack"]),
    ]:
        used = [name for name in names if re.search(rf"\b{name}\b", text)]
        lines += [f"from {source} import {', '.join(used)}"] if used else []
    if module.kind:
        lines += ["", "from mtls_core.resources._manifest import Manifest, made"]
    for other in modules:
        used = sorted(named(module) & other.types.keys()) if other is not module else []
        lines += [f"from {KINDS}.{other.name} import {', '.join(used)}"] if used else []
    lines += ["", ""]
    return "\n".join(lines) + text


def python_package(modules: list[Module]) -> str:
    about = (
        "Kubernetes and Istio resources: builders, canonical YAML, validation. A manifest is a plain dict."
    )
    lines = [f'"""{about}', "", ABOUT, '"""', "", "from __future__ import annotations", ""]
    lines += [f"from mtls_core._native import {', '.join(NATIVE)}"]
    lines += [f"from mtls_core.resources._manifest import {', '.join(RECORDS)}"]
    names = [*RECORDS, *NATIVE]
    for module in modules:
        if kind := module.kind:
            public = [f"{kind.title}Options", kind.python]
            lines += [f"from {KINDS}.{module.name} import {', '.join(public)}"]
            names += public
    return "\n".join([*lines, "", f"__all__ = {names!r}"]) + "\n"


def python_recipes(recipes: list[Recipe]) -> str:
    """The options of recipes."""
    text = "".join(python_object(name, fields) for name, fields in recipe_types(recipes).items())
    for recipe in recipes:
        text += python_object(recipe.title, recipe.fields, recipe.name)
    # The time is the one that may be given in two ways.
    text = text.replace("    at: int\n", "    at: datetime | int\n")
    lines = ['"""What recipes take.', "", ABOUT, '"""', "", "from __future__ import annotations", ""]
    lines += ["from collections.abc import Mapping, Sequence", "from datetime import datetime"]
    lines += [
        "from typing import Literal, Required, TypedDict",
        "",
        f"__all__ = {[one.title for one in recipes]!r}",
        "",
        "",
    ]
    return "\n".join(lines) + text


def formatted(text: str) -> str:
    """In the style of the project; ruff's own name for the file decides which settings hold."""
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check", "--quiet", "--fix", "--select=I,RUF022"], ["format", "--quiet"]):
        done = subprocess.run(
            [
                *ruff,
                *command,
                "--stdin-filename",
                str(ROOT / "bindings-python/python/mtls_core/made.py"),
                "-",
            ],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        text = done.stdout
    return text

"""Write a typed function for every modelled kind of resource, in Python and in Node.

Runs with the built Python package, whose `schema` says what there is. Python gets `resources/`, a module for
each API group, Node gets `types/kinds/` and `kinds.js`. `--check` compares with what is there; without it,
the files are written.
"""

from __future__ import annotations

import difflib
import keyword
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from mtls_core import _native

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / "bindings-python/python/mtls_core/resources"
NODE = ROOT / "bindings-node"
WIDTH = 110

# What a kind is called where its own name is taken or does not fall into words.
NAMES = {
    "gateway.networking.k8s.io/Gateway": "KubernetesGateway",
    "awspca.cert-manager.io/AWSPCAClusterIssuer": "AwsPcaClusterIssuer",
    "awspca.cert-manager.io/AWSPCAIssuer": "AwsPcaIssuer",
}
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
# The module of the types that kinds of several API groups have.
SHARED = "parts"
RECORDS = ["Manifest", "MeshReading", "MeshSettings", "Migration"]
ABOUT = "Generated from the models of the engine, not to be edited: `make kinds`."

Schema = dict[str, Any]
Files = dict[Path, str]


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
    """What stands in one file: types, and kinds of one API group."""

    def __init__(self, name: str, kinds: list[Kind]) -> None:
        self.name = name
        self.kinds = kinds
        self.types: dict[str, list[Schema]] = {}


def named(module: Module) -> set[str]:
    """The types that its own types and kinds name, and that stand elsewhere."""
    found: set[str] = set()
    for fields in [*module.types.values(), *(kind.fields for kind in module.kinds)]:
        for field in fields:
            shape = field["type"]
            while isinstance(shape, dict) and "object" not in shape:
                shape = shape.get("list", shape.get("map"))
            if isinstance(shape, dict):
                found.add(type_name(shape))
    return found - module.types.keys()


def arranged(kinds: list[Kind]) -> list[Module]:
    """A module for each API group, and one for the types that several groups have."""
    modules: dict[str, Module] = {}
    users: dict[str, set[str]] = {}
    types: dict[str, list[Schema]] = {}
    for kind in sorted(kinds, key=lambda kind: kind.python):
        modules.setdefault(kind.group, Module(kind.group or "core", [])).kinds.append(kind)
        for name, fields in kind.types().items():
            users.setdefault(name, set()).add(kind.group)
            if types.setdefault(name, fields) != fields:
                raise AssertionError(f"two types are called {name}")
    taken = {f"{kind.title}Options" for kind in kinds} & types.keys()
    if taken:
        raise AssertionError(f"types that are called as the options of a kind: {taken}")
    shared = Module(SHARED, [])
    for name, fields in types.items():
        groups = users[name]
        (modules[min(groups)] if len(groups) == 1 else shared).types[name] = fields
    return [*modules.values(), shared]


def plain(doc: str) -> str:
    """Documentation without the links of Rust's."""
    return re.sub(r"\[(`[^`]+`)\](?:\([^)]*\))?", r"\1", doc)


# --- Python ---


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


def python_module(module: Module, shared: Module) -> str:
    if module.kinds:
        group = module.kinds[0].group
        about = f"Kinds of {group}" if group else "Kinds of the core API"
    else:
        about = "Types of which kinds of several API groups are made"
    text = "".join(python_object(name, fields) for name, fields in module.types.items())
    for kind in module.kinds:
        text += python_object(f"{kind.title}Options", kind.fields, kind.python) + python_function(kind)
    lines = [f'"""{about}.', "", ABOUT, '"""', "", "from __future__ import annotations", ""]
    for source, names in [
        ("collections.abc", ["Mapping", "Sequence"]),
        ("typing", ["Literal", "Required", "TypedDict", "Unpack"]),
    ]:
        used = [name for name in names if re.search(rf"\b{name}\b", text)]
        lines += [f"from {source} import {', '.join(used)}"] if used else []
    if module.kinds:
        lines += ["", "from mtls_core.resources._manifest import Manifest, made"]
        used = sorted(named(module) & shared.types.keys())
        lines += [f"from mtls_core.resources.{SHARED} import {', '.join(used)}"] if used else []
    lines += ["", ""]
    return "\n".join(lines) + text


def python_file(module: Module) -> str:
    return re.sub(r"\W", "_", module.name)


def python_package(modules: list[Module]) -> str:
    about = (
        "Kubernetes and Istio resources: builders, canonical YAML, validation. A manifest is a plain dict."
    )
    lines = [f'"""{about}', "", ABOUT, '"""', "", "from __future__ import annotations", ""]
    lines += [f"from mtls_core._native import {', '.join(NATIVE)}"]
    lines += [f"from mtls_core.resources._manifest import {', '.join(RECORDS)}"]
    names = [*RECORDS, *NATIVE]
    for module in modules:
        public = [name for kind in module.kinds for name in (f"{kind.title}Options", kind.python)]
        if public:
            lines += [f"from mtls_core.resources.{python_file(module)} import {', '.join(public)}"]
        names += public
    return "\n".join([*lines, "", f"__all__ = {names!r}"]) + "\n"


def formatted(text: str) -> str:
    """In the style of the project; ruff's own name for the file decides which settings hold."""
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check", "--quiet", "--fix", "--select=I,RUF022"], ["format", "--quiet"]):
        done = subprocess.run(
            [*ruff, *command, "--stdin-filename", str(PYTHON / "made.py"), "-"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        text = done.stdout
    return text


# --- Node ---


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


def node_object(name: str, fields: list[Schema], function: str = "") -> str:
    """A type; `function` is the one whose options these are."""
    text = jsdoc(f"What `resources.{function}` takes.", "  ") if function else ""
    text += f"  export interface {name} {{\n"
    for field in fields:
        mark = "" if field["required"] else "?"
        made = node_type(field["type"])
        text += jsdoc(plain(field["doc"]), "    ") + f"    {node_name(field['name'])}{mark}: {made}\n"
    return text + "  }\n"


def node_types(module: Module) -> str:
    text = f"// {ABOUT}\n\nexport declare namespace resources {{\n"
    text += "".join(node_object(name, fields) for name, fields in module.types.items())
    for kind in module.kinds:
        text += node_object(f"{kind.title}Options", kind.fields, kind.node)
        text += jsdoc(f"{kind.about} Throws `ResourceError`, whose `findings` say all that is wrong.", "  ")
        text += f"  export function {kind.node}(options: {kind.title}Options): Manifest\n"
    return text + "}\n"


def node_kinds(kinds: list[Kind]) -> str:
    lines = [f"  {kind.node}: '{kind.full}',\n" for kind in sorted(kinds, key=lambda kind: kind.node)]
    return f"'use strict'\n// {ABOUT}\nmodule.exports = {{\n{''.join(lines)}}}\n"


def made() -> Files:
    kinds = [Kind(schema) for schema in _native.schema()]
    names = [*NATIVE, *(kind.python for kind in kinds)]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise SystemExit(f"two things are called {', '.join(twice)}: name one of them in NAMES")
    modules = arranged(kinds)
    files = {PYTHON / "__init__.py": formatted(python_package(modules))}
    files[NODE / "kinds.js"] = node_kinds(kinds)
    for module in modules:
        files[PYTHON / f"{python_file(module)}.py"] = formatted(python_module(module, modules[-1]))
        files[NODE / f"types/kinds/{module.name}.d.ts"] = node_types(module)
    return files


def main() -> int:
    files = made()
    there = {*PYTHON.glob("[!_]*.py"), *(NODE / "types/kinds").glob("*.d.ts")}
    if "--check" not in sys.argv:
        for path in there - files.keys():
            path.unlink()
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return 0
    faults = [f"{path.relative_to(ROOT)}: no kind is there" for path in sorted(there - files.keys())]
    for path, text in files.items():
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        name = str(path.relative_to(ROOT))
        diff = difflib.unified_diff(old.splitlines(), text.splitlines(), name, "the models", lineterm="")
        faults += diff
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(
            "the functions of the kinds are not those of the models: run `make kinds` and commit",
            file=sys.stderr,
        )
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())

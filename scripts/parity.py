"""Compare the public names of the Python and the Node package, and write them down beside those of the crate.

Python's names come from its stubs and sources, Node's from its declarations, Rust's from the crate's sources.
One thing has one name, in the spelling of each language; what differs stands in `parity.toml`, with the
reason. `--check` compares API.md with what is found; without it, API.md is written.
"""

from __future__ import annotations

import ast
import difflib
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / "bindings-python/python/mtls_core"
NODE = ROOT / "bindings-node"
RUST = ROOT / "mtls-core/src"
TABLE = ROOT / "API.md"
DIFFERENCES = tomllib.loads((ROOT / "scripts/parity.toml").read_text(encoding="utf-8"))

# By class, or "" for functions, in snake case; an argument by name or an option is `method(argument)`.
Names = dict[str, set[str]]

# What Python has in its protocols, Node in methods.
PROTOCOLS = {"__eq__": {"equals"}, "__len__": {"length", "size"}, "__bool__": {"is_empty"}}
# Every value has them, in the way of its language: `str`, `repr` and `to_dict`; `toString` and `toJSON`.
EVERYWHERE = {"to_string", "to_json", "to_dict"}


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(JSON|[A-Z])", lambda found: "_" + found[1].lower(), name)


def python_names() -> Names:
    public = public_of(PYTHON / "__init__.py")
    for module, file in (
        ("resources", "resources/__init__"),
        ("recipes", "recipes/__init__"),
        ("ssl", "ssl"),
    ):
        public |= {f"{module}.{name}" for name in public_of(PYTHON / f"{file}.py")}
    homes = {name.rpartition(".")[2]: name for name in public}
    names: Names = {"": {f"resources.{name}" for name in kinds_of(PYTHON / "resources")}}
    for file in ("_native.pyi", "connection.py", "errors.py", "finding.py", "peer_verification.py", "ssl.py"):
        for node in ast.parse((PYTHON / file).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name in homes:
                names[""].add(homes[node.name])
            if isinstance(node, ast.ClassDef) and node.name in homes:
                names[node.name] = set(members(node))
    return names


def kinds_of(package: Path) -> Iterator[str]:
    """The functions of the kinds of resources."""
    for file in package.rglob("[!_]*.py"):
        yield from re.findall(r"^def (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)


def public_of(file: Path) -> set[str]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    raise AssertionError(file)


def members(node: ast.ClassDef) -> Iterator[str]:
    for member in node.body:
        match member:
            case ast.AnnAssign(target=ast.Name(id=name)) if not name.startswith("_"):
                yield name
            case ast.FunctionDef(name=name) if name in PROTOCOLS:
                yield name
            case ast.FunctionDef(name=name) if name == "__new__" or not name.startswith("_"):
                name = "new" if name == "__new__" else name.rstrip("_")  # `not_`: a keyword
                yield name
                yield from (f"{name}({argument.arg})" for argument in member.args.kwonlyargs)
                # May be given by name; in Node some are options, some come by position.
                yield from (f"{name}[{argument.arg}]" for argument in member.args.args)


def node_names() -> Names:
    text = "".join(file.read_text(encoding="utf-8") for file in sorted((NODE / "types").rglob("*.d.ts")))
    block = re.MULTILINE | re.DOTALL
    interfaces = dict(re.findall(r"^export interface (\w+) \{\n(.*?)^\}", text, block))
    interfaces |= dict(re.findall(r"^export type (\w+) = \w+ & \{\n(.*?)^\}", text, block))
    fields = {name: re.findall(r"^  (\w+)\??:", body, re.MULTILINE) for name, body in interfaces.items()}
    names: Names = {"": set(re.findall(r"^export declare function (\w+)", text, re.MULTILINE))}
    for _, space, body in re.findall(r"^( *)export (?:declare )?namespace (\w+) \{(.*?)^\1\}", text, block):
        names[""] |= {f"{space}.{name}" for name in re.findall(r"export function (\w+)", body)}
    for name, body in re.findall(r"^export declare class (\w+)[^{]*\{(?:\}|\n(.*?)^\})", text, block):
        names[name] = set()
        for line in body.splitlines():
            found = re.match(r"  (?:(?:static|readonly|get) )*(\w+)(\(.*\))?\??(?:: .*)?$", line)
            if not found or line.startswith("  private "):
                continue
            member = "new" if found[1] == "constructor" else found[1]
            names[name].add(member)
            for options in re.findall(r"\w+\??: (\w+Options)", found[2] or ""):
                names[name] |= {f"{member}({field})" for field in fields[options]}
    # Plain objects, where Python has a class or the shape of a dict.
    names |= {name: set(fields[name]) for name in python_names().keys() & fields.keys()}
    return {name: {snake(one) for one in found} for name, found in names.items()}


def rust_names() -> Names:
    """The public methods, fields and functions of the crate. The sources are formatted."""
    names: Names = {"": set()}
    for file in RUST.rglob("*.rs"):
        if "tests" in file.as_posix():
            continue
        text = file.read_text(encoding="utf-8")
        macros = dict(re.findall(r"^macro_rules! (\w+) \{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL))
        module = file.relative_to(RUST).parts[0].removesuffix(".rs")
        for kind, name, body in re.findall(
            r"^(?:pub )?(struct|impl(?:<.*?>)?) (\w+).*?\{\n(.*?)^\}", text, re.MULTILINE | re.DOTALL
        ):
            body += "".join(
                macros.get(macro, "") for macro in re.findall(r"^    (\w+)!\(", body, re.MULTILINE)
            )
            pattern = r"^ +pub (\w+):" if kind == "struct" else r"^ +pub (?:const )?fn (\w+)"
            names.setdefault(name, set()).update(re.findall(pattern, body, re.MULTILINE))
        names[""] |= {f"{module}.{name}" for name in re.findall(r"^pub fn (\w+)", text, re.MULTILINE)}
    return names


def rust_kinds() -> dict[str, str]:
    """The types of the kinds of resources, by the function of the packages."""
    types = {}
    for file in (RUST / "resources").rglob("*.rs"):
        family = file.relative_to(RUST / "resources").parts[0]
        pattern = r'^    pub struct (\w+)(?: \(\w+\))?(?: as "(\w+)")?: (?:cluster )?"(.*?)" \['
        for name, kind, group in re.findall(pattern, file.read_text(encoding="utf-8"), re.MULTILINE):
            types[f"{group}/{kind or name}".lstrip("/")] = f"resources.{family}.{name}"
    made = re.findall(r"^  (\w+): '(.*)',$", (NODE / "kinds.js").read_text(encoding="utf-8"), re.M)
    return {f"resources.{snake(name)}": types[kind] for name, kind in made}


def unexplained(python: Names, node: Names) -> Iterator[str]:
    """The differences that parity.toml does not explain, and its explanations that no longer hold."""
    used = set()
    for one in sorted(differences(python, node)):
        where, _, owner = one.partition(": ")
        keys = {owner, owner.partition(".")[0], "*." + owner.rpartition(".")[2]} & DIFFERENCES[where].keys()
        used |= {(where, key) for key in keys}
        if not keys:
            yield f"{owner} is in {where} alone"
    for where in ("python", "node"):
        for key in DIFFERENCES[where]:
            if (where, key) not in used:
                yield f"parity.toml explains {key} in {where} alone, which is not so"


def differences(python: Names, node: Names) -> Iterator[str]:
    for owner in python.keys() ^ node.keys():
        yield f"{'python' if owner in python else 'node'}: {owner}"
    for owner in python.keys() & node.keys():
        prefix = f"{owner}." if owner else ""
        ours, theirs = python[owner], node[owner]
        promised = {name for protocol in ours & PROTOCOLS.keys() for name in PROTOCOLS[protocol]}
        promised |= {re.sub(r"\[(.*)\]", r"(\1)", name) for name in ours if "[" in name}
        for name in {name for name in ours if "[" not in name} - theirs - PROTOCOLS.keys() - EVERYWHERE:
            # Python has a timedelta, Node a number, which says of what.
            if not {f"{name}_seconds", re.sub(r"\)$", "_seconds)", name)} & theirs:
                yield f"python: {prefix}{name}"
        for name in theirs - ours - promised - EVERYWHERE:
            # What is a promise has a twin that answers at once.
            twin = re.sub(r"_sync(?=\(|$)", "", name)
            untimed = name.replace("_seconds", "")
            if not (twin != name and twin in theirs) and not (untimed != name and untimed in ours):
                yield f"node: {prefix}{name}"


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


def table(python: Names, node: Names, rust: Names) -> str:
    lines = [
        "# The names in the three languages",
        "",
        "Written by `make parity` from the sources, which also fails when the two packages differ in more",
        "than is explained here. Arguments stand in the documentation of each language. Every value has",
        "`str` and `repr` in Python, `toString` in Node; what has a plain form gives it by `to_dict` or",
        "`to_json`, by `toJSON` in Node, and by serde in Rust. `==` and `len` are `equals` and `length`",
        "or `size` in Node. What has a twin with `Sync` gives a promise, and the twin answers at once.",
    ]
    for owner in sorted(python.keys() | node.keys(), key=lambda owner: (owner != "", owner)):
        rows = [row for row in rows_of(owner, python, node, rust) if any(row[1:])]
        if rows:
            lines += ["", f"## {owner or 'Functions'}", "", "| Rust | Python | Node |", "|---|---|---|"]
            lines += ["| " + " | ".join(f"`{cell}`" if cell else "" for cell in row) + " |" for row in rows]
        notes = {
            f"- {where.capitalize()} alone has `{key.removeprefix(owner + '.')}`: {reason}."
            for where in ("python", "node")
            for key, reason in DIFFERENCES[where].items()
            if owner and (key == owner or key.startswith(f"{owner}."))
        }
        lines += ["", *sorted(notes)] if notes else []
        named = {cell for row in rows for cell in row[:1]}
        rest = of_crate(owner, rust) - named - EVERYWHERE - {"len", "is_empty", "as_str", "as_ref"}
        if owner and rows and rest:
            lines += ["", "In Rust alone: " + ", ".join(f"`{name}`" for name in sorted(rest)) + "."]
    return "\n".join(lines) + "\n"


def of_crate(owner: str, rust: Names) -> set[str]:
    """What the crate's type has; nothing where it has no such type."""
    name = DIFFERENCES["types"].get(owner, owner)
    return rust.get(name, set()) if name or not owner else set()


def rows_of(owner: str, python: Names, node: Names, rust: Names) -> Iterator[tuple[str, str, str]]:
    prefix = f"{owner}." if owner else ""
    plain = re.compile(r"[a-z][\w.]*")
    ours = {name for name in python.get(owner, ()) if plain.fullmatch(name)}
    theirs = {name for name in node.get(owner, ()) if plain.fullmatch(name)}
    crate = of_crate(owner, rust)
    for name in sorted((ours | theirs) - EVERYWHERE - {"equals", "length", "size"}):
        if name.removesuffix("_seconds") in ours - {name} or name.removesuffix("_sync") in theirs - {name}:
            continue
        there = next((one for one in (name, f"{name}_seconds") if one in theirs), "")
        in_rust = DIFFERENCES["rust"].get(prefix + name) or (name if name in crate else "")
        in_node = camel(there) + ("[Sync]" if f"{there}_sync" in theirs else "") if there else ""
        yield in_rust.replace(".", "::"), name if name in ours else "", in_node


def main() -> int:
    python, node, rust = python_names(), node_names(), rust_names()
    DIFFERENCES["rust"] |= rust_kinds()
    faults = list(unexplained(python, node))
    made = table(python, node, rust)
    if "--check" in sys.argv:
        there = TABLE.read_text(encoding="utf-8").splitlines(keepends=True)
        faults += difflib.unified_diff(there, made.splitlines(keepends=True), "API.md", "the sources")
    else:
        TABLE.write_text(made, encoding="utf-8")
    for fault in faults:
        print(fault.rstrip(), file=sys.stderr)
    if faults:
        print("mend the difference, explain it in scripts/parity.toml, or run `make parity`", file=sys.stderr)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())

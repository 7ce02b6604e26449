"""Write a typed function for every modelled kind of resource, and the options of recipes, in Python and Node.

Runs with the built Python package, whose schemas say what there is. Python gets `resources/`, a module for
each kind, and `recipes/options.py`; Node gets `types/kinds/`, `kinds.js` and `types/recipes.d.ts`.
`--check` compares with what is there; without it, the files are written.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

from declarations.models import ABOUT, Kind, Recipe, arranged
from declarations.node import node_kinds, node_recipes, node_types
from declarations.python import NATIVE, formatted, python_module, python_package, python_recipes
from mtls_core import _native

ROOT = Path(__file__).parents[1]
RESOURCES = ROOT / "bindings-python/python/mtls_core/resources"
RECIPES = ROOT / "bindings-python/python/mtls_core/recipes/options.py"
NODE = ROOT / "bindings-node"

Files = dict[Path, str]


def made() -> Files:
    kinds = [Kind(schema) for schema in _native.schema()]
    names = [*NATIVE, *(kind.python for kind in kinds)]
    if len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise SystemExit(f"two things are called {', '.join(twice)}: name one of them in NAMES")
    modules = arranged(kinds)
    recipes = [Recipe(schema) for schema in _native.recipe_schema()]
    files = {
        RESOURCES / "__init__.py": formatted(python_package(modules)),
        RESOURCES / "kinds/__init__.py": f'"""A module for each kind. {ABOUT}"""\n',
        RECIPES: formatted(python_recipes(recipes)),
        NODE / "kinds.js": node_kinds(kinds),
        NODE / "types/recipes.d.ts": node_recipes(recipes),
    }
    for module in modules:
        files[RESOURCES / f"kinds/{module.name}.py"] = formatted(python_module(module, modules))
        files[NODE / f"types/kinds/{module.name.replace('_', '-')}.d.ts"] = node_types(module, modules)
    return files


def main() -> int:
    files = made()
    there = {*RESOURCES.rglob("[!_]*.py"), *(NODE / "types/kinds").glob("*.d.ts")}
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

"""Which module imports which, read from the source; the floors on which the folders of the package stand.

The law of the floors (``tests/test_layers.py``) and their picture (:mod:`docs.architecture`) come from here.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1] / "xl_addin"
FLOORS: Final = {
    "version": 0,
    "values": 1,
    "policy": 2,
    "tables": 2,
    "rules": 3,
    "files": 3,
    "sheets": 4,
    "checks": 5,
    "functions": 6,
    "formulas": 7,
    "commands": 8,
    "hosts": 9,
    "cli": 10,
    "__main__": 10,
}
MODULES: Final = sorted(PACKAGE.rglob("*.py"))


def floor_of(module: str) -> int | None:
    """Give the floor of `xl_addin.rules.severance.service` and the like; the package itself has none."""
    parts = module.split(".")
    return FLOORS[parts[1]] if len(parts) > 1 else None


def module_name(path: Path) -> str:
    """Give the dotted name of a file of the package."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_type_checking(node: ast.AST) -> bool:
    """Tell whether only the type checker sees what stands under this ``if``."""
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def imports(node: ast.AST, package: str) -> list[str]:
    """List what a module imports anywhere in it, also inside functions; not what only the type checker sees."""
    found: list[str] = []
    for child in ast.iter_child_nodes(node):
        if is_type_checking(child):
            continue
        if isinstance(child, ast.Import):
            found += [alias.name for alias in child.names]
        elif isinstance(child, ast.ImportFrom):
            origin = child.module or ""
            if child.level:
                base = package.split(".")[: len(package.split(".")) - child.level + 1]
                origin = ".".join([*base, origin]) if origin else ".".join(base)
            found += [f"{origin}.{alias.name}" for alias in child.names]
        elif isinstance(child, ast.Call) and _called(child.func).endswith("import_module"):
            found += [arg.value for arg in child.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        found += imports(child, package)
    return found


def _called(function: ast.expr) -> str:
    """Give the last name of what is called."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@cache
def imports_of(path: Path) -> list[str]:
    """List what a file of the package imports."""
    name = module_name(path)
    package = name if path.stem == "__init__" else name.rpartition(".")[0]
    return imports(ast.parse(path.read_text(encoding="utf-8")), package)


@cache
def _names() -> frozenset[str]:
    return frozenset(map(module_name, MODULES)) - {"xl_addin"}


@cache
def deferred_of(path: Path) -> list[str]:
    """List the modules of ours that a file imports when they are first used (``DeferredModule``, PEP 562 homes).

    They obey the floors and the neighbours of subject folders; a circle through one of them harms nobody.
    """
    constants = (
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
    )
    return [node.value for node in constants if isinstance(node.value, str) and node.value in _names()]

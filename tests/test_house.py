"""Laws of the house beyond the floors: no circles, subject folders keep apart, modules and functions stay small."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from docs.imports import MODULES, deferred_of, imports_of, module_name
from tests.conftest import slow_tests

NEIGHBOURS = {
    "checks": {"people": {"amounts"}, "fund": {"amounts"}},
    "commands": {
        "city": {"checking", "fund", "registers"},
        "fund": {"package"},
        "package": {"office"},
        "papers": {"checking", "severance"},
        "planning": {"fund", "severance"},
        "registers": {"explaining"},
    },
    "files": {"edits": {"building", "scan"}, "foreign": {"scan"}, "handover": {"edits"}, "papers": {"handover"}},
    "formulas": {"natives": {"lifting"}},
    "functions": {"insurance": {"severance"}},
    "hosts": {
        "openbook": {"file"},
        "excel": {"openbook"},
        "batch": {"file"},
        "service": {"batch", "file", "openbook"},
        "libreoffice": {"file", "openbook"},
    },
    "rules": {"insurance": {"severance"}},
}
"""Which subject folders of a floor a folder may use beside itself: a package holds severance, a statement packages,
what is paid is compared with amounts that were judged, SUMPRODUCT works on the columns of lifted formulas, edits
find their cells as they are read, foreign formats have the room of sheets, papers are searched like masked copies.
A module that stands on the floor itself, beside the folders, joins them (registry, catalog) or serves them all."""
LONGEST_MODULE = 320
LONGEST_FUNCTION = 50


def graph() -> dict[str, set[str]]:
    """Each module with the modules of ours that it imports, anywhere in it; packages stand for their ``__init__``."""
    names = {module_name(path) for path in MODULES}

    def target(name: str) -> str:
        while name and name not in names:
            name = name.rpartition(".")[0]
        return name

    return {
        name: {found for one in imports_of(path) if (found := target(one)) not in ("", "xl_addin", name)}
        for path in MODULES
        if (name := module_name(path)) != "xl_addin"
    }


def circles(arrows: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Groups of modules that reach each other (Tarjan's strongly connected components of two and more)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in arrows.get(name, ()):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            group = [stack.pop()]
            while group[-1] != name:
                group.append(stack.pop())
            if len(group) > 1:
                found.append(sorted(group))

    for name in arrows:
        if name not in index:
            visit(name)
    return found


def trespasses(arrows: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Imports between subject folders of one floor that the table does not name."""
    found = []
    for name, others in arrows.items():
        floor, folder, *rest = [*name.split(".")[1:], "", ""]
        for other in others:
            its_floor, its_folder, *its_rest = [*other.split(".")[1:], "", ""]
            inside = any(rest) and any(its_rest)  # a module in a folder, not beside the folders
            allowed = {folder, *NEIGHBOURS.get(floor, {}).get(folder, ())}
            if floor == its_floor and inside and its_folder not in allowed:
                found.append((name, other))
    return found


def longest_function(source: str) -> tuple[int, str]:
    lengths = [
        ((node.end_lineno or 0) - node.lineno + 1, node.name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    ]
    return max(lengths, default=(0, ""))


def test_no_module_reaches_itself_through_others() -> None:
    assert circles(graph()) == []


def test_subject_folders_use_only_the_neighbours_of_the_table() -> None:
    assert trespasses(graph()) == []
    later = {module_name(path): deferred_of(path) for path in MODULES if path.name != "catalog.py"}
    assert trespasses(later) == []


def test_the_table_names_no_neighbour_that_nobody_uses() -> None:
    used = {
        (*name.split(".")[1:3], other.split(".")[2])
        for name, others in graph().items()
        for other in others
        if name.count(".") == other.count(".") == 3 and name.split(".")[1] == other.split(".")[1]
    }
    table = {
        (floor, folder, other) for floor, some in NEIGHBOURS.items() for folder, own in some.items() for other in own
    }
    assert table - used == set()


@pytest.mark.parametrize(
    ("arrows", "found"),
    [
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["b"], "b": ["a"]}, [["a", "b"]]),
        ({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["a"]}, [["b", "c"]]),
    ],
)
def test_a_circle_is_found(arrows: dict[str, list[str]], found: list[list[str]]) -> None:
    assert circles(arrows) == found


@pytest.mark.parametrize(
    ("name", "other", "wrong"),
    [
        ("xl_addin.checks.people.facts", "xl_addin.checks.fund.ledger", True),
        ("xl_addin.checks.people.facts", "xl_addin.checks.people.identity", False),
        ("xl_addin.checks.registry", "xl_addin.checks.fund.ledger", False),
        ("xl_addin.checks.people.facts", "xl_addin.checks.spec", False),
        ("xl_addin.hosts.libreoffice.names", "xl_addin.hosts.excel.ribbon", True),
        ("xl_addin.commands.fund.dues", "xl_addin.commands.package.command", False),
    ],
)
def test_a_trespass_is_found(name: str, other: str, wrong: bool) -> None:
    assert bool(trespasses({name: [other]})) == wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: module_name(path))
def test_modules_and_functions_fit_a_screen(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= LONGEST_MODULE
    assert longest_function(source)[0] <= LONGEST_FUNCTION, longest_function(source)


def test_the_list_of_slow_tests_names_tests_that_are_there() -> None:
    for line in slow_tests():
        path, name = line.split("[")[0].split("::")
        assert f"def {name}(" in Path(path).read_text("utf-8"), line

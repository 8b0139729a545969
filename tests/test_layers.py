"""Folders are floors: a module imports only from its own floor or a lower one; importing is cheap."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from docs.imports import FLOORS, MODULES, PACKAGE, deferred_of, floor_of, imports, imports_of, module_name

APART = {"rules": {"tables", "files"}, "files": {"rules", "policy"}, "tables": {"policy"}}
"""Floors that must not see another although it is not higher: rules no cell, files and tables no law."""
HEAVY = {
    "xlwings",
    "starlette",
    "uvicorn",
    "pyarrow",
    "distributed",
    "openpyxl",
    "pandas",
    "narwhals",
    "lxml",
    "formualizer",
    "rich",
    "typer",
    "python_calamine",
    "xlsxwriter",
}


def higher_imports(module: str, imported: list[str]) -> list[str]:
    own = floor_of(module)
    wrong = []
    for name in imported:
        parts = name.split(".")
        if parts[0] != "xl_addin" or len(parts) < 2 or own is None or parts[1] not in FLOORS:
            continue
        if FLOORS[parts[1]] > own or parts[1] in APART.get(module.split(".")[1], ()):
            wrong.append(name)
    return wrong


def test_every_folder_and_top_module_has_a_floor() -> None:
    top = {path.stem if path.suffix == ".py" else path.name for path in PACKAGE.iterdir()}
    assert top - {"__init__", "__pycache__", "py.typed"} <= set(FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: module_name(path))
def test_no_module_imports_from_a_higher_floor(path: Path) -> None:
    assert higher_imports(module_name(path), [*imports_of(path), *deferred_of(path)]) == []


def test_a_module_that_is_named_to_be_imported_later_is_found() -> None:
    catalog = PACKAGE / "functions" / "tools" / "catalog.py"
    assert "xl_addin.functions.tools.functions" in deferred_of(catalog)


def test_the_package_itself_imports_nothing_of_its_floors_when_it_loads() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not isinstance(node, ast.FunctionDef)]
    found = {name for name in imports(tree, "xl_addin") if name.split(".")[0] == "xl_addin"}
    assert found == {"xl_addin.version.__version__"}


HOSTS_WITHOUT_A_PROGRAM = ("file", "openbook", "batch")
"""These need no program; the open workbook is what Excel and the web share. Each may use those before it."""


def test_a_host_of_a_program_never_imports_that_of_another() -> None:
    for path in (PACKAGE / "hosts").rglob("*.py"):
        parts = path.relative_to(PACKAGE / "hosts").parts
        own = parts[0].removesuffix(".py")
        place = HOSTS_WITHOUT_A_PROGRAM.index(own) if own in HOSTS_WITHOUT_A_PROGRAM else len(HOSTS_WITHOUT_A_PROGRAM)
        others = {
            n.split(".")[2] for n in imports_of(path) if n.startswith("xl_addin.hosts.") and len(n.split(".")) > 3
        }
        if len(parts) > 1:
            assert others <= {own, *HOSTS_WITHOUT_A_PROGRAM[:place]}, path


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from xl_addin.tables.grid import SheetGrid", ["xl_addin.tables.grid.SheetGrid"]),
        ("import xl_addin.hosts.file", ["xl_addin.hosts.file"]),
        ("def f():\n    from xl_addin.functions import call", ["xl_addin.functions.call"]),
        ("from ..functions import call", ["xl_addin.functions.call"]),
        ("from xl_addin import hosts", ["xl_addin.hosts"]),
        ("import importlib\nimportlib.import_module('xl_addin.commands.plan')", ["xl_addin.commands.plan"]),
    ],
)
def test_an_import_from_above_is_found_in_every_form(source: str, found: list[str]) -> None:
    assert higher_imports("xl_addin.rules.trial", imports(ast.parse(source), "xl_addin.rules")) == found


def test_what_only_the_type_checker_sees_is_no_import() -> None:
    source = "if TYPE_CHECKING:\n    from xl_addin.hosts import file\nfrom xl_addin.policy import schema"
    assert higher_imports("xl_addin.rules.trial", imports(ast.parse(source), "xl_addin.rules")) == []


def modules_after(statement: str) -> tuple[set[str], float]:
    """Import in a fresh interpreter; give the top-level modules loaded and the CPU seconds beyond numpy."""
    program = (
        "import sys, json, time\nimport numpy\nbefore = time.process_time()\n"
        f"{statement}\nspent = time.process_time() - before\n"
        "print(json.dumps([sorted({name.partition('.')[0] for name in sys.modules}), spent]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    modules, spent = json.loads(done.stdout)
    return set(modules), spent


@pytest.mark.parametrize("statement", ["import xl_addin", "import xl_addin.functions"])
def test_importing_loads_no_spreadsheet_library(statement: str) -> None:
    modules, spent = modules_after(statement)
    print(f"{statement}: {spent:.3f} s CPU beyond numpy")
    assert "xl_addin" in modules
    assert not modules & HEAVY


def test_a_call_in_a_cell_loads_no_spreadsheet_library_either() -> None:
    modules, _ = modules_after(
        "from xl_addin.functions import call\n"
        "call('SOE_SEVERANCE', '1985-07-01', '2011-09-28', 1600)\n"
        "headings = ['姓名', '参工时间', '解除时间', '月平均工资']\n"
        "call('SOE_SEVERANCE_TABLE', [headings, ['甲', '1985.07', '2011.09', 1600]])"
    )
    assert not modules & HEAVY


def test_importing_the_package_loads_no_numpy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, xl_addin; print('numpy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"

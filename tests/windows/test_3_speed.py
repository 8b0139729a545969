"""How long a clerk waits, beside the least that this way can take: a function that returns its argument, with numpy.

Figures are printed and no time is asserted, because machines are shared; what is asserted is that both ways compute.
"""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows.conftest import Machine

REPEATS, CALLS = 6, 300
COLD_GOAL, CALL_GOAL = 1.2, 1.3
CELLS_GOAL, TABLE_GOAL = 30.0, 1.0
LIBRARIES = ("xlwings", "numpy", "numpy.libs", "win32", "win32com", "win32comext")
ECHO = """import numpy, xlwings

@xlwings.func
def echo(*values):
    return values[0]
"""


def _is_bare(place: Path) -> bool:
    """Tell Python's own files, and of the libraries those that an echo needs."""
    if place.parts[:2] != ("Lib", "site-packages"):
        return True
    return place.parts[2] in (*LIBRARIES, "__pycache__") or place.name.startswith(("pythoncom", "pywin"))


@pytest.fixture(scope="module")
def echo(machine: Machine) -> Iterator[Path]:
    """The installed Python with xlwings and numpy only, compiled alike, and a function that echoes."""
    source, target = machine.home / "python", machine.wine.drive / "echo"
    for path in source.rglob("*"):
        place = path.relative_to(source)
        if path.is_file() and _is_bare(place):
            (target / place).parent.mkdir(parents=True, exist_ok=True)
            os.link(path, target / place)
    (target / "echo.py").write_text(ECHO, encoding="utf-8")
    yield target
    shutil.rmtree(target)


def test_the_first_value_and_each_call_take_little_more_than_an_echo(machine: Machine, echo: Path) -> None:
    ours = machine.wine.windows_path(machine.home / "python")
    bare = machine.wine.windows_path(echo)
    measured: dict[str, list[list[float]]] = {"ours": [], "echo": []}
    for _ in range(REPEATS):  # in turn, so that a busy moment of the machine hits both
        for who, python, module, light, heavy in (
            ("echo", bare, "echo", "echo", "echo"),
            ("ours", ours, "xl_addin.hosts.excel.udfs", "金额大写", "经济补偿金"),
        ):
            found = machine.script("measure.py", python, module, light, heavy, str(CALLS))
            assert found["value"] == ("1985-07-01" if who == "echo" else 43200.0)
            measured[who].append(found["seconds"])
    compare("cold start to the first severance", measured, 0, COLD_GOAL)
    compare("per call of 金额大写 (the way itself)", measured, 1, CALL_GOAL)
    compare("per call of 经济补偿金 (with its calculation)", measured, 2, CALL_GOAL)


def compare(what: str, measured: dict[str, list[list[float]]], place: int, goal: float) -> None:
    """Print best and median of both, and the median of the ratios of runs that followed one another."""
    ours, bare = ([run[place] for run in measured[who]] for who in ("ours", "echo"))
    paired = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    print(
        f"\n{what}: ours best {min(ours):.4f} s median {statistics.median(ours):.4f}; echo best {min(bare):.4f} "
        f"median {statistics.median(bare):.4f}; ratio of bests {min(ours) / min(bare):.2f}, "
        f"median ratio of pairs {paired:.2f} (goal {goal})"
    )


def test_a_sheet_of_12000_cells_with_a_policy_range_is_done_soon(machine: Machine) -> None:
    found = machine.script("whole_book.py")
    print(f"\n12,000 cells: {found['cells']:.1f} s (goal {CELLS_GOAL:.0f})")
    print(f"the same by one table function: {found['table']:.2f} s (goal {TABLE_GOAL:.0f})")
    assert found["rows"] == 12_001
    assert found["cells_total"] == found["table_total"] > 0

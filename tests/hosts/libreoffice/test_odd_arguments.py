"""Functions in a real Calc with arguments of any kind: the values that the file host gives.

Truth values are left out: Calc hands them over as 1 and 0. Which error value it is may differ: a zero that may be a
blank is asked for both ways, and a range with an error value in it is Calc's own error. Where an argument is left out
Basic cannot be asked, and the cell goes on waiting, which is no amount.
"""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest

from tests.hosts.libreoffice.test_calc_functions import our_cells, same, shown, stored
from xl_addin.files.reading import open_book
from xl_addin.functions import CATALOG, ArgumentSpec
from xl_addin.hosts.libreoffice.office import Office

pytestmark = pytest.mark.calc
CELLS: list[object] = [
    *("1985-07-01", "2011-09-28", "2003.7", "2003年7月", "二〇〇三年七月", 31229, 40814, "1,600.00", "50%", "0.28"),
    *(1600, 1600.5, -1, 0, 0.1, 1e10, 1e300, "", " ", "是", "否", "无", "/", "—", "1600元/月", "１６００", "字" * 300),
    *("协商", "裁员", "男", "女", "养老", "医疗", "11010119600101001X", "SEG2008", "fraction", None, None),
    *("=1/0", "=NA()", '=""', "=800*2", '="2003-"&"07"'),
]
TYPED = ["1600", "0", "-5", '""', '"协商"', "", '"2003-07-01"', "1/0", "2.5", "1E+300", "2^70"]


def given(chance: random.Random, argument: ArgumentSpec) -> str:
    """The example of the argument, or what stands in a cell or two, or anything else."""
    kind, row = chance.random(), chance.randrange(1, len(CELLS) + 3)
    if kind < 0.35:
        try:
            return f"{float(argument.example):g}"
        except ValueError:
            return f'"{argument.example}"'
    if kind < 0.75:
        return f"值!$A${row}"
    return chance.choice(TYPED) if kind < 0.9 else f"值!$A${row}:$A${row + chance.randrange(3)}"


def is_left_out(formula: str) -> bool:
    return ";;" in formula or "(;" in formula or ";)" in formula


@pytest.mark.parametrize("seed", range(2))
def test_arguments_of_any_kind_give_what_the_file_host_gives(seed: int, calc: Office, tmp_path: Path) -> None:
    chance, book = random.Random(seed), openpyxl.Workbook()
    cells, calls = book.worksheets[0], book.create_sheet("函数")
    cells.title = "值"
    for row, value in enumerate(CELLS, 1):
        cells.cell(row, 1, value)  # type: ignore[arg-type]
    single = [one for one in CATALOG.values() if all(argument.shape != "range" for argument in one.arguments)]
    for row, spec in enumerate(single * 10, len(CELLS) + 9):
        arguments = [given(chance, argument) for argument in spec.arguments]
        kept = chance.randrange(max(1, len(arguments) - 2), len(arguments) + 1)
        calls.cell(row, 1, f"={spec.name}({','.join(arguments[:kept])})")
    path = tmp_path / "任意.xlsx"
    book.save(path)
    document, expected = calc.open(path), list(our_cells(open_book(path)))
    assert len(expected) == len(single) * 10
    wrong = []
    for sheet, row, column, value in expected:
        cell = document.Sheets.getByName(sheet).getCellByPosition(column - 1, row - 1)
        now, then = shown(cell), stored(value)
        both_errors = str(now).startswith(("#", "Err:")) and str(then).startswith("#")
        waits = now == "Err:530" and is_left_out(cell.getFormula())
        if not (same(now, then) or both_errors or waits):
            wrong.append((cell.getFormula(), now, then))
    assert wrong == []

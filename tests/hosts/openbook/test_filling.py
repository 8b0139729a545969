"""填充结果表 on an open workbook: the array follows a result that has grown or shrunk, as Excel allows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from tests.hosts.openbook.fake_excel import FakeRange, FakeSheet, FakeWorkbook, Refused
from xl_addin.hosts.excel.buttons import press

Open = Callable[[Path], tuple[Any, FakeWorkbook]]
HEADINGS = [
    "姓名",
    "参加工作时间",
    "解除时间",
    "前12个月月平均工资(元)",
    "企业月平均工资(元)",
    "当地上年度职工月平均工资(元)",
]
FORMULA = "=经济补偿金表(测算!A1:F10)"
COLUMNS = "H"
"""Last column of the result, whose first row is its heading: two people take A1:H3."""


def filled_earlier(path: Path, last_row: int) -> Path:
    """Two synthetic people on 测算, and on 结果 the table as it was filled when the list had another length."""
    book = openpyxl.Workbook()
    people, result = book.active, book.create_sheet("结果")
    assert people is not None
    people.title = "测算"
    people.append(HEADINGS)
    for name in ("甲", "乙"):
        people.append([name, dt.date(1985, 7, 1), dt.date(2011, 9, 28), 1600, 1500, 2300])
    if last_row == 1:
        result["A1"] = FORMULA
    else:
        result["A1"] = ArrayFormula(f"A1:{COLUMNS}{last_row}", FORMULA)
    book.save(path)
    return path


def opened(open_in_excel: Open, path: Path) -> tuple[FakeWorkbook, FakeSheet]:
    fake = open_in_excel(path)[1]
    return fake, fake.Worksheets("结果")


@pytest.mark.parametrize("last_row", [1, 2, 5, 40])
def test_the_array_takes_the_size_of_the_result_whatever_it_had(
    open_in_excel: Open, tmp_path: Path, last_row: int
) -> None:
    fake, sheet = opened(open_in_excel, filled_earlier(tmp_path / "book.xlsx", last_row))
    said = press("fill_table", fake, "结果", "A1")
    assert f"A1:{COLUMNS}3" in str(said)
    assert sheet.arrays == {f"A1:{COLUMNS}3": "array"}
    assert max(sheet.formulas) == (3, 8)


def test_a_cell_inside_the_longer_array_stands_for_it(open_in_excel: Open, tmp_path: Path) -> None:
    fake, sheet = opened(open_in_excel, filled_earlier(tmp_path / "book.xlsx", 5))
    press("fill_table", fake, "结果", "C5")
    assert sheet.arrays == {f"A1:{COLUMNS}3": "array"}


def test_a_refusal_of_excel_leaves_the_longer_array_as_it_was(
    open_in_excel: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, sheet = opened(open_in_excel, filled_earlier(tmp_path / "book.xlsx", 5))
    enter = FakeRange.FormulaArray.fset
    assert enter is not None

    def entered(cells: FakeRange, text: str) -> None:
        if cells.bottom == 3:
            raise Refused
        enter(cells, text)

    monkeypatch.setattr(FakeRange, "FormulaArray", FakeRange.FormulaArray.setter(entered))
    press("fill_table", fake, "结果", "A1")
    assert sheet.arrays == {f"A1:{COLUMNS}5": "array"}
    assert sheet.formulas[5, 8] == FORMULA


def test_a_protected_sheet_keeps_its_longer_array(open_in_excel: Open, tmp_path: Path) -> None:
    fake, sheet = opened(open_in_excel, filled_earlier(tmp_path / "book.xlsx", 5))
    sheet.protected = True
    press("fill_table", fake, "结果", "A1")
    assert sheet.arrays == {f"A1:{COLUMNS}5": "array"}
    assert sheet.formulas[5, 8] == FORMULA

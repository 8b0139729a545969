"""Documents that count their days from 1904 or 1900: the same days, months and amounts as in one of the usual kind."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.hosts.libreoffice.test_calc_functions import shown
from xl_addin.cli.application import run_line
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.functions import call
from xl_addin.hosts.libreoffice.installing import reach
from xl_addin.hosts.libreoffice.office import Office

pytestmark = pytest.mark.calc
START, END = dt.date(1985, 7, 1), dt.date(2011, 9, 28)
ROSTER = [
    ["姓名", "参加工作时间", "解除时间", "月平均工资"],
    ["王三", START, END, 16000.0],
    ["李四", END, START, 900.0],
]
SCALAR = "SOE_SEVERANCE(B2,C2,D2,1500,3000)"
BLANK = "SOE_SEVERANCE(B2,C2,D2,H1,3000)"
"""With an average left blank, which comes as a zero."""
DAY = "SOE_DEADLINE(C2,10)"
TABLE = "SOE_SEVERANCE_TABLE(A1:D3)"
FIRST_DAYS = {"1904": dt.date(1904, 1, 1), "1900": dt.date(1900, 1, 1), "1899": dt.date(1899, 12, 30)}


def expected_table() -> Any:
    return call("SOE_SEVERANCE_TABLE", ROSTER)


def counting_from(office: Office, first: dt.date) -> Any:
    """An empty document that counts its days from this one."""
    document = office.open("private:factory/scalc")
    day = document.NullDate
    day.Year, day.Month, day.Day = first.year, first.month, first.day
    document.NullDate = day
    return document


def filled(document: Any, first: dt.date) -> Any:
    """The roster in serials of the document."""
    rows = [[float((v - first).days) if isinstance(v, dt.date) else v for v in row] for row in ROSTER]
    sheet = document.Sheets.getByIndex(0)
    sheet.getCellRangeByName("A1:D3").setDataArray(tuple(map(tuple, rows)))
    return sheet


def at(sheet: Any, place: str, formula: str) -> object:
    cell = sheet.getCellRangeByName(place).getCellByPosition(0, 0)
    cell.setFormula("=" + formula.replace(",", ";"))
    return shown(cell)


def table_in(sheet: Any) -> list[list[object]]:
    """The table as an array formula, as Calc shows it."""
    expected = expected_table()
    area = sheet.getCellRangeByPosition(0, 10, len(expected[0]) - 1, 9 + len(expected))
    area.setArrayFormula("=" + TABLE)
    return [[shown(area.getCellByPosition(c, r)) for c in range(len(expected[0]))] for r in range(len(expected))]


def in_cells(rows: Any, first: dt.date) -> list[list[object]]:
    def one(value: Any) -> object:
        if isinstance(value, dt.date):
            return float((value - first).days)
        if isinstance(value, bool | int | float):
            return float(value)
        return value.code if hasattr(value, "code") else value or ""

    return [[one(value) for value in row] for row in rows]


@pytest.mark.parametrize("first", FIRST_DAYS.values(), ids=FIRST_DAYS)
def test_every_way_into_a_function_counts_days_as_the_document_does(calc: Office, first: dt.date) -> None:
    sheet = filled(counting_from(calc, first), first)
    amount = call("SOE_SEVERANCE", START, END, 16000.0, 1500, 3000)
    assert at(sheet, "F1", SCALAR) == amount
    assert at(sheet, "F2", BLANK) == call("SOE_SEVERANCE", START, END, 16000.0, None, 3000)
    assert at(sheet, "F3", SCALAR.replace("B2", "DATE(1985,7,1)")) == amount
    assert at(sheet, "F4", "TEXT(" + DAY + ',"yyyy-mm-dd")') == str(call("SOE_DEADLINE", END, 10))
    assert at(sheet, "F5", "SOE_SERVICE_MONTHS(1985.07,C2)") == call("SOE_SERVICE_MONTHS", 1985.07, END)
    found = table_in(sheet)
    assert [[value or "" for value in row] for row in found] == in_cells(expected_table(), first)


def test_a_document_that_begins_to_count_otherwise_is_computed_anew(calc: Office) -> None:
    first = FIRST_DAYS["1904"]
    document = calc.open("private:factory/scalc")
    sheet = filled(document, first)
    before = at(sheet, "F1", SCALAR)
    day = document.NullDate
    day.Year, day.Month, day.Day = 1904, 1, 1
    document.NullDate = day
    time.sleep(0.1)  # nobody's hand is quicker
    document.calculateAll()
    right = call("SOE_SEVERANCE", START, END, 16000.0, 1500, 3000)
    assert (shown(sheet.getCellRangeByName("F1").getCellByPosition(0, 0)), before == right) == (right, False)


def test_an_unknown_first_day_is_refused(calc: Office) -> None:
    sheet = filled(counting_from(calc, dt.date(1950, 5, 5)), FIRST_DAYS["1899"])
    assert at(sheet, "F1", SCALAR) == "#VALUE!"
    assert at(sheet, "F2", BLANK) == "#VALUE!"


def test_beside_a_document_of_another_kind_nothing_wrong_is_shown(calc: Office) -> None:
    """Basic is not told the document of a cell: what would differ is an error, what would not is right."""
    usual = filled(counting_from(calc, FIRST_DAYS["1899"]), FIRST_DAYS["1899"])
    other = filled(counting_from(calc, FIRST_DAYS["1904"]), FIRST_DAYS["1904"])
    amount = call("SOE_SEVERANCE", START, END, 16000.0, 1500, 3000)
    for sheet in (usual, other):
        assert at(sheet, "F1", SCALAR) == amount
        assert at(sheet, "F2", BLANK) == call("SOE_SEVERANCE", START, END, 16000.0, None, 3000)
        assert {value for row in table_in(sheet) for value in row} == {"#VALUE!"}
        assert at(sheet, "F3", 'SOE_WATERFALL(100,{"甲",60;"乙",90})') != "#VALUE!"


def book_of_1904(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.title = "经济补偿金测算表"
    for row in [[*ROSTER[0], "补偿", "期限"], [*ROSTER[1], "=" + SCALAR, "=" + DAY], ROSTER[2]]:
        sheet.append(row)
    sheet["F2"].number_format = "yyyy-mm-dd"
    book.save(path)
    return path


def test_a_book_of_the_1904_system_is_the_same_in_calc_and_in_a_file(
    calc: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book_of_1904(tmp_path / "1904.xlsx")
    amount, day = call("SOE_SEVERANCE", START, END, 16000.0, 1500, 3000), call("SOE_DEADLINE", END, 10)
    document = calc.open(path)
    assert document.NullDate.Year == 1904
    sheet = document.Sheets.getByIndex(0)
    assert shown(sheet.getCellRangeByName("E2").getCellByPosition(0, 0)) == amount
    assert sheet.getCellRangeByName("F2").getCellByPosition(0, 0).getString() == str(day)
    calc.save(document, tmp_path / "saved.xlsx")
    calc.copy(document, tmp_path / "saved.ods", "calc8")
    for name in ("1904.xlsx", "saved.xlsx", "saved.ods"):
        book = open_book(tmp_path / name)
        current = with_values(book, recalculate(book)).sheets[0]
        assert (current.value(2, 2), current.value(2, 5), current.value(2, 6)) == (START, amount, day), name
    assert run_line(["calc", str(tmp_path / "1904.xlsx"), "-o", str(tmp_path / "out.xlsx")]) in (0, 1)
    capsys.readouterr()
    computed = open_book(tmp_path / "out.xlsx").sheets[0]
    assert (computed.value(2, 5), computed.value(2, 6)) == (amount, day)


def test_a_worker_is_told_how_the_document_counts(calc_with: Callable[..., Office]) -> None:
    first = FIRST_DAYS["1904"]
    sheet = filled(counting_from(calc_with({**reach(), "version": [2, 7]}), first), first)
    assert at(sheet, "F1", SCALAR) == call("SOE_SEVERANCE", START, END, 16000.0, 1500, 3000)
    assert at(sheet, "F4", "TEXT(" + DAY + ',"yyyy-mm-dd")') == str(call("SOE_DEADLINE", END, 10))

"""What commands make shows its numbers in LibreOffice, which has none of our functions: no #NAME?, no other number."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.commands.test_printing import BOOKS, SAMPLES
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.package import page
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.workbook import write_book
from xl_addin.files.office import convert
from xl_addin.files.reading import open_book
from xl_addin.tables.grid import BookGrid, CellValue, address
from xl_addin.values.errors import CellError

pytestmark = pytest.mark.libreoffice
NOW: Final = dt.datetime(2012, 1, 1)
_NAMED: Final = [*BOOKS, "职工确认单"]


@cache
def sample(name: str) -> CommandBook:
    return CommandBook.of(open_book(SAMPLES / name), NOW.date())


def made(name: str, folder: Path) -> Path:
    plan = BY_NAME[name].plan(sample(BOOKS.get(name, "改制测算示例.xlsx")), CommandContext("", NOW))
    assert isinstance(plan, BookPlan)
    write_book(folder / "book.xlsx", plan.book)
    return folder / "book.xlsx"


def differing(own: BookGrid, other: BookGrid) -> list[str]:
    """Cells of shown sheets that are not the same: an empty text may be an empty cell."""
    found = []
    for sheet in own.sheets:
        if sheet.state != "visible":
            continue
        theirs = other.sheet(sheet.name)
        for row, line in enumerate(sheet.rows, 1):
            for col, value in enumerate(line, 1):
                read = theirs.value(row, col)
                if not _same(value, read):
                    found.append(f"{sheet.name}!{address(row, col)}: {value!r} became {read!r}")
    return found


def _same(one: CellValue, other: CellValue) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < 1e-9 * max(1, abs(one))
    return (one or None) == (other or None)


def converted(path: Path, office: str) -> BookGrid:
    (path.parent / "out").mkdir()
    moved = convert(path, "xlsx:Calc MS Excel 2007 XML", path.parent / "out", office)
    assert moved is not None
    return open_book(moved)


@pytest.mark.parametrize("name", _NAMED)
def test_a_generated_workbook_shows_the_same_numbers_in_libreoffice(name: str, tmp_path: Path, office: str) -> None:
    path = made(name, tmp_path)
    own, other = open_book(path), converted(path, office)
    assert differing(own, other) == []
    shown = [value for sheet in other.sheets if sheet.state == "visible" for row in sheet.rows for value in row]
    assert not [value for value in shown if isinstance(value, CellError)]
    numbers = [value for value in shown if isinstance(value, int | float)]
    assert name == "新建模板" or len(numbers) >= 10


def test_a_large_calculation_keeps_its_numbers_where_its_one_call_is_lost(
    tmp_path: Path, office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_CALLS", 100)
    path = made("生成测算表", tmp_path)
    own, other = open_book(path), converted(path, office)
    assert other.sheet("测算函数").value(2, 2) == CellError("#NAME?", "")
    assert differing(own, other) == []


def test_charts_read_numbers(tmp_path: Path, office: str) -> None:
    path = made("资金平衡表", tmp_path)
    other = converted(path, office)
    for name, area in (("企业资金平衡表", (5, 2, 7, 6)), ("全市汇总", (5, 2, 5, 6))):
        top, left, bottom, right = area
        values = [other.sheet(name).value(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
        assert all(isinstance(value, int | float) for value in values), (name, values)
    assert any(isinstance(value, int | float) and value > 0 for value in values)

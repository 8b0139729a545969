"""An open workbook is read as its file is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.openbook.fake_excel import FakeWorkbook
from xl_addin.files.reading import open_book
from xl_addin.hosts.openbook.reading import read_book
from xl_addin.tables.grid import SheetGrid

BOOKS = sorted(Path("workbooks").rglob("*.xlsx"))
Open = Callable[[Path], tuple[Any, FakeWorkbook]]


def trimmed(sheet: SheetGrid) -> list[list[Any]]:
    rows = [list(row) for row in sheet.rows]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def kinds(sheet: SheetGrid) -> list[list[type]]:
    """Types of the cells; whether a file wrote 5 or 5.0 is not for a program to tell."""
    return [[float if type(value) is int else type(value) for value in row] for row in trimmed(sheet)]


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_values_formulas_and_merged_ranges_are_those_of_the_file(path: Path, open_in_excel: Open) -> None:
    assert len(BOOKS) >= 5
    book, _ = open_in_excel(path)
    live, filed = read_book(book), open_book(path)
    assert [sheet.name for sheet in live.sheets] == [sheet.name for sheet in filed.sheets]
    for one, other in zip(live.sheets, filed.sheets, strict=True):
        assert trimmed(one) == trimmed(other)
        assert kinds(one) == kinds(other)
        assert sorted(one.merged) == sorted(other.merged)
        ours = {place: (cell.text, cell.kind, cell.ref) for place, cell in one.formulas.items()}
        assert {place: ours.get(place) for place in other.formulas} == {
            place: (cell.text, cell.kind, cell.ref) for place, cell in other.formulas.items()
        }

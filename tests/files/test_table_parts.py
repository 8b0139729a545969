"""Tables (Ctrl+T) and hidden rows as an opened workbook tells them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from xl_addin.files.reading import open_book
from xl_addin.tables.grid import GridTable, SheetGrid


def written(path: Path, *, hide: str = "") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["姓名", "工资"], ["虚构甲", 10], ["虚构乙", 20]):
        sheet.append(row)
    sheet.add_table(Table(displayName="工资表", name="工资表", ref="A1:B3"))
    if hide == "row":
        sheet.row_dimensions[2].hidden = True
    elif hide == "column":
        sheet.column_dimensions["B"].hidden = True
    book.create_sheet("别的")["A1"] = 'hidden="1"'
    book.save(path)
    return path


def changed(path: Path, part: str, old: str, new: bytes, *, codec: str = "") -> Path:
    """Replace what a pattern finds in a part, and the encoding of the part."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = re.sub(old.encode(), new, parts[part], flags=re.DOTALL)
    if codec:
        parts[part] = parts[part].decode().replace('encoding="UTF-8"', "").encode(codec)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def first(path: Path) -> SheetGrid:
    return open_book(path).sheets[0]


def test_a_table_has_its_names_bounds_columns_and_headings(tmp_path: Path) -> None:
    book = open_book(written(tmp_path / "a.xlsx"))
    assert book.sheets[0].tables == (GridTable(("工资表",), (1, 1, 3, 2), ("姓名", "工资"), 1, 0),)
    assert book.sheets[1].tables == ()


def test_rows_of_sums_and_missing_headings_are_told_and_escaped_names_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx")
    changed(path, "xl/tables/table1.xml", 'headerRowCount="1"', b'headerRowCount="0" totalsRowCount="1"')
    changed(path, "xl/tables/table1.xml", '2" name="工资"', '2" name="工资_x000a_（元）"'.encode())
    (table,) = first(path).tables
    assert (table.header_rows, table.total_rows, table.columns) == (0, 1, ("姓名", "工资\n（元）"))


@pytest.mark.parametrize("content", [b"<table", b"<!DOCTYPE a []><table/>".replace(b"<!DOCTYPE a []>", b""), b"<a/>"])
def test_a_table_that_cannot_be_read_is_left_out(tmp_path: Path, content: bytes) -> None:
    assert first(changed(written(tmp_path / "a.xlsx"), "xl/tables/table1.xml", ".+", content)).tables == ()


def test_relationships_that_cannot_be_read_do_not_stop_the_book(tmp_path: Path) -> None:
    path = changed(written(tmp_path / "a.xlsx"), "xl/worksheets/_rels/sheet1.xml.rels", ".+", b"<Relationships")
    assert first(path).value(2, 1) == "虚构甲"
    assert first(path).tables == ()


@pytest.mark.parametrize(("hide", "hidden"), [("", False), ("column", False), ("row", True)])
def test_hidden_rows_are_told_from_hidden_columns(tmp_path: Path, hide: str, hidden: bool) -> None:
    book = open_book(written(tmp_path / "a.xlsx", hide=hide))
    assert [sheet.may_hide_rows for sheet in book.sheets] == [hidden, False]


@pytest.mark.parametrize(("hide", "hidden"), [("", False), ("row", True)])
def test_hidden_rows_are_told_in_any_encoding(tmp_path: Path, hide: str, hidden: bool) -> None:
    path = changed(written(tmp_path / "a.xlsx", hide=hide), "xl/worksheets/sheet1.xml", "^$", b"", codec="utf-16")
    assert first(path).may_hide_rows == hidden


def test_a_sheet_that_was_not_read_from_a_file_may_hide_rows() -> None:
    assert SheetGrid("表", "", []).may_hide_rows

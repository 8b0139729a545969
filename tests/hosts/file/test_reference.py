"""``calc --reference``: what LibreOffice computes is listed where it differs, filled in where nothing stood."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import openpyxl
import pytest

from tests.cli.typed import typed
from xl_addin.files.office import convert
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.files.reading import open_book
from xl_addin.formulas.computed import machine
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Spot
from xl_addin.formulas.results import written
from xl_addin.hosts.file.calc_ways import CALC_WAYS, reason_of
from xl_addin.hosts.file.reference import compare, same_value
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid
from xl_addin.values.errors import CellError

Cells = dict[tuple[int, int], CellValue]


def grid(values: Cells, texts: dict[tuple[int, int], str]) -> BookGrid:
    rows: list[list[CellValue]] = [[values.get((row, col)) for col in range(1, 9)] for row in range(1, 9)]
    formulas = {p: FormulaCell(*p, text, "normal", "", None, p in values) for p, text in texts.items()}
    return BookGrid(Path("书.xlsx"), [SheetGrid("表", "", rows, formulas)])


@pytest.mark.parametrize("seed", range(20))
def test_each_changed_value_is_listed_and_no_other(seed: int) -> None:
    dice = random.Random(seed)
    kinds: list[CellValue] = [1.5, 0, True, "甲", "", dt.date(2005, 1, 31), CellError("#DIV/0!", ""), -7, 1e-12]
    places = [(row, col) for row in range(1, 9) for col in range(1, 9)]
    texts = dict.fromkeys(dice.sample(places, 30), "A1+B1")
    mine: Cells = {place: dice.choice(kinds) for place in texts}
    changed = dict.fromkeys(dice.sample(sorted(texts), dice.randint(0, 9)), 12345.5)
    found = compare(grid(mine, texts), grid({**mine, **changed}, {}))
    assert [(one.ours, one.theirs) for one in found.differences] == [(mine[p], 12345.5) for p in sorted(changed)]
    assert (found.compared, found.settled, found.unknown) == (30, {}, 0)


def test_what_stood_in_no_cell_is_settled_unless_it_differs_from_what_was_computed() -> None:
    texts = {(1, col): "A9" for col in range(1, 6)}
    theirs: Cells = {(1, 1): 1, (1, 2): 2, (1, 3): CellError("#NAME?", ""), (1, 4): CellError("#N/A", ""), (1, 5): 5}
    found = compare(grid({}, texts), grid(theirs, {}), filled={"表": {(1, 1): 1.0, (1, 2): 3.0, (1, 3): 4.0}})
    assert found.settled == {"表": {(1, 1): 1, (1, 5): 5}}
    assert [one.line for one in found.differences] == ["表!B1：本次为 3.0，LibreOffice 算得 2"]
    assert (found.compared, found.unknown) == (2, 1)


def test_a_sheet_that_it_has_not_or_has_elsewhere_is_no_matter() -> None:
    ours = BookGrid(Path("a.xlsx"), [SheetGrid(name, "", [[1]]) for name in ("甲", "乙")])
    assert compare(ours, BookGrid(Path("b.xlsx"), [SheetGrid("乙", "", [[1]])])).differences == ()


def test_without_libreoffice_it_is_said_once_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "书.xlsx", ["1+1"])
    monkeypatch.setattr("xl_addin.hosts.file.reference.office_program", lambda: "")
    result = typed("calc", "书.xlsx", "--reference", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "没有找到 LibreOffice，不能复算；请先安装，或去掉 --reference\n"
    assert [path.name for path in tmp_path.iterdir()] == ["书.xlsx"]


def save(path: Path, texts: list[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表"
    for row, cells in enumerate([[None, 2], ["=A1", 4], [None, 5], ['=规范日期("1985.07")']], 1):
        for col, value in enumerate(cells, 1):
            sheet.cell(row, col, value)
    for row, text in enumerate(texts, 1):
        sheet.cell(row, 4, f"={text}")
    book.save(path)


@pytest.mark.libreoffice
def test_values_are_filled_in_then_a_wrong_one_is_told(tmp_path: Path, office: str) -> None:
    save(tmp_path / "书.xlsx", ["B1*B2", "SUM(B1:B3)", 'TEXT(A4,"yyyy-mm")', "_xlfn.XLOOKUP(4,B1:B3,B1:B3)", "B1-0.5"])
    first = typed("calc", "书.xlsx", "-o", "一.xlsx", "--reference", cwd=tmp_path)
    assert first.returncode == 0, first.stdout
    assert "5 个其余公式，0 个不同；4 个文件里没有值，已填入它的结果；1 个用到它没有的函数，没有复算" in first.stdout
    assert [open_book(tmp_path / "一.xlsx").sheets[0].value(row, 4) for row in (1, 2, 5)] == [8, 11, 1.5]
    write_patched(tmp_path / "一.xlsx", tmp_path / "二.xlsx", BookPatch({"表": {(2, 4): 10}}))
    second = typed("calc", "二.xlsx", "-o", "三.xlsx", "--reference", cwd=tmp_path)
    assert second.returncode == 1
    assert "表!D2：本次为 10，LibreOffice 算得 11\n" in second.stdout
    assert "1 个不同" in second.stdout


@pytest.mark.libreoffice
def test_the_ways_of_calc_are_its_ways_and_not_ours(tmp_path: Path, office: str) -> None:
    path = tmp_path / "书.xlsx"
    save(path, [way.formula for way in CALC_WAYS])
    (tmp_path / "made").mkdir()
    converted = convert(path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "made", office, afresh=True)
    assert converted is not None
    theirs = open_book(converted).sheets[0]
    assert [theirs.value(row, 4) for row in range(1, len(CALC_WAYS) + 1)] == [way.calc for way in CALC_WAYS]


def test_the_ways_of_excel_are_ours(tmp_path: Path) -> None:
    save(tmp_path / "书.xlsx", ["1"])
    book = open_book(tmp_path / "书.xlsx")
    book.sheets[0].rows[1][0] = 0
    for way in CALC_WAYS:
        found = machine(book).result(parse(way.formula), Spot(0, 9, 9))
        assert not isinstance(found, list)
        assert written(found, native=True) == way.excel
        assert not same_value(way.excel, way.calc)
        assert reason_of(way.formula) == way.reason

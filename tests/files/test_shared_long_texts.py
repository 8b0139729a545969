"""One text as long as a cell can hold, in thousands of cells: what a short one costs, and it passes for no other."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from xl_addin.checks.run import check_book
from xl_addin.formulas import cells
from xl_addin.formulas.budget import TOO_MUCH_HANDLED, TOO_MUCH_SHOWN
from xl_addin.formulas.recalculation import recalculate
from xl_addin.sheets.numbers import sheet_number
from xl_addin.tables.cleaning import MonthDay, clean_date
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid
from xl_addin.values.errors import InputError
from xl_addin.values.id_columns import judge_ids
from xl_addin.values.persons import IdFault, clean_name

HEADS: list[CellValue] = ["姓名", "身份证号", "参加工作时间", "解除日期", "月平均工资", "经济补偿金", "备注"]
ROWS = 150
LONG = ("甲", "1", "1985年", "1,", "某 ", "11010519491231002X ", " ", "合计")


def _book(text: str, place: int) -> BookGrid:
    rows = [list(HEADS)]
    for row in range(ROWS):
        line: list[CellValue] = [f"甲{row}", f"110105{row:012}", "1985-07-01", "2009-12-31", 1600, 40000, "无"]
        line[place] = text
        rows.append(line)
    return BookGrid(Path("虚构.xlsx"), [SheetGrid("名单", "", rows)])


@pytest.mark.parametrize("place", range(len(HEADS)))
def test_checks_make_no_copy_of_a_long_text_for_each_row(place: int) -> None:
    check_book(_book("甲", place))  # modules are loaded
    for unit in LONG:
        text = (unit * 32_767)[:32_767]
        tracemalloc.start()
        findings = check_book(_book(text, place))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 3_500_000, unit  # a copy a row takes five at least
        assert all(len(one.observed) < 1_100 for one in findings)


@pytest.mark.parametrize("size", [400, 9_000])
def test_a_long_text_is_not_taken_for_the_short_one_that_it_begins_with(size: int) -> None:
    gap = " " * size
    assert judge_ids([f"11010519491231002X{gap}9"]).faults[0] != IdFault.OK
    assert judge_ids([f"11010519491231002X{gap}"]).faults[0] == IdFault.OK
    assert clean_name(f"王三{gap}丁") != "王三"
    assert sheet_number(f"1600{gap}") == sheet_number(1600)
    with pytest.raises(InputError):
        sheet_number(f"1600{gap}9")
    with pytest.raises(InputError):
        clean_date(f"1985-07-01{gap}改", "日期", MonthDay.LAST)


def _filled(native: str, rows: int) -> BookGrid:
    sheet = SheetGrid("表", "a", [["甲" * 3_000 + str(row)] for row in range(rows)])
    for row in range(1, rows + 1):
        text = f"SOE_VOTE(3,3,{native.format(r=row)})"
        sheet.formulas[row, 3] = FormulaCell(row, 3, text, "normal", None, 1, False)
    return BookGrid(Path("虚构.xlsx"), [sheet])


def _reasons(native: str, rows: int, *, lifted: bool) -> set[str]:
    return {why for _, _, why in recalculate(_filled(native, rows), lifted=lifted).unresolved}


@pytest.mark.parametrize("lifted", [True, False])
@pytest.mark.parametrize(
    "native",
    ['LEN(REPT("甲",3000+ROW()))', "LEN(A{r})", 'LEN(SUBSTITUTE(A{r},"甲","乙"))', 'IF(A{r}&"乙"=LEFT(A{r},9),1,3)'],
)
def test_what_formulas_do_with_long_texts_has_an_end(
    native: str, lifted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _reasons(native, 60, lifted=lifted) == set()
    monkeypatch.setattr(cells, "MOST_HANDLED", 40_000)
    assert _reasons(native, 3, lifted=lifted) == set()
    assert _reasons(native, 60, lifted=lifted) == {TOO_MUCH_HANDLED}


@pytest.mark.parametrize("lifted", [True, False])
def test_columns_that_the_engine_looks_through_have_an_end(lifted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_SHOWN", 40_000)
    assert _reasons("COUNTBLANK(A:A)-COUNTBLANK(A:A)+3", 9, lifted=lifted) == set()
    assert _reasons("COUNTBLANK(A:A)-COUNTBLANK(A:A)+3", 60, lifted=lifted) == {TOO_MUCH_SHOWN}

"""Defined names mean the same to everybody who asks: case does not matter, the formula's own sheet comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_addin.formulas.our_calls import OurCalls
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Area, Places, Spot
from xl_addin.formulas.precedents import precedents
from xl_addin.formulas.recalculation import recalculate
from xl_addin.tables.grid import MAX_COL, MAX_ROW, REMOVE, BookGrid, FormulaCell, SheetGrid

SHEETS = ("甲", "乙", "it's 表")
RATE = 'SOE_RATE("滞纳金日率","2011-07-01")'


def book(names: dict[str, str], **formulas: str) -> BookGrid:
    """Empty sheets; ``formulas`` stand in cells of 乙."""
    sheets = [SheetGrid(name, "", []) for name in SHEETS]
    for cell, text in formulas.items():
        row, col = int(cell[1:]), ord(cell[0]) - 64
        sheets[1].formulas[row, col] = FormulaCell(row, col, text, "normal", None, 7, True)
    return BookGrid(Path("没有这个文件.xlsx"), sheets, defined_names=names)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("名单", 2),
        ("ROSTER", 3),
        ("roster", 3),
        ("乙!名单", 2),
        ("甲!名单", 1),
        ("甲!roster", 3),
        ("[0]!名单", 1),
        ("a.xlsx!名单", 1),
        ("'it''s 表'!名单", 4),
        ("两层", 2),
        ("SUM(名单,1)", 2),
        ("SUM({1,2}*名单)", 2),
    ],
)
def test_a_name_is_looked_up_in_any_case_on_the_sheet_it_names_then_in_the_book(text: str, column: int) -> None:
    names = {
        "名单": "甲!$A:$A", "乙!名单": "甲!$B:$B", "Roster": "甲!$C:$C", "it's 表!名单": "甲!$D:$D", "两层": "名单",
    }  # fmt: skip
    assert [area[2] for area in precedents(Places(book(names)), parse(text), Spot(1, 5, 5))] == [column]


@pytest.mark.parametrize("text", ["[1]!名单", "'C:\\表\\[b.xlsx]甲'!名单", "丙!没有", "名单2"])
def test_a_name_of_another_workbook_or_of_nobody_is_not_taken_for_one_of_this(text: str) -> None:
    places = Places(book({"名单": "甲!$A:$A"}))
    assert places.defined(text, 1) is None
    assert places.stated(parse(text), Spot(1, 5, 5)) == []


def test_names_that_use_each_other_in_a_circle_end() -> None:
    places = Places(book({"一": "二+甲!$A$1", "二": "一+甲!$B$1", "自": 'INDIRECT("自")'}))
    assert set(precedents(places, parse("一"), Spot(1, 5, 5))) == {Area(0, 1, 1, 1, 1), Area(0, 1, 2, 1, 2)}
    everything = {Area(sheet, 1, 1, MAX_ROW, MAX_COL) for sheet in range(3)}
    assert set(precedents(places, parse("自"), Spot(1, 5, 5))) == everything


def test_a_name_of_another_workbook_is_never_computed_with_ours_of_the_same_spelling() -> None:
    found = recalculate(book({"单价": "5"}, A1=RATE, B1="A1*0+单价", C1="A1*0+[1]!单价"))
    assert found.values["乙"][1, 2] == 5
    assert found.values["乙"][1, 3] is REMOVE


# ---- calls of ours


def test_calls_are_seen_through_names_of_the_sheet_of_the_book_and_of_other_names() -> None:
    calls = OurCalls(book({"乙!底价": RATE, "加价": "底价*2", "甲!底价": "5", "ANCHOR": "SOE_WORKDAYS(1,2)"}))
    assert calls.called("底价+1", "乙") == ("SOE_RATE",)
    assert calls.called("底价+1", "甲") == ()
    assert calls.called("加价+anchor", "乙") == ("SOE_WORKDAYS", "SOE_RATE")
    assert calls.called("底价+1", "没有这张表") == ()


def test_without_a_sheet_a_text_is_ours_if_it_is_on_any_sheet() -> None:
    calls = OurCalls(book({"乙!底价": RATE}))
    assert calls.is_ours("底价>1")
    assert not calls.is_ours("别的>1")


@pytest.mark.parametrize("name", ["工作日数", "乙!工作日数"])
def test_a_function_that_the_book_defines_itself_is_not_ours(name: str) -> None:
    own = book({name: "_xlfn.LAMBDA(_xlpm.a,_xlpm.a*2)"}, A1="工作日数(3)", A2="SOE_WORKDAYS(3,4)")
    calls = OurCalls(own)
    assert calls.called("工作日数(3)", "乙") == ()
    assert calls.called("工作日数(3)", "甲") == (() if "!" not in name else ("SOE_WORKDAYS",))
    assert recalculate(own).calls == 1

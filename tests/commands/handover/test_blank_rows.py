"""Which blank rows of a form a copy hides: those between what is filled in and the line of sums, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.pressing import pressed
from xl_addin.commands.handover.blank_rows import blank_rows
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid

HEAD: list[CellValue] = ["序号", "姓名", "身份证号", "参加工作时间", "解除时间", "补偿金额(元)"]
PERSON: list[CellValue] = [1, "虚构甲", "11010519491231002X", "1985-07-01", "2011-09-28", 43200]


def book(rows: list[list[CellValue]]) -> BookGrid:
    return BookGrid(Path("a.xlsx"), [SheetGrid("测算", "", rows)])


def form(filled: int, blank: int, last: str = "合计") -> list[list[CellValue]]:
    return [list(HEAD), *[list(PERSON) for _ in range(filled)], *[[""] * 6 for _ in range(blank)], [last]]


def test_three_blank_rows_stay_below_the_last_person_and_the_rest_up_to_the_sums_is_hidden() -> None:
    assert blank_rows(pressed(book(form(2, 10)))) == {"测算": frozenset(range(7, 14))}
    assert blank_rows(pressed(book(form(0, 5)))) == {"测算": frozenset({5, 6})}
    assert blank_rows(pressed(book(form(2, 3)))) == {}


def test_without_a_line_of_sums_nothing_is_hidden() -> None:
    assert blank_rows(pressed(book(form(2, 10, "制表：虚构乙")))) == {}


@pytest.mark.parametrize(("col", "value"), [(0, 3), (5, 0), (1, "无"), (8, "待核"), (3, "——")])
def test_a_row_in_which_anything_shows_keeps_all_rows_above_the_sums(col: int, value: CellValue) -> None:
    rows = form(2, 10)
    rows[8] = [*rows[8], None, None, None]
    rows[8][col] = value
    hidden = blank_rows(pressed(book(rows))).get("测算", frozenset())
    assert 9 not in hidden
    assert not hidden & set(range(4, 7))
    assert bool(hidden & {7, 8}) is (value == 0)  # a sum without a label: above it all is blank


def test_a_formula_whose_value_nobody_knows_may_show_something() -> None:
    made = book(form(2, 10))
    for value, hides in (("", True), (None, False)):
        made.sheets[0].rows[8][5] = value
        made.sheets[0].formulas[9, 6] = FormulaCell(9, 6, "SUM(A9)", "normal", None, value, True)
        assert bool(blank_rows(pressed(made))) is hides


def test_a_list_in_parts_hides_below_its_last_part_only() -> None:
    rows = [*form(2, 5, "小计"), list(PERSON), *[[None] * 6 for _ in range(6)], ["合计"]]
    hidden = blank_rows(pressed(book(rows)))["测算"]
    assert hidden == frozenset(range(14, 17))

"""全程示例.xlsx: walked step by step; what is missing is what has not been done, and at the end nothing is."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from tests.commands.generated_books import grid
from tests.oracle.severance_oracle import Piece
from tests.oracle.severance_oracle import severance as oracle_severance
from workbooks.build import WHOLE_SAMPLE
from workbooks.sample_insurance import GROUND, PACKAGE
from workbooks.sample_people import REGION
from workbooks.sample_whole import DATA, FIRM, FIRST_ROW, PERSONS, number
from xl_addin.checks.run import check_book
from xl_addin.commands.city.rows import city_rows
from xl_addin.commands.spec import CommandBook
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import recalculate, with_values
from xl_addin.functions import call
from xl_addin.policy.procedure import procedure
from xl_addin.sheets.policy_sheet import book_policy
from xl_addin.tables.grid import BookGrid

CLOSED = dt.date(2012, 1, 4)
HEADS = ["企业名称", "步骤编号", "步骤", "责任单位", "开始日期", "完成日期", "文号", "应到", "实到", "同意", "备注"]
TRACED = {step.id for step in procedure().steps.values() if not step.always_required}
"""Steps that are asked for only where something else on the sheets says that they apply."""


@pytest.fixture(scope="module")
def book() -> BookGrid:
    stored = open_book(WHOLE_SAMPLE)
    recalculation = recalculate(stored)
    assert (recalculation.errors, recalculation.unresolved) == ([], [])
    return with_values(stored, recalculation)


def in_time() -> list[list[Any]]:
    """The rows of the steps in the order in which they were finished."""
    rows = [[FIRM, *(None if cell == "" else cell for cell in row)] for row in DATA["steps"]]
    return sorted(rows, key=lambda row: row[5] or CLOSED)


def missing_after(rows: list[list[Any]]) -> set[str]:
    """Steps that 程序核查 on a sheet, and in a cell, calls missing; both say the same."""
    sheet = grid(改制程序核查表=[HEADS, *rows])
    findings = check_book(sheet, CLOSED, book_policy(sheet).policy)
    found = {finding.code.removeprefix("STEP_MISSING_") for finding in findings if "STEP_MISSING_" in finding.code}
    cells = call("SOE_PROCEDURE_CHECK", [HEADS, *rows])
    told = {
        step for step in procedure().steps if any(f"缺少步骤“{step} " in str(cell) for line in cells for cell in line)
    }
    assert told == found
    return found


def test_every_step_of_the_procedure_is_gone_through_once() -> None:
    assert sorted(row[0] for row in DATA["steps"]) == sorted(procedure().steps)


@pytest.mark.parametrize("done", range(1, len(DATA["steps"]) + 1))
def test_at_each_step_the_check_names_exactly_what_is_still_missing(done: int) -> None:
    rows = in_time()
    begun = {row[1] for row in rows[:done]}
    missing = missing_after(rows[:done])
    assert missing == set(procedure().steps) - begun - TRACED
    assert bool(missing) == (done < len(rows) - 1)  # the last row is D28, which does not apply here


def test_at_the_end_no_check_finds_anything(book: BookGrid) -> None:
    assert [(f.code, f.sheet, f.cell) for f in check_book(book, CLOSED, book_policy(book).policy)] == []


def test_at_the_end_everything_is_done_counted_and_paid(book: BookGrid) -> None:
    press = CommandBook.of(book, CLOSED)
    (row,) = city_rows(press, check_book(book, CLOSED, book_policy(book).policy))
    assert (row.name, row.done == row.required, row.next_step) == (FIRM, True, "已办完")
    assert (row.persons, row.counted, row.paid_off) == (len(PERSONS),) * 3
    due = round(100 * (sum(DATA["paid"]) + 16346.4 + 4670.4))
    assert (row.due, row.owed, row.period) == (due, 0, "")


def test_what_was_paid_is_what_the_oracle_and_the_package_say(book: BookGrid) -> None:
    wages = [Fraction(str(DATA[key])) for key in ("enterprise_wage", "local_wage")]
    for one, paid in zip(PERSONS, DATA["paid"], strict=True):
        assert one.start is not None
        piece = Piece(one.start, DATA["end"])
        own = Fraction(str(one.wage))
        assert oracle_severance([piece], own, *wages, GROUND, "SEG2008", {}).amount == Fraction(str(paid))
    sheet = book.sheet(PACKAGE)
    rows = [[Fraction(str(sheet.value(FIRST_ROW + i, col))) for col in (22, 23)] for i in range(len(PERSONS))]
    entries = {entry[1]: Fraction(str(entry[2])) for entry in DATA["entries"]}
    assert sum(row[0] for row in rows) == entries["社保暂挂"] == -entries["归还暂挂"]
    assert sum(row[1] for row in rows) == -entries["医疗"]


def test_nobody_can_be_taken_for_a_real_person() -> None:
    numbers = [number(place) for place in range(len(PERSONS))]
    assert len(set(numbers)) == len(PERSONS)
    assert all(one.startswith(REGION) for one in numbers)

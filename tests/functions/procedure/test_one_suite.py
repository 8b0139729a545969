"""The button 程序核查, ``=程序核查()`` and the check of a whole book find the same faults on a procedure sheet."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter
from itertools import islice

import pytest

from tests.faults.procedure_facts import progress_draft, step_draft
from tests.faults.procedure_generator import faults
from tests.faults.sheet_drafts import book_of
from xl_addin.checks.registry import PROCEDURE_KINDS, PROCEDURE_SUITE
from xl_addin.checks.run import inspect_book
from xl_addin.commands.checking.validate import plan_procedure_check
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.functions import call
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Severity

NOW = dt.datetime(2026, 6, 1, 9)
_ADDRESS = re.compile(r"，[A-Z]{1,3}[1-9]\d*(?=）)|（[A-Z]{1,3}[1-9]\d*）")


def by_button(book: BookGrid) -> tuple[Counter[tuple[str, str]], int]:
    """Level and message of each line of 校验结果, without addresses; and how many errors the summary counts."""
    command = CommandBook.of(book, NOW.date())
    plan = plan_procedure_check(command, CommandContext("", NOW))
    found = inspect_book(SheetBook(book, NOW.date()), PROCEDURE_SUITE).findings
    assert plan.faults == found.counts()[Severity.ERROR.value]
    assert {(mark.sheet, mark.cell) for mark in plan.marks} == {(f.sheet, f.cell) for f in found if f.cell}
    return Counter((f.severity.label, _ADDRESS.sub("", f.message)) for f in found), plan.faults


def by_function(book: BookGrid) -> Counter[tuple[str, str]]:
    rows = call("程序核查", book.sheets[0].rows)
    assert isinstance(rows, list)
    return Counter((str(row[1]), str(row[3])) for row in rows[1:])


def by_check(book: BookGrid) -> Counter[tuple[str, str]]:
    result = inspect_book(SheetBook(book, NOW.date()))
    sheets = {table.sheet for table in result.tables if table.kind in PROCEDURE_KINDS}
    own = [f for f in result.findings if f.sheet in sheets]
    return Counter((f.severity.label, _ADDRESS.sub("", f.message)) for f in own)


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("subject", ["steps", "progress"])
def test_button_function_and_check_agree_on_known_faults(subject: str, every: int) -> None:
    alone = [item for item in faults(subject, 3) if len(item.book.sheets) == 1]
    assert len(alone) > 40
    for item in islice(alone, 0, None, every):
        button, _ = by_button(item.book)
        assert button == by_check(item.book), item.name
        errors = [cell for row in item.book.sheets[0].rows for cell in row if isinstance(cell, CellError)]
        if errors:  # a cell that is given one shows it (G-03)
            assert call("程序核查", item.book.sheets[0].rows).code == errors[0].code
        else:
            assert button == by_function(item.book), item.name


@pytest.mark.parametrize("seed", range(5))
def test_they_agree_that_a_clean_sheet_is_clean(seed: int) -> None:
    rng = random.Random(seed)
    for sheet in (step_draft(rng), progress_draft(rng)):
        book = book_of(sheet)
        assert by_button(book)[0] == by_function(book) == by_check(book) == Counter()


def test_the_suite_holds_every_check_of_the_two_sheets_and_looks_at_no_other() -> None:
    assert all(check.kinds <= PROCEDURE_KINDS for check in PROCEDURE_SUITE)
    assert {"VOTE_QUORUM", "RECORD_DATE_UNREADABLE", "STEP_START_MISSING", "PAYMENT_STEP_LATE", "LISTING_SHORT"} <= {
        check.code for check in PROCEDURE_SUITE
    }

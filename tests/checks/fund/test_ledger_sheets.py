"""One account book written in many ways is one account book: functions, checks and the command say the same of it.

Sums are added up from the entries themselves, not by the product.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.commands.generated_books import context
from tests.commands.pressing import pressed
from tests.faults.ledger_sheets import FAULTS, REFUSED, Book, Sheet, make_book, make_style, write
from xl_addin.checks.run import check_book
from xl_addin.commands.fund.command import plan_fund_statements
from xl_addin.functions import call
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.findings import FindingTable

TODAY = dt.date(2020, 6, 1)
STYLES = 6


def findings(sheet: Sheet) -> FindingTable:
    return check_book(BookGrid(Path("a.xlsx"), [sheet.grid]), TODAY)


def places(table: FindingTable) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.cell) for finding in table}


def statement(book: Book, last: dt.date) -> list[list[object]]:
    """The statement by enterprise as the entries themselves give it."""
    lines: list[list[object]] = []
    for firm in dict.fromkeys(entry.firm for entry in book.entries):
        mine = [entry for entry in book.entries if entry.firm == firm and entry.day <= last]
        into = sum(entry.fen for entry in mine if entry.is_income)
        out = sum(entry.fen for entry in mine if not entry.is_income)
        lines.append([firm, into / 100, out / 100, (into - out) / 100, 0.0, 0.0])
    return lines


def agree(seed: int) -> None:
    rng = random.Random(seed)
    book = make_book(rng)
    half = book.entries[len(book.entries) // 2].day
    for _ in range(STYLES):
        style = make_style(rng)
        sheet = write(book, style)
        assert call("SOE_FUND_BALANCE", sheet.lines) == book.balance() / 100, (seed, style)
        counted = book.opening + sum(entry.net for entry in book.entries if entry.day <= half)
        assert call("SOE_FUND_BALANCE", sheet.lines, half) == counted / 100, (seed, style)
        found = call("SOE_FUND_STATEMENT", sheet.lines, half)
        assert isinstance(found, list), (seed, style)
        assert found[1:] == statement(book, half), (seed, style)
        assert places(findings(sheet)) == set(), (seed, style)
        plan = plan_fund_statements(pressed(BookGrid(Path("a.xlsx"), [sheet.grid])), context())
        assert f"{book.balance() / 100:,.2f} 元" in plan.summary, (seed, style, plan.summary)
        assert f"{len(book.entries) + bool(book.opening)} 笔" in plan.summary, (seed, style, plan.summary)


def swap(seed: int) -> int:
    """One amount on the other side: the balance, or the account where there is none, shows it in that row."""
    rng = random.Random(seed)
    book = make_book(rng)
    sheet = write(book, make_style(rng))
    entry = rng.randrange(len(sheet.rows))
    if len(book.entries) < 6 or sheet.style.single or book.entries[entry].fen < 0:
        return 0
    into, out = sheet.get("income", entry), sheet.get("expense", entry)
    sheet.put("income", entry, out)
    sheet.put("expense", entry, into)
    found = places(findings(sheet))
    assert ("LEDGER_ACCOUNT_SIDE", sheet.cell("subject", entry)) in found, (seed, found, sheet.style)
    if "balance" in sheet.columns:
        assert ("LEDGER_BALANCE", sheet.cell("balance", entry)) in found, (seed, found, sheet.style)
        assert [cell for code, cell in found if code == "LEDGER_BALANCE"] == [sheet.cell("balance", entry)]
    return 1


def disagree(seed: int) -> int:
    rng = random.Random(seed)
    book = make_book(rng)
    worked = 0
    for name, fault in FAULTS.items():
        sheet = write(book, make_style(rng))
        expected = fault(rng, book, sheet)
        assert places(findings(sheet)) == expected, (seed, name, sheet.style)
        if expected and name in REFUSED:
            assert isinstance(call("SOE_FUND_BALANCE", sheet.lines), CellError), (seed, name, sheet.style)
            with pytest.raises(InputError):
                plan_fund_statements(pressed(BookGrid(Path("a.xlsx"), [sheet.grid])), context())
        worked += bool(expected)
    return worked


@pytest.mark.parametrize("seed", range(12))
def test_one_book_in_six_styles_gives_one_balance_one_statement_and_no_finding(seed: int) -> None:
    agree(seed)


@pytest.mark.parametrize("seed", range(20))
def test_a_false_balance_a_missing_date_a_false_closing_are_found_at_their_cells(seed: int) -> None:
    disagree(seed)


@pytest.mark.parametrize("seed", range(40))
def test_an_amount_on_the_other_side_is_found_in_its_row(seed: int) -> None:
    swap(seed)


@pytest.mark.long
def test_many_ledgers_agree() -> None:
    for seed in range(1000, 1150):
        agree(seed)


@pytest.mark.long
def test_many_faults_are_found_at_their_cells() -> None:
    assert sum(disagree(seed) for seed in range(1000, 1150)) > 375
    assert sum(swap(seed) for seed in range(1000, 1150)) > 75

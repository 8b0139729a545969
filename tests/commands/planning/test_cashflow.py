"""收支计划 and 变动分析: every stored figure is what a spreadsheet program computes; loans follow their own rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.commands.generated_books import context, grid
from tests.commands.planning.invented_city import city_sheets, invented_city
from tests.commands.planning.test_funding_book import city, recalculated
from tests.commands.pressing import pressed
from xl_addin.commands.planning.cashflow import BELOW, MOVES, NEVER, TITLE
from xl_addin.commands.planning.command import plan_funding_book
from xl_addin.commands.planning.moves import TITLE as MOVED
from xl_addin.commands.planning.plan_sheet import plan_sheet
from xl_addin.commands.planning.scenario import LADDER, system_gaps
from xl_addin.commands.planning.schedule import FLOWS, Loans, balances, first_dates, flows, month_of, periods
from xl_addin.files.building.model import NewBook, NewSheet
from xl_addin.tables.grid import BookGrid, parse_address


def sheet_of(book: NewBook, title: str) -> NewSheet:
    return next(sheet for sheet in book.sheets if sheet.title == title)


def row_of(sheet: NewSheet, text: str, after: int = 0) -> int:
    return next(n for n, row in enumerate(sheet.rows, 1) if n > after and row and row[0].value == text)


def test_balances_follow_from_the_flows_and_the_cash_at_hand() -> None:
    inputs, scenario = city(9)
    dates, starts = [first_dates(firm, inputs.day) for firm in scenario.firms], periods(inputs.day)
    found = flows(scenario, dates, starts)
    opening = int(scenario.columns.cash.sum())
    plan = scenario.funding
    assert sum(flow["sale"] for flow in found) == int(plan.sale_due.sum())
    assert sum(flow["repay_advance"] for flow in found) == int(plan.advance.sum()) > 0
    assert sum(flow["repay_deferral"] for flow in found) == int(plan.deferral.sum()) > 0
    assert balances(opening, found)[-1] == int(plan.left.sum()) - int((plan.advance + plan.deferral).sum())


def test_days_on_the_sheets_are_those_of_the_plan_unless_they_have_passed() -> None:
    inputs, scenario = city(9)
    firm = scenario.firms[0]
    later = dt.date(inputs.day.year + 1, 5, 17)
    dates = first_dates(replace(firm, sale_day=later, pay_day=None), inputs.day)
    assert (dates.sale, dates.pay) == (dt.date(later.year, 5, 1), dt.date(later.year, 5, 1))
    passed = first_dates(replace(firm, sale_day=dt.date(2001, 1, 1), pay_day=dt.date(2001, 1, 1)), inputs.day)
    assert passed.sale == passed.pay == month_of(inputs.day, 1)


def test_plan_and_actual_are_cumulated_month_by_month() -> None:
    sheet = sheet_of(plan_funding_book(invented_city(9), context()).book, TITLE)
    rows = city_sheets(9)
    deals = sum(row[6] for row in rows["改制工作进度表"][1:] if row[6])
    incomes = sum(row[4] for row in rows["资金收支台账"][1:] if row[4])
    start = next(n for n, row in enumerate(sheet.rows, 1) if row and str(row[0].value).startswith("五、"))
    november = [cell.value for cell in sheet.rows[start + 1]]
    assert november[:4] == [dt.date(2011, 11, 30), deals, incomes, round(incomes - deals, 2)]


def test_without_a_ledger_there_is_no_actual_and_it_says_so() -> None:
    sheet = sheet_of(plan_funding_book(invented_city(6, ledger=False), context()).book, TITLE)
    assert any(row and row[0].value == "本簿没有资金收支台账" for row in sheet.rows)


def test_what_the_city_lacks_is_told_for_every_case_and_the_largest_comes_first() -> None:
    sheet = sheet_of(plan_funding_book(invented_city(9), context()).book, MOVED)
    _, scenario = city(9)
    first = row_of(sheet, "条件") + 1
    effects = [float(sheet.rows[first - 1 + n][6].value) for n in range(5)]  # type: ignore[arg-type]
    assert effects == sorted(effects, reverse=True)
    assert effects[0] > 0
    total = row_of(sheet, "还缺合计")
    assert round(float(sheet.rows[total - 1][1].value) * 100) == sum(system_gaps(scenario, scenario.terms))  # type: ignore[arg-type]
    percents = [row[0].value for row in sheet.rows[4 : 4 + len(LADDER)]]
    assert percents == [percent / 100 for percent in LADDER]


def stale(book: NewBook) -> NewBook:
    """Without any stored result of a formula."""
    return replace(
        book,
        sheets=[
            replace(
                sheet, rows=[[replace(cell, value=0) if cell.formula else cell for cell in row] for row in sheet.rows]
            )
            for sheet in book.sheets
        ],
    )


def values_of(book: BookGrid, sheet: str, row: int, letters: str) -> list[Any]:
    return [book.sheet(sheet).value(row, ord(letter) - 64) for letter in letters]


@pytest.mark.libreoffice
def test_every_stored_figure_is_what_libreoffice_computes(tmp_path: Path, office: str) -> None:
    plan = plan_funding_book(invented_city(9), context())
    theirs = recalculated(stale(plan.book), tmp_path, office)
    compared = 0
    for sheet in plan.book.sheets:
        for row, cells in enumerate(sheet.rows, 1):
            for col, cell in enumerate(cells, 1):
                if cell.formula:
                    found, own = theirs.sheet(sheet.title).value(row, col), cell.value
                    same = (
                        found == own
                        if isinstance(own, (str, dt.date))
                        else abs(float(found or 0) - float(own or 0)) < 1e-6
                    )  # type: ignore[arg-type]
                    assert same, f"{sheet.title} {row},{col}: {own!r} stored, {found!r} computed"
                    compared += 1
    assert compared > 1000


@pytest.mark.libreoffice
def test_loans_and_months_that_a_clerk_changes_are_those_of_their_rules(tmp_path: Path, office: str) -> None:
    """Interest of an advance by days and of a deferral by years; one enterprise sells late: the first month below 0."""
    inputs, scenario = city(9)
    plan = plan_funding_book(pressed(grid(**city_sheets(9))), context())
    _, at = plan_sheet(inputs, scenario)
    main, flow = plan.book.sheets[0], sheet_of(plan.book, TITLE)
    sheets = {sheet.title: [list(row) for row in sheet.rows] for sheet in plan.book.sheets}
    for name, value in (("advance_rate", 0.06), ("deferral_rate", 0.025), ("deferral_years", 3)):
        row, col = parse_address(at.condition(name).replace("$", ""))
        sheets[main.title][row - 1][col - 1] = replace(main.rows[row - 1][col - 1], value=value)
    first = row_of(flow, scenario.firms[0].name)
    dates = [first_dates(firm, inputs.day) for firm in scenario.firms]
    for i, own in enumerate(dates):
        late = replace(own, sale=month_of(own.sale, 2 + i), repay=month_of(own.pay, 12))
        dates[i] = late
        sheets[TITLE][first - 1 + i][1] = replace(flow.rows[first - 1 + i][1], value=late.sale)
    book = replace(plan.book, sheets=[replace(one, rows=sheets[one.title]) for one in plan.book.sheets])
    theirs = recalculated(stale(book), tmp_path, office)
    starts = periods(inputs.day)
    found = flows(scenario, dates, starts, Loans(Fraction(6, 100), Fraction(25, 1000), 3))
    closing = balances(int(scenario.columns.cash.sum()), found)
    top = row_of(flow, "期间起") + 1
    for n, (one, end) in enumerate(zip(found, closing, strict=True)):
        *amounts, balance, told = values_of(theirs, TITLE, top + n, "BCDEFGHIJK")
        assert [round(amount * 100) for amount in amounts] == [one[name] for name in FLOWS], starts[n]
        assert round(balance * 100) == end
        assert (told == BELOW) is (end < 0)
    assert sum(one["repay_deferral"] for one in found) > int(scenario.funding.deferral.sum())
    below = next((start for start, fen in zip(starts, closing, strict=False) if fen < 0), None)
    assert below is not None
    answer = row_of(flow, MOVES[0])
    assert values_of(theirs, TITLE, answer, "C") == [below]
    assert round(values_of(theirs, TITLE, answer, "D")[0] * 100) == min(closing)
    assert values_of(theirs, TITLE, answer + 2, "C")[0] != NEVER

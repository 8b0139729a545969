"""Lawful periods of a sale and of the end of contracts that nothing on the sheets ends: until which day they run.

The same days and limits as the checks of finished periods (:mod:`xl_addin.checks.procedure.intervals`,
:mod:`xl_addin.checks.procedure.endings`), asked for before the second day is there. What no column or row could say is
not called open; periods that an office sets are left out, and petitions (:mod:`xl_addin.checks.registers`).
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Final

from xl_addin.checks.procedure.endings import counted_ending
from xl_addin.policy.procedure_limits import Limit, limit
from xl_addin.rules.procedure.calendar import deadline_months, deadline_workdays
from xl_addin.rules.severance.service import split_day
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, enterprise_key
from xl_addin.sheets.endings import hands_over_papers
from xl_addin.sheets.sales import Sale, sales
from xl_addin.sheets.steps import enterprise_rows, step_rows
from xl_addin.sheets.untouched import is_untouched
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import day_number
from xl_addin.values.errors import InputError

APPRAISAL: Final = "评估有效期"
FIRST_PAYMENT: Final = "首付款"
REST_PAYMENT: Final = "余款付清"
PAPERS: Final = "移交档案"
_DEAL, _FIRST, _REST, _CLOSED = "deal", "first", "rest", "closed"


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """One period of an enterprise; ``last`` is the number of its last day, None where holidays are not known."""

    enterprise: str
    name: str
    since: Day
    last: int | None
    limit: Limit


def open_periods(book: SheetBook) -> list[OpenPeriod]:
    """Every period that has begun by the day of the check, in the order of the sheets."""
    tables = [table for table in book.of_kind("procedure", "progress") if not book.derive(is_untouched, table)]
    marks: dict[tuple[str, int], set[str]] = {}
    places: dict[str, list[int]] = {}
    for place, table in enumerate(tables):
        for sale in book.derive(sales, table):
            key = enterprise_key(sale.enterprise)
            marks.setdefault((key, place), set()).update(_marks(sale))
            places.setdefault(key, []).append(place)
    found: list[OpenPeriod] = []
    for place, table in enumerate(tables):
        for sale in book.derive(sales, table):
            key = enterprise_key(sale.enterprise)
            others = (marks[key, other] for other in set(places[key]) if other != place)
            found += _of_sale(table, sale, _marks(sale).union(*others))
    found += _papers([table for table in tables if table.kind == "procedure"], book)
    today = day_number(book.today)
    return [one for one in found if one.since.span.first <= today]


def _marks(sale: Sale) -> set[str]:
    """What a sheet says is done."""
    said = {
        _DEAL: sale.deal,
        _FIRST: sale.first_paid or sale.rest_paid or sale.paid_up,
        _REST: sale.paid_up,
        _CLOSED: sale.closed,
    }
    return {mark for mark, day in said.items() if day}


def _of_sale(table: SheetTable, sale: Sale, done: Set[str]) -> Iterator[OpenPeriod]:
    """The result of an appraisal is used before its anniversary (P-11); payments run from the deal."""
    base = sale.appraisal_base or sale.appraised
    if base and done.isdisjoint({_DEAL, _CLOSED}):
        what = limit("appraisal_months")
        yield OpenPeriod(sale.enterprise, APPRAISAL, base, deadline_months(base.span.last, what.count) - 1, what)
    if sale.deal is None:
        return
    tells_first = table.kind == "procedure" or table.has("first_paid") or table.has("rest_paid")
    if tells_first and _FIRST not in done:
        what = limit("first_payment_workdays")
        yield OpenPeriod(sale.enterprise, FIRST_PAYMENT, sale.deal, _workdays_later(sale.deal, what), what)
    tells_rest = table.kind == "procedure" or table.has("rest_paid")
    if tells_rest and _FIRST in done and _REST not in done:
        what = limit("rest_payment_months")
        last = deadline_months(sale.deal.span.last, what.count)
        yield OpenPeriod(sale.enterprise, REST_PAYMENT, sale.deal, last, what)


def _workdays_later(start: Day, what: Limit) -> int | None:
    try:
        return deadline_workdays(start.span.last, what.count)
    except InputError:
        return None


def _papers(tables: list[SheetTable], book: SheetBook) -> Iterator[OpenPeriod]:
    """Enterprises whose contracts have ended and whose rows of steps do not date the papers."""
    named: dict[str, str] = {}
    handed: set[str] = set()
    for table in tables:
        for name, rows in enterprise_rows(book.derive(step_rows, table)).items():
            named.setdefault(enterprise_key(name), name)
            if any(row.step == "D24" and row.done and hands_over_papers(table, row) for row in rows):
                handed.add(enterprise_key(name))
    what = limit("files_days")
    for key, name in named.items():
        ended = counted_ending(key, book)
        if key not in handed and ended and ended.span.last >= split_day():
            yield OpenPeriod(name, PAPERS, ended, ended.span.last + what.count, what)

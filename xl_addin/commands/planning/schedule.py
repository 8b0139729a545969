"""When the money of 资金方案 comes and goes: months by enterprise, periods of the table, and what falls into each.

Amounts are those of the plan in fen. An advance comes with the payment of the workers and is repaid after the months
that the conditions say, with simple interest by days (:func:`xl_addin.rules.fund.deferral.settle_advance`); a deferral
is repaid once a year in equal parts (:func:`xl_addin.rules.fund.deferral.deferral_schedule`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from xl_addin.commands.planning.inputs import FirmInput
from xl_addin.commands.planning.scenario import Scenario
from xl_addin.rules.fund.deferral import deferral_schedule, settle_advance
from xl_addin.values.dates import day_number

MONTHS: Final = 24
YEARS: Final = 8
ADVANCE_MONTHS, DEFERRAL_YEARS = 12, 5
"""Conditions that 资金方案 begins with."""
FLOWS: Final = ("sale", "land", "advance", "fiscal", "pay", "debt", "repay_advance", "repay_deferral")
INCOMING: Final = FLOWS[:4]


@dataclass(frozen=True, slots=True)
class Loans:
    """What borrowing costs by the conditions: rates a year, and the years of a deferral."""

    advance_rate: Fraction = Fraction(0)
    deferral_rate: Fraction = Fraction(0)
    years: int = DEFERRAL_YEARS


@dataclass(frozen=True, slots=True)
class Dates:
    """First days of the months in which an enterprise's money moves."""

    sale: dt.date
    land: dt.date
    pay: dt.date
    repay: dt.date


def month_of(day: dt.date, later: int = 0) -> dt.date:
    """First day of a month, so many months later.

    >>> month_of(dt.date(2011, 11, 30), 3)
    datetime.date(2012, 2, 1)
    """
    months = day.year * 12 + day.month - 1 + later
    return dt.date(months // 12, months % 12 + 1, 1)


def first_dates(firm: FirmInput, day: dt.date) -> Dates:
    """What the sheets say, else the next month; workers are paid when the last money is there, if nothing is said."""
    soon = month_of(day, 1)
    sale = max(month_of(firm.sale_day), soon) if firm.sale_day else soon
    land = soon
    pay = max(month_of(firm.pay_day), soon) if firm.pay_day else max(sale, land)
    return Dates(sale, land, pay, month_of(pay, ADVANCE_MONTHS))


def periods(day: dt.date) -> list[dt.date]:
    """First days of the months from that of the plan on, then of years, and the day after the last.

    >>> found = periods(dt.date(2011, 12, 31))
    >>> found[0].isoformat(), found[MONTHS].isoformat(), found[-1].isoformat(), len(found)
    ('2011-12-01', '2013-12-01', '2021-12-01', 33)
    """
    months = [month_of(day, n) for n in range(MONTHS + 1)]
    return [*months, *(month_of(day, MONTHS + 12 * n) for n in range(1, YEARS + 1))]


def flows(
    city: Scenario, dates: Sequence[Dates], starts: Sequence[dt.date], loans: Loans | None = None
) -> list[dict[str, int]]:
    """What falls into each period, in fen; without ``loans`` as the conditions begin."""
    loans = loans or Loans()
    found = [dict.fromkeys(FLOWS, 0) for _ in starts[:-1]]

    def add(name: str, day: dt.date, fen: int) -> None:
        for n, (start, end) in enumerate(pairwise(starts)):
            if start <= day < end:
                found[n][name] += fen

    plan = city.funding
    for i, own in enumerate(dates):
        advance, deferral = int(plan.advance[i]), int(plan.deferral[i])
        add("sale", own.sale, int(plan.sale_due[i]))
        add("land", own.land, int(plan.land_due[i]))
        add("advance", own.pay, advance)
        add("fiscal", own.pay, int(plan.fiscal[i]))
        add("pay", own.pay, int(plan.paid[i]) - deferral)
        add("debt", own.pay, int(plan.repaid[i]))
        settled = settle_advance(advance, day_number(own.pay), 0, day_number(own.repay), loans.advance_rate)
        add("repay_advance", own.repay, settled.principal + settled.interest)
        if deferral:
            instalment = -(-deferral // loans.years)
            for row in deferral_schedule(deferral, day_number(own.pay), instalment, loans.deferral_rate):
                add("repay_deferral", row.date, row.payment)
    return found


def balances(opening: int, found: Sequence[dict[str, int]]) -> list[int]:
    """Balance at the end of each period.

    >>> balances(100, [{**dict.fromkeys(FLOWS, 0), "sale": 50, "pay": 170}])
    [-20]
    """
    closing, balance = [], opening
    for flow in found:
        balance += sum(fen if name in INCOMING else -fen for name, fen in flow.items())
        closing.append(balance)
    return closing

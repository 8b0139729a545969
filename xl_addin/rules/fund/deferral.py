"""Debts of the fund: deferred contributions (暂挂) repaid year by year, land reserve advances (垫付) settled at sale.

The insurance office enters contributions and issues papers first and is repaid step by step after assets are sold.
Unpaid interest is added to the debt (F-20).
An advance is cash and a debt of the same amount, never income.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28) 七: 缴费暂挂、逐年支付;
the land reserve centre advances after review.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from xl_addin.values.dates import day_number, to_date
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import round_half_up, yuan_text

MOST_YEARS: Final = 200


@dataclass(frozen=True, slots=True)
class Payment:
    """An actual payment: day number and fen."""

    day: int
    amount: int


@dataclass(frozen=True, slots=True)
class Instalment:
    """One year of the schedule in fen; ``actual`` tells payments made from the plan."""

    date: dt.date
    opening: int
    interest: int
    payment: int
    closing: int
    actual: bool


def anniversary(start: dt.date, years: int) -> dt.date:
    """Give the same day some years later; 29 February becomes the 28th in common years (F-22).

    >>> anniversary(dt.date(2008, 2, 29), 1).isoformat(), anniversary(dt.date(2008, 2, 29), 4).isoformat()
    ('2009-02-28', '2012-02-29')
    """
    year = start.year + years
    leap_day = (start.month, start.day) == (2, 29)
    common = year % 4 != 0 or (year % 100 == 0 and year % 400 != 0)
    return dt.date(year, 2, 28) if leap_day and common else start.replace(year=year)


def deferral_schedule(
    principal_fen: int, start_day: int, instalment_fen: int, rate: Fraction, payments: Sequence[Payment] = ()
) -> list[Instalment]:
    """Give the years until the debt is gone; actual payments replace the plan of their year (F-20, F-21).

    Raises InputError ``#NUM!`` for impossible money and for payments before the start, above the debt or after its end.

    >>> [(row.date.year, row.payment, row.closing) for row in deferral_schedule(1000, 0, 400, Fraction(1, 10))]
    [(1971, 500, 600), (1972, 460, 200), (1973, 220, 0)]
    """
    _refuse_impossible(principal_fen, instalment_fen, rate)
    start = to_date(start_day)
    if any(payment.day <= start_day or payment.amount < 0 for payment in payments):
        raise InputError("还款日期要在暂挂开始日期之后，还款金额不能为负数", NUM)
    rows: list[Instalment] = []
    debt, last_day = principal_fen, start_day
    while debt > 0:
        if len(rows) == MOST_YEARS:
            raise InputError(f"超过 {MOST_YEARS} 年仍未还清，请核对每年还款额", NUM)
        date = anniversary(start, len(rows) + 1)
        today = day_number(date)
        made = [payment.amount for payment in payments if last_day < payment.day <= today]
        interest = round_half_up(rate * debt)
        paid = sum(made) if made else min(instalment_fen, debt) + interest
        if paid > debt + interest:
            owed = yuan_text(debt + interest)
            raise InputError(f"{date.isoformat()} 前一年内还款超过应还本息 {owed} 元，请核对还款记录", NUM)
        rows.append(Instalment(date, debt, interest, paid, debt + interest - paid, bool(made)))
        debt, last_day = rows[-1].closing, today
    if any(payment.day > last_day and payment.amount > 0 for payment in payments):
        raise InputError(f"暂挂款在 {to_date(last_day).isoformat()} 已还清，其后还有还款，请核对还款记录", NUM)
    return rows


def _refuse_impossible(principal_fen: int, instalment_fen: int, rate: Fraction) -> None:
    if principal_fen < 0:
        raise InputError("暂挂本金不能为负数", NUM)
    if instalment_fen <= 0:
        raise InputError("每年还款额必须大于 0", NUM)
    if rate < 0:
        raise InputError("年利率不能为负数", NUM)


DAYS_PER_YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class Settlement:
    """Fen owed and what is left of the proceeds; a negative surplus is a shortfall (F-31)."""

    principal: int
    interest: int
    surplus: int


def settle_advance(principal_fen: int, first_day: int, proceeds_fen: int, sale_day: int, rate: Fraction) -> Settlement:
    """Settle an advance on the day of the sale: simple interest by days over 365, rounded once (F-30).

    Raises InputError ``#NUM!`` for negative money and a sale before the advance.

    >>> settle_advance(100_000_000, 0, 150_000_000, 365, Fraction(5, 100))
    Settlement(principal=100000000, interest=5000000, surplus=45000000)
    """
    if principal_fen < 0 or proceeds_fen < 0:
        raise InputError("垫付金额和变现收入不能为负数", NUM)
    if sale_day < first_day:
        raise InputError("变现日期早于垫付日期，请核对两个日期", NUM)
    interest = round_half_up(principal_fen * rate * (sale_day - first_day) / DAYS_PER_YEAR)
    return Settlement(principal_fen, interest, proceeds_fen - principal_fen - interest)

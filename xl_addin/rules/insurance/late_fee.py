"""Late fee on contributions owed (滞纳金), day by day across the change of 2011-07-01; a memo, never part of a plan.

Sources: 社会保险费征缴暂行条例 13 (2‰ a day from 1999-01-22), 社会保险法 86 (0.5‰ a day from 2011-07-01), 行政强制法 45
(not above the principal; the office decides whether it applies).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from xl_addin.policy.schema import DatedValue
from xl_addin.policy.store import national
from xl_addin.values.dates import last_day_of_month, to_date
from xl_addin.values.errors import PolicyGap
from xl_addin.values.money import MICRO, MICRO_PER_FEN, round_half_up

DAILY_RATE: Final = "滞纳金日率"
_FEN: Final = MICRO * MICRO_PER_FEN


class LateFeeLine(NamedTuple):
    """Days at one daily rate (micro); the fee is exact, in yuan × 10^12."""

    first_day: int
    last_day: int
    days: int
    rate: int
    exact: int


def late_fee_lines(principal: int, first_day: int, last_day: int) -> list[LateFeeLine]:
    """Split the days, both ends counted, by daily rate; ``principal`` is micro yuan (I-09, I-10).

    Raises :class:`PolicyGap` where a day has no rate.

    >>> import datetime as dt
    >>> from xl_addin.values.dates import day_number
    >>> lines = late_fee_lines(10_000 * MICRO, day_number(dt.date(2011, 1, 1)), day_number(dt.date(2011, 12, 31)))
    >>> [(line.days, line.rate, line.exact // MICRO**2) for line in lines]
    [(181, 2000, 3620), (184, 500, 920)]
    """
    rows: list[DatedValue] = sorted(national().parameters[DAILY_RATE].values, key=lambda row: row.first_day)
    lines, day = [], first_day
    for row in rows:
        if row.first_day <= day <= min(row.last_day, last_day):
            end = min(row.last_day, last_day)
            lines.append(LateFeeLine(day, end, end - day + 1, row.micro, principal * (end - day + 1) * row.micro))
            day = end + 1
    if day <= last_day:
        raise PolicyGap(DAILY_RATE, to_date(day).isoformat())
    return lines


def late_fee_fen(principal: int, first_day: int, last_day: int) -> int:
    """Add the days' fees exactly and round once to fen.

    >>> late_fee_fen(10_000 * MICRO, 14_975, 15_339)
    454000
    """
    return _fen(sum(line.exact for line in late_fee_lines(principal, first_day, last_day)))


def capped_late_fee_fen(principal: int, first_day: int, last_day: int) -> int:
    """Give the late fee, at most the principal (行政强制法 45).

    >>> capped_late_fee_fen(10_000 * MICRO, 13_149, 14_975)
    1000000
    """
    return _fen(min(sum(line.exact for line in late_fee_lines(principal, first_day, last_day)), principal * MICRO))


class LateFeeMonth(NamedTuple):
    """Days of one month at one daily rate (micro), what they add to the fee, and the fee to their end, in fen."""

    first_day: int
    last_day: int
    rate: int
    fen: int
    upto_fen: int

    @property
    def days(self) -> int:
        """Days of the row, both ends counted."""
        return self.last_day - self.first_day + 1


def late_fee_months(principal: int, first_day: int, last_day: int, *, capped: bool = False) -> list[LateFeeMonth]:
    """The same fee month by month (a month within which the rate changes takes two rows).

    Each row's sum to date is rounded once, and what a month adds is the difference: rows add up to the last sum, which
    is what :func:`late_fee_fen` or :func:`capped_late_fee_fen` give.

    >>> months = late_fee_months(10_000 * MICRO, 14_975, 15_339)
    >>> [(one.days, one.fen, one.upto_fen) for one in months[5:8]], months[-1].upto_fen
    ([(30, 60000, 362000), (31, 15500, 377500), (31, 15500, 393000)], 454000)
    """
    months: list[LateFeeMonth] = []
    before = exact = 0
    for line in late_fee_lines(principal, first_day, last_day):
        day = line.first_day
        while day <= line.last_day:
            end = min(last_day_of_month(day), line.last_day)
            exact += principal * (end - day + 1) * line.rate
            upto = _fen(min(exact, principal * MICRO) if capped else exact)
            months.append(LateFeeMonth(day, end, line.rate, upto - before, upto))
            before, day = upto, end + 1
    return months


def _fen(exact: int) -> int:
    return round_half_up(Fraction(exact, _FEN))

"""The oracle's service: which days count, how long they are on each side of 2008, how many months they earn.

Caps, bases and money stand in `severance_oracle`.
Sources: 劳动合同法 arts 47, 97; 实施条例 art 10; 劳部发〔1994〕481号 art 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import floor

from tests.oracle.calendar_walk import ONE_DAY, Period, Piece, Span, added, from_day, fused, length, until_day
from tests.oracle.oracle_policy import OracleError, Policy

CUT = date(2008, 1, 1)


@dataclass(frozen=True)
class Service:
    """Lengths of the unbroken runs of service: before 2008, from 2008, and uncut. `blank_day` is S-05's end = start."""

    pre: list[Span]
    post: list[Span]
    whole: list[Span]
    blank_day: bool = False


def half_up(value: Fraction, places: int) -> Fraction:
    """Round a number that is not negative 四舍五入.

    >>> half_up(Fraction("600.405"), 2)
    Fraction(60041, 100)
    """
    scale = 10**places
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def periods_of(pieces: Sequence[Piece], policy: Policy) -> list[Period]:
    """Give the unbroken runs of days that count (S-05, S-06, S-30)."""
    if not pieces:
        raise OracleError("#VALUE!", "no piece of service")
    in_order = sorted(pieces, key=lambda one: one.start)
    if any(piece.end < piece.start for piece in in_order):
        raise OracleError("#NUM!", "end before start")
    for earlier, later in pairwise(in_order):
        if later.start <= earlier.end:
            raise OracleError("#NUM!", "two pieces share a day")
    real_end = in_order[-1].end
    result = []
    for piece in in_order:
        if not piece.counts or piece.paid_before:
            continue
        last = piece.end - ONE_DAY if policy["end_date"] == "exclusive" and piece.end == real_end else piece.end
        if last >= piece.start:
            result.append(Period(piece.start, last))
    return fused(result)


def service_of(pieces: Sequence[Piece], policy: Policy) -> Service:
    """Measure the service on each side of 2008, and uncut."""
    periods = periods_of(pieces, policy)
    before, after = until_day(periods, CUT - ONE_DAY), from_day(periods, CUT)
    one_blank_day = not periods and any(one.counts and not one.paid_before and one.end >= CUT for one in pieces)
    pre, post, whole = ([length(one, policy["month_end"]) for one in side] for side in (before, after, periods))
    return Service(pre, post, whole, one_blank_day)


def years_by_option(span: Span, fraction: str) -> Fraction:
    """Turn a length into payable months by the option `fraction`, one month a year (S-09, S-31, S-32)."""
    if fraction == "prorate2":
        return half_up((span.months + Fraction(span.days, 31)) / 12, 2)
    years, rest = 0, span.months
    while rest >= 12:
        years, rest = years + 1, rest - 12
    if rest == 0 and span.days == 0:
        return Fraction(years)
    if fraction == "year_up":
        return Fraction(years + 1)
    if fraction == "whole_years":
        return Fraction(years)
    return Fraction(years) + (Fraction(1) if rest >= 6 else Fraction(1, 2))


def payable(spans: list[Span], fraction: str, service: Service, policy: Policy) -> Fraction:
    """Count the payable months of one side before any cap (S-09, S-30)."""
    if not spans:
        return Fraction(0)
    lots = [added(spans)] if policy["pieces"] == "sum_then_round" else spans
    months = sum((years_by_option(one, fraction) for one in lots), Fraction(0))
    if fraction == "whole_years" and added(service.whole).months < 12:
        return max(months, Fraction(1))
    return months

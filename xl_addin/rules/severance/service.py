"""Continuous service (工龄): whole months and days on each side of 2008-01-01, and the years credited.

Source: 劳部发〔1994〕481号 (每满一年), 劳动合同法 47 and 97, 实施条例 10; the counting rules are
S-01…S-06, S-09, S-30…S-32. Spans are counted with both end days unless the policy says otherwise.
Credited service is in hundredths of a month's pay: one full year = 100.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.options import Options
from xl_addin.policy.store import national
from xl_addin.values.dates import Days, MonthEnd, completed_months, day_number
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import Int64

PER_MONTH: Final = 100
"""Credited service is counted in hundredths of a month's pay."""
MONTHS_A_YEAR: Final = 12
DAYS_A_MONTH: Final = 30
"""Left-over days of several pieces carry to a month at thirty (S-30)."""
PRORATE_DAYS: Final = 31
"""A day of a broken month is 1/31 of it when service is prorated (S-32)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months and left-over days, one entry a worker."""

    months: NDArray[np.int32]
    days: NDArray[np.int32]

    @property
    def present(self) -> NDArray[np.bool_]:
        """Where there is at least one day of service."""
        return (self.months > 0) | (self.days > 0)


@dataclass(frozen=True)
class Service:
    """Service of each worker before 2008, from 2008, and as a whole (counted from its own start).

    Spans are counted when they are first asked for: no regime needs all three.
    """

    count_before: Callable[[], Span]
    count_after: Callable[[], Span]
    count_whole: Callable[[], Span]
    blank_day: NDArray[np.bool_]
    """Where the only day of a service from 2008 does not count (end = start, exclusive): 0 yuan, not a gap (S-05)."""

    @cached_property
    def before(self) -> Span:
        """Service to 2007-12-31."""
        return self.count_before()

    @cached_property
    def after(self) -> Span:
        """Service from 2008-01-01."""
        return self.count_after()

    @cached_property
    def whole(self) -> Span:
        """The whole service, not cut at 2008."""
        return self.count_whole()

    @cached_property
    def under_a_year(self) -> NDArray[np.bool_]:
        """Where the whole service is under twelve months, which some rules raise to a year."""
        short: NDArray[np.bool_] = self.whole.months < MONTHS_A_YEAR
        return short

    @property
    def reaches_old(self) -> NDArray[np.bool_]:
        """Where any of the service lies before 2008."""
        return self.before.present

    @cached_property
    def reaches_new(self) -> NDArray[np.bool_]:
        """Where any of the whole service lies from 2008 on."""
        return self.after.present


@dataclass(frozen=True)
class PieceOfService(Service):
    """One piece of a longer service: the whole decides whether it reaches 2008, and no piece is under a year alone."""

    total: Service

    @cached_property
    def under_a_year(self) -> NDArray[np.bool_]:
        """Never: the minimum of a year belongs to the whole service (S-09)."""
        return np.zeros(len(self.whole.months), dtype=np.bool_)

    @cached_property
    def reaches_new(self) -> NDArray[np.bool_]:
        """Where the whole service reaches 2008."""
        return self.total.reaches_new


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a worker's service: first and last day, and whether it is paid for now."""

    start: int
    end: int
    kind: str = ""
    counts: bool = True
    paid_before: bool = False


@cache
def split_day() -> int:
    """Give the first day of the Labour Contract Law, which cuts service in two."""
    return day_number(national().documents["LCL"].effective_from)


def end_exclusive(end: Days, options: Options) -> Days:
    """Give the first day not served: the day after the last, or the last itself where it does not count."""
    return end + 1 if options.end_date == "inclusive" else end


def count_service(start: Days, end: Days, options: Options) -> Service:
    """Count one uninterrupted service a worker; ``end`` must not lie before ``start``.

    >>> from xl_addin.policy.options import default_options
    >>> from datetime import date
    >>> days = lambda *d: np.array([day_number(date(*d))], dtype=np.int32)
    >>> service = count_service(days(1985, 7, 1), days(2011, 9, 28), default_options())
    >>> service.before.months.tolist(), service.after.months.tolist(), service.after.days.tolist()
    ([270], [44], [28])
    """
    last = np.maximum(end_exclusive(end, options), start)
    blank_day: NDArray[np.bool_] = (last == start) & (start >= split_day())
    return _service_between(start, last, MonthEnd(options.month_end), blank_day)


def _service_between(start: Days, last: Days, rule: MonthEnd, blank_day: NDArray[np.bool_]) -> Service:
    """Service from ``start`` up to, not including, ``last``."""
    cut = np.int32(split_day())

    def before() -> Span:
        return Span(*completed_months(start, np.maximum(np.minimum(last, cut), start), rule))

    def after() -> Span:
        first = np.maximum(start, cut)
        return Span(*completed_months(first, np.maximum(last, first), rule))

    return Service(before, after, lambda: Span(*completed_months(start, last, rule)), blank_day)


def given_service(before: Span, after: Span, whole: Span, blank_day: NDArray[np.bool_] | None = None) -> Service:
    """Put spans together that were counted elsewhere, an entry a worker's whole service."""
    blank = np.zeros(len(whole.months), dtype=np.bool_) if blank_day is None else blank_day
    return Service(lambda: before, lambda: after, lambda: whole, blank)


def merge_pieces(pieces: Sequence[Piece], options: Options) -> list[Piece]:
    """Order, check and fuse pieces; those not counting or already paid are left out.

    Adjacent pieces are one service: a file split in two must not earn a year. Overlaps and
    ends before starts raise InputError ``#NUM!``; the exclusive end takes its day off the last piece only.

    >>> from xl_addin.policy.options import default_options
    >>> [(p.start, p.end) for p in merge_pieces([Piece(10, 19), Piece(0, 9), Piece(30, 40)], default_options())]
    [(0, 19), (30, 40)]
    """
    ordered = sorted(pieces, key=lambda piece: (piece.start, piece.end))
    for piece in ordered:
        if piece.end < piece.start:
            raise InputError("工龄段的止日早于起日，请核对", NUM)
    for earlier, later in pairwise(ordered):
        if later.start <= earlier.end:
            raise InputError("两段工龄有重叠的日期，请核对起止日期", NUM)
    if ordered and options.end_date == "exclusive":
        last = ordered[-1]
        ordered[-1] = Piece(last.start, last.end - 1, last.kind, last.counts, last.paid_before)
    fused: list[Piece] = []
    for piece in ordered:
        if not piece.counts or piece.paid_before or piece.end < piece.start:
            continue
        if fused and piece.start == fused[-1].end + 1:
            fused[-1] = Piece(fused[-1].start, piece.end)
        else:
            fused.append(Piece(piece.start, piece.end))
    return fused


def count_pieces(pieces: Sequence[Piece], options: Options) -> Service:
    """Count merged pieces of one worker, an entry a piece; :func:`add_pieces` makes one entry of them.

    Both end days of a merged piece count, whatever the option says: merging has applied it.
    """
    start = np.array([piece.start for piece in pieces], dtype=np.int32)
    last = np.array([piece.end + 1 for piece in pieces], dtype=np.int32)
    return _service_between(start, last, MonthEnd(options.month_end), np.zeros(len(pieces), dtype=np.bool_))


def add_pieces(service: Service) -> Service:
    """Add the pieces of one worker side by side: months and days, thirty days to a month.

    >>> piece = Span(np.array([11, 5], dtype=np.int32), np.array([20, 15], dtype=np.int32))
    >>> whole = add_pieces(given_service(piece, piece, piece)).whole
    >>> whole.months.tolist(), whole.days.tolist()
    ([17], [5])
    """

    def total(span: Span) -> Span:
        if np.count_nonzero(span.present) < 2:  # a single piece on this side keeps its calendar count (S-03)
            return Span(span.months.sum(keepdims=True, dtype=np.int32), span.days.sum(keepdims=True, dtype=np.int32))
        carried, days = divmod(int(span.days.sum()), DAYS_A_MONTH)
        months = int(span.months.sum()) + carried
        return Span(np.array([months], dtype=np.int32), np.array([days], dtype=np.int32))

    return given_service(total(service.before), total(service.after), total(service.whole))


@cache
def _half_year() -> int:
    """Months from which a broken year counts in full (劳动合同法 47)."""
    return _whole_number("半年界限月数")


def _whole_number(parameter: str) -> int:
    return national().parameters[parameter].values[-1].micro // 1_000_000


def credit_new_law(span: Span) -> Int64:
    """Credit service under 劳动合同法 47: six months or more of a broken year = 1, less = one half.

    >>> span = Span(np.array([41, 6, 0], dtype=np.int32), np.array([0, 0, 1], dtype=np.int32))
    >>> credit_new_law(span).tolist()
    [350, 100, 50]
    """
    years, rest = np.divmod(span.months, np.int32(MONTHS_A_YEAR))
    half = np.where((rest > 0) | (span.days > 0), PER_MONTH // 2, 0)
    return years.astype(np.int64) * PER_MONTH + np.where(rest >= _half_year(), PER_MONTH, half)


def credit_old_law(span: Span, service: Service, fraction: str) -> Int64:
    """Credit a span by the ``fraction`` option (A-18, A-41); a whole service under a year earns one (S-09).

    >>> span = Span(np.array([223], dtype=np.int32), np.array([17], dtype=np.int32))
    >>> service = given_service(span, span, span)
    >>> [int(credit_old_law(span, service, f)[0]) for f in ("year_up", "whole_years", "half_year", "prorate2")]
    [1900, 1800, 1900, 1863]
    """
    if fraction == "half_year":
        return credit_new_law(span)
    if fraction == "prorate2":
        unit = PRORATE_DAYS * MONTHS_A_YEAR
        served = PRORATE_DAYS * span.months.astype(np.int64) + span.days
        return (2 * PER_MONTH * served + unit) // (2 * unit)
    years, rest = np.divmod(span.months, np.int32(MONTHS_A_YEAR))
    full = years.astype(np.int64) * PER_MONTH
    if fraction == "year_up":
        return full + np.where((rest > 0) | (span.days > 0), PER_MONTH, 0)
    return np.where(service.under_a_year & span.present, np.maximum(full, PER_MONTH), full)

"""Contributions of the two insurances (二险): base, arrears month by month, prepayment, medical reserve.

Months between two changes of rate, limit, wage or average wage form one interval and are computed as count ×
base × rate: a closed form, exact, rounded once per payer (I-05). Unit and worker stay apart because their claims
rank differently. Sources: 国发〔1997〕26号, 国发〔1998〕44号, 失业保险条例, 劳办发〔1997〕116号 (60 % and 300 %).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.lookup import Lookup
from xl_addin.policy.office import gap_of, value_for, values_on
from xl_addin.policy.package import PAYERS
from xl_addin.policy.profiles import Policy
from xl_addin.policy.store import national
from xl_addin.values.dates import FIRST_YEAR, MONTH_START, Counts
from xl_addin.values.errors import NA, InputError, PolicyGap
from xl_addin.values.money import MICRO, MICRO_PER_FEN, Int64, divide_half_up, round_half_up, safe_product

UNIT: Final = PAYERS[0]
PERSON: Final = PAYERS[1]
BASE_FLOOR: Final = "缴费基数下限"
BASE_CAP: Final = "缴费基数上限"
_SAFE: Final = 2**60
NO_STEP: Final = -1


@dataclass(frozen=True, slots=True)
class Steps:
    """A monthly wage in micro yuan that holds from each first month until the next (I-14).

    ``first_months`` ascends; ``micro`` has a row per person, or one row for all, and a column per step.
    """

    first_months: Counts
    micro: Int64


class Gap(NamedTuple):
    """For each person what is lacking first (0 = nothing, else place in ``LACKING`` + 1) and in which month."""

    kind: NDArray[np.int8]
    month: Counts


@dataclass(frozen=True, slots=True)
class Interval:
    """Months in which nothing changes: rates in micro units, base in fen, months counted for each person."""

    first_month: int
    last_month: int
    unit_rate: int
    person_rate: int
    base_fen: Int64
    months: Counts


@dataclass(frozen=True, slots=True)
class ArrearsTable:
    """Contributions owed by many persons, by payer, with every interval they come from. Amounts are fen."""

    insurance: str
    first: Counts
    last: Counts
    unit_fen: Int64
    person_fen: Int64
    unit_gap: Gap
    person_gap: Gap
    intervals: tuple[Interval, ...]


class ArrearsLine(NamedTuple):
    """One interval of one person; shares are exact, in fen × 1,000,000."""

    first_month: int
    last_month: int
    base_fen: int
    unit_rate: int
    person_rate: int
    unit_exact: int
    person_exact: int


def steady(micro: Int64) -> Steps:
    """Give one value a person that holds in every month.

    >>> steady(np.array([1600 * MICRO])).micro.shape
    (1, 1)
    """
    return Steps(np.zeros(1, dtype=np.int32), micro[:, None])


def month_text(month: int) -> str:
    """Write a month number for people.

    >>> month_text((2005 - FIRST_YEAR) * 12 + 2)
    '2005年3月'
    """
    return f"{month // 12 + FIRST_YEAR}年{month % 12 + 1}月"


def contribution_base(wage: Int64, average: Int64, floor: int, cap: int) -> Int64:
    """Clamp monthly wages between floor and cap times the average wage, to fen (I-02, I-05).

    Wages and averages are micro yuan; floor and cap are micro times of the average. Rounding keeps order, so
    each bound may be rounded by itself.

    >>> contribution_base(np.array([0, 9000 * MICRO]), np.array([2000 * MICRO]), 600_000, 3 * MICRO).tolist()
    [120000, 600000]
    """
    low, high = (
        divide_half_up(safe_product(average, np.array([times], dtype=np.int64)), MICRO * MICRO_PER_FEN)
        for times in (floor, cap)
    )
    base: Int64 = np.minimum(np.maximum(divide_half_up(wage, MICRO_PER_FEN), low), high)
    return base


class _Series(NamedTuple):
    """What each month of a span goes by: the steps of wage and average, and the four values of ``LACKING[2:]``."""

    steps: tuple[Counts, Counts]
    values: tuple[Lookup, ...]


LACKING: Final = ("缴费工资", "缴费平均工资", f"{UNIT}费率", f"{PERSON}费率", BASE_FLOOR, BASE_CAP)
_UNIT_RATE, _PERSON_RATE = 2, 3


def _step_of(months: Counts, first_months: Counts) -> Counts:
    """Give the step in force in each month, ``NO_STEP`` before the first."""
    return np.searchsorted(first_months, months, side="right").astype(np.int32) - 1


def _series(insurance: str, months: Counts, wage: Steps, average: Steps, policy: Policy) -> _Series:
    days = MONTH_START[months]
    names = (f"{insurance}{LACKING[_UNIT_RATE]}", f"{insurance}{LACKING[_PERSON_RATE]}", BASE_FLOOR, BASE_CAP)
    steps = _step_of(months, wage.first_months), _step_of(months, average.first_months)
    return _Series(steps, tuple(values_on(name, days, policy) for name in names))


def _bounds(series: _Series) -> list[tuple[int, int]]:
    """Cut the span where anything changes; gives places of first and last month."""
    columns = [*series.steps, *(one.micro for one in series.values), *(one.gap for one in series.values)]
    keys = np.array(columns, dtype=np.int64)
    cuts = np.flatnonzero((keys[:, 1:] != keys[:, :-1]).any(axis=0)) + 1
    return list(zip([0, *cuts.tolist()], [*(cuts - 1).tolist(), keys.shape[1] - 1], strict=True))


def _lacking(series: _Series, place: int) -> list[int]:
    """Tell what is lacking in a month, as places of ``LACKING``."""
    steps = [i for i, step in enumerate(series.steps) if step[place] == NO_STEP]
    return steps + [i for i, one in enumerate(series.values, start=len(series.steps)) if one.gap[place]]


def _note(gap: Gap, counts: Counts, first: Counts, lacking: list[int]) -> None:
    if not lacking:
        return
    new = (counts > 0) & (gap.kind == 0)
    gap.kind[new] = lacking[0] + 1
    gap.month[new] = first[new]


def arrears(insurance: str, first: Counts, last: Counts, wage: Steps, average: Steps, policy: Policy) -> ArrearsTable:
    """Compute contributions owed for every calendar month from first to last, both counted (I-04).

    ``first`` and ``last`` are month numbers, one a person, first not after last. Rates and limits are those in
    force on the first day of each month. Persons with a gap keep an incomplete amount that must not be shown.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> month = lambda y, m: np.array([(y - FIRST_YEAR) * 12 + m - 1], dtype=np.int32)
    >>> wage, average = (steady(np.array([w * MICRO])) for w in (1000, 1200))
    >>> table = arrears("养老", month(2003, 11), month(2004, 2), wage, average, shipped_policy())
    >>> table.unit_fen.tolist(), table.person_fen.tolist(), len(table.intervals)
    ([80000], [30000], 2)
    """
    rows = len(first)
    unit_gap, person_gap = (Gap(np.zeros(rows, np.int8), np.zeros(rows, np.int32)) for _ in range(2))
    if rows == 0:
        nothing = np.zeros(0, dtype=np.int64)
        return ArrearsTable(insurance, first, last, nothing, nothing, unit_gap, person_gap, ())
    months = np.arange(int(first.min()), int(last.max()) + 1, dtype=np.int32)
    series = _series(insurance, months, wage, average, policy)
    intervals = []
    bases: dict[tuple[int, ...], Int64] = {}
    for start, end in _bounds(series):
        low, high = int(months[start]), int(months[end])
        begin = np.maximum(first, low)
        counts: Counts = np.maximum(np.minimum(last, high) - begin + 1, 0)
        lacking = _lacking(series, start)
        _note(unit_gap, counts, begin, [i for i in lacking if i != _PERSON_RATE])
        _note(person_gap, counts, begin, [i for i in lacking if i != _UNIT_RATE])
        if any(i not in (_UNIT_RATE, _PERSON_RATE) for i in lacking):
            continue  # no base in these months; the gap is noted
        unit_rate, person_rate = (int(one.micro[start]) for one in series.values[:2])
        base = _base(series, start, wage, average, bases)
        intervals.append(Interval(low, high, unit_rate, person_rate, base, counts))
    unit, person = _totals(intervals, rows)
    return ArrearsTable(insurance, first, last, unit, person, unit_gap, person_gap, tuple(intervals))


def _base(series: _Series, place: int, wage: Steps, average: Steps, known: dict[tuple[int, ...], Int64]) -> Int64:
    step, other = (int(one[place]) for one in series.steps)
    floor, cap = (int(one.micro[place]) for one in series.values[2:])
    key = step, other, floor, cap
    if key not in known:
        known[key] = contribution_base(wage.micro[:, step], average.micro[:, other], floor, cap)
    return known[key]


def _totals(intervals: list[Interval], rows: int) -> tuple[Int64, Int64]:
    """Add count × base × rate exactly and round once per payer."""
    largest = sum(int(one.base_fen.max()) * int(one.months.max()) for one in intervals) * MICRO
    kind: type = np.int64 if largest < _SAFE else object
    unit: Int64 = np.zeros(rows, dtype=kind)
    person: Int64 = np.zeros(rows, dtype=kind)
    for one in intervals:
        owed: Int64 = one.months.astype(kind) * one.base_fen.astype(kind)
        unit = unit + owed * one.unit_rate
        person = person + owed * one.person_rate
    return divide_half_up(unit, MICRO), divide_half_up(person, MICRO)


def arrears_lines(table: ArrearsTable, i: int) -> list[ArrearsLine]:
    """Give the intervals of one person, with the months that fall into that person's period only."""
    lines = []
    for one in table.intervals:
        count = int(one.months[i])
        if not count:
            continue
        base = int(one.base_fen[i if len(one.base_fen) > 1 else 0])
        first = max(one.first_month, int(table.first[i]))
        owed = count * base
        rates = one.unit_rate, one.person_rate
        lines.append(ArrearsLine(first, first + count - 1, base, *rates, owed * rates[0], owed * rates[1]))
    return lines


def arrears_gap(table: ArrearsTable, i: int, gap: Gap, policy: Policy) -> PolicyGap | InputError | None:
    """Make the error of one person's gap, or None where nothing is lacking."""
    if not gap.kind[i]:
        return None
    name, month = LACKING[int(gap.kind[i]) - 1], int(gap.month[i])
    if name in LACKING[:2]:
        return InputError(f"{name}没有覆盖{month_text(month)}，请在区域中补上该月（或更早月份）起的一行", NA)
    full = name if name in national().parameters else f"{table.insurance}{name}"
    return gap_of(full, int(MONTH_START[month]), policy)


def prepayment_rate(insurance: str, payer: str, base_day: int, policy: Policy) -> int:
    """Give the rate that prepaid months go by: the one in force on the base date (I-06)."""
    return value_for(f"{insurance}{payer}费率", base_day, policy)


def share_fen(base_fen: int, rate: int, months: int) -> int:
    """Multiply base, rate and months exactly and round once to fen.

    >>> share_fen(123_457, 80_000, 42)
    414816
    """
    return round_half_up(Fraction(base_fen * rate * months, MICRO))


def reserve_years(age: int, cutoff_age: int, minimum_years: int) -> int:
    """Count the years to reserve medical money for: to the cut-off age, at least the minimum (I-08).

    >>> [reserve_years(age, 70, 10) for age in (58, 66, 73)]
    [12, 10, 10]
    """
    return max(cutoff_age - age, minimum_years)

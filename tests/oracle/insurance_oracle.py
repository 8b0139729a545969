"""The two insurances by walking the calendar month by month and day by day, with exact fractions.

Written from the settled points (I-01…I-14, T-07) alone; shares nothing with the product. Deliberately slow
and plain: each month's base, rates and shares are a line of their own. The rates stand here once more, typed
by hand from the settled points, so that a wrong figure in the product's data is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

Month = tuple[int, int]
Steps = Sequence[tuple[Month, Fraction]]
"""A stepped wage: (from month, value), in any order."""

FOREVER: Month = (9999, 12)
# I-01: (insurance, payer) -> from month, to month, rate
NATIONAL: dict[tuple[str, str], list[tuple[Month, Month, Fraction]]] = {
    ("养老", "单位"): [((1998, 1), (2019, 4), Fraction(20, 100)), ((2019, 5), FOREVER, Fraction(16, 100))],
    ("养老", "个人"): [
        ((1998, 1), (1999, 12), Fraction(5, 100)),
        ((2000, 1), (2001, 12), Fraction(6, 100)),
        ((2002, 1), (2003, 12), Fraction(7, 100)),
        ((2004, 1), FOREVER, Fraction(8, 100)),
    ],
    ("医疗", "单位"): [((1999, 1), FOREVER, Fraction(6, 100))],
    ("医疗", "个人"): [((1999, 1), FOREVER, Fraction(2, 100))],
    ("失业", "单位"): [((1999, 2), (2015, 2), Fraction(2, 100))],
    ("失业", "个人"): [((1999, 2), (2015, 2), Fraction(1, 100))],
}
INSURANCES = ("养老", "医疗", "失业", "工伤", "生育")
LIMITS_FROM: Month = (1998, 1)
LAW_OF_1999, LAW_OF_2011 = date(1999, 1, 22), date(2011, 7, 1)
PAYERS = {"单位": ("单位",), "个人": ("个人",), "合计": ("单位", "个人")}


class OracleError(Exception):
    """What the cell would show instead of a value: #NUM!, #VALUE! or #N/A."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(f"{code} {why}")
        self.code = code


@dataclass(frozen=True)
class Line:
    """One month of one payer: base, rate and the exact contribution."""

    month: Month
    payer: str
    base: Fraction
    rate: Fraction
    contribution: Fraction


def half_up(value: Fraction, places: int = 2) -> Fraction:
    """Round a non-negative number, halves up.

    >>> half_up(Fraction("0.125"))
    Fraction(13, 100)
    """
    scaled = value * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    return Fraction(whole + (1 if 2 * rest >= scaled.denominator else 0), 10**places)


def next_month(month: Month) -> Month:
    return (month[0] + 1, 1) if month[1] == 12 else (month[0], month[1] + 1)


def walk(first: Month, last: Month) -> list[Month]:
    """Write down every calendar month from one to the other, both counted.

    >>> walk((1999, 11), (2000, 1))
    [(1999, 11), (1999, 12), (2000, 1)]
    """
    months = []
    while first <= last:
        months.append(first)
        first = next_month(first)
    return months


def rate_in(insurance: str, payer: str, month: Month, office: dict[tuple[str, str], list] | None = None) -> Fraction:
    """Give the office's own rate of that month, else the national one; no rate is #N/A (I-01)."""
    for rows in ((office or {}).get((insurance, payer), []), NATIONAL.get((insurance, payer), [])):
        for first, last, rate in rows:
            if first <= month <= last:
                return rate
    raise OracleError("#N/A", f"{insurance}{payer} {month}")


def in_force(steps: Steps, month: Month) -> Fraction:
    """Give a stepped wage in a month: the latest row not after it (I-04, I-14)."""
    reached = [row for row in steps if row[0] <= month]
    if not reached:
        raise OracleError("#N/A", f"no wage in {month}")
    return max(reached)[1]


def contribution_base(wage: Fraction, average: Fraction, month: Month = (2011, 7)) -> Fraction:
    """Clamp a wage between 60 % and 300 % of the average, to the fen (I-02, I-05).

    >>> contribution_base(Fraction(0), Fraction(2000)), contribution_base(Fraction(9000), Fraction(2000))
    (Fraction(1200, 1), Fraction(6000, 1))
    """
    if wage < 0 or average <= 0:
        raise OracleError("#NUM!", "wage or average")
    if month < LIMITS_FROM:
        raise OracleError("#N/A", "limits before 1998")
    low, high = average * Fraction(60, 100), average * 3
    clamped = low if wage < low else high if wage > high else wage
    return half_up(clamped)


def arrears_lines(
    insurance: str,
    first: Month,
    last: Month,
    wage: Steps,
    average: Steps,
    payer: str = "合计",
    office: dict[tuple[str, str], list] | None = None,
) -> list[Line]:
    """Write a line for each month and payer of a period of arrears."""
    if insurance not in INSURANCES or payer not in PAYERS:
        raise OracleError("#VALUE!", insurance + payer)
    if first > last:
        raise OracleError("#NUM!", "from after to")
    if any(value < 0 for _, value in wage) or any(value <= 0 for _, value in average):
        raise OracleError("#NUM!", "wage or average")
    lines = []
    for month in walk(first, last):
        base = contribution_base(in_force(wage, month), in_force(average, month), month)
        for one in PAYERS[payer]:
            rate = rate_in(insurance, one, month, office)
            lines.append(Line(month, one, base, rate, base * rate))
    return lines


def total(lines: Sequence[Line]) -> Fraction:
    """Add each payer's exact months, round each payer once, add (I-05)."""
    shares = [sum((line.contribution for line in lines if line.payer == one), Fraction(0)) for one in PAYERS["合计"]]
    return half_up(shares[0]) + half_up(shares[1])


def arrears(*arguments: object, **named: object) -> Fraction:
    """Give the arrears in yuan; arguments as for :func:`arrears_lines`."""
    return total(arrears_lines(*arguments, **named))  # type: ignore[arg-type]


def retirement_month(birth: date, sex: str, base: date) -> Month:
    """Give the month in which the age is reached, cohort by cohort (I-06).

    From 2024-09-13 on, when it was decided, the Decision's table is walked: the cohort whose old age falls in January
    2025 is the first; men and women of 55 step up a month with every fourth cohort, women of 50
    with every second, to 63, 58 and 55.

    >>> [retirement_month(date(*born), "男", date(2025, 1, 1)) for born in ((1965, 1, 3), (1976, 9, 1))]
    [(2025, 2), (2039, 9)]
    """
    try:
        age, every, most = {"男": (60, 4, 36), "女干部": (55, 4, 36), "女": (50, 2, 60), "女工人": (50, 2, 60)}[sex]
    except KeyError:
        raise OracleError("#VALUE!", sex) from None
    old = (birth.year + age, birth.month)
    if base < date(2024, 9, 13):
        return old
    delay, cohort, place = 0, (2025, 1), 0
    while cohort <= old:
        if place % every == 0 and delay < most:
            delay += 1
        cohort, place = next_month(cohort), place + 1
    reached = old
    for _ in range(delay):
        reached = next_month(reached)
    return reached


def months_to_retirement(birth: date, sex: str, base: date) -> int:
    """Count months after the base date's month through the month of reaching the age; 0 if reached (I-06, I-07)."""
    reached = retirement_month(birth, sex, base)
    if birth > base:
        raise OracleError("#NUM!", "born after the base date")
    return len(walk(next_month((base.year, base.month)), reached))


def prepayment(
    insurance: str, birth: date, sex: str, base_date: date, base: Fraction, payer: str = "合计"
) -> dict[str, Fraction]:
    """Give months and yuan of contributions paid ahead to retirement."""
    if insurance not in INSURANCES or payer not in PAYERS:
        raise OracleError("#VALUE!", insurance + payer)
    if base < 0:
        raise OracleError("#NUM!", "base")
    months = months_to_retirement(birth, sex, base_date)
    amount = Fraction(0)
    for one in PAYERS[payer] if months else ():
        rate = rate_in(insurance, one, (base_date.year, base_date.month))
        amount += half_up(sum((half_up(base) * rate for _ in range(months)), Fraction(0)))
    return {"months": Fraction(months), "amount": amount}


def internal_retirement(
    birth: date, sex: str, base_date: date, living: Fraction, base: Fraction, pension: Fraction, medical: Fraction
) -> dict[str, Fraction]:
    """Sum living allowance, pension and medical each over the months, round each once, add (I-11)."""
    if living < 0 or base < 0 or not 0 <= pension <= 1 or not 0 <= medical <= 1:
        raise OracleError("#NUM!", "negative")
    months = months_to_retirement(birth, sex, base_date)
    parts = [half_up(one * months) for one in (living, half_up(base) * pension, half_up(base) * medical)]
    return {
        "months": Fraction(months),
        "living": parts[0],
        "pension": parts[1],
        "medical": parts[2],
        "amount": sum(parts, Fraction(0)),
    }


def medical_reserve(age: int, standard: Fraction, cutoff: int = 70, minimum: int = 10) -> dict[str, Fraction]:
    """Add the annual standard for each year to the cut-off age, at least the minimum years (I-08).

    >>> [int(medical_reserve(age, Fraction(1800))["amount"]) for age in (58, 66, 73)]
    [21600, 18000, 18000]
    """
    if age < 0 or standard < 0 or cutoff < 0 or minimum < 0:
        raise OracleError("#NUM!", "negative")
    years = 0
    while age + years < cutoff or years < minimum:
        years += 1
    return {"years": Fraction(years), "amount": half_up(standard * years)}


def late_fee(principal: Fraction, first: date, last: date, cap: bool = False) -> Fraction:
    """Add 2 ‰ or 0.5 ‰ of the principal for each day, both ends counted, and round once (I-09, I-10).

    >>> late_fee(Fraction(10000), date(2011, 1, 1), date(2011, 12, 31))
    Fraction(4540, 1)
    """
    if principal < 0 or first > last:
        raise OracleError("#NUM!", "principal or dates")
    if first < LAW_OF_1999:
        raise OracleError("#N/A", "before the law")
    days_old = days_new = 0
    day = first
    while day <= last:
        if day < LAW_OF_2011:
            days_old += 1
        else:
            days_new += 1
        day += timedelta(days=1)
    fee = principal * (days_old * Fraction(2, 1000) + days_new * Fraction(5, 10000))
    return half_up(min(fee, principal) if cap else fee)

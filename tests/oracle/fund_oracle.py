"""An exact, slow oracle of the special fund, written from the settled points alone (their ids stand in brackets).

It knows nothing of the product: money is `fractions.Fraction` in yuan or integer fen, dates are `datetime.date`, every
sum is a plain loop over rows. One rule after the other, nothing clever. A refusal is an `OracleError` with the code of
the error value; where several things are wrong at once, which comes first is not part of the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


class OracleError(Exception):
    """The cell shows this error value."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def half_up(value: Fraction) -> int:
    """四舍五入 to a whole number, halves away from zero (G-07)."""
    whole = int(abs(value))
    if abs(value) - whole >= Fraction(1, 2):
        whole += 1
    return whole if value >= 0 else -whole


def fen(text: str) -> int:
    """Yuan as typed to fen, more than two decimals half-up (F-04)."""
    return half_up(Fraction(text) * 100)


# --- sharing ---------------------------------------------------------------------------------------------------------


def share(total: int, needs: Sequence[int]) -> list[int]:
    """Largest remainder: floors first, left-over fen to the largest remainders, ties to the earlier row (F-02)."""
    whole = sum(needs)
    if total >= whole:
        return list(needs)
    quotas = [Fraction(total * need, whole) for need in needs]
    paid = [quota.numerator // quota.denominator for quota in quotas]
    rests = [quota - floor for quota, floor in zip(quotas, paid, strict=True)]
    for _ in range(total - sum(paid)):
        best = 0
        for i in range(len(rests)):
            if rests[i] > rests[best]:
                best = i
        paid[best] += 1
        rests[best] = Fraction(-1)
    return paid


def waterfall(available: str, needs: Sequence[tuple[str, str | None]], mode: str) -> list[int]:
    """Fen paid to each need (amount, tier or None), in input order (F-02, F-03, F-04)."""
    money = fen(available)
    amounts = [fen(amount) for amount, _ in needs]
    tiers = [Fraction(1) if tier is None else Fraction(tier) for _, tier in needs]
    if money < 0 or any(amount < 0 for amount in amounts):
        raise OracleError("#NUM!")
    paid = [0] * len(needs)
    for tier in sorted(set(tiers)):
        rows = [i for i in range(len(needs)) if tiers[i] == tier]
        if mode == "按顺序":
            parts = []
            rest = money
            for i in rows:
                parts.append(min(rest, amounts[i]))
                rest -= parts[-1]
        else:
            parts = share(money, [amounts[i] for i in rows])
        for i, part in zip(rows, parts, strict=True):
            paid[i] = part
            money -= part
    return paid


def coverage(available: str, needs: Sequence[str]) -> Fraction:
    """Available over needs, neither rounded nor capped (F-40)."""
    amounts = [fen(need) for need in needs]
    if fen(available) < 0 or any(amount < 0 for amount in amounts):
        raise OracleError("#NUM!")
    if sum(amounts) == 0:
        raise OracleError("#DIV/0!")
    return Fraction(fen(available), sum(amounts))


def transfer(positions: Sequence[str], keeps: str) -> list[int]:
    """Fen moved for each enterprise: givers negative, receivers positive, together 0 (F-10, F-11, F-12)."""
    ratio = Fraction(keeps)
    if not 0 <= ratio <= 1:
        raise OracleError("#NUM!")
    money = [fen(position) for position in positions]
    can_give = []
    lacks = []
    for position in money:
        gift = Fraction(max(position, 0)) * (1 - ratio)
        can_give.append(gift.numerator // gift.denominator)
        lacks.append(max(-position, 0))
    pool, deficit = sum(can_give), sum(lacks)
    moved = min(pool, deficit)
    gives = share(moved, can_give)
    gets = share(moved, lacks)
    return [get - give for get, give in zip(gets, gives, strict=True)]


# --- debts -----------------------------------------------------------------------------------------------------------


def anniversary(start: date, years: int) -> date:
    """The same day of a later year; 28 February for 29 February in common years (F-22)."""
    try:
        return date(start.year + years, start.month, start.day)
    except ValueError:
        return date(start.year + years, 2, 28)


def deferral(
    principal: str, start: date, instalment: str, rate: str, payments: Sequence[tuple[date, str]]
) -> list[tuple[date, int, int, int, int]]:
    """Rows of date, opening, interest, payment, closing in fen (F-20 … F-25)."""
    debt, plan, yearly = fen(principal), fen(instalment), Fraction(rate)
    if yearly == 1:  # 1 % or 100 %: asked before anything else is judged (L-03)
        raise OracleError("#N/A")
    if debt < 0 or plan <= 0 or yearly < 0:
        raise OracleError("#NUM!")
    made = [(day, fen(amount)) for day, amount in payments]
    if any(day <= start or amount < 0 for day, amount in made):
        raise OracleError("#NUM!")
    rows: list[tuple[date, int, int, int, int]] = []
    year = 0
    while debt > 0:
        year += 1
        if year > 200:
            raise OracleError("#NUM!")
        earlier, today = anniversary(start, year - 1), anniversary(start, year)
        interest = half_up(yearly * debt)
        within = [amount for day, amount in made if earlier < day <= today]
        payment = sum(within) if within else min(plan, debt) + interest
        if payment > debt + interest:
            raise OracleError("#NUM!")
        closing = debt + interest - payment
        rows.append((today, debt, interest, payment, closing))
        debt = closing
    last = anniversary(start, year)
    if any(day > last and amount > 0 for day, amount in made):
        raise OracleError("#NUM!")
    return rows


def advance(principal: str, first: date, proceeds: str, last: date, rate: str) -> tuple[int, int, int]:
    """Principal, simple interest and surplus in fen (F-30, F-31)."""
    if Fraction(rate) == 1:
        raise OracleError("#N/A")
    if fen(principal) < 0 or fen(proceeds) < 0 or Fraction(rate) < 0 or last < first:
        raise OracleError("#NUM!")
    interest = half_up(Fraction(fen(principal)) * Fraction(rate) * (last - first).days / 365)
    return fen(principal), interest, fen(proceeds) - fen(principal) - interest


# --- ledger ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One row of the ledger in yuan as typed; None is an empty cell."""

    day: date | None
    enterprise: str
    code: str
    system: str
    subject: str
    income: str | None
    expense: str | None
    opening: bool = False


@dataclass
class Lines:
    """Fen: what came in and went out in cash, the balance and the two debts."""

    income: int = 0
    expense: int = 0
    balance: int = 0
    advance: int = 0
    deferral: int = 0


def book(entries: Sequence[Entry], as_of: date | None) -> Lines:
    """Add the rows up to a date inclusive (F-50, F-52, F-54, F-58)."""
    lines = Lines()
    for entry in entries:
        if as_of is not None and entry.day is not None and entry.day > as_of:
            continue
        income = fen(entry.income) if entry.income is not None else 0
        expense = fen(entry.expense) if entry.expense is not None else 0
        if entry.subject == "土地储备垫付":
            lines.advance += income
        if entry.subject == "归还垫付":
            lines.advance -= expense
        if entry.subject == "归还暂挂":
            lines.deferral -= expense
        if entry.subject == "社保暂挂":
            lines.deferral += income
            continue
        lines.balance += income - expense
        if not entry.opening:
            lines.income += income
            lines.expense += expense
    return lines


def chosen(entries: Sequence[Entry], enterprise: str = "", system: str = "") -> list[Entry]:
    """Rows of an enterprise (by name or code) and a system; a name nowhere in the ledger is #N/A (F-57)."""
    if enterprise and not any(enterprise in (entry.enterprise, entry.code) for entry in entries):
        raise OracleError("#N/A")
    if system and not any(system == entry.system for entry in entries):
        raise OracleError("#N/A")
    return [
        entry
        for entry in entries
        if (not enterprise or enterprise in (entry.enterprise, entry.code)) and (not system or system == entry.system)
    ]


def statement(entries: Sequence[Entry], as_of: date | None, by: str) -> list[tuple[str, Lines]]:
    """One line per enterprise or system in order of first appearance, or one for the city (F-51)."""
    if by == "全市":
        return [("全市", book(entries, as_of))]
    names: list[str] = []
    for entry in entries:
        name = entry.enterprise if by == "企业" else entry.system
        if name not in names:
            names.append(name)
    rows = []
    for name in names:
        own = [entry for entry in entries if name == (entry.enterprise if by == "企业" else entry.system)]
        rows.append((name, book(own, as_of)))
    return rows

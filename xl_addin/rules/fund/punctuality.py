"""Whether 一补二险 was paid on time and in full (按时足额): payments against a plan of due days.

Payments of an enterprise and item cover its dues in order of their days; what was returned was not paid. Leaves out
interest and late fees.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28) 六.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How one due stands on the day of the statement."""

    IN_TIME = "按时足额"
    LATE = "足额但迟付"
    SHORT = "逾期未付足"
    NOT_YET = "未到期"


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be paid by a day (inclusive): enterprise and item, day number, fen."""

    enterprise: str
    item: str
    day: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class DueLine:
    """One due with what was paid on it by its day, what later, and the day on which it was paid off."""

    due: Due
    in_time_fen: int
    late_fen: int
    settled_day: int | None
    verdict: Verdict

    @property
    def short_fen(self) -> int:
        """What is still to be paid."""
        return self.due.amount_fen - self.in_time_fen - self.late_fen

    @property
    def days_late(self) -> int:
        """Days from the due day to the day it was paid off; 0 while it is open or was in time."""
        return max(self.settled_day - self.due.day, 0) if self.settled_day is not None else 0


def judge_payments(plan: Sequence[Due], payments: Sequence[Due], as_of: int) -> list[DueLine]:
    """Judge every due of the plan by the payments up to a day, in the order of the plan.

    >>> plan = [Due("甲厂", "养老", 10, 500), Due("甲厂", "养老", 20, 500)]
    >>> lines = judge_payments(plan, [Due("甲厂", "养老", 12, 700)], 15)
    >>> [(line.verdict.value, line.late_fen, line.in_time_fen, line.days_late) for line in lines]
    [('足额但迟付', 500, 0, 2), ('未到期', 0, 200, 0)]
    """
    made: dict[tuple[str, str], list[Due]] = {}
    for paid in payments:
        if paid.day <= as_of:
            made.setdefault((paid.enterprise, paid.item), []).append(paid)
    places: dict[tuple[str, str], list[int]] = {}
    for i, due in enumerate(plan):
        places.setdefault((due.enterprise, due.item), []).append(i)
    lines: dict[int, DueLine] = {}
    for key, own in places.items():
        left = _without_returns(sorted(made.get(key, []), key=lambda paid: paid.day))
        for i in sorted(own, key=lambda i: plan[i].day):
            lines[i] = _cover(plan[i], left, as_of)
    return [lines[i] for i in range(len(plan))]


def _without_returns(payments: Sequence[Due]) -> list[list[int]]:
    """Day and amount of what was paid and stayed paid: a negative amount takes back what was paid last before it.

    >>> _without_returns([Due("甲厂", "养老", day, fen) for day, fen in ((9, 300), (12, 200), (13, -250), (14, 40))])
    [[9, 250], [14, 40]]
    >>> _without_returns([Due("甲厂", "养老", day, fen) for day, fen in ((12, -200), (13, 500))])
    [[13, 300]]
    """
    left: list[list[int]] = []
    back = 0  # taken back before anything was there to take
    for paid in payments:
        amount = paid.amount_fen
        if amount < 0:
            back -= amount
            while back and left:
                part = min(left[-1][1], back)
                left[-1][1] -= part
                back -= part
                if not left[-1][1]:
                    left.pop()
            continue
        part = min(amount, back)
        back -= part
        if amount > part:
            left.append([paid.day, amount - part])
    return left


def _cover(due: Due, left: list[list[int]], as_of: int) -> DueLine:
    """Take what a due needs from the payments that are left, oldest first."""
    in_time = late = 0
    settled: int | None = None
    while left and in_time + late < due.amount_fen:
        day, amount = left[0]
        part = min(amount, due.amount_fen - in_time - late)
        if day <= due.day:
            in_time += part
        else:
            late += part
        left[0][1] -= part
        settled = day
        if left[0][1] == 0:
            left.pop(0)
    if in_time + late < due.amount_fen:
        return DueLine(due, in_time, late, None, Verdict.SHORT if as_of > due.day else Verdict.NOT_YET)
    return DueLine(due, in_time, late, settled, Verdict.LATE if late else Verdict.IN_TIME)

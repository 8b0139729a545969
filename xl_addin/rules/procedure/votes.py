"""Votes and the order of procedure steps, on plain numbers and days.

Pure rules: no cell, no sheet. A day known only to the month is an interval of days, and an
order is called broken only when no day inside the intervals could keep it.

Sources: 企业国有资产法 art 41; 企业民主管理规定 (two thirds of the delegates attend, more than half
of *all* delegates agree); 丰城市 2011 (报上级审核后方可实施).
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from xl_addin.values.errors import NUM, InputError


class VoteFault(StrEnum):
    """What is wrong with a vote; the words are those of 职代会表决 (P-01)."""

    QUORUM = "不足三分之二"
    MAJORITY = "未过半数"


PASSED = "通过"


class DaySpan(NamedTuple):
    """The first and last day (day numbers, both counted) on which something may have happened."""

    first: int
    last: int


def vote_faults(delegates: int, attended: int, in_favour: int) -> list[VoteFault]:
    """List every rule that a vote breaks; counts of persons, InputError ``#NUM!`` if they contradict each other.

    >>> vote_faults(120, 79, 60)
    [<VoteFault.QUORUM: '不足三分之二'>, <VoteFault.MAJORITY: '未过半数'>]
    """
    contradiction = vote_contradiction(delegates, attended, in_favour)
    if contradiction:
        raise InputError(contradiction, NUM)
    faults = []
    if attended * 3 < delegates * 2:
        faults.append(VoteFault.QUORUM)
    if in_favour * 2 <= delegates:
        faults.append(VoteFault.MAJORITY)
    return faults


def vote_contradiction(delegates: int, attended: int, in_favour: int) -> str:
    """Say in Chinese why three counts cannot be one vote, '' if they can.

    >>> vote_contradiction(120, 100, 101), vote_contradiction(120, 100, 90)
    ('同意人数101多于实到人数100', '')
    """
    if delegates <= 0:
        return "应到代表人数应大于0"
    if attended < 0 or in_favour < 0:
        return "表决人数不能为负数"
    if attended > delegates:
        return f"实到人数{attended}多于应到人数{delegates}"
    if in_favour > attended:
        return f"同意人数{in_favour}多于实到人数{attended}"
    return ""


def vote_result(delegates: int, attended: int, in_favour: int) -> str:
    """Judge a vote, quorum first: 通过, 不足三分之二 or 未过半数.

    >>> vote_result(120, 80, 61), vote_result(120, 80, 60), vote_result(120, 79, 79)
    ('通过', '未过半数', '不足三分之二')
    """
    faults = vote_faults(delegates, attended, in_favour)
    return str(faults[0]) if faults else PASSED


def least_delegates(staff: int, share: Fraction, number: int) -> int:
    """Smallest number of delegates for a staff: a share of it and a fixed number, but never more than all of it.

    >>> [least_delegates(staff, Fraction(1, 20), 30) for staff in (20, 400, 601, 1000)]
    [20, 30, 31, 50]
    """
    return min(staff, max(number, -(-staff * share.numerator // share.denominator)))


def quorum(delegates: int) -> int:
    """Smallest attendance that is two thirds of the delegates.

    >>> quorum(120), quorum(100)
    (80, 67)
    """
    return -(-delegates * 2 // 3)


def majority(delegates: int) -> int:
    """Smallest number of votes that is more than half of all delegates.

    >>> majority(120), majority(101)
    (61, 51)
    """
    return delegates // 2 + 1


def is_out_of_order(earlier: DaySpan, later: DaySpan) -> bool:
    """Tell whether ``later`` certainly happened before ``earlier``; the same day is in order.

    >>> is_out_of_order(DaySpan(14700, 14700), DaySpan(14699, 14699))
    True
    >>> is_out_of_order(DaySpan(14700, 14700), DaySpan(14700, 14730))
    False
    """
    return later.last < earlier.first

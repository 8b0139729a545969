"""The payment waterfall (清偿分配): money goes down the tiers, and a tier gets nothing while a higher one lacks.

Inside a tier either in proportion to the needs (largest remainder in fen, so that the parts sum exactly) or row by row.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28) 六: 安置职工…必须优先使用;
企业破产法 113: the same rank pro rata.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from xl_addin.policy.fund import IN_ORDER
from xl_addin.values.money import allocate

Rank = int | Fraction


def pay_in_order(available_fen: int, needs_fen: Sequence[int]) -> list[int]:
    """Pay row by row until the money ends.

    >>> pay_in_order(500, [300, 300, 100])
    [300, 200, 0]
    """
    paid = []
    for need in needs_fen:
        part = min(available_fen, need)
        paid.append(part)
        available_fen -= part
    return paid


def distribute(
    available_fen: int, needs_fen: Sequence[int], tiers: Sequence[Rank], modes: Mapping[Rank, str]
) -> list[int]:
    """Give what each need is paid, in the order of the needs; nobody gets more than the need (F-02, F-03).

    ``modes`` says of each tier whether it is shared 按比例 or paid 按顺序; amounts are non-negative fen.

    >>> distribute(1000, [600, 300, 900], [2, 1, 2], {1: "按比例", 2: "按比例"})
    [280, 300, 420]
    """
    paid = [0] * len(needs_fen)
    for tier in sorted(set(tiers)):
        rows = [i for i, own in enumerate(tiers) if own == tier]
        needs = [needs_fen[i] for i in rows]
        pay = pay_in_order if modes[tier] == IN_ORDER else allocate
        parts = pay(available_fen, needs)
        for i, part in zip(rows, parts, strict=True):
            paid[i] = part
        available_fen -= sum(parts)
    return paid

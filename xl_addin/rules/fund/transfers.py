"""Balancing within a system (系统内调剂): enterprises with a surplus give, those with a deficit receive.

Receivers get in proportion to their deficits, givers give in proportion to what they can give; all in fen, so that
what is given and what is received are equal. Between systems only with an approval number: see the city plan.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28) 七: 系统内调剂平衡.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from xl_addin.values.money import allocate


def can_give(position_fen: int, donor_keeps: Fraction) -> int:
    """Whole fen that an enterprise can give: its surplus without the share it keeps (F-12).

    >>> can_give(1001, Fraction(1, 2)), can_give(-5, Fraction(0))
    (500, 0)
    """
    return int(max(position_fen, 0) * (1 - donor_keeps))


def balance_system(positions_fen: Sequence[int], donor_keeps: Fraction = Fraction(0)) -> list[int]:
    """Give what moves: negative for givers, positive for receivers, together 0 (F-10, F-11).

    >>> balance_system([120_000_000, -70_000_000, -90_000_000])
    [-120000000, 52500000, 67500000]
    """
    gifts = [can_give(position, donor_keeps) for position in positions_fen]
    deficits = [max(-position, 0) for position in positions_fen]
    moved = min(sum(gifts), sum(deficits))
    given, received = allocate(moved, gifts), allocate(moved, deficits)
    return [get - give for get, give in zip(received, given, strict=True)]


def pair_up(moved_fen: Sequence[int]) -> list[tuple[int, int, int]]:
    """Write balanced movements as pairs of one giver, one receiver and an amount, for booking both ends.

    >>> pair_up([-100, 60, 40, 0]), pair_up([-50, -50, 100])
    ([(0, 1, 60), (0, 2, 40)], [(0, 2, 50), (1, 2, 50)])
    """
    left = list(moved_fen)
    receivers = [i for i, moved in enumerate(left) if moved > 0]
    pairs = []
    for giver in (i for i, moved in enumerate(moved_fen) if moved < 0):
        while left[giver] < 0:
            receiver = receivers[0]
            amount = min(-left[giver], left[receiver])
            pairs.append((giver, receiver, amount))
            left[giver] += amount
            left[receiver] -= amount
            if left[receiver] == 0:
                receivers.pop(0)
    return pairs

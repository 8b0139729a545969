"""What is borrowed by advances (垫付) and deferrals (暂挂) under the limits of each enterprise and of the whole city.

The amounts that all limits allow form a polymatroid (each limit caps one sum of amounts). So helping one enterprise
after another as far as the limits reach borrows as much in all as any other way, and within that as much as possible
of the kind that is taken first; whole fen throughout. Leaves out what a kind costs.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 七: 土地置换、缴费暂挂; limits are the office's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xl_addin.rules.fund.turns import in_turn
from xl_addin.values.money import Int64


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of each enterprise, and of all of them together (None where there is none), in fen."""

    advance: Int64
    deferral: Int64
    all_advances: int | None = None
    all_deferrals: int | None = None

    def within(self, lack: Int64, rank: Int64) -> Int64:
        """How much of what each lacks can be borrowed, smaller ranks first.

        >>> limits = Limits(np.array([60, 80]), np.array([50, 0]), all_advances=90)
        >>> limits.within(np.array([100, 80]), np.array([2, 1])).tolist()
        [60, 80]
        """
        order = np.argsort(rank, kind="stable")
        advances, deferrals = np.minimum(lack, self.advance)[order], np.minimum(lack, self.deferral)[order]
        both = np.cumsum(np.minimum(lack[order], advances + deferrals))
        advances, deferrals = np.cumsum(advances), np.cumsum(deferrals)
        one = _capped(self.all_advances, advances)
        other = _capped(self.all_deferrals, deferrals)
        upto = np.minimum.reduce([both, one + deferrals, other + advances, np.full_like(both, one + other)])
        found = np.empty_like(lack)
        found[order] = np.diff(upto, prepend=0)
        return found

    def split(self, borrowed: Int64, rank: Int64, *, advance_first: bool) -> tuple[Int64, Int64]:
        """Advances and deferrals that make up what :meth:`within` allows, as much as possible of the first kind.

        >>> limits = Limits(np.array([60, 80]), np.array([50, 0]), all_advances=90)
        >>> [part.tolist() for part in limits.split(np.array([60, 80]), np.array([2, 1]), advance_first=True)]
        [[10, 80], [50, 0]]
        """
        one, other, most = self.advance, self.deferral, self.all_advances
        if not advance_first:
            one, other, most = self.deferral, self.advance, self.all_deferrals
        least = np.maximum(borrowed - other, 0)
        more = np.minimum(borrowed, one) - least
        pool = np.array([(int(least.sum() + more.sum()) if most is None else most) - int(least.sum())])
        first = least + in_turn(more, np.maximum(pool, 0), np.zeros(len(rank), dtype=np.int32), rank)
        return (first, borrowed - first) if advance_first else (borrowed - first, first)


def _capped(limit: int | None, sums: Int64) -> int:
    most = int(sums[-1]) if len(sums) else 0
    return most if limit is None else min(limit, most)

"""Who gets what of a pool (先后): one after another by rank, each group from its own pool. Amounts in fen."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.values.money import Int64

NO_SYSTEM: Final = -1
"""System of an enterprise that balances with nobody."""


def in_turn(wanted: Int64, pools: Int64, groups: NDArray[np.int32], rank: Int64) -> Int64:
    """Give each what it wants from its group's pool, by rank, until the pool is empty.

    >>> in_turn(np.array([30, 50, 40]), np.array([60]), np.zeros(3, dtype=np.int32), np.array([2, 1, 3])).tolist()
    [10, 50, 0]
    """
    order = np.lexsort((rank, groups))
    sums = np.cumsum(wanted[order])
    starts = np.flatnonzero(np.diff(groups[order], prepend=-9))
    base = np.repeat((sums - wanted[order])[starts], np.diff(starts, append=len(order)))
    found = np.zeros_like(wanted)
    before = sums - wanted[order] - base
    found[order] = np.clip(pools[groups[order]] - before, 0, wanted[order])
    return found


def own_groups(system: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number who shares with whom: nobody with those of no system, of whom each is a group of its own.

    >>> own_groups(np.array([0, NO_SYSTEM, 1, NO_SYSTEM], dtype=np.int32)).tolist()
    [0, 2, 1, 3]
    """
    joins = system != NO_SYSTEM
    alone = np.cumsum(~joins, dtype=np.int32) + int(system.max(initial=0))
    return np.where(joins, system, alone).astype(np.int32)


def sums_by(values: Int64, groups: NDArray[np.int32]) -> Int64:
    """Sum values by group, for every group up to the last.

    >>> sums_by(np.array([5, 7, 1]), np.array([0, 2, 0], dtype=np.int32)).tolist()
    [6, 0, 7]
    """
    sums = np.zeros(int(groups.max(initial=0)) + 1, dtype=np.int64)
    np.add.at(sums, groups, values)
    return sums

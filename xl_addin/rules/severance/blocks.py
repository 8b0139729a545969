"""Large rosters computed in blocks that fit the processor's cache, with the same rules and columns.

Working through a million rows at once moves every temporary column through main memory; blocks
of some ten thousand rows take about half the time (see ``benchmarks/severance.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import Codes, SeveranceTable, severance
from xl_addin.rules.severance.service import count_service
from xl_addin.rules.severance.wages import Wages
from xl_addin.values.dates import Days
from xl_addin.values.money import Int64

BLOCK: Final = 32_768


def severance_in_blocks(start: Days, end: Days, wages: Wages, ground: Codes, policy: Policy) -> list[SeveranceTable]:
    """Compute severance block by block; the tables follow each other in input order.

    ``start`` and ``end`` are day numbers, ``end`` never before ``start``; wages are micro yuan.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> days = np.array([10_000], dtype=np.int32), np.array([13_000], dtype=np.int32)
    >>> wage = np.array([1_000_000_000]); none = np.array([-1])
    >>> tables = severance_in_blocks(*days, Wages(wage, none, none), np.array([3], dtype=np.int8), shipped_policy())
    >>> amounts(tables).tolist()
    [900000]
    """
    tables = []
    for first in range(0, len(start), BLOCK):
        rows = slice(first, first + BLOCK)
        part = Wages(wages.own[rows], wages.enterprise[rows], wages.local[rows], wages.unit)
        service = count_service(start[rows], end[rows], policy.options)
        tables.append(severance(service, part, ground[rows], policy))
    return tables


def mixed_amounts(
    start: Days, end: Days, wages: Wages, ground: Codes, policies: Sequence[Policy], chosen: NDArray[np.int8]
) -> tuple[Int64, Codes]:
    """Compute amounts (fen) and statuses where each row names its own policy by number, in input order.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> days = np.array([10_000, 10_000], dtype=np.int32), np.array([13_000, 13_000], dtype=np.int32)
    >>> wage = np.array([1_000_000_000] * 2); none = np.array([-1] * 2); ground = np.array([3, 3], dtype=np.int8)
    >>> both = [shipped_policy("R481"), shipped_policy("PRORATE")]
    >>> fen, status = mixed_amounts(*days, Wages(wage, none, none), ground, both, np.array([0, 1], dtype=np.int8))
    >>> fen.tolist()
    [900000, 822000]
    """
    fen, status = np.zeros(len(start), dtype=np.int64), np.zeros(len(start), dtype=np.int8)
    for first in range(0, len(start), BLOCK):
        block = slice(first, first + BLOCK)
        for number, policy in enumerate(policies):
            rows = np.flatnonzero(chosen[block] == number) + first
            if len(rows) == 0:
                continue
            part = Wages(wages.own[rows], wages.enterprise[rows], wages.local[rows], wages.unit)
            service = count_service(start[rows], end[rows], policy.options)
            table = severance(service, part, ground[rows], policy)
            fen[rows], status[rows] = table.amount_fen, table.status
    return fen, status


def amounts(tables: list[SeveranceTable]) -> Int64:
    """Join the amounts (fen) of consecutive tables."""
    parts: list[NDArray[np.int64]] = [table.amount_fen for table in tables]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

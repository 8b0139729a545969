"""Sums of amounts that were rounded to 万元: each may be half of its last decimal off, and so may their sum.

Where the amounts themselves can be computed, the sum of the exact ones is what may stand there beside the sum of the
typed ones; only where they cannot, a difference that rounding explains is let pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_addin.checks.amounts.package import exact_parts
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.package_sheet import severance_view
from xl_addin.sheets.units import exact_amounts
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.money import MICRO

_LEAST, _MOST = 2, 4
"""Decimals between which amounts in 万元 are rounded: with more they are exact, with fewer zeros are not shown."""
_AMOUNTS: Final = {"severance": "amount", "arrears": "compensation"}


def exact_fen(table: SheetTable, book: SheetBook, role: str) -> dict[int, int]:
    """The exact amount in fen of each record whose typed amount is that, rounded."""
    if role != _AMOUNTS.get(table.kind):
        return book.derive(exact_parts, table, role) if table.kind in _AMOUNTS else {}
    view = table if table.kind == "severance" else book.derive(severance_view, table)
    return book.derive(exact_amounts, view) if view is not None else {}


def rounding_slack(typed: Sequence[int], count: int) -> int:
    """How far a sum of ``count`` rounded numbers may be off, in micro units; 0 where they are exact.

    >>> rounding_slack([4_440_000, 4_190_000], 2), rounding_slack([4_440_290], 1)
    (15000, 0)
    """
    decimals = max(map(_decimals, typed), default=0)
    step = int(10 ** (6 - max(decimals, _LEAST)))
    return (count + 1) * step // 2 if decimals <= _MOST else 0


def _decimals(micro: int) -> int:
    digits = f"{abs(micro) % MICRO:06d}".rstrip("0")
    return len(digits)

"""The cost of 内退 (leaving work before retirement): a living allowance and contributions until the pension begins.

Source: 国有企业富余职工安置规定第九条. Months: :mod:`xl_addin.rules.insurance.retirement`. Each part is rounded once
(I-11).
"""

from __future__ import annotations

from collections.abc import Iterable

from xl_addin.rules.insurance.contributions import share_fen
from xl_addin.rules.insurance.reserve import to_fen


def internal_retirement_fen(months: int, allowance: int, base: int, rates: Iterable[int]) -> int:
    """Compute the cost of one person in fen; a month's allowance and contribution base in micro yuan, rates in micro.

    >>> internal_retirement_fen(42, 600_000_000, 2_000_000_000, [200_000, 60_000])
    4704000
    """
    base_fen = to_fen(base)
    return to_fen(allowance * months) + sum(share_fen(base_fen, rate, months) for rate in rates)

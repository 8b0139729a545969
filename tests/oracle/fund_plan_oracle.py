"""An exact, slow oracle of the city plan, written from the rule and not from the product.

Own money pays own tiers from the top. Inside a system those with money left give what they may, in proportion; those
that lack receive by tier, in proportion inside a tier. With an approval a second round goes over the whole city.
Money is `Fraction` fen until a share is cut to whole fen by largest remainder (F-02).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.fund_oracle import share


@dataclass
class Firm:
    """Money of one enterprise, and its needs as (tier, fen) in their order."""

    system: str
    money: int
    needs: list[tuple[int, int]]


def own_payments(money: int, needs: Sequence[tuple[int, int]], in_order: frozenset[int]) -> list[int]:
    """What each need gets from one purse."""
    paid = [0] * len(needs)
    for tier in sorted({tier for tier, _ in needs}):
        rows = [i for i in range(len(needs)) if needs[i][0] == tier]
        if tier in in_order:
            for i in rows:
                paid[i] = min(money - sum(paid), needs[i][1])
        else:
            parts = share(min(money - sum(paid), sum(needs[i][1] for i in rows)), [needs[i][1] for i in rows])
            for i, part in zip(rows, parts, strict=True):
                paid[i] = part
    return paid


def city(
    firms: Sequence[Firm], keeps: Fraction, balancing: int, in_order: frozenset[int], across: bool
) -> tuple[list[int], list[list[int]]]:
    """Fen moved to each enterprise (negative: given away), and the payments of every enterprise."""
    above = [[need for need in firm.needs if need[0] < balancing] for firm in firms]
    positions = [firm.money - sum(fen for _, fen in own) for firm, own in zip(firms, above, strict=True)]
    free = [(Fraction(max(position, 0)) * (1 - keeps)).__floor__() for position in positions]
    lacks = [_lacks(firm.money, own) for firm, own in zip(firms, above, strict=True)]
    groups = [[i for i, firm in enumerate(firms) if firm.system == name] for name in {f.system for f in firms} - {""}]
    moved = [0] * len(firms)
    for members in [*groups, *([list(range(len(firms)))] if across else [])]:
        _round(members, free, lacks, moved)
    paid = [own_payments(firm.money + more, firm.needs, in_order) for firm, more in zip(firms, moved, strict=True)]
    return moved, paid


def _lacks(money: int, needs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """What is lacking in each tier after own money went down the tiers."""
    lacks: dict[int, int] = {}
    for tier in sorted({tier for tier, _ in needs}):
        wanted = sum(fen for own, fen in needs if own == tier)
        lacks[tier] = max(wanted - money, 0)
        money = max(money - wanted, 0)
    return lacks


def _round(members: Sequence[int], free: list[int], lacks: list[dict[int, int]], moved: list[int]) -> None:
    pool = sum(free[i] for i in members)
    total = 0
    for tier in sorted({tier for i in members for tier in lacks[i]}):
        wanted = [lacks[i].get(tier, 0) for i in members]
        if not sum(wanted):
            continue
        for i, part in zip(members, share(min(pool - total, sum(wanted)), wanted), strict=True):
            lacks[i][tier] = lacks[i].get(tier, 0) - part
            moved[i] += part
        total += min(pool - total, sum(wanted))
    if total:
        for i, part in zip(members, share(total, [free[i] for i in members]), strict=True):
            free[i] -= part
            moved[i] -= part

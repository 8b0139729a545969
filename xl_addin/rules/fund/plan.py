"""A plan across the city: own money first, then balancing within each system, then what is still missing.

Needs stand in tiers; the tiers above the one marked ``shares`` in the fund's data make an enterprise's surplus or
deficit. A system's surplus goes to its deficits, higher tiers first and in proportion inside a tier; between systems
money moves only with an approval number. Everything in fen and exact; each line carries its reason.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 六、七.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from xl_addin.policy.fund_tiers import FundTiers, fund_tiers
from xl_addin.rules.fund.reasons import enterprise_reason, payment_reason, transfer_reason
from xl_addin.rules.fund.transfers import can_give, pair_up
from xl_addin.rules.fund.waterfall import distribute
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import allocate, round_half_up


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An enterprise's own money in fen: proceeds of its sale (net of nothing) and everything else it has.

    ``other_fen`` may be negative where part of the proceeds is already spent; all money together may not.
    """

    name: str
    system: str
    sale_fen: int
    other_fen: int
    held: str = ""
    """Why nothing of it may be given to others, whatever it seems to have; '' where something may."""

    @property
    def money_fen(self) -> int:
        """All own money."""
        return self.sale_fen + self.other_fen


@dataclass(frozen=True, slots=True)
class Need:
    """One need of one enterprise (its place in the list of enterprises)."""

    enterprise: int
    item: str
    tier: int
    amount_fen: int


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """What one need is paid in the plan."""

    need: Need
    paid_fen: int
    reason: str

    @property
    def unpaid_fen(self) -> int:
        """What this need still lacks."""
        return self.need.amount_fen - self.paid_fen


@dataclass(frozen=True, slots=True)
class TransferLine:
    """Money from one enterprise to another; ``approval`` is filled between systems."""

    giver: int
    receiver: int
    amount_fen: int
    approval: str
    reason: str


@dataclass(frozen=True, slots=True)
class EnterpriseLine:
    """One enterprise before and after balancing; gap and break-even price count the tiers above balancing."""

    enterprise: Enterprise
    need_fen: int
    position_fen: int
    transfer_fen: int
    gap_fen: int
    left_fen: int
    break_even_fen: int
    reason: str


@dataclass(frozen=True, slots=True)
class CityPlan:
    """The whole plan, each part in the order of the input."""

    enterprises: tuple[EnterpriseLine, ...]
    payments: tuple[PaymentLine, ...]
    transfers: tuple[TransferLine, ...]

    @property
    def gap_fen(self) -> int:
        """What the city still lacks."""
        return sum(line.gap_fen for line in self.enterprises)


def break_even_price(need_fen: int, other_fen: int, cost_rate: Fraction = Fraction(0)) -> int:
    """Smallest sale price whose proceeds, after costs at a rate of the price, cover what other money does not.

    Raises InputError ``#NUM!`` for a rate outside 0 … 1, 1 not included.

    >>> break_even_price(100_000, 20_000), break_even_price(100_000, 20_000, Fraction(1, 10))
    (80000, 88889)
    """
    if not 0 <= cost_rate < 1:
        raise InputError("处置费用比例应在 0 到 100% 之间", NUM)
    lacking = max(need_fen - other_fen, 0)
    # Costs are rounded to the fen: half a fen less may already do, so the search begins there.
    price = max(int((lacking - Fraction(1, 2)) / (1 - cost_rate)), 0)
    while price - round_half_up(price * cost_rate) < lacking:
        price += 1
    return price


def plan_city(
    enterprises: Sequence[Enterprise],
    needs: Sequence[Need],
    donor_keeps: Fraction = Fraction(0),
    approval: str = "",
    cost_rate: Fraction = Fraction(0),
    tiers: FundTiers | None = None,
) -> CityPlan:
    """Plan payments and transfers; without ``approval`` nothing moves between systems, without ``tiers`` the shipped
    ones hold.

    Raises InputError ``#NUM!`` for negative money and a kept share outside 0 … 1.

    >>> firms = [Enterprise("甲厂", "商贸", 120, 0), Enterprise("乙厂", "商贸", 0, 0)]
    >>> plan = plan_city(firms, [Need(0, "经济补偿", 1, 100), Need(1, "经济补偿", 1, 50)])
    >>> [(line.transfer_fen, line.gap_fen, line.break_even_fen) for line in plan.enterprises], plan.gap_fen
    ([(-20, 0, 100), (20, 30, 50)], 30)
    """
    _refuse_impossible(enterprises, needs, donor_keeps)
    tiers = tiers or fund_tiers({})
    everyone = range(len(enterprises))
    own = [[need for need in needs if need.enterprise == i and need.tier < tiers.balancing] for i in everyone]
    due = [sum(need.amount_fen for need in mine) for mine in own]
    positions = [firm.money_fen - owed for firm, owed in zip(enterprises, due, strict=True)]
    free = [0 if firm.held else position for firm, position in zip(enterprises, positions, strict=True)]
    gifts = [can_give(position, donor_keeps) for position in free]
    lacks = _lacks_by_tier(enterprises, own, tiers)
    moved = [0] * len(enterprises)
    transfers: list[TransferLine] = []
    for members, number in _rounds(enterprises, approval):
        step = _balance(members, gifts, lacks)
        for give, get, amount in pair_up(step):
            giver, receiver = members[give], members[get]
            names = enterprises[giver].name, enterprises[receiver].name
            reason = transfer_reason(*names, amount, positions[giver], number)
            transfers.append(TransferLine(giver, receiver, amount, number, reason))
        for i, amount in zip(members, step, strict=True):
            moved[i] += amount
            gifts[i] += min(amount, 0)
    payments = _payments(enterprises, needs, moved, tiers)
    lines = _enterprise_lines(enterprises, due, moved, payments, cost_rate)
    return CityPlan(lines, payments, tuple(transfers))


def _rounds(enterprises: Sequence[Enterprise], approval: str) -> list[tuple[list[int], str]]:
    """Who balances with whom: each system in order of appearance, then all with an approval number."""
    systems: dict[str | int, list[int]] = {}
    for i, firm in enumerate(enterprises):
        systems.setdefault(firm.system or i, []).append(i)  # no system named: nobody to balance with
    rounds = [(members, "") for members in systems.values()]
    return [*rounds, (list(range(len(enterprises))), approval)] if approval else rounds


def _refuse_impossible(enterprises: Sequence[Enterprise], needs: Sequence[Need], donor_keeps: Fraction) -> None:
    if any(firm.sale_fen < 0 or firm.money_fen < 0 for firm in enterprises):
        raise InputError("企业资金不能为负数", NUM)
    if any(need.amount_fen < 0 for need in needs):
        raise InputError("需要支付的金额不能为负数", NUM)
    if not 0 <= donor_keeps <= 1:
        raise InputError("调出企业留存比例应在 0 到 1 之间", NUM)


def _paid(money_fen: int, needs: Sequence[Need], tiers: FundTiers) -> list[int]:
    own = [need.tier for need in needs]
    return distribute(money_fen, [need.amount_fen for need in needs], own, {tier: tiers.mode(tier) for tier in own})


def _lacks_by_tier(
    enterprises: Sequence[Enterprise], own: Sequence[Sequence[Need]], tiers: FundTiers
) -> dict[int, list[int]]:
    """What own money leaves unpaid in each tier above balancing, by enterprise."""
    numbers = sorted({need.tier for needs in own for need in needs})
    lacks = {tier: [0] * len(enterprises) for tier in numbers}
    for i, (firm, needs) in enumerate(zip(enterprises, own, strict=True)):
        for need, paid in zip(needs, _paid(firm.money_fen, needs, tiers), strict=True):
            lacks[need.tier][i] += need.amount_fen - paid
    return lacks


def _balance(members: Sequence[int], gifts: Sequence[int], lacks: dict[int, list[int]]) -> list[int]:
    """Move what members can give to what members lack, tier by tier; ``lacks`` shrinks by what was received."""
    pool = sum(gifts[i] for i in members)
    received = [0] * len(members)
    for tier in lacks:
        wanted = [lacks[tier][i] for i in members]
        parts = allocate(min(pool, sum(wanted)), wanted)
        for place, (i, part) in enumerate(zip(members, parts, strict=True)):
            received[place] += part
            lacks[tier][i] -= part
            pool -= part
    given = allocate(sum(received), [gifts[i] for i in members])
    return [get - give for get, give in zip(received, given, strict=True)]


def _payments(
    enterprises: Sequence[Enterprise], needs: Sequence[Need], moved: Sequence[int], tiers: FundTiers
) -> tuple[PaymentLine, ...]:
    lines: dict[int, PaymentLine] = {}
    for i, firm in enumerate(enterprises):
        places = [place for place, need in enumerate(needs) if need.enterprise == i]
        own = [needs[place] for place in places]
        shares = _paid(firm.money_fen + moved[i], own, tiers)
        lacking = {need.tier for need, paid in zip(own, shares, strict=True) if paid < need.amount_fen}
        for place, need, paid in zip(places, own, shares, strict=True):
            higher = any(tier < need.tier for tier in lacking)
            reason = payment_reason(need.tier, need.amount_fen, paid, moved[i], higher)
            lines[place] = PaymentLine(need, paid, reason)
    return tuple(lines[place] for place in range(len(needs)))


def _enterprise_lines(
    enterprises: Sequence[Enterprise],
    due: Sequence[int],
    moved: Sequence[int],
    payments: Sequence[PaymentLine],
    cost_rate: Fraction,
) -> tuple[EnterpriseLine, ...]:
    lines = []
    for i, firm in enumerate(enterprises):
        own = [line for line in payments if line.need.enterprise == i]
        # All money goes to the tiers above balancing first, so what they lack is what money does not cover.
        gap = max(due[i] - firm.money_fen - moved[i], 0)
        left = firm.money_fen + moved[i] - sum(line.paid_fen for line in own)
        price = break_even_price(due[i], firm.other_fen, cost_rate)
        position = firm.money_fen - due[i]
        reason = enterprise_reason(position, moved[i], gap, price, firm.held)
        lines.append(EnterpriseLine(firm, due[i], position, moved[i], gap, left, price, reason))
    return tuple(lines)

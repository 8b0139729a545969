"""资金方案: what each enterprise must still pay its workers, the money it has, borrows or is given, and what lacks.

Own money (cash, what is still to come from 拍卖 and 土地) pays the workers first, then the enterprise's old debts. A
surplus goes to others of the system in the order of their ranks, first to what they cannot borrow, then in place of
borrowing; advances (垫付) and deferrals (暂挂) are debts and have limits, of each enterprise and of the city; fiscal
money comes last. What the city has or allows goes by rank. Every fen is conserved: :meth:`Funding.imbalance` is 0 in
every case. Leaves out tiers of one enterprise, and interest.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 五至七; the order of the means is a design decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.rules.fund.borrowing import Limits
from xl_addin.rules.fund.turns import NO_SYSTEM, in_turn, own_groups, sums_by
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import Int64, divide_half_up, safe_product

WHOLE: Final = 10**6
"""A share of 1 (100%): shares are whole millionths."""
NOT_AGREED: Final = -1
_MOST: Final = 10**15
"""Fen above which sums could leave ``int64``."""


@dataclass(frozen=True, slots=True)
class Firms:
    """Enterprises as columns of equal length; money in fen, never negative."""

    system: NDArray[np.int32]
    """Number of the system, or NO_SYSTEM."""
    rank: Int64
    """Who is helped first: smaller first, ties by row."""
    workers: Int64
    cash: Int64
    sale: Int64
    """Expected price of the sale, in all."""
    sold: Int64
    """What of it has been received; it is part of the cash, or spent."""
    land: Int64
    landed: Int64
    need: Int64
    """What workers are still owed, insurance included, and everything that ranks with it."""
    insured: Int64
    """The part of ``need`` for which 暂挂 can stand."""
    debt: Int64
    """What ranks after the workers: old advances and deferrals to be repaid."""
    advance_limit: Int64
    held: NDArray[np.bool_]
    """Whether nothing may be given away: something that is owed could not be read."""
    agreed: Int64
    """The limit of the deferral that was agreed, or NOT_AGREED: then a share of the insurance is."""

    def __len__(self) -> int:
        return len(self.rank)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan supposes: shares in millionths, fiscal money in fen."""

    sale_share: int = WHOLE
    """Price reached, by the price expected."""
    land_share: int = WHOLE
    cost_share: int = 0
    """Costs and taxes of the disposal, by the proceeds still to come."""
    deferral_share: int = 0
    """How much of the insurance may be deferred."""
    keeps: int = 0
    """What a giver keeps of its surplus."""
    need_share: int = WHOLE
    fiscal: int = 0
    advance_first: bool = True
    """Whether advances are used before deferrals."""
    all_advances: int | None = None
    """What the land reserve advances in all; None where only enterprises have limits."""
    all_deferrals: int | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """The plan as columns in fen, by enterprise."""

    sale_due: Int64
    """Still to come from the sale, net of costs."""
    land_due: Int64
    own: Int64
    need: Int64
    lack: Int64
    gift: Int64
    """What may go to others of the system."""
    deferrable: Int64
    """Insurance for which 暂挂 can stand, by the limit of the enterprise."""
    outside: Int64
    """Of the lack, what cannot be borrowed under any limit."""
    first: Int64
    """Received from the system for ``outside``."""
    second: Int64
    """Received from the system in place of borrowing."""
    given: Int64
    advance: Int64
    deferral: Int64
    fiscal: Int64
    gap: Int64
    repaid: Int64
    """Old debts that own money repays."""
    left: Int64

    @property
    def paid(self) -> Int64:
        """What the workers are paid, deferred insurance included."""
        return self.need - self.gap

    @property
    def settled(self) -> NDArray[np.bool_]:
        """Whether everything is paid that the workers are owed."""
        return np.equal(self.gap, 0)

    @property
    def imbalance(self) -> int:
        """Money in less money out, over all: 0."""
        come = self.own + self.first + self.second - self.given + self.advance + self.deferral + self.fiscal
        return int(np.abs(come - self.paid - self.repaid - self.left).sum())


def share_of(amounts: Int64, millionths: int) -> Int64:
    """A share of amounts, halves up.

    >>> share_of(np.array([101, 100]), 500_000).tolist()
    [51, 50]
    """
    return divide_half_up(safe_product(amounts, np.array([millionths])), WHOLE).astype(np.int64)


def plan_funding(firms: Firms, terms: Terms) -> Funding:
    """Plan the money of a city; raises InputError ``#NUM!`` for negative money and shares outside their bounds.

    >>> columns = dict(cash=[0, 0], sale=[500, 0], sold=[0, 0], land=[0, 90], landed=[0, 0], need=[300, 400])
    >>> more = dict(insured=[0, 100], debt=[0, 0], advance_limit=[0, 50], agreed=[-1, -1], workers=[3, 4], rank=[1, 2])
    >>> more["held"] = [False, False]
    >>> arrays = {name: np.array(column) for name, column in {**columns, **more}.items()}
    >>> plan = plan_funding(Firms(np.zeros(2, dtype=np.int32), **arrays), Terms(deferral_share=WHOLE))
    >>> [part.tolist() for part in (plan.given, plan.first, plan.second, plan.advance, plan.deferral, plan.gap)]
    [[200, 0], [0, 160], [0, 40], [0, 50], [0, 60], [0, 0]]
    """
    _refuse_impossible(firms, terms)
    sale_due = _to_come(firms.sale, firms.sold, terms.sale_share, terms.cost_share)
    land_due = _to_come(firms.land, firms.landed, terms.land_share, terms.cost_share)
    need = share_of(firms.need, terms.need_share)
    own = firms.cash + sale_due + land_due
    lack = np.maximum(need - own, 0)
    repaid = np.minimum(np.maximum(own - need, 0), firms.debt)
    joins = firms.system != NO_SYSTEM
    surplus = np.where(joins & ~firms.held, np.maximum(own - need - firms.debt, 0), 0)
    gift = safe_product(surplus, np.array([WHOLE - terms.keeps])) // WHOLE
    insured = share_of(firms.insured, terms.need_share)
    by_share = share_of(insured, terms.deferral_share)
    deferrable = np.minimum(np.where(firms.agreed == NOT_AGREED, by_share, np.minimum(firms.agreed, insured)), need)
    limits = Limits(firms.advance_limit, deferrable, terms.all_advances, terms.all_deferrals)
    outside = lack - limits.within(lack, firms.rank)
    groups = own_groups(firms.system)
    pools = sums_by(gift.astype(np.int64), groups)
    first = in_turn(outside, pools, groups, firms.rank)
    second = in_turn(lack - outside, pools - sums_by(first, groups), groups, firms.rank)
    second = np.where(joins, second, 0)
    given = in_turn(gift.astype(np.int64), sums_by(first + second, groups), groups, firms.rank)
    rest = lack - first - second
    borrowed = limits.within(rest, firms.rank)
    advance, deferral = limits.split(borrowed, firms.rank, advance_first=terms.advance_first)
    city = np.zeros(len(firms), dtype=np.int32)
    fiscal = in_turn(rest - borrowed, np.array([terms.fiscal]), city, firms.rank)
    gap = rest - borrowed - fiscal
    left = own - given - (need - lack) - repaid
    return Funding(
        sale_due, land_due, own, need, lack, gift.astype(np.int64), deferrable, outside, first, second, given, advance,
        deferral, fiscal, gap, repaid, left,
    )  # fmt: skip


def _to_come(price: Int64, received: Int64, share: int, cost_share: int) -> Int64:
    gross = np.maximum(share_of(price, share) - received, 0)
    net: Int64 = gross - share_of(gross, cost_share)
    return net


def _refuse_impossible(firms: Firms, terms: Terms) -> None:
    money = (firms.cash, firms.sale, firms.sold, firms.land, firms.landed, firms.need, firms.insured, firms.debt)
    columns = (*money, firms.advance_limit, firms.workers, firms.agreed + 1)
    if any(column.size and (int(column.min()) < 0 or int(column.max()) > _MOST) for column in columns):
        raise InputError("资金方案的金额和人数不能为负数，也不能超过 10 万亿元", NUM)
    shares = (terms.deferral_share, terms.keeps, terms.cost_share)
    if any(not 0 <= share <= WHOLE for share in shares) or terms.cost_share == WHOLE:
        raise InputError("暂挂比例、留存比例应在 0 到 100% 之间，处置费用比例应小于 100%", NUM)
    city = terms.fiscal, terms.all_advances or 0, terms.all_deferrals or 0
    if min(terms.sale_share, terms.land_share, terms.need_share, *city) < 0:
        raise InputError("成交率、土地价、费用的变动比例、财政资金和全市限额不能为负数", NUM)

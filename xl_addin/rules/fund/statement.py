"""Balances of the fund by enterprise, system or city at many dates at once.

Identity at every date and for every group: balance = opening + income - expense. Income and expense are cash only:
a deferral (社保暂挂) changes the debt, never the balance; an advance changes both (F-50, F-52, F-58).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.fund import account_facts
from xl_addin.rules.fund.ledger import Codes, Ledger, grouped_sums
from xl_addin.values.money import Int64


@dataclass(frozen=True, slots=True)
class Statement:
    """Fen at each date for each group: arrays of groups × dates."""

    opening: Int64
    income: Int64
    expense: Int64
    advance: Int64
    """Owed to the land reserve (垫付)."""
    deferral: Int64
    """Owed to the insurance office (暂挂)."""

    @property
    def balance(self) -> Int64:
        """Cash in the account."""
        return self.opening + self.income - self.expense


def city_groups(ledger: Ledger) -> tuple[Codes, int]:
    """Put every entry into one group."""
    return np.zeros(len(ledger), dtype=np.int32), 1


def statement(ledger: Ledger, days: Sequence[int], groups: Codes, count: int) -> Statement:
    """Add up the ledger to each day inclusive, for groups 0 … count-1; entries of group -1 are left out.

    >>> from xl_addin.rules.fund.ledger import single_entry
    >>> ledger = single_entry(day=10, income_fen=500)
    >>> statement(ledger, [9, 10], *city_groups(ledger)).balance.tolist()
    [[0, 500]]
    """
    dates = np.array(days, dtype=np.int64)
    order = np.argsort(dates, kind="stable")
    width = len(dates) + 1
    # The first date that an entry belongs to; beyond the last one it falls into the extra column.
    column = np.searchsorted(dates[order], ledger.day, side="left")
    inside = groups >= 0
    every = bool(inside.all())
    place = groups.astype(np.intp) * width + column

    def summed(values: Int64, rows: NDArray[np.bool_]) -> Int64:
        chosen = rows if every else rows & inside
        sums = grouped_sums(values[chosen], place[chosen], count * width).reshape(count, width)
        totals = np.empty((count, len(dates)), dtype=sums.dtype)
        totals[:, order] = np.cumsum(sums[:, :-1], axis=1)
        return totals

    facts = account_facts()
    cash, opening = facts.cash[ledger.account], ledger.opening
    return Statement(
        opening=summed(ledger.income_fen, cash & opening) - summed(ledger.expense_fen, cash & opening),
        income=summed(ledger.income_fen, cash & ~opening),
        expense=summed(ledger.expense_fen, cash & ~opening),
        advance=summed(ledger.income_fen, facts.raises_advance[ledger.account])
        - summed(ledger.expense_fen, facts.repays_advance[ledger.account]),
        deferral=summed(ledger.income_fen, facts.raises_deferral[ledger.account])
        - summed(ledger.expense_fen, facts.repays_deferral[ledger.account]),
    )


def balance_differences(ledger: Ledger, days: Sequence[int], stated_fen: Sequence[int]) -> list[int]:
    """Compare stated city balances (bank statement, closing of a month) with the ledger: stated minus computed.

    >>> from xl_addin.rules.fund.ledger import single_entry
    >>> balance_differences(single_entry(day=10, income_fen=500), [9, 10], [0, 480])
    [0, -20]
    """
    balance = statement(ledger, days, *city_groups(ledger)).balance[0]
    return [stated - int(computed) for stated, computed in zip(stated_fen, balance, strict=True)]

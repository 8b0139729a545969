"""The fund's ledger as columns, and exact sums over them for a million entries.

An entry says what an account received or paid on a day; what that does to cash and debts is data
(:mod:`xl_addin.policy.fund`): an advance is cash and debt, a deferral is a debt without cash. Leaves out how a ledger
is typed: the floors above read sheets. Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 六、七.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.values.dates import Days
from xl_addin.values.money import Int64

NO_ACCOUNT: Final = -1
"""Account code of an opening row that names none."""
NOBODY: Final = -1
"""Enterprise or system of a row that names none."""
BEFORE_ALL: Final = int(np.iinfo(np.int32).min)
"""Day of an opening row without a date: it stands before every entry."""

_FLOAT_EXACT: Final = 2**53
_INT64_SAFE: Final = 2**62
_LOW_BITS: Final = 26

Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Entries as columns of equal length; amounts in fen keep their sign (F-54)."""

    day: Days
    account: Codes
    """Code of :func:`xl_addin.policy.fund.fund_policy`, or NO_ACCOUNT."""
    income_fen: Int64
    expense_fen: Int64
    opening: NDArray[np.bool_]
    """The row carries a balance forward: part of the balance, no income (F-52)."""
    enterprise: Codes
    """Place in ``enterprises``, or NOBODY."""
    system: Codes
    """Place in ``systems``, or NOBODY."""
    enterprises: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.day)


def select(ledger: Ledger, rows: NDArray[np.bool_]) -> Ledger:
    """Give the entries marked in ``rows``; the lists of names stay whole.

    >>> len(select(single_entry(), np.array([False])))
    0
    """
    return Ledger(
        ledger.day[rows],
        ledger.account[rows],
        ledger.income_fen[rows],
        ledger.expense_fen[rows],
        ledger.opening[rows],
        ledger.enterprise[rows],
        ledger.system[rows],
        ledger.enterprises,
        ledger.systems,
    )


def single_entry(day: int = 0, account: int = NO_ACCOUNT, income_fen: int = 0, expense_fen: int = 0) -> Ledger:
    """Give a ledger of one entry of the city.

    >>> int(single_entry(income_fen=500).income_fen[0])
    500
    """
    codes = np.array([account], dtype=np.int32)
    none = np.array([NOBODY], dtype=np.int32)
    income, expense = (np.array([fen], dtype=np.int64) for fen in (income_fen, expense_fen))
    return Ledger(np.array([day], dtype=np.int32), codes, income, expense, np.array([False]), none, none)


def grouped_sums(values: Int64, places: NDArray[np.intp], count: int) -> Int64:
    """Sum values by place 0 … count-1, exactly, however large; sums beyond ``int64`` come as Python integers.

    >>> grouped_sums(np.array([5, 7, -2]), np.array([1, 0, 1]), 3).tolist()
    [7, 3, 0]
    >>> grouped_sums(np.array([2**62 - 1, 2**62, 2**62]), np.array([0, 0, 0]), 1)[0] == 3 * 2**62 - 1
    True
    """
    if values.size == 0:
        return np.zeros(count, dtype=np.int64)
    bound = max(abs(int(values.min())), abs(int(values.max()))) * values.size
    if bound < _FLOAT_EXACT:
        return np.bincount(places, weights=values, minlength=count).astype(np.int64)
    # Two halves whose sums are exact as floats: 26 low bits of up to 2**27 entries, and the rest.
    low = np.bincount(places, weights=values & (2**_LOW_BITS - 1), minlength=count).astype(np.int64)
    high = np.bincount(places, weights=values >> _LOW_BITS, minlength=count).astype(np.int64)
    if bound < _INT64_SAFE:
        return (high << _LOW_BITS) + low
    wide: Int64 = (high.astype(object) << _LOW_BITS) + low.astype(object)
    return wide

"""Parameters as one office uses them: its 政策 sheet first, then the shipped national series.

The insurance functions take no place. Where every placed row of a parameter on the 政策 sheet names the same
place, that is the office's place; where they name several and none without a place covers the day, the
question goes to the user instead of a silent national figure.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.lookup import NO_ROW, Lookup, interval_text, lookup
from xl_addin.policy.profiles import Policy
from xl_addin.policy.schema import DatedValue
from xl_addin.policy.store import national
from xl_addin.values.dates import to_date
from xl_addin.values.errors import NA, InputError, PolicyGap


def values_on(name: str, days: NDArray[np.int32], policy: Policy) -> Lookup:
    """Look a parameter up for many days under an office's policy; gaps stay marked.

    Raises InputError (``#N/A``) where rows of several places compete.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> values_on("医疗个人费率", np.array([10_000, 13_879], dtype=np.int32), shipped_policy()).micro.tolist()
    [0, 20000]
    """
    parameter, local = national().parameters[name], policy.local.get(name, ())
    found = lookup(parameter, days, (), local)
    places = sorted({row.place for row in local if row.place})
    if not places:
        return found
    if len(places) > 1:
        _refuse_competing(name, days, found, local)
        return found
    placed = lookup(parameter, days, places * len(days), [row for row in local if row.place])
    # Rows of both look-ups stand one after the other: the placed ones, then the rest.
    row = np.where(placed.gap, np.where(found.gap, NO_ROW, found.row + len(placed.rows)), placed.row)
    return Lookup(np.where(placed.gap, found.micro, placed.micro), row.astype(np.int32), (*placed.rows, *found.rows))


def _refuse_competing(name: str, days: NDArray[np.int32], found: Lookup, local: Sequence[DatedValue]) -> None:
    rows = [row for row in local if row.place]
    settled = np.array([not row.place for row in local] + [False] * (len(found.rows) - len(local) + 1))[found.row]
    for row in rows:
        if (~settled & (days >= row.first_day) & (days <= row.last_day)).any():
            where = "、".join(sorted({row.place for row in rows}))
            raise InputError(
                f"政策表“{name}”有多个地区（{where}）的数值，请另加一行地区留空的数值，或只保留一个地区", NA
            )


def gap_of(name: str, day: int, policy: Policy) -> PolicyGap:
    """Make the gap of a parameter on a day, naming what values there are."""
    rows = (*policy.local.get(name, ()), *national().parameters[name].values)
    return PolicyGap(name, to_date(day).isoformat(), "", "、".join(interval_text(row) for row in rows))


def value_for(name: str, day: int, policy: Policy) -> int:
    """Give the one value in force on a day, in micro units; raises :class:`PolicyGap`.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> value_for("缴费基数下限", 13_879, shipped_policy())
    600000
    """
    found = values_on(name, np.array([day], dtype=np.int32), policy)
    if found.gap[0]:
        raise gap_of(name, day, policy)
    return int(found.micro[0])

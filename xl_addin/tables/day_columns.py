"""Columns of true dates read at once; whatever else stands in a cell is read by :mod:`xl_addin.tables.cleaning`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np

from xl_addin.tables.cleaning import FIRST_DAY, LAST_DAY
from xl_addin.tables.column_rows import array_of, kinds_of
from xl_addin.values.dates import Days

_UNIX: Final = dt.date(1970, 1, 1).toordinal()


def true_days(values: Sequence[object]) -> Days | None:
    """A column of nothing but dates without a clock time as day numbers; None where cells must be read one by one.

    >>> true_days([dt.date(1970, 1, 2)]), true_days([dt.date(1970, 1, 2), "1970-01-02"]), true_days([])
    (array([1], dtype=int32), None, None)
    """
    days = array_of(values, np.int32)
    if days is None:
        if kinds_of(values) != {dt.date} or not values:
            return None
        ordinals = map(dt.date.toordinal, values)  # type: ignore[arg-type]
        days = np.fromiter(ordinals, dtype=np.int32, count=len(values)) - np.int32(_UNIX)
    return days if int(days.min()) >= FIRST_DAY and int(days.max()) <= LAST_DAY else None

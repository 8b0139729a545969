"""Columns of dates read at once where nothing is to be asked: true dates, and whole serials as hosts give them.

Whatever else stands in a cell is read by :mod:`xl_addin.tables.cleaning`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.tables.cleaning import FIRST_DAY, LAST_DAY
from xl_addin.tables.column_rows import array_of, kinds_of
from xl_addin.values.dates import Days
from xl_addin.values.serials import SERIALS, from_serial

_UNIX: Final = dt.date(1970, 1, 1).toordinal()
_FIRST_OF_FIVE: Final = from_serial(SERIALS[0])


def true_days(values: Sequence[object]) -> Days | None:
    """A column of nothing but days, all dates or all serials of five digits, as day numbers; else None.

    None means that its cells must be read one by one.

    >>> true_days([dt.date(1970, 1, 2)]), true_days([dt.date(1970, 1, 2), "1970-01-02"]), true_days([])
    (array([1], dtype=int32), None, None)
    >>> true_days([25570, 31229.0]), true_days([25570, 198507]), true_days([25570.5])
    (array([   1, 5660], dtype=int32), None, None)
    """
    days = array_of(values, np.int32)
    if days is None and values:
        kinds = kinds_of(values)
        if kinds == {dt.date}:
            ordinals = map(dt.date.toordinal, values)  # type: ignore[arg-type]
            days = np.fromiter(ordinals, dtype=np.int32, count=len(values)) - np.int32(_UNIX)
        elif kinds <= {int, float}:
            days = _of_serials(np.array(values, dtype=np.float64))
    return days if days is not None and int(days.min()) >= FIRST_DAY and int(days.max()) <= LAST_DAY else None


def _of_serials(numbers: NDArray[np.float64]) -> Days | None:
    first, end = SERIALS
    if not ((numbers >= first) & (numbers < end)).all():  # NaN is neither
        return None
    serials = numbers.astype(np.int32)
    return serials + np.int32(_FIRST_OF_FIVE - first) if (serials == numbers).all() else None

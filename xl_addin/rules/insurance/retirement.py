"""Months from a base date to the statutory retirement age (法定退休年龄), for many persons at once.

Sources: 国发〔1978〕104号 for the old ages; the Decision of 2024-09-13 for the gradual rise, which is seen by base
dates from the day on which it was decided (L-05). An age that an office states on its 政策 sheet is taken as it is: the
office says what it goes by, so nothing is added to it. Leaves out special posts and early retirement.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.retirement import retirement_ages
from xl_addin.values.dates import Counts, Days, month_number


def retirement_months(birth: Days, category: NDArray[np.int8], base_date: Days, stated: Counts | None = None) -> Counts:
    """Give the number of the month in which each person reaches the age (months as ``month_number``).

    ``category`` holds codes of :func:`xl_addin.policy.retirement.find_retirement_category`, ``stated`` the ages in
    months of :func:`xl_addin.policy.retirement.stated_ages`: 0, or None for everybody, is the law's age.

    >>> import datetime as dt
    >>> from xl_addin.values.dates import FIRST_YEAR, day_number
    >>> day = lambda *d: np.array([day_number(dt.date(*d))], dtype=np.int32)
    >>> reached = retirement_months(day(1976, 9, 1), np.array([0], dtype=np.int8), day(2025, 1, 1))[0]
    >>> int(reached // 12 + FIRST_YEAR), int(reached % 12 + 1)
    (2039, 9)
    """
    ages = retirement_ages()
    months, every, most = (
        np.array([getattr(one, name) for one in ages.categories], dtype=np.int32)[category]
        for name in ("age_months", "rise_every", "rise_most")
    )
    old_age = month_number(birth) + months
    first = int(month_number(np.array([ages.rise_from], dtype=np.int32))[0])
    rise = np.minimum((old_age - first) // every + 1, most)
    reached: Counts = old_age + np.where((base_date >= ages.decided) & (old_age >= first), rise, 0)
    return reached if stated is None else np.where(stated > 0, month_number(birth) + stated, reached)


def months_to_retirement(
    birth: Days, category: NDArray[np.int8], base_date: Days, stated: Counts | None = None
) -> Counts:
    """Count months after the base date's month through the month of reaching the age; 0 once reached (I-06, I-07).

    >>> import datetime as dt
    >>> from xl_addin.values.dates import day_number
    >>> day = lambda *d: np.array([day_number(dt.date(*d))], dtype=np.int32)
    >>> months_to_retirement(day(1955, 3, 20), np.array([0], dtype=np.int8), day(2011, 9, 28)).tolist()
    [42]
    """
    left: Counts = np.maximum(retirement_months(birth, category, base_date, stated) - month_number(base_date), 0)
    return left

"""Read 欠费起止年月 typed into one cell: 2002.03-2002.06, 自2002年3月至6月, 2002年3-6月（含）, 2002年全年.

Two periods in one cell, and 至今, are not read.
"""

from __future__ import annotations

import re
from typing import Final

from xl_addin.tables.cleaning import read_date
from xl_addin.tables.labels import plain

_ASIDE: Final = re.compile(r"\([^()]*\)|,?(?:共|计|合计)\d+个?月$")
_YEAR: Final = re.compile(r"(\d{4})年(?:全年|度|全年度)?")
_SPAN: Final = re.compile(
    r"(?:自|从)?(?P<first>(?P<year>\d{2,4})(?:年(?=\d)|[./\-])\d{1,2}(?:(?:月|[./\-])\d{1,2}日?)?月?份?|\d{6}|[^至到\-—–~]+?月)"
    r"起?(?:至|到|-{1,2}|—+|–|~)+(?P<last>.+?)(?:止|份)?"
)
_MONTH: Final = re.compile(r"(\d{1,2})月?")


def read_period(text: str, month_decimal: str) -> tuple[int, int] | None:
    """First and last day (as day numbers) that a text names, by their months; None for what cannot be read.

    >>> read_period("自2002年3月至6月", "error") == read_period("2002.03-2002.06（含）", "error")
    True
    >>> read_period("2002.03-2002.06;2003.01-2003.02", "error"), read_period("2002.03至今", "error")
    (None, None)
    """
    shown = _ASIDE.sub("", plain(text))
    whole = _YEAR.fullmatch(shown)
    found = _SPAN.fullmatch(shown)
    if whole:
        first, last = f"{whole[1]}年1月", f"{whole[1]}年12月"
    elif found:
        first, last = found["first"].removesuffix("份"), found["last"]
        month = _MONTH.fullmatch(last)
        if month and found["year"]:
            last = f"{found['year']}年{month[1]}月"
    else:
        return None
    try:
        return read_date(first, "", month_decimal).day, read_date(last, "", month_decimal).day
    except ValueError:
        return None

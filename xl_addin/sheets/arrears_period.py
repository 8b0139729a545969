"""Read 欠费起止年月 typed into one cell: 2002.03-2002.06, 自2002年3月至6月, 2002年3-6月（含）, 2002年全年.

Two periods in one cell, and 至今, are not read.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import UNKNOWN, DayColumn, days
from xl_addin.tables.cleaning import clean_text, read_date
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable

_ASIDE: Final = re.compile(r"\([^()]*\)|,?(?:共|计|合计)\d+个?月$")
_YEAR: Final = re.compile(r"(\d{4})年(?:全年|度|全年度)?")
_SPAN: Final = re.compile(
    r"(?:自|从)?(?P<first>(?P<year>\d{2,4})(?:年(?=\d)|[./\-])\d{1,2}(?:(?:月|[./\-])\d{1,2}日?)?月?份?|\d{6}|[^至到\-—–~]+?月)"
    r"起?(?:至|到|-{1,2}|—+|–|~)+(?P<last>.+?)(?:止|份)?"
)
_SHOWN_ROWS: Final = 5
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


def arrears_period(table: SheetTable, book: SheetBook) -> tuple[DayColumn, DayColumn]:
    """First and last month of each row's arrears, from two columns or from one text such as 2001.01-2003.12."""
    if table.has("arrears_from") and table.has("arrears_to"):
        return book.derive(days, table, "arrears_from"), book.derive(days, table, "arrears_to")
    texts = [clean_text(value) if isinstance(value, str) else "" for value in table.column("arrears_period")]
    pairs = [read_period(text, book.policy.options.month_decimal) for text in texts]
    unread = [table.row_numbers[i] for i, pair in enumerate(pairs) if pair is None and texts[i]]
    if unread:
        shown = "、".join(map(str, unread[:_SHOWN_ROWS])) + ("等" if len(unread) > _SHOWN_ROWS else "")
        text = f"工作表“{table.sheet}”第{shown}行：欠费起止年月不能识别（请写成 2002.03-2002.06），月数未校验"
        if text not in book.not_checked:  # one column may hold the period of several insurances
            book.not_checked.append(text)
    known = [pair or (UNKNOWN, UNKNOWN) for pair in pairs]
    first, last = (np.array([pair[k] for pair in known], dtype=np.int32) for k in (0, 1))
    return DayColumn(first, first), DayColumn(last, last)


def arrears_spans(table: SheetTable, book: SheetBook) -> list[tuple[int, int] | None]:
    """First and last month of each row's arrears (day numbers), None where a row does not say them."""
    first, last = book.derive(arrears_period, table)
    known = (first.known & last.known).tolist()
    pairs = zip(first.first.tolist(), last.last.tolist(), known, strict=True)
    return [(start, end) if both else None for start, end, both in pairs]

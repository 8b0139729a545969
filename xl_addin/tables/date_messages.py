"""What is said about a cell that is no date, or could be two: each message names what is wrong and what to write.

Messages begin with the cell itself, so that the name of an argument may stand before them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from xl_addin.values.dates import date_words, day_number, last_day_of_month, to_date
from xl_addin.values.errors import NA, NUM, VALUE, InputError, OpenDate

_DATE_INSIDE: Final = re.compile(
    r"(?<!\d)\d{4}\s*[年./-]\s*\d{1,2}(?!\d)\s*月?(?:份|\s*[./-]?\s*\d{1,2}(?!\d)\s*[日号]?)?"
)
_MOST_MONTH: Final = 12
_LONGEST_MONTH: Final = 31
_FEBRUARY: Final = 2


def unreadable(shown: str, folded: str = "") -> InputError:
    """The error for a cell that is no date; ``folded`` is its text, in which a date among other words is looked for.

    >>> unreadable("1985-07-01入厂", "1985-07-01入厂").message
    '“1985-07-01入厂”里除日期外还有“入厂”，请只写日期，如 1985-07-01'
    """
    found = _DATE_INSIDE.findall(folded)
    rest = _DATE_INSIDE.sub("", folded).strip(" ,;()")
    if len(found) > 1:
        return InputError(f"“{shown}”里有不止一个日期，请只写一个，如 1985-07-01", VALUE)
    if found and rest:
        return InputError(f"“{shown}”里除日期外还有“{rest}”，请只写日期，如 1985-07-01", VALUE)
    return InputError(f"“{shown}”不是能识别的日期，请写成 1985-07-01 或 1985年7月", VALUE)


def no_such_day(year: int, month: int, day: int | None, shown: str) -> InputError:
    """The error for a month or a day that the calendar lacks.

    >>> no_such_day(2011, 9, 31, "2011-9-31").message
    '“2011-9-31”有误：9月31日不存在，请核对后改写'
    >>> no_such_day(1985, 2, 29, "1985-02-29").message, no_such_day(1985, 13, None, "1985.13").message
    ('“1985-02-29”有误：1985年2月只有28天，请核对后改写', '“1985.13”有误：没有13月，请核对后改写')
    """
    if not 1 <= month <= _MOST_MONTH:
        why = f"没有{month}月"
    elif day is None or not 1 <= day <= _LONGEST_MONTH:
        why = f"没有{day}日"
    elif month == _FEBRUARY:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        why = f"{year}年2月只有{28 + leap}天"
    else:
        why = f"{month}月{day}日不存在"
    return InputError(f"“{shown}”有误：{why}，请核对后改写", VALUE)


def ask_january(year: int, shown: str) -> InputError:
    """The question for year.1: January, or October that lost its zero."""
    asked = f"“{shown}”是{year}年1月还是{year}年10月？请改写为“{year}年1月”或“{year}年10月”"
    return OpenDate(asked, NA, [month_span(dt.date(year, month, 1)) for month in (1, 10)])


def ask_month(shown: str) -> InputError:
    """The question for a bare year."""
    return InputError(f"“{shown}”只有年份，请补上月份（如 {shown.strip('年')}年7月）", NA)


def ask_century(year: str, shown: str) -> InputError:
    """The question for a year of two digits that could be of either century (D-01)."""
    return InputError(f"“{shown}”的年份是 19{year} 还是 20{year}？请写四位年份", NA)


def ask_short(shown: str, days: list[dt.date], month_only: bool) -> InputError:
    """The question for digits that lack the century: what they may mean, and how to write it.

    >>> ask_short("8507", [dt.date(1985, 7, 1)], True).message
    '“8507”是1985年7月吗？年份要写四位，请改写为“1985年7月”'
    """
    meant = [date_words(date, month_only) for date in days]
    example = meant[0] if month_only else days[0].isoformat()
    asked = f"是{meant[0]}吗？年份要写四位" if len(meant) == 1 else f"是{'还是'.join(meant)}？年份要写四位"
    spans = [month_span(date) if month_only else (day_number(date), day_number(date)) for date in days]
    return OpenDate(f"“{shown}”{asked}，请改写为“{example}”", NA, spans)


def month_span(date: dt.date) -> tuple[int, int]:
    """First and last day of the month of a date."""
    first = day_number(date.replace(day=1))
    return first, last_day_of_month(first)


def ask_period(year: int, month: int, day: int, shown: str) -> InputError:
    """The question for year.month-number: a day, or a period up to another month."""
    return InputError(
        f"“{shown}”是{year}年{month}月{day}日还是{year}年{month}月至{day}月？请改写为“{year}-{month:02d}-{day:02d}”"
        "，时间段请分两格写",
        NA,
    )


def ask_order(first: int, second: int, year: int, shown: str) -> InputError:
    """The error for a day that stands before its year: which number is the month cannot be told."""
    days = [date for month, day in ((second, first), (first, second)) if (date := _calendar(year, month, day))]
    if not days:
        return unreadable(shown)
    meant = "还是".join(dict.fromkeys(map(date_words, days)))
    mark = "？" if len(set(days)) > 1 else "吗？"
    asked = f"“{shown}”是{meant}{mark}请把年份写在前面，如“{days[0].isoformat()}”"
    return OpenDate(asked, VALUE, [(day_number(date), day_number(date)) for date in dict.fromkeys(days)])


def _calendar(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def wrong_weekday(day: int, written: str, right: str, shown: str) -> InputError:
    """The question for a date beside a day of the week that it is not."""
    return InputError(
        f"“{shown}”的日期和星期对不上：{date_words(to_date(day))}是星期{right}，不是星期{written}，请核对后只写日期",
        NA,
    )


def digits_of_no_date(shown: str, count: int) -> InputError:
    """The error for a run of digits of a length that no date has."""
    return InputError(f"“{shown}”有{count}位数字，不是能识别的日期，请写成 1985-07-01 或 19850701", VALUE)


def out_of_range(shown: str, serial_day: int | None = None) -> InputError:
    """The error for a date outside the years that a workbook can mean.

    >>> from xl_addin.values.serials import from_serial
    >>> out_of_range("99999", from_serial(99999)).message
    '“99999”作为日期序号是2173年10月13日，不在 1900 年至 2100 年之间，请写成 1985-07-01 这样的日期'
    """
    if serial_day is None:
        return InputError(f"“{shown}”不在 1900 年至 2100 年之间，请核对", NUM)
    meant = f"作为日期序号是{date_words(to_date(serial_day))}"
    return InputError(f"“{shown}”{meant}，不在 1900 年至 2100 年之间，请写成 1985-07-01 这样的日期", NUM)

"""Dates as clerks write them, read into year, month and day; nothing is guessed.

Handles 1985.07, 85年7月, 1985/7/1, 1985、7、1, 19850701, ’85.7.1, 八五年七月, 1985年7月1日 星期一 and their full-width
twins. What can be read two ways raises InputError ``#N/A`` with the question; what is no date raises ``#VALUE!``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final

from xl_addin.tables.clock_times import Clock, split_clock
from xl_addin.tables.date_messages import (
    ask_century,
    ask_january,
    ask_month,
    ask_order,
    ask_period,
    ask_short,
    digits_of_no_date,
    unreadable,
    wrong_weekday,
)
from xl_addin.values.dates import day_number
from xl_addin.values.texts import readable, visible

Parts = tuple[int, int, int | None]
"""Year, month and day; no day where only the month is known."""

_NUMERALS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_DOTTED: Final = re.compile(r"(\d{4}|\d{2})([./\-])(\d{1,2})(?:([./\-])(\d{1,2})[.日号]?|月份?)?")
_OTHERWISE: Final = re.compile(r"(\d{4})([、,_·•・|\\–—−‐‑\s])\s*(\d{1,2})\2\s*(\d{1,2})[日号]?")
"""A full date with other marks between, always the same one."""
_CHINESE: Final = re.compile(r"(\d{4}|\d{2})年(\d{1,2})(?:月份?(?:(\d{1,2})[日号]?)?)?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})")
_SPLIT_DIGITS: Final = re.compile(r"\d\s+\d")
_BARE_YEAR: Final = re.compile(r"(?:\d{4}|\d{2})年?")
_WEEKDAY: Final = re.compile(r"(?<![\s,(])[\s,(]*(?:星期|周|礼拜)([一二三四五六日天])\)?$")
_WEEKDAYS: Final = "一二三四五六日"
SHOWN: Final = 40
"""Characters of a cell that a message repeats."""
_LONGEST: Final = 80
"""No date takes more characters, whatever stands beside it."""
OLD_CENTURY: Final = range(49, 100)
NEW_CENTURY: Final = range(12)
_YEARS: Final = range(1900, 2101)


def full_year(text: str, shown: str) -> int:
    """Complete a two-digit year; 12–48 could be either century and is asked (D-01)."""
    year = int(text)
    if len(text) == 4:
        return year
    if year in OLD_CENTURY:
        return 1900 + year
    if year in NEW_CENTURY:
        return 2000 + year
    raise ask_century(text, shown)


def month_of_decimal(year: int, digits: str, month_decimal: str, shown: str) -> int:
    """Read the month of year.month; a lone 1 is asked unless the column writes months in two digits."""
    if digits == "1":
        if month_decimal == "ask":
            raise ask_january(year, shown)
        return 10
    return int(digits)


def chinese_digits(text: str) -> str:
    """Turn Chinese numerals into digits: 八五年十二月 → 85年12月.

    >>> chinese_digits("二〇〇五年十二月二十一日")
    '2005年12月21日'
    """

    def number(match: re.Match[str]) -> str:
        word = match[0]
        if "十" not in word:
            return "".join(str(_NUMERALS[c]) for c in word)
        tens, _, ones = word.partition("十")
        return str((_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0))

    return re.sub(r"[〇○零一二两三四五六七八九]?十[一二三四五六七八九]?|[〇○零一二两三四五六七八九]+", number, text)


def read_digits(digits: str, shown: str) -> Parts | int:
    """Read a run of digits: a serial (5), yyyymm (6), yyyymmdd (8); a year alone is asked (G-12)."""
    if len(digits) == 4:
        if int(digits) in _YEARS:
            raise ask_month(shown)
        raise _short(digits, shown)
    if len(digits) == 5:
        return int(digits)
    if len(digits) == 6:
        if int(digits[:4]) not in _YEARS:
            raise _short(digits, shown)
        return int(digits[:4]), int(digits[4:]), None
    if len(digits) == 8:
        return int(digits[:4]), int(digits[4:6]), int(digits[6:])
    raise digits_of_no_date(shown, len(digits)) if len(digits) > 1 else unreadable(shown)


def _short(digits: str, shown: str) -> Exception:
    """The question for yymm or yymmdd; digits that are neither are no date."""
    year, month, day = digits[:2], int(digits[2:4]), int(digits[4:] or 1)
    centuries = [f"{19 + (int(year) in NEW_CENTURY)}"] if int(year) in (*OLD_CENTURY, *NEW_CENTURY) else ["19", "20"]
    days = []
    for century in centuries:
        try:
            days.append(dt.date(int(century + year), month, day))
        except ValueError:
            continue
    if not days:
        return digits_of_no_date(shown, len(digits))
    return ask_short(shown, days, len(digits) == 4)


def read_text(text: str, month_decimal: str) -> tuple[Parts | int, Clock | None]:
    """Read a date text and the clock time in it, if any; an integer result is a spreadsheet serial.

    >>> [read_text(text, "ask")[0] for text in ("’85.7.1", "八五年七月", "97年元月")]
    [(1985, 7, 1), (1985, 7, None), (1997, 1, None)]
    >>> read_text("1985-07-01T08:30", "ask")
    ((1985, 7, 1), Clock(seconds=30600, zone=None))
    """
    text = visible(readable(text)).strip()
    shown = text[:SHOWN]
    if len(text) > _LONGEST:
        raise unreadable(shown)
    folded = unicodedata.normalize("NFKC", text).replace("。", ".").replace("元月", "一月").lstrip("'’‘`").strip()
    folded, clock = split_clock(folded)
    weekday = _WEEKDAY.search(folded)
    parts = _read_date(folded[: weekday.start()] if weekday else folded, month_decimal, shown)
    if weekday and not isinstance(parts, int):
        _check_weekday(parts, "日" if weekday[1] == "天" else weekday[1], shown)
    return parts, clock


def _check_weekday(parts: Parts, written: str, shown: str) -> None:
    year, month, day = parts
    try:
        date = dt.date(year, month, day or 1)
    except ValueError:
        return  # the caller says which day is wrong
    right = _WEEKDAYS[date.weekday()]
    if day is None:
        raise unreadable(shown)
    if right != written:
        raise wrong_weekday(day_number(date), written, right, shown)


def _read_date(folded: str, month_decimal: str, shown: str) -> Parts | int:
    """Read a text without time and weekday, its characters already folded."""
    if match := _OTHERWISE.fullmatch(folded):
        return int(match[1]), int(match[3]), int(match[4])
    if _SPLIT_DIGITS.search(folded):
        raise unreadable(shown, folded)  # 1985 7 could be anything once the space is gone
    folded = re.sub(r"\s+", "", folded)
    if folded and not folded.isascii():
        folded = chinese_digits(folded)
    if folded.isascii() and folded.isdigit() and len(folded) != 2:
        return read_digits(folded, shown)
    if match := _DOTTED.fullmatch(folded):
        return _dotted(match, month_decimal, shown)
    if match := _CHINESE.fullmatch(folded):
        year_text, month_text, day_text = match.groups()
        return full_year(year_text, shown), int(month_text), int(day_text) if day_text else None
    if match := _YEAR_LAST.fullmatch(folded):
        raise ask_order(int(match[1]), int(match[2]), int(match[3]), shown)
    if _BARE_YEAR.fullmatch(folded):
        raise ask_month(shown)
    raise unreadable(shown, folded)


def _dotted(match: re.Match[str], month_decimal: str, shown: str) -> Parts:
    year_text, separator, month_text, other, day_text = match.groups()
    year = full_year(year_text, shown)
    lone = separator == "." and day_text is None and not match[0].endswith(("月", "份"))
    month = month_of_decimal(year, month_text, month_decimal, shown) if lone else int(month_text)
    if other == "-" != separator and 1 <= month < int(day_text) <= 12:
        raise ask_period(year, month, int(day_text), shown)
    return year, month, int(day_text) if day_text else None

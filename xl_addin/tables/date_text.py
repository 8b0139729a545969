"""Dates as clerks write them, read into year, month and day; nothing is guessed.

Handles 1985.07, 85年7月, 1985/7/1, 19850701, ’85.7.1, 八五年七月 and their full-width twins. What can be
read two ways raises InputError ``#N/A`` with the question; what is no date raises ``#VALUE!``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from xl_addin.values.errors import NA, NUM, VALUE, InputError

Parts = tuple[int, int, int | None]
"""Year, month and day; no day where only the month is known."""

_NUMERALS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_TIME: Final = re.compile(r"(?:\s+|t)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?$", re.IGNORECASE)
_DOTTED: Final = re.compile(r"(\d{4}|\d{2})([./\-])(\d{1,2})(?:[./\-](\d{1,2})[.日号]?|月份?)?")
_CHINESE: Final = re.compile(r"(\d{4}|\d{2})年(\d{1,2})(?:月份?(?:(\d{1,2})[日号]?)?)?")
_SPLIT_DIGITS: Final = re.compile(r"\d\s+\d")
_BARE_YEAR: Final = re.compile(r"(?:\d{4}|\d{2})年?")
SHOWN: Final = 40
"""Characters of a cell that a message repeats."""
OLD_CENTURY: Final = range(49, 100)
NEW_CENTURY: Final = range(12)


def unreadable(shown: str) -> InputError:
    """The error for a cell that is no date."""
    return InputError(f"“{shown}”不是能识别的日期，请写成 1985-07-01 或 1985年7月", VALUE)


def full_year(text: str, shown: str) -> int:
    """Complete a two-digit year; 12–48 could be either century and is asked (D-01)."""
    year = int(text)
    if len(text) == 4:
        return year
    if year in OLD_CENTURY:
        return 1900 + year
    if year in NEW_CENTURY:
        return 2000 + year
    raise InputError(f"“{shown}”的年份是 19{text} 还是 20{text}？请写四位年份", NA)


def ask_january(year: int, shown: str) -> InputError:
    """The question for year.1: January, or October that lost its zero."""
    return InputError(f"“{shown}”是{year}年1月还是{year}年10月？请改写为“{year}年1月”或“{year}年10月”", NA)


def ask_month(shown: str) -> InputError:
    """The question for a bare year."""
    return InputError(f"“{shown}”只有年份，请补上月份（如 {shown.strip('年')}年7月）", NA)


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
        raise ask_month(shown)
    if len(digits) == 5:
        return int(digits)
    if len(digits) == 6:
        return int(digits[:4]), int(digits[4:]), None
    if len(digits) == 8:
        return int(digits[:4]), int(digits[4:6]), int(digits[6:])
    raise unreadable(shown)


def read_text(text: str, month_decimal: str) -> Parts | int:
    """Read a date text; an integer result is a spreadsheet serial.

    >>> read_text("’85.7.1", "ask"), read_text("1985．07", "ask"), read_text("八五年七月", "ask")
    ((1985, 7, 1), (1985, 7, None), (1985, 7, None))
    """
    shown = text.strip()[:SHOWN]
    folded = unicodedata.normalize("NFKC", text.strip()).replace("。", ".").lstrip("'’‘`").strip()
    folded = _TIME.sub("", folded)
    if _SPLIT_DIGITS.search(folded):
        raise unreadable(shown)  # 1985 7 could be anything once the space is gone
    folded = re.sub(r"\s+", "", folded)
    if folded and not folded.isascii():
        folded = chinese_digits(folded)
    if folded.isascii() and folded.isdigit() and len(folded) != 2:
        return read_digits(folded, shown)
    if match := _DOTTED.fullmatch(folded):
        year_text, separator, month_text, day_text = match.groups()
        year = full_year(year_text, shown)
        lone = separator == "." and day_text is None and not folded.endswith(("月", "份"))
        month = month_of_decimal(year, month_text, month_decimal, shown) if lone else int(month_text)
        return year, month, int(day_text) if day_text else None
    if match := _CHINESE.fullmatch(folded):
        year_text, month_text, day_text = match.groups()
        return full_year(year_text, shown), int(month_text), int(day_text) if day_text else None
    if _BARE_YEAR.fullmatch(folded):
        raise ask_month(shown)
    raise unreadable(shown)


def out_of_range(shown: str) -> InputError:
    """The error for a date outside the years that a workbook can mean."""
    return InputError(f"日期“{shown}”不在 1900 年至 2100 年之间，请核对", NUM)

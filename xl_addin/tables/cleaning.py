"""Raw cell values cleaned in one place, for functions and checks alike.

A cell holds None, a number, a text, a date, TRUE/FALSE or an error value. Blank, empty text and spaces are the same
blank and never 0 (G-04). Functions raise InputError with a Chinese reason that names the argument; no law is here.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Final, TypeVar, cast

from xl_addin.tables.clock_times import Doubt, clock_of, near_midnight, refuse_doubt
from xl_addin.tables.column_rows import kinds_of
from xl_addin.tables.date_messages import no_such_day, out_of_range, unreadable
from xl_addin.tables.date_text import SHOWN, Parts, month_of_decimal, read_digits, read_text
from xl_addin.values.dates import day_number, last_day_of_month
from xl_addin.values.errors import NA, NUM, InputError
from xl_addin.values.memory import remembered
from xl_addin.values.money import LIMIT_YUAN, exact_micro, to_micro
from xl_addin.values.serials import date_of, from_serial, is_serial, usual_serial
from xl_addin.values.texts import are_plain, has_invisible_end, readable, visible

FIRST_DAY: Final = day_number(dt.date(1900, 1, 1))
LAST_DAY: Final = day_number(dt.date(2100, 12, 31))
T = TypeVar("T")
_LONGEST: Final = 1_000  # characters; no number takes more
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+|(?<=\d)\.)?")


class MonthDay(Enum):
    """Which day a date known only to the month means (G-11)."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A day number, and whether the cell gave only the month."""

    day: int
    month_only: bool


def is_blank(value: object) -> bool:
    """Tell whether a cell is blank: None, empty text, spaces or invisible characters.

    >>> is_blank(None), is_blank("　"), is_blank("\\u200b"), is_blank(0)
    (True, True, True, False)
    """
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    text = value.strip()
    return not text or (has_invisible_end(text) and not visible(text).strip())


def remembering(read: Callable[[Any], T]) -> Callable[[Any], T]:
    """Read equal cells once: most of a column repeats. Forgets everything with the returned function.

    >>> read = remembering(lambda cell: [cell])
    >>> read(1) is read(1), read(1) is read(1.0)
    (True, False)
    """
    known: dict[tuple[type, Any], T] = {}

    def recall(cell: Any) -> T:
        key = (type(cell), cell)
        try:
            return known[key]
        except KeyError:
            known[key] = result = read(cell)
            return result
        except TypeError:  # a list inside a range: the reader says what is wrong
            return read(cell)

    return recall


def clean_text(value: object) -> str:
    """Give a cell as stripped text without invisible characters; whole floats lose their ``.0`` and blank is ''.

    >>> clean_text(12.0), clean_text("  王三 "), clean_text(None)
    ('12', '王三', '')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return visible(str(value)).strip()


def clean_texts(values: Sequence[object]) -> list[str]:
    """Clean a column of names as :func:`clean_text` does each cell; of a long one only the beginning is kept.

    >>> clean_texts([" 王三", "李四\u200b", None])
    ['王三', '李四', '']
    """
    if kinds_of(values) == {str} and are_plain(texts := cast("Sequence[str]", values)):
        return list(texts)
    return [clean_text(readable(value) if isinstance(value, str) else value) for value in values]


def clean_number(value: object, name: str) -> Decimal:
    """Read a number as the exact decimal shown (G-07, G-08); blank and words raise InputError.

    >>> clean_number("￥1,234.50元", "工资"), clean_number("２８%", "比例"), clean_number(0.1, "比例")
    (Decimal('1234.50'), Decimal('0.28'), Decimal('0.1'))
    """
    if is_blank(value):
        raise InputError(f"{name}不能为空")
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise InputError(f"{name}要填数字，现为“{_shown(value)}”")
    if isinstance(value, float):
        if not math.isfinite(value):
            raise InputError(f"{name}要填数字，现为“{value}”")
        return Decimal(repr(value))
    if not isinstance(value, str):
        number = Decimal(value)
        if not number.is_finite():
            raise InputError(f"{name}要填数字，现为“{value}”")
        return number
    if len(value.strip()) > _LONGEST or any(unicodedata.category(letter) == "No" for letter in value):
        raise InputError(f"{name}要填数字，现为“{_shown(value)}”")  # 1600² is not 16002
    value = visible(value)
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)).lstrip("¥")
    folded = re.sub(r"(?<=[\d.])[元人]$", "", folded)
    percent = folded.endswith("%")
    digits = folded[:-1] if percent else folded
    if not digits.strip("+-.") or not _NUMBER.fullmatch(digits):
        raise InputError(f"{name}要填数字，现为“{_shown(value.strip())}”")
    number = Decimal(digits.replace(",", ""))
    return number.scaleb(-2) if percent else number


def clean_amount(value: object, name: str) -> Decimal:
    """Read an amount as the exact decimal shown: no percentage; ``#NUM!`` beyond any real sum.

    >>> clean_amount("1,234.567", "工资")
    Decimal('1234.567')
    """
    number = clean_number(value, name)
    if isinstance(value, str) and visible(readable(value)).strip().endswith(("%", "％")):
        raise InputError(f"{name}是金额，不能写成百分数“{_shown(value)}”")
    if abs(number) >= LIMIT_YUAN:
        raise InputError(f"{name}数值过大（{_shown(value)}），请核对单位", NUM)
    return number


def clean_money(value: object, name: str) -> int:
    """Read yuan into micro units with six decimals kept (G-07).

    >>> clean_money("1,234.567", "工资")
    1234567000
    """
    if type(value) is float and (micro := exact_micro(value)) is not None:
        return micro
    return to_micro(clean_amount(value, name))


def clean_rate(value: object, name: str) -> int:
    """Read a ratio into micro units, as :func:`clean_ratio` does.

    >>> clean_rate(20, "费率"), clean_rate("20%", "费率"), clean_rate(0.2, "费率")
    (200000, 200000, 200000)
    """
    return to_micro(clean_ratio(value, name))


def clean_ratio(value: object, name: str) -> Decimal:
    """Read a ratio exactly: below 1 as it stands, above 1 to 100 as percent (G-09).

    A plain 1 could be either, so that it is asked (``#N/A``, L-03); 1% and 100% say which.

    >>> clean_ratio("1%", "费率"), clean_ratio("100%", "费率"), clean_ratio(1.5, "费率")
    (Decimal('0.01'), Decimal('1'), Decimal('0.015'))
    """
    number = clean_number(value, name)
    written_percent = isinstance(value, str) and visible(readable(value)).strip().endswith(("%", "％"))
    if number < 0 or number > (1 if written_percent else 100):
        raise InputError(f"{name}应在 0 到 100% 之间，现为 {_shown(value)}", NUM)
    if number == 1 and not written_percent:
        raise InputError(f"{name}填的是 1：是 1% 还是 100%？请写成 1% 或 100%", NA)
    return number.normalize() if number <= 1 else number.scaleb(-2)


def clean_whole(value: object, name: str) -> int:
    """Read a whole number; fractions raise ``#VALUE!``.

    >>> clean_whole("12", "月数"), clean_whole(12.0, "月数")
    (12, 12)
    """
    number = clean_number(value, name)
    if number != number.to_integral_value() or abs(number) >= LIMIT_YUAN:
        raise InputError(f"{name}要填整数，现为 {_shown(value)}")
    return int(number)


def read_date(value: object, name: str, month_decimal: str = "ask", doubt: Doubt = near_midnight) -> DateReading:
    """Read a date cell (G-11, G-12, D-01…D-04, L-11); month-only readings give the first day.

    ``doubt`` says which clock times leave the day open; other times are cut.

    >>> from xl_addin.values.dates import to_date
    >>> to_date(read_date("1985.07", "参工时间").day).isoformat(), to_date(read_date(31229, "参工时间").day).isoformat()
    ('1985-07-01', '1985-07-01')
    """
    if value != value:  # NaT of pandas is a date that equals nothing
        raise unreadable("NaT")
    if isinstance(value, dt.date):
        return _of_date(value, doubt)
    if is_blank(value):
        raise InputError(f"{name}不能为空")
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise unreadable(_shown(value))
    return _read_scalar(value, month_decimal, doubt)


def clean_date(
    value: object, name: str, month_day: MonthDay, month_decimal: str = "ask", doubt: Doubt = near_midnight
) -> int:
    """Read a date cell into a day number; a month means its first or last day by the argument's role.

    >>> from xl_addin.values.dates import to_date
    >>> to_date(clean_date("2004年3月", "解除时间", MonthDay.LAST)).isoformat()
    '2004-03-31'
    """
    try:
        reading = read_date(value, name, month_decimal, doubt)
    except InputError as error:
        prefix = "" if error.message.startswith(name) else name
        raise InputError(prefix + error.message, error.code) from None
    if reading.month_only and month_day is MonthDay.LAST:
        return last_day_of_month(reading.day)
    return reading.day


def _of_date(value: dt.date, doubt: Doubt) -> DateReading:
    """Read a true date, or a moment whose clock time leaves no doubt about the day."""
    shown = str(value)
    reading = _within(DateReading(day_number(value), False), shown)
    if isinstance(value, dt.datetime):
        refuse_doubt(reading.day, clock_of(value), shown, doubt)
    return reading


@remembered(65536, typed=True)
def _read_scalar(value: float | str, month_decimal: str, doubt: Doubt) -> DateReading:
    shown = clean_text(value)[:SHOWN]
    if isinstance(value, str):
        parts, clock = read_text(value, month_decimal)
    else:
        found = _read_number(value, shown, month_decimal)
        if isinstance(found, dt.date):
            return _of_date(found, doubt)
        parts, clock = found, None
    reading = _reading(parts, shown)
    if clock is not None:
        refuse_doubt(reading.day, clock, shown, doubt)
    return reading


def _reading(parts: Parts | int, shown: str) -> DateReading:
    if isinstance(parts, int):
        try:
            day = from_serial(parts)
        except ValueError:  # such as 00000
            raise unreadable(shown) from None
        if day > LAST_DAY:
            raise out_of_range(shown, day)
        return _within(DateReading(day, False), shown)
    year, month, day_of_month = parts
    try:
        date = dt.date(year, month, 1 if day_of_month is None else day_of_month)
    except ValueError:
        raise (no_such_day(year, month, day_of_month, shown) if year else unreadable(shown)) from None
    return _within(DateReading(day_number(date), day_of_month is None), shown)


def _read_number(value: float, shown: str, month_decimal: str) -> Parts | int | dt.date:
    """Read a numeric date: whole numbers by their length, year.month, or a serial with a time."""
    if not math.isfinite(value) or value < 0:
        raise unreadable(shown)
    if float(value).is_integer():
        return int(usual_serial(value)) if is_serial(value) else read_digits(str(int(value)), shown)
    if is_serial(value):
        moment = date_of(usual_serial(value), False)
        if isinstance(moment, dt.date):
            return moment
    whole, _, decimals = repr(float(value)).partition(".")
    if 1900 <= value < 2101 and len(decimals) <= 2 and decimals.isdigit():
        year = int(whole)
        return year, month_of_decimal(year, decimals, month_decimal, shown), None
    raise unreadable(shown)


def _within(reading: DateReading, shown: str) -> DateReading:
    if not FIRST_DAY <= reading.day <= LAST_DAY:
        raise out_of_range(shown)
    return reading


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "一个区域"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    text = str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"

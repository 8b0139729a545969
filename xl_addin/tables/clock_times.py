"""Clock times beside dates: which are cut, and which leave open what day was meant (L-11).

Programs that shift a date by a zone or by some seconds leave 23:59:17 or 16:00:00 of the day before. A time near
midnight and a stated zone are asked everywhere; four in the afternoon, which is midnight here told in world time, where
the day belongs to a person's life and nobody would note the hour. Other times are cut.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from xl_addin.values.dates import date_words, to_date
from xl_addin.values.errors import NA, OpenDate

_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR
_NEAR: Final = _HOUR
_OURS: Final = 8 * 60
"""Minutes by which Beijing is ahead of world time."""
_WORLD_MIDNIGHT: Final = 16 * _HOUR
_SUMMER_MIDNIGHT: Final = 15 * _HOUR
_SUMMER_YEARS: Final = frozenset(range(1940, 1950)) | frozenset(range(1986, 1992))
"""Years with summer time."""
_SUMMER_MONTHS: Final = range(4, 11)
_SPREAD: Final = 60
_OFFSET: Final = r"[+-]\d{1,2}(?::?\d{2})?"
_ZONE: Final = rf"(?:utc|gmt)\s*(?:{_OFFSET})?|z|cst|北京时间"
_TIME: Final = re.compile(
    r"(?P<date>.*?)(?:(?<=[日号])|\s+|(?<=\d)t|(?=[上下中凌晚]))"
    r"(?P<half>上午|下午|中午|凌晨|晚上)?\s*(?P<hour>\d{1,2})(?::|[时点])(?P<minute>\d{1,2})?分?"
    r"(?::?(?P<second>\d{1,2})秒?(?:[.,]\d+)?)?\s*(?P<end>[ap]m)?"
    rf"\s*(?P<zone>{_ZONE}|{_OFFSET})?(?:\s*[(\[][^()\[\]]*[)\]])?",
    re.IGNORECASE | re.DOTALL,
)
_COMPACT: Final = re.compile(r"(?P<date>\d{8})t?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})(?P<zone>z)?", re.I)
_ZONE_ALONE: Final = re.compile(rf"(?P<date>.*\d[日号]?)\s*(?P<zone>{_ZONE})", re.IGNORECASE | re.DOTALL)
_MARKS: Final = re.compile(r"[:zZtTcC时点]|\d{14}")
"""Every text with a time or a zone holds one of these."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in seconds, and by how many minutes its stated zone is ahead of world time (None: no zone)."""

    seconds: int
    zone: int | None = None


Doubt = Callable[[int, Clock], str]
"""Says why the day beside a clock time is in doubt, '' if it is not."""


def near_midnight(day: int, clock: Clock) -> str:
    """Doubt a time from 23:00 to 01:00 that is not 00:00.

    >>> near_midnight(0, Clock(23 * 3600)), near_midnight(0, Clock(0)), near_midnight(0, Clock(8 * 3600))
    ('的时间靠近零点', '', '')
    """
    return "" if _NEAR < clock.seconds < _DAY - _NEAR or clock.seconds == 0 else "的时间靠近零点"


def shifted_midnight(day: int, clock: Clock) -> str:
    """Doubt a time near midnight, and one that is midnight here in world time: for days on which no hour counts.

    >>> shifted_midnight(13878, Clock(16 * 3600)), shifted_midnight(13878, Clock(8 * 3600 + 1800))
    ('的时间是下午4点，像是程序换算时差造成的', '')
    """
    date = to_date(day)
    summer = date.year in _SUMMER_YEARS and date.month in _SUMMER_MONTHS
    for hour, midnight in ((4, _WORLD_MIDNIGHT), *([(3, _SUMMER_MIDNIGHT)] if summer else [])):
        if abs(clock.seconds - midnight) <= _SPREAD:
            return f"的时间是下午{hour}点，像是程序换算时差造成的"
    return near_midnight(day, clock)


def clock_of(moment: dt.datetime) -> Clock:
    """Give the clock time of a moment; a zone counts unless its own clock shows 00:00, where the day is plain.

    >>> clock_of(dt.datetime(2008, 1, 1, 0, 0, 30)), clock_of(dt.datetime(2008, 1, 1, tzinfo=dt.UTC))
    (Clock(seconds=30, zone=None), Clock(seconds=0, zone=None))
    """
    seconds = moment.hour * _HOUR + moment.minute * 60 + moment.second
    if not seconds and moment.microsecond:
        seconds = 1
    offset = moment.utcoffset() if seconds else None
    return Clock(seconds, None if offset is None else int(offset.total_seconds()) // 60)


def split_clock(text: str) -> tuple[str, Clock | None]:
    """Divide a folded text into its date and its clock time; None where there is no time and no zone.

    >>> split_clock("2007-12-31T16:00:00.000Z"), split_clock("1985年7月1日 上午8时30分")
    (('2007-12-31', Clock(seconds=57600, zone=0)), ('1985年7月1日', Clock(seconds=30600, zone=None)))
    >>> split_clock("2008-01-01 GMT+8"), split_clock("1985.07")
    (('2008-01-01', Clock(seconds=0, zone=480)), ('1985.07', None))
    """
    if not _MARKS.search(text):
        return text, None
    if (match := _TIME.fullmatch(text)) or (match := _COMPACT.fullmatch(text)):
        seconds = _seconds(match.groupdict())
        if seconds is not None:
            return match["date"].strip(), Clock(seconds, _minutes(match["zone"]))
    elif match := _ZONE_ALONE.fullmatch(text):
        return match["date"].strip(), Clock(0, _minutes(match["zone"]))
    return text, None


def _seconds(parts: dict[str, str | None]) -> int | None:
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    half = (parts.get("half") or parts.get("end") or "").lower()
    if half in ("下午", "晚上", "pm") and hour < 12:
        hour += 12
    elif half in ("晚上",) and hour == 12:
        hour = 24
    elif half in ("上午", "凌晨", "am") and hour == 12:
        hour = 0
    seconds = hour * _HOUR + minute * 60 + second
    return seconds if minute < 60 and second < 60 and seconds <= _DAY else None


def _minutes(zone: str | None) -> int | None:
    """Minutes by which a stated zone is ahead of world time."""
    if not zone:
        return None
    offset = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", zone)
    if offset is None:
        return _OURS if zone.lower() in ("cst", "北京时间") else 0
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return -minutes if offset[1] == "-" else minutes


def refuse_doubt(day: int, clock: Clock, shown: str, doubt: Doubt) -> None:
    """Raise the question where a clock time leaves open which day was meant; both days are named.

    >>> from xl_addin.values.errors import InputError
    >>> try:
    ...     refuse_doubt(13878, Clock(86357), "23:59:17", near_midnight)
    ... except InputError as error:
    ...     print(error.message)
    “23:59:17”的时间靠近零点，是2007年12月31日还是2008年1月1日？请核对后只写日期，如“2007-12-31”或“2008-01-01”
    """
    if clock.zone is None:
        why = doubt(day, clock)
        other = day + (1 if clock.seconds > _DAY // 2 else -1)
    else:
        why, other = "带有时区", day + _shift(clock)
    if not why:
        return
    days = [to_date(one) for one in sorted({day, other})]
    meant = "还是".join(map(date_words, days))
    mark = "？" if len(days) > 1 else "吗？"
    examples = "或".join(f"“{date.isoformat()}”" for date in days)
    spans = [(one, one) for one in {day, other}]
    raise OpenDate(f"“{shown}”{why}，是{meant}{mark}请核对后只写日期，如{examples}", NA, spans)


def _shift(clock: Clock) -> int:
    """Days between the day as written and the other one that it may be: here, else in world time."""
    world = clock.seconds - (clock.zone or 0) * 60
    return (world + _OURS * 60) // _DAY or world // _DAY

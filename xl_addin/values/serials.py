"""Spreadsheet serials: the numbers that cells store for days, in both date systems of a book.

A serial counts days from 1899-12-30, or from 1904-01-01 in a book of the 1904 system; its fraction is the time of day.
Programs disagree about January and February 1900, because Excel counts a 29 February 1900 that never was: so do we.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final

import numpy as np

from xl_addin.values.dates import day_number, to_date

DAY_ZERO: Final = dt.date(1899, 12, 30)
FIRST_SURE_SERIAL: Final = 61
"""Serial of 1900-03-01, the first that all programs read alike."""
LAST_SERIAL: Final = 2_958_465
"""Serial of 9999-12-31."""
DAYS_TO_1904: Final = 1462
"""What a serial of the 1904 system lacks to one of the usual system."""
_EPOCH: Final = day_number(DAY_ZERO)
_PHANTOM_LEAP_DAY: Final = 60
_MILLISECONDS: Final = 86_400_000
_HALF_MILLISECOND: Final = 0.5 / _MILLISECONDS
_DAY: Final = dt.timedelta(days=1)


SERIALS: Final = (10_000, 100_000)
"""Numbers from the first to below the second have five digits before the point: as a date they are a day by its
serial and nothing else."""


def is_serial(value: float) -> bool:
    """Tell a number that, where a date belongs, can only be a serial.

    >>> is_serial(31229.5), is_serial(198507), is_serial(1985.7)
    (True, False, False)
    """
    return SERIALS[0] <= value < SERIALS[1]


class LaterSerial(float):
    """A number that counts from a later day than usual, if it is a day at all: in every other way a number."""

    behind: ClassVar[int] = 0
    """Days that it lacks to a usual serial."""


class Serial1904(LaterSerial):
    """A number of a book that counts from 1904-01-01."""

    behind = DAYS_TO_1904


class Serial1900(LaterSerial):
    """A number of a book that counts from 1900-01-01, as LibreOffice and StarOffice books may."""

    behind = 2


LATER: Final = {kind.behind: kind for kind in (Serial1904, Serial1900)}
"""Numbers of other date systems, by the days that their serials lack."""


def usual_serial(value: float) -> float:
    """Give the serial of the usual system for a number that is a day.

    >>> usual_serial(Serial1904(29767.5)), usual_serial(31229.0)
    (31229.5, 31229.0)
    """
    return float(value) + value.behind if isinstance(value, LaterSerial) else value


def from_serial(serial: int, *, date1904: bool = False) -> int:
    """Convert a whole spreadsheet serial to a day number, minding the phantom 29 February 1900.

    Raises ValueError for serial 60 of the 1900 system (a day that never was) and for serials below 1.

    >>> to_date(from_serial(31229)).isoformat(), to_date(from_serial(59)).isoformat()
    ('1985-07-01', '1900-02-28')
    >>> to_date(from_serial(29767, date1904=True)).isoformat()
    '1985-07-01'
    """
    if date1904:
        if serial < 0:
            raise ValueError(serial)
        return _EPOCH + DAYS_TO_1904 + serial
    if serial < 1 or serial == _PHANTOM_LEAP_DAY:
        raise ValueError(serial)
    return _EPOCH + serial + (1 if serial < _PHANTOM_LEAP_DAY else 0)


def to_serial(day: int, *, date1904: bool = False) -> int:
    """Convert a day number to a spreadsheet serial; the inverse of :func:`from_serial`.

    >>> to_serial(from_serial(59)), to_serial(from_serial(31229))
    (59, 31229)
    """
    if date1904:
        return day - _EPOCH - DAYS_TO_1904
    serial = day - _EPOCH
    return serial if serial > _PHANTOM_LEAP_DAY else serial - 1


def date_of(serial: float, date1904: bool) -> float | dt.date:
    """Give the date or the moment (to the millisecond) of a serial; the number itself if it is no day.

    >>> date_of(31229, False), date_of(31229.75, False), date_of(60, False), date_of(0.5, False)
    (datetime.date(1985, 7, 1), datetime.datetime(1985, 7, 1, 18, 0), 60, 0.5)
    """
    last = LAST_SERIAL - DAYS_TO_1904 if date1904 else LAST_SERIAL
    if not (0 if date1904 else 1) <= serial < last + 1 - _HALF_MILLISECOND:
        return serial
    whole = int(serial)
    if whole == _PHANTOM_LEAP_DAY and not date1904:
        return serial
    date = to_date(from_serial(whole, date1904=date1904))
    if serial == whole:
        return date
    if date1904 and whole == 0:
        return serial  # a clock time
    milliseconds = round((serial - whole) * _MILLISECONDS)
    moment = dt.datetime.combine(date, dt.time()) + dt.timedelta(milliseconds=milliseconds)
    return moment if milliseconds % _MILLISECONDS else moment.date()


def moments_of(serials: list[float], date1904: bool) -> list[float | dt.date]:
    """The dates or moments of many serials, as :func:`date_of` gives that of one.

    >>> moments_of([31229.75, 31229, 0.5], False)
    [datetime.datetime(1985, 7, 1, 18, 0), datetime.date(1985, 7, 1), 0.5]
    """
    exact = np.array(serials, dtype=np.float64)
    whole = np.floor(exact)
    part = np.rint((exact - whole) * _MILLISECONDS)
    last = LAST_SERIAL - (DAYS_TO_1904 if date1904 else 0)
    plain = (exact > FIRST_SURE_SERIAL) & (exact < last) & (part > 0) & (part < _MILLISECONDS)
    day = np.where(plain, whole, FIRST_SURE_SERIAL) + (DAYS_TO_1904 if date1904 else 0)
    moments = np.datetime64(DAY_ZERO, "ms") + (day * _MILLISECONDS + part).astype(np.int64)
    found: list[float | dt.date] = moments.astype(object).tolist()
    for i in np.flatnonzero(~plain).tolist():
        found[i] = date_of(serials[i], date1904)
    return found


def serial_of(value: dt.date, date1904: bool) -> float:
    """Give the serial of a date or a moment; below 1 (0 in the 1904 system) for days that the calendar lacks.

    >>> serial_of(dt.date(1985, 7, 1), False), serial_of(dt.datetime(1985, 7, 1, 12), True)
    (31229, 29767.5)
    """
    serial = to_serial(day_number(value), date1904=date1904)
    if not isinstance(value, dt.datetime):
        return serial
    moment = value.replace(tzinfo=None) - dt.datetime(value.year, value.month, value.day)
    return serial + moment / _DAY if moment else serial

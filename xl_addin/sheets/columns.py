"""Columns of a table as arrays: days, numbers, births and sexes from ID numbers.

Computed once a run through ``SheetBook.derive``; a cell that cannot be read is UNKNOWN here and
reported by the check of its own kind. Nothing is judged here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.numbers import NumberColumn, read_money, read_numbers, read_percents, read_rates
from xl_addin.sheets.service_text import first_of
from xl_addin.tables.cleaning import clean_text, read_date
from xl_addin.tables.clock_times import Doubt, near_midnight, shifted_midnight
from xl_addin.tables.day_columns import true_days
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import Days, last_day_of_month
from xl_addin.values.errors import OpenDate
from xl_addin.values.id_columns import SOUND, IdColumn, judge_ids

UNKNOWN: Final = -(2**31)
"""Day number of a cell that is empty or cannot be read."""
_READERS: Final = {"percent": read_rates, "money": read_money}
_SEXES: Final = {"男": 1, "男性": 1, "女": 0, "女性": 0}
NO_SEX: Final = -1


@dataclass(frozen=True, slots=True)
class DayColumn:
    """First and last day that a cell can mean (they differ where only the month is known), or UNKNOWN."""

    first: Days
    last: Days

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where the cell holds a readable date."""
        known: NDArray[np.bool_] = self.first != UNKNOWN
        return known


def days(table: SheetTable, book: SheetBook, role: str) -> DayColumn:
    """Read a column of dates under the policy's reading of year.1; an absent column is UNKNOWN throughout."""
    if not table.has(role):
        return DayColumn(*[np.full(len(table), UNKNOWN, dtype=np.int32)] * 2)
    values = table.column(role)
    if (known := true_days(values)) is not None:
        return DayColumn(known, known)
    month_decimal = book.policy.options.month_decimal
    doubt = doubt_of(table)
    read = {value: _span(value, month_decimal, doubt) for value in set(values)}
    pairs = np.array([read[value] for value in values], dtype=np.int32).reshape(len(values), 2)
    return DayColumn(pairs[:, 0], pairs[:, 1])


def doubt_of(table: SheetTable) -> Doubt:
    """Which clock times leave a day open: on sheets of persons' service no hour counts (L-11)."""
    return shifted_midnight if table.kind in PERSONS else near_midnight


def _span(value: CellValue, month_decimal: str, doubt: Doubt) -> tuple[int, int]:
    if is_empty(value) or not isinstance(value, str | int | float | dt.date):
        return UNKNOWN, UNKNOWN
    try:
        reading = read_date(first_of(value), "", month_decimal, doubt)
    except ValueError:  # InputError, or a serial of no day
        return UNKNOWN, UNKNOWN
    return reading.day, last_day_of_month(reading.day) if reading.month_only else reading.day


def open_days(table: SheetTable, book: SheetBook, role: str) -> dict[int, tuple[tuple[int, int], ...]]:
    """The dates of a column that can be read in several ways: first and last day of each reading, by record."""
    if not table.has(role) or book.derive(days, table, role).known.all():
        return {}
    unread = np.flatnonzero(~book.derive(days, table, role).known).tolist()
    values, month_decimal, doubt = table.column(role), book.policy.options.month_decimal, doubt_of(table)
    found = {i: open_readings(values[i], month_decimal, doubt) for i in unread}
    return {i: spans for i, spans in found.items() if spans}


def open_readings(value: CellValue, month_decimal: str, doubt: Doubt) -> tuple[tuple[int, int], ...]:
    """All that a date may mean that cannot be read for certain; nothing for one that can, or not at all.

    >>> from xl_addin.values.dates import to_date
    >>> [to_date(first).isoformat() for first, _ in open_readings(1985.1, "ask", near_midnight)]
    ['1985-01-01', '1985-10-01']
    """
    if is_empty(value) or not isinstance(value, str | int | float | dt.date):
        return ()
    try:
        read_date(first_of(value), "", month_decimal, doubt)
    except OpenDate as error:
        return error.spans
    except ValueError:
        pass
    return ()


def service_start(table: SheetTable, book: SheetBook) -> DayColumn:
    """参加工作时间 of each row, 进厂时间 where that is empty (T-02)."""
    start, entry = book.derive(days, table, "start"), book.derive(days, table, "entry")
    if not table.has("entry"):
        return start
    use_entry = np.array([is_empty(value) for value in table.column("start")], dtype=np.bool_)
    return DayColumn(np.where(use_entry, entry.first, start.first), np.where(use_entry, entry.last, start.last))


def spans_of(table: SheetTable, book: SheetBook, record: int) -> list[tuple[int, int, int]]:
    """First day, last day and sheet row of each readable piece of a worker in several rows, in order of the days."""
    plain = table.row_by_row
    start, end = book.derive(service_start, plain), book.derive(days, plain, "end")
    wanted = {table.row_numbers[record], *table.further.get(record, ())}
    mine = [i for i, row in enumerate(plain.row_numbers) if row in wanted and start.known[i] and end.known[i]]
    found = {(int(start.first[i]), int(end.last[i])): plain.row_numbers[i] for i in reversed(mine)}
    return sorted((*span, row) for span, row in found.items())


def unbroken_start(table: SheetTable, book: SheetBook) -> DayColumn:
    """Where the service began that lasted to the end without a gap; the start itself for who has it in one piece."""
    start = book.derive(service_start, table)
    if not table.further:
        return start
    first, last = start.first.copy(), start.last.copy()
    for record in table.further:
        begun = UNKNOWN
        before = UNKNOWN
        for opens, closes, _ in spans_of(table, book, record):
            begun = opens if opens > before + 1 else begun
            before = max(before, closes)
        if begun != UNKNOWN:
            first[record] = last[record] = begun
    return DayColumn(first, last)


def numbers(table: SheetTable, book: SheetBook, role: str) -> NumberColumn:
    """Read a column of numbers as the layout says: rates, amounts or plain numbers."""
    if table.layout.columns[role].type == "percent" and "%" in plain(table.label(role)):
        return read_percents(table.column(role))
    return _READERS.get(table.layout.columns[role].type, read_numbers)(table.column(role))


def births(table: SheetTable, book: SheetBook) -> DayColumn:
    """Birth date of each row: from a sound ID number, else from the column."""
    column = book.derive(days, table, "birth")
    from_id = book.derive(id_births, table)
    own = from_id != UNKNOWN
    return DayColumn(np.where(own, from_id, column.first), np.where(own, from_id, column.last))


def id_births(table: SheetTable, book: SheetBook) -> Days:
    """Birth date inside each sound ID number, else UNKNOWN."""
    day = np.full(len(table), UNKNOWN, dtype=np.int32)
    if not table.has("id"):
        return day
    digits, sound = book.derive(_id_digits, table)
    if sound.any():
        born = digits[sound]
        stamps = (born[:, 6:10] @ (1000, 100, 10, 1) - 1970) * 12 + born[:, 10:12] @ (10, 1) - 1
        month_start = stamps.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        day[sound] = month_start + born[:, 12:14] @ (10, 1) - 1
    return day


def id_sexes(table: SheetTable, book: SheetBook) -> NDArray[np.int8]:
    """1 for a man, 0 for a woman by a sound ID number, else NO_SEX."""
    digits, sound = book.derive(_id_digits, table)
    sexes = np.full(len(table), NO_SEX, dtype=np.int8)
    sexes[sound] = digits[sound, 16] % 2
    return sexes


def typed_sexes(table: SheetTable, book: SheetBook) -> NDArray[np.int8]:
    """1 for 男, 0 for 女 as typed, NO_SEX for anything else."""
    values = table.column("sex")
    read = {value: _SEXES.get("".join(clean_text(value).split()), NO_SEX) for value in set(values)}
    return np.fromiter(map(read.__getitem__, values), dtype=np.int8, count=len(values))


def sound_ids(table: SheetTable, book: SheetBook) -> list[str]:
    """The 18-character key of each sound ID number, '' for any other, and for all of a sheet without such a column."""
    if not table.has("id"):
        return [""] * len(table)
    verdicts = book.derive(judged, table)
    sound = np.isin(verdicts.faults, SOUND).tolist()
    return [key if good else "" for key, good in zip(verdicts.keys, sound, strict=True)]


def _id_digits(table: SheetTable, book: SheetBook) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Digits of every ID number (17 a row) and where the number is sound."""
    verdicts = book.derive(judged, table)
    sound = np.isin(verdicts.faults, SOUND)
    codes = np.array(verdicts.keys, dtype="U18").view(np.uint32).reshape(len(verdicts.keys), 18)[:, :17]
    return codes.astype(np.int32) - 48, sound


PERSONS: Final = frozenset({"roster", "severance", "arrears"})
LISTS: Final = ("roster", "severance", "arrears", "reemployment")
"""Sheets whose persons are the same across the workbook."""
IDENTIFIED: Final = PERSONS | {"payments", "reemployment", "owed"}
"""Sheets whose ID numbers are judged; the same person may stand on several rows of the last two."""


def judged(table: SheetTable, book: SheetBook) -> IdColumn:
    """The ID column of a table, judged once for all checks."""
    return judge_ids(table.column("id"), book.today)

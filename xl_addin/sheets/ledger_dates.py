"""Dates of a ledger with 月 and 日 columns: the year stands over them, in a title line or in its own column.

A month that is left out is the one above, as bookkeepers write it. A year that nobody states, or months that run into
another year under one heading, are a question: no entry gets a guessed date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.doubts import Doubt
from xl_addin.tables.grid import CellValue, address
from xl_addin.tables.labels import is_opening, plain
from xl_addin.tables.sheet_table import SheetTable

YEAR_UNKNOWN: Final = "LEDGER_YEAR"
_LINES_OVER, _TITLE_CELLS = 8, 6
_DIGITS: Final = {**{char: str(i) for i, char in enumerate("〇一二三四五六七八九")}, "○": "0", "零": "0", "O": "0"}
_HEAD_YEAR: Final = re.compile(r"(?:19|20)\d{2}(?=年|$)|^\d{2}(?=年度?$)")
_TITLE_YEAR: Final = re.compile(r"(?<![\d〔\[(])(?:19|20)\d{2}(?=年|[-./]\d{1,2}(?!\d)|$)|(?<=\()(?:19|20)\d{2}(?=年)")
_WRITTEN: Final = re.compile(r"(?:填报|填表|制表|编制|打印|导出|报送|查询|盖章|审核|复核|建账|日期|时间)[^:]{0,4}:")
_DITTO: Final = frozenset({"〃", "″", '"', '""', "''", "′′", "同上"})
_ONES: Final = ("", *"一二三四五六七八九")
_CHINESE: Final = {
    tens + ones: 10 * i + j for i, tens in enumerate(("", "十", "二十", "三十")) for j, ones in enumerate(_ONES)
}
_MONTH_DAY: Final = re.compile(r"(\d{1,2})[月/-](\d{1,2})[日号]?")
_FALL: Final = 6
"""A month that falls by so much has gone into the next year."""


def stated_years(table: SheetTable) -> list[tuple[int, frozenset[int], str]]:
    """The years that the sheet states for the rows below, from top to bottom: row, years, cell."""
    head = table.header
    places = {col for role in ("year", "month", "day", "month_day", "date") if (col := head.columns.get(role))}
    found: list[tuple[int, frozenset[int], str]] = []
    titles: list[tuple[int, frozenset[int], str]] = []
    for row, line in _lines_over(table):
        titles.extend((row, years, address(row, col)) for col, years in _title_years(line))
    if titles:
        years = frozenset().union(*(years for _, years, _ in titles))
        found.append((titles[-1][0], years, titles[-1][2]))
    for row, line in table.lines([*range(head.first_row, head.last_row + 1), *sorted(table.skipped)]):
        for col, value in enumerate(line, start=1):
            year = _head_year(value) if col in places else 0
            if year:
                found.append((row, frozenset({year}), address(row, col)))
                break
        else:
            if row > head.last_row:
                found.extend((row, years, address(row, col)) for col, years in _title_years(line)[:1])
    return found


def _lines_over(table: SheetTable) -> list[tuple[int, list[CellValue]]]:
    """The lines over the header down to it, as far up as they hold no more than titles do."""
    first = table.header.first_row
    lines = table.lines(range(max(1, first - _LINES_OVER), first))
    kept: list[tuple[int, list[CellValue]]] = []
    for row, line in reversed(lines):
        if sum(not is_blank(value) for value in line) > _TITLE_CELLS:
            break
        kept.insert(0, (row, line))
    return kept


def _title_years(line: Sequence[CellValue]) -> list[tuple[int, frozenset[int]]]:
    """The years that the cells of a title line name; the day on which a sheet was made names none."""
    found = []
    for col, value in enumerate(line, start=1):
        if isinstance(value, str):
            pieces = re.split(r"[ 　\t]{2,}|\n", value)
            texts = [_in_digits(plain(piece)) for piece in pieces]
            years = {int(year) for text in texts if not _WRITTEN.search(text) for year in _TITLE_YEAR.findall(text)}
            if years:
                found.append((col, frozenset(years)))
    return found


def _head_year(value: CellValue) -> int:
    """The year that a heading over 月 and 日 names, 0 if none: 2011年, 二〇一一年, 11年."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return 0
    match = _HEAD_YEAR.search(_in_digits(plain(clean_text(value))))
    return _full_year(int(match[0])) if match else 0


def _full_year(year: int) -> int:
    """Two digits up to 11 are of this century, from 49 of the last one; those between are no year (D-01)."""
    if year >= 1900:
        return year
    return 2000 + year if year <= 11 else 1900 + year if 49 <= year <= 99 else 0


def _in_digits(text: str) -> str:
    """Write 二〇一一年 as 2011年."""
    return re.sub(
        "[〇一二三四五六七八九○零O]{4}(?=年)", lambda match: "".join(_DIGITS[char] for char in match[0]), text
    )


def entry_dates(table: SheetTable, year_before: int) -> tuple[list[CellValue], int]:
    """The date of each record, and the last year; what cannot be read is the text that its parts make.

    ``year_before`` is the year in which the page before on the same sheet ended.
    """
    found: list[CellValue] = []
    year = year_before
    columns = table.header.columns
    stated = table.cells_in(columns["day"] if "day" in columns else columns["month_day"])
    for i, (year, month, day) in enumerate(_parts(table, year_before)):
        value = stated[i]
        if isinstance(value, dt.date) and value.year != year:
            # A program that turned 3-2 into a date put the year of the typing into it.
            _ask(table, i, f"日期是{value.year}年的，表头或标题没有写这一年")
        found.append(value if isinstance(value, dt.date) else _date(year, month, day))
    if YEAR_UNKNOWN in table.doubts:
        return [None] * len(table), 0
    return found, year


def _parts(table: SheetTable, year_before: int) -> Iterator[tuple[int, str, str]]:
    """Year, month and day of each record as they are meant; notes the first place where the year is open."""
    marks = [(0, frozenset({year_before} if year_before else ()), ""), *stated_years(table)]
    columns = _typed(table)
    opening = table.labelled(is_opening)
    place, own, month, day, last = 0, 0, "", "", 0
    for i, row in enumerate(table.row_numbers):
        while place + 1 < len(marks) and marks[place + 1][0] < row:
            place, own, last = place + 1, 0, 0
        typed = [column[i] for column in columns]
        own, before = _head_year(f"{typed[0]}年") or own if typed[0] not in _DITTO else own, own
        last = 0 if own != before else last
        month = month if typed[1] in _DITTO or not typed[1] else typed[1]
        day = day if typed[2] in _DITTO else typed[2]
        years, number = marks[place][1], _number(month)
        year = own or (min(years) if len(years) == 1 else 0)
        if not opening[i]:
            if not own and number and last - number >= _FALL:
                _ask(table, i, f"月份由{last}月变成{number}月，已到下一年，却没有写年份")
            last = number or last
        if not year and day:
            _ask(table, i, _why_open(years, marks[place][2]))
        yield year, month, day


def _typed(table: SheetTable) -> list[list[str]]:
    """Year, month and day of each record as typed; 月日 in one column is parted: 3月2日, 3-2, 3/2."""

    def read(role: str) -> list[str]:
        return [plain(clean_text(value)) for value in table.column(role)]

    if table.has("day"):
        return [read("year"), read("month"), read("day")]
    cells = zip(table.column("month_day"), read("month_day"), strict=True)
    parts = [_MONTH_DAY.fullmatch(text) if isinstance(value, str) else None for value, text in cells]
    texts = read("month_day")
    months = [match[1] if match else "" for match in parts]
    return [read("year"), months, [match[2] if match else text for match, text in zip(parts, texts, strict=True)]]


def _ask(table: SheetTable, record: int, why: str) -> None:
    wanted = "年份，写在“月”“日”上面（如 2011年）或标题行（如 2011年度）"
    role = next(role for role in ("month", "day", "month_day") if table.has(role))
    table.doubts.setdefault(YEAR_UNKNOWN, Doubt(table.cell(role, record), "没有年份", wanted, why))


def _why_open(years: frozenset[int], cell: str) -> str:
    if years:
        return f"标题行（{cell}）里有{'、'.join(map(str, sorted(years)))}几个年份"
    return "只有月、日，表头和标题行都没有写年份（选区要包含写有年份的行）"


def _number(text: str) -> int:
    """A month or a day as a number, 0 for none: 3, 03, 3月, 十二."""
    bare = text.rstrip("月日号份")
    return int(bare) if bare.isdecimal() and len(bare) <= 2 else _CHINESE.get(bare, 0)


def _date(year: int, month: str, day: str) -> CellValue:
    """The date that three parts make; the text of them where they make none, None where the day is left out."""
    if not day:
        return None
    numbers = _number(month), _number(day)
    if not all(numbers):
        return f"{year}年{month}月{day}日" if month else f"{day}日"
    try:
        return dt.date(year, *numbers)
    except ValueError:
        return f"{year}年{numbers[0]}月{numbers[1]}日"

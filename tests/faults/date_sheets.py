"""Sheets whose dates are written in every way, each with what must come of it: the day, or a question with its words.

A spelling is made from a day that is known beforehand, so that nothing here reads a date. Persons are invented.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.checks.books import id_number
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address

ASKED, WRONG = "DATE_AMBIGUOUS", "DATE_UNREADABLE"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202d\u202c\u2060\ufeff\u00ad"
NUMERALS = "〇一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
ZONES = {"Z": 0, "+08:00": 8, "+0800": 8, " UTC": 0, " GMT+8": 8, "+00:00": 0, " GMT": 0, "-05:00": -5}


@dataclass(frozen=True)
class Spelling:
    """A cell; the day that it means (its month's first, ``by_month``), or the code of the finding and words of it."""

    cell: CellValue
    day: dt.date
    by_month: bool = False
    code: str = ""
    words: tuple[str, ...] = ()


Writer = Callable[[dt.date, Random], Spelling]


def chinese(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def serial(day: dt.date) -> int:
    return (day - dt.date(1899, 12, 30)).days


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else NUMERALS[tens] + "十") + (NUMERALS[ones] if ones else "")


def _years(year: int) -> str:
    return "".join(NUMERALS[int(digit)] for digit in str(year))


def _full(day: dt.date, rng: Random) -> str:
    year, month, number = day.year, day.month, day.day
    mark = rng.choice("./-")
    other = rng.choice("、，,·—|")
    return rng.choice(
        [
            day.isoformat(),
            f"{year}{mark}{month}{mark}{number}",
            f"{year}{mark}{month:02d}{mark}{number:02d}",
            f"{year}{other}{month}{other}{number}",
            f"{year} {month} {number}",
            f"{year}{month:02d}{number:02d}",
            chinese(day),
            f"{year} 年 {month} 月 {number} 号",
            f"{_years(year)}年{_numeral(month)}月{_numeral(number)}日",
            f"’{day.isoformat()}",
            str(serial(day)),
        ]
    )


def readable(day: dt.date, rng: Random) -> Spelling:
    """A full date as a text, a number or a true date, perhaps with what nobody sees and what is cut."""
    kind = rng.randrange(8)
    if kind == 0:
        return Spelling(day, day)
    if kind == 1:
        return Spelling(rng.choice([serial(day), float(serial(day)), int(f"{day:%Y%m%d}")]), day)
    hour, minute = rng.choice([*range(2, 15), *range(17, 23)]), rng.randrange(60)
    if kind == 2:
        return Spelling(dt.datetime(day.year, day.month, day.day, hour, minute), day)
    if kind == 3:
        return Spelling(serial(day) + (hour * 60 + minute) / 1440, day)
    text = _full(day, rng)
    if kind == 4:
        text = rng.choice(
            [
                f"{day.isoformat()} {hour:02d}:{minute:02d}:30",
                f"{day.isoformat()}T00:00:00",
                f"{chinese(day)} {hour}时{minute}分",
            ]
        )
    elif kind == 5:
        word = rng.choice(["星期", "周"]) + WEEKDAYS[day.weekday()]
        text = rng.choice([f"{chinese(day)} {word}", f"{day.isoformat()}（{word}）"])
    return Spelling(_decorated(text, rng), day)


def _decorated(text: str, rng: Random) -> str:
    """The text in full width, between spaces, or with invisible characters."""
    if rng.random() < 0.2:
        text = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() and c.isascii() else c for c in text)
    for _ in range(rng.randrange(3)):
        place = rng.randrange(len(text) + 1)
        text = text[:place] + rng.choice(INVISIBLE) + text[place:]
    return rng.choice(["", " ", "　", "\u00a0"]) + text + rng.choice(["", "　", "\n"])


def month(day: dt.date, rng: Random) -> Spelling:
    """A date known to the month."""
    first = day.replace(day=1)
    texts = [
        f"{day.year}.{day.month:02d}",
        f"{day.year}年{day.month}月",
        f"{day.year}/{day.month}",
        f"{day.year}{day.month:02d}",
    ]
    return Spelling(_decorated(rng.choice(texts), rng), first, by_month=True)


def near_midnight(day: dt.date, rng: Random) -> Spelling:
    """A moment close to midnight: the day as written, or its neighbour."""
    early = rng.random() < 0.5
    seconds = rng.randrange(1, 3601) if early else rng.randrange(23 * 3600, 86400)
    other = day - dt.timedelta(1) if early else day + dt.timedelta(1)
    moment = dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=seconds)
    cell = rng.choice(
        [moment, serial(day) + seconds / 86400, f"{moment:%Y-%m-%d %H:%M:%S}", f"{moment:%Y/%m/%d %H:%M:%S}"]
    )
    return Spelling(cell, day, code=ASKED, words=(chinese(min(day, other)), chinese(max(day, other)), "只写日期"))


def world_time(day: dt.date, rng: Random) -> Spelling:
    """Midnight in Beijing stored as the time of Greenwich: 16:00 of the day before."""
    before = day - dt.timedelta(1)
    moment = dt.datetime.combine(before, dt.time(16))
    cell = rng.choice([moment, serial(before) + 2 / 3, f"{moment:%Y-%m-%d %H:%M:%S}"])
    return Spelling(cell, before, code=ASKED, words=(chinese(before), chinese(day)))


def zoned(day: dt.date, rng: Random) -> Spelling:
    """A text with a zone; the other day is the one in Beijing, else the one in Greenwich."""
    zone, hours = rng.choice(list(ZONES.items()))
    moment = dt.datetime.combine(day, dt.time(rng.randrange(24), rng.randrange(60)))
    world = moment - dt.timedelta(hours=hours)
    others = [(world + dt.timedelta(hours=8)).date(), world.date()]
    days = sorted({day, next((other for other in others if other != day), day)})
    text = moment.strftime(rng.choice(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.000"])) + zone
    return Spelling(text, day, code=ASKED, words=("时区", *map(chinese, days)))


def short(day: dt.date, rng: Random) -> Spelling:
    """Six or four digits without the century: asked, never another year."""
    if rng.random() < 0.5:
        return Spelling(f"{day:%y%m%d}", day, code=ASKED, words=("四位", f"月{day.day}日"))
    if day.year < 2000 and day.year not in range(1919, 1922):
        return Spelling(int(f"{day:%y%m}"), day, code=ASKED, words=("四位", f"{day.year}年{day.month}月"))
    return Spelling(f"{day.year}", day, code=ASKED, words=("月份",))


def january(day: dt.date, rng: Random) -> Spelling:
    """year.1: January, or October without its zero."""
    words = (f"{day.year}年1月", f"{day.year}年10月")
    return Spelling(rng.choice([f"{day.year}.1", float(f"{day.year}.1")]), day, code=ASKED, words=words)


def other_weekday(day: dt.date, rng: Random) -> Spelling:
    right = day.weekday()
    wrong = (right + rng.randrange(1, 7)) % 7
    words = (f"星期{WEEKDAYS[right]}", f"不是星期{WEEKDAYS[wrong]}")
    return Spelling(f"{chinese(day)} 星期{WEEKDAYS[wrong]}", day, code=ASKED, words=words)


def impossible(day: dt.date, rng: Random) -> Spelling:
    """A day or month that the calendar lacks."""
    kind, year = rng.randrange(3), day.year
    if kind == 0:
        number = rng.choice([4, 6, 9, 11])
        parts, words = (year, number, 31), f"{number}月31日不存在"
    elif kind == 1:
        length = (dt.date(year, 3, 1) - dt.timedelta(1)).day
        parts, words = (year, 2, 30), f"{year}年2月只有{length}天"
    else:
        number = rng.randrange(13, 20)
        parts, words = (year, number, day.day), f"没有{number}月"
    text = rng.choice(["{}-{:02d}-{:02d}", "{}.{}.{}", "{}年{}月{}日", "{}{:02d}{:02d}", "{}/{}/{}"]).format(*parts)
    return Spelling(text, day, code=WRONG, words=(words,))


def with_words(day: dt.date, rng: Random) -> Spelling:
    word = rng.choice(["入厂", "（档案）", "左右", "待核"])
    return Spelling(f"{chinese(day)}{word}", day, code=WRONG, words=(word.strip("（）"), "只写日期"))


WRITERS: tuple[Writer, ...] = (
    *[readable] * 8, *[month] * 2, near_midnight, near_midnight, world_time, zoned, zoned, short, january,
    other_weekday, impossible, impossible, with_words,
)  # fmt: skip
HEADINGS = {
    "name": ("姓名", "职工姓名"),
    "id": ("身份证号", "身份证号码"),
    "start": ("参加工作时间", "参加工作\n时间"),
    "end": ("解除时间", "解除劳动合同时间"),
    "wage": ("前12个月月平均工资", "月平均工资"),
    "note": ("备注",),
}


@dataclass(frozen=True)
class DateSheet:
    """A severance sheet, the spelling in each of its date cells, and the days of each row (None where asked)."""

    book: BookGrid
    spellings: dict[str, Spelling]
    rows: list[tuple[Spelling, Spelling]]


def date_sheet(seed: int) -> DateSheet:
    """A sheet of some persons with columns in any order below some title lines."""
    rng = Random(seed)
    roles = list(HEADINGS)
    rng.shuffle(roles)
    rows: list[list[CellValue]] = [["经济补偿金测算表"], ["填报单位：虚构化肥厂", None, None, "单位：元"]][
        : rng.randrange(3)
    ]
    rows.append([rng.choice(HEADINGS[role]) for role in roles])
    spellings: dict[str, Spelling] = {}
    pairs = []
    for number in range(rng.randrange(2, 9)):
        birth = dt.date(1950, 1, 1) + dt.timedelta(rng.randrange(5000))
        start = rng.choice(WRITERS)(dt.date(1979, 1, 1) + dt.timedelta(rng.randrange(9000)), rng)
        end = rng.choice(WRITERS)(dt.date(2008, 1, 1) + dt.timedelta(rng.randrange(1300)), rng)
        cells: dict[str, CellValue] = {
            "name": f"虚构{NUMERALS[number + 1]}", "id": id_number(2 * number + 1, birth), "start": start.cell,
            "end": end.cell, "wage": 1600, "note": None,
        }  # fmt: skip
        rows.append([cells[role] for role in roles])
        for role, spelling in (("start", start), ("end", end)):
            spellings[address(len(rows), roles.index(role) + 1)] = spelling
        pairs.append((start, end))
    return DateSheet(BookGrid(Path("虚构.xlsx"), [SheetGrid("测算", "", rows)]), spellings, pairs)

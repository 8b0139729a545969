"""Periods written into one cell: every way of writing two days is read, and what leaves a day open is not."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest

from xl_addin.tables.day_spans import read_days
from xl_addin.values.dates import day_number

_DIGITS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


def chinese_number(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[str(tens)]) + ("十" if tens else "") + (_DIGITS[str(ones)] if ones else "")


def chinese(day: dt.date) -> str:
    year = "".join(_DIGITS[digit] for digit in str(day.year))
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


Way = tuple[Callable[[dt.date], str], Callable[[dt.date], str], Callable[[dt.date], str] | None]
WAYS: list[Way] = [
    # The whole date, without the year, the day alone (None: nobody writes it so).
    (lambda d: d.isoformat(), lambda d: f"{d:%m-%d}", lambda d: f"{d.day}日"),
    (lambda d: f"{d:%Y%m%d}", lambda d: f"{d:%m%d}", lambda d: f"{d:%d}"),
    (lambda d: f"{d.year}.{d.month}.{d.day}", lambda d: f"{d.month}.{d.day}", lambda d: str(d.day)),
    (lambda d: f"{d.year}/{d.month}/{d.day}", lambda d: f"{d.month}/{d.day}", None),
    (lambda d: f"{d.year}年{d.month}月{d.day}日", lambda d: f"{d.month}月{d.day}日", lambda d: f"{d.day}号"),
    (chinese, lambda d: chinese(d).partition("年")[2], lambda d: chinese(d).partition("月")[2]),
    (
        lambda d: f"{d.year}年{d.month}月{d.day}日8时",
        lambda d: f"{d:%m}月{d:%d}日17时",
        None,
    ),
]
BETWEEN = ("至", "到", "—", "——", "－", "-", " - ", "~", "～", "–", "起至", "起，至", " 至 ")
AROUND = (
    ("", ""), ("自", "止"), ("从", "截止"), ("", "（7天）"), ("", "，共7天"), ("公示时间：", "。"), ("", "(5个工作日)"),
    ("", " 7天"), ("　", "\u200b"), ("公示期为", "，为期 7 个工作日"),
)  # fmt: skip


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def written(chance: random.Random) -> tuple[str, dt.date, dt.date]:
    first = dt.date(chance.randint(1995, 2030), 1, 1) + dt.timedelta(chance.randint(0, 360))
    last = first + dt.timedelta(chance.randint(0, 25))
    whole, short, alone = chance.choice(WAYS)
    ends = [whole(last)]
    if last.year == first.year or (first.month, last.month) == (12, 1):
        ends.append(short(last))
    if alone and (last.year, last.month) == (first.year, first.month):
        ends.append(alone(last))
    lead, tail = chance.choice(AROUND)
    text = f"{lead}{whole(first)}{chance.choice(BETWEEN)}{chance.choice(ends)}{tail}"
    return (full_width(text) if chance.random() < 0.1 else text), first, last


def test_every_way_of_writing_two_days_gives_these_two() -> None:
    chance = random.Random(20240301)
    for _ in range(1500):
        text, first, last = written(chance)
        assert read_days(text) == (day_number(first), day_number(last)), text


def test_a_year_that_the_sheet_states_completes_days_without_one() -> None:
    chance = random.Random(7)
    for _ in range(200):
        first = dt.date(2024, 1, 1) + dt.timedelta(chance.randint(0, 330))
        last = first + dt.timedelta(chance.randint(0, 25))
        _, short, _ = chance.choice([WAYS[0], *WAYS[2:6]])
        text = f"{short(first)}{chance.choice(('至', '—', '~', '到'))}{short(last)}"
        assert read_days(text) is None, text
        assert read_days(text, 2024) == (day_number(first), day_number(last)), text


@pytest.mark.parametrize(
    "text",
    [
        "", "至", "2024-03-01", "2010-11-09", "20240301", "2024年3月", "2024年3月至4月", "2024-03-01起7天", "7天",
        "见公告",
        "2024-03-01至2024-03-07，2024-03-09", "2024-03-01至2024-03-07至2024-03-09", "2024年2月30日至3月3日",
        "2024-03-01至2024-03-32", "45352-45358", "24.3.1-24.3.7", "3.1-3.7", "2024.3-3.7", "至2024-03-07",
        "2024-03-01至今", "-" * 119, "2024-03-01至" * 11, "9" * 120, "，" * 110 + "x", "(" * 100,
    ],
)  # fmt: skip
def test_what_leaves_a_day_open_is_not_read(text: str) -> None:
    assert read_days(text) is None

"""An invented roster of 100,000 workers with a known number of faults of each of eleven kinds, and its workbook.

Seeded; every faulty row has one fault, so that each tool must find the very same cells.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from xl_addin.values.persons import check_digit

WORKERS = 100_000
FAULTS = 200
"""Faulty cells of each kind."""
SEED = 20111
TODAY = dt.date(2011, 9, 28)
HEADINGS = (
    *("序号", "企业名称", "姓名", "性别", "出生年月", "身份证号", "民族", "文化程度", "政治面貌", "用工性质", "身份"),
    *("参加工作时间", "进厂时间", "军龄", "知青时间", "连续工龄", "本单位工龄", "岗位工种", "特殊工种年限", "伤残等级"),
    *("在岗状态", "联系电话", "家庭住址", "备注"),
)
_USED = ("姓名", "性别", "出生年月", "身份证号", "参加工作时间", "进厂时间")
NAME, SEX, BIRTH, ID, START, ENTRY = map(HEADINGS.index, _USED)
Row = list[object]


def _worker(number: int, dice: random.Random) -> Row:
    """One worker without fault; the first six digits of the ID number, no region, make it unique."""
    born = dt.date(1950, 1, 1) + dt.timedelta(dice.randrange(10_000))
    man = dice.random() < 0.5
    body = f"{100_000 + number}{born:%Y%m%d}{2 * dice.randrange(499) + man:03d}"
    start = _years_later(born, 17) + dt.timedelta(dice.randrange(2500))
    entry = start + dt.timedelta(dice.randrange(3000))
    name = dice.choice("赵钱孙李周吴郑王") + dice.choice("甲乙丙丁") + dice.choice("子丑寅卯辰巳")
    firm, phone, house = (
        f"示例企业{number % 400}",
        f"1380{dice.randrange(10**7):07d}",
        f"示例路{dice.randrange(20_000)}号",
    )
    row: Row = [number + 1, firm, name, "女男"[man], born, body + check_digit(body), "汉族", "高中", "群众", "固定工"]
    row += ["工人", start, entry, None, None, 2011 - start.year, 2011 - entry.year, "钳工", None, None, "在岗"]
    return [*row, phone, house, None]


def _years_later(day: dt.date, years: int) -> dt.date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _set_id(row: Row, change: Callable[[str], str]) -> None:
    row[ID] = change(str(row[ID]))


def _start_at(row: Row, years: int) -> None:
    assert isinstance(row[BIRTH], dt.date)
    row[START] = _years_later(row[BIRTH], years) + dt.timedelta(40)


def _same_person(row: Row, other: Row) -> None:
    for place in (SEX, BIRTH, ID, START, ENTRY):
        row[place] = other[place]


def _day_later(row: Row, place: int, days: int) -> None:
    day = row[place]
    assert isinstance(day, dt.date)
    row[place] = day + dt.timedelta(days)


def _wrong_digit(number: str) -> str:
    return number[:17] + ("1" if number[17] != "1" else "2")


FAULT_MAKERS: dict[str, Callable[[Row, Row], None]] = {
    "CELL_MISSING": lambda row, other: row.__setitem__(NAME, None),
    "ID_LOST_DIGITS": lambda row, other: _set_id(row, lambda text: f"{text[0]}.{text[1:6]}E+17"),
    "ID_FORMAT": lambda row, other: _set_id(row, lambda text: text[:16]),
    "ID_DATE": lambda row, other: _set_id(row, lambda text: f"{text[:10]}1345{text[14:]}"),
    "ID_CHECK_DIGIT": lambda row, other: _set_id(row, _wrong_digit),
    "ID_DUPLICATE": _same_person,
    "BIRTH_DIFFERS": lambda row, other: _day_later(row, BIRTH, 1),
    "SEX_DIFFERS": lambda row, other: row.__setitem__(SEX, "女" if row[SEX] == "男" else "男"),
    "START_UNDER_14": lambda row, other: _start_at(row, 12),
    "START_UNDER_16": lambda row, other: _start_at(row, 15),
    "ENTRY_BEFORE_START": lambda row, other: row.__setitem__(ENTRY, _years_later(row[BIRTH], 17) - dt.timedelta(90)),  # type: ignore[arg-type]
}
RULES = tuple(FAULT_MAKERS)


def roster() -> list[Row]:
    """Rows of the roster; the second half holds the faults, so that a copied number stands above its copy."""
    dice = random.Random(SEED)
    rows = [_worker(number, dice) for number in range(WORKERS)]
    half = WORKERS // 2
    places = dice.sample(range(half, WORKERS), FAULTS * len(RULES))
    for k, make in enumerate(FAULT_MAKERS.values()):
        for i, place in enumerate(places[k * FAULTS : (k + 1) * FAULTS]):
            make(rows[place], rows[i * 7])
    return rows


def write_book(path: Path, rows: list[Row]) -> Path:
    """Write the roster as a clerk's workbook."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("职工花名册")
        for number, row in enumerate([list(HEADINGS), *rows]):
            for col, value in enumerate(row):
                if value is not None:
                    sheet.write(number, col, value)
    return path

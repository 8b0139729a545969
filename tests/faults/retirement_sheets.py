"""Workbooks of persons round the age of retirement, with what must be found of each: past it, open, or severed rightly.

A seed gives rosters, severance sheets, package sheets and 发放表 in some order; births stand in a column, in the ID
number or only on the roster, as days, months or serials, the end as a day or a month. Persons are invented. The age is
counted here by calendar days of its own; knows nothing of the checks.
"""

from __future__ import annotations

import calendar
import datetime as dt
import random
from dataclasses import dataclass, field

from xl_addin.tables.grid import CellValue, SheetGrid, address
from xl_addin.values.persons import check_digit

AMOUNT = 44402.90
AGES = {"男": 60, "女干部": 55, "女工人": 50}
ENDS = (dt.date(2005, 6, 30), dt.date(2011, 9, 28), dt.date(2019, 2, 28), dt.date(2024, 9, 12))
IDENTITIES = {"男": ("工人", "干部", None), "女干部": ("干部", "管理人员", "国家干部"), "女工人": ("工人", "集体工人")}
OPEN = (None, "职工", "党员")


@dataclass
class Elder:
    """One person and what is true of it."""

    kind: str
    """男, 女干部 or 女工人."""
    known: bool
    """Whether 身份 is written."""
    born: dt.date
    end: dt.date
    by_month: bool
    number: str
    name: str
    identity: str | None
    cells: dict[str, str] = field(default_factory=dict)
    """Kind of sheet to the cell of the amount."""

    @property
    def verdict(self) -> str:
        """PAST_RETIREMENT_AGE, RETIREMENT_AGE_OPEN, or '' for who is severed rightly."""
        if self.reached(60 if self.kind == "男" else 55):
            return "PAST_RETIREMENT_AGE"
        official = self.kind == "女干部" and self.known
        return "RETIREMENT_AGE_OPEN" if self.kind != "男" and not official and self.reached(50) else ""

    def reached(self, age: int) -> bool:
        """Whether the age was reached by the end, as a calendar says it."""
        year = self.born.year + age
        if self.by_month:
            return (self.end.year, self.end.month) > (year, self.born.month)
        last = calendar.monthrange(year, self.born.month)[1]
        return self.end >= dt.date(year, self.born.month, min(self.born.day, last))


@dataclass
class ElderBook:
    """The sheets in order, and the persons."""

    grids: list[SheetGrid]
    people: list[Elder]


def draw(rng: random.Random, clean: bool = False) -> ElderBook:
    """One workbook; ``clean`` has nobody who had reached an age."""
    end = rng.choice(ENDS)
    numbered = rng.random() < 0.7
    people: list[Elder] = []
    while len(people) < rng.randint(2, 7):
        one = _elder(rng, len(people), end, numbered)
        if not (clean and one.verdict):
            people.append(one)
    roster = rng.random() < 0.6 or not numbered
    on_roster = roster and rng.random() < 0.7
    grids = [_severance(rng, people, numbered, on_roster)]
    if rng.random() < 0.5:
        grids.append(_package(rng, people))
    if rng.random() < 0.5:
        grids.append(_payments(rng, people))
    if roster:
        grids.append(_roster(rng, people))
    rng.shuffle(grids)
    return ElderBook(grids, people)


def _elder(rng: random.Random, place: int, end: dt.date, numbered: bool) -> Elder:
    kind = rng.choice(list(AGES))
    known = rng.random() < 0.7
    identity = rng.choice(IDENTITIES[kind] if known else OPEN)
    age = rng.choice((50, 55, 60)) if rng.random() < 0.5 else AGES[kind]
    near = dt.timedelta(days=rng.choice((-400, -40, -2, -1, 0, 1, 2, 35, 500, 1500)))
    born = dt.date(end.year - age, end.month, min(end.day, 28)) + near
    by_month = not numbered and rng.random() < 0.5
    body = f"990101{born:%Y%m%d}{100 + 2 * place + (1 if kind == '男' else 0):03d}"
    name = "赵钱孙李周吴郑王"[place] + rng.choice("一二三四五六七八九") + "甲乙丙丁戊己庚辛"[place]
    return Elder(kind, known, born, end, by_month, body + check_digit(body), name, identity)


def _date(rng: random.Random, day: dt.date, by_month: bool = False) -> CellValue:
    if by_month:
        return rng.choice((f"{day.year}年{day.month}月", f"{day:%Y-%m}", int(f"{day:%Y%m}")))
    serial = (day - dt.date(1899, 12, 30)).days
    return rng.choice((day, day.isoformat(), serial, f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}"))


def _write(rng: random.Random, title: str, name: str, columns: list[str], people: list[Elder], kind: str) -> SheetGrid:
    rows: list[list[CellValue]] = [[title], list(columns)] if rng.random() < 0.8 else [list(columns)]
    money = {"severance": "补偿金额", "package": "经济补偿", "payments": "实发金额", "roster": ""}[kind]
    for i, one in enumerate(people):
        cells: dict[str, CellValue] = {
            "序号": i + 1, "姓名": one.name, "身份证号": one.number, "性别": one.kind[0], "身份": one.identity,
            "出生年月": _date(rng, one.born, one.by_month), "参加工作时间": dt.date(one.end.year - 15, 3, 1),
            "解除时间": _date(rng, one.end), "解除事由": "破产关闭", "月平均工资": 1600,
            "补偿金额": AMOUNT, "经济补偿": AMOUNT, "养老": 0, "医疗": 0, "合计": AMOUNT, "发放项目": "经济补偿金",
            "应发金额": AMOUNT, "实发金额": AMOUNT, "发放日期": one.end + dt.timedelta(days=9),
        }  # fmt: skip
        rows.append([cells.get(column) for column in columns])
        if money:
            one.cells[name] = address(len(rows), columns.index(money) + 1)
    return SheetGrid(name, "", rows)


def _severance(rng: random.Random, people: list[Elder], numbered: bool, on_roster: bool) -> SheetGrid:
    columns = ["序号", "姓名", "参加工作时间", "解除时间", "解除事由", "月平均工资", "补偿金额"]
    if numbered:
        columns.insert(2, "身份证号")
    if not on_roster:
        extra = ["身份"] if numbered else ["身份", "出生年月", "性别"]
        for word in extra:
            columns.insert(rng.randint(2, len(columns)), word)
    return _write(rng, "经济补偿金测算表", rng.choice(("测算", "表二")), columns, people, "severance")


def _package(rng: random.Random, people: list[Elder]) -> SheetGrid:
    columns = [
        "序号",
        "姓名",
        "身份证号",
        "参加工作时间",
        "养老欠缴起",
        "养老欠缴止",
        "经济补偿",
        "养老",
        "医疗",
        "合计",
    ]
    if rng.random() < 0.5:
        columns.insert(4, "解除时间")
    return _write(rng, "一补二险测算表", "一补二险", columns, people, "package")


def _payments(rng: random.Random, people: list[Elder]) -> SheetGrid:
    columns = ["序号", "姓名", "身份证号", "应发金额", "实发金额", "发放日期"]
    if rng.random() < 0.5:
        columns.insert(3, "发放项目")
    return _write(rng, "经济补偿金发放表", "经济补偿金发放表", columns, people, "payments")


def _roster(rng: random.Random, people: list[Elder]) -> SheetGrid:
    columns = ["序号", "姓名", "性别", "身份", "出生年月", "身份证号", "参加工作时间"]
    rng.shuffle(columns)
    return _write(rng, "职工花名册", "花名册", columns, people, "roster")

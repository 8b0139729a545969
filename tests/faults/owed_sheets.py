"""Lists of debts to workers (欠薪, 集资款, 医药费, 公积金 …) as random clean sheets, and one fault each.

Knows nothing of the checks. Some lists say one amount, some add up 本金 and 利息, some say what was paid and what is
left; with a title or without, in any order of the first columns, with or without ID numbers and a row of sums.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.checks.books import id_number
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address

FIRM = "示例市虚构一厂"
ONE = {
    "欠发工资表": ("欠发工资", "拖欠工资", "所欠工资"), "欠缴住房公积金表": ("欠缴公积金", "住房公积金"),
    "职工集资款清单": ("集资款", "集资金额"), "遗属生活补助表": ("遗属补助", "遗属生活补助"),
    "内退人员生活费欠发表": ("欠发生活费",), "拖欠医药费清单": ("拖欠医药费", "应报医药费"),
}  # fmt: skip
Found = tuple[str, str]


@dataclass
class OwedSheet:
    """One list: headings, rows of persons, and which columns hold what (from 0)."""

    title: str
    headings: list[str]
    people: list[list[CellValue]]
    debts: list[int]
    paid: int | None = None
    left: int | None = None
    total: int | None = None
    titled: bool = True
    summed: bool = True
    beside: list[SheetGrid] = field(default_factory=list)

    @property
    def first_row(self) -> int:
        """The row of the first person."""
        return 3 if self.titled else 2

    def cell(self, i: int, col: int) -> str:
        return address(self.first_row + i, col + 1)

    def sums(self) -> list[CellValue]:
        line: list[CellValue] = [None] * len(self.headings)
        line[self.headings.index("姓名")] = "合计"
        for col in [*self.debts, *(one for one in (self.paid, self.left, self.total) if one is not None)]:
            line[col] = sum(one[col] for one in self.people if isinstance(one[col], int))  # type: ignore[misc]
        return line

    def book(self, sums: list[CellValue] | None = None) -> BookGrid:
        top: list[list[CellValue]] = [[self.title]] if self.titled else []
        rows = [*top, list(self.headings), *self.people, *([sums or self.sums()] if self.summed else [])]
        sheets = [SheetGrid(self.title, "xl/worksheets/owed.xml", rows), *self.beside]
        return BookGrid(Path("欠款.xlsx"), sheets)


def draw(rng: random.Random, kind: str = "") -> OwedSheet:
    """A clean list; ``kind`` is ``one``, ``total`` (several debts added up) or ``left`` (paid and left)."""
    kind = kind or rng.choice(("one", "total", "left"))
    who = ["企业名称", "姓名", *rng.sample(["身份证号"], rng.randint(0, 1))]
    rng.shuffle(who)
    if rng.random() < 0.5:
        who.insert(0, "序号")
    title, words = rng.choice(list(ONE.items()))
    if kind == "total":
        title, money = "职工集资款清单", ["集资本金", "集资利息", "合计"]
    elif kind == "left":
        money = [rng.choice(words), "已付", "尚欠"]
    else:
        money = [rng.choice(words)]
    unit = rng.choice(("", "(元)", "（元）"))
    found = OwedSheet(title, [*who, *(one + unit for one in money)], [], [len(who)], titled=rng.random() < 0.7)
    found.summed = rng.random() < 0.7
    if kind == "total":
        found.debts, found.total = [len(who), len(who) + 1], len(who) + 2
    if kind == "left":
        found.paid, found.left = len(who) + 1, len(who) + 2
    for i in range(rng.randint(3, 9)):
        known: dict[str, CellValue] = {"企业名称": FIRM, "姓名": f"虚构{chr(0x7532 + i)}{i}", "序号": i + 1}
        known["身份证号"] = id_number(2 * i + 1, dt.date(1965, 1 + i, 3))
        gross, more = 100 * rng.randint(11, 300), rng.randint(1, 900)
        amounts = [gross, more, gross + more] if kind == "total" else [gross, more, gross - more]
        found.people.append([*(known[one] for one in who), *amounts[: len(money)]])
    return found


def _at(rng: random.Random, sheet: OwedSheet) -> int:
    return rng.randrange(len(sheet.people))


def _number(sheet: OwedSheet, i: int, col: int) -> int:
    value = sheet.people[i][col]
    assert isinstance(value, int)
    return value


def words_for_a_number(rng: random.Random) -> tuple[BookGrid, set[Found]]:
    sheet = draw(rng, "one")
    i = _at(rng, sheet)
    sheet.people[i][sheet.debts[0]] = rng.choice(("约五千", "另议", "见附件"))
    return sheet.book(), {("OWED_AMOUNT", sheet.cell(i, sheet.debts[0]))}


def total_off(rng: random.Random) -> tuple[BookGrid, set[Found]]:
    sheet = draw(rng, "total")
    i, col = _at(rng, sheet), sheet.total or 0
    sheet.people[i][col] = _number(sheet, i, col) + rng.choice((-7, 1, 1000))
    return sheet.book(), {("OWED_TOTAL", sheet.cell(i, col))}


def left_off(rng: random.Random) -> tuple[BookGrid, set[Found]]:
    sheet = draw(rng, "left")
    i, col = _at(rng, sheet), sheet.left or 0
    sheet.people[i][col] = _number(sheet, i, col) + rng.choice((-7, 1, 1000))
    return sheet.book(), {("OWED_LEFT", sheet.cell(i, col))}


def paid_above(rng: random.Random) -> tuple[BookGrid, set[Found]]:
    sheet = draw(rng, "left")
    i, paid, left = _at(rng, sheet), sheet.paid or 0, sheet.left or 0
    gross = _number(sheet, i, sheet.debts[0])
    sheet.people[i][paid], sheet.people[i][left] = gross + 50, -50
    return sheet.book(), {("OWED_PAID_ABOVE", sheet.cell(i, paid))}


def row_twice(rng: random.Random) -> tuple[BookGrid, set[Found]]:
    sheet = draw(rng)
    i = _at(rng, sheet)
    sheet.people.append(list(sheet.people[i]))
    return sheet.book(), {("OWED_TWICE", sheet.cell(len(sheet.people) - 1, sheet.debts[0]))}


def below_zero(rng: random.Random) -> tuple[BookGrid, set[Found]]:
    sheet = draw(rng, "one")
    i, col = _at(rng, sheet), sheet.debts[0]
    sheet.people[i][col] = -_number(sheet, i, col)
    return sheet.book(), {("OWED_NEGATIVE", sheet.cell(i, col))}


def sum_off(rng: random.Random) -> tuple[BookGrid, set[Found]]:
    sheet = draw(rng)
    sheet.summed = True
    sums, col = sheet.sums(), sheet.debts[0]
    assert isinstance(sums[col], int)
    sums[col] += 100
    return sheet.book(sums), {("SUM_WRONG", sheet.cell(len(sheet.people), col))}


def costs_differ(rng: random.Random) -> tuple[BookGrid, set[Found]]:
    sheet = draw(rng, "one")
    sheet.title, sheet.headings[sheet.debts[0]] = "欠发工资表", "欠发工资"
    owed = sum(_number(sheet, i, sheet.debts[0]) for i in range(len(sheet.people)))
    off = owed + rng.choice((-100, 1, 9000))
    lines: list[list[CellValue]] = [
        ["企业名称", "费用项目", "费用金额", "资金来源", "来源金额"], [FIRM, "欠薪", off, "产权变现", 10**7],
    ]  # fmt: skip
    sheet.beside = [SheetGrid("费用和资金来源表", "xl/worksheets/costs.xml", lines)]
    return sheet.book(), {("COSTS_DIFFER_FROM_LIST", "C2")}


Fault = Callable[[random.Random], tuple[BookGrid, set[Found]]]
FAULTS: dict[str, Fault] = {
    one.__name__: one
    for one in (words_for_a_number, total_off, left_off, paid_above, row_twice, below_zero, sum_off, costs_differ)
}

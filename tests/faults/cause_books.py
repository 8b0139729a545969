"""Books in order, and faults of which each is one thing to put right, however many findings and cells hang on it.

A book has a roster, a severance sheet whose dates are typed again or fetched by formulas, a 一补二险测算表 whose parts
take whole rows, a summary, and a procedure sheet. Every fault is planted in a place of its own.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.checks.books import id_number
from xl_addin.commands.spec import CommandBook
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid

FIRM, END = "示例市虚构一厂", "2011-09-28"
ROSTER = ["序号", "企业名称", "姓名", "身份证号", "性别", "参加工作时间", "进厂时间"]
SEVERANCE = [
    "序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由", "前12个月月平均工资",
    "企业月平均工资", "当地月平均工资", "计发月数", "补偿金额", "合计",
]  # fmt: skip
STEPS = ["序号", "步骤编号", "步骤（事项）", "责任单位", "完成日期", "文号（依据）", "应到", "实到", "同意"]
PACKAGE = [
    "序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资",
    "当地月平均工资", "养老欠缴起", "养老欠缴止", "医疗欠缴起", "医疗欠缴止",
    "缴费工资", "缴费平均工资", "经济补偿", "养老", "医疗", "合计",
]  # fmt: skip
ORDER = [
    ("D01", "政策依据（改制文件）"),
    ("D02", "成立领导小组和工作组"),
    ("D03", "政策宣传"),
    ("D04", "座谈征求意见"),
    ("D05", "选择改制形式、内部决策"),
    ("D06", "立项批复、告知监察"),
    ("D07", "清产核资"),
    ("D08", "财务审计、离任审计"),
]
PERSONS = 9


@dataclass
class Office:
    """The cells of the sheets; ``fetched`` says whether the severance sheet takes the dates from the roster."""

    fetched: bool
    cells: dict[str, list[list[CellValue]]] = field(default_factory=dict)
    formulas: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)

    def book(self) -> CommandBook:
        sheets = []
        for name, rows in self.cells.items():
            made = {
                place: FormulaCell(*place, text, "normal", None, None, False)
                for place, text in self.formulas.get(name, {}).items()
            }
            sheets.append(SheetGrid(name, f"{name}.xml", [list(row) for row in rows], made))
        return CommandBook.of(BookGrid(Path("一厂.xlsx"), sheets), dt.date(2012, 1, 1))


def draw(rng: random.Random, fetched: bool | None = None) -> Office:
    office = Office(rng.random() < 0.5 if fetched is None else fetched)
    roster: list[list[CellValue]] = [list(ROSTER)]
    severance: list[list[CellValue]] = [list(SEVERANCE)]
    package: list[list[CellValue]] = [list(PACKAGE)]
    formulas: dict[tuple[int, int], str] = {}
    parts: dict[tuple[int, int], str] = {}
    for i in range(PERSONS):
        row = i + 2
        birth = dt.date(1962 + i % 6, 1 + i, 3)
        start = f"{birth.year + 20}-07-{11 + i}"
        number = id_number(2 * i + 1, birth)
        roster.append([i + 1, FIRM, f"虚构{chr(0x7532 + i)}", number, "男", start, start])
        own: CellValue = None if office.fetched else start
        who: list[CellValue] = [i + 1, FIRM, f"虚构{chr(0x7532 + i)}", number]
        wages: list[CellValue] = [1500 + 17 * i, 1500.5, 2300]
        severance.append([*who, own, END, "客观变化", *wages, None, None, None])
        package.append([*who, start, END, *wages, "2006-01", "2007-12", None, None, 1200, 1480, None, None, None, None])
        for col, part in enumerate(("经济补偿", "养老", "医疗", "合计"), 16):
            parts[row, col] = f'一补二险($A$1:$O$1,$A{row}:$O{row},"{part}")'
        if office.fetched:
            formulas[row, 5] = f"花名册!F{row}"
        called = f"(E{row},F{row},H{row},I{row},J{row},G{row})"
        formulas |= {
            (row, 11): f"补偿月数{called}",
            (row, 12): f"经济补偿金{called}",
            (row, 13): f"L{row}",
        }
    summary: list[list[CellValue]] = [["企业", "金额"], [FIRM, None]]
    steps: list[list[CellValue]] = [list(STEPS)]
    for n, (step, title) in enumerate(ORDER, 1):
        steps.append([n, step, title, "企业", f"2010-0{n}-01", f"一改〔2010〕{n}号"])
    office.cells = {"花名册": roster, "测算": severance, "两险": package, "汇总": summary, "核查": steps}
    office.formulas = {"测算": formulas, "两险": parts, "汇总": {(2, 2): f"SUM(测算!M2:M{PERSONS + 1})"}}
    return office


def bad_date(office: Office, i: int, rng: random.Random) -> None:
    """A date that can be read two ways, wherever it is typed: in two columns of the roster, and on the other sheets."""
    text = rng.choice(("1985.1", "1984年", "1983年"))
    row = office.cells["花名册"][i + 1]
    row[5] = row[6] = text
    office.cells["两险"][i + 1][4] = text
    if not office.fetched:
        office.cells["测算"][i + 1][4] = text


def no_wage(office: Office, i: int, rng: random.Random) -> None:
    office.cells["测算"][i + 1][7] = None


def wrong_id(office: Office, i: int, rng: random.Random) -> None:
    """One wrong digit, copied to all sheets."""
    for name in ("花名册", "测算", "两险"):
        old = str(office.cells[name][i + 1][3])
        office.cells[name][i + 1][3] = old[:-1] + ("1" if old[-1] != "1" else "2")


def unknown_ground(office: Office, i: int, rng: random.Random) -> None:
    office.cells["测算"][i + 1][6] = "下岗分流"


def end_before_start(office: Office, i: int, rng: random.Random) -> None:
    office.cells["测算"][i + 1][5] = "1979-12-31"


def typed_amount(office: Office, i: int, rng: random.Random) -> None:
    del office.formulas["测算"][i + 2, 12]
    office.cells["测算"][i + 1][11] = 41_037.5 + 100 * i


PERSON_FAULTS: dict[str, Callable[[Office, int, random.Random], None]] = {
    one.__name__: one for one in (bad_date, no_wage, wrong_id, unknown_ground, end_before_start, typed_amount)
}
"""Each spoils one person's rows."""


def column_lost(office: Office) -> None:
    """A heading that no row of the package can do without is gone."""
    office.cells["两险"][0][12] = None


def step_left_out(office: Office, n: int) -> None:
    """Neither the date nor the document of a step is filled in."""
    office.cells["核查"][n][4] = office.cells["核查"][n][5] = None

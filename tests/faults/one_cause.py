"""A severance sheet, a 一补二险测算表 and a ledger that agree, and one slip of the pen in one of them.

A slip is one fault at its cell (a contradiction one at each of the two cells): that the ledger paid another sum than a
wrong list says follows from it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.checks.books import id_number
from xl_addin.functions import call
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address
from xl_addin.values.errors import CellError

FIRM, END = "示例市虚构一厂", "2011-09-28"
SEVERANCE = [
    "序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由", "前12个月月平均工资",
    "企业月平均工资", "当地月平均工资", "补偿金额",
]  # fmt: skip
PACKAGE = [
    *SEVERANCE[:-1], "养老欠缴起", "养老欠缴止", "医疗欠缴起", "医疗欠缴止", "缴费工资", "缴费平均工资",
]  # fmt: skip
LEDGER = ["日期", "凭证号", "企业名称", "收支方向", "科目", "摘要", "收入金额", "支出金额", "往来单位"]
LAYOUTS = (
    ("经济补偿", "养老", "医疗", "合计"),
    ("经济补偿", "养老单位", "养老个人", "医疗单位", "医疗个人", "合计"),
    ("经济补偿", "养老单位", "养老个人", "养老", "医疗单位", "医疗个人", "医疗", "合计"),
    ("经济补偿", "养老", "其中：养老单位", "其中：养老个人", "医疗", "合计"),
    ("经济补偿", "养老", "医疗", "合计", "其中：养老单位", "其中：养老个人"),
)
"""Columns of the amounts of a package: in whole, by payer, or both."""
Found = tuple[str, str, str]


@dataclass
class Office:
    """The rows of the three sheets; the first row of each has the headings."""

    severance: list[list[CellValue]]
    package: list[list[CellValue]]
    ledger: list[list[CellValue]]

    def book(self) -> BookGrid:
        sheets = {"测算表": self.severance, "一补二险": self.package, "台账": self.ledger}
        return BookGrid(Path("一厂.xlsx"), [SheetGrid(name, f"{name}.xml", rows) for name, rows in sheets.items()])

    def cell(self, sheet: str, i: int, heading: str) -> str:
        rows = {"测算表": self.severance, "一补二险": self.package}[sheet]
        return address(i + 1, rows[0].index(heading) + 1)


def draw(rng: random.Random) -> Office:
    """An office whose sheets agree: paid is what is due, then taxes are paid."""
    shape = rng.choice(LAYOUTS)
    office = Office([list(SEVERANCE)], [[*PACKAGE, *shape]], [list(LEDGER)])
    due: dict[str, float] = {}
    for i in range(rng.randint(3, 8)):
        birth = dt.date(rng.randint(1960, 1969), rng.randint(1, 12), 3)
        start = dt.date(birth.year + 20, rng.randint(1, 12), rng.randint(1, 28)).isoformat()
        wage, base = rng.randint(1200, 2600), rng.randint(900, 1900)
        person: list[CellValue] = [i + 1, FIRM, f"虚构{chr(0x7532 + i)}", id_number(2 * i + 1, birth), start, END]
        person += ["客观变化", wage, 1500.5, 2300]
        amount = call("SOE_SEVERANCE", start, END, wage, 1500.5, 2300, "客观变化")
        first = rng.randint(2004, 2008)
        inputs: list[CellValue] = [
            *person,
            f"{first}-01",
            f"{first + 1}-12",
            f"{first}-01",
            f"{first + 1}-12",
            base,
            1500,
        ]
        items = [one.removeprefix("其中：") for one in shape]
        parts = {one: call("SOE_PACKAGE", [list(PACKAGE)], [inputs], one) for one in {*items, "养老", "医疗"}}
        office.severance.append([*person, amount])
        office.package.append([*inputs, *(parts[one] for one in items)])
        for item, own in (("经济补偿", amount), ("养老", parts["养老"]), ("医疗", parts["医疗"])):
            assert isinstance(own, int | float), own
            due[item] = due.get(item, 0.0) + own
    office.ledger.append(["2011-09-20", "记1", FIRM, "收", "产权变现", "转让款", 9_000_000, None, "受让人"])
    for k, (item, paid) in enumerate(due.items(), start=2):
        payee = "职工" if item == "经济补偿" else f"{item}保险经办机构"
        office.ledger.append([f"2011-10-1{k}", f"记{k}", FIRM, "支", item, f"支付{item}", None, round(paid, 2), payee])
    office.ledger.append(["2011-11-20", "记9", FIRM, "支", "税费", "产权转让税费", None, 52000, "税务局"])
    return office


def _slip(sheet: str, heading: str, rng: random.Random, change: Callable[[float], CellValue]) -> tuple[Office, str]:
    office = draw(rng)
    rows = office.severance if sheet == "测算表" else office.package
    while heading not in rows[0]:
        office = draw(rng)
        rows = office.severance if sheet == "测算表" else office.package
    i = rng.randrange(1, len(rows))
    col = rows[0].index(heading)
    own = rows[i][col]
    rows[i][col] = change(own if isinstance(own, int | float) else 0.0)
    return office, office.cell(sheet, i, heading)


def severance_too_high(rng: random.Random) -> tuple[Office, set[Found]]:
    office, cell = _slip("测算表", "补偿金额", rng, lambda own: own + rng.choice((0.1, 100, 1000)))
    return office, {("AMOUNT_WRONG", "测算表", cell)}


def severance_too_low(rng: random.Random) -> tuple[Office, set[Found]]:
    office, cell = _slip("测算表", "补偿金额", rng, lambda own: own - rng.choice((0.1, 100, 1000)))
    return office, {("AMOUNT_WRONG", "测算表", cell)}


def pension_too_low(rng: random.Random) -> tuple[Office, set[Found]]:
    office, cell = _slip("一补二险", "养老", rng, lambda own: own - rng.choice((3, 100, 500)))
    shared = any("养老单位" in str(heading) for heading in office.package[0])
    return office, {("ROW_TOTAL_WRONG" if shared else "PACKAGE_PART_WRONG", "一补二险", cell)}


def unit_share_too_high(rng: random.Random) -> tuple[Office, set[Found]]:
    office, cell = _slip("一补二险", "养老单位", rng, lambda own: own + rng.choice((3, 100, 500)))
    return office, {("PACKAGE_PART_WRONG", "一补二险", cell)}


def error_value_in_a_part(rng: random.Random) -> tuple[Office, set[Found]]:
    office, cell = _slip("一补二险", "医疗", rng, lambda _: CellError("#N/A", ""))
    return office, {("CELL_ERROR", "一补二险", cell)}


def another_ground(rng: random.Random) -> tuple[Office, set[Found]]:
    office = draw(rng)
    i = rng.randrange(1, len(office.severance))
    office.package[i][SEVERANCE.index("解除事由")] = "裁员"
    both = {("SHEETS_DIFFER_GROUND", sheet, office.cell(sheet, i, "解除事由")) for sheet in ("测算表", "一补二险")}
    return office, both


def another_name(rng: random.Random) -> tuple[Office, set[Found]]:
    office = draw(rng)
    i = rng.randrange(1, len(office.severance))
    office.package[i][SEVERANCE.index("姓名")] = f"别{rng.choice('天地玄黄')}"
    return office, {("NAMES_DIFFER", sheet, office.cell(sheet, i, "姓名")) for sheet in ("测算表", "一补二险")}


def averages_of_a_year(heading: str, rng: random.Random) -> tuple[Office, set[Found]]:
    office = draw(rng)
    col = SEVERANCE.index(heading)
    for row in (*office.severance[1:], *office.package[1:]):
        own = row[col]
        assert isinstance(own, int | float)
        row[col] = own * 12
    code = "AVERAGES_YEARLY_" + ("LOCAL" if heading.startswith("当地") else "ENTERPRISE")
    return office, {(code, sheet, office.cell(sheet, 0, heading)) for sheet in ("测算表", "一补二险")}


FAULTS: dict[str, Callable[[random.Random], tuple[Office, set[Found]]]] = {
    one.__name__: one
    for one in (
        severance_too_high, severance_too_low, pension_too_low, unit_share_too_high, error_value_in_a_part,
        another_ground, another_name,
    )
}  # fmt: skip

"""经济补偿金测算表 and 一补二险测算表 of the fund's sample: twelve invented persons of two enterprises.

The first sheet approves what the ledger pays (:mod:`workbooks.sample_ledger`); the second is one array call of
SOE_PACKAGE_TABLE, inputs left of results, and beside it 单人测算 follows one worker function by function. The calls
are left without values, as everywhere in these workbooks.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from workbooks.sample_people import CITY_WAGES, ENTERPRISES, REGION, check_digit
from workbooks.style import Book, Native, new_sheet, put, put_row, put_title

SEVERANCE, PACKAGE, SINGLE, POLICY = "经济补偿金测算表", "一补二险测算表", "单人测算", "政策"
FIRST_ROW = 4
"""First person's row on both sheets, from 1."""


DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


class Person(NamedTuple):
    """An invented person as the data file has it; arrears and reserve are empty where there are none."""

    firm: int
    name: str
    sex: str
    born: date
    status: str
    start: date | None = None
    wage: float | None = None
    arrears: Sequence[object] = ()
    reserve: Sequence[object] = ()

    @property
    def working(self) -> bool:
        """Whether the person leaves with severance."""
        return self.start is not None


class Case(NamedTuple):
    """One line of 单人测算: what, for whom, the formula as typed, its style."""

    what: str
    case: str
    formula: str
    style: str


PERSONS = tuple(Person(**entry) for entry in DATA["person"])
"""王甲子, the first, is the worker whom the manual follows."""
SINGLE_CASES = tuple(Case(**entry) for entry in DATA["single"])
"""The same formulas stand in the manual."""
GROUND = "客观变化"
HEADINGS = (
    "序号", "企业名称", "姓名", "身份证号", "在岗状态", "参加工作时间", "解除时间", "解除事由",
    "前12个月月平均工资(元)", "企业月平均工资(元)", "当地月平均工资(元)",
)  # fmt: skip
STYLES = (
    "count", "text", "text", "id", "centre", "input_date", "input_date", "input_text", "input_money", "input_money",
    "input_money",
)  # fmt: skip
PACKAGE_HEADINGS = (
    *HEADINGS, "养老欠缴起", "养老欠缴止", "医疗欠缴起", "医疗欠缴止", "缴费工资(元)",
    "缴费平均工资(元)", "年龄", "医疗年标准(元)",
)  # fmt: skip
RESULTS = ("姓名", "经济补偿", "养老", "医疗", "合计")
POLICY_RANGE = f"{POLICY}!$A$1:$F$16"
_OPTIONS = (
    ("profile", "SEG2008"),
    ("文号", "示例企改〔2011〕虚构1号"),
    ("状态", "草案"),
    ("一补二险", "经济补偿、养老、医疗"),
    ("医疗预留截止年龄", 70),
    ("医疗预留最低年限", 10),
    ("发放补偿天数", 300),  # the severance waited for the proceeds
)


def id_number(person: Person, order: int) -> str:
    """A number of the region 990101, which does not exist."""
    sequence = 800 + order * 2 + (1 if person.sex == "男" else 0)
    body = f"{REGION}{person.born:%Y%m%d}{sequence:03}"
    return body + check_digit(body)


def _inputs(order: int, person: Person) -> list[object]:
    firm = ENTERPRISES[person.firm]
    first = [order, firm.name, person.name, id_number(person, order), person.status]
    if not person.working:
        return [*first, *[None] * 6]
    wages = (person.wage, float(firm.wage), float(CITY_WAGES[firm.end.year]))
    return [*first, person.start, firm.end, GROUND, *wages]


def leaving() -> list[tuple[int, Person]]:
    """Persons with severance and their numbers, in the order of the sheet."""
    return [(order, person) for order, person in enumerate(PERSONS, start=1) if person.working]


def write_severance(book: Book) -> None:
    """Add 经济补偿金测算表: a call of SOE_SEVERANCE a person."""
    heads = (*HEADINGS, "计发月数", "补偿金额(元)")
    widths = (6, 22, 9, 20, 9, 12, 12, 10, 12, 12, 12, 9, 14)
    sheet = new_sheet(book, SEVERANCE, widths, repeat_rows=(2, 2))
    put_title(book, sheet, "经济补偿金测算表（虚构示例）", "填报单位：示例市虚构企改办", "单位：元", len(heads) - 1)
    put_row(book, sheet, 2, heads, ["head"] * len(heads))
    sheet.set_row(2, 34)
    for i, (order, person) in enumerate(leaving()):
        row = FIRST_ROW + i
        cells = f"F{row},G{row},I{row},J{row},K{row},H{row},{POLICY_RANGE}"
        results = (Native(f"SOE_SEVERANCE_MONTHS({cells})"), Native(f"SOE_SEVERANCE({cells})"))
        put_row(book, sheet, row - 1, (*_inputs(order, person), *results), (*STYLES, "months", "money"))
    last = FIRST_ROW + len(leaving()) - 1
    values: list[object] = ["合　计", *[None] * (len(heads) - 2), Native(f"SUM(M{FIRST_ROW}:M{last})")]
    values[2] = Native(f"COUNTA(C{FIRST_ROW}:C{last})", len(leaving()))
    styles = ["sum_text"] * len(heads)
    styles[2], styles[-1] = "sum_count", "sum_money"
    put_row(book, sheet, last, values, styles)
    put(book, sheet, last + 2, 0, "注：1.人员、企业、金额全部虚构。", "plain")


def package_range() -> str:
    """The inputs of the package sheet with their headings."""
    return f"$A$3:$S${FIRST_ROW + len(PERSONS) - 1}"


def write_package(book: Book) -> None:
    """Add 一补二险测算表: inputs left, one array call on the right."""
    widths = (5, 18, 8, 19, 8, 11, 11, 9, 10, 10, 10, 9, 9, 9, 9, 10, 10, 5, 9, 8, 13, 13, 13, 14)
    sheet = new_sheet(book, PACKAGE, widths, repeat_rows=(2, 2))
    put_title(book, sheet, "一补二险测算表（虚构示例）", "填报单位：示例市虚构企改办", "单位：元", len(widths) - 1)
    put_row(book, sheet, 2, PACKAGE_HEADINGS, ["head"] * len(PACKAGE_HEADINGS))
    sheet.set_row(2, 42)
    extra = ("input_text",) * 4 + ("input_money", "input_money", "count", "input_money")
    for order, person in enumerate(PERSONS, start=1):
        period, wages = person.arrears[:2] or (None, None), person.arrears[2:] or (None, None)
        values = [*_inputs(order, person), *period, *period, *wages, *(person.reserve or (None, None))]
        put_row(book, sheet, FIRST_ROW + order - 2, values, (*STYLES, *extra))
    last = FIRST_ROW + len(PERSONS) - 1
    formula = f"{{=SOE_PACKAGE_TABLE({package_range()},{POLICY_RANGE})}}"
    left = len(PACKAGE_HEADINGS)
    sheet.write_array_formula(2, left, last - 1, left + len(RESULTS) - 1, formula, book.style("head"), "")
    for row in range(2, last):
        for col in range(len(RESULTS)):
            if (row, col) != (2, 0):
                style = "head" if row == 2 else "centre" if col == 0 else "money"
                sheet.write_blank(row, left + col, None, book.style(style))
    values = ["合　计", *[None] * left]
    values[2] = Native(f"COUNTA(C{FIRST_ROW}:C{last})", len(PERSONS))
    values += [Native(f"SUM({col}{FIRST_ROW}:{col}{last})") for col in "UVWX"]
    styles = ["sum_text"] * (left + 1) + ["sum_money"] * 4
    styles[2] = "sum_count"
    put_row(book, sheet, last, values, styles)
    put(
        book,
        sheet,
        last + 2,
        0,
        "注：1.人员、企业、金额全部虚构。2.右边五栏是一个数组公式，左边录入数据改动后随之重算。",
        "plain",
    )


def write_policy(book: Book) -> None:
    """Add 政策: the options of the invented office and empty rows."""
    sheet = new_sheet(book, POLICY, (24, 30, 12, 12, 11, 30), repeat_rows=(0, 0))
    put_row(book, sheet, 0, ("项目", "值", "起", "止", "地区", "文号"), ["head"] * 6)
    for row in range(1, 16):
        values = _OPTIONS[row - 1] if row <= len(_OPTIONS) else (None, None)
        styles = ["text", "input_text", "date", "date", "centre", "text"]
        put_row(book, sheet, row, (*values, *[None] * 4), styles)


def write_single(book: Book) -> None:
    """Add 单人测算: one worker followed through the functions."""
    sheet = new_sheet(book, SINGLE, (20, 46, 76, 26), repeat_rows=(2, 2))
    put_title(book, sheet, "单人测算：王甲子（虚构示例）", "每行一个函数，公式照原样列出", "单位：元", 3)
    put_row(book, sheet, 2, ("项目", "情形", "公式", "结果"), ["head"] * 4)
    for i, (what, case, formula, style) in enumerate(SINGLE_CASES):
        put_row(book, sheet, 3 + i, (what, case, formula, Native(formula[1:])), ("text", "wrap", "wrap", style))
        sheet.set_row(3 + i, 30)

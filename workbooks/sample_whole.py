"""全程示例.xlsx: one invented enterprise from the first document to the last registration, clean under every check.

The page docs/whole.zh-CN.md follows it step by step. Sums of the ledger and of the list of payments are typed, as an
office types them; that they are those of the functions is for the checks.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Final

from workbooks import sample_insurance as forms
from workbooks import sample_ledger, sample_procedure
from workbooks.sample_insurance import GROUND, PACKAGE, POLICY, SEVERANCE, Person, id_number
from workbooks.style import Book, Native, new_book, new_sheet, put, put_row, put_title

TITLE: Final = "全程示例"
ROSTER, COSTS, PAYMENTS = "职工花名册", "费用和资金来源表", "发放表"
PETITIONS = "信访台账"
LEDGER, STEPS, PROGRESS = sample_ledger.SHEET, sample_procedure.SHEET, sample_procedure.PROGRESS_SHEET
DATA: Final[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
FIRM: Final[str] = DATA["enterprise"]
PERSONS: Final = tuple(Person(firm=0, status="在岗", **entry) for entry in DATA["person"])
FIRST_ROW: Final = 4
_LAST_ROW: Final = FIRST_ROW + len(PERSONS) - 1
_OFFICE: Final = "填报单位：示例市虚构企改办"
_NOTE: Final = "注：1.人员、企业、金额、文号全部虚构，不得作为任何测算的依据。"
_ID_BASE: Final = 40
"""No number of the other samples begins its order here."""
_OPTIONS: Final = (
    ("profile", "SEG2008"),
    ("文号", "示例企改〔2011〕虚构11号"),
    ("状态", "已确认"),
    ("一补二险", "经济补偿、养老、医疗"),
)


def write(path: Path) -> None:
    """Write the workbook to ``path``; the same bytes at every build."""
    book = new_book(path, TITLE, calculate_on_load=False)
    _table(book, ROSTER, "职工花名册", _ROSTER_HEADS, [_roster(i) for i in range(len(PERSONS))])
    _write_severance(book)
    _write_package(book)
    _table(book, COSTS, "费用和资金来源表", _COST_HEADS, DATA["costs"])
    _table(book, STEPS, "改制程序核查表", _STEP_HEADS, DATA["steps"])
    _table(book, PROGRESS, "改制工作进度表", _PROGRESS_HEADS, [[1, FIRM, DATA["system"], *DATA["progress"]]])
    _table(book, LEDGER, "专户资金收支台账", _LEDGER_HEADS, _entries())
    _table(book, PAYMENTS, "经济补偿金发放表", _PAYMENT_HEADS, [_payment(i) for i in range(len(PERSONS))])
    _table(book, PETITIONS, "信访台账", _PETITION_HEADS, [[FIRM, *row] for row in DATA["petitions"]])
    _write_policy(book)
    book.file.close()


_ROSTER_HEADS: Final = (
    ("序号:count", 6), ("企业名称:text", 22), ("姓名:text", 9), ("性别:centre", 6), ("出生日期:date", 12),
    ("身份证号:id", 20), ("在岗状态:centre", 9), ("参加工作时间:date", 12),
)  # fmt: skip
_COST_HEADS: Final = (("企业名称:text", 24), ("费用/来源:centre", 10), ("项目:text", 18), ("金额(元):money", 16))
_STEP_HEADS: Final = (
    ("步骤编号:centre", 9), ("步骤（事项）:text", 32), ("责任单位:text", 20), ("开始日期:date", 12),
    ("完成日期:date", 12), ("文号（依据）:text", 28), ("应到:count", 7), ("实到:count", 7), ("同意:count", 7),
    ("备注:text", 26),
)  # fmt: skip
_PROGRESS_HEADS: Final = (
    ("序号:count", 5), ("企业名称:text", 20), ("主管系统:centre", 11), ("改制形式:centre", 9), ("职工人数:count", 6),
    ("清产核资时间:date", 11), ("审计时间:date", 11), ("评估基准日:date", 11), ("评估值(元):money", 13),
    ("职代会时间:date", 11), ("批复文号:text", 22), ("批复时间:date", 11), ("成交时间:date", 11),
    ("成交价(元):money", 13), ("首付款时间:date", 11), ("余款付清时间:date", 11), ("到账时间:date", 11),
    ("完成时间:date", 11),
)  # fmt: skip
_LEDGER_HEADS: Final = (
    ("日期:date", 11), ("凭证号:centre", 8), ("企业名称:text", 20), ("所属系统:centre", 11), ("科目:centre", 13),
    ("摘要:text", 28), ("收入金额(元):money", 15), ("支出金额(元):money", 15), ("余额(元):money", 15),
    ("往来单位:text", 22), ("审批文号:text", 22),
)  # fmt: skip
_PAYMENT_HEADS: Final = (
    ("序号:count", 6), ("企业名称:text", 22), ("姓名:text", 9), ("身份证号:id", 20), ("发放项目:centre", 11),
    ("应发金额(元):money", 14), ("实发金额(元):money", 14), ("发放时间:date", 12),
)  # fmt: skip
_PETITION_HEADS: Final = (
    ("所属企业:text", 22), ("编号:centre", 6), ("登记时间:date", 12), ("信访人:text", 9), ("反映问题:wrap", 26),
    ("受理时间:date", 12), ("责任单位:text", 20), ("责任领导:centre", 9), ("办理情况:wrap", 18), ("答复时间:date", 12),
)  # fmt: skip


def _table(book: Book, name: str, title: str, heads: tuple[tuple[str, int], ...], rows: list[list[Any]]) -> None:
    """A sheet of typed cells: title, office, headings, rows; an empty text is an empty cell."""
    sheet = new_sheet(book, name, [width for _, width in heads], repeat_rows=(2, 2))
    put_title(book, sheet, f"{title}（虚构示例）", f"企业名称：{FIRM}", "", len(heads) - 1)
    labels, styles = zip(*(head.split(":") for head, _ in heads), strict=True)
    put_row(book, sheet, 2, labels, ["head"] * len(labels))
    sheet.set_row(2, 30)
    for i, row in enumerate(rows, start=FIRST_ROW - 1):
        put_row(book, sheet, i, [None if value == "" else value for value in row], styles)
    put(book, sheet, FIRST_ROW + len(rows), 0, _NOTE, "plain")


def number(place: int) -> str:
    """The ID number of a worker, of a region that does not exist."""
    return id_number(PERSONS[place], _ID_BASE + place)


def _roster(place: int) -> list[Any]:
    one = PERSONS[place]
    return [place + 1, FIRM, one.name, one.sex, one.born, number(place), one.status, one.start]


def _inputs(place: int) -> list[Any]:
    one = PERSONS[place]
    first = [place + 1, FIRM, one.name, number(place), one.status, one.start, DATA["end"], GROUND]
    return [*first, one.wage, DATA["enterprise_wage"], DATA["local_wage"]]


def _write_severance(book: Book) -> None:
    heads = (*forms.HEADINGS, "计发月数", "补偿金额(元)")
    sheet = new_sheet(book, SEVERANCE, (6, 22, 9, 20, 9, 12, 12, 10, 12, 12, 12, 9, 14), repeat_rows=(2, 2))
    put_title(book, sheet, "经济补偿金测算表（虚构示例）", _OFFICE, "单位：元", len(heads) - 1)
    put_row(book, sheet, 2, heads, ["head"] * len(heads))
    sheet.set_row(2, 34)
    for i in range(len(PERSONS)):
        row = FIRST_ROW + i
        cells = f"F{row},G{row},I{row},J{row},K{row},H{row},{forms.POLICY_RANGE}"
        results = (Native(f"SOE_SEVERANCE_MONTHS({cells})"), Native(f"SOE_SEVERANCE({cells})"))
        put_row(book, sheet, row - 1, (*_inputs(i), *results), (*forms.STYLES, "months", "money"))
    values: list[object] = ["合　计", *[None] * (len(heads) - 2), Native(f"SUM(M{FIRST_ROW}:M{_LAST_ROW})")]
    put_row(book, sheet, _LAST_ROW, values, ["sum_text"] * (len(heads) - 1) + ["sum_money"])


def _write_package(book: Book) -> None:
    heads, left = forms.PACKAGE_HEADINGS, len(forms.PACKAGE_HEADINGS)
    widths = (5, 18, 8, 19, 8, 11, 11, 9, 10, 10, 10, 9, 9, 9, 9, 10, 10, 5, 9, 8, 13, 13, 13, 14)
    sheet = new_sheet(book, PACKAGE, widths, repeat_rows=(2, 2))
    put_title(book, sheet, "一补二险测算表（虚构示例）", _OFFICE, "单位：元", len(widths) - 1)
    put_row(book, sheet, 2, heads, ["head"] * left)
    sheet.set_row(2, 42)
    extra = ("input_text",) * 4 + ("input_money", "input_money", "count", "input_money")
    for i, one in enumerate(PERSONS):
        period, wages = one.arrears[:2], one.arrears[2:]
        put_row(
            book, sheet, FIRST_ROW + i - 1, [*_inputs(i), *period, *period, *wages, None, None], (*forms.STYLES, *extra)
        )
    formula = f"{{=SOE_PACKAGE_TABLE($A$3:$S${_LAST_ROW},{forms.POLICY_RANGE})}}"
    sheet.write_array_formula(2, left, _LAST_ROW - 1, left + len(forms.RESULTS) - 1, formula, book.style("head"), "")
    for row in range(2, _LAST_ROW):
        for col in range(len(forms.RESULTS)):
            if (row, col) != (2, 0):
                style = "head" if row == 2 else "centre" if col == 0 else "money"
                sheet.write_blank(row, left + col, None, book.style(style))


def _entries() -> list[list[Any]]:
    rows: list[list[Any]] = []
    balance = 0.0
    for i, (day, account, amount, summary, other, approval) in enumerate(DATA["entries"]):
        row = FIRST_ROW + i
        cash = account != "社保暂挂"
        balance = round(balance + (amount if cash else 0), 2)
        before = f"N(I{row - 1})" if i == 0 else f"I{row - 1}"
        formula = Native(f"ROUND({before}+G{row}-H{row},2)" if cash else before, balance)
        sides = (amount, None) if amount > 0 else (None, -amount)
        rows.append([day, f"记{i + 1}", FIRM, DATA["system"], account, summary, *sides, formula, other, approval])
    return rows


def _payment(place: int) -> list[Any]:
    paid = DATA["paid"][place]
    day: date = DATA["end"]
    return [place + 1, FIRM, PERSONS[place].name, number(place), "经济补偿", paid, paid, day]


def _write_policy(book: Book) -> None:
    sheet = new_sheet(book, POLICY, (24, 30, 12, 12, 11, 30), repeat_rows=(0, 0))
    put_row(book, sheet, 0, ("项目", "值", "起", "止", "地区", "文号"), ["head"] * 6)
    for row in range(1, 16):
        values = _OPTIONS[row - 1] if row <= len(_OPTIONS) else (None, None)
        put_row(book, sheet, row, (*values, *[None] * 4), ["text", "input_text", "date", "date", "centre", "text"])

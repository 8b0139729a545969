"""Small made-up workbooks for the tests of checks: enterprises, persons and numbers are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.findings import Finding, FindingTable
from xl_addin.values.persons import check_digit

TODAY = dt.date(2011, 9, 28)
ROSTER_HEADER: tuple[CellValue, ...] = ("序号", "姓名", "性别", "出生年月", "身份证号", "参加工作时间", "备注")
STEP_HEADER: tuple[CellValue, ...] = (
    "序号",
    "步骤（事项）",
    "责任单位",
    "开始日期",
    "完成日期",
    "文号（依据）",
    "备注",
)
REQUIRED_STEPS: tuple[tuple[str, str, str], ...] = (
    ("D01", "出台改制政策文件", "2009-01-05"),
    ("D02", "成立领导小组和工作组", "2009-02-01"),
    ("D25", "建立联席会议制度", "2009-02-10"),
    ("D03", "召开职工大会前的政策宣传", "2009-03-01"),
    ("D04", "召开座谈会征求意见", "2009-03-15"),
    ("D05", "确定改制形式", "2009-04-01"),
    ("D06", "改制立项审批", "2009-04-20"),
    ("D07", "清产核资", "2009-06-01"),
    ("D08", "财务审计", "2009-08-01"),
    ("D09", "资产评估", "2009-10-01"),
    ("D11", "费用测算和资金来源", "2009-11-01"),
    ("D12", "职代会审议职工安置方案", "2009-12-01"),
    ("D13", "结果张榜公示", "2009-12-05"),
    ("D14", "职工个人签字确认", "2009-12-20"),
    ("D15", "人社、财政部门审核", "2010-01-10"),
    ("D16", "市政府批复改制方案", "2010-02-01"),
    ("D17", "产权交易挂牌", "2010-03-15"),
    ("D18", "拍卖成交", "2010-03-20"),
    ("D19", "受让方支付价款", "2010-03-25"),
    ("D20", "转让收入缴入专户", "2010-03-26"),
    ("D23", "发放经济补偿金", "2010-05-01"),
    ("D24", "解除劳动合同、移交档案", "2010-05-10"),
    ("D29", "改制验收", "2010-12-01"),
)


LASTED = {"结果张榜公示": 7, "产权交易挂牌": 35, "解除劳动合同、移交档案": 6}
"""Days from the beginning to the end of the steps whose own row tells how long they took."""
BASE_DATE = "评估基准日：2009-08-31"


def id_number(sequence: int, birth: dt.date = dt.date(1960, 7, 1)) -> str:
    """A sound number for a person who does not exist."""
    body = f"110105{birth:%Y%m%d}{sequence:03d}"
    return body + check_digit(body)


def sheet(
    name: str, rows: Sequence[Sequence[CellValue]], merged: list[tuple[int, int, int, int]] | None = None
) -> SheetGrid:
    return SheetGrid(name, f"xl/worksheets/{name}.xml", [list(row) for row in rows], merged=merged or [])


def book(*sheets: SheetGrid) -> BookGrid:
    return BookGrid(Path("改制.xlsx"), list(sheets))


def person(number: int, **changes: CellValue) -> list[CellValue]:
    """A roster row without a fault, in the order of ROSTER_HEADER; changes by heading."""
    row: dict[str, CellValue] = {
        "序号": number,
        "姓名": f"王{'一二三四五六七八九十'[number % 10]}",
        "性别": "男",
        "出生年月": "1960.07",
        "身份证号": id_number(2 * number + 1),
        "参加工作时间": dt.date(1980, 12, 1),
        "备注": None,
    }
    return list((row | changes).values())


def roster(*people: Sequence[CellValue]) -> SheetGrid:
    return sheet("花名册", [["职工花名册"], ROSTER_HEADER, *people])


def begun(text: str, day: CellValue) -> CellValue:
    """The first day of a step that lasts, None for any other and for a day that cannot be read."""
    try:
        last = dt.date.fromisoformat(str(day))
    except ValueError:
        return None
    return (last - dt.timedelta(days=LASTED[text])).isoformat() if text in LASTED else None


def step_row(text: str, day: CellValue, **changes: CellValue) -> list[CellValue]:
    row: dict[str, CellValue] = {
        "序号": 1,
        "步骤": text,
        "责任单位": "企业",
        "开始日期": begun(text, day),
        "完成日期": day,
        "文号": "府字1号",
        "备注": BASE_DATE if text == "资产评估" else None,
    }
    return list((row | changes).values())


def step_sheet(without: str = "", dates: dict[str, CellValue] | None = None) -> SheetGrid:
    """A complete 改制程序核查表, less one step and with other dates where given."""
    given = dates or {}
    rows = [step_row(text, given.get(step, day)) for step, text, day in REQUIRED_STEPS if step != without]
    return sheet("核查表", [["企业名称：甲厂"], STEP_HEADER, *rows])


def step_cell(step: str, column: str) -> str:
    """Address of a step's cell in the complete step sheet."""
    return f"{column}{[row[0] for row in REQUIRED_STEPS].index(step) + 3}"


def findings(*sheets: SheetGrid) -> FindingTable:
    return check_book(book(*sheets), TODAY)


def places(table: FindingTable) -> list[tuple[str, str | None]]:
    return sorted((finding.code, finding.cell) for finding in table)


def only(table: FindingTable) -> Finding:
    found = list(table)
    assert len(found) == 1, places(table)
    return found[0]

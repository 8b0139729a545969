"""A small book with faults of each kind, and a condition of the user's own on a column with some."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill

HEADS = ["姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "经济补偿金"]
ROWS = [
    ["王三", "11010519491231002X", "1985-07-01", "2010-06-30", 3000],
    ["李四", "110105194912310021", "1995-07-01", "2010-06-30", -5],
    ["赵五", None, "2011-07-01", "2010-06-30", 2800],
    ["孙六", "11010519491231002X", "2001-01-01", "", 2500],
]
STEPS = [
    ["企业名称", "步骤", "完成日期", "文号"],
    ["机械厂", "职代会审议", "2010-01-01", "x1"],
    ["机械厂", "批复", None, None],
]


def small_book(path: Path) -> Path:
    """Write it: one severance sheet with calls of ours, one sheet of steps."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "经济补偿金测算表"
    sheet.append(HEADS)
    for number, row in enumerate(ROWS, 2):
        sheet.append([*row, f"=SOE_SEVERANCE(C{number},D{number},E{number})"])
    green = PatternFill(bgColor="00FF00", fill_type="solid")
    sheet.conditional_formatting.add("E2:E5", CellIsRule(operator="lessThan", formula=["0"], fill=green))
    steps = book.create_sheet("改制程序核查表")
    for row in STEPS:
        steps.append(row)
    book.save(path)
    return path

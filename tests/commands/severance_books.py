"""Synthetic severance sheets for the commands that make statements; every person and number is invented."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

from xl_addin.commands.spec import CommandContext
from xl_addin.files.building.model import NewSheet
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

TIME = dt.datetime(2011, 9, 28, 10, 30)
HEADINGS: list[CellValue] = [
    "序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由",
    "前12个月月平均工资(元)", "企业月平均工资(元)", "当地月平均工资(元)", "补偿金额(元)", "在岗状态",
]  # fmt: skip
IDS = ("110105196812310021", "11010519681231003X", "110105196812310048", "110105196812310056")
RIGHT: list[CellValue] = [1, "虚构一厂", "虚构甲", IDS[0], "1985-07-01", "2011-09-28", "", 1600, 1500, 2300, 43200]
WRONG: list[CellValue] = [2, "虚构一厂", "虚构乙", IDS[1], "1985-07-01", "2011-09-28", "", 1600, 1500, 2300, 40000]
ASKED: list[CellValue] = [3, "虚构二厂", "虚构丙", IDS[2], "1985.1", "2011-09-28", "协商", 1600, 1500, 2300]
SETTLED: list[CellValue] = [
    4, "虚构二厂", "虚构丁", IDS[3], "1985-07-01", "2011-09-28", "", 1600, None, None, None, "内退",
]  # fmt: skip


def book(*persons: list[CellValue], policy: list[list[CellValue]] | None = None) -> BookGrid:
    rows = [["经济补偿金测算表"], HEADINGS, *persons]
    sheets = [SheetGrid("测算", "", rows)]
    if policy is not None:
        sheets.append(SheetGrid("政策", "", policy))
    return BookGrid(Path("a.xlsx"), sheets)


def context(*, masked: bool = False, sheet: str = "") -> CommandContext:
    return CommandContext(sheet, TIME, masked)


def texts(sheet: NewSheet) -> list[str]:
    return [str(cell.value) for row in sheet.rows for cell in row if cell.value not in (None, "")]


def pages(sheet: NewSheet) -> list[list[str]]:
    """Texts of each printed page."""
    edges = [0, *sheet.printing.breaks, len(sheet.rows)]
    return [
        [str(cell.value) for row in sheet.rows[first:last] for cell in row if cell.value not in (None, "")]
        for first, last in pairwise(edges)
    ]

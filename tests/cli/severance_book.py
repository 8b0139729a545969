"""A synthetic book whose amounts are calls of ours without stored values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

HEADINGS = ("姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "补偿金额")


def write_severance_book(path: Path, persons: Sequence[tuple[str, str]], start: str) -> None:
    """Write the sheet 测算 with a row for each person, name and ID number, hired at ``start``."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "测算"
    sheet.append(HEADINGS)
    for row, (name, number) in enumerate(persons, 2):
        sheet.append([name, number, start, "2011-09-28", 1600, 1500, f"=SOE_SEVERANCE(C{row},D{row},E{row},F{row})"])
    book.save(path)

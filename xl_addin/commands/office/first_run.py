"""The results of a first run in a real Excel, as an office has filled them in on the sheet of the checklist.

Only numbers of steps and words of the list of choices are taken: whatever else stands there is counted, never told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_addin.tables.grid import BookGrid, SheetGrid

SHEET: Final = "首次核对"
HEADINGS: Final = ("编号", "核对什么", "结果")
PASSED, FAILED, NOT_TRIED = CHOICES = ("通过", "不符", "没试")
_NUMBER: Final = re.compile(r"[A-Z]\d{1,2}")


def results(book: BookGrid) -> list[str]:
    """Give the lines of a report; none for a workbook without the sheet of the checklist.

    >>> from pathlib import Path
    >>> rows = [["A1", "安装", "通过"], ["A2", "打开", "不符"], ["B1", "张三", "看不懂"], ["B2", "关闭", None]]
    >>> results(BookGrid(Path("a.xlsx"), [SheetGrid(SHEET, "", [list(HEADINGS), *rows])]))
    ['首次核对：通过 1 项，不符 1 项，没试 0 项，没填 1 项，填了别的 1 项', '  不符：A2', '  通过：A1']
    """
    sheet = next((each for each in book.sheets if each.name == SHEET), None)
    if sheet is None:
        return []
    found = dict(_steps(sheet))
    by_result = {choice: [number for number, result in found.items() if result == choice] for choice in CHOICES}
    empty = sum(result is None for result in found.values())
    other = len(found) - empty - sum(map(len, by_result.values()))
    counts = "，".join(f"{choice} {len(numbers)} 项" for choice, numbers in by_result.items())
    lines = [f"首次核对：{counts}，没填 {empty} 项，填了别的 {other} 项"]
    told = (FAILED, NOT_TRIED, PASSED)
    return lines + [f"  {choice}：{'、'.join(by_result[choice])}" for choice in told if by_result[choice]]


def _steps(sheet: SheetGrid) -> Iterator[tuple[str, object]]:
    """Each step's number and what stands in its last column."""
    width = len(HEADINGS)
    for row in range(1, len(sheet.rows) + 1):
        number = sheet.value(row, 1)
        if isinstance(number, str) and _NUMBER.fullmatch(number.strip()):
            result = sheet.value(row, width)
            yield number.strip(), result.strip() if isinstance(result, str) else result

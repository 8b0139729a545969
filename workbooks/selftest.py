"""selftest.xlsx: one cell a case, each under a defined name ``test_…``, all TRUE where our functions work.

Opened in a spreadsheet program with the add-in it says on top whether all is well; ``xl-addin calc`` and the tests of
every host look at the names. What is asked stands in ``selftest_cases.toml``.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from workbooks.style import Book, Native, new_book, new_sheet, put, put_row, put_title

SHEET, DATA_SHEET, ARRAY_SHEET = "自检", "数据", "数组"
FIRST_ROW = 5
"""Row of the first case, from 1."""
_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("selftest_cases.toml").read_text("utf-8"))
BLOCKS: dict[str, list[list[object]]] = _DATA["blocks"]


class Case(NamedTuple):
    """A defined name without its ``test_``, what is asked in Chinese, and a formula without ``=``."""

    name: str
    what: str
    formula: str


_ARRAY = (
    Case("array_heading", "数组公式：标题", f'{ARRAY_SHEET}!H1="说明"'),
    Case("array_amount", "数组公式：金额", f"{ARRAY_SHEET}!G2=43200"),
    Case("array_native_sum", "自带公式引用数组", f"SUM({ARRAY_SHEET}!G2:G3)=52560"),
)
"""Cases about the array block of the sheet 数组."""


def cases() -> list[tuple[str, Case]]:
    """Every case with its function, formulas with ranges in place."""
    ranges = {name: _block_range(name) for name in BLOCKS}
    groups: dict[str, dict[str, list[str]]] = _DATA["cases"]
    found = [(function, Case(name, *texts)) for function, group in groups.items() for name, texts in group.items()]
    found.extend(("SOE_SEVERANCE_TABLE", case) for case in _ARRAY)
    return [(function, case._replace(formula=case.formula.format_map(ranges))) for function, case in found]


def write(path: Path) -> None:
    """Write the workbook to ``path``; the same bytes at every build."""
    book = new_book(path, "xl_addin 自检", calculate_on_load=True)
    everything = cases()
    sheet = new_sheet(book, SHEET, (24, 32, 30, 86, 9, 9), repeat_rows=(3, 3))
    put_title(book, sheet, "函数自检（虚构数据）", "每一项的结果都应是 TRUE", f"共 {len(everything)} 项", 5)
    last = FIRST_ROW + len(everything) - 1
    put(book, sheet, 2, 0, "结论", "head")
    verdict = f'IF(COUNTIF(F{FIRST_ROW}:F{last},"=通过")={len(everything)},"全部通过","有未通过项")'
    put(book, sheet, 2, 1, Native(verdict), "text")
    put_row(book, sheet, 3, ("函数", "名称", "内容", "公式", "结果", "结论"), ["head"] * 6)
    for i, (function, case) in enumerate(everything):
        row, name = FIRST_ROW - 1 + i, f"test_{case.name}"
        passed = Native(f'IF(IFERROR(E{row + 1},FALSE),"通过","未通过")')
        values = (function, name, case.what, f"={case.formula}", Native(case.formula), passed)
        put_row(book, sheet, row, values, ("text", "text", "text", "text", "centre", "centre"))
        book.file.define_name(name, f"={SHEET}!$E${row + 1}")
    _write_data(book)
    _write_array(book)
    book.file.close()


def _first_rows() -> dict[str, int]:
    """Row of each block's first row, from 1; a line with its name stands above, an empty one below."""
    rows, row = {}, 4
    for name, block in BLOCKS.items():
        rows[name] = row + 1
        row += len(block) + 2
    return rows


def _block_range(name: str) -> str:
    first, block = _first_rows()[name], BLOCKS[name]
    return f"{DATA_SHEET}!$A${first}:${chr(ord('A') + len(block[0]) - 1)}${first + len(block) - 1}"


def _write_data(book: Book) -> None:
    sheet = new_sheet(book, DATA_SHEET, (20, 14, 14, 20, 24, 22, 16, 12, 12, 12))
    put_title(book, sheet, "自检用数据（虚构）", "各块是“自检”表公式引用的区域", "", 9)
    for name, first in _first_rows().items():
        put(book, sheet, first - 2, 0, f"[{name}]", "heading")
        for i, row in enumerate(BLOCKS[name]):
            styles = ["date" if isinstance(value, date) else "centre" for value in row]
            put_row(book, sheet, first - 1 + i, [None if value == "" else value for value in row], styles)


def _write_array(book: Book) -> None:
    sheet = new_sheet(book, ARRAY_SHEET, (10, 14, 14, 12, 14, 14, 14, 60))
    formula = f"{{=SOE_SEVERANCE_TABLE({_block_range('workers')})}}"
    sheet.write_array_formula(0, 0, 2, 7, formula, book.style("centre"), "")
    for row in range(3):
        for col in range(8):
            if (row, col) != (0, 0):
                sheet.write_blank(row, col, None, book.style("centre"))
